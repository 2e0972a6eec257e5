"""A place to post to on loopback that records what it accepted, like a chat service without an idempotency key.

    with RecorderServer(fault="reset", lag_s=10) as recorder: ...; recorder.messages

Every second post meets the fault: `reset`, `close`, `hold` and `error` accept it first, `limited` does not. Callers
say what time it is; a look shows what was accepted at least `lag_s` before. The client is in `tests/delivery_worker`.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOLD_S = 1.0


@dataclass(frozen=True)
class Recorded:
    """A message that was accepted."""

    key: str
    thread: str | None
    ref: str
    at: float


class RecorderServer:
    """See the module."""

    def __init__(self, *, fault: str = "", lag_s: float = 0.0) -> None:
        self.fault = fault
        self.lag_s = lag_s
        self.messages: list[Recorded] = []
        self.posts = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True)

    def __enter__(self) -> RecorderServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self._server.server_address[1])

    def post(self, wanted: dict[str, Any]) -> tuple[str, str]:
        """The reference of the accepted message, and the fault to show instead of it."""
        with self._lock:
            self.posts += 1
            fault = self.fault if self.posts % 2 == 0 else ""
            ref = f"r{len(self.messages) + 1}"
            if fault != "limited":
                self.messages.append(Recorded(wanted["key"], wanted["thread"], ref, wanted["now"]))
            return ref, fault

    def find(self, wanted: dict[str, Any]) -> str | None:
        """The first message with this key that shows up by now."""
        with self._lock:
            shown = [m for m in self.messages if m.key == wanted["key"] and m.at + self.lag_s <= wanted["now"]]
        return shown[0].ref if shown else None


def _handler(recorder: RecorderServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return
            wanted = json.loads(body)
            if self.path == "/find":
                self._answer(200, {"ref": recorder.find(wanted)})
                return
            ref, fault = recorder.post(wanted)
            if fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            elif fault == "close":
                self.connection.shutdown(socket.SHUT_RDWR)
            elif fault == "hold":
                time.sleep(HOLD_S)
            elif fault == "error":
                self._answer(500, {"error": "internal_error"})
            elif fault == "limited":
                self._answer(429, {"error": "ratelimited"})
            else:
                self._answer(200, {"ref": ref})

        def _answer(self, status: int, value: dict[str, Any]) -> None:
            data = json.dumps(value).encode()
            self.wfile.write(b"HTTP/1.0 %d -\r\nContent-Length: %d\r\n\r\n%s" % (status, len(data), data))

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler
