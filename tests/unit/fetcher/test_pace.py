"""Turns per host."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from bot.domain.errors import SourceError
from bot.fetcher.pace import Pace


def test_no_more_than_so_many_run_at_a_time() -> None:
    pace = Pace(max_per_host=2, gap_s=0)
    lock, running, most = Lock(), 0, 0
    pair = Barrier(2)

    def work(_: int) -> None:
        nonlocal running, most
        with pace.turn("news.example"):
            with lock:
                running += 1
                most = max(most, running)
            pair.wait(60)
            with lock:
                running -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(12)))
    assert most == 2


def test_starts_are_apart_by_the_gap() -> None:
    pace = Pace(max_per_host=5, gap_s=0.05)
    began = time.monotonic()
    for number in range(4):
        with pace.turn("news.example"):
            assert time.monotonic() - began >= number * 0.05


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(max_per_host=1, gap_s=60)
    with pace.turn("one.example"), pace.turn("two.example") as waited_s:
        assert waited_s < 30


def test_nobody_waits_for_ever() -> None:
    pace, held, done = Pace(max_per_host=1, gap_s=0), Event(), Event()

    def hold() -> None:
        with pace.turn("news.example"):
            held.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        held.wait(10)
        with pytest.raises(SourceError) as refusal, pace.turn("news.example", max_wait_s=0.05):
            pass
        done.set()
    assert refusal.value.transient
