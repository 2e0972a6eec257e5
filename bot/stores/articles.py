"""Articles and their revisions. See `ArticleTable` in `bot/ports`.

A revision's text is inserted once and never updated. The search index is fed in the same transaction (`SearchIndex`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Select, func, insert, or_, select, update

from bot.domain.article import Article, NewArticle, Revision
from bot.domain.errors import NotFound
from bot.stores.article_rows import (
    articles_with,
    check_storable,
    short_guid,
    to_article,
    to_article_row,
    to_revision_row,
    to_stored,
)
from bot.stores.insert_new import insert_new
from bot.stores.tables import article_feeds, articles, revisions

_WRITERS_LOCK = 0x62726965
"""Advisory lock of PostgreSQL: one transaction stores articles at a time, as on SQLite, so that ids and revision
numbers rise in the order of commits and two feeds can bring the same article at once."""


class SearchIndex(Protocol):
    """What `search_sqlite` and `search_postgres` do when articles come and change."""

    def add(self, connection: Connection, article_id: int) -> None:
        """Index the newest revision of an article, unless it repeats another."""
        ...

    def remove(self, connection: Connection, article_id: int) -> None:
        """Take the newest revision of an article out of the index, if it stands there."""
        ...


class Articles:
    """Implements ArticleTable."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection = connection
        self._index = index

    def put(self, article: NewArticle) -> tuple[Article, str]:
        """See ArticleTable. Raises StoreError, with nothing written, for what no database can hold."""
        check_storable(article)
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_WRITERS_LOCK)))
        known = self._find_known(article)
        if known is None:
            return self._insert(article), "stored"
        if known.text_sha256 == article.revision.text_sha256:
            return self.get(known.id), "unchanged"
        return self._revise(known, article), "revised"

    def get(self, article_id: int, revision: int | None = None) -> Article:
        wanted = articles.c.revision if revision is None else revision
        found = self._load(articles_with(wanted).where(articles.c.id == article_id))
        if not found:
            what = f"article {article_id}" + (f" revision {revision}" if revision else "")
            raise NotFound(f"there is no {what} in the archive")
        return found[0]

    def find_by_url(self, url: str) -> Article | None:
        match = or_(articles.c.url == url, articles.c.canonical_url == url)
        found = self._load(articles_with(articles.c.revision).where(match).order_by(articles.c.id.desc()).limit(1))
        return found[0] if found else None

    def list_urls(self, feed_id: int) -> frozenset[str]:
        names = select(articles.c.url, articles.c.canonical_url, articles.c.guid)
        # Two queries: with OR, every article would be looked at.
        own = self._connection.execute(names.where(articles.c.feed_id == feed_id))
        shared = self._connection.execute(names.where(articles.c.id.in_(_carried([feed_id]))))
        return frozenset(value for rows in (own, shared) for row in rows for value in row if value)

    def add_to_feed(self, feed_id: int, article_ids: Collection[int]) -> None:
        for article_id in article_ids:
            row = {"feed_id": feed_id, "article_id": article_id}
            insert_new(self._connection, article_feeds, row, key=("feed_id", "article_id"))

    def list_recent(
        self, *, since: datetime, until: datetime, feed_ids: Sequence[int] | None = None, limit: int = 5000
    ) -> tuple[Article, ...]:
        query = articles_with(articles.c.revision).where(articles.c.sort_at >= since, articles.c.sort_at < until)
        if feed_ids is not None:
            query = query.where(or_(articles.c.feed_id.in_(feed_ids), articles.c.id.in_(_carried(feed_ids))))
        return self._load(query.order_by(articles.c.sort_at.desc(), articles.c.id.desc()).limit(limit))

    def list_fingerprints(self, *, since: datetime) -> tuple[tuple[int, bytes], ...]:
        rows = self._connection.execute(
            select(articles.c.id, articles.c.fingerprint)
            .where(articles.c.first_seen_at >= since, articles.c.duplicate_of.is_(None))
            .order_by(articles.c.id)
        )
        return tuple((row.id, bytes(row.fingerprint)) for row in rows)

    def find_by_text(self, text_sha256: str) -> Article | None:
        query = articles_with(articles.c.revision).where(revisions.c.text_sha256 == text_sha256)
        found = self._load(query.order_by(articles.c.id).limit(1))
        return found[0] if found else None

    def count(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(articles)) or 0

    def _find_known(self, article: NewArticle) -> Any:
        match = articles.c.canonical_url == article.canonical_url
        guid = short_guid(article.guid)
        if guid and article.feed_id is not None:
            # A guid that was the address itself is stored as the address only.
            names = (articles.c.guid, articles.c.url, articles.c.canonical_url)
            # Each with the feed: the other way round, every article of the feed would be looked at.
            match = or_(match, *((articles.c.feed_id == article.feed_id) & (name == guid) for name in names))
        query = articles_with(articles.c.revision).where(match).order_by(articles.c.id).limit(1)
        return self._connection.execute(query).first()

    def _insert(self, article: NewArticle) -> Article:
        revision = replace(article.revision, number=1)
        values = to_article_row(article) | {"first_seen_at": revision.fetched_at, "revision": 1}
        article_id: int = self._connection.execute(insert(articles).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._insert_revision(article_id, revision)
        return to_stored(article, article_id, revision.fetched_at, revision)

    def _revise(self, known: Any, article: NewArticle) -> Article:
        revision = replace(article.revision, number=known.number + 1)
        self._index.remove(self._connection, known.id)
        values = {
            "revision": revision.number,
            "sort_at": revision.published_at or known.first_seen_at,
            "fingerprint": article.fingerprint,
            "duplicate_of": article.duplicate_of if article.duplicate_of != known.id else None,
        }
        self._connection.execute(update(articles).where(articles.c.id == known.id).values(values))
        self._insert_revision(known.id, revision)
        return self.get(known.id)

    def _insert_revision(self, article_id: int, revision: Revision) -> None:
        latest = select(revisions.c.last_window).order_by(revisions.c.first_window.desc()).limit(1)
        first_window = (self._connection.scalar(latest) or 0) + 1
        self._connection.execute(insert(revisions), to_revision_row(article_id, revision, first_window))
        self._index.add(self._connection, article_id)

    def _load(self, query: Select[Any]) -> tuple[Article, ...]:
        return tuple(to_article(row) for row in self._connection.execute(query))


def _carried(feed_ids: Sequence[int]) -> Select[Any]:
    """Ids of the articles that these feeds carried after another one."""
    return select(article_feeds.c.article_id).where(article_feeds.c.feed_id.in_(feed_ids))
