"""Workers that deliver and can be killed at any named point: one process forks them, on orders by standard input.

One JSON object per line: the database, the recorder's port, the clock file, which worker (`honest` is ours, the others
are broken on purpose), and where, or after how long, to die or to be stopped. One line comes back: `idle`, `killed`,
`stopped` or `busy`. Forking keeps a run at some milliseconds; the parent has no threads.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Message, Part
from bot.domain.seams import reached, set_hook
from bot.flows.deliver import Courier, deliver_due
from bot.ports import Store
from bot.stores import open_store

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
STEP_S = 3
MAX_STEPS = 900
OPEN_STATES = ("pending", "sending", "unknown")


class SharedClock:
    """Virtual time in a file: all workers see the same, and a killed one leaves it behind."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT)

    @property
    def seconds(self) -> int:
        """Seconds since START."""
        return int.from_bytes(os.pread(self._file, 8, 0), "big")

    def move(self, seconds: int) -> None:
        """Let time pass."""
        os.pwrite(self._file, (self.seconds + seconds).to_bytes(8, "big"), 0)

    def __call__(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


class RecorderPlatform:
    """Posts to a RecorderServer; implements Platform. `is_retrying` repeats a post by itself, as some clients do."""

    name = "recorder"

    def __init__(self, port: int, clock: SharedClock, *, timeout_s: float, is_retrying: bool = False) -> None:
        self._port = port
        self._clock = clock
        self._timeout_s = timeout_s
        self._is_retrying = is_retrying

    def render(self, message: Message) -> tuple[Part, ...]:
        """Not asked for here."""
        return ()

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """See Platform."""
        try:
            return self._post(delivery, thread)
        except PlatformError as error:
            if self._is_retrying and error.outcome_unknown:
                return self._post(delivery, thread)
            raise

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """See Platform."""
        try:
            _, answer = self._call("/find", {"key": delivery.spec.key}, "looked")
        except OSError as error:
            raise PlatformError("the recorder cannot be asked", transient=True) from error
        found: str | None = answer["ref"]
        return found

    def _post(self, delivery: Delivery, thread: str | None) -> str:
        try:
            status, answer = self._call("/post", {"key": delivery.spec.key, "thread": thread}, "answered")
        except ConnectionRefusedError as error:
            raise PlatformError("nobody listens", transient=True) from error
        except OSError as error:
            raise PlatformError("no answer", transient=True, outcome_unknown=True) from error
        if status == 429:
            raise PlatformError("too many", transient=True, retry_after_s=30)
        if status >= 500:
            raise PlatformError("internal error", transient=True, outcome_unknown=True)
        return str(answer["ref"])

    def _call(self, path: str, value: dict[str, Any], point: str) -> tuple[int, dict[str, Any]]:
        body = json.dumps(value | {"now": self._clock.seconds}).encode()
        with socket.create_connection(("127.0.0.1", self._port), timeout=self._timeout_s) as connection:
            connection.sendall(b"POST %s HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % (path.encode(), len(body)))
            connection.sendall(body[:5])
            reached(f"recorder.half_{point}")
            connection.sendall(body[5:])
            # Wait for the answer before dying: so it is certain that the request was dealt with.
            select.select([connection], [], [], self._timeout_s)
            reached(f"recorder.un{point}")
            head, _, answer = connection.makefile("rb").read().partition(b"\r\n\r\n")
        if not answer:
            raise ConnectionResetError("closed without an answer")
        reached(f"recorder.{point}")
        return int(head.split()[1]), json.loads(answer)


def post_then_record(store: Store, platform: RecorderPlatform, clock: SharedClock) -> None:
    """Broken: what it did is written down only afterwards."""
    with store.read() as uow:
        parts = [part for group in ("digest:1", "digest:2") for part in uow.deliveries.list_group(group)]
    part = next((part for part in parts if part.state == "pending"), None)
    if part is None:
        return
    ref = platform.post(part, thread=None)
    reached("deliver.posted")
    with store.begin() as uow:
        claimed = uow.deliveries.claim_next(clock(), lease_s=60, limit=9)
        for one in claimed:
            is_done = one.id == part.id
            uow.deliveries.record(one, state="posted" if is_done else "pending", posted_ref=ref if is_done else None)
        uow.commit()


def record_then_post(store: Store, platform: RecorderPlatform, clock: SharedClock) -> None:
    """Broken: what it is going to do counts as done."""
    with store.begin() as uow:
        claimed = uow.deliveries.claim_next(clock(), lease_s=60, limit=1)
        for part in claimed:
            uow.deliveries.record(part, state="posted", posted_ref="?")
        uow.commit()
    reached("deliver.claimed")
    for part in claimed:
        platform.post(part, thread=None)


BROKEN: dict[str, Callable[[Store, RecorderPlatform, SharedClock], None]] = {
    "post_then_record": post_then_record,
    "record_then_post": record_then_post,
}


def work(order: dict[str, Any]) -> bool:
    """Deliver until nothing is left; False when time ran out."""
    clock = SharedClock(order["clock"])
    store = open_store(order["url"], clock=clock)
    is_retrying = order["worker"] == "retrying"
    platform = RecorderPlatform(order["port"], clock, timeout_s=order["timeout_s"], is_retrying=is_retrying)
    courier = Courier(store, {"recorder": platform}, clock)
    for _ in range(MAX_STEPS):
        if order["worker"] in BROKEN:
            BROKEN[order["worker"]](store, platform, clock)
        else:
            deliver_due(courier)
        with store.read() as uow:
            counted = uow.deliveries.count_by_state()
        if not any(counted.get(state) for state in OPEN_STATES):
            return True
        clock.move(STEP_S)
    return False


def set_trap(at: str, hit: int, number: int) -> None:
    """Send this process a signal when a point is reached for the n-th time."""
    left = [hit]

    def spring(point: str) -> None:
        if point == at:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), number)

    set_hook(spring)


def run(order: dict[str, Any], sleeping: list[int]) -> str:
    """Fork a worker for one order, or wake the one that was stopped; says how it ended."""
    if order.get("wake"):
        child = sleeping.pop()
        os.kill(child, signal.SIGCONT)
    else:
        child = os.fork()
        if child == 0:
            if order.get("at"):
                set_trap(order["at"], order.get("hit", 1), order.get("signal", signal.SIGKILL))
            # Nobody handles SIGALRM: the worker dies wherever it is, as if killed from outside.
            signal.setitimer(signal.ITIMER_REAL, order.get("after_s", 0))
            os._exit(0 if work(order) else 3)
    _, status = os.waitpid(child, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        sleeping.append(child)
        return "stopped"
    if os.WIFSIGNALED(status):
        return "killed"
    return {0: "idle", 3: "busy"}.get(os.WEXITSTATUS(status), f"broke: {os.WEXITSTATUS(status)}")


def main() -> None:
    """Take orders until standard input ends."""
    log = Path(sys.argv[1]).open("a", encoding="utf-8")  # noqa: SIM115  for the life of the process
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(log))
    sleeping: list[int] = []
    for line in sys.stdin:
        print(run(json.loads(line), sleeping), flush=True)


if __name__ == "__main__":
    main()
