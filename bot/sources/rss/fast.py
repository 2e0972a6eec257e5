"""The quick parser: fastfeedparser, brought to `RawFeed`. The tolerant one is `child`; which is used is `reading`."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from bot.sources.rss.dates import parse_date
from bot.sources.rss.raw import RawEntry, RawFeed

NAME = "fastfeedparser"

_WRAPPER = re.compile(r"^\s*<(?:\w+:)?content\b[^>]*>(.*)</(?:\w+:)?content>\s*$", re.DOTALL)


def read_fast(body: bytes) -> RawFeed | None:
    """A feed in UTF-8, None when this parser makes nothing of it."""
    parser = _load_parser()
    try:
        parsed = parser.parse(body, include_tags=False, include_media=False, include_enclosures=False)
        info = parsed["feed"]
        entries = tuple(_to_entry(entry) for entry in parsed["entries"])
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # JSON of the wrong shape ends in any of these; the caller says what is wrong with it.
        return None
    return RawFeed(NAME, _text(info.get("title")), _text(info.get("link")), entries)


def _load_parser() -> ModuleType:
    """The parser with our dates: its own guesses at what it cannot read, and takes numbers in guids for dates."""
    from fastfeedparser import main

    main._parse_date = _strict_date
    module: ModuleType = main
    return module


def _strict_date(value: str) -> str | None:
    at = parse_date(value) if isinstance(value, str) else None
    return at.isoformat() if at else None


def _to_entry(entry: Mapping[str, Any]) -> RawEntry:
    content: Mapping[str, Any] = next(iter(entry.get("content") or ()), {})
    value, kind = _text(content.get("value")), content.get("type")
    summary = _text(entry.get("description"))
    if kind in ("text", "text/plain"):
        value = f"<p>{html.escape(value, quote=False)}</p>" if value else ""
    elif kind in ("xhtml", "application/xhtml+xml"):
        value = _WRAPPER.sub(r"\1", value)
    return RawEntry(
        guid=_text(entry.get("id")),
        title=_text(entry.get("title")),
        link=_text(entry.get("link")),
        published=_text(entry.get("published")),
        updated=_text(entry.get("updated")),
        summary=summary,
        # Without a content element the parser repeats the description there.
        content="" if value.strip() == summary.strip() else value,
        byline=_text(entry.get("author")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
