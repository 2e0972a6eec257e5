"""What became of ingested items, and what model calls cost. See `OutcomeTable` and `LedgerTable` in `bot/ports`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select

from bot.domain.article import Outcome
from bot.domain.model_call import LedgerEntry
from bot.stores.article_rows import ADDRESS
from bot.stores.tables import articles, ledger, outcomes

_MAX_URL_CHARS = 2_000
"""Longer ones do not fit an index of PostgreSQL; the head is enough to find what became of them."""


class Outcomes:
    """Implements OutcomeTable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, new: Iterable[Outcome]) -> None:
        found = list(new)
        if not found:
            return
        ids = {outcome.article_id for outcome in found if outcome.article_id is not None}
        known = select(articles.c.id, ADDRESS).where(articles.c.id.in_(ids))
        addresses: dict[int | None, str] = dict(self._connection.execute(known).tuples().all()) if ids else {}
        self._connection.execute(insert(outcomes), [_to_row(one, addresses.get(one.article_id)) for one in found])

    def record_trial(self, watch: str, new: Iterable[Outcome]) -> None:
        trial = (outcomes.c.watch == watch) & outcomes.c.digest_id.is_(None)
        self._connection.execute(delete(outcomes).where(trial))
        self.record(replace(outcome, watch=watch, digest_id=None) for outcome in new)

    def list_for_url(self, url: str) -> tuple[Outcome, ...]:
        address = url[:_MAX_URL_CHARS]
        canonical = and_(articles.c.url.is_(None), articles.c.canonical_url == address)
        article_ids = select(articles.c.id).where(or_(articles.c.url == address, canonical))
        # An outcome's empty address is looked for here, not in SQL: there it would lead over all that have none.
        query = select(outcomes).where(or_(outcomes.c.url == address, outcomes.c.article_id.in_(article_ids)))
        rows = [row for row in self._connection.execute(query.order_by(outcomes.c.id)) if row.url in (None, address)]
        return tuple(_to_outcome(row, address) for row in rows)

    def count_by_kind(self, *, since: datetime, watch: str | None = None) -> Mapping[str, int]:
        is_real = or_(outcomes.c.watch.is_(None), outcomes.c.digest_id.is_not(None))
        query = select(outcomes.c.kind, func.count()).where(outcomes.c.at >= since, is_real).group_by(outcomes.c.kind)
        if watch is not None:
            query = query.where(outcomes.c.watch == watch)
        return dict(self._connection.execute(query).tuples().all())


def _to_row(outcome: Outcome, address: str | None) -> dict[str, Any]:
    """An address that is the article's own is not kept a second time."""
    url = outcome.url[:_MAX_URL_CHARS]
    return asdict(outcome) | {"url": None if url == address else url}


def _to_outcome(row: Row[Any], address: str) -> Outcome:
    return Outcome(address, row.kind, row.reason, row.at, row.article_id, row.watch, row.digest_id)


class Ledger:
    """Implements LedgerTable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, entry: LedgerEntry) -> None:
        row = asdict(entry)
        prompt = row.pop("prompt")
        stamp = {"prompt_id": prompt["id"], "prompt_version": prompt["version"], "prompt_sha256": prompt["sha256"]}
        self._connection.execute(insert(ledger).values(row | stamp))

    def spent_usd(self, *, since: datetime) -> float:
        return self._connection.scalar(select(func.sum(ledger.c.cost_usd)).where(ledger.c.at >= since)) or 0.0

    def tokens(self, *, since: datetime) -> tuple[int, int]:
        query = select(func.sum(ledger.c.tokens_in), func.sum(ledger.c.tokens_out)).where(ledger.c.at >= since)
        taken, given = self._connection.execute(query).one()
        return taken or 0, given or 0

    def used_by(self, place: str, *, since: datetime) -> tuple[int, int]:
        total = func.sum(ledger.c.tokens_in + ledger.c.tokens_out)
        query = select(func.count(), total).where(ledger.c.place == place, ledger.c.at >= since)
        calls, tokens = self._connection.execute(query).one()
        return calls, tokens or 0
