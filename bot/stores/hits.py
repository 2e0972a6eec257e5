"""Rows of a search, from either database, as hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.article import Passage
from bot.domain.errors import StoreError
from bot.domain.ids import SentenceId
from bot.domain.lookup import Hit
from bot.stores.packing import unpack_passages
from bot.stores.query_words import score_terms


def to_hit(rank: int, score: float, row: Any, terms: Sequence[str]) -> Hit:
    """Hit number `rank`: the window that was found, with the number of the passage in it that fits the terms best."""
    best = _best_passage(_passages(row), row.body, terms)
    return Hit(
        rank=rank,
        score=score,
        passage_id=str(SentenceId(row.article_id, row.revision, best, 1)).rsplit(".s", 1)[0],
        article_id=row.article_id,
        revision=row.revision,
        passage=best,
        url=row.url,
        title=row.title,
        publisher=row.publisher,
        published_at=row.published_at,
        start=row.start,
        end=row.stop,
        text=row.body,
    )


def _passages(row: Any) -> list[Passage]:
    """The passages of the window; none of a damaged row, which whoever reads its article finds out."""
    try:
        found = unpack_passages(row.passages)
    except StoreError:
        return []
    return [item for item in found if row.start <= item.start and item.end <= row.stop]


def _best_passage(passages: Sequence[Passage], body: str, terms: Sequence[str]) -> int:
    if not passages:
        return 1
    offset = passages[0].start

    def fit(passage: Passage) -> int:
        return score_terms(terms, body[passage.start - offset : passage.end - offset])

    return max(passages, key=fit).number
