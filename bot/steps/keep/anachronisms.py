"""Marks the sentences of a revision that give people offices which were not theirs on the day of the event.

Owns the flag and which day counts; what does not fit is found by `steps/find/roles`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.article import Passage, Revision, Sentence
from bot.domain.office import Offices
from bot.steps.find.roles import find_anachronism

ANACHRONISM = "anachronism"


def with_anachronisms(revision: Revision, offices: Offices) -> Revision:
    """The revision with its sentences flagged, and itself if any is; unchanged when it names no day at all."""
    published = revision.published_at.date() if revision.published_at else None
    told = published or revision.page_date
    day = revision.event_to or told
    if day is None or not offices.terms:
        return revision
    passages = tuple(
        _marked(passage, revision.text, day=day, told=told, offices=offices) for passage in revision.passages
    )
    if passages == revision.passages:
        return revision
    return replace(revision, passages=passages, flags=(*revision.flags, ANACHRONISM))


def _marked(passage: Passage, text: str, *, day: date, told: date | None, offices: Offices) -> Passage:
    def marked(sentence: Sentence) -> Sentence:
        words = text[sentence.start : sentence.end]
        wrong = find_anachronism(words, day=day, told=told, offices=offices) is not None
        return replace(sentence, flags=(*sentence.flags, ANACHRONISM)) if wrong else sentence

    return replace(passage, sentences=tuple(marked(sentence) for sentence in passage.sentences))
