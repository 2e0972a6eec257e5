"""Brings the schema up to date with the numbered migrations, and says where it stands.

Alembic is imported only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, func, inspect, select, text

from bot.domain.errors import StoreError
from bot.stores.engine import READ_ONLY
from bot.stores.tables import SCHEMA_VERSION

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
"""Beside the package, in a checkout as in an installation."""

_MIGRATION_LOCK = 0x6D696772
_ONE_AT_A_TIME = Lock()
"""Alembic keeps its context in module globals."""


def current_version(connection: Connection) -> str:
    """Version in the database, `none` when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return "none"
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or "none"


def find_version(engine: Engine) -> str:
    """Version in the database, read without waiting for writers."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        return current_version(connection)


def check_version(version: str) -> None:
    """Refuse a schema that is newer than this program."""
    if version != "none" and version > SCHEMA_VERSION:
        raise StoreError(
            f"the database has schema {version}, but this briefbot knows only {SCHEMA_VERSION}; install a newer one"
        )


def migrate(engine: Engine, target: str = "head") -> tuple[str, str]:
    """Run what is missing, all in one transaction; returns the versions before and after.

    A process that is killed leaves the version it found. Two that start together wait for each other.
    """
    before = find_version(engine)
    check_version(before)
    if before == SCHEMA_VERSION and target == "head":
        return before, before
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # Begun before Alembic looks: on SQLite it would else commit after each migration, and let a second program in.
    with _ONE_AT_A_TIME, engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        after = current_version(connection)
    return before, after
