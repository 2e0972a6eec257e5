"""How quickly the outbox empties, and how long a digest takes from its slot to its channel.

    python -m tests.bench.bench_deliver [--parts N] [--history N]

Posts go to a platform in memory, so what is measured is our own work: claims, records and their commits on SQLite
with synchronous=FULL. `history` rows already posted lie in the table, as after months of use.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.delivery import NewDelivery
from bot.domain.message import Part
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.deliver import Courier, deliver_due
from bot.flows.watches import due_slots, run_due, sync_settings
from bot.models import extractive
from bot.ports import Store
from bot.prompt_files import load_prompts
from bot.scheduler import Job, Scheduler
from bot.stores import build
from tests.fakes.platform import FakePlatform


def now_utc() -> datetime:
    return datetime.now(UTC)


def queue(store: Store, count: int, name: str) -> None:
    """Messages of three parts each, about as large as a digest's."""
    body: dict[str, object] = {"blocks": [{"type": "section", "text": "x" * 3000}]}
    with store.begin() as uow:
        uow.deliveries.add(
            [
                NewDelivery(
                    f"{name}{n // 3}:{n % 3}", f"{name}{n // 3}", n % 3, "fake:C", Part("text", body, n % 3 > 0)
                )
                for n in range(count)
            ]
        )
        uow.commit()


def fill_history(store: Store, count: int) -> None:
    """Rows that are posted already."""
    queue(store, count, "old")
    while True:
        with store.begin() as uow:
            claimed = uow.deliveries.claim_next(now_utc(), lease_s=60, limit=500)
            for one in claimed:
                uow.deliveries.record(one, state="posted", posted_ref=str(one.id))
            uow.commit()
        if not claimed:
            return


def measure_posts(store: Store, parts: int, *, workers: int) -> float:
    """Posts per second."""
    courier = Courier(store, {"fake": FakePlatform(now_utc)}, now_utc)
    queue(store, parts, f"run{workers}-")

    def deliver() -> None:
        while deliver_due(courier):
            pass

    began = time.perf_counter()
    threads = [threading.Thread(target=deliver) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return parts / (time.perf_counter() - began)


def measure_slot(store: Store) -> list[float]:
    """Seconds from slot to post for watches that are all due in the same minute, in real time."""
    watches = [Watch(f"W{n}", f"fake:{n}", "* * * * *") for n in range(10)]
    sync_settings(store, (), watches)
    platform = FakePlatform(now_utc)
    courier = Courier(store, {"fake": platform}, now_utc)
    writers = Writers(store=store, prompts=load_prompts(), clock=now_utc, offline=extractive.build())

    def write() -> None:
        if run_due(store, writers=writers, platforms={"fake": platform}, now=now_utc()):
            scheduler.wake("outbox")

    scheduler = Scheduler([Job("watches", 5, write), Job("outbox", 1, lambda: deliver_due(courier))])
    scheduler.start()
    due_at = (now_utc() + timedelta(minutes=1)).replace(second=0, microsecond=0)
    while len({message.place for message in platform.messages}) < len(watches):
        time.sleep(0.1)
    scheduler.stop()
    return sorted((message.at - due_at).total_seconds() for message in platform.messages)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parts", type=int, default=300)
    parser.add_argument("--history", type=int, default=20_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = build(f"sqlite:///{Path(folder) / 'bench.db'}", clock=now_utc)
        print(f"{measure_posts(store, wanted.parts, workers=1):8.0f} posts/s, one worker, empty table")
        fill_history(store, wanted.history)
        print(f"{measure_posts(store, wanted.parts, workers=3):8.0f} posts/s, three workers, {wanted.history} rows")
        began = time.perf_counter()
        for _ in range(100):
            deliver_due(Courier(store, {}, now_utc))
        print(f"{(time.perf_counter() - began) * 10:8.2f} ms for a look at an outbox with nothing due")
        sync_settings(store, (), [Watch(f"W{n}", "fake:1", "30 7 * * *") for n in range(50)])
        began = time.perf_counter()
        due_slots(store, now_utc())
        print(f"{(time.perf_counter() - began) * 1000:8.2f} ms to see what is due among 50 watches")
        late = measure_slot(store)
        print(f"{late[0]:8.2f} to {late[-1]:.2f} s from slot to post, ten watches in the same minute, empty archive")
        store.close()


if __name__ == "__main__":
    main()
