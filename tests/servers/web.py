"""A local web server whose every answer can be scripted, faults included. Listens on 127.0.0.1 with a free port.

    with WebServer() as web:
        web.serve("/feed", body, content_type="application/rss+xml", etag='"1"')
        web.serve("/slow", body, drip_s=0.4)
        web.url + "/feed"; web.requests[-1].headers["if-none-match"]

Owns bytes on the wire only; feeds and pages to serve are made by the tests.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType

SELF_SIGNED = Path(__file__).parent / "self_signed.pem"
"""Key and certificate for `localhost` and 127.0.0.1 that nobody vouches for; of no use outside these tests."""

_CHUNK = b"x" * 16384
_MAX_HEAD = 65536
_ANY = "*"


@dataclass(frozen=True)
class Request:
    """What a client asked. Header names in lower case; `at` is `time.monotonic()`."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True)
class Answer:
    """One scripted answer. Everything after `headers` is a fault or a habit of real servers.

    `etag`, `last_modified`: sent, and answered with 304 when the client has them; `always_304` answers so regardless.
    `encoding`: body compressed (`gzip`, `deflate`); `bomb_bytes`: that many zero bytes instead of the body, compressed.
    `delay_s`: silence before the first byte; `header_drip_s`, `drip_s`: silence between header lines / body bytes.
    `is_endless`: the body never ends; `declared_length`: a Content-Length that lies; `chunked`: chunked transfer.
    `reset_after`: after so many body bytes the connection is reset; `raw`: these bytes are the whole answer.
    """

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    always_304: bool = False
    location: str | None = None
    retry_after: str | None = None
    encoding: str | None = None
    bomb_bytes: int = 0
    delay_s: float = 0.0
    header_drip_s: float = 0.0
    drip_s: float = 0.0
    is_endless: bool = False
    declared_length: int | None = None
    chunked: bool = False
    reset_after: int | None = None
    raw: bytes | None = None


