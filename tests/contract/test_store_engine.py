"""Opening a database: modes proven, bad addresses and damaged files refused in one line, the driver's errors."""

from __future__ import annotations

import gc
import time
import weakref
from pathlib import Path

import pytest

from bot.domain.errors import BotError, ConfigError, StoreError
from bot.ports import Store
from bot.stores import build, open_store, search_sqlite, sqlite_driver
from bot.stores.engine import wal_is_safe
from tests.samples import make_article
from tests.store_fixtures import NOW, sqlite_store, sqlite_url


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_with_the_wal_bug_are_known(version: tuple[int, int, int], is_safe: bool) -> None:
    assert wal_is_safe(version) is is_safe


def test_the_modes_are_in_force(tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    facts = store.describe()
    store.close()
    assert facts["journal"] == "wal"
    assert facts["synchronous"] == "2"
    assert facts["foreign_keys"] == "1"
    assert int(facts["busy_timeout"]) >= 5000
    assert facts["mmap_size"] == "0"
    assert int(facts["bytes"]) > 0
    assert facts["file"] == str(tmp_path / "briefbot.db")
    assert facts["schema"] == store.schema_state()[1]


def test_every_pooled_connection_has_the_modes(tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    with store.read(), store.read(), store.read():
        facts = store.describe()
    store.close()
    assert (facts["synchronous"], facts["foreign_keys"], facts["mmap_size"]) == ("2", "1", "0")


def test_an_affected_sqlite_gets_no_wal_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite_store(tmp_path).close()
    monkeypatch.setattr(sqlite_driver, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(sqlite_driver, "sqlite_version", "3.40.1")
    store = sqlite_store(tmp_path)
    with store.begin() as uow:
        uow.articles.put(make_article("https://courier.example/"))
        uow.commit()
    journal = store.describe()["journal"]
    store.close()
    assert journal.startswith("truncate ")
    assert "3.40.1 can corrupt" in journal


def test_the_other_database_describes_itself(store: Store) -> None:
    facts = store.describe()
    assert facts["engine"] in ("SQLite", "PostgreSQL")
    assert int(facts["bytes"]) > 0


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build(url, clock=lambda: NOW)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:secret@127.0.0.1:1/none",
        "postgresql+psycopg://nobody:secret@127.0.0.1:1/none",
        "postgres://nobody:secret@127.0.0.1:1/none",
    ],
)
def test_a_server_that_is_not_there_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(BotError) as caught:
        build(url, clock=lambda: NOW)
    assert "\n" not in caught.value.message
    assert "secret" not in caught.value.message
    assert caught.value.transient


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "briefbot.db").write_bytes(b"not a database, " * 400)
    with pytest.raises(StoreError) as caught:
        sqlite_store(tmp_path)
    assert "\n" not in caught.value.message


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BotError) as caught:
        build(f"sqlite:///{tmp_path}/file/briefbot.db", clock=lambda: NOW)
    assert "\n" not in caught.value.message


def test_opening_alone_changes_nothing(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path), clock=lambda: NOW)
    assert not (tmp_path / "briefbot.db").exists()
    assert store.schema_state()[0] == "none"
    store.close()


def test_a_search_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = sqlite_store(tmp_path)
    with store.begin() as uow:
        for number in range(400):
            uow.articles.put(make_article(f"https://courier.example/{number}", "lantern quay " * 400 + str(number)))
        uow.commit()
    monkeypatch.setattr(search_sqlite, "DEADLINE_S", 0.0)
    monkeypatch.setattr(search_sqlite, "PROGRESS_STEPS", 10)
    started = time.monotonic()
    assert store.search.search("lantern quay ship") == ()
    assert time.monotonic() - started < 20.0
    monkeypatch.undo()
    assert store.search.search("lantern quay")
    store.close()


@pytest.mark.parametrize("statement", ["SELECT 1 UNION SELECT 2", "BEGIN", "PRAGMA busy_timeout=5"])
def test_a_cursor_that_is_let_go_of_leaves_at_once(tmp_path: Path, statement: str) -> None:
    """Left to the garbage collector it could go while another thread closes its connection, which then fails."""
    connection = sqlite_driver.connect(str(tmp_path / "briefbot.db"))
    gc.disable()
    try:
        cursors = [connection.execute(statement)]
        freed = weakref.ref(cursors.pop())
        assert freed() is None
    finally:
        gc.enable()
        connection.close()


def test_the_driver_translates_and_counts(tmp_path: Path) -> None:
    connection = sqlite_driver.connect(str(tmp_path / "a.db"))
    cursor = connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL UNIQUE)")
    assert cursor.description is None
    cursor.executemany("INSERT INTO t(b) VALUES (?)", [("x",), ("y",), ("z",)])
    assert (cursor.rowcount, cursor.lastrowid) == (3, 3)
    cursor.execute("SELECT a, b FROM t WHERE a > ?", (9,))
    assert [column[0] for column in cursor.description or ()] == ["a", "b"]
    assert cursor.fetchone() is None
    cursor.execute("SELECT a FROM t ORDER BY a")
    assert (cursor.fetchmany(2), cursor.fetchall(), cursor.fetchmany(2)) == ([(1,), (2,)], [(3,)], [])
    with pytest.raises(sqlite_driver.IntegrityError, match="UNIQUE"):
        cursor.execute("INSERT INTO t(b) VALUES ('x')")
    with pytest.raises(sqlite_driver.OperationalError, match="no such table"):
        cursor.execute("SELECT * FROM missing")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM t")
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM t").fetchall() == [(3,)]
    connection.close()
