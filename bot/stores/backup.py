"""Backup and restore of a SQLite database while it is used. PostgreSQL has its own tools and is sent to them."""

from __future__ import annotations

import os
import shutil
import zlib
from hashlib import sha256
from pathlib import Path

import apsw
from sqlalchemy import Engine

from bot.domain.errors import StoreError
from bot.stores.engine import BUSY_TIMEOUT_MS
from bot.stores.schema import check_version
from bot.stores.sqlite_driver import add_functions

_PAGES_AT_ONCE = -1
"""All: a restore is one transaction, so that nobody ever sees half of it."""


def backup_sqlite(engine: Engine, path: Path) -> None:
    """A consistent copy at `path`, which must not exist yet; writers go on meanwhile."""
    if path.exists():
        raise StoreError(f"{path} exists already; name a new file for the backup")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.unlink(missing_ok=True)
    try:
        source = _open_live(_path_of(engine))
        try:
            source.execute("VACUUM INTO ?", (str(temporary),))
        finally:
            source.close()
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    except (apsw.Error, OSError) as error:
        raise StoreError(f"the backup could not be written to {path}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def restore_sqlite(engine: Engine, path: Path) -> None:
    """Check the copy at `path`, then put it in place of the database, for others who have it open as well.

    Nothing is touched when the check fails. A database that is too damaged to be opened is replaced as a file.
    """
    check_copy(path)
    target = _path_of(engine)
    engine.dispose()
    try:
        _copy_into(path, target)
    except apsw.BusyError as error:
        raise StoreError("the database is in use; stop briefbot and restore again", transient=True) from error
    except (apsw.CorruptError, apsw.NotADBError, apsw.ReadOnlyError):
        _replace_file(path, target)


def check_copy(path: Path) -> None:
    """Raise StoreError unless `path` is a whole briefbot database, every text as it was stored, that we can read."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}")
    try:
        connection = _open_copy(path)
        try:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            found = connection.execute("PRAGMA integrity_check(1)").fetchall()
            changed = _find_changed_text(connection)
            size = int(connection.pragma("page_count")) * int(connection.pragma("page_size"))
        finally:
            connection.close()
    except (apsw.Error, zlib.error, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is not a whole briefbot backup: {error}") from error
    if path.stat().st_size < size:
        # SQLite itself reads a last page that is cut off as if it ended in zeros.
        raise StoreError(f"{path} is not a whole briefbot backup: it ends too early")
    if found != [("ok",)] or not version:
        raise StoreError(f"{path} is damaged: {found[0][0]}")
    if changed:
        raise StoreError(f"{path} is damaged: the text of {changed} is not the one that was stored")
    check_version(str(version[0][0]))


def _find_changed_text(connection: apsw.Connection) -> str | None:
    query = "SELECT article_id, number, plain_text(text), text_sha256 FROM revisions"
    for article_id, number, text, digest in connection.execute(query):
        if sha256(text.encode()).digest() != digest:
            return f"article {article_id}, revision {number},"
    return None


def _copy_into(path: Path, target: Path) -> None:
    source = _open_copy(path)
    live = _open_live(target)
    try:
        live.set_busy_timeout(BUSY_TIMEOUT_MS)
        with live.backup("main", source, "main") as copying:
            copying.step(_PAGES_AT_ONCE)
    finally:
        live.close()
        source.close()


def _replace_file(path: Path, target: Path) -> None:
    incoming = target.with_name(target.name + ".restoring")
    shutil.copyfile(path, incoming)
    for suffix in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    os.replace(incoming, target)


def _open_live(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    return connection


def _open_copy(path: Path) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(path.resolve().as_uri() + "?immutable=1", flags=flags)
    add_functions(connection)
    return connection


def _path_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))
