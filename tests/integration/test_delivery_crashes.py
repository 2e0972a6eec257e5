"""Workers killed at every point between two writes: nothing is lost, nothing stands in the channel twice.

Real processes, a real database file, a recorder that plays the channel over HTTP; time is virtual. The last tests
prove that this harness finds what it is there to find.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.delivery import NewDelivery
from bot.domain.message import Part
from tests.servers.recorder import RecorderServer
from tests.store_fixtures import sqlite_store

KEYS = [f"digest:{group}:{number}" for group in (1, 2) for number in (0, 1, 2)]
POSTING = (
    "deliver.begin", "deliver.claiming", "deliver.claimed", "deliver.posting", "recorder.half_answered",
    "recorder.unanswered", "recorder.answered", "deliver.posted", "deliver.recording", "deliver.recorded",
)  # fmt: skip
LOOKING = ("deliver.looking", "recorder.half_looked", "recorder.unlooked", "recorder.looked", "deliver.looked")
FAULTS = ("reset", "close", "error", "limited")
HELD = ("", "recorder.unanswered", "deliver.recorded", "recorder.looked")


class Workshop:
    """Starts workers and keeps a fresh outbox at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery_worker", str(folder / "log")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        store = sqlite_store(folder)
        with store.begin() as uow:
            uow.deliveries.add([_make(key) for key in KEYS])
            uow.commit()
        store.close()
        self.runs = 0

    def send(self, **order: object) -> str:
        """Give an order, and wait for how it ended."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


class Run:
    """One outbox, delivered by one worker after another."""

    def __init__(self, workshop: Workshop, recorder: RecorderServer, worker: str = "honest") -> None:
        workshop.runs += 1
        folder = workshop.folder / str(workshop.runs)
        folder.mkdir()
        for file in workshop.folder.glob("briefbot.db*"):
            shutil.copy(file, folder / file.name)
        self._workshop = workshop
        self._recorder = recorder
        self._order = {
            "url": f"sqlite:///{folder / 'briefbot.db'}",
            "clock": str(folder / "clock"),
            "port": recorder.port,
            "worker": worker,
            "timeout_s": 0.5 if recorder.fault == "hold" else 20,
        }

    def work(self, at: str = "", hit: int = 1, **more: object) -> str:
        """Run one worker until it is done or dies at a point."""
        return self._workshop.send(**self._order, at=at, hit=hit, **more)

    def finish(self) -> None:
        """Start workers until there is nothing left to do."""
        for _ in range(5):
            ended = self.work()
            if ended == "idle":
                return
        raise AssertionError(f"it never came to rest: {ended}")

    @property
    def doubled(self) -> list[str]:
        """Keys that stand in the channel more than once."""
        return sorted(key for key, count in Counter(m.key for m in self._recorder.messages).items() if count > 1)

    @property
    def lost(self) -> list[str]:
        """Keys that do not stand in the channel."""
        return sorted(set(KEYS) - {m.key for m in self._recorder.messages})

    def check(self) -> None:
        """Nothing lost, nothing doubled, and every later part in the thread of its first."""
        assert (self.lost, self.doubled) == ([], [])
        refs = {message.key: message.ref for message in self._recorder.messages}
        for message in self._recorder.messages:
            group, _, number = message.key.rpartition(":")
            assert message.thread == (None if number == "0" else refs[f"{group}:0"])


def _make(key: str) -> NewDelivery:
    group, _, number = key.rpartition(":")
    return NewDelivery(key, group, int(number), "recorder:C1", Part(key, {}, in_thread=number != "0"))


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    opened = Workshop(tmp_path_factory.mktemp("crashes"))
    yield opened
    assert opened.process.stdin is not None and opened.process.stdout is not None
    opened.process.stdin.close()
    opened.process.wait(60)
    opened.process.stdout.close()


@pytest.mark.parametrize("hit", [1, 2, 3])
@pytest.mark.parametrize("point", POSTING)
def test_a_kill_while_posting_neither_loses_nor_doubles(workshop: Workshop, point: str, hit: int) -> None:
    with RecorderServer(lag_s=20) as recorder:
        run = Run(workshop, recorder)
        assert run.work(point, hit) == "killed"
        run.finish()
        run.check()


@pytest.mark.parametrize("hit", [1, 2, 3])
@pytest.mark.parametrize("point", LOOKING)
@pytest.mark.parametrize("first", ["deliver.posting", "recorder.unanswered"])
def test_a_second_kill_while_looking_neither_loses_nor_doubles(
    workshop: Workshop, first: str, point: str, hit: int
) -> None:
    with RecorderServer(lag_s=25 + 60) as recorder:
        run = Run(workshop, recorder)
        assert run.work(first) == "killed"
        ended = run.work(point, hit)
        assert ended == "killed" or (ended == "idle" and hit > 1), "there may have been only one look"
        run.finish()
        run.check()


@pytest.mark.parametrize(
    ("point", "fault"),
    [*((point, fault) for point in ("", *POSTING, *LOOKING) for fault in FAULTS), *((point, "hold") for point in HELD)],
)
def test_kills_while_the_channel_fails_neither_lose_nor_double(workshop: Workshop, point: str, fault: str) -> None:
    with RecorderServer(fault=fault, lag_s=10) as recorder:
        run = Run(workshop, recorder)
        run.work(point, 2)
        run.work(point, 1)
        run.finish()
        run.check()


def test_every_restart_may_be_killed_again(workshop: Workshop) -> None:
    """One kill after another, at the next point each time, until no point is left."""
    with RecorderServer(fault="reset", lag_s=10) as recorder:
        run = Run(workshop, recorder)
        ended = [run.work(point, hit) for hit in (1, 2) for point in (*POSTING, *LOOKING)]
        assert ended.count("killed") >= 15
        run.finish()
        run.check()


@pytest.mark.parametrize("seed", range(4))
def test_random_kills_neither_lose_nor_double(workshop: Workshop, seed: int) -> None:
    """Only a supplement: they seldom hit the moments that matter."""
    dice = random.Random(seed)
    with RecorderServer(fault=dice.choice(FAULTS), lag_s=dice.choice([0, 10, 25])) as recorder:
        run = Run(workshop, recorder)
        for _ in range(12):
            run.work(after_s=dice.uniform(0.005, 0.12))
        run.finish()
        run.check()


@pytest.mark.parametrize("point", ["deliver.claiming", "deliver.claimed", "recorder.unanswered", "deliver.posted"])
def test_a_worker_that_is_stopped_and_woken_does_no_harm(workshop: Workshop, point: str) -> None:
    with RecorderServer(lag_s=10) as recorder:
        run = Run(workshop, recorder)
        assert run.work(point, signal=signal.SIGSTOP.value) == "stopped"
        is_locked = point == "deliver.claiming"
        if not is_locked:
            run.finish()
        assert workshop.send(wake=True) in ("idle", "busy")
        run.finish()
        run.check()


# --- the harness has teeth -------------------------------------------------------------------------------------------


def test_posting_before_recording_is_caught(workshop: Workshop) -> None:
    with RecorderServer() as recorder:
        run = Run(workshop, recorder, "post_then_record")
        assert run.work("deliver.posted") == "killed"
        run.finish()
        assert (run.lost, len(run.doubled)) == ([], 1)


def test_recording_before_posting_is_caught(workshop: Workshop) -> None:
    with RecorderServer() as recorder:
        run = Run(workshop, recorder, "record_then_post")
        assert run.work("deliver.claimed") == "killed"
        run.finish()
        assert (len(run.lost), run.doubled) == (1, [])


def test_a_client_that_repeats_by_itself_is_caught(workshop: Workshop) -> None:
    with RecorderServer(fault="reset") as recorder:
        run = Run(workshop, recorder, "retrying")
        run.finish()
        assert run.lost == [] and run.doubled
