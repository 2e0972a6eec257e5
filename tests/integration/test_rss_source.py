"""Feeds over HTTP: what is asked of the server, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import fetcher
from bot.domain.errors import SourceError
from bot.domain.feed import Feed, Validators
from bot.ports import Source
from bot.sources import rss
from tests.servers.web import Answer, WebServer

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def feed_bytes(*titles: str) -> bytes:
    items = "".join(f"<item><title>{title}</title><link>/{title}</link></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>".encode()


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def source(web: WebServer) -> Source:
    real = fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=(web.host,))
    return rss.build(rss.Options(max_items=50), real, clock=lambda: NOW)


def feed_at(url: str) -> Feed:
    return Feed(name="Courier", url=url)


def test_validators_are_sent_back_and_a_304_is_unchanged(web: WebServer, source: Source) -> None:
    url = web.serve("/feed", feed_bytes("a"), etag='W/"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")
    first = source.list_items(feed_at(url), Validators())
    assert first.validators.etag == 'W/"1"'
    second = source.list_items(feed_at(url), first.validators)
    assert second.is_unchanged
    assert second.validators == first.validators
    assert "application/rss+xml" in web.requests[-1].headers["accept"]


def test_the_same_bytes_under_a_new_etag_are_not_parsed(web: WebServer, source: Source) -> None:
    body = feed_bytes("a")
    url = web.serve_in_turn("/feed", Answer(body, etag='"1"'), Answer(body, etag='"2"'))
    first = source.list_items(feed_at(url), Validators())
    second = source.list_items(feed_at(url), first.validators)
    assert second.is_unchanged
    assert second.validators.etag == '"2"'


def test_new_items_under_the_same_etag_are_found_by_an_unconditional_look(web: WebServer, source: Source) -> None:
    url = web.serve_in_turn("/feed", Answer(feed_bytes("a"), etag='"1"'), Answer(feed_bytes("a", "b"), etag='"1"'))
    first = source.list_items(feed_at(url), Validators())
    assert source.list_items(feed_at(url), first.validators).is_unchanged
    look = source.list_items(feed_at(url), Validators(body_sha256=first.validators.body_sha256))
    assert [item.title for item in look.items] == ["a", "b"]


def test_links_are_relative_to_where_the_feed_was_found(web: WebServer, source: Source) -> None:
    web.redirect("/old", "/new/feed", 301)
    url = web.serve("/new/feed", feed_bytes("a"))
    listing = source.list_items(feed_at(web.url + "/old"), Validators())
    assert listing.moved_to == url
    assert listing.items[0].url == web.url + "/a"


def test_the_charset_of_the_header_counts(web: WebServer, source: Source) -> None:
    body = "<rss><channel><item><title>Zelený kůň</title></item></channel></rss>".encode("cp1250")
    url = web.serve("/feed", body, "application/rss+xml; charset=windows-1250")
    assert source.list_items(feed_at(url), Validators()).items[0].title == "Zelený kůň"


def test_a_cut_off_feed_is_read_again_in_full(web: WebServer, source: Source) -> None:
    whole = feed_bytes("a", "b", "c")
    url = web.serve_in_turn("/feed", Answer(whole[:-30], etag='"1"'), Answer(whole, etag='"1"'))
    first = source.list_items(feed_at(url), Validators())
    assert first.validators == Validators()
    assert len(source.list_items(feed_at(url), first.validators).items) == 3


def test_a_flood_is_limited(web: WebServer, source: Source) -> None:
    url = web.serve("/feed", feed_bytes(*(f"t{number}" for number in range(70))))
    listing = source.list_items(feed_at(url), Validators())
    assert len(listing.items) == 50
    assert "only the first 50 entries are read; 20 more are passed over" in listing.warnings


@pytest.mark.parametrize("secret", ["/etc/passwd", "{url}/secret", "file:///etc/passwd"])
def test_a_body_that_is_an_address_is_never_opened(web: WebServer, source: Source, secret: str) -> None:
    web.serve("/secret", feed_bytes("secret"))
    url = web.serve("/feed", secret.format(url=web.url))
    with pytest.raises(SourceError):
        source.list_items(feed_at(url), Validators())
    assert not web.requests_for("/secret")


def test_an_address_of_a_file_is_no_feed(source: Source) -> None:
    for url in ("/etc/passwd", "file:///etc/passwd"):
        with pytest.raises(SourceError):
            source.list_items(feed_at(url), Validators())
