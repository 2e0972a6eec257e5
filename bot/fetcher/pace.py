"""Spares the hosts: how many requests may run against one at a time, and how soon the next may start.

Counts and waits only; what a host asks for by Retry-After is kept by whoever schedules (`flows/ingest`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from bot.domain.errors import SourceError

MAX_WAIT_S = 60.0
"""Longest wait for a turn: a worker must not be lost to one crowded host."""

_MAX_LANES = 1000


@dataclass(slots=True)
class _Lane:
    running: int = 0
    next_at: float = 0.0


class Pace:
    """Turns per host, for any number of threads."""

    def __init__(self, *, max_per_host: int, gap_s: float) -> None:
        self._max_per_host = max(1, max_per_host)
        self._gap_s = gap_s
        self._lanes: dict[str, _Lane] = {}
        self._changed = Condition()

    @contextmanager
    def turn(self, host: str, *, max_wait_s: float = MAX_WAIT_S) -> Iterator[float]:
        """Wait for a turn and hold it; yields the seconds waited. Raises SourceError (transient) after `max_wait_s`."""
        started = time.monotonic()
        lane = self._take(host, started + max_wait_s)
        try:
            yield time.monotonic() - started
        finally:
            with self._changed:
                lane.running -= 1
                self._forget_idle(host, lane)
                self._changed.notify_all()

    def _take(self, host: str, deadline: float) -> _Lane:
        with self._changed:
            while True:
                lane = self._lanes.setdefault(host, _Lane())
                now = time.monotonic()
                if lane.running < self._max_per_host and now >= lane.next_at:
                    lane.running += 1
                    lane.next_at = now + self._gap_s
                    return lane
                if now >= deadline:
                    raise SourceError(f"too many requests wait for {host}; trying again later", transient=True)
                free_at = lane.next_at if lane.running < self._max_per_host else deadline
                self._changed.wait(max(0.0, min(free_at, deadline) - now))

    def _forget_idle(self, host: str, lane: _Lane) -> None:
        if not lane.running and not self._gap_s:
            self._lanes.pop(host, None)
        elif len(self._lanes) > _MAX_LANES:
            now = time.monotonic()
            self._lanes = {name: one for name, one in self._lanes.items() if one.running or one.next_at > now}
