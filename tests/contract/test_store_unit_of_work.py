"""Units of work over both databases: all or nothing, snapshots, many processes, many threads."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import StoreError
from bot.domain.feed import Feed
from bot.ports import Store
from tests.samples import NOW, make_article
from tests.store_fixtures import sqlite_store, sqlite_url

URL = "https://courier.example/"
ROOT = Path(__file__).parents[2]
PROCESSES = 6
ROUNDS = 200
FEW_ROUNDS = 30
SCRIPT = """
import sys
from dataclasses import replace
from bot.domain.errors import StoreError
from bot.stores import build
from tests.samples import NOW, make_article
store = build(sys.argv[1], clock=lambda: NOW)
left = list(range(int(sys.argv[3])))
while left:
    number = left[0]
    try:
        with store.begin() as uow:
{work}
            uow.commit()
    except StoreError as busy:
        # SQLite lets those who wait in at random: on a slow machine one of six can be out of luck for its ten seconds.
        if not busy.transient:
            raise
        continue
    del left[0]
"""


def test_what_is_not_committed_never_was(store: Store) -> None:
    with store.begin() as uow:
        uow.articles.put(make_article(URL))

    def fail_halfway() -> None:
        with store.begin() as uow:
            uow.articles.put(make_article(URL))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        fail_halfway()
    with store.read() as uow:
        assert uow.articles.count() == 0
    assert store.search.search("ceasefire") == ()


def test_a_reader_sees_one_state_and_does_not_wait(store: Store) -> None:
    with store.read() as reader:
        assert reader.articles.count() == 0
        with store.begin() as writer:
            writer.articles.put(make_article(URL))
            assert reader.articles.count() == 0
            writer.commit()
        assert reader.articles.count() == 0
    with store.read() as reader:
        assert reader.articles.count() == 1


def test_a_reader_cannot_write(store: Store) -> None:
    def write() -> None:
        with store.read() as uow:
            uow.articles.put(make_article(URL))

    with pytest.raises(StoreError, match="refused"):
        write()
    with store.begin() as uow:
        uow.articles.put(make_article(URL))
        uow.commit()


def test_many_threads_share_a_store(store: Store) -> None:
    def work(number: int) -> int:
        with store.begin() as uow:
            uow.articles.put(make_article(f"{URL}{number}", f"Lantern {number} burns."))
            uow.commit()
        with store.read() as uow:
            uow.articles.count()
        return len(store.search.search(f"lantern {number}", limit=1))

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(work, range(60))) == 60
    with store.read() as uow:
        assert uow.articles.count() == 60


def test_readers_do_not_wait_behind_a_crowd_of_writers(tmp_path: Path) -> None:
    """Forty threads that wait for their turn hold no connection meanwhile (a pool has 32)."""
    store = sqlite_store(tmp_path)

    def write(number: int) -> None:
        with store.begin() as uow:
            uow.articles.put(make_article(f"{URL}{number}", f"Lantern {number} burns."))
            uow.commit()

    with ThreadPoolExecutor(40) as pool:
        with store.begin() as uow:
            uow.articles.put(make_article(URL))
            waiting = [pool.submit(write, number) for number in range(40)]
            while not all(one.running() or one.done() for one in waiting):
                time.sleep(0.01)
            time.sleep(0.2)
            began = time.monotonic()
            with store.read() as reader:
                reader.articles.count()
            read_s = time.monotonic() - began
            uow.commit()
        for one in waiting:
            one.result(60)
    assert read_s < 20
    with store.read() as uow:
        assert uow.articles.count() == 41
    store.close()


def test_a_turn_that_could_not_begin_is_given_back(tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    store.close()
    (tmp_path / "briefbot.db").write_bytes(b"this is no database " * 500)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a database"):
            store.begin().__enter__()


def test_the_same_article_from_many_threads_is_stored_once(store: Store) -> None:
    def work(number: int) -> str:
        with store.begin() as uow:
            _, outcome = uow.articles.put(make_article(URL, feed_id=number, guid=f"g{number}"))
            uow.commit()
        return outcome

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(work, range(24)))
    assert sorted(outcomes) == ["stored"] + ["unchanged"] * 23


def test_leases_go_to_one_claimant_each(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([Feed(f"feed {number}", f"{URL}{number}") for number in range(40)])
        uow.commit()

    def claim(_: int) -> list[str]:
        with store.begin() as uow:
            claimed = uow.feeds.claim_due(NOW, limit=3, lease_s=60)
            uow.commit()
        return [feed.name for feed, _ in claimed]

    with ThreadPoolExecutor(8) as pool:
        names = [name for batch in pool.map(claim, range(40)) for name in batch]
    assert len(names) == len(set(names)) == 40


def test_no_update_is_lost_between_processes(tmp_path: Path) -> None:
    """Six processes each count one up two hundred times, read first and written after: it ends at 1,200 (D-02)."""
    with closing(sqlite_store(tmp_path)) as store, store.begin() as uow:
        uow.feeds.add(Feed("counted", URL))
        uow.commit()
    _run_together(
        sqlite_url(tmp_path),
        ROUNDS,
        """
        ((_, state),) = uow.feeds.list_all()
        uow.feeds.record_state(replace(state, failures=state.failures + 1))
        """,
    )
    with closing(sqlite_store(tmp_path)) as store, store.read() as uow:
        ((_, state),) = uow.feeds.list_all()
    assert state.failures == PROCESSES * ROUNDS


def test_no_revision_is_lost_between_processes(store: Store, database_url: str) -> None:
    with store.begin() as uow:
        article, _ = uow.articles.put(make_article(URL, "first"))
        uow.commit()
    _run_together(
        database_url,
        FEW_ROUNDS,
        """
        found = uow.articles.find_by_url("https://courier.example/")
        text = f"{found.revision.number} {sys.argv[2]} {number}"
        _, outcome = uow.articles.put(make_article("https://courier.example/", text))
        assert outcome == "revised", outcome
        """,
    )
    with store.read() as uow:
        assert uow.articles.get(article.id).revision.number == PROCESSES * FEW_ROUNDS + 1
    assert [hit.revision for hit in store.search.search("29", limit=50)] in ([], [PROCESSES * FEW_ROUNDS + 1])


def _run_together(url: str, rounds: int, work: str) -> None:
    """So many processes do the work so many times, each time in a unit of work of its own."""
    script = SCRIPT.replace("{work}", textwrap.indent(textwrap.dedent(work), " " * 12))
    workers = [
        subprocess.Popen([sys.executable, "-c", script, url, str(number), str(rounds)], cwd=ROOT)
        for number in range(PROCESSES)
    ]
    assert [worker.wait(100) for worker in workers] == [0] * PROCESSES
