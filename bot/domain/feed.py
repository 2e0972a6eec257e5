"""Feeds: places that articles come from, and what one look at them brings.

Reading a feed is an adapter in `sources/`; deciding when to look again is `steps/plan/polling`.
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
    """A place that articles come from. `kind`: a file in `bot/sources`; `origin`: `settings`, `command` or `chat`."""

    name: str
    url: str
    kind: str = "rss"
    publisher: str | None = None
    source_type: str | None = None
    tags: tuple[str, ...] = ()
    origin: str = "settings"
    options: Mapping[str, object] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?": saved only together with the articles that came with it."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """Health and schedule of a feed. `status` is `new`, `ok`, `failing` or `gone`; `error` is one plain line."""

    feed_id: int
    validators: Validators = Validators()
    status: str = "new"
    error: str | None = None
    failures: int = 0
    last_success_at: datetime | None = None
    last_attempt_at: datetime | None = None
    next_poll_at: datetime | None = None
    interval_s: float = 900.0


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
    """What one look at a feed brought. `is_unchanged` means 304 or the same bytes: nothing was parsed."""

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
