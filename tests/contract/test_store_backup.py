"""Backup and restore: consistent while others write; a damaged copy is refused before anything is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import apsw
import pytest

from bot.domain.errors import StoreError
from bot.ports import Store
from bot.stores import build, open_store
from bot.stores.sqlite_driver import deflate
from tests.samples import NOW, make_article
from tests.store_fixtures import postgres_url, sqlite_store, sqlite_url

URL = "https://courier.example/"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Store]:
    """A SQLite store with three articles."""
    store = sqlite_store(tmp_path)
    put(store, "a", "b", "c")
    yield store
    store.close()


def put(store: Store, *names: str) -> None:
    """Store one article for each name."""
    with store.begin() as uow:
        for name in names:
            uow.articles.put(make_article(URL + name, f"The lantern of {name} burns."))
        uow.commit()


def count(store: Store) -> int:
    """Articles in the store."""
    with store.read() as uow:
        return uow.articles.count()


def test_a_copy_holds_everything_and_goes_back(home: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "one.db"
    home.backup(copy)
    assert [file.name for file in copy.parent.iterdir()] == ["one.db"]
    put(home, "d")
    assert count(home) == 4
    home.restore(copy)
    assert count(home) == 3
    assert home.search.search("lantern d burns", limit=1)[0].url != URL + "d"
    put(home, "e")
    assert count(home) == 4
    assert home.describe()["journal"] == "wal"


def test_a_copy_is_one_state_while_others_write(home: Store, tmp_path: Path) -> None:
    stop = Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            put(home, f"x{number}", f"y{number}")
            number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            home.backup(tmp_path / f"copy{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        copy = build(f"sqlite:///{tmp_path}/copy{number}.db", clock=lambda: NOW)
        assert count(copy) % 2 == 1, "three at the start, then pairs"
        copy.close()


def test_others_who_have_the_database_open_see_the_restored_state(home: Store, tmp_path: Path) -> None:
    home.backup(tmp_path / "copy.db")
    other = build(sqlite_url(tmp_path), clock=lambda: NOW)
    put(other, "d")
    home.restore(tmp_path / "copy.db")
    assert count(other) == 3
    put(other, "e")
    assert count(home) == 4
    other.close()


def test_a_copy_is_never_written_over(home: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        home.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


@pytest.mark.parametrize("keep", [0, 10, 100, 4096, 0.5, 0.9, 0.999])
def test_a_truncated_copy_is_refused_and_nothing_is_touched(home: Store, tmp_path: Path, keep: float) -> None:
    copy = tmp_path / "copy.db"
    home.backup(copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: int(keep if keep > 1 or keep == 0 else len(whole) * keep)])
    put(home, "d")
    with pytest.raises(StoreError) as caught:
        home.restore(copy)
    assert "\n" not in caught.value.message
    assert count(home) == 4


def test_a_copy_with_a_changed_letter_is_refused(home: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    home.backup(copy)
    changed = apsw.Connection(str(copy))
    changed.execute("DROP TRIGGER revision_text_is_immutable")
    changed.execute("UPDATE revisions SET text = ? WHERE article_id = 2", (deflate("The lantern of z burns."),))
    changed.close()
    with pytest.raises(StoreError, match="not the one that was stored"):
        home.restore(copy)
    assert count(home) == 3


def test_files_that_are_no_copies_are_refused(home: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no file"):
        home.restore(tmp_path / "missing.db")
    (tmp_path / "text.db").write_text("hello " * 1000)
    with pytest.raises(StoreError, match="not a whole briefbot backup"):
        home.restore(tmp_path / "text.db")
    other = apsw.Connection(str(tmp_path / "other.db"))
    other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(StoreError, match="not a whole briefbot backup"):
        home.restore(tmp_path / "other.db")
    assert count(home) == 3


def test_a_copy_of_a_newer_program_is_refused(home: Store, tmp_path: Path) -> None:
    home.backup(tmp_path / "copy.db")
    newer = apsw.Connection(str(tmp_path / "copy.db"))
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(StoreError, match=r"9999.*install a newer one"):
        home.restore(tmp_path / "copy.db")
    assert count(home) == 3


def test_a_damaged_database_is_replaced(home: Store, tmp_path: Path) -> None:
    home.backup(tmp_path / "copy.db")
    home.close()
    database = tmp_path / "briefbot.db"
    database.write_bytes(b"\x00garbage" * 2000)
    store = open_store(sqlite_url(tmp_path), clock=lambda: NOW)
    store.restore(tmp_path / "copy.db")
    assert count(store) == 3
    store.close()


def test_a_copy_is_restored_where_nothing_was(home: Store, tmp_path: Path) -> None:
    home.backup(tmp_path / "copy.db")
    store = open_store(f"sqlite:///{tmp_path}/elsewhere/new.db", clock=lambda: NOW)
    store.restore(tmp_path / "copy.db")
    assert count(store) == 3
    store.close()


@pytest.mark.postgres
def test_postgresql_is_sent_to_its_own_tools(tmp_path: Path) -> None:
    with postgres_url() as url:
        store = build(url, clock=lambda: NOW)
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup(tmp_path / "copy")
        with pytest.raises(StoreError, match="pg_restore"):
            store.restore(tmp_path / "copy")
        store.close()
