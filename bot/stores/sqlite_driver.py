"""A database driver (PEP 249) for SQLAlchemy over apsw, which carries its own, current SQLite.

The SQLite of many systems has a bug that can corrupt a database in WAL mode; see docs/decisions/0005. Owns the
translation between the two interfaces and the function `plain_text`: pragmas and transactions are `engine`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import apsw

apilevel = "2.0"
threadsafety = 1
paramstyle = "qmark"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
version = sqlite_version
Binary = bytes


class Warning(Exception):
    """PEP 249 name; never raised."""


class Error(Exception):
    """Root of the driver's errors."""


class InterfaceError(Error):
    """Misuse of this interface."""


class DatabaseError(Error):
    """Anything the database says."""


class OperationalError(DatabaseError):
    """Locked, full, unreadable, or a statement that cannot be run."""


class IntegrityError(DatabaseError):
    """A constraint was violated."""


class DataError(DatabaseError):
    """A value does not fit."""


class InternalError(DatabaseError):
    """The database found itself damaged."""


class ProgrammingError(DatabaseError):
    """Wrong use of a statement."""


class NotSupportedError(DatabaseError):
    """Something SQLite cannot do."""


_TRANSLATION: tuple[tuple[type[Exception], type[DatabaseError]], ...] = (
    (apsw.ConstraintError, IntegrityError),
    (apsw.CorruptError, InternalError),
    (apsw.NotADBError, InternalError),
    (apsw.MismatchError, DataError),
    (apsw.TooBigError, DataError),
    (apsw.BindingsError, ProgrammingError),
    (apsw.MisuseError, ProgrammingError),
    (apsw.Error, OperationalError),
)


def deflate(text: str) -> bytes:
    """Compressed UTF-8."""
    return zlib.compress(text.encode())


def inflate(value: Any) -> str:
    """Inverse of deflate; text that is not compressed is given back as it is. Of damaged bytes nothing is left: an
    error here would hide the rows beside it, and an empty text is caught by its hash.
    """
    if not isinstance(value, bytes):
        return str(value)
    try:
        return zlib.decompress(value).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""


def add_functions(connection: apsw.Connection) -> None:
    """Teach a connection `plain_text`, which the view behind the search index needs."""
    connection.create_scalar_function(
        "plain_text", lambda *values: inflate(values[0]), 1, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
    )


def connect(filename: str, **_ignored: object) -> Connection:
    """Open a database; `file:` URIs work. Other keywords that SQLAlchemy passes for sqlite3 have no meaning here."""
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    try:
        connection = apsw.Connection(filename, flags=flags)
        add_functions(connection)
        return Connection(connection)
    except apsw.Error as error:
        raise OperationalError(str(error)) from error


def _translated(error: apsw.Error) -> DatabaseError:
    kind = next(ours for theirs, ours in _TRANSLATION if isinstance(error, theirs))
    return kind(str(error))


class Connection:
    """One connection in autocommit mode: transactions begin only when told (see `engine`)."""

    isolation_level: str | None = None

    def __init__(self, connection: apsw.Connection) -> None:
        self.apsw = connection

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self.apsw)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        """Shortcut through a new cursor."""
        return self.cursor().execute(statement, parameters)

    def commit(self) -> None:
        """Commit if a transaction is open."""
        if self.apsw.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Roll back if a transaction is open."""
        if self.apsw.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Close; open statements are dropped."""
        self.apsw.close(True)

    def create_function(self, name: str, count: int, function: Callable[..., Any], **_: object) -> None:
        """Register a scalar function (SQLAlchemy adds `regexp`)."""
        self.apsw.create_scalar_function(name, function, count, deterministic=True)


class Cursor:
    """A PEP 249 cursor."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self.description: tuple[tuple[Any, ...], ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        """Run one statement."""
        self._cursor.exec_trace = self._note_description
        return self._run(lambda: self._cursor.execute(statement, tuple(parameters)))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        """Run one statement for each row."""
        self._cursor.exec_trace = None
        return self._run(lambda: self._cursor.executemany(statement, rows))

    def fetchone(self) -> tuple[Any, ...] | None:
        """Next row or None."""
        try:
            return next(self._cursor, None)
        except apsw.Error as error:
            raise _translated(error) from error

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Up to `size` rows."""
        rows = (self.fetchone() for _ in range(size or self.arraysize))
        return [row for row in rows if row is not None]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        try:
            return self._cursor.fetchall()
        except apsw.Error as error:
            raise _translated(error) from error

    def close(self) -> None:
        """Drop the statement."""
        self._cursor.close(True)

    def setinputsizes(self, sizes: object) -> None:
        """PEP 249 demands it; SQLite needs none."""

    def setoutputsize(self, size: object, column: object = None) -> None:
        """PEP 249 demands it; SQLite needs none."""

    def _run(self, call: Callable[[], object]) -> Cursor:
        self.description = None
        before = self._connection.total_changes()
        try:
            call()
        except apsw.Error as error:
            raise _translated(error) from error
        finally:
            # The trace is ours and would keep both cursors alive until the garbage collector comes, in any thread: one
            # that is let go of there while its connection is being closed makes SQLite refuse to close.
            self._cursor.exec_trace = None
        changed = self._connection.total_changes() - before
        self.rowcount = changed
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def _note_description(self, cursor: apsw.Cursor, statement: str, bindings: object) -> bool:
        # Only here are the columns of a query without rows known to apsw.
        columns = [name for name, *_ in cursor.get_description()]
        self.description = tuple((name, None, None, None, None, None, None) for name in columns) if columns else None
        return True
