"""Values that independent sources give differently: counts of people, amounts, days of appointments.

Strict on purpose: whatever can be read as both true is no difference. Owns pairing values of one slot; finding them in
sentences is `steps/find/counts`, `measures` and `appointments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bot.domain.article import Article, Story
from bot.steps.choose.pairs import (
    COMPATIBLE,
    DIFFERENCE,
    EVOLUTION,
    NOISE,
    Sentences,
    article_pairs,
    published_at,
    shared_names,
)
from bot.steps.find.appointments import Appointment, find_appointments
from bot.steps.find.counts import Count, find_counts
from bot.steps.find.dates import month_days_in, resolve_dates
from bot.steps.find.measures import Measure, find_measures

MIN_SHARED_STEMS = 3
"""Content words that both sentences share, besides the counted thing itself: they speak of the same event."""

MIN_SHARED_SHARE = 0.5
"""Share of the shorter sentence's content that stands in both: an amount says less of its event than a count does."""

MANY_SHARED_STEMS = 5
LESS_SHARED_SHARE = 0.4
"""Asked of an amount whose verb or subject differs: a thing of two words, with two names in common, is hardly another
one (`undersea cables`).
"""

Value = Count | Measure | Appointment


@dataclass(frozen=True, slots=True)
class CountDifference:
    """Two sources that cannot both be right about a number of people. The first is the more trusted one."""

    sides: tuple[Count, Count]


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """The same about an amount or a day. The first is the more trusted one."""

    sides: tuple[Measure, Measure] | tuple[Appointment, Appointment]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values of one slot and what comes of them: one of the five outcomes."""

    sides: tuple[Value, Value]
    outcome: str


def compare_values(story: Story, sentences: Sentences) -> Iterator[Compared]:
    """Every two values of one slot that two articles of a story give and that are not the same."""
    pairs = list(article_pairs([story]))
    values = {article.id: _values(article, sentences) for article in story.articles} if pairs else {}
    for one, other, barrier in pairs:
        for mine, yours in product(values[one.id], values[other.id]):
            if _is_one_slot(mine, yours) and _is_same_event((mine, one), (yours, other)):
                yield Compared((mine, yours), barrier or _outcome((mine, one), (yours, other)))


def values_that_differ(story: Story, sentences: Sentences) -> Iterator[CountDifference | ValueDifference]:
    """The differences among them, each slot once."""
    told: set[str] = set()
    for compared in compare_values(story, sentences):
        mine, yours = compared.sides
        if compared.outcome == DIFFERENCE and mine.kind not in told:
            told.add(mine.kind)
            if isinstance(mine, Count) and isinstance(yours, Count):
                yield CountDifference((mine, yours))
            elif not isinstance(mine, Count) and not isinstance(yours, Count):
                yield ValueDifference((mine, yours))  # type: ignore[arg-type]  # both are of one type


def _values(article: Article, sentences: Sentences) -> list[Value]:
    published = article.revision.published_at
    anchor = published.date() if published else article.event_date
    found: list[Value] = []
    for place, text in sentences.get(article.id, ()):
        counts = find_counts(place, text)
        counted = {count.number.value for count in counts}
        found += counts
        found += (measure for measure in find_measures(place, text) if measure.number.value not in counted)
        found += find_appointments(place, text, anchor)
    return found


def _is_one_slot(mine: Value, yours: Value) -> bool:
    return type(mine) is type(yours) and mine.kind == yours.kind and mine.written.lower() != yours.written.lower()


def _outcome(mine: tuple[Value, Article], yours: tuple[Value, Article]) -> str:
    if not mine[0].excludes(yours[0]):  # type: ignore[arg-type]  # both are of one type
        return COMPATIBLE
    if _is_evolution(mine, yours):
        return EVOLUTION
    # Who gives the other's value as well tells of two values, or of a dispute.
    return COMPATIBLE if _holds(mine[1], yours[0]) or _holds(yours[1], mine[0]) else DIFFERENCE


def _is_evolution(mine: tuple[Value, Article], yours: tuple[Value, Article]) -> bool:
    """Counts and amounts grow: the later and larger one contradicts nothing. An age or a day does not."""
    (first, early), (last, late) = sorted((mine, yours), key=lambda side: published_at(side[1]))
    if isinstance(first, Appointment) or isinstance(last, Appointment) or first.kind.startswith("age "):
        return False
    return published_at(late) - published_at(early) > NOISE and last.number.value > first.number.value


def _holds(article: Article, value: Value) -> bool:
    text = article.revision.text
    if isinstance(value, Appointment):
        return (value.day.month, value.day.day) in month_days_in(text)
    return re.search(rf"(?<![\w.,]){re.escape(value.number.text)}(?![\w%]|[.,]\d)", text) is not None


def _is_same_event(mine: tuple[Value, Article], yours: tuple[Value, Article]) -> bool:
    """Whether two sentences of one slot speak of the same thing: no other day, words and a name in common."""
    one, other = mine[0], yours[0]
    if isinstance(one, Measure) and one.kind.startswith("age "):
        return True
    if not isinstance(one, Appointment) and _are_days_apart(mine, yours):
        return False
    shared = set(one.topic) & set(other.topic)
    names = shared_names(one.text, other.text)
    if len(shared) < MIN_SHARED_STEMS or not names:
        return False
    if isinstance(one, Measure) and isinstance(other, Measure) and one.doing != other.doing:
        is_special = len(one.about.split()) > 1 and len(shared) >= MANY_SHARED_STEMS and len(set(names)) > 1
        return is_special and len(shared) >= LESS_SHARED_SHARE * _shorter(one, other)
    return isinstance(one, Count) or len(shared) >= MIN_SHARED_SHARE * _shorter(one, other)


def _shorter(one: Value, other: Value) -> int:
    return min(len(set(one.topic)), len(set(other.topic)))


def _are_days_apart(mine: tuple[Value, Article], yours: tuple[Value, Article]) -> bool:
    days = [
        set(resolve_dates(value.text, article.revision.published_at.date() if article.revision.published_at else None))
        for value, article in (mine, yours)
    ]
    return all(days) and not days[0] & days[1]
