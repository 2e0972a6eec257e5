"""Finds stored paragraphs for a question, in all of the archive or in some of its articles.

Owns merging several searches and loading what they found. Whether a paragraph answers anything is
`steps/answer/answerable`; ranking one search is the store's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article
from bot.domain.lookup import Hit, SearchFilter
from bot.ports import Store
from bot.steps.answer.answerable import Passage

SEARCH_LIMIT = 30
FUSION = 60
"""Constant of reciprocal rank fusion: how little a first place counts more than a second one."""

MAX_PASSAGES = 60


@dataclass(frozen=True, slots=True)
class Found:
    """Paragraphs, best first, and the hits they come from."""

    passages: tuple[Passage, ...] = ()
    hits: tuple[Hit, ...] = ()


def find_passages(
    queries: Sequence[str],
    *,
    store: Store,
    article_ids: frozenset[int] | None = None,
    published_to: datetime | None = None,
) -> Found:
    """What the searches find together, within these articles (None: all) and published before a time."""
    only = SearchFilter(published_to=published_to, article_ids=article_ids)
    ranked = [store.search.search(query, limit=SEARCH_LIMIT, only=only) for query in dict.fromkeys(queries)]
    hits = _fused(ranked)
    if not hits:
        return Found()
    articles = _load({hit.article_id: hit.revision for hit in hits}, store)
    numbered = dict.fromkeys(
        (hit.article_id, number)
        for hit in hits
        if hit.article_id in articles
        for number in _numbers(hit, articles[hit.article_id])
    )
    passages = tuple(Passage(articles[article_id], number) for article_id, number in numbered)
    return Found(passages[:MAX_PASSAGES], tuple(hit for hit in hits if hit.article_id in articles))


def _fused(ranked: Iterable[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Hits of several searches in one order: what stands high in more of them comes first."""
    scores: dict[str, float] = {}
    hits: dict[str, Hit] = {}
    for found in ranked:
        for place, hit in enumerate(found, 1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1 / (FUSION + place)
            hits.setdefault(hit.passage_id, hit)
    return tuple(hits[one] for one in sorted(scores, key=lambda one: -scores[one])[:SEARCH_LIMIT])


def _load(wanted: dict[int, int], store: Store) -> dict[int, Article]:
    """Articles in the revision that was found; a damaged one is as good as not there."""
    with store.read() as uow:
        loaded = (uow.articles.get(article_id, revision) for article_id, revision in wanted.items())
        return {article.id: article for article in loaded if article.is_intact}


def _numbers(hit: Hit, article: Article) -> list[int]:
    """Paragraphs of a hit, the one that fits best first."""
    inside = [one.number for one in article.revision.passages if hit.start <= one.start and one.end <= hit.end]
    return [hit.passage, *(number for number in inside if number != hit.passage)]
