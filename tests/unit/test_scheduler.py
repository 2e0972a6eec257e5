"""The scheduler: runs, wakes, survives what its jobs do, and stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import time_machine

from bot.domain.errors import StoreError
from bot.scheduler import Job, Scheduler

NEVER_S = 3600.0


def wait_until(is_true: Callable[[], bool], *, timeout_s: float = 60.0) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)


@pytest.fixture
def start() -> Iterator[Callable[..., Scheduler]]:
    """Starts schedulers and stops them after the test."""
    started: list[Scheduler] = []

    def open_one(*jobs: Job) -> Scheduler:
        scheduler = Scheduler(jobs)
        scheduler.start()
        started.append(scheduler)
        return scheduler

    yield open_one
    for scheduler in started:
        scheduler.stop(1)


def test_jobs_run_at_the_start_and_again(start: Callable[..., Scheduler]) -> None:
    runs: list[float] = []
    start(Job("often", 0.1, lambda: runs.append(time.monotonic())))
    wait_until(lambda: len(runs) >= 4)


def test_a_job_can_be_woken_and_calls_while_it_runs_become_one_more_run(start: Callable[..., Scheduler]) -> None:
    gate, entered, runs = threading.Event(), threading.Event(), []

    def work() -> None:
        runs.append(1)
        entered.set()
        gate.wait(60)

    scheduler = start(Job("rare", NEVER_S, work))
    assert entered.wait(60)
    for _ in range(50):
        scheduler.wake("rare")
    gate.set()
    wait_until(lambda: scheduler.describe()["rare"].runs == 2)
    time.sleep(0.05)
    assert len(runs) == 2
    scheduler.wake("rare")
    wait_until(lambda: len(runs) == 3)


def test_waking_what_runs_elsewhere_is_no_error(start: Callable[..., Scheduler]) -> None:
    start(Job("here", NEVER_S, lambda: None)).wake("elsewhere")


def test_a_job_never_runs_in_more_threads_than_it_may(start: Callable[..., Scheduler]) -> None:
    most, now, lock, gate = [0], [0], threading.Lock(), threading.Event()

    def work() -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        gate.wait(60)
        with lock:
            now[0] -= 1

    scheduler = start(Job("wide", 0.05, work, workers=3))
    wait_until(lambda: now[0] == 3)
    time.sleep(0.2)
    assert most[0] == 3 == scheduler.describe()["wide"].running
    gate.set()


def test_a_slow_job_does_not_hold_up_another(start: Callable[..., Scheduler]) -> None:
    gate, runs = threading.Event(), []
    start(Job("slow", 0.05, lambda: gate.wait(60)), Job("quick", 0.05, lambda: runs.append(1)))
    wait_until(lambda: len(runs) >= 3)
    gate.set()


@pytest.mark.parametrize("error", [ValueError("a bug"), StoreError("the database is locked", path="x", event="y")])
def test_a_failing_job_runs_again_and_says_what_was_wrong(start: Callable[..., Scheduler], error: Exception) -> None:
    runs: list[int] = []
    seen = threading.Event()

    def work() -> None:
        runs.append(1)
        if len(runs) < 3:
            raise error
        seen.wait(60)

    scheduler = start(Job("shaky", 0.05, work))
    wait_until(lambda: len(runs) == 3)
    line = scheduler.describe()["shaky"].error or ""
    assert "database is locked" in line or ("ValueError" in line and "a bug" not in line)
    seen.set()
    wait_until(lambda: scheduler.describe()["shaky"].error is None)


def test_stopping_waits_for_the_work_and_begins_no_more(start: Callable[..., Scheduler]) -> None:
    entered, finished = threading.Event(), threading.Event()

    def work() -> None:
        entered.set()
        time.sleep(0.3)
        finished.set()

    scheduler = start(Job("works", NEVER_S, work))
    assert entered.wait(60)
    scheduler.wake("works")
    assert not scheduler.is_stopping()
    assert scheduler.stop(10)
    assert finished.is_set() and scheduler.is_stopping()
    assert scheduler.describe()["works"].runs == 1
    assert scheduler.stop(10), "stopping twice is harmless"


def test_stopping_gives_up_on_work_that_does_not_end(start: Callable[..., Scheduler]) -> None:
    gate, entered = threading.Event(), threading.Event()
    scheduler = start(Job("hangs", NEVER_S, lambda: (entered.set(), gate.wait(60))))
    assert entered.wait(60)
    began = time.monotonic()
    assert not scheduler.stop(0.2)
    assert time.monotonic() - began < 20
    gate.set()


def test_a_scheduler_that_was_never_started_stops() -> None:
    assert Scheduler([Job("idle", NEVER_S, lambda: None)]).stop(1)


def test_a_clock_set_back_does_not_silence_the_jobs(start: Callable[..., Scheduler]) -> None:
    """The wall clock of APScheduler jumps back a day; the jobs go on."""
    runs: list[float] = []
    start(Job("often", 0.05, lambda: runs.append(1.0)))
    wait_until(lambda: len(runs) >= 3)
    with time_machine.travel("2026-03-01T08:00:00Z", tick=True):
        before = len(runs)
        for _ in range(1000):
            if len(runs) >= before + 5:
                break
            threading.Event().wait(0.01)
        assert len(runs) >= before + 5
