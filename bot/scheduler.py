"""Runs jobs again and again: APScheduler says when, threads of our own do the work, and stopping waits for them.

Owns threads and waking, and remembers nothing: what is due stands in the database, so a tick that comes late, twice or
not at all costs only time. What a job does is a flow; which jobs there are is `app`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.domain.errors import BotError

STOP_TIMEOUT_S = 10.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done every so often, by at most `workers` threads at once. What `work` returns does not matter."""

    name: str
    every_s: float
    work: Callable[[], object]
    workers: int = 1


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job is doing. `ended_s_ago` is None before its first run; `error` is the last run's, if it failed."""

    runs: int
    running: int
    ended_s_ago: float | None
    error: str | None


@dataclass(slots=True)
class _Desk:
    """A job with what its threads share. `calls` is how many of them still have to wake up."""

    job: Job
    bell: threading.Condition = field(default_factory=threading.Condition)
    calls: int = 0
    runs: int = 0
    running: int = 0
    ended_at: float | None = None
    error: str | None = None


class Scheduler:
    """Starts, wakes and stops jobs. Every job runs once at the start."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._desks = {job.name: _Desk(job) for job in jobs}
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults=defaults)

    def start(self) -> None:
        """Start the clock and the threads; returns at once."""
        for name, desk in self._desks.items():
            self._clock.add_job(self.wake, "interval", args=[name], seconds=desk.job.every_s, id=name)
            for number in range(desk.job.workers):
                thread = threading.Thread(target=self._work, args=[desk], name=f"{name}-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self.wake(name)
        self._clock.start()

    def wake(self, name: str) -> None:
        """Have a job run soon, from any thread. Calls while all its threads are busy become one more run of each.

        A job that this process does not run is left to the process that does.
        """
        desk = self._desks.get(name)
        if desk is None:
            return
        with desk.bell:
            desk.calls = min(desk.calls + 1, desk.job.workers)
            desk.bell.notify()

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Begin nothing new and wait for what runs; False when something still ran at the end of the time."""
        deadline = time.monotonic() + timeout_s
        self._stopping.set()
        if self._clock.running:
            self._clock.shutdown(wait=False)
        for desk in self._desks.values():
            with desk.bell:
                desk.bell.notify_all()
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        left = sorted(thread.name for thread in self._threads if thread.is_alive())
        if left:
            _log.warning("stopped before the work was done", jobs=left)
        return not left

    def is_stopping(self) -> bool:
        """Whether work should end at its next safe place."""
        return self._stopping.is_set()

    def describe(self) -> Mapping[str, JobState]:
        """How every job is doing."""
        now = time.monotonic()
        return {
            name: JobState(
                runs=desk.runs,
                running=desk.running,
                ended_s_ago=None if desk.ended_at is None else now - desk.ended_at,
                error=desk.error,
            )
            for name, desk in self._desks.items()
        }

    def _work(self, desk: _Desk) -> None:
        while self._wait(desk):
            self._run(desk)

    def _wait(self, desk: _Desk) -> bool:
        """Wait until called; False when it is time to go home."""
        with desk.bell:
            if desk.calls == 0 and not self._stopping.is_set():
                # The clock follows the wall clock: set back by a day it would be silent for a day. This wait would not.
                desk.bell.wait(timeout=2 * desk.job.every_s)
            if self._stopping.is_set():
                return False
            desk.calls = max(0, desk.calls - 1)
            desk.running += 1
            return True

    def _run(self, desk: _Desk) -> None:
        error: str | None = None
        try:
            desk.job.work()
        except BotError as refusal:
            error = refusal.message
            _log.error("job failed", job=desk.job.name, reason=error, facts=dict(refusal.facts))
        except Exception as bug:  # noqa: BLE001  scheduler tick
            error = f"the program failed ({type(bug).__name__}); its log says why"
            _log.exception("job broke", job=desk.job.name)
        with desk.bell:
            desk.runs += 1
            desk.running -= 1
            desk.ended_at = time.monotonic()
            desk.error = error
