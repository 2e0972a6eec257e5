"""The host over real sockets: starting, guarding, health, stopping."""

from __future__ import annotations

import asyncio
import base64
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from aiohttp import web

from bot.domain.errors import ConfigError, NotFound, PlatformError, StoreError
from bot.host import open_host
from bot.host.address import parse_address
from bot.host.server import AsyncHost

Start = Callable[..., AsyncHost]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts hosts with a few routes and stops them afterwards."""
    started: list[AsyncHost] = []

    def start_host(address: str = "127.0.0.1:0", **options: str) -> AsyncHost:
        host = open_host(address, **options)
        host.web.add_routes([web.get("/page", _page), web.get("/broken", _broken), web.get("/gone", _gone)])
        host.web.add_routes([web.post("/slack/events", _page), web.post("/page", _page)])
        started.append(host)
        host.start()
        return host

    yield start_host
    for host in started:
        host.stop()


async def _page(request: web.Request) -> web.Response:
    return web.Response(text=f"hello {len(await request.read())}")


async def _broken(_request: web.Request) -> web.Response:
    raise ValueError("secret-in-a-trace")


async def _gone(_request: web.Request) -> web.Response:
    raise NotFound("there is no digest <7>")


def _ask(host: AsyncHost, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, str, dict]:
    connection = http.client.HTTPConnection(host.address, timeout=30)
    connection.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, text, {name.lower(): value for name, value in reply.getheaders()}


def test_a_free_port_is_found_and_named(start: Start) -> None:
    host = start()
    assert not host.address.endswith(":0")
    assert _ask(host, "/page")[:2] == (200, "hello 0")
    assert host.url == f"http://{host.address}"


def test_a_port_in_use_is_one_line_and_leaves_nothing_running(start: Start) -> None:
    first = start()
    before = threading.active_count()
    with pytest.raises(ConfigError, match=f"{first.address} is used by another program") as refused:
        start(first.address)
    assert "\n" not in refused.value.message
    assert threading.active_count() == before


def test_a_host_name_that_is_none_is_one_line(start: Start) -> None:
    with pytest.raises(ConfigError, match=r"cannot listen on 192\.0\.2\.7:1"):
        start("192.0.2.7:1", password="p")


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "a@127.0.0.1"])
def test_a_foreign_host_name_gets_nothing(start: Start, name: str) -> None:
    host = start()
    status, text, _ = _ask(host, "/page", Host=name)
    assert status == 421
    assert "hello" not in text


def test_own_names_are_served(start: Start) -> None:
    host = start(public_url="https://briefs.example.org/")
    for name in (host.address, "localhost", "[::1]:9", "LOCALHOST:1", "briefs.example.org", "briefs.example.org:443"):
        assert _ask(host, "/page", Host=name)[0] == 200, name


def test_probes_and_slack_may_come_under_any_name(start: Start) -> None:
    host = start()
    assert [_ask(host, path, Host="10.1.2.3:80")[0] for path in ("/healthz", "/readyz", "/metrics")] == [200] * 3
    assert _ask(host, "/slack/events", "POST", Host="bot.example")[0] == 200


def test_the_password_guards_pages_and_metrics_but_not_probes(start: Start) -> None:
    host = start(password="pässword")
    right = "Basic " + base64.b64encode("me:pässword".encode()).decode()
    wrong = "Basic " + base64.b64encode(b"me:guess").decode()
    assert _ask(host, "/page")[0] == 401
    assert _ask(host, "/metrics")[0] == 401
    assert _ask(host, "/page")[2]["www-authenticate"].startswith("Basic")
    for refused in (wrong, "Basic !!!", "Bearer x", "Basic"):
        assert _ask(host, "/page", Authorization=refused)[0] == 401
    assert _ask(host, "/page", Authorization=right)[0] == 200
    assert (_ask(host, "/healthz")[0], _ask(host, "/slack/events", "POST")[0]) == (200, 200)


@pytest.mark.parametrize("path", ["/page", "/nothing", "/broken", "/gone", "/healthz", "/static/../../etc/passwd"])
def test_every_response_carries_the_security_headers(start: Start, path: str) -> None:
    headers = _ask(start(), path)[2]
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["server"] == "briefbot"


def test_errors_are_plain_pages_without_traces(start: Start) -> None:
    host = start()
    assert _ask(host, "/broken")[0] == 500
    assert "secret-in-a-trace" not in _ask(host, "/broken")[1]
    assert _ask(host, "/gone")[0] == 404
    assert "there is no digest &lt;7&gt;" in _ask(host, "/gone")[1]
    assert _ask(host, "/nothing<script>")[0] in (400, 404)
    assert "<script>" not in _ask(host, "/nothing%3Cscript%3E")[1]
    assert (_ask(host, "/healthz", "DELETE")[0], _ask(host, "/healthz", "DELETE")[2]["allow"]) == (405, "GET,HEAD")


def test_a_large_body_address_or_header_is_refused(start: Start) -> None:
    host = start()
    assert _ask(host, "/page", "POST", b"x" * 1_000_000)[0] == 200
    assert _ask(host, "/page", "POST", b"x" * 1_100_000)[0] == 413
    assert 400 <= _ask(host, "/" + "a" * 100_000)[0] < 500
    assert 400 <= _ask(host, "/page", X="a" * 100_000)[0] < 500


def test_ready_says_which_part_fails_in_plain_words(start: Start) -> None:
    host = start()
    host.add_check("database", lambda: None)
    assert _ask(host, "/readyz")[:2] == (200, "database: ok\n")
    host.add_check("slack", lambda: "not connected\nsince 7:30")
    host.add_check("disk", _full)
    host.add_check("bug", lambda: str(1 // 0))
    status, text, _ = _ask(host, "/readyz")
    assert status == 503
    assert text.splitlines() == [
        "database: ok",
        "slack: not connected since 7:30",
        "disk: the disk is full",
        "bug: the check failed (ZeroDivisionError)",
    ]


def _full() -> str | None:
    raise StoreError("the disk is full")


def test_a_check_that_hangs_holds_up_neither_life_nor_pages() -> None:
    host, release = AsyncHost(parse_address("127.0.0.1:0"), check_timeout_s=0.2), threading.Event()
    host.start()
    host.add_check("store", lambda: str(release.wait(20)))
    try:
        for _ in range(6):
            assert _ask(host, "/readyz")[:2] == (503, "store: no answer within 0.2 s\n")
        assert _ask(host, "/healthz")[:2] == (200, "ok\n")
        assert _ask(host, "/metrics")[0] == 200
    finally:
        release.set()
        host.stop()


def test_metrics_are_prometheus_text(start: Start) -> None:
    host = start()
    host.add_metrics(lambda: {"articles": "30", "deliveries.posted": "2", "engine": 'off"line\n'})
    status, text, headers = _ask(host, "/metrics")
    assert status == 200 and headers["content-type"].startswith("text/plain; version=")
    lines = text.splitlines()
    assert {"briefbot_up 1.0", "briefbot_articles 30.0", "briefbot_deliveries_posted 2.0"} <= set(lines)
    assert r'briefbot_state{name="engine",value="off\"line\n"} 1.0' in lines


def test_work_runs_on_the_loop_and_its_result_and_errors_come_back(start: Start) -> None:
    host = start()

    async def name_thread() -> str:
        return threading.current_thread().name

    async def fail() -> None:
        raise NotFound("no such channel")

    assert host.run(name_thread()) == "host"
    with pytest.raises(NotFound):
        host.run(fail())


def test_work_that_takes_too_long_may_have_been_done(start: Start) -> None:
    with pytest.raises(PlatformError) as late:
        start().run(asyncio.sleep(20), timeout_s=0.1)
    assert late.value.outcome_unknown and late.value.transient


def test_start_and_stop_work_run_in_order_and_reverse(start: Start) -> None:
    seen: list[str] = []
    host = open_host("127.0.0.1:0")
    for name in ("a", "b"):
        host.on_start(lambda name=name: _note(seen, f"start {name}"))
        host.on_stop(lambda name=name: _note(seen, f"stop {name}"))
    host.on_stop(_fail)
    host.start()
    host.stop()
    host.stop()
    assert seen == ["start a", "start b", "stop b", "stop a"]
    with pytest.raises(PlatformError, match="not running"):
        host.run(_note(seen, "late"))


def test_start_work_that_fails_stops_the_start(start: Start) -> None:
    seen: list[str] = []
    host = open_host("127.0.0.1:0")
    host.on_start(_fail)
    host.on_stop(lambda: _note(seen, "stop"))
    with pytest.raises(PlatformError, match="wrong token"):
        host.start()
    assert seen == ["stop"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(host.address.rsplit(":", 1)[1])), timeout=1).close()


def test_stopping_does_not_wait_for_stop_work_that_hangs() -> None:
    host = open_host("127.0.0.1:0")
    host.on_stop(lambda: asyncio.sleep(60))
    host.start()
    began = time.monotonic()
    host.stop(timeout_s=1)
    assert time.monotonic() - began < 30


async def _note(seen: list[str], line: str) -> None:
    seen.append(line)


async def _fail() -> None:
    raise PlatformError("wrong token")
