"""Offices that a text gives to people, and which of them do not fit the day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.office import Offices, Term
from bot.steps.find.roles import find_anachronism, find_roles

OFFICES = Offices(
    (
        Term("Mara Lind", "president", "ukraine", date(2029, 3, 1), date(2031, 3, 1), frozenset({"president"})),
        Term("Tomas Roe", "president", "ukraine", date(2031, 3, 1), None, frozenset({"president"}), date(2035, 1, 1)),
        Term("Ada Stahl", "defence minister", "us", date(2030, 1, 1), None, frozenset({"defence minister"})),
    )
)
IN_LINDS_TIME = date(2030, 6, 1)
IN_ROES_TIME = date(2032, 6, 1)


@pytest.mark.parametrize(
    ("text", "name", "title", "of", "is_former"),
    [
        ("President Tomas Roe spoke.", "Tomas Roe", "president", None, False),
        ("Former US President Tomas Roe spoke.", "Tomas Roe", "president", "us", True),
        ("The ex-president Roe spoke.", "Roe", "president", None, True),
        ("Ukrainian Foreign Minister Mara Lind left.", "Mara Lind", "foreign minister", "ukraine", False),
        ("Mara Lind, the EU foreign policy chief, left.", "Mara Lind", "foreign policy chief", "eu", False),
        ("U.N. Secretary-General Mara Lind left.", "Mara Lind", "secretary-general", None, False),
        ("US Defense Minister Ada Stahl left.", "Ada Stahl", "defence minister", "us", False),
        ("Kremlin spokesman Jan Kern left.", "Jan Kern", "spokesman", "russia", False),
    ],
)
def test_offices_before_and_behind_names(text: str, name: str, title: str, of: str | None, is_former: bool) -> None:
    role = find_roles(text)[0]
    assert (role.name, role.title, role.is_former) == (name, title, is_former)
    assert of is None or role.of == of


def test_what_is_no_office() -> None:
    assert not find_roles("Mr. Lind met Mara Roe, a friend of the family, in Tolmesh.")
    assert not find_roles("The president spoke.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The talks with former President Tomas Roe failed.", IN_ROES_TIME),
        ("The talks with ex-president Roe failed.", IN_ROES_TIME),
        ("President Mara Lind has promised more ships.", IN_ROES_TIME),
        ("The Lind administration has denied it.", IN_ROES_TIME),
        ("President Tomas Roe met the board.", IN_LINDS_TIME),
        ("Former Defense Minister Ada Stahl was there.", IN_ROES_TIME),
    ],
)
def test_an_office_that_does_not_fit_the_day(text: str, day: date) -> None:
    assert find_anachronism(text, day=day, told=day, offices=OFFICES) is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("President Tomas Roe met former President Mara Lind.", IN_ROES_TIME),
        ("President-elect Tomas Roe met President Mara Lind.", IN_LINDS_TIME),
        ("In 2030, President Mara Lind signed the treaty.", IN_ROES_TIME),
        ("The Lind administration had denied it before.", IN_ROES_TIME),
        ("The former Lind administration has many critics.", IN_ROES_TIME),
        ("He was quoted as saying: “former President Tomas Roe has left”.", IN_ROES_TIME),
        ("President Jan Kern of the harbour club spoke.", IN_ROES_TIME),
        ("Former Foreign Minister Tomas Roe was there.", IN_ROES_TIME),
        ("President Tomas Roe spoke.", date(2031, 3, 4)),
        ("Former President Tomas Roe spoke.", date(2036, 3, 4)),
    ],
)
def test_what_fits_or_is_not_known_is_let_be(text: str, day: date) -> None:
    assert find_anachronism(text, day=day, told=day, offices=OFFICES) is None


def test_an_article_written_later_may_call_a_holder_former() -> None:
    text = "Former President Mara Lind signed the treaty that night."
    assert find_anachronism(text, day=IN_LINDS_TIME, told=IN_ROES_TIME, offices=OFFICES) is None
    assert find_anachronism(text, day=IN_LINDS_TIME, told=IN_LINDS_TIME, offices=OFFICES) is not None


def test_without_facts_nothing_is_doubted() -> None:
    assert find_anachronism("Former President Roe left.", day=IN_ROES_TIME, told=None, offices=Offices()) is None
