"""Chooses the evidence of a digest: at most 40 stored sentences of the stories that matter, whatever the archive holds.

Greedy concept coverage: names, numbers and pairs of words that many independent sources share, each counted once. What
becomes of every article left out is an outcome. Wording is the writer's, `write`; checking is `verify`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import LEADS, Article, Outcome, Story
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.told import Before
from bot.domain.watch import Watch
from bot.steps.choose.ahead_lines import find_announced
from bot.steps.choose.cards import citable_sentences, quotations_in, with_cards
from bot.steps.choose.continuity import is_repeat
from bot.steps.choose.coverage import Candidate, cover
from bot.steps.choose.differences import MAX_DIFFERENCES, find_differences, places_of
from bot.steps.choose.genres import is_roundup
from bot.steps.choose.rank_stories import importance, shortened
from bot.steps.choose.told_stories import quotes_of, repeated_digest, retold_digest, with_told
from bot.steps.choose.window import Window, event_day, is_in_window, is_known, window_of
from bot.steps.find.concepts import concepts_of, is_dangling, spread
from bot.steps.find.standing import has_verb, is_listing, is_torn, stands_alone, tells_news

MAX_STORIES = 12
FORCED_FAMILIES = 3
"""Independent sources of a story whose opening is offered before anything else is."""

LEAD_BONUS = 0.25
QUOTE_BONUS = 0.25
CENTRAL_BONUS = 0.15
DANGLING_FACTOR = 0.7
TORN_FACTOR = 0.7
LENGTH_POWER = 0.6
DAILY_DECAY = 0.9

UNKNOWN = ("kept", "came after")
"""Articles that did not exist at the time of writing: they were not looked at, so nothing became of them."""

ROUNDUP = ("kept", "a round-up of many stories")

PAST = ("kept", "came before")
"""Articles of earlier editions, here only to show which stories go on."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a writer may use, and what became of every article that it may not."""

    evidence: Evidence
    outcomes: tuple[Outcome, ...]


def select_evidence(
    stories: Sequence[Story], *, watch: Watch, as_of: datetime, max_lines: int = 40, before: Before | None = None
) -> Selection:
    """The sentences a writer may cite, most important story first. `max_lines` bounds them whatever comes in.

    A story goes on from an earlier edition when it has an article that the edition cited.
    """
    window = window_of(watch, as_of)
    told = before or Before()
    refusals = {
        article.id: reason
        for story in stories
        for article in story.articles
        if (reason := _refusal(article, window, told) or _retelling(article, story, told)) is not None
    }
    refusals |= _roundups([one for story in stories for one in story.articles if one.id not in refusals])
    outcomes = [
        _outcome(article, *refusals[article.id], window=window, watch=watch)
        for story in stories
        for article in story.articles
        if article.id in refusals and refusals[article.id] not in (UNKNOWN, PAST)
    ]
    fresh = [kept for story in stories if (kept := _without(story, refusals)).articles]
    ranked = sorted(fresh, key=lambda story: (-importance(story, window, watch), story.id))
    chosen = [shortened(story) for story in ranked[:MAX_STORIES]]
    candidates = [one for number, story in enumerate(chosen, 1) for one in _candidates(story, number, window, told)]
    wanted = _wanted(chosen, candidates, as_of)[:max_lines]
    forced = [one for one in _forced(chosen, candidates) if one not in wanted][: max_lines - len(wanted)]
    picked = cover(candidates, forced, wanted, max_lines)
    used = {number for number, _ in enumerate(chosen, 1) if any(one.story == number for one, _ in picked)}
    evidence = with_told(_evidence(chosen, picked, window), stories, told)
    left = {one.id for story in fresh for one in story.articles} - {one.sentence_id.article for one, _ in picked}
    for article in (one for story in fresh for one in story.articles if one.id in left):
        reason = _left_out(article, told, is_used=_is_used(article, chosen, used))
        outcomes.append(_outcome(article, *reason, window=window, watch=watch))
    return Selection(evidence, tuple(outcomes))


def _left_out(article: Article, told: Before, *, is_used: bool) -> tuple[str, str]:
    repeated = repeated_digest(article, told)
    if repeated is not None:
        return "repeat", f"told before in digest {repeated}; nothing added"
    return "kept", "another article told the story" if is_used else "ranked lower"


def _without(story: Story, refused: Container[int]) -> Story:
    kept = tuple(article for article in story.articles if article.id not in refused)
    ids = {article.id for article in kept}
    families = tuple(family & ids for family in story.families if family & ids)
    return Story(story.id, kept, families, story.event_date, story.keywords)


def _refusal(article: Article, window: Window, told: Before) -> tuple[str, str] | None:
    if not is_known(article, window):
        return UNKNOWN
    if article.id in told.editions:
        return (
            ("repeat", f"told before in digest {told.editions[article.id]}") if is_in_window(article, window) else PAST
        )
    if not is_in_window(article, window):
        return "stale", f"reports {event_day(article, window).isoformat()}, before the window"
    if article.source_type in LEADS:
        return "kept", f"a lead only: {article.source_type.replace('_', ' ')} is never cited"
    return None


