"""Servers that want to fill memory, hold a worker for ever, or lie about what they send: F-06, F-07, F-08."""

from __future__ import annotations

import base64
import gzip
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import fetcher
from bot.domain.errors import SourceError
from bot.ports import Fetcher
from tests.servers.web import Answer, WebServer

LIMIT_S = 1.0
MIB = 1024 * 1024
BROTLI_64_MIB = base64.b64decode("z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69/8D")
"""64 MiB of zeros."""

RSS_ROOM_MIB = 64


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def build(web: WebServer, **options: float) -> Fetcher:
    return fetcher.build(fetcher.Options(**({"total_timeout_s": 20.0} | options)), allow_hosts=(web.host,))  # type: ignore[arg-type]


def refusal(web: WebServer, url: str, **options: float) -> SourceError:
    with pytest.raises(SourceError) as caught:
        build(web, **options).fetch(url)
    assert "\n" not in caught.value.message
    return caught.value


def zeros(mib: int, *, layers: int = 1) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join([*(packer.compress(bytes(MIB)) for _ in range(mib)), packer.flush()])
    for _ in range(layers - 1):
        packed = gzip.compress(packed, mtime=0)
    return packed


BOMBS = {
    "gzip": Answer(zeros(300), headers={"Content-Encoding": "gzip"}),
    "gzip, no length": Answer(zeros(300), headers={"Content-Encoding": "gzip"}, chunked=True),
    "gzip in gzip": Answer(zeros(300, layers=2), headers={"Content-Encoding": "gzip, gzip"}),
    "gzip in gzip, no length": Answer(zeros(300, layers=2), headers={"Content-Encoding": "gzip, gzip"}, chunked=True),
    "brotli": Answer(BROTLI_64_MIB, headers={"Content-Encoding": "br"}),
    "brotli, no length": Answer(BROTLI_64_MIB, headers={"Content-Encoding": "br"}, chunked=True),
    "a length that lies": Answer(zeros(300), headers={"Content-Encoding": "gzip"}, declared_length=9 * MIB),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_stopped_by_its_size_or_its_ratio(web: WebServer, bomb: str) -> None:
    """F-06: at 10 MiB of plain bytes, or earlier when it unpacks to more than a hundred times what was sent."""
    message = refusal(web, web.serve_in_turn("/bomb", BOMBS[bomb])).message
    assert "larger than 10 MiB" in message or "more than 100 times" in message


@pytest.mark.parametrize("encoding", ["zstd", "x-unknown", "gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip"])
def test_packing_that_nobody_asked_for_is_no_answer(web: WebServer, encoding: str) -> None:
    """F-06: curl speaks gzip, deflate and brotli here, a few layers deep; what it cannot unpack is not taken."""
    answer = Answer(zeros(1, layers=8), headers={"Content-Encoding": encoding})
    assert refusal(web, web.serve_in_turn("/a", answer)).transient


@pytest.mark.parametrize("bomb", ["gzip", "gzip in gzip, no length", "brotli"])
def test_a_bomb_on_a_redirect_and_on_an_error_page_is_thrown_away(web: WebServer, bomb: str) -> None:
    """F-06: nothing of it is kept, the redirect is followed and the error is the error."""
    web.serve("/a", "x")
    answer = BOMBS[bomb]
    packed = {"body": answer.body, "headers": answer.headers, "chunked": answer.chunked}
    on_redirect = web.serve_in_turn("/r", Answer(**packed, status=302, location="/a"))  # type: ignore[arg-type]
    on_error = web.serve_in_turn("/e", Answer(**packed, status=404))  # type: ignore[arg-type]
    assert build(web).fetch(on_redirect).body == b"x"
    assert refusal(web, on_error).facts["status"] == 404


def test_no_bomb_takes_more_memory_than_a_large_page(web: WebServer) -> None:
    """F-06: the peak of a process that fetches all of them, over its peak after one small page."""
    urls = [web.serve_in_turn(f"/{number}", answer) for number, answer in enumerate(BOMBS.values())]
    urls.append(web.serve("/endless", is_endless=True))
    script = """
import resource, sys
from bot import fetcher
from bot.domain.errors import SourceError
reader = fetcher.build(fetcher.Options(), allow_hosts=[sys.argv[1]])
def fetch(url):
    try:
        return reader.fetch(url).body
    except SourceError as error:
        return error.message
fetch(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
lines = [fetch(url) for url in sys.argv[3:]]
assert all(isinstance(line, str) for line in lines), lines
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, web.host, web.serve("/small", "x"), *urls],
        capture_output=True, text=True, check=True, timeout=100, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert int(done.stdout) < RSS_ROOM_MIB * 1024


@pytest.mark.parametrize(
    "fault",
    [
        Answer(b"x" * 500, drip_s=0.1),
        Answer(b"x" * 500, drip_s=0.1, chunked=True),
        Answer(zeros(1), headers={"Content-Encoding": "gzip"}, drip_s=0.1),
        Answer(header_drip_s=0.4),
        Answer(delay_s=60),
        Answer(b"x", status=302, location="/slow", delay_s=0.3),
        Answer(b"x" * 500, status=500, drip_s=0.1),
    ],
    ids=["body", "chunks", "packed", "headers", "silence", "redirects", "error page"],
)
def test_whoever_drips_is_left_at_the_total_limit(web: WebServer, fault: Answer) -> None:
    """F-07: the limit is for the whole fetch with its redirects, however often a byte comes."""
    started = time.monotonic()
    error = refusal(web, web.serve_in_turn("/slow", fault), total_timeout_s=LIMIT_S)
    assert error.transient
    assert time.monotonic() - started < LIMIT_S + 20


def test_a_server_that_never_shakes_hands_is_left(web: WebServer) -> None:
    """F-07, F-12: it accepts the connection and says nothing of TLS."""
    started = time.monotonic()
    assert refusal(web, web.url.replace("http:", "https:"), total_timeout_s=LIMIT_S).transient
    assert time.monotonic() - started < LIMIT_S + 20


@pytest.mark.parametrize("fault", [{}, {"chunked": True}, {"declared_length": 1 << 60}])
def test_a_body_without_end_is_cut_and_its_connection_closed(web: WebServer, fault: dict[str, object]) -> None:
    """F-08: with and without a length; one that declares too much is not begun."""
    url = web.serve("/endless", is_endless=True, **fault)
    web.serve("/a", "x")
    reader = build(web)
    with pytest.raises(SourceError, match="larger than 10 MiB"):
        reader.fetch(url)
    assert reader.fetch(web.url + "/a").body == b"x"
    assert web.connections == 2, "the rest of the body must not be waiting on a connection that is used again"


GARBAGE = {
    "no status": b"HTTP/1.1\r\n\r\n",
    "a word for a status": b"HTTP/1.1 fine OK\r\n\r\nx",
    "five digits": b"HTTP/1.1 20000 OK\r\n\r\nx",
    "a version to come": b"HTTP/9.9 200 OK\r\n\r\nx",
    "HTTP/0.9": b"<html>x</html>",
    "binary": bytes(range(256)) * 40,
    "a greeting": b"220 mail.example ESMTP\r\n",
    "length below zero": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "length in words": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
    "chunks of nonsense": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n",
    "a chunk that is cut": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nxx",
    "a flood of headers": b"HTTP/1.1 200 OK\r\n"
    + b"X-Flood: "
    + b"y" * 1000
    + b"\r\n"
    + b"X: y\r\n" * 200_000
    + b"\r\n",
    "a header without end": b"HTTP/1.1 200 OK\r\nX: " + b"y" * MIB,
    "a NUL in a header": b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\nx",
    "early hints only": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20_000,
}


@pytest.mark.parametrize("answer", GARBAGE)
def test_garbage_is_a_fault_of_the_server_and_nothing_else(
    web: WebServer, answer: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is raised where curl calls back, which it would print and pass over."""
    assert refusal(web, web.serve("/a", raw=GARBAGE[answer])).transient
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("status", [204, 206, 300, 301, 302, 305, 307, 308, 399, 600, 999])
def test_a_status_without_its_meaning_is_no_page(web: WebServer, status: int) -> None:
    """A redirect without a location, part of a page, nothing: each is refused with its number."""
    assert refusal(web, web.serve("/a", "x", status=status)).facts["status"] == status


def test_a_header_cannot_pass_for_a_status_line(web: WebServer) -> None:
    raw = b"HTTP/1.1 403 Forbidden\r\nHTTP/1.1 200 OK: x\r\nHTTP/x: y\r\nContent-Length: 1\r\n\r\nx"
    assert refusal(web, web.serve("/a", raw=raw)).facts["status"] == 403


def test_hints_before_the_answer_are_passed_over(web: WebServer) -> None:
    raw = b"HTTP/1.1 103 Early Hints\r\nETag: no\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"
    page = build(web).fetch(web.serve("/a", raw=raw))
    assert (page.status, page.body, page.etag) == (200, b"x", None)


@pytest.mark.parametrize("location", ["/a", "?again", "/b\r\n", "HTTP://{host}/c", "//{host}/d"])
def test_redirects_without_end_stop_after_five(web: WebServer, location: str) -> None:
    """F-02: to itself, to ever new places, in every spelling; within the one limit."""
    web.serve_everything(Answer(status=301, location=location.strip().format(host=web.host)))
    assert "more than 5 times" in refusal(web, web.url + "/").message
    assert len(web.requests) == 6


def test_a_length_that_promises_too_little_cuts_the_page_there(web: WebServer) -> None:
    """What is sent beyond it is not taken for the answer to the next request."""
    reader, url = build(web), web.serve("/a", b"headline" + b"HTTP/1.1 200 OK\r\n\r\nsmuggled", declared_length=8)
    web.serve("/b", "x")
    assert reader.fetch(url).body == b"headline"
    assert reader.fetch(web.url + "/b").body == b"x"
