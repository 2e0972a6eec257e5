"""Insert a row unless its key is there already, in one statement that needs no savepoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], *, key: Sequence[str]) -> bool:
    """True if the row was inserted, False if a row with this unique key stood there."""
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing(index_elements=list(key))
    return connection.execute(statement.returning(table.c[key[0]])).first() is not None


def _insert(connection: Connection, table: Table) -> Any:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
