"""What goes over the socket between the program and a child: frames of JSON and bytes, never pickles.

A child has read hostile pages; what it says is data. Both sides use this module, so it imports nothing large.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.domain.article import Extracted
from bot.domain.feed import FeedItem

_HEAD = struct.Struct(">II")
MAX_FRAME_BYTES = 256 * 1024 * 1024

Read = Callable[[int], bytes]
"""Returns exactly so many bytes, or fewer when the other side is gone."""


def pack(header: Mapping[str, Any], content: bytes = b"") -> bytes:
    """One frame."""
    text = json.dumps(header).encode()
    return _HEAD.pack(len(text), len(content)) + text + content


def unpack(read: Read) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, None when the other side is gone. Raises ValueError for nonsense."""
    head = read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    text_bytes, content_bytes = _HEAD.unpack(head)
    if max(text_bytes, content_bytes) > MAX_FRAME_BYTES:
        raise ValueError("a frame is too large")
    body = read(text_bytes + content_bytes)
    if len(body) < text_bytes + content_bytes:
        return None
    header = json.loads(body[:text_bytes])
    if not isinstance(header, dict):
        raise ValueError("a frame has no header")
    return header, body[text_bytes:]


def spell_hints(hints: FeedItem | None) -> dict[str, Any] | None:
    """The part of a feed's entry that helps in reading its page."""
    if hints is None:
        return None
    at = hints.published_at
    return {
        "guid": hints.guid,
        "url": hints.url,
        "title": hints.title,
        "published_at": at.isoformat() if at else None,
        "byline": hints.byline,
        "publisher": hints.publisher,
    }


def read_hints(told: Mapping[str, Any] | None) -> FeedItem | None:
    """The other way round."""
    return None if told is None else FeedItem(**{**told, "published_at": _moment(told["published_at"])})


def spell_extracted(found: Extracted) -> dict[str, Any]:
    """As JSON takes it."""
    return {name: _plain(value) for name, value in asdict(found).items()}


def read_extracted(told: Mapping[str, Any]) -> Extracted:
    """The other way round. Raises KeyError, TypeError or ValueError for nonsense."""
    days = {name: _day(told[name]) for name in ("page_date", "event_date")}
    fields = {**told, **days, "published_at": _moment(told["published_at"]), "flags": tuple(told["flags"])}
    if not isinstance(fields["text"], str):
        raise TypeError("the text is no text")
    return Extracted(**fields)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
