"""The Store and its units of work. See `Store` and `UnitOfWork` in `bot/ports`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreError
from bot.ports import (
    ArticleTable,
    Clock,
    ConversationTable,
    DeliveryTable,
    DigestTable,
    FeedTable,
    LedgerTable,
    OutcomeTable,
    Search,
    Store,
    UnitOfWork,
    WatchTable,
)
from bot.stores.articles import Articles, SearchIndex
from bot.stores.backup import backup_sqlite, restore_sqlite
from bot.stores.conversations import Conversations
from bot.stores.deliveries import Deliveries
from bot.stores.describe import describe_postgres, describe_sqlite
from bot.stores.digests import Digests
from bot.stores.engine import READ_ONLY, open_engine
from bot.stores.feeds import Feeds
from bot.stores.ledger import Ledger, Outcomes
from bot.stores.refusals import to_store_error, translated_refusals
from bot.stores.schema import current_version, find_version, migrate
from bot.stores.search_sqlite import SqliteIndex, SqliteSearch
from bot.stores.tables import SCHEMA_VERSION, deliveries, events, feeds, slots
from bot.stores.watches import Watches

LEASED = (feeds, slots, deliveries, events)

TURN_WAIT_S = 10.0
"""Longest wait for the other writers of this program."""


def build(url: str, *, clock: Clock) -> Store:
    """Open the database at `url` and bring its schema up to date. Raises ConfigError or StoreError in one line."""
    store = open_store(url, clock=clock)
    try:
        store.migrate()
    except StoreError:
        store.close()
        raise
    return store


def open_store(url: str, *, clock: Clock) -> Store:
    """The database as it is, for commands that look at its schema or mend it; nothing is read yet."""
    return DatabaseStore(open_engine(url), clock)


def _open_search(engine: Engine) -> tuple[Search, SearchIndex]:
    if engine.dialect.name == "sqlite":
        return SqliteSearch(engine), SqliteIndex()
    # With its driver it takes ten megabytes, which a program on SQLite does not have to pay.
    from bot.stores.search_postgres import PostgresIndex, PostgresSearch

    return PostgresSearch(engine), PostgresIndex()


class DatabaseStore:
    """Implements Store over SQLite or PostgreSQL."""

    search: Search

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._turn = Lock() if self._is_sqlite else None
        self.search, self._index = _open_search(engine)

    def begin(self) -> UnitOfWork:
        """A unit of work that may write. Threads of one program take turns, soonest first, on SQLite."""
        return DatabaseUnitOfWork(self._engine, self._index, self._clock, read_only=False, turn=self._turn)

    def read(self) -> UnitOfWork:
        """A consistent snapshot."""
        return DatabaseUnitOfWork(self._engine, self._index, self._clock, read_only=True)

    def migrate(self) -> tuple[str, str]:
        """Bring the schema up to date. Raises StoreError when it is newer than this program."""
        with translated_refusals():
            return migrate(self._engine)

    def schema_state(self) -> tuple[str, str]:
        """Version in the database and version wanted."""
        with translated_refusals():
            return find_version(self._engine), SCHEMA_VERSION

    def release_leases(self) -> None:
        """What was being posted is looked for before it is posted again; everything else is simply begun anew."""
        with translated_refusals(), self._engine.begin() as connection:
            for table in LEASED:
                connection.execute(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=None))

    def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file."""
        if not self._is_sqlite:
            raise StoreError("PostgreSQL is backed up with its own tool: pg_dump --format=custom --file=FILE DATABASE")
        backup_sqlite(self._engine, path)

    def restore(self, path: Path) -> None:
        """Replace the database by a checked copy and bring its schema up to date."""
        if not self._is_sqlite:
            raise StoreError("PostgreSQL is restored with its own tool: pg_restore --clean --dbname=DATABASE FILE")
        restore_sqlite(self._engine, path)
        self.migrate()

    def describe(self) -> Mapping[str, str]:
        """Facts for doctor: engine, version, schema, size in bytes, and for SQLite the file and its modes."""
        with translated_refusals(), self._engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            schema = {"schema": current_version(connection)}
            return schema | (describe_sqlite(connection) if self._is_sqlite else describe_postgres(connection))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


class DatabaseUnitOfWork:
    """One transaction. Tables are there between `with` and its end."""

    feeds: FeedTable
    articles: ArticleTable
    outcomes: OutcomeTable
    watches: WatchTable
    digests: DigestTable
    deliveries: DeliveryTable
    conversations: ConversationTable
    ledger: LedgerTable

    def __init__(
        self, engine: Engine, index: SearchIndex, clock: Clock, *, read_only: bool, turn: Lock | None = None
    ) -> None:
        self._engine = engine
        self._index = index
        self._clock = clock
        self._read_only = read_only
        self._turn = turn
        self._connection: Connection | None = None

    def __enter__(self) -> DatabaseUnitOfWork:
        self._take_turn()
        try:
            with translated_refusals():
                connection = self._open()
        except BaseException:
            self._end_turn()
            raise
        self._connection = connection
        self.feeds = Feeds(connection)
        self.articles = Articles(connection, self._index)
        self.outcomes = Outcomes(connection)
        self.watches = Watches(connection, self._clock)
        self.digests = Digests(connection)
        self.deliveries = Deliveries(connection, self._clock)
        self.conversations = Conversations(connection)
        self.ledger = Ledger(connection)
        return self

    def commit(self) -> None:
        """Make it so. Call once, last."""
        assert self._connection is not None
        self._connection.commit()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._connection is not None
        try:
            self._connection.close()
        finally:
            self._end_turn()
        if isinstance(error, DBAPIError):
            raise to_store_error(error) from error

    def _open(self) -> Connection:
        connection = self._engine.connect().execution_options(**{READ_ONLY: self._read_only})
        try:
            connection.begin()
        except DBAPIError:
            connection.close()
            raise
        return connection

    def _take_turn(self) -> None:
        # SQLite's own waiting sleeps up to 0.1 s at a time and lets whoever comes last go first: of fifty commands at
        # once the unlucky ones waited four times as long as all of them together needed.
        if self._turn is not None and not self._turn.acquire(timeout=TURN_WAIT_S):
            raise StoreError("the database is too busy: other work of this program holds it", transient=True)

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._turn.release()
