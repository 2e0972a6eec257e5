"""Adding and checking feeds: discovery on a local site, and what the store holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot import fetcher
from bot.domain.errors import SourceError, UserError
from bot.domain.feed import Feed
from bot.flows.feeds import add_feed, check_feed, discover
from bot.ports import Fetcher, Source, Store
from bot.sources import page, rss
from tests.servers.web import WebServer

FEED = (
    b"<rss version='2.0'><channel><title>Norven Courier</title>"
    b"<item><title>Ferries sail</title><link>/1</link></item></channel></rss>"
)
FRONT = "<!doctype html><title>Norven Courier</title><h2><a href='/2026/1'>The ferries sail again</a></h2>"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def real(web: WebServer) -> Fetcher:
    return fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=(web.host,))


@pytest.fixture
def sources(real: Fetcher) -> Mapping[str, Source]:
    return {"rss": rss.build(rss.Options(), real), "page": page.build(page.Options(), real)}


def add(url: str, store: Store, real: Fetcher, sources: Mapping[str, Source], name: str | None = None) -> Feed:
    return add_feed(url, name=name, tags=("strait",), store=store, fetcher=real, sources=sources, origin="command")


def test_the_address_of_a_feed_is_taken_as_it_is(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    url = web.serve("/feed.xml", FEED, "application/rss+xml")
    feed = add(url, store, real, sources)
    assert (feed.name, feed.url, feed.kind, feed.tags, feed.origin) == (
        "Norven Courier", url, "rss", ("strait",), "command",
    )  # fmt: skip
    with store.read() as uow:
        assert uow.feeds.get("Norven Courier") == feed
    assert len(web.requests) == 1


def test_the_feed_that_a_page_announces_is_found(web: WebServer, real: Fetcher, sources: Mapping[str, Source]) -> None:
    url = web.serve("/hidden/feed", FEED)
    web.serve("/", '<link rel="alternate" type="application/rss+xml" href="/broken">'
                   '<link rel="alternate" type="application/rss+xml" href="/hidden/feed">' + FRONT)  # fmt: skip
    found = discover(web.url, fetcher=real, sources=sources)
    assert (found.kind, found.url, found.name) == ("rss", url, "Norven Courier")


@pytest.mark.parametrize("path", ["/feed", "/rss.xml", "/blog/feed"])
def test_a_feed_at_a_usual_place_is_found(
    web: WebServer, real: Fetcher, sources: Mapping[str, Source], path: str
) -> None:
    web.serve("/blog/", FRONT)
    url = web.serve(path, FEED)
    assert discover(web.url + "/blog/", fetcher=real, sources=sources).url == url


def test_a_site_without_a_feed_is_read_as_a_page(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    feed = add(web.serve("/news", FRONT), store, real, sources, name="Courier by hand")
    assert (feed.name, feed.kind, feed.url) == ("Courier by hand", "page", web.url + "/news")


def test_a_place_with_nothing_to_read_is_refused(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    with pytest.raises(UserError, match="no feed and no links"):
        add(web.serve("/", "<!doctype html><p>Under construction"), store, real, sources)
    with store.read() as uow:
        assert uow.feeds.list_all() == ()


def test_an_address_that_cannot_be_read_is_refused(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    for url in (web.url + "/none", "http://10.0.0.1/feed", "file:///etc/passwd", "ftp://courier.example/"):
        with pytest.raises(SourceError):
            add(url, store, real, sources)


def test_a_broken_feed_is_named_as_such(web: WebServer, real: Fetcher, sources: Mapping[str, Source]) -> None:
    url = web.serve("/feed", b"<!DOCTYPE rss [<!ENTITY a 'x'>]><rss/>", "application/rss+xml")
    with pytest.raises(SourceError, match="entities"):
        check_feed(url, fetcher=real, sources=sources)


def test_the_same_address_is_not_added_twice(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    url = web.serve("/feed", FEED)
    web.serve("/", FRONT)
    add(url, store, real, sources)
    for again in (url, url + "/", url + "#x", web.url):
        with pytest.raises(UserError, match="read already, as “Norven Courier”"):
            add(again, store, real, sources)


def test_two_feeds_of_one_title_get_names_of_their_own(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    first = add(web.serve("/a", FEED), store, real, sources)
    second = add(web.serve("/b", FEED), store, real, sources)
    assert first.name == "Norven Courier"
    assert second.name == f"Norven Courier ({web.host})"
    with pytest.raises(UserError):
        add(web.serve("/c", FEED), store, real, sources, name="Norven Courier")


def test_a_permanent_redirect_is_stored_as_the_address(
    web: WebServer, store: Store, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    url = web.serve("/new", FEED)
    assert add(web.redirect("/old", "/new", 301), store, real, sources).url == url


@pytest.mark.parametrize("title", ["<b>Courier</b>\x00\n", "\u202eCourier", ""])
def test_hostile_titles_become_plain_names(
    web: WebServer, real: Fetcher, sources: Mapping[str, Source], title: str
) -> None:
    url = web.serve("/feed", FEED.replace(b"Norven Courier", title.encode()))
    name = discover(url, fetcher=real, sources=sources).name
    assert name in ("Courier", web.host)


def test_checking_a_file_needs_no_network(
    tmp_path: Path, web: WebServer, real: Fetcher, sources: Mapping[str, Source]
) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(FEED.replace(b"/1", b"https://courier.example/1"))
    listing = check_feed(str(file), fetcher=real, sources=sources)
    assert listing.items[0].url == "https://courier.example/1"
    assert web.requests == []
    (tmp_path / "page.html").write_text("<!doctype html><p>x")
    with pytest.raises(SourceError, match="web page"):
        check_feed(str(tmp_path / "page.html"), fetcher=real, sources=sources)


def test_checking_what_is_not_there_says_so(tmp_path: Path, real: Fetcher, sources: Mapping[str, Source]) -> None:
    for target in (str(tmp_path / "none.xml"), "./none.xml", "none"):
        with pytest.raises(UserError, match="no file"):
            check_feed(target, fetcher=real, sources=sources)
    with pytest.raises(UserError, match="cannot be read"):
        check_feed(str(tmp_path), fetcher=real, sources=sources)
