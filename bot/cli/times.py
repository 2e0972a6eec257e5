"""Times as people type them on the command line. Knows nothing of schedules."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.watch import MAX_WINDOW_DAYS

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""No dated article is older, see `steps/read/moments`; beyond either end calendars run out."""


def add_time_option(parser: argparse.ArgumentParser) -> None:
    """`--as-of`: the moment that the command looks from."""
    parser.add_argument(
        "--as-of",
        metavar="TIME",
        help="moment to look from, like 2027-03-01T08:00:00+01:00 (a date: its end)",
    )


def read_time(text: str | None, *, now: datetime, timezone: str) -> datetime:
    """A moment; without an offset it is local to `timezone`, a date alone means the end of that day."""
    if text is None:
        return now
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UserError(f"“{text}” is no time; write it like 2027-03-01T08:00:00+01:00") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UserError(f"“{text}” is out of reach: a time lies in the years {FIRST_YEAR} to {LAST_YEAR}")
    if len(text.strip()) <= len("2027-03-01"):
        found = datetime.combine(found.date(), time(23, 59, 59))
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def check_days(days: int | None) -> None:
    """Raises UserError when `--days` is no window."""
    if days is not None and not 1 <= days <= MAX_WINDOW_DAYS:
        raise UserError(f"--days must be a number from 1 to {MAX_WINDOW_DAYS:,}, not {str(days)[:40]}")
