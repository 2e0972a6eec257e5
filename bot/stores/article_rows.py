"""Articles and revisions as rows and back. Reading and writing them is `articles`."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, func, select

from bot.domain.article import Article, NewArticle, Passage, Quotation, Revision
from bot.domain.errors import StoreError
from bot.stores.packing import (
    find_windows,
    pack_passages,
    pack_quotations,
    pack_windows,
    unpack_passages,
    unpack_quotations,
)
from bot.stores.tables import articles, revisions, storable

_MAX_URL_CHARS = 2_000
_MAX_GUID_CHARS = 500
"""Longer ones do not fit an index of PostgreSQL."""

ADDRESS = func.coalesce(articles.c.url, articles.c.canonical_url)
"""Where an article was read: its own address is kept only when it is not the canonical one."""

_ARTICLE_COLUMNS = [column for column in articles.c if column.name not in ("fingerprint", "url")]


def articles_with(number: Any) -> Select[Any]:
    """Articles joined with their revision `number`: a column or a value."""
    columns = [column for column in revisions.c if column.name != "article_id"]
    return select(ADDRESS.label("url"), *_ARTICLE_COLUMNS, *columns).join(
        revisions, (revisions.c.article_id == articles.c.id) & (revisions.c.number == number)
    )


def check_storable(article: NewArticle) -> None:
    """Raise StoreError for an article that no database can hold."""
    if max(len(article.url), len(article.canonical_url)) > _MAX_URL_CHARS:
        raise StoreError(f"an article's address has more than {_MAX_URL_CHARS} characters: {article.url[:100]}…")
    if storable(article.revision.text) != article.revision.text:
        raise StoreError(f"the text of {article.url} holds characters that cannot be stored (NUL or half a surrogate)")


def short_guid(guid: str | None) -> str | None:
    """A guid as it is stored: long ones by their hash."""
    if guid is None or len(guid) <= _MAX_GUID_CHARS:
        return guid
    return "sha256:" + sha256(guid.encode(errors="replace")).hexdigest()


def to_article_row(article: NewArticle) -> dict[str, Any]:
    """Columns that do not depend on what is stored already."""
    return {
        "url": None if article.url == article.canonical_url else article.url,
        "canonical_url": article.canonical_url,
        "publisher": article.publisher,
        "source_type": article.source_type,
        "trust": article.trust,
        "sort_at": article.revision.published_at or article.revision.fetched_at,
        "feed_id": article.feed_id,
        "guid": None if article.guid == article.url else short_guid(article.guid),
        "duplicate_of": article.duplicate_of,
        "fingerprint": article.fingerprint,
    }


def to_revision_row(article_id: int, revision: Revision, first_window: int) -> dict[str, Any]:
    """A revision whose windows are numbered from `first_window` on; one without any takes a number as well."""
    windows = find_windows(revision.passages)
    return {
        "article_id": article_id,
        "number": revision.number,
        "title": revision.title,
        "text": revision.text,
        "text_sha256": revision.text_sha256,
        "fetched_at": revision.fetched_at,
        "byline": revision.byline,
        "published_at": revision.published_at,
        "published_conf": revision.published_conf,
        "page_date": revision.page_date,
        "event_from": revision.event_from,
        "event_to": revision.event_to,
        "language": revision.language,
        "flags": list(revision.flags),
        "quotations": pack_quotations(revision.quotations, passages := pack_passages(revision.passages)),
        "passages": passages,
        "windows": pack_windows(windows),
        "first_window": first_window,
        "last_window": first_window + max(1, len(windows)) - 1,
    }


def to_stored(article: NewArticle, article_id: int, first_seen_at: datetime, revision: Revision) -> Article:
    """The article that a new one has become."""
    return Article(
        id=article_id,
        url=article.url,
        canonical_url=article.canonical_url,
        publisher=article.publisher,
        source_type=article.source_type,
        trust=article.trust,
        first_seen_at=first_seen_at,
        revision=revision,
        feed_id=article.feed_id,
        duplicate_of=article.duplicate_of,
    )


def to_article(row: Row[Any]) -> Article:
    """An article from a row of articles_with. A damaged one has no text, which does not fit its hash: not intact."""
    text, passages, quotations = _found_in(row)
    revision = Revision(
        number=row.number,
        title=row.title,
        text=text,
        text_sha256=row.text_sha256,
        fetched_at=row.fetched_at,
        passages=passages,
        quotations=quotations,
        byline=row.byline,
        published_at=row.published_at,
        published_conf=row.published_conf,
        page_date=row.page_date,
        event_from=row.event_from,
        event_to=row.event_to,
        language=row.language,
        flags=tuple(row.flags),
    )
    return Article(
        id=row.id,
        url=row.url,
        canonical_url=row.canonical_url,
        publisher=row.publisher,
        source_type=row.source_type,
        trust=row.trust,
        first_seen_at=row.first_seen_at,
        revision=revision,
        feed_id=row.feed_id,
        duplicate_of=row.duplicate_of,
    )


def _found_in(row: Row[Any]) -> tuple[str, tuple[Passage, ...], tuple[Quotation, ...]]:
    """Text, passages and quotations of a row. One damaged row must not keep a reader from all the others."""
    try:
        return row.text, unpack_passages(row.passages), unpack_quotations(row.quotations, row.passages)
    except (StoreError, ValueError, TypeError, LookupError):
        return "", (), ()
