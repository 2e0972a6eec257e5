"""Which two articles may contradict each other at all, and what comes of two statements that do not agree.

Owns the five outcomes (grounding 2.10). What the statements are is `value_differences`, `polarity_differences` and
`wording_differences`; which articles are one source is `steps/group/families`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from bot.domain.article import LEADS, Article, Story
from bot.domain.ids import SentenceId
from bot.steps.find.anchors import find_names, iter_words
from bot.steps.words.names import canonical

EVOLUTION = "evolution"
COMPATIBLE = "compatible"
DIFFERENCE = "difference"
SAME_FAMILY = "same family"
SOURCE_ERROR = "source error"

MAX_EVENT_GAP_DAYS = 1
"""Statements on events further apart are an evolution, or about another event."""

NOISE = timedelta(hours=1)
"""Within so short a time two reports are of the same moment."""

_WEAK = frozenset({"aggregator", *LEADS})

Sentences = Mapping[int, Sequence[tuple[SentenceId, str]]]
"""Article ids to the offered sentences of the article."""


def article_pairs(stories: Sequence[Story]) -> Iterator[tuple[Article, Article, str | None]]:
    """Pairs of articles, the more trusted first, and the outcome that stands before anything is compared, if any.

    Two articles of one family say nothing about each other, nor does one that only retells or was made by a machine.
    """
    family = {
        one: (story.id, number) for story in stories for number, members in enumerate(story.families) for one in members
    }
    articles = [one for story in stories for one in story.articles if one.duplicate_of is None and one.id in family]
    for pair in combinations(articles, 2):
        one, other = sorted(pair, key=_rank)
        yield one, other, _barrier(one, other, is_one_family=family[one.id] == family[other.id])


def independent_pairs(stories: Sequence[Story]) -> Iterator[tuple[Article, Article]]:
    """Pairs of articles of two families that report one day, the more trusted first."""
    return ((one, other) for one, other, barrier in article_pairs(stories) if barrier is None)


def published_at(article: Article) -> datetime:
    """When the article came out, or else was first seen."""
    return article.revision.published_at or article.first_seen_at


def shared_names(one: str, other: str) -> tuple[str, ...]:
    """Names of the first text that stand in the second as well, as written in the first."""
    known = {canonical(word) for word in iter_words(other)}
    return tuple(
        name.text
        for name in find_names(one)
        if not (name.opens and len(name.text.split()) == 1) and {canonical(word) for word in name.text.split()} <= known
    )


def _barrier(one: Article, other: Article, *, is_one_family: bool) -> str | None:
    if _WEAK & {one.source_type, other.source_type}:
        return SOURCE_ERROR
    if is_one_family or one.outlet == other.outlet:
        return SAME_FAMILY
    ours, theirs = one.event_date, other.event_date
    is_near = ours is not None and theirs is not None and abs((ours - theirs).days) <= MAX_EVENT_GAP_DAYS
    return None if is_near else EVOLUTION


def _rank(article: Article) -> tuple[float, float, int]:
    """The more trusted first, then the earlier."""
    return -article.trust, published_at(article).timestamp(), article.id
