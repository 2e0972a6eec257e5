"""The window of a digest: which days it reports, and whether an article's event lies in them.

The event's day decides, not the page's: a reprint with today's banner is not news.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.article import Article
from bot.domain.watch import Watch

FRESH_DAYS = 7
"""A piece published inside the window may report an event this much older; beyond that it is background or a
reprint.
"""


@dataclass(frozen=True, slots=True)
class Window:
    """Days `first` to `last` in the watch's time zone, both included; `as_of` is the instant up to which is
    reported.
    """

    first: date
    last: date
    as_of: datetime
    zone: ZoneInfo

    def __str__(self) -> str:
        return spell_days(self.first, self.last)


def window_of(watch: Watch, as_of: datetime) -> Window:
    """The window of a digest written at `as_of`: `window_days` back, by the local calendar."""
    zone = ZoneInfo(watch.timezone)
    local = as_of.astimezone(zone)
    return Window((local - timedelta(days=watch.window_days)).date(), local.date(), as_of, zone)


def is_known(article: Article, window: Window) -> bool:
    """Whether the article existed by then: published, or else its event over, or else in the archive."""
    published = article.revision.published_at
    if published is not None:
        return published <= window.as_of
    return event_day(article, window) <= window.last


def is_in_window(article: Article, window: Window) -> bool:
    """Whether the article reports news of the window."""
    day = event_day(article, window)
    if window.first <= day <= window.last:
        return True
    published = article.revision.published_at
    is_new = published is not None and published.astimezone(window.zone).date() >= window.first
    return is_new and window.first - timedelta(days=FRESH_DAYS) <= day <= window.last


def event_day(article: Article, window: Window) -> date:
    """Day of the event, else of publication, else of the first sight; of a text that only looks forward, no later than
    the day it looks to.
    """
    seen = article.first_seen_at.astimezone(window.zone).date()
    return article.event_date or min(article.revision.event_from or seen, seen)


def spell_days(first: date, last: date) -> str:
    """`10 April 2025`, `10–11 April 2025`, `30 April – 2 May 2025`."""
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} – {end}"
