"""Where independent sources of one story contradict each other: values, statements that one denies, wordings.

A false difference is worse than none, so each kind asks for much. Owns their order and the pieces that all share; each
kind is a module of its own, and how a pair is printed is `steps/write/difference_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.article import Story
from bot.domain.ids import SentenceId
from bot.steps.choose.pairs import shared_names
from bot.steps.choose.polarity_differences import PolarityDifference, Statement, statements_that_differ
from bot.steps.choose.value_differences import CountDifference, ValueDifference, values_that_differ
from bot.steps.choose.wording_differences import (
    SpeakerDifference,
    Wording,
    WordingDifference,
    speakers_that_differ,
    wordings_that_differ,
)

__all__ = [
    "MAX_DIFFERENCES",
    "CountDifference",
    "Difference",
    "PolarityDifference",
    "SpeakerDifference",
    "Statement",
    "ValueDifference",
    "Wording",
    "WordingDifference",
    "find_differences",
    "places_of",
    "shared_names",
]

MAX_DIFFERENCES = 3
"""So many are offered to a writer and printed."""

Difference = CountDifference | ValueDifference | PolarityDifference | SpeakerDifference | WordingDifference


def find_differences(stories: Sequence[Story], offered: Iterable[tuple[SentenceId, str]]) -> tuple[Difference, ...]:
    """Differences between independent sources, each slot of a story and each utterance once; values come first.

    A side is one of the `offered` sentences, given with its text. Values and statements are compared within a story,
    wordings across.
    """
    sentences: dict[int, list[tuple[SentenceId, str]]] = {}
    for place, text in offered:
        sentences.setdefault(place.article, []).append((place, text))
    values = [one for story in stories for one in values_that_differ(story, sentences)]
    statements = [one for story in stories for one in statements_that_differ(story, sentences)]
    speakers = speakers_that_differ(stories, sentences)
    return (*values, *statements, *speakers, *wordings_that_differ(stories, sentences))


def places_of(difference: Difference) -> tuple[SentenceId, SentenceId]:
    """The two sentences that a difference rests on."""
    return difference.sides[0].sentence_id, difference.sides[1].sentence_id
