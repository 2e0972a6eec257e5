"""The days of the event that an article reports: what decides whether it is news.

The event's day counts, not the page's: a reprint with today's banner is not news. What days a sentence names is
`dates`; giving an undated article the day of its story, or the year of its neighbours, is `steps/group`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from bot.domain.article import Passage
from bot.steps.find.dates import announced_days, days_with_weekday, has_missing_year, resolve_dates, told_days

FRESH_DAYS = 7
"""A day named this shortly before publication is the event's; an older one only if the article dwells on it."""

SPAN_DAYS = 7
"""Longest run of days that one report is taken to cover."""

LEAD_SENTENCES = 3
MAX_REPRINT_DAYS = 730
"""Older days are history that today's article tells, not the sign of a reprint."""

SOON_DAYS = 92
"""A day without a year that comes round so soon may as well be the coming one: it is no sign of a reprint."""

_YEAR = re.compile(r"(?<![\d,.€$£–-])\b((?:19|20)\d\d)\b(?![,.]?\d)")

Days = tuple[date | None, date | None]


def find_event_dates(
    text: str,
    passages: Sequence[Passage],
    *,
    published: datetime | None,
    page_date: date | None,
    seen: date | None = None,
) -> Days:
    """First and last day of the reported event; (None, None) when nothing in the text says.

    With a publication date: the latest day named within FRESH_DAYS before it, else an older one that the article
    dwells on (a reprint), else the day of publication. Without: the latest day that is not after `page_date` (the
    banner, which only bounds what the text says) or `seen` (when the text was found). A text that only looks forward
    gives (the first day it looks to, None).
    """
    sentences = [text[s.start : s.end] for passage in passages for s in passage.sentences]
    if published is None:
        return _undated(sentences, page_date, seen)
    anchor = published.date()
    dated = [(n, day) for n, said in enumerate(sentences) for day in resolve_dates(said, anchor) if day <= anchor]
    full_dates = {day for said in sentences for day in resolve_dates(said, None)}
    recent = [day for _, day in dated if day >= anchor - timedelta(days=FRESH_DAYS)]
    return _span(recent or _dwelt_on(dated, anchor, full_dates) or [anchor])


def days_before(text: str, passages: Sequence[Passage], *, until: date) -> Days:
    """The days of an event whose text gives no year, read as the last such days before `until`.

    (None, None) where the years that the text does name speak against it.
    """
    first, last = find_event_dates(text, passages, published=None, page_date=until)
    if last is None or not _fits_years(text, last):
        return None, None
    return first, last


def _fits_years(text: str, day: date) -> bool:
    """News that names years names its own or a neighbour; one that names only others was written in another time."""
    years = {int(year) for year in _YEAR.findall(text)}
    return not years or any(abs(year - day.year) <= 1 for year in years)


def _undated(sentences: Sequence[str], page_date: date | None, seen: date | None) -> Days:
    bound = page_date or seen
    if page_date:
        days = [day for said in sentences for day in told_days(said, page_date)]
    else:
        days = _certain_days(sentences, seen)
    past = [day for day in days if bound is None or day <= bound]
    coming = [day for said in sentences for day in announced_days(said, page_date)]
    return _span(past) if past else (min(coming, default=None), None)


def _certain_days(sentences: Sequence[str], seen: date | None) -> list[date]:
    """Full dates, and days whose weekday gives the year. A full date far down is history where others lack the year."""
    full = [(number, day) for number, said in enumerate(sentences) for day in told_days(said, None)]
    if not any(has_missing_year(said) for said in sentences):
        return [day for _, day in full]
    often = Counter(day for _, day in full)
    paired = [day for said in sentences for day in days_with_weekday(said, seen)] if seen else []
    return paired + [day for number, day in full if number < LEAD_SENTENCES or often[day] >= 2]


def _dwelt_on(dated: Sequence[tuple[int, date]], anchor: date, full_dates: Collection[date]) -> list[date]:
    """Days that the lead names, or several sentences do."""
    often = Counter(day for _, day in dated)
    ages = {day: (anchor - day).days for day in often}
    told = [day for number, day in dated if number < LEAD_SENTENCES or often[day] >= 2]
    certain = [day for day in told if day in full_dates or ages[day] % 365 <= 365 - SOON_DAYS]
    return [day for day in certain if ages[day] <= MAX_REPRINT_DAYS]


def _span(days: Sequence[date]) -> Days:
    if not days:
        return None, None
    last = max(days)
    return min(day for day in days if day >= last - timedelta(days=SPAN_DAYS)), last
