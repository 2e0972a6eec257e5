"""One child process that reads documents, seen from the program: start, ask, stop.

Owns the socket and what a child's end means in plain words. Which child is asked is `pool`; its inside is `reader`.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import SourceError
from bot.extractor.wire import unpack

STOP_WAIT_S = 5.0
_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
"""All that a child knows of its surroundings: no tokens, no proxies. One thread keeps its address space small."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of CPU, megabytes of memory, seconds on the clock."""

    cpu_s: int
    memory_mb: int
    wall_s: float


class Gone(Exception):
    """The child had ended before it was asked: the document is not to blame."""


class Child:
    """A running reader. Not for two threads at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "bot.extractor.reader", str(limits.cpu_s), str(limits.memory_mb)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own program, no shell
                command, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=subprocess.DEVNULL, env=_ENVIRONMENT
            )
        except OSError as error:
            ours.close()
            raise SourceError(f"no process for reading documents could be started: {error}", transient=True) from error
        finally:
            theirs.close()
        self._socket = ours

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, request: bytes) -> dict[str, Any]:
        """Its answer to one frame. Raises SourceError when it dies, hangs or talks nonsense, Gone; stop it then."""
        until = time.monotonic() + self._limits.wall_s
        try:
            self._send(request)
            answer = unpack(lambda size: self._receive(size, until))
        except TimeoutError as error:
            raise SourceError(
                f"reading this document took longer than {self._limits.wall_s:g} seconds", transient=True
            ) from error
        except OSError as error:
            raise SourceError(self._why_ended(), kind="ended") from error
        except ValueError as error:
            raise SourceError("the reader of documents answered nonsense", kind="ended") from error
        if answer is None:
            raise SourceError(self._why_ended(), kind="ended")
        return answer[0]

    def stop(self) -> None:
        """End it for good."""
        self._socket.close()
        self._process.kill()
        self._process.wait(STOP_WAIT_S)

    def _send(self, request: bytes) -> None:
        self._socket.settimeout(self._limits.wall_s)
        try:
            self._socket.sendall(request)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Gone from error

    def _receive(self, size: int, until: float) -> bytes:
        got = bytearray()
        while len(got) < size:
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            self._socket.settimeout(left_s)
            part = self._socket.recv(min(size - len(got), 1 << 20))
            if not part:
                break
            got += part
        return bytes(got)

    def _why_ended(self) -> str:
        try:
            status = self._process.wait(STOP_WAIT_S)
        except subprocess.TimeoutExpired:
            status = 0
        if status == -signal.SIGXCPU:
            return f"reading this document took more than {self._limits.cpu_s} seconds of CPU time"
        if status == -signal.SIGKILL:
            return "the process that read this document was killed; the machine may be out of memory"
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return f"the process that read this document ended unexpectedly ({how})"
