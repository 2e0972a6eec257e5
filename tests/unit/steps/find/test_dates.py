"""Dates in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from bot.steps.find.dates import (
    announced_days,
    contradicts,
    days_with_weekday,
    has_missing_year,
    month_days_in,
    nearest_weekday,
    resolve_dates,
    told_days,
)

FRIDAY = date(2031, 3, 14)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The strait closed on 3 March 2031.", [date(2031, 3, 3)]),
        ("The strait closed on March 3, 2031, and opened on March 5.", [date(2031, 3, 3), date(2031, 3, 5)]),
        ("It closed on Sept. 2 and on 2031-01-09.", [date(2030, 9, 2), date(2031, 1, 9)]),
        ("It closed on the 1st of March.", [date(2031, 3, 1)]),
        ("It closed on Monday.", [date(2031, 3, 10)]),
        ("It closed on Friday.", [FRIDAY]),
        ("It closed on Saturday.", [date(2031, 3, 8)]),
        ("They are scheduled to meet on Monday.", [date(2031, 3, 17)]),
        ("The pause will end by April 2.", [date(2031, 4, 2)]),
        ("It closed on Thursday, March 6.", [date(2031, 3, 6)]),
        ("It closed on Friday, March 15.", [date(2030, 3, 15)]),
        ("It closed on Monday, March 12.", [date(2029, 3, 12)]),
        ("It closed on Tuesday, 4 March 2031, they say.", [date(2031, 3, 4)]),
        ("It closed on Monday, Lind told USA TODAY.", [date(2031, 3, 10)]),
        ("It closed yesterday and opened today.", [date(2031, 3, 13), FRIDAY]),
        ("It closed on 31 February 2031.", []),
        ("March 40 ships, and 2030 was a bad year.", []),
        ("It grew by 5 March 3.5 percent.", [date(2031, 3, 5)]),
    ],
)
def test_resolve_dates(sentence: str, expected: list[date]) -> None:
    assert list(resolve_dates(sentence, FRIDAY)) == expected


def test_without_an_anchor_only_full_dates_count() -> None:
    assert resolve_dates("It closed on Monday, March 3.", None) == ()
    assert resolve_dates("It closed on Monday, March 3, 2031.", None) == (date(2031, 3, 3),)


def test_nearest_weekday() -> None:
    assert nearest_weekday("Thursday", FRIDAY) == date(2031, 3, 13)
    assert nearest_weekday("Monday", FRIDAY) == date(2031, 3, 17)
    assert nearest_weekday("Monday", FRIDAY, within_days=2) is None


def test_days_of_the_year_contradict_a_distant_day() -> None:
    named = month_days_in("A pact of Dec. 2 must pass by 20 December.")
    assert named == {(12, 2), (12, 20)}
    assert contradicts(named, FRIDAY)
    assert not contradicts(named, date(2030, 12, 5))
    assert not contradicts(frozenset(), FRIDAY)


@pytest.mark.parametrize(
    ("sentence", "told", "announced"),
    [
        ("The envoys met on March 3.", 1, 0),
        ("The house must pass it by March 20.", 0, 1),
        ("They will meet on March 20.", 0, 1),
        ("On March 20, the envoys will meet.", 0, 1),
        ("The March 3 order, which will cost much, was signed.", 1, 0),
        ("They met on March 3, and will meet again on March 20.", 1, 1),
    ],
)
def test_a_day_is_told_or_announced(sentence: str, told: int, announced: int) -> None:
    assert (len(told_days(sentence, FRIDAY)), len(announced_days(sentence, FRIDAY))) == (told, announced)


def test_a_weekday_gives_the_year() -> None:
    assert days_with_weekday("It closed on Thursday, Dec. 2.", FRIDAY) == (date(2027, 12, 2),)
    assert days_with_weekday("It closed on Dec. 2.", FRIDAY) == ()
    assert days_with_weekday("It will close on Thursday, Dec. 2.", FRIDAY) == ()


def test_a_missing_year_is_noticed() -> None:
    assert has_missing_year("It closed on Dec. 2 and on 3 May 2031.")
    assert not has_missing_year("It closed on 3 May 2031.")
