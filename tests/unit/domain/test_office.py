"""Who held an office when."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.office import Offices, Term, held

LIND = Term("Mara Lind", "president", "norvenia", date(2029, 3, 1), date(2031, 3, 1), frozenset({"president"}))
ROE = Term("Tomas Roe", "president", "norvenia", date(2031, 3, 1), None, frozenset({"president"}), date(2032, 1, 1))


@pytest.mark.parametrize(
    ("term", "day", "expected"),
    [
        (LIND, date(2030, 1, 1), True),
        (LIND, date(2028, 1, 1), False),
        (LIND, date(2031, 6, 1), False),
        (LIND, date(2031, 3, 5), None),
        (LIND, date(2029, 2, 25), None),
        (ROE, date(2031, 12, 31), True),
        (ROE, date(2032, 1, 2), None),
        (ROE, date(2031, 2, 1), False),
    ],
)
def test_a_term_covers_its_days_and_says_when_it_does_not_know(term: Term, day: date, expected: bool | None) -> None:
    assert term.covers(day) is expected


def test_several_terms_hold_if_one_does() -> None:
    assert held([LIND, ROE], date(2030, 1, 1)) is True
    assert held([LIND, ROE], date(2040, 1, 1)) is None
    assert held([LIND], date(2040, 1, 1)) is False
    assert held([], date(2030, 1, 1)) is False


def test_terms_are_found_by_person_and_by_office() -> None:
    offices = Offices((LIND, ROE))
    assert offices.of_person("Lind") == (LIND,)
    assert offices.of_person("President Mara Lind") == (LIND,)
    assert offices.of_person("Ada Lind") == ()
    assert offices.of_office(["president"], "norvenia") == (LIND, ROE)
    assert offices.of_office(["president"], "ostreya") == ()
