"""What a site's robots.txt forbids is not fetched; feeds, and sites without one, are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import fetcher
from bot.domain.errors import SourceError
from tests.servers.web import WebServer

RULES = "User-agent: *\nDisallow: /private/\n\nUser-agent: otherbot\nDisallow: /\n"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def robots_requests(web: WebServer) -> int:
    return sum(request.path == "/robots.txt" for request in web.requests)


def test_a_forbidden_page_is_not_fetched_and_the_rules_are_read_once(web: WebServer) -> None:
    web.serve("/robots.txt", RULES, "text/plain")
    free, closed = web.serve("/news/1", "x"), web.serve("/private/1", "y")
    reader = fetcher.build(fetcher.Options(), allow_hosts=(web.host,))
    assert reader.fetch(free, asks_robots=True).body == b"x"
    with pytest.raises(SourceError, match=r"asks robots not to read this page \(robots\.txt\)"):
        reader.fetch(closed, asks_robots=True)
    assert robots_requests(web) == 1
    assert "/private/1" not in [request.path for request in web.requests]
    assert reader.fetch(closed).body == b"y", "a feed is made for programs"


def test_a_redirect_to_a_forbidden_page_is_not_followed(web: WebServer) -> None:
    web.serve("/robots.txt", RULES, "text/plain")
    web.serve("/private/1", "y")
    moved = web.serve("/news/1", "", status=302, location="/private/1")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetcher.build(fetcher.Options(), allow_hosts=(web.host,)).fetch(moved, asks_robots=True)


@pytest.mark.parametrize("status", [404, 500])
def test_rules_that_cannot_be_had_forbid_nothing(web: WebServer, status: int) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    url = web.serve("/private/1", "y")
    assert fetcher.build(fetcher.Options(), allow_hosts=(web.host,)).fetch(url, asks_robots=True).body == b"y"


def test_an_operator_may_choose_not_to_ask(web: WebServer) -> None:
    web.serve("/robots.txt", "User-agent: briefbot\nDisallow: /", "text/plain")
    url = web.serve("/a", "y")
    assert fetcher.build(fetcher.Options(robots=False), allow_hosts=(web.host,)).fetch(url, asks_robots=True).body
    assert robots_requests(web) == 0
    with pytest.raises(SourceError, match="robots"):
        fetcher.build(fetcher.Options(), allow_hosts=(web.host,)).fetch(url, asks_robots=True)


def test_a_robots_file_of_any_bytes_stops_nothing(web: WebServer) -> None:
    url = web.serve("/a", "y")
    for body in (b"\x00\xff" * 4000, b"User-agent: *\nDisallow: " + b"/*" * 200_000, b"<html>" * 100_000):
        web.serve("/robots.txt", body, "text/plain")
        assert fetcher.build(fetcher.Options(), allow_hosts=(web.host,)).fetch(url, asks_robots=True).status == 200
