"""Dates of feeds, read strictly: what is ambiguous or impossible is no date, because a wrong one is worse.

Knows RFC 822 with its relatives and ISO 8601. Whether a date can be true (the future) is `entries`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST_YEAR = 1990
"""Older stamps come from broken software (the epoch), not from newsrooms on the web."""

MAX_DATE_CHARS = 64

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}  # fmt: skip
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Names whose offset is not in doubt; others (IST is three zones) make a stamp unreadable."""

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_ZONE = r"(?P<zone>(?:GMT|UTC)?[+-]\d\d:?\d\d|[A-Z]{1,5})?"
_NAME = r"(?P<name>[A-Z]{3})[A-Z]{0,6}\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:(?:T|\s+){_TIME}\s*{_ZONE})?",
        rf"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+{_NAME}[\s-]+(?P<year>\d{{4}}|\d\d),?"
        rf"(?:\s+{_TIME}\s*{_ZONE})?(?:\s*\([^)]*\))?",
        rf"(?:[^\W\d]+\.?,?\s+)?{_NAME}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}),?(?:\s+{_TIME}\s*{_ZONE})?",
        rf"[A-Z]{{3}}\s+{_NAME}\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+{_ZONE}\s*(?P<year>\d{{4}})",
    )
)


def parse_date(value: str) -> datetime | None:
    """The instant in UTC, None if the text does not say one beyond doubt. A stamp without a zone counts as UTC.

    >>> parse_date("Mon, 10 Mar 2031 09:30:00 +0100")
    datetime.datetime(2031, 3, 10, 8, 30, tzinfo=datetime.timezone.utc)
    >>> parse_date("03/04/2031") is None
    True
    """
    text = value.strip()
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    at = _usual_form(text) or _any_form(text)
    return at if at and at.year >= EARLIEST_YEAR else None


def _usual_form(text: str) -> datetime | None:
    """The one form that this module itself writes, and many feeds too: much quicker than a pattern."""
    if len(text) != 25 or not text.endswith("+00:00"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _any_form(text: str) -> datetime | None:
    found = (form.fullmatch(text) for form in _FORMS)
    match = next((match for match in found if match), None)
    if match is None:
        return None
    try:
        return _moment(match.groupdict())
    except (ValueError, OverflowError):
        return None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    month = int(parts.get("month") or _MONTHS.get((parts.get("name") or "").lower(), 0))
    zone = _zone(parts["zone"] or "z")
    if zone is None:
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    is_midnight = hour == 24 and not minute and not second  # ISO 8601 lets a day end at 24:00
    at = datetime(_year(parts["year"] or ""), month, int(parts["day"] or 0), 0 if is_midnight else hour, minute,
                  min(second, 59), tzinfo=zone)  # fmt: skip
    return (at + timedelta(days=is_midnight)).astimezone(UTC)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 69 else 1900)


def _zone(text: str) -> timezone | None:
    name = text.lower()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    digits = re.fullmatch(r"(?:gmt|utc)?([+-])(\d\d):?(\d\d)", name)
    if digits is None:
        return None
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3]))
    return timezone(-offset if digits[1] == "-" else offset)
