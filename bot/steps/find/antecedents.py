"""Whom `he` or `she` means: the person a reader has in mind at that point of an article.

Owns the weighing of who was named before. Sentences are about their subjects, so a subject outweighs somebody merely
mentioned; nearness, gender and having just spoken count as well. The people themselves are `steps/find/people`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.steps.find.people import CLAUSE, INTRODUCED, MAIN, MENTIONED, SPEAKING, Person

GENDERS = {"he": "male", "him": "male", "she": "female", "her": "female"}

REACH_SENTENCES = 14
"""A pronoun looks back over so many sentences."""

SURE_MARGIN = 1.5
"""The chosen one must outweigh the next by this much, or the pronoun may mean either."""

NEAR_SENTENCES = 2
"""A person of unknown gender is meant only this close behind."""

_WEIGHT = {SPEAKING: 3.6, MAIN: 3.0, CLAUSE: 2.0, INTRODUCED: 1.0, MENTIONED: 0.0}
_PER_SENTENCE = 0.8
"""What each sentence in between takes away: after four sentences a subject weighs less than anyone just named."""

_FITTING_GENDER = 1.5
_LEANING = 1.0
_HUMAN = 0.5
_SPOKE_LAST = 1.5
_PER_MENTION = 0.15
_MOST_MENTIONS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at an offset: who, in which sentence of the article, and what that name is in it."""

    at: int
    person: Person
    sentence: int
    rank: int


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The person chosen, and by how much they outweigh the next."""

    person: Person
    margin: float
    sentences_ago: int
    is_subject: bool

    @property
    def is_sure(self) -> bool:
        """Whether nobody else can well be meant; somebody of unknown gender must have been a subject just before."""
        if self.person.gender or self.person.leaning:
            return self.margin >= SURE_MARGIN
        is_person = self.person.is_human or (self.is_subject and len(self.person.words) > 1)
        return is_person and self.sentences_ago <= NEAR_SENTENCES and self.margin >= SURE_MARGIN


def choose(pronoun: str, sentence: int, before: Sequence[Mention], spoke_last: Person | None) -> Antecedent | None:
    """Whom a pronoun in that sentence means, of the mentions before it."""
    wanted = GENDERS[pronoun.lower()]
    spoke_last = _still_speaking(spoke_last, wanted, before)
    weights: dict[int, tuple[float, Person]] = {}
    counts: dict[int, int] = {}
    for one in before:
        if one.sentence < sentence - REACH_SENTENCES or (one.person.gender and one.person.gender != wanted):
            continue
        key = id(one.person)
        counts[key] = counts.get(key, 0) + 1
        weight = _WEIGHT[one.rank] - _PER_SENTENCE * (sentence - one.sentence)
        weights[key] = (max(weight, weights.get(key, (weight, one.person))[0]), one.person)
    ranked = sorted(
        (
            (weight + _worth(person, wanted, counts[key], spoke_last), person)
            for key, (weight, person) in weights.items()
        ),
        key=lambda item: -item[0],
    )
    if not ranked:
        return None
    weight, person = ranked[0]
    own = [one for one in before if one.person is person]
    margin = weight - ranked[1][0] if len(ranked) > 1 else SURE_MARGIN
    return Antecedent(person, margin, sentence - own[-1].sentence, any(one.rank >= CLAUSE for one in own))


def _still_speaking(spoke_last: Person | None, wanted: str, before: Sequence[Mention]) -> Person | None:
    """Whoever spoke last, unless a later sentence is about somebody else of that gender."""
    for one in reversed(before):
        if one.person is spoke_last:
            return spoke_last
        if one.rank >= MAIN and one.person.is_human and one.person.gender in ("", wanted):
            return None
    return spoke_last


def _worth(person: Person, wanted: str, mentions: int, spoke_last: Person | None) -> float:
    worth = _PER_MENTION * min(mentions, _MOST_MENTIONS)
    if person.gender == wanted:
        worth += _FITTING_GENDER
    elif person.leaning:
        worth += _LEANING if person.leaning == wanted else -_LEANING
    worth += _HUMAN if person.is_human else -2 * _HUMAN * (not person.gender)
    return worth + _SPOKE_LAST * (person is spoke_last)
