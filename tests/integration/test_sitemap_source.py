"""A sitemap over HTTP: an index followed to its newest maps, packed maps, and what is left out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from bot import fetcher
from bot.domain.errors import SourceError
from bot.domain.feed import Feed, Validators
from bot.sources import sitemap
from tests.servers.web import WebServer


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def source(web: WebServer, **options: int) -> sitemap.SitemapSource:
    built = sitemap.build(sitemap.Options(**options), fetcher.build(fetcher.Options(), allow_hosts=(web.host,)))
    assert isinstance(built, sitemap.SitemapSource)
    return built


def a_map(web: WebServer, *names: str) -> bytes:
    urls = "".join(
        f"<url><loc>{web.url}/{name}</loc><lastmod>2026-03-0{n}</lastmod></url>" for n, name in enumerate(names, 1)
    )
    return f"<urlset>{urls}</urlset>".encode()


def an_index(web: WebServer, **maps: str) -> bytes:
    rows = "".join(
        f"<sitemap><loc>{web.url}/{name}.xml</loc><lastmod>{at}</lastmod></sitemap>" for name, at in maps.items()
    )
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


def test_an_index_is_followed_to_maps_of_news_and_then_the_newest(web: WebServer) -> None:
    web.serve("/index.xml", an_index(web, old="2025-01-01", fresh="2026-03-01", news="2024-01-01"))
    web.serve("/fresh.xml", a_map(web, "a", "b"))
    web.serve("/news.xml", a_map(web, "c"))
    listing = source(web, max_maps=2).list_items(
        Feed(name="x", url=web.url + "/index.xml", kind="sitemap"), Validators()
    )
    assert {item.url for item in listing.items} == {f"{web.url}/{name}" for name in "abc"}
    assert "/old.xml" not in [request.path for request in web.requests]


def test_one_map_that_cannot_be_read_costs_a_remark(web: WebServer) -> None:
    web.serve("/index.xml", an_index(web, fresh="2026-03-01", lost="2026-02-01"))
    web.serve("/fresh.xml", a_map(web, "a"))
    feed = Feed(name="x", url=web.url + "/index.xml", kind="sitemap")
    listing = source(web).list_items(feed, Validators())
    assert [item.url for item in listing.items] == [f"{web.url}/a"]
    assert "lost.xml" in listing.warnings[0]
    again = source(web).list_items(feed, listing.validators)
    assert again.is_unchanged, "although the index has to be read anew"
    web.serve("/fresh.xml", a_map(web, "a", "b"))
    assert len(source(web).list_items(feed, again.validators).items) == 2


def test_a_packed_map_and_the_newest_addresses_of_it(web: WebServer) -> None:
    web.serve("/map.xml.gz", gzip.compress(a_map(web, "a", "b", "c")), "application/gzip")
    feed = Feed(name="x", url=web.url + "/map.xml.gz", kind="sitemap", options={"exclude": ["/b"]})
    listing = source(web, max_items=1).list_items(feed, Validators())
    assert [item.url for item in listing.items] == [f"{web.url}/c"]


def test_a_packed_bomb_and_torn_packing_are_refused_in_one_line(web: WebServer) -> None:
    for body in (
        gzip.compress(b"<urlset>" + b" " * (sitemap.MAX_UNPACKED_BYTES + 9)),
        gzip.compress(a_map(web, "a"))[:40],
    ):
        web.serve("/map.xml.gz", body, "application/gzip")
        with pytest.raises(SourceError, match="sitemap"):
            source(web).list_items(Feed(name="x", url=web.url + "/map.xml.gz", kind="sitemap"), Validators())