def _retelling(article: Article, story: Story, told: Before) -> tuple[str, str] | None:
    digest_id = retold_digest(article, story, told)
    return None if digest_id is None else ("repeat", f"retells what digest {digest_id} told")


def _roundups(articles: Sequence[Article]) -> dict[int, tuple[str, str]]:
    """A round-up tells many stories in a line each, and is cited only where nothing else is there."""
    many = {article.id for article in articles if is_roundup(article)}
    return dict.fromkeys(many, ROUNDUP) if len(many) < len(articles) else {}


def _candidates(story: Story, number: int, window: Window, told: Before) -> list[Candidate]:
    sentences = {article.id: list(citable_sentences(article)) for article in story.articles}
    texts = [[text for one in family for _, text, _ in sentences.get(one, ())] for family in story.families]
    factors = spread(texts)
    found = []
    for article in story.articles:
        age_days = max((window.last - event_day(article, window)).days, 0)
        for sentence_id, text, _ in sentences[article.id]:
            if (
                is_listing(text)
                or not has_verb(text)
                or is_repeat(text, told.told, quotes=quotes_of(article, sentence_id))
            ):
                continue
            weights = {name: weight * factors.get(name, 1.0) for name, weight in concepts_of(text).items()}
            has_quote = bool(quotations_in(article, sentence_id))
            factor = article.trust * DAILY_DECAY**age_days * _bonus(sentence_id, text, story, has_quote=has_quote)
            factor /= len(text.split()) ** LENGTH_POWER
            found.append(Candidate(sentence_id, text, number, factor, weights, has_quote))
    return found


def _bonus(sentence_id: SentenceId, text: str, story: Story, *, has_quote: bool) -> float:
    words = set(text.lower().split())
    central = sum(1 for word in story.keywords if word in words) / max(len(story.keywords), 1)
    bonus = 1 + LEAD_BONUS * (sentence_id.passage == 1) + QUOTE_BONUS * has_quote + CENTRAL_BONUS * central
    bonus *= TORN_FACTOR if is_torn(text) else 1.0
    return bonus * (DANGLING_FACTOR if not stands_alone(text) and not has_quote else 1.0)


def _forced(chosen: Sequence[Story], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The opening of each of the first families, the first family of every story before the second of any."""
    first_of: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: _is_weak_opening(one.text)):
        first_of.setdefault(candidate.sentence_id.article, candidate)
    rounds: list[list[Candidate]] = [[] for _ in range(FORCED_FAMILIES)]
    for story in chosen:
        families = [[one.id for one in story.articles if one.id in family] for family in story.families]
        leads = [first_of[family[0]] for family in families if family and family[0] in first_of]
        for place, lead in enumerate(leads[:FORCED_FAMILIES]):
            rounds[place].append(lead)
    return [candidate for one in rounds for candidate in one]


def _is_weak_opening(text: str) -> tuple[bool, bool]:
    return is_dangling(text), not (stands_alone(text) and tells_news(text))


def _wanted(chosen: Sequence[Story], candidates: Sequence[Candidate], as_of: datetime) -> list[Candidate]:
    """Both sentences of the first differences between sources, as one is nothing without the other; and dates ahead."""
    offered = [(one.sentence_id, one.text) for one in candidates]
    articles = {article.id: article for story in chosen for article in story.articles}
    differences = find_differences(chosen, offered)[:MAX_DIFFERENCES]
    places = {place for one in differences for place in places_of(one)}
    places |= {place for _, place, _ in find_announced(offered, articles, as_of)}
    return [candidate for candidate in candidates if candidate.sentence_id in places]


def _evidence(chosen: Sequence[Story], picked: Sequence[tuple[Candidate, float]], window: Window) -> Evidence:
    """Lines by story, by article in the story's order, then as they stand in the text; stories renumbered from 1."""
    places = {one.id: (at, place) for at, story in enumerate(chosen, 1) for place, one in enumerate(story.articles)}
    ordered = sorted(picked, key=lambda pair: (*places[pair[0].sentence_id.article], pair[0].sentence_id))
    numbers = {old: new for new, old in enumerate(dict.fromkeys(one.story for one, _ in ordered), 1)}
    stories = tuple(chosen[old - 1] for old in numbers)
    articles = {one.id: one for story in stories for one in story.articles}
    lines = [EvidenceLine(one.sentence_id, one.text, numbers[one.story], (), score) for one, score in ordered]
    return Evidence(with_cards(lines, tuple(articles.values())), articles, stories, window.as_of, window.first)


def _is_used(article: Article, chosen: Sequence[Story], used: set[int]) -> bool:
    return any(number in used and article in story.articles for number, story in enumerate(chosen, 1))


def _outcome(article: Article, kind: str, reason: str, *, window: Window, watch: Watch) -> Outcome:
    return Outcome(article.url, kind, reason, window.as_of, article.id, watch.name)
