"""Dates in sentences: which days the words mean, seen from the day of publication.

Owns missing years and weekdays; what the calendar refutes is never chosen. Which of the days is the event's is
`event_days`; reading the dates of a page's markup is `extract`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

MAX_AHEAD_DAYS = 183
"""A day without a year in a sentence that looks forward is the coming one only if that is nearer than half a year."""

WEEKDAY_YEARS = 4
"""A weekday and a day of the month fall together again after five years at the soonest (Thursday, 2 December)."""

_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(name.capitalize() for name in sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY_NAME = "|".join(name.capitalize() for name in _WEEKDAYS)
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY_NAME}),?\s+(?:the\s+)?)?(?P<date>"
    rf"\b(?P<month1>{_MONTH})\.?\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.]?\d|\s?%)(?:,?\s+(?P<year1>{_YEAR})\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month2>{_MONTH})\b\.?(?:,?\s+(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<year3>{_YEAR})-(?P<month3>\d\d)-(?P<day3>\d\d)\b)"
)
_WEEKDAY = re.compile(rf"\b({_WEEKDAY_NAME})\b")
_RELATIVE = re.compile(r"(?<!USA )\b(today|yesterday)\b", re.IGNORECASE)
_FORWARD = re.compile(
    r"\b(?:will|would|shall|plans? to|planned|due|scheduled|set (?:to|for)|expected|upcoming|next|deadline|until|by)\b",
    re.IGNORECASE,
)

_OPENING = re.compile(r"\W*(?:(?:on|from|as of)\s+)?", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:()—–]")


def resolve_dates(sentence: str, anchor: date | None) -> tuple[date, ...]:
    """The days that a sentence names, in order.

    A missing year means the nearest such day before `anchor` (the day of publication), or after it where the sentence
    looks forward; so does a weekday. A weekday next to a day of the month says which year is meant. Without an anchor
    only full dates count. Days that do not exist are left out.
    """
    looks_forward = _FORWARD.search(sentence) is not None
    found = [(match.start(), day) for match, day in _explicit_days(sentence, anchor)]
    if anchor:
        lone = _DATE.sub(lambda match: " " * len(match.group()), sentence)
        found += [
            (match.start(), _weekday(match[1], anchor, looks_forward=looks_forward))
            for match in _WEEKDAY.finditer(lone)
        ]
        found += [
            (match.start(), anchor - timedelta(days=match[1].lower() == "yesterday"))
            for match in _RELATIVE.finditer(sentence)
        ]
    return tuple(day for _, day in sorted(found, key=lambda pair: pair[0]))


def nearest_weekday(name: str, near: date, *, within_days: int = 3) -> date | None:
    """The day of that name closest to `near`, None if none lies within `within_days`."""
    offset = (_WEEKDAYS.index(name.lower()) - near.weekday() + 3) % 7 - 3
    return near + timedelta(days=offset) if abs(offset) <= within_days else None


def weekdays_in(text: str) -> Counter[str]:
    """Weekday names in a text, counted."""
    return Counter(_WEEKDAY.findall(text))


def find_days(sentence: str, anchor: date | None) -> tuple[tuple[int, str, date], ...]:
    """Offset, characters and meaning of each day of the month; a weekday before it is left out."""
    found = _explicit_days(sentence, anchor)
    return tuple((match.start("date"), match["date"].rstrip("."), day) for match, day in found)


def told_days(sentence: str, anchor: date | None) -> tuple[date, ...]:
    """Days of the month that a sentence tells as they were, without those that it announces."""
    return tuple(day for match, day in _explicit_days(sentence, anchor) if not _is_announced(sentence, match))


def announced_days(sentence: str, anchor: date | None) -> tuple[date, ...]:
    """Days of the month on which, says the sentence, something is to be."""
    return tuple(day for match, day in _explicit_days(sentence, anchor) if _is_announced(sentence, match))


def days_with_weekday(sentence: str, until: date) -> tuple[date, ...]:
    """Told days without a year that stand with their weekday, in the one of the last years where the two agree."""
    return tuple(
        day
        for match, day in _explicit_days(sentence, until)
        if match["weekday"]
        and day <= until
        and _WEEKDAYS[day.weekday()] == match["weekday"].lower()
        and not _is_announced(sentence, match)
    )


def has_missing_year(sentence: str) -> bool:
    """Whether a day of the month is named without its year."""
    return any(match[f"year{_form(match)}"] is None for match in _DATE.finditer(sentence))


def month_days_in(text: str) -> frozenset[tuple[int, int]]:
    """Days of the year (month, day) that a text names, whatever year it means."""
    return frozenset(_month_day(match) for match in _DATE.finditer(text))


def contradicts(named: Collection[tuple[int, int]], day: date, *, within_days: int = 7) -> bool:
    """Whether a text that names these days of the year cannot be about `day`: it names some, and none is near."""
    near = {day + timedelta(days=offset) for offset in range(-within_days, within_days + 1)}
    return bool(named) and not {(at.month, at.day) for at in near} & set(named)


def _explicit_days(sentence: str, anchor: date | None) -> list[tuple[re.Match[str], date]]:
    looks_forward = _FORWARD.search(sentence) is not None
    found = ((match, _explicit(match, anchor, looks_forward=looks_forward)) for match in _DATE.finditer(sentence))
    return [(match, day) for match, day in found if day is not None]


def _is_announced(sentence: str, match: re.Match[str]) -> bool:
    """A word of the future stands before the day in its clause; of a day that opens the sentence, anywhere in it."""
    before = _CLAUSE_END.split(sentence[: match.start()])[-1]
    opens = _OPENING.fullmatch(sentence[: match.start()]) is not None
    return _FORWARD.search(sentence if opens else before) is not None


def _form(match: re.Match[str]) -> str:
    return next(number for number in "123" if match[f"day{number}"])


def _month_day(match: re.Match[str]) -> tuple[int, int]:
    month = match[f"month{_form(match)}"]
    return int(month) if month.isdigit() else _MONTHS[month.lower()], int(match[f"day{_form(match)}"])


def _explicit(match: re.Match[str], anchor: date | None, *, looks_forward: bool) -> date | None:
    month, day = _month_day(match)
    year = match[f"year{_form(match)}"]
    if year or anchor is None:
        return _make_date(int(year), month, day) if year else None
    days = _possible_days(month, day, match["weekday"], anchor)
    coming = min((found for found in days if found >= anchor), default=None)
    if looks_forward and coming and (coming - anchor).days <= MAX_AHEAD_DAYS:
        return coming
    return max((found for found in days if found <= anchor), default=None)


def _possible_days(month: int, day: int, weekday: str | None, near: date) -> list[date]:
    """The day in the years around; if a weekday stands with it, only where both agree, unless they never do."""
    years = range(near.year - WEEKDAY_YEARS, near.year + 2)
    days = [found for number in years if (found := _make_date(number, month, day))]
    agreeing = [found for found in days if weekday and _WEEKDAYS[found.weekday()] == weekday.lower()]
    return agreeing or days


def _weekday(name: str, anchor: date, *, looks_forward: bool) -> date:
    ahead_days = (_WEEKDAYS.index(name.lower()) - anchor.weekday()) % 7
    if looks_forward or ahead_days == 0:
        return anchor + timedelta(days=ahead_days)
    return anchor - timedelta(days=7 - ahead_days)


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
