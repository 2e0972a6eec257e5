"""Answers made of stored sentences: what the offline engine proposes to a question, in the form of a model's reply.

Owns which sentences answer best. Which sentences are on offer is `answerable`, how one is printed is `extracts`; the
draft is verified like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.evidence import Evidence, EvidenceLine, QuoteCard
from bot.domain.speaker import is_same_speaker
from bot.steps.answer.answerable import names_doer, new_people
from bot.steps.answer.question import is_number_asked, names_in
from bot.steps.answer.topic import held_stems, topic_share, topic_stems, word_stems
from bot.steps.find.anchors import find_dates, find_names, find_numbers
from bot.steps.find.concepts import is_dangling, overlap
from bot.steps.find.speakers import Cast
from bot.steps.write.page import DUPLICATE_OVERLAP
from bot.steps.write.speech import Json, as_extract, is_rebuildable, predecessor

SECOND_BEST = 0.8
SECOND_TOPIC = 0.7
"""A second sentence is added to an answer when it is nearly as good as the first and mostly on the topic."""

SPOKEN_BONUS = 0.7
"""Somebody's own words go before what is told of them, unless the words are mostly about something else."""

_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|what)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|off|from|to|outside|inside) (?:the )?[A-Z]")
_VERBS = frozenset("said told added wrote announced warned asked insisted argued explained stated replied".split())


def draft_answer(evidence: Evidence, question: str, *, answer_type: str) -> Json:
    """The best quotation, or the best one or two sentences, as extracts."""
    marks = {line.sentence_id: _answers(line, question, answer_type, evidence) for line in evidence.lines}
    ranked = sorted(evidence.lines, key=lambda line: -marks[line.sentence_id])
    if not ranked or marks[ranked[0].sentence_id] <= 0:
        return {"answerable": False, "sentences": [], "missing": "a sentence that answers it"}
    best = ranked[0]
    chosen = _with_predecessor(best, evidence)
    topic = topic_stems(question)
    for line in ranked[1:]:
        is_good = marks[line.sentence_id] >= SECOND_BEST * marks[best.sentence_id]
        is_told = topic_share(topic, line.text) >= SECOND_TOPIC and not is_dangling(line.text)
        if len(chosen) < 2 and is_good and is_told and _adds_to(chosen, line, answer_type, topic):
            chosen.append(line)
    return {"answerable": True, "sentences": [_spoken(line, evidence) for line in chosen], "missing": None}


def _spoken(line: EvidenceLine, evidence: Evidence) -> Json:
    return as_extract(line, evidence.articles[line.sentence_id.article])


def _answers(line: EvidenceLine, question: str, answer_type: str, evidence: Evidence) -> float:
    """How well a sentence answers: how much of the question it holds, and whether a thing of the asked kind."""
    mark = line.score + _kind_bonus(line, question, answer_type, evidence)
    mark += 0.1 * topic_share(word_stems(question), line.text)
    if is_dangling(line.text) and not is_rebuildable(line):
        mark -= 0.2
    return mark


def _kind_bonus(line: EvidenceLine, question: str, answer_type: str, evidence: Evidence) -> float:
    if answer_type == "quote":
        return _words_bonus(line, question, people=_people_in(question, evidence))
    if answer_type == "number":
        given = {number.value for number in find_numbers(question)}
        fitting = (number for number in find_numbers(line.text) if is_number_asked(question, number))
        return 0.5 if any(number.value not in given for number in fitting) else -0.4
    if answer_type == "date":
        return 0.5 if find_dates(line.text) else 0.0
    if answer_type == "person":
        if _names_somebody(line, question, evidence):
            return 0.4
        return 0.3 if names_doer(line.text, question) else -0.4
    if answer_type == "compare":
        return 0.3 if _tells(line.text) else 0.0
    if _WHERE.search(question):
        return 0.4 if _PLACE.search(line.text) else 0.0
    return 0.3 if _WHICH.search(question) and _new_names(line.text, question) else 0.0


def _people_in(question: str, evidence: Evidence) -> list[str]:
    """Names in the question, and speakers whose name it gives without capitals."""
    asked = word_stems(question)
    speakers = {str(card.quotation.speaker) for line in evidence.lines for card in line.cards if card.quotation.speaker}
    return [*names_in(question), *sorted(name for name in speakers if word_stems(name) <= asked)]


def _words_bonus(line: EvidenceLine, question: str, *, people: Sequence[str]) -> float:
    """For words of the right person; what they are about counts most, when the question says it."""
    subject = topic_stems(question) - frozenset().union(*(held_stems(name) for name in people))
    share = topic_share(subject, line.text) if subject else 0.5
    if any(_speaks(card, people) for card in line.cards):
        return SPOKEN_BONUS + share
    if people and any(held_stems(name) & held_stems(line.text) for name in people) and _tells(line.text):
        return 0.3 + share
    return 0.3 * share + (0.3 if line.cards and not people else 0.0)


def _speaks(card: QuoteCard, people: Sequence[str]) -> bool:
    speaker = card.quotation.speaker
    return speaker is not None and any(is_same_speaker(name, speaker) for name in people)


def _tells(text: str) -> bool:
    return bool(_VERBS & set(re.findall(r"[a-z]+", text))) or "ccording to " in text


def _names_somebody(line: EvidenceLine, question: str, evidence: Evidence) -> bool:
    cast = Cast(evidence.articles[line.sentence_id.article].revision.text)
    return bool(new_people(line.text, question, cast))


def _new_names(text: str, question: str) -> list[str]:
    """Names of a sentence that the question does not give."""
    given = held_stems(question)
    return [name.text for name in find_names(text) if not held_stems(name.text) & given]


def _adds_to(chosen: Sequence[EvidenceLine], line: EvidenceLine, answer_type: str, topic: frozenset[str]) -> bool:
    """Whether a second sentence tells more: other words; a second number, day or name comes from another source."""
    if line in chosen or any(overlap(line.text, one.text) >= DUPLICATE_OVERLAP for one in chosen):
        return False
    is_other_source = all(line.sentence_id.article != one.sentence_id.article for one in chosen)
    return answer_type not in ("number", "date", "person") or (is_other_source and len(topic) > 1)


def _with_predecessor(line: EvidenceLine, evidence: Evidence) -> list[EvidenceLine]:
    if not is_dangling(line.text) or is_rebuildable(line):
        return [line]
    before = evidence.line(predecessor(line.sentence_id))
    return [before, line] if before is not None else [line]
