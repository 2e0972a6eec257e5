"""Watches: standing orders for digests, and the slots in which they fall due.

A slot is named by the watch's local wall-clock time, so a change of clocks can neither double nor lose one. Reading
cron expressions is `steps/plan/schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_WINDOW_DAYS = 36_500
"""A hundred years: longer than any archive, and far from where calendars run out."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A standing order. `channel` is `slack:C…`, `slack:#name`, `discord:…`, `web:NAME` or `console`.

    `feeds` holds tags or names (empty: everything, imported articles included); `topics` and `mute` are words or
    phrases (no topics: everything is on topic); `length` is `daily` or `weekly`; `grace_s` is how late a missed slot
    may still be posted; `origin` is `settings`, `command` or `chat`.
    """

    name: str
    channel: str = "console"
    schedule: str = "30 7 * * *"
    timezone: str = "UTC"
    feeds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    window_days: int = 1
    length: str = "daily"
    review: bool = False
    grace_s: int = 6 * 3600
    paused: bool = False
    origin: str = "settings"
    id: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of a watch: `key` is its local wall-clock time (`2027-03-28T02:30`), `due_at` the instant in UTC."""

    watch: str
    key: str
    due_at: datetime
    is_late: bool = False
