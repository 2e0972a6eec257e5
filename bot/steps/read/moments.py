"""Times as other programs write them: ISO 8601, RFC 822 and seconds since 1970; everything else is unknown.

Never guesses: no order of day and month, no words, no year that broken software fills in. Dates in prose are `dates`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1990
"""Older stamps come from broken software (the epoch), not from newsrooms on the web."""

_EARLIEST_S = 631_152_000
_LATEST_S = 7_258_118_400
_MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d)[T ]24:00(?::00)?")


def read_moment(value: object) -> datetime | None:
    """Aware, in UTC; a stamp without zone counts as UTC. None when it is no time or cannot be true."""
    at = _parse(value)
    if at is None or at.year < EARLIEST_YEAR:
        return None
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _parse(value: object) -> datetime | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC) if _EARLIEST_S <= value < _LATEST_S else None
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    midnight = _MIDNIGHT.match(text)
    if midnight:
        text = f"{midnight[1]}T00:00:00{text[midnight.end() :]}"
    at = _parse_text(text)
    try:
        return at + timedelta(days=1) if at and midnight else at
    except OverflowError:
        return None


def _parse_text(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if re.match(r"\d{4}-?\d\d-?\d\d", text) else parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
