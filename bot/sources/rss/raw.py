"""What a feed says, before anything is made of it: the one form that both parsers are brought to.

Values are strangers' words. Making items of them is `entries`; getting them out of bytes is `reading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry. `content` is what the feed marks as content; `summary` its description; both HTML, dates as given."""

    guid: str = ""
    title: str = ""
    link: str = ""
    published: str = ""
    updated: str = ""
    summary: str = ""
    content: str = ""
    byline: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A whole feed and the parser that read it. `base`: what its links are relative to, if it says so itself."""

    parser: str
    title: str = ""
    link: str = ""
    entries: tuple[RawEntry, ...] = ()
    base: str = ""


def feed_from_json(values: Mapping[str, Any]) -> RawFeed:
    """What `dataclasses.asdict` made of a feed, turned back."""
    known = [field.name for field in fields(RawEntry)]
    entries = tuple(RawEntry(**{name: str(entry[name]) for name in known}) for entry in values["entries"])
    return RawFeed(values["parser"], values["title"], values["link"], entries)
