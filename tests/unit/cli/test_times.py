"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.cli.times import check_days, read_time
from bot.domain.errors import UserError
from bot.domain.watch import MAX_WINDOW_DAYS

NOW = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (None, NOW),
        ("2027-03-01T08:00:00+01:00", datetime(2027, 3, 1, 7, 0, tzinfo=UTC)),
        ("2027-03-01T08:00:00Z", datetime(2027, 3, 1, 8, 0, tzinfo=UTC)),
        ("2027-03-01T08:00", datetime(2027, 3, 1, 7, 0, tzinfo=UTC)),
        ("2027-07-01 08:00", datetime(2027, 7, 1, 6, 0, tzinfo=UTC)),
        ("2027-03-01", datetime(2027, 3, 1, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_are_local_unless_they_say_otherwise(typed: str | None, meant: datetime) -> None:
    assert read_time(typed, now=NOW, timezone="Europe/Brussels") == meant


@pytest.mark.parametrize("typed", ["", "yesterday", "2027-13-01", "08:00", "2027-02-30T08:00:00"])
def test_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UserError, match="write it like 2027-03-01T08:00:00"):
        read_time(typed, now=NOW, timezone="UTC")


@pytest.mark.parametrize("typed", ["0001-01-01", "1989-12-31", "2200-01-01", "9999-12-31T23:59:59-12:00"])
def test_a_time_where_calendars_run_out_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="in the years 1990 to 2199"):
        read_time(typed, now=NOW, timezone="Pacific/Auckland")


@pytest.mark.parametrize("days", [0, -1, MAX_WINDOW_DAYS + 1, 999_999_999, 10**30])
def test_days_have_bounds(days: int) -> None:
    with pytest.raises(UserError, match=r"--days must be a number from 1 to 36,500"):
        check_days(days)


def test_days_within_bounds_or_none_are_fine() -> None:
    for days in (None, 1, MAX_WINDOW_DAYS):
        check_days(days)
