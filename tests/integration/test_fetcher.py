"""The real fetcher against a server that behaves, misbehaves and lies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import fetcher
from bot.domain.errors import ConfigError, SourceError
from bot.domain.feed import Validators
from bot.ports import Fetcher
from tests.servers.web import SELF_SIGNED, Answer, WebServer

SLOW_LIMIT_S = 1.0
"""For answers that never end; all others have time, however busy this machine is."""


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def build(*allow_hosts: str, **options: object) -> Fetcher:
    chosen = fetcher.Options(**({"total_timeout_s": 20.0} | options))  # type: ignore[arg-type]
    return fetcher.build(chosen, allow_hosts=allow_hosts)


def refusal(url: str, *allow_hosts: str, **options: object) -> SourceError:
    with pytest.raises(SourceError) as caught:
        build(*allow_hosts, **options).fetch(url)
    assert "\n" not in caught.value.message
    return caught.value


def test_a_page_comes_with_what_the_server_says_of_it(web: WebServer) -> None:
    url = web.serve("/a", "Süd", "text/plain; charset=utf-8", etag='"7"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")
    page = build(web.host).fetch(url, accept="text/plain")
    assert (page.url, page.status, page.body) == (url, 200, "Süd".encode())
    assert (page.etag, page.last_modified) == ('"7"', "Sun, 01 Mar 2026 10:00:00 GMT")
    assert page.content_type == "text/plain; charset=utf-8"
    assert page.moved_to is None
    sent = web.requests[-1].headers
    assert sent["accept"] == "text/plain"
    assert sent["user-agent"].startswith("briefbot/")
    assert "cookie" not in sent and "authorization" not in sent


def test_what_has_not_changed_is_a_page_without_a_body(web: WebServer) -> None:
    url = web.serve("/a", "x", etag='"7"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")
    page = build(web.host).fetch(url, validators=Validators('"7"', "Sun, 01 Mar 2026 10:00:00 GMT"))
    assert (page.status, page.body) == (304, b"")
    assert web.requests[-1].headers["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("chunked", [False, True])
def test_compressed_answers_are_unpacked(web: WebServer, encoding: str, chunked: bool) -> None:
    body = b"the strait is open " * 500
    assert build(web.host).fetch(web.serve("/z", body, encoding=encoding, chunked=chunked)).body == body


@pytest.mark.parametrize(
    ("status", "transient"),
    [(401, False), (403, False), (404, False), (410, False), (418, False), (451, False), (204, False),
     (408, True), (425, True), (429, True), (500, True), (502, True), (503, True)],
)  # fmt: skip
def test_other_statuses_are_errors_that_know_their_number(web: WebServer, status: int, transient: bool) -> None:
    error = refusal(web.serve("/s", "sorry", status=status), web.host)
    assert error.facts["status"] == status
    assert error.transient is transient
    assert str(status) in error.message
    assert error.retry_after_s is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Mon, 02 Mar 2026 08:05:00 GMT", 300), ("Mon, 02 Mar 2026 07:00:00 GMT", 0), ("soon", None),
     ("99999999", 7 * 86400)],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(web: WebServer, header: str, seconds: float | None) -> None:
    error = refusal(web.serve("/s", status=503, retry_after=header), web.host)
    assert error.retry_after_s == seconds


def test_redirects_are_followed_and_only_permanent_ones_move_a_feed(web: WebServer) -> None:
    url = web.serve("/new", "x")
    web.redirect("/one", "/two", 301)
    web.redirect("/two", url, 308)
    page = build(web.host).fetch(web.url + "/one")
    assert (page.url, page.moved_to) == (url, url)
    web.redirect("/two", url, 302)
    page = build(web.host).fetch(web.url + "/one")
    assert (page.url, page.moved_to) == (url, None)


def test_loops_and_long_chains_end(web: WebServer) -> None:
    web.redirect("/loop", "/loop")
    assert "5 times" in refusal(web.url + "/loop", web.host).message
    assert len(web.requests) == 6


@pytest.mark.parametrize(
    "location", ["http://169.254.169.254/", "http://localhost/", "//127.0.0.2/", "http://[::1]/", "http://10.0.0.5/"]
)
def test_a_redirect_inside_is_not_followed(web: WebServer, location: str) -> None:
    error = refusal(web.redirect("/r", location, 301), web.host)
    assert error.message.startswith("cannot reach ")
    assert len(web.requests) == 1


def test_a_private_server_is_never_connected_to(web: WebServer) -> None:
    url = web.serve("/a", "x")
    refusal(url)
    refusal(url.replace("127.0.0.1", "localhost"))
    mapped = fetcher.build(fetcher.Options(), resolve=lambda _host, _port: ("127.0.0.1",))
    with pytest.raises(SourceError):
        mapped.fetch(f"http://news.example:{web.port}/a")
    assert web.connections == 0


def test_the_connection_goes_to_the_address_that_was_checked(web: WebServer) -> None:
    web.serve("/a", "x")
    asked: list[str] = []

    def resolve(host: str, _port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    pinned = fetcher.build(fetcher.Options(), allow_hosts=(web.host,), resolve=resolve)
    assert pinned.fetch(f"http://no-such-name.example:{web.port}/a").body == b"x"
    assert asked == ["no-such-name.example"]
    assert web.requests[-1].headers["host"] == f"no-such-name.example:{web.port}"


def test_proxies_of_the_environment_are_ignored(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with WebServer() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert build(web.host).fetch(web.serve("/a", "x")).body == b"x"
        assert proxy.connections == 0


def test_bombs_are_stopped_by_size_and_by_ratio(web: WebServer) -> None:
    error = refusal(web.serve("/bomb", bomb_bytes=64 << 20, chunked=True), web.host)
    assert "larger than 10 MiB" in error.message
    error = refusal(web.serve("/small", bomb_bytes=8 << 20), web.host)
    assert "100 times" in error.message


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_body_is_stopped_at_the_limit(web: WebServer, chunked: bool) -> None:
    error = refusal(web.serve("/endless", is_endless=True, chunked=chunked), web.host)
    assert "larger than 10 MiB" in error.message


def test_a_bomb_on_a_redirect_is_passed_over(web: WebServer) -> None:
    web.serve("/a", "x")
    url = web.serve("/bomb", status=302, location="/a", bomb_bytes=64 << 20)
    assert build(web.host).fetch(url).body == b"x"


@pytest.mark.parametrize("fault", [{"drip_s": 0.1}, {"header_drip_s": 0.4}, {"delay_s": 60.0}])
def test_slow_answers_end_at_the_total_limit(web: WebServer, fault: dict[str, float]) -> None:
    started = time.monotonic()
    error = refusal(web.serve("/slow", b"x" * 500, **fault), web.host, total_timeout_s=SLOW_LIMIT_S)
    assert time.monotonic() - started < SLOW_LIMIT_S + 20
    assert error.transient
    assert "too slow" in error.message


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"half", declared_length=100),
        Answer(b"half" * 100, reset_after=10),
        Answer(raw=b""),
        Answer(raw=b"SSH-2.0-OpenSSH\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"),
    ],
)
def test_broken_answers_are_errors_and_worth_another_try(web: WebServer, answer: Answer) -> None:
    assert refusal(web.serve_in_turn("/broken", answer), web.host).transient


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_named() -> None:
    with WebServer(secure=True) as web:
        url = web.serve("/a", "x")
        assert "certificate" in refusal(url, web.host).message
        assert build(web.host, ca_file=str(SELF_SIGNED)).fetch(url).body == b"x"
        other_name = fetcher.build(
            fetcher.Options(ca_file=str(SELF_SIGNED)),
            allow_hosts=(web.host,),
            resolve=lambda _host, _port: ("127.0.0.1",),
        )
        with pytest.raises(SourceError, match="certificate"):
            other_name.fetch(f"https://news.example:{web.port}/a")
    with pytest.raises(ConfigError):
        build(ca_file="/no/such/file.pem")


def test_many_threads_share_one_fetcher(web: WebServer) -> None:
    for number in range(40):
        web.serve(f"/{number}", f"page {number}")
    shared = build(web.host)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda number: shared.fetch(f"{web.url}/{number}"), range(40)))
    assert [page.body for page in pages] == [f"page {number}".encode() for number in range(40)]


def test_a_dead_port_and_an_unknown_name_get_the_same_line() -> None:
    with WebServer() as gone:
        url, host = gone.url, gone.host
    dead = refusal(url, host).message
    assert dead == refusal("http://127.0.0.1/").message
    nobody = fetcher.build(fetcher.Options(), resolve=lambda _host, _port: ())
    with pytest.raises(SourceError) as unknown:
        nobody.fetch("http://nobody.example/")
    assert unknown.value.message == dead.replace("127.0.0.1", "nobody.example")
