"""Which stories go on from earlier editions, and which articles only repeat what those told.

Owns tying what was told to the stories of today: by an article that an edition cited, or by the words themselves. What
counts as an addition is `continuity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.article import LEADS, Article, Story
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.told import Before, Told
from bot.steps.choose.cards import citable_sentences, quotations_in
from bot.steps.choose.continuity import find_alike, is_repeat, likeness
from bot.steps.choose.differences import shared_names
from bot.steps.group.retellings import tell_the_same

MAX_TOLD_PER_STORY = 8
"""So many sentences on a story say where it stands (grounding 2.12)."""

LINKED_AT = 0.2
"""Likeness that is enough within a story: a round-up has articles on many things."""

ALIKE_AT = 0.35
"""Likeness that is enough by itself, when a name is shared: grouping misses some stories that go on for a week."""


def with_told(evidence: Evidence, stories: Sequence[Story], before: Before) -> Evidence:
    """The evidence with what was told of each of its stories, the likest first.

    `stories` still hold the articles of earlier editions.
    """
    whole = {story.id: frozenset(article.id for article in story.articles) for story in stories}
    texts: dict[int, list[str]] = {}
    for line in evidence.lines:
        texts.setdefault(line.story, []).append(line.text)
    told = {
        number: found
        for number, story in enumerate(evidence.stories, 1)
        if (found := _likest(texts.get(number, ()), before, linked=before.told_of(whole[story.id])))
    }
    cited = {place.article for found in told.values() for one in found for place in one.citations}
    seen = {article.id: article for story in stories for article in story.articles}
    earlier = {one: _as_seen(article, seen) for one, article in before.articles.items() if one in cited}
    return replace(evidence, told=told, articles={**earlier, **evidence.articles})


def _as_seen(article: Article, seen: Mapping[int, Article]) -> Article:
    """The article with the day that its story gives it now, if it is still the revision that was cited."""
    now = seen.get(article.id, article)
    return now if now.revision.number == article.revision.number else article


def _likest(texts: Sequence[str], before: Before, *, linked: Sequence[Told]) -> tuple[Told, ...]:
    known = set(linked)
    scored = [(max((likeness(text, one.text) for text in texts), default=0.0), one) for one in before.told]
    fit = [
        (score, one)
        for score, one in scored
        if (score >= LINKED_AT and one in known)
        or (
            score >= ALIKE_AT
            and any(shared_names(text, one.text) for text in texts if likeness(text, one.text) == score)
        )
    ]
    return tuple(one for _, one in sorted(fit, key=lambda pair: -pair[0])[:MAX_TOLD_PER_STORY])


def repeated_digest(article: Article, before: Before) -> int | None:
    """The edition that told before all that an article has to say; None when there is something left to tell."""
    if not before.told:
        return None
    digest_id = None
    for place, text, _ in citable_sentences(article):
        if not is_repeat(text, before.told, quotes=quotes_of(article, place)):
            return None
        digest_id = digest_id or find_alike(text, before.told)[0].digest_id
    return digest_id


def retold_digest(article: Article, story: Story, before: Before) -> int | None:
    """The edition that told what this aggregator retells, in the family of an article it cited, of about the same day.

    An aggregator that follows another, or a later day, may be all that a reader has.
    """
    family = next((one for one in story.families if article.id in one), frozenset())
    if article.source_type != "aggregator":
        return None
    for one in story.articles:
        is_told = one.id in family and one.id in before.editions and one.source_type not in (*LEADS, "aggregator")
        if is_told and tell_the_same(one, article):
            return before.editions[one.id]
    return None


def quotes_of(article: Article, place: SentenceId) -> tuple[str, ...]:
    """The words that a stored sentence quotes."""
    return tuple(article.quotation_text(one) for one in quotations_in(article, place))
