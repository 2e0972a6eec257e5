"""Digests, whole and immutable. See `DigestTable` in `bot/ports`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.domain.digest import Digest
from bot.domain.errors import NotFound
from bot.stores.codec import digest_from_json, digest_to_json
from bot.stores.tables import digest_articles, digests


class Digests:
    """Implements DigestTable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: Digest) -> Digest:
        row = {"watch": digest.watch, "slot": digest.slot, "as_of": digest.as_of, "body": digest_to_json(digest)}
        digest_id = self._connection.execute(insert(digests).values(row)).inserted_primary_key[0]  # type: ignore[index]
        cited = sorted({citation.article_id for citation in digest.citations})
        if cited:
            rows = [{"digest_id": digest_id, "article_id": article_id} for article_id in cited]
            self._connection.execute(insert(digest_articles), rows)
        return replace(digest, id=digest_id)

    def get(self, digest_id: int) -> Digest:
        row = self._connection.execute(select(digests).where(digests.c.id == digest_id)).first()
        if row is None:
            raise NotFound(f"there is no digest {digest_id}")
        return _to_digest(row)

    def find(self, watch: str, slot: str) -> Digest | None:
        query = select(digests).where(digests.c.watch == watch, digests.c.slot == slot)
        row = self._connection.execute(query).first()
        return _to_digest(row) if row else None

    def list_recent(
        self, *, limit: int = 50, watch: str | None = None, before: datetime | None = None
    ) -> tuple[Digest, ...]:
        query = select(digests).order_by(digests.c.as_of.desc(), digests.c.id.desc()).limit(limit)
        if watch is not None:
            query = query.where(digests.c.watch == watch)
        if before is not None:
            query = query.where(digests.c.as_of < before)
        return tuple(_to_digest(row) for row in self._connection.execute(query))


def _to_digest(row: Row[Any]) -> Digest:
    return replace(digest_from_json(row.body), id=row.id)
