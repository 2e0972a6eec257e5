"""Migrations on both databases: from every version with data, against a fresh schema, newer schemas refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from setuptools import find_packages
from sqlalchemy import Engine, Inspector, event, inspect, text

from bot.domain.errors import StoreError
from bot.stores import build, open_store
from bot.stores.engine import open_engine
from bot.stores.schema import MIGRATIONS, migrate
from bot.stores.tables import SCHEMA_VERSION, metadata
from tests.samples import NOW, make_article
from tests.store_fixtures import postgres_url, sqlite_url

VERSIONS = sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
OLD_TEXT = "The lantern burns."
ARTICLE = f"""INSERT INTO articles (url, canonical_url, source_type, trust, first_seen_at, sort_at, revision,
    fingerprint, publisher) VALUES ('https://courier.example/', 'https://courier.example/', 'outlet', 0.8,
    '2026-03-02 08:00:00+00:00', '2026-03-02 08:00:00+00:00', 1, '', 'Courier');
INSERT INTO revisions (article_id, number, title, text, text_sha256, fetched_at, published_at, flags, quotations,
    passages, windows, first_window, last_window) VALUES (1, 1, 'Light', '{OLD_TEXT}', {{digest}},
    '2026-03-02 08:00:00+00:00', '2026-03-02 08:00:00+00:00', '[]', '[]', '[[0,18]]', '[[0,18]]', 1, 1)"""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def describe(engine: Engine) -> dict[str, Any]:
    """Columns, keys and indexes of every table of ours."""
    inspector = inspect(engine)
    return {name: describe_table(inspector, name) for name in inspector.get_table_names() if name in metadata.tables}


def describe_table(inspector: Inspector, name: str) -> dict[str, Any]:
    """What makes two tables the same, without the order of columns."""
    columns = {
        column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
        for column in inspector.get_columns(name)
    }
    return {
        "columns": {key: (kind, null, default.split("::")[0]) for key, (kind, null, default) in columns.items()},
        "key": sorted(inspector.get_pk_constraint(name)["constrained_columns"]),
        "foreign": sorted(str(sorted(key.items(), key=str)) for key in _own(inspector.get_foreign_keys(name))),
        "unique": sorted(str(key["column_names"]) for key in inspector.get_unique_constraints(name)),
        "indexes": sorted(
            (str(key["name"]), str(key["column_names"]), key["unique"]) for key in inspector.get_indexes(name)
        ),
    }


def _own(keys: Any) -> list[dict[str, Any]]:
    return [{field: key[field] for field in ("name", "constrained_columns", "referred_table")} for key in keys]


def test_the_newest_migration_is_the_one_the_program_wants() -> None:
    assert VERSIONS[-1] == SCHEMA_VERSION
    assert [f"{number:04}" for number in range(1, len(VERSIONS) + 1)] == VERSIONS


def test_migrations_are_packaged() -> None:
    assert {"migrations", "migrations.versions"} <= set(find_packages(str(MIGRATIONS.parent), include=["migrations*"]))


def test_migrations_arrive_at_the_schema_of_the_tables(engine: Engine, tmp_path: Path) -> None:
    assert migrate(engine) == ("none", SCHEMA_VERSION)
    migrated = describe(engine)
    assert set(migrated) == set(metadata.tables)
    if engine.dialect.name == "sqlite":
        assert migrated == _describe_fresh(sqlite_url(tmp_path / "fresh"))
        return
    with postgres_url() as url:
        assert migrated == _describe_fresh(url)


def _describe_fresh(url: str) -> dict[str, Any]:
    fresh = open_engine(url)
    with fresh.begin() as connection:
        metadata.create_all(connection)
    described = describe(fresh)
    fresh.dispose()
    return described


def test_ids_of_sqlite_are_never_used_again(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path))
    migrate(engine)
    with engine.connect() as connection:
        query = text("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        found = set(connection.scalars(query))
    engine.dispose()
    assert found == {
        name for name, table in metadata.tables.items() if table.dialect_options["sqlite"]["autoincrement"]
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_data_of_every_version_is_there_afterwards(engine: Engine, database_url: str, version: str) -> None:
    assert migrate(engine, version) == ("none", version)
    with engine.begin() as connection:
        digest = sha256(OLD_TEXT.encode()).hexdigest()
        literal = f"X'{digest}'" if engine.dialect.name == "sqlite" else f"decode('{digest}', 'hex')"
        for statement in ARTICLE.format(digest=literal).split(";\n"):
            connection.execute(text(statement))
        if version > "0001":
            _index(connection)
    store = build(database_url, clock=lambda: NOW)
    assert store.schema_state() == (SCHEMA_VERSION, SCHEMA_VERSION)
    with store.begin() as uow:
        assert uow.articles.get(1).revision.text == OLD_TEXT
        assert [hit.passage_id for hit in store.search.search("lanterns")] == ["p1.1"]
        assert [hit.passage_id for hit in store.search.search("burns Courier 2 March")] == ["p1.1"]
        uow.articles.put(make_article("https://courier.example/", "The harbour is dark."))
        uow.commit()
    assert store.search.search("lanterns") == ()
    assert [hit.passage_id for hit in store.search.search("harbour")] == ["p1r2.1"]
    store.close()


def _index(connection: Any) -> None:
    from bot.stores.search_postgres import PostgresIndex
    from bot.stores.search_sqlite import SqliteIndex

    index = SqliteIndex() if connection.dialect.name == "sqlite" else PostgresIndex()
    index.add(connection, 1)


def test_outcomes_of_before_find_their_edition_again(engine: Engine, database_url: str) -> None:
    migrate(engine, "0005")
    at, other = "2026-03-02 08:00:00+00:00", "2026-03-03 08:00:00+00:00"
    rows = [("cited", at, "'Morning'"), ("stored", at, "NULL"), ("kept", other, "'Morning'"), ("muted", at, "'Other'")]
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO digests (watch, slot, as_of, body) VALUES ('Morning', 's', '{at}', '')"))
        for kind, moment, watch in rows:
            values = f"('https://courier.example/', '{kind}', '', '{moment}', {watch})"
            connection.execute(text(f"INSERT INTO outcomes (url, kind, reason, at, watch) VALUES {values}"))
    store = build(database_url, clock=lambda: NOW)
    with store.read() as uow:
        found = uow.outcomes.list_for_url("https://courier.example/")
    store.close()
    assert [(one.kind, one.digest_id) for one in found] == [
        ("cited", 1),
        ("stored", None),
        ("kept", None),
        ("muted", None),
    ]


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert migrate(engine) == (SCHEMA_VERSION, SCHEMA_VERSION)


def test_programs_that_start_together_migrate_once(database_url: str) -> None:
    script = (
        "import sys; from bot.stores import build; from tests.samples import NOW;"
        "store = build(sys.argv[1], clock=lambda: NOW); print(store.schema_state()[0])"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", script, database_url], cwd=MIGRATIONS.parent, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [program.communicate(timeout=60)[0].decode().strip() for program in programs] == [SCHEMA_VERSION] * 4


def test_all_migrations_are_one_transaction_so_that_nothing_slips_between(engine: Engine) -> None:
    ends: list[str] = []
    event.listen(engine, "commit", lambda _connection: ends.append("commit"))
    migrate(engine)
    assert ends == ["commit"]


def test_threads_that_start_together_migrate_once(database_url: str) -> None:
    def start(_: int) -> str:
        store = build(database_url, clock=lambda: NOW)
        version, _ = store.schema_state()
        store.close()
        return version

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [SCHEMA_VERSION] * 4


def test_an_older_program_refuses_a_newer_schema_in_one_line(engine: Engine, database_url: str) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as caught:
        build(database_url, clock=lambda: NOW)
    assert "9999" in caught.value.message
    assert "install a newer one" in caught.value.message
    assert "\n" not in caught.value.message
    store = open_store(database_url, clock=lambda: NOW)
    assert store.schema_state() == ("9999", SCHEMA_VERSION)
    store.close()


def test_a_migration_that_fails_leaves_the_version_before(engine: Engine) -> None:
    migrate(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE window_index (a integer)"))
    with pytest.raises(Exception, match="window_index"):
        migrate(engine)
    inspector = inspect(engine)
    assert "window_text" not in inspector.get_view_names()
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        connection.execute(text("DROP TABLE window_index"))
    assert migrate(engine) == ("0001", SCHEMA_VERSION)


@pytest.mark.parametrize("column", ["text", "text_sha256"])
def test_the_database_refuses_to_change_a_text(engine: Engine, database_url: str, column: str) -> None:
    store = build(database_url, clock=lambda: NOW)
    with store.begin() as uow:
        uow.articles.put(make_article("https://courier.example/"))
        uow.commit()
    store.close()

    def change() -> None:
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE revisions SET {column} = {column}"))

    with pytest.raises(Exception, match="never changes"):
        change()
