"""What `briefbot doctor` says about the database: read from the database itself, not from what was asked of it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from bot.stores import sqlite_driver
from bot.stores.engine import PRAGMAS, wal_is_safe


def describe_sqlite(connection: Connection) -> dict[str, str]:
    """Version, file, size and the modes in force. `journal` gives the reason when WAL is off."""
    journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    if not wal_is_safe(sqlite_driver.sqlite_version_info):
        journal += f" (WAL is off: SQLite {sqlite_driver.sqlite_version} can corrupt a database in it)"
    path = Path(str(connection.engine.url.database))
    files = (path, path.with_name(path.name + "-wal"))
    modes = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in PRAGMAS}
    return {
        "engine": "SQLite",
        "version": sqlite_driver.sqlite_version,
        "file": str(path),
        "bytes": str(sum(file.stat().st_size for file in files if file.exists())),
        "journal": journal,
        **modes,
    }


def describe_postgres(connection: Connection) -> dict[str, str]:
    """Version, database and size."""
    query = "SELECT current_setting('server_version'), current_database(), pg_database_size(current_database())"
    version, database, size = connection.exec_driver_sql(query).one()
    return {"engine": "PostgreSQL", "version": version, "database": database, "bytes": str(size)}
