"""Real databases for tests: SQLite always, PostgreSQL when a server answers.

`BRIEFBOT_TEST_POSTGRES` names the server (default: the local one); with `postgres` in `BRIEFBOT_TEST_REQUIRE` a missing
server fails instead of skipping. Every test gets a database or schema of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.ports import Store
from bot.stores import build

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
POSTGRES_URL = os.environ.get("BRIEFBOT_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


def sqlite_url(folder: Path) -> str:
    """Address of a database file in a folder."""
    return f"sqlite:///{folder / 'briefbot.db'}"


def sqlite_store(folder: Path) -> Store:
    """A migrated store on a new SQLite file; its clock stands at NOW. Close it when done."""
    return build(sqlite_url(folder), clock=lambda: NOW)


@contextmanager
def postgres_url() -> Iterator[str]:
    """Address of an empty schema of its own, dropped afterwards. Skips, or fails where it is required."""
    reason = _postgres_missing()
    if reason:
        if "postgres" in os.environ.get("BRIEFBOT_TEST_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    schema = f"briefbot_{uuid4().hex}"
    _run(f"CREATE SCHEMA {schema}")
    try:
        mark = "&" if "?" in POSTGRES_URL else "?"
        yield f"{POSTGRES_URL}{mark}options=-csearch_path%3D{schema}"
    finally:
        _run(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database, once for each kind."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    with postgres_url() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated store, once for each kind of database."""
    opened = build(database_url, clock=lambda: NOW)
    yield opened
    opened.close()


def _run(statement: str) -> None:
    with psycopg.connect(_plain_url(), autocommit=True, connect_timeout=30) as connection:
        connection.execute(statement.encode())


@cache
def _postgres_missing() -> str:
    try:
        _run("SELECT 1")
    except psycopg.OperationalError as error:
        return f"no PostgreSQL for tests at {_plain_url()}: {str(error).splitlines()[0]}"
    return ""


def _plain_url() -> str:
    return POSTGRES_URL.replace("postgresql+psycopg://", "postgresql://")
