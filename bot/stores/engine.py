"""Opens a database: pragmas, transactions, pools.

SQLite writers begin IMMEDIATE, so that a read followed by a write cannot lose an update; readers get a snapshot and
cannot write. Tables are `tables`, migrations `schema`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import ConfigError, StoreError
from bot.stores import sqlite_driver

READ_ONLY = "briefbot_read_only"
"""Execution option: this transaction is a snapshot that cannot write."""

BUSY_TIMEOUT_MS = 10_000
_FIRST_WITH_WAL_BUG = (3, 7, 0)
_FIXED_IN = (3, 51, 3)
_FIXED_IN_BRANCHES = {(3, 50): 7, (3, 44): 6}

PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS, "mmap_size": 0, "cache_size": -8_000}
"""Set on every connection and read back. synchronous=FULL: a commit survives a power cut also in WAL mode."""


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """False for SQLite 3.7.0 to 3.51.2, whose WAL reset can corrupt a database; 3.50.7 and 3.44.6 have the fix."""
    if version >= _FIXED_IN or version < _FIRST_WITH_WAL_BUG:
        return True
    fixed_patch = _FIXED_IN_BRANCHES.get((version[0], version[1]))
    return fixed_patch is not None and version[2] >= fixed_patch


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql+psycopg://…`. Raises ConfigError for anything else."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("DATABASE_URL is not a database address; use sqlite:///PATH or postgresql://…") from error
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed.database)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _open_postgres(parsed.set(drivername="postgresql+psycopg"))
    raise ConfigError(f"DATABASE_URL names {parsed.get_backend_name()}; only sqlite and postgresql are supported")


def _open_sqlite(path: str | None) -> Engine:
    if not path or path == ":memory:":
        raise ConfigError("DATABASE_URL must name a file, for example sqlite:////var/lib/briefbot/briefbot.db")
    file = Path(path).expanduser()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"the folder {file.parent} for the database cannot be made: {error.strerror}") from error
    engine = create_engine(URL.create("sqlite", database=str(file)), module=sqlite_driver, pool_size=8, max_overflow=24)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgres(url: URL) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=24, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    event.listen(engine, "begin", _begin_postgres)
    return engine


def journal_mode() -> str:
    """Journal mode that is safe with the SQLite at hand."""
    return "wal" if wal_is_safe(sqlite_driver.sqlite_version_info) else "truncate"


def _set_pragmas(connection: Any, _record: object) -> None:
    journal = journal_mode()
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}").fetchall()
    found = connection.execute(f"PRAGMA journal_mode={journal}").fetchall()
    if found != [(journal,)]:
        raise StoreError(f"SQLite would not switch to journal mode {journal}; is the database on a network drive?")
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        if connection.execute(f"PRAGMA {name}").fetchall() not in ([(value,)], []):
            raise StoreError(f"SQLite would not accept {name}={value}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
