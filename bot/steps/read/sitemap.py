"""Sitemaps: the articles of a news sitemap, and the maps that an index lists.

Pure: takes the decoded text of one map. Which maps are fetched, and how often, is `sources/sitemap`. Sources: the
protocol of sitemaps.org, version 0.9, and its news extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree

from bot.steps.read.moments import read_moment

MAX_ADDRESSES = 50_000
"""The protocol allows no more in one map."""

_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{20000}")
"""No element of a sitemap has attributes to speak of; the cost of attributes grows with the square of their number."""

_WHOLE = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex)\s*>\s*\Z", re.IGNORECASE)
_OF_PICTURES = re.compile(r"^\{[^}]*(?:image|video)[^}]*\}")
"""Extensions that give pictures an address and a title of their own."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An article, or another map of an index. Times are aware; None when the map does not say, or says nonsense."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SiteMap:
    """What one map lists: `articles`, or `maps` when it is an index. `publisher` as the news extension names it."""

    articles: tuple[MapEntry, ...] = ()
    maps: tuple[MapEntry, ...] = ()
    publisher: str | None = None


def read_sitemap(body: bytes) -> SiteMap | None:
    """Whatever of a map can be read, broken XML included; None when these bytes are no sitemap.

    Entities are not expanded and nothing is loaded: a map that defines any has none of them.
    """
    if _LONG_TAG.search(body):
        return None
    reading = _Reading()
    for element in _elements(body):
        reading.take(element)
        if len(reading.articles) + len(reading.maps) >= MAX_ADDRESSES:
            break
    if reading.root not in ("urlset", "sitemapindex"):
        return None
    articles, maps = reading.articles, reading.maps
    if not _WHOLE.search(body[-200:]):
        # Torn off: the last address may be half of one.
        articles, maps = (articles[:-1], maps) if articles else (articles, maps[:-1])
    return SiteMap(tuple(articles), tuple(maps), reading.publisher)


@dataclass(slots=True)
class _Reading:
    """What has been met of a map so far."""

    root: str = ""
    publisher: str | None = None
    articles: list[MapEntry] = field(default_factory=list)
    maps: list[MapEntry] = field(default_factory=list)

    def take(self, element: Any) -> None:
        name = _local(element)
        self.root = self.root or _local(element.getroottree().getroot())
        if name == "name" and self.publisher is None and _local(element.getparent()) == "publication":
            self.publisher = _words(element)
        if name not in ("url", "sitemap"):
            return
        entry = _entry(element)
        if entry is not None:
            (self.articles if name == "url" else self.maps).append(entry)
        element.clear(keep_tail=False)


def _elements(body: bytes) -> Iterator[Any]:
    reader = etree.iterparse(
        BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        yield from (element for _, element in reader)
    except etree.XMLSyntaxError:
        return  # what came before the fault has been read


def _entry(element: Any) -> MapEntry | None:
    parts = (part for part in element.iterdescendants() if isinstance(part.tag, str))
    told = {_local(part): _words(part) for part in parts if not _OF_PICTURES.search(part.tag)}
    url = told.get("loc", "")
    if not _ADDRESS.fullmatch(url):
        return None
    return MapEntry(
        url, told.get("title") or None, read_moment(told.get("publication_date")), read_moment(told.get("lastmod"))
    )


def _words(element: Any) -> str:
    return " ".join((element.text or "").split())


def _local(element: Any) -> str:
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
