"""Feeds: places that articles come from, their health and habits, and what one look at them brings.

Reading a feed is an adapter in `sources/`; when to look again and what to think of it is decided in `steps/plan`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_CREDENTIALS = re.compile(r"^\s*[A-Za-z][A-Za-z0-9+.-]*:[\\/]{2}[^\\/?#]*@")


def has_password(url: str) -> bool:
    """Whether a user name stands in an address. It is not read, and would be kept in the database for all to see."""
    return _CREDENTIALS.match(url) is not None


@dataclass(frozen=True, slots=True)
class Feed:
    """A place that articles come from. `kind`: a file in `bot/sources`; `origin`: `settings`, `command` or `chat`.

    `url` is where it is read. When it has moved for good, `given_url` is the address that it was added with.
    """

    name: str
    url: str
    kind: str = "rss"
    publisher: str | None = None
    source_type: str | None = None
    tags: tuple[str, ...] = ()
    origin: str = "settings"
    options: Mapping[str, object] = field(default_factory=dict)
    id: int = 0
    given_url: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?": saved only together with the articles that came with it."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """What a feed has been like at the looks that worked; every field is bounded in size. Kept, and not learnt yet.

    `news_at`: when its latest items came out, newest first. `sites`: of the latest items, the registrable domain each
    links to. `pages`: what came of the latest items, `+` for text, `-` for a paywall or no text, the latest last.
    `entries`: short hashes of the entries listed last, in one text. `full_at`: when the whole feed was last sent.
    `moved_to`: where a permanent redirect led at the last `moved_seen` looks. `keep_s`: how long the server says that
    an answer stays good. `suspicion`: why it was taken for another feed, until it is itself again or accepted.
    """

    news_at: tuple[datetime, ...] = ()
    sites: tuple[str, ...] = ()
    language: str | None = None
    title: str | None = None
    pages: str = ""
    entries: str = ""
    full_at: datetime | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    keep_s: float | None = None
    suspicion: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """Health and schedule of a feed. `status` is `new`, `ok`, `failing` or `gone`, since `status_since` where that is
    known; `error` is one plain line.

    `moved_url`: where the feed is read from the next look on, because it moved there for good.
    """

    feed_id: int
    validators: Validators = Validators()
    status: str = "new"
    error: str | None = None
    failures: int = 0
    last_success_at: datetime | None = None
    last_attempt_at: datetime | None = None
    next_poll_at: datetime | None = None
    interval_s: float = 900.0
    status_since: datetime | None = None
    moved_url: str | None = None
    habits: Habits = Habits()


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed. `html` is its full content if the feed holds it (else the page is fetched from `url`).

    `text` is plain text for sources that have no page (files); `content` the bytes of a document already in hand.
    """

    guid: str
    url: str | None
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str | None = None
    html: str | None = None
    byline: str | None = None
    content: bytes | None = None
    content_type: str | None = None
    publisher: str | None = None
    source_type: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one look at a feed brought. `is_unchanged` means 304 or the same bytes: nothing was parsed.

    `moved_to`: where permanent redirects led.
    """

    items: tuple[FeedItem, ...] = ()
    validators: Validators = Validators()
    is_unchanged: bool = False
    title: str | None = None
    kind: str = "rss"
    parser: str = ""
    warnings: tuple[str, ...] = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An HTTP answer: `url` after redirects, decoded `body`, status 200 or 304. Other statuses are SourceErrors."""

    url: str
    status: int
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
