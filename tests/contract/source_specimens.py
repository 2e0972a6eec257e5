"""One specimen per kind of source: how to publish articles for it, change them, and break it.

`test_sources` puts every file of `bot/sources` through one suite; a new kind needs a specimen here.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Protocol

from bot.domain.feed import Feed
from tests.servers.web import WebServer

NAMESPACES = (
    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
)


class Specimen(Protocol):
    """A feed of one kind that a test can fill, spoil and take away."""

    feed: Feed

    def publish(self, titles: Sequence[str]) -> None:
        """Make exactly these articles available."""
        ...

    def spoil(self, body: bytes) -> None:
        """Put these bytes where the articles were."""
        ...

    def take_away(self) -> None:
        """Leave nothing at the address."""
        ...


class RssSpecimen:
    """A feed on a local web server."""

    def __init__(self, web: WebServer, _folder: Path) -> None:
        self._web = web
        self.feed = Feed(name="Norven Courier", url=web.url + "/feed", kind="rss")

    def publish(self, titles: Sequence[str]) -> None:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>/2026/{number}</link><guid>c-{number}</guid>"
            "<pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate></item>"
            for number, title in enumerate(titles)
        )
        body = f"<rss version='2.0'><channel><title>Norven Courier</title>{items}</channel></rss>"
        self._web.serve("/feed", body, "application/rss+xml")

    def spoil(self, body: bytes) -> None:
        self._web.serve("/feed", body, "application/rss+xml")

    def take_away(self) -> None:
        self._web.serve("/feed", "gone", status=404)


class PageSpecimen:
    """A front page on a local web server."""

    def __init__(self, web: WebServer, _folder: Path) -> None:
        self._web = web
        self.feed = Feed(name="Norven Courier", url=web.url + "/news/", kind="page")

    def publish(self, titles: Sequence[str]) -> None:
        links = "".join(f"<h2><a href='/2026/{number}'>{escape(title)}</a></h2>" for number, title in enumerate(titles))
        self._web.serve("/news/", f"<!doctype html><title>Norven Courier</title>{links}")

    def spoil(self, body: bytes) -> None:
        self._web.serve("/news/", body)

    def take_away(self) -> None:
        self._web.serve("/news/", "gone", status=404)


class SitemapSpecimen:
    """A news sitemap on a local web server."""

    def __init__(self, web: WebServer, _folder: Path) -> None:
        self._web = web
        self.feed = Feed(name="Norven Courier", url=web.url + "/news.xml", kind="sitemap")

    def publish(self, titles: Sequence[str]) -> None:
        urls = "".join(
            f"<url><loc>{self._web.url}/2026/{number}</loc><news:news><news:publication><news:name>Norven Courier"
            f"</news:name></news:publication><news:publication_date>2026-03-01T09:0{number}:00Z</news:publication_date>"
            f"<news:title>{escape(title)}</news:title></news:news></url>"
            for number, title in enumerate(titles)
        )
        self._web.serve("/news.xml", f"<urlset {NAMESPACES}>{urls}</urlset>", "application/xml")

    def spoil(self, body: bytes) -> None:
        self._web.serve("/news.xml", body, "application/xml")

    def take_away(self) -> None:
        self._web.serve("/news.xml", "gone", status=404)


class FileSpecimen:
    """A folder of text files."""

    def __init__(self, _web: WebServer, folder: Path) -> None:
        self._folder = folder / "inbox"
        self.feed = Feed(name="Inbox", url=str(self._folder), kind="file")

    def publish(self, titles: Sequence[str]) -> None:
        self.take_away()
        self._folder.mkdir()
        for number, title in enumerate(titles):
            (self._folder / f"{number}.md").write_text(f"# {title}\n\nThe strait of Serren stays open.\n", "utf-8")

    def spoil(self, body: bytes) -> None:
        self.take_away()
        self._folder.mkdir()
        (self._folder / "0.jsonl").write_bytes(body)

    def take_away(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


SPECIMENS: Mapping[str, type[RssSpecimen] | type[PageSpecimen] | type[FileSpecimen] | type[SitemapSpecimen]] = {
    "rss": RssSpecimen,
    "page": PageSpecimen,
    "file": FileSpecimen,
    "sitemap": SitemapSpecimen,
}
