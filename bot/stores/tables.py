"""The tables. One file per aggregate reads and writes them; `schema` and `migrations/` bring them into being.

Times are UTC. A revision's passages are offsets into its text, packed (`packing`). So are its windows, the units of
search, which are numbered from `first_window` on in the order in which they were stored.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from bot.stores.sqlite_driver import deflate, inflate

SCHEMA_VERSION = "0007"
"""Newest migration; a test compares it with the folder."""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Text in which NUL and lone surrogates, which no database takes, are replaced one for one: offsets stay."""
    return _UNSTORABLE.sub("\ufffd", text)


class PlainText(TypeDecorator[str]):
    """Any text that people and pages come up with."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make it storable."""
        return None if value is None else storable(value)


class HexDigest(TypeDecorator[str]):
    """A hash, written in hexadecimal outside and in half the bytes inside."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Hexadecimal to bytes."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Bytes to hexadecimal."""
        return None if value is None else bytes(value).hex()


class LongText(TypeDecorator[str]):
    """Text of an article, or what is packed about it. PostgreSQL compresses long values by itself, for SQLite it is
    done here: half the file.

    In SQL on SQLite, `plain_text(column)` is the text (`sqlite_driver`).
    """

    impl = Text().with_variant(LargeBinary(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Compress where the database does not."""
        return deflate(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Give back what was put in."""
        return None if value is None else inflate(value)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes: `timestamptz` on PostgreSQL, sortable text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: their zone would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was put in, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_naming = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
           "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}  # fmt: skip
metadata = MetaData(naming_convention=_naming)
_Id = BigInteger().with_variant(Integer(), "sqlite")

feeds = Table(
    "feeds", metadata,
    Column("id", _Id, primary_key=True),
    Column("name", PlainText, nullable=False, unique=True),
    Column("url", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("publisher", PlainText),
    Column("source_type", PlainText),
    Column("tags", JSON, nullable=False),
    Column("origin", PlainText, nullable=False),
    Column("options", JSON, nullable=False),
    Column("etag", PlainText),
    Column("last_modified", PlainText),
    Column("body_sha256", PlainText),
    Column("status", PlainText, nullable=False, server_default="new"),
    Column("error", PlainText),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_success_at", UtcDateTime),
    Column("last_attempt_at", UtcDateTime),
    Column("next_poll_at", UtcDateTime),
    Column("interval_s", Float, nullable=False, server_default="900"),
    Column("lease_until", UtcDateTime),
    Column("host", PlainText, nullable=False, server_default=""),  # of where it is read; empty for files
    Column("moved_url", PlainText),  # where it is read, if that is not `url` any more
    Column("status_since", UtcDateTime),
    Column("habits", JSON),
    sqlite_autoincrement=True,
)  # fmt: skip

articles = Table(
    "articles", metadata,
    Column("id", _Id, primary_key=True),
    Column("url", PlainText, index=True),  # None: it is the canonical one
    Column("canonical_url", PlainText, nullable=False, unique=True),
    Column("publisher", PlainText),
    Column("source_type", PlainText, nullable=False),
    Column("trust", Float, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False, index=True),
    Column("sort_at", UtcDateTime, nullable=False, index=True),
    Column("feed_id", _Id),
    Column("guid", PlainText),
    Column("duplicate_of", _Id),
    Column("revision", Integer, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Index(None, "feed_id", "guid"),
    sqlite_autoincrement=True,
)  # fmt: skip

article_feeds = Table(  # feeds that carried an article after the one that brought it
    "article_feeds", metadata,
    Column("feed_id", _Id, primary_key=True),
    Column("article_id", _Id, primary_key=True),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("article_id", _Id, ForeignKey("articles.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", PlainText, nullable=False),
    Column("text", LongText, nullable=False),
    Column("text_sha256", HexDigest, nullable=False, index=True),
    Column("fetched_at", UtcDateTime, nullable=False),
    Column("byline", PlainText),
    Column("published_at", UtcDateTime),
    Column("published_conf", PlainText),
    Column("page_date", Date),
    Column("event_from", Date),
    Column("event_to", Date),
    Column("language", PlainText),
    Column("flags", JSON, nullable=False),
    Column("quotations", LongText, nullable=False),
    Column("passages", LongText, nullable=False),
    Column("windows", Text, nullable=False),
    Column("first_window", _Id, nullable=False, unique=True),
    Column("last_window", _Id, nullable=False),
)  # fmt: skip

_unpublished = text("watch IS NOT NULL AND digest_id IS NULL")
outcomes = Table(
    "outcomes", metadata,
    Column("id", _Id, primary_key=True),
    Column("url", PlainText, index=True),  # None: it is the article's
    Column("kind", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("article_id", _Id, index=True),
    Column("watch", PlainText),
    Column("digest_id", _Id),  # None: of no edition, or of one that was not published
    Index(None, "watch", sqlite_where=_unpublished),  # on PostgreSQL, too, whose name here would load all that it needs
)  # fmt: skip

watches = Table(
    "watches", metadata,
    Column("id", _Id, primary_key=True),
    Column("name", PlainText, nullable=False, unique=True),
    Column("origin", PlainText, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
)  # fmt: skip

slots = Table(
    "slots", metadata,
    Column("watch", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("digest_id", _Id),
    Column("lease_until", UtcDateTime),
)  # fmt: skip

digests = Table(
    "digests", metadata,
    Column("id", _Id, primary_key=True),
    Column("watch", PlainText, nullable=False),
    Column("slot", PlainText, nullable=False),
    Column("as_of", UtcDateTime, nullable=False, index=True),
    Column("body", Text, nullable=False),
    UniqueConstraint("watch", "slot"),
    sqlite_autoincrement=True,
)  # fmt: skip

digest_articles = Table(
    "digest_articles", metadata,
    Column("digest_id", _Id, ForeignKey("digests.id"), primary_key=True),
    Column("article_id", _Id, primary_key=True),
)  # fmt: skip

deliveries = Table(
    "deliveries", metadata,
    Column("id", _Id, primary_key=True),
    Column("key", PlainText, nullable=False, unique=True),
    Column("group", PlainText, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("reply_to", PlainText),
    Column("digest_id", _Id),
    Column("answer_id", _Id),
    Column("part_text", PlainText, nullable=False),
    Column("part_body", JSON, nullable=False),
    Column("in_thread", Boolean, nullable=False),
    Column("not_before_at", UtcDateTime),
    Column("state", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("posted_ref", PlainText),
    Column("error", PlainText),
    Column("sending_since", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("recorded_at", UtcDateTime),
    Index(None, "state", "not_before_at"),
    Index(None, "place", "posted_ref"),
    UniqueConstraint("group", "number"),
    sqlite_autoincrement=True,
)  # fmt: skip

events = Table(
    "events", metadata,
    Column("key", PlainText, primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("place", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("user_ref", PlainText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("command", PlainText),
    Column("thread", PlainText),
    Column("message", PlainText),
    Column("reply_to", PlainText),
    Column("payload", JSON, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("lease_until", UtcDateTime),
    Index(None, "state", "at"),
    Index(None, "user_ref", "at"),
    Index(None, "place", "message"),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    Column("id", _Id, primary_key=True),
    Column("place", PlainText, nullable=False),
    Column("thread", PlainText),
    Column("event_key", PlainText, unique=True),
    Column("body", Text, nullable=False),
    Index(None, "place", "thread"),
    sqlite_autoincrement=True,
)  # fmt: skip

ledger = Table(
    "ledger", metadata,
    Column("id", _Id, primary_key=True),
    Column("task", PlainText, nullable=False),
    Column("prompt_id", PlainText, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("prompt_sha256", PlainText, nullable=False),
    Column("model", PlainText, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost_usd", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("error", PlainText),
    Column("subject", PlainText, nullable=False),
    Column("place", PlainText, nullable=False, server_default=""),
)  # fmt: skip