class WebServer:
    """A context manager. Unknown paths get 404. `secure` speaks TLS with a certificate that nobody vouches for.

    `tls` speaks TLS in a way of your own; `bind` names address and port to listen on, an IPv6 one for both families.
    `reached` says to which address and port each connection went, `server_names` what TLS clients asked for by SNI.
    """

    def __init__(
        self, *, secure: bool = False, tls: ssl.SSLContext | None = None, bind: tuple[str, int] = ("127.0.0.1", 0)
    ) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.reached: list[tuple[str, int]] = []
        self.server_names: list[str | None] = []
        self._answers: dict[str, list[Answer]] = {}
        self._lock = Lock()
        self._stopping = Event()
        self._open: set[socket.socket] = set()
        self._tls = tls or (_tls_context() if secure else None)
        if self._tls is not None:
            self._tls.sni_callback = lambda _socket, name, _context: self.server_names.append(name)
        has_v6 = ":" in bind[0]
        family = socket.AF_INET6 if has_v6 else socket.AF_INET
        self._listener = socket.create_server(bind, family=family, backlog=256, dualstack_ipv6=has_v6)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'http' if self._tls is None else 'https'}://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._accept, name="test-web", daemon=True)

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`, as an entry of `allow_hosts`."""
        return f"127.0.0.1:{self.port}"

    def serve(
        self, path: str, body: bytes | str = b"", content_type: str = "text/html; charset=utf-8", **faults: object
    ) -> str:
        """Answer `path` (with its query, if it has one) like this from now on; returns the whole address."""
        raw = body.encode() if isinstance(body, str) else body
        return self.serve_in_turn(path, Answer(raw, content_type, **faults))  # type: ignore[arg-type]

    def serve_in_turn(self, path: str, *answers: Answer) -> str:
        """Give these answers one after the other; the last one stays."""
        with self._lock:
            self._answers[path] = list(answers)
        return self.url + path

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Send `path` elsewhere."""
        return self.serve(path, status=status, location=location)

    def serve_everything(self, *answers: Answer) -> None:
        """Give these answers, whatever else is asked for; the last one stays."""
        self.serve_in_turn(_ANY, *answers)

    def requests_for(self, path: str) -> list[Request]:
        """Recorded requests of one path."""
        return [request for request in self.requests if request.path == path]

    def __enter__(self) -> WebServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for client in self._open:
                _shut(client)
        self._thread.join()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self.reached.append(client.getsockname()[:2])
                self._open.add(client)
            Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        stream = client
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                stream = self._tls.wrap_socket(client, server_side=True)
            while not self._stopping.is_set() and self._answer_one(stream):
                pass
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(client)
            stream.close()

    def _answer_one(self, client: socket.socket) -> bool:
        """Read one request and answer it; False when the connection is over."""
        request = _read_request(client)
        if request is None:
            return False
        with self._lock:
            self.requests.append(request)
            answer = self._next_answer(request.path)
        if answer.delay_s and self._stopping.wait(answer.delay_s):
            return False
        if answer.raw is not None:
            client.sendall(answer.raw)
            return False
        return self._send(client, request, answer)

    def _next_answer(self, path: str) -> Answer:
        queue = self._answers.get(path) or self._answers.get(path.split("?", 1)[0]) or self._answers.get(_ANY)
        if not queue:
            return Answer(b"not found", "text/plain", status=404)
        return queue.pop(0) if len(queue) > 1 else queue[0]

    def _send(self, client: socket.socket, request: Request, answer: Answer) -> bool:
        status = 304 if _is_known(request, answer) else answer.status
        has_body = status != 304 and request.method != "HEAD"
        body = _body(answer) if has_body else b""
        head = _head(answer, status, len(body))
        if answer.header_drip_s:
            for line in head.splitlines(keepends=True):
                client.sendall(line)
                if self._stopping.wait(answer.header_drip_s):
                    return False
        else:
            client.sendall(head if answer.drip_s or answer.reset_after is not None else head + _framed(answer, body))
        if has_body and answer.is_endless:
            self._pour(client, answer)
        elif has_body and answer.drip_s:
            self._drip(client, body, answer.drip_s)
        elif has_body and answer.reset_after is not None:
            client.sendall(body[: answer.reset_after])
            _reset(client)
        elif answer.header_drip_s:
            client.sendall(_framed(answer, body))
        return not (answer.is_endless or answer.declared_length is not None or answer.reset_after is not None)

    def _pour(self, client: socket.socket, answer: Answer) -> None:
        while not self._stopping.is_set():
            client.sendall(b"4000\r\n" + _CHUNK + b"\r\n" if answer.chunked else _CHUNK)

    def _drip(self, client: socket.socket, body: bytes, pause_s: float) -> None:
        for at in range(len(body)):
            client.sendall(body[at : at + 1])
            if self._stopping.wait(pause_s):
                return


def _read_request(client: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        got = client.recv(65536)
        if not got or len(data) > _MAX_HEAD:
            return None
        data += got
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    while len(body) < int(headers.get("content-length", "0")):
        got = client.recv(65536)
        if not got:
            return None
        body += got
    return Request(method, path, headers, body, time.monotonic())


def _is_known(request: Request, answer: Answer) -> bool:
    has_etag = answer.etag is not None and request.headers.get("if-none-match") == answer.etag
    has_date = answer.last_modified is not None and request.headers.get("if-modified-since") == answer.last_modified
    return answer.always_304 or has_etag or (has_date and "if-none-match" not in request.headers)


def _body(answer: Answer) -> bytes:
    body = answer.body
    if answer.bomb_bytes:
        return _bomb(answer.bomb_bytes)
    if answer.encoding == "gzip":
        return gzip.compress(body, mtime=0)
    return zlib.compress(body) if answer.encoding == "deflate" else body


def _bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*packed, packer.flush()])


def _head(answer: Answer, status: int, length: int) -> bytes:
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    headers = {"Date": "Mon, 02 Mar 2026 08:00:00 GMT", "Content-Type": answer.content_type}
    optional = {
        "ETag": answer.etag,
        "Last-Modified": answer.last_modified,
        "Location": answer.location,
        "Retry-After": answer.retry_after,
        "Content-Encoding": "gzip" if answer.bomb_bytes else answer.encoding,
        "Transfer-Encoding": "chunked" if answer.chunked and status != 304 else None,
    }
    headers |= {name: value for name, value in optional.items() if value is not None}
    if not answer.chunked and (answer.declared_length is not None or not answer.is_endless):
        headers["Content-Length"] = str(length if answer.declared_length is None else answer.declared_length)
    headers |= dict(answer.headers)
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def _framed(answer: Answer, body: bytes) -> bytes:
    if not answer.chunked:
        return body
    if answer.is_endless:
        return b""
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"


def _reset(client: socket.socket) -> None:
    """Close so that the other side sees a reset, not an end."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _shut(client: socket.socket) -> None:
    try:
        client.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def _tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)
    return context
