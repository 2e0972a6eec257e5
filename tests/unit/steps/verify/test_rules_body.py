"""V7: whose office it is, ranks, and an office that is former or another's."""

from __future__ import annotations

import pytest

from tests.grounds import broken

SOURCE = (
    "Colonel Jan Kern, the spokesman of the Ostreyan armed forces, met Velmian Defence Minister Ada Stahl on Tuesday. "
    "British Foreign Secretary Mara Lind, who leads the talks with French Foreign Minister Piet Vos, came late. "
    "Lind's spokeswoman, Eva Roe, said the mayor of Ansk, Tom Hale, was ill. "
    "Ostreya and Velmia want a pause. Roe's deputy, Karl Mota, a former judge, was there."
)
KRELL = "President Ada Krell of Sorland met President Tomas Roe of Norven on Tuesday."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Colonel Jan Kern, the spokesman of the Velmian armed forces, met Ada Stahl.", "p1.1.s1"),
        ("General Jan Kern met Ada Stahl.", "p1.1.s1"),
        ("Jan Kern met Ostreyan Defence Minister Ada Stahl.", "p1.1.s1"),
        ("French Foreign Secretary Mara Lind came late.", "p1.1.s2"),
        ("Mayor Eva Roe said Tom Hale was ill.", "p1.1.s3"),
        ("Karl Mota, a judge, was there.", "p1.1.s4"),
        ("Mayor Karl Mota was there.", "p1.1.s4"),
    ],
)
def test_another_country_or_rank_is_refused(text: str, place: str) -> None:
    assert "V7" in broken(text, SOURCE, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Colonel Jan Kern, the spokesman of the Ostreyan armed forces, met Ada Stahl.", "p1.1.s1"),
        ("Ostreya's armed forces spokesman Jan Kern met Ada Stahl.", "p1.1.s1"),
        ("Col. Jan Kern met Velmia's defence minister, Ada Stahl.", "p1.1.s1"),
        ("UK Foreign Secretary Mara Lind came late.", "p1.1.s2"),
        ("Foreign Secretary Mara Lind came late.", "p1.1.s2"),
        ("Lind's spokeswoman, Eva Roe, said the mayor of Ansk, Tom Hale, was ill.", "p1.1.s3"),
        ("Mayor Tom Hale was ill, said Eva Roe.", "p1.1.s3"),
        ("Karl Mota, a former judge, was there.", "p1.1.s4"),
        ("Deputy Karl Mota was there.", "p1.1.s4"),
    ],
)
def test_an_office_with_its_country_passes(text: str, place: str) -> None:
    assert "V7" not in broken(text, SOURCE, place)


def test_countries_behind_two_names_do_not_change_places() -> None:
    assert "V7" in broken("Ada Krell of Norven met President Tomas Roe of Sorland.", KRELL)
    assert "V7" not in broken("Tomas Roe of Norven met President Ada Krell of Sorland.", KRELL)
    assert "V7" not in broken("Ada Krell met Roe of Norven.", KRELL)
