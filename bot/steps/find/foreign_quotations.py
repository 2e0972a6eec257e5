"""Quotations of articles that are not in English: the words between marks, and who spoke where German or French says.

Owns the walk for these articles: the clear cases get a speaker, all others none, and no rule of English is asked. Marks
are `quote_marks`, patterns `cues_german` and `cues_french`; English is `quotations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.article import Passage, Quotation
from bot.steps.find.confidence import CONFIDENCE, LOST_BY_NOMINAL
from bot.steps.find.cues_french import attribute_french, find_asides
from bot.steps.find.cues_german import attribute_german
from bot.steps.find.foreign_names import People
from bot.steps.find.foreign_subjects import Place, Told
from bot.steps.find.quote_marks import Marked, find_marked
from bot.steps.find.sentence_bounds import BLANK

_Rule = Callable[[str, Place, People], Told | None]
_RULES: Mapping[str, _Rule] = {"de": attribute_german, "fr": attribute_french}
TERM_WORDS = 2
TERM_CHARS = 8
"""Marked words of which nobody is named as the speaker are a name or scare quotes up to so many words, or characters
where a script puts no spaces between words.
"""

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_BLANKS = " \t\n\u00a0\u2009\u202f"
_PRONOUN_REACH = 1
"""Passages back in which the last speaker may be meant by `er` or `elle`."""


def find_foreign(text: str, passages: Sequence[Passage], tongue: str | None) -> tuple[Quotation, ...]:
    """All quotations in order. `tongue` is `de` or `fr`; None is any other language: nobody is named."""
    marked = find_marked(text, passages)
    if tongue is None:
        return tuple(_plain(text, one, passages) for one in marked)
    people = People(blank(text, marked), tongue)
    if tongue == "fr":
        marked = tuple(part for one in marked for part in _without_asides(text, one, people))
    blanked = blank(text, marked)
    walk = _Walk(blanked, People(blanked, tongue), _RULES[tongue])
    done: list[Quotation] = []
    for one in marked:
        done.append(walk.attribute(_plain(text, one, passages), one, passages, done))
        if one.is_continued:
            _name_parts_before(done)
    return tuple(done)


def blank(text: str, marked: Sequence[Marked]) -> str:
    """The text with quoted characters blanked out, marks included."""
    out, at = [], 0
    for one in marked:
        out.append(text[at : one.outer_start])
        out.append(BLANK * (one.outer_end - one.outer_start))
        at = one.outer_end
    return "".join([*out, text[at:]])


def _plain(text: str, marked: Marked, passages: Sequence[Passage]) -> Quotation:
    """Words between marks that nobody is named for; a few of them that make no sentence are a term."""
    passage = passages[marked.passage - 1]
    number = next((n for n, one in enumerate(passage.sentences, 1) if one.start <= marked.start < one.end), 1)
    kind = "term" if _is_term(text[marked.start : marked.end]) else "speech"
    return Quotation(marked.start, marked.end, marked.passage, number, kind=kind)


def _is_term(words: str) -> bool:
    if words[-1:] in tuple(".!?…,;。！？、"):
        return False
    return len(words) < TERM_CHARS if _UNSPACED.search(words) else len(words.split()) <= TERM_WORDS


class _Walk:
    """What is known of one article while its quotations are gone through in order."""

    def __init__(self, blanked: str, people: People, rule: _Rule) -> None:
        self._blanked = blanked
        self._people = people
        self._rule = rule

    def attribute(
        self, found: Quotation, marked: Marked, passages: Sequence[Passage], done: Sequence[Quotation]
    ) -> Quotation:
        """The quotation with its speaker, if the words around it or before it say clearly who spoke."""
        passage = passages[marked.passage - 1]
        if "suspicious" in passage.sentences[found.sentence - 1].flags:
            return found  # what an instruction to machines puts in marks, nobody said
        before = done[-1] if done else None
        if marked.is_continued and before is not None and before.speaker:
            return _as_before(found, before, "continued")
        start = max((one.start for one in passage.sentences if one.start <= marked.outer_start), default=passage.start)
        place = Place(start, marked.outer_start, marked.outer_end, passage.end)
        told = self._rule(self._blanked, place, self._people)
        named = self._named(found, told, before) if told is not None else None
        if named is not None:
            return named
        is_alone = told is None and self._stands_alone(marked, text_end=passage.end)
        if is_alone and before is not None and before.speaker and self._goes_on(before, marked):
            return _as_before(found, before, "same_utterance")
        return found

    def _named(self, found: Quotation, told: Told, before: Quotation | None) -> Quotation | None:
        confidence = CONFIDENCE[told.pattern]
        speaker = told.name
        if told.is_pronoun:
            speaker, confidence = self._meant(told, found, before), confidence * LOST_BY_NOMINAL
        elif told.is_nominal and speaker:
            confidence *= LOST_BY_NOMINAL
        elif told.is_nominal:
            speaker = told.words[:1].lower() + told.words[1:]
        if not speaker:
            return None
        found = replace(found, speaker=speaker, role=told.role, cue=told.cue, pattern=told.pattern)
        return replace(found, confidence=round(confidence, 2), kind="speech")

    def _meant(self, told: Told, found: Quotation, before: Quotation | None) -> str | None:
        """Whom a pronoun means: who spoke last, close by, with nobody else named since, and no other gender."""
        if before is None or not before.speaker or found.passage - before.passage > _PRONOUN_REACH:
            return None
        if self._people.between(before.end, told.at) - {before.speaker} or before.pattern == "continued":
            return None
        is_female = self._people.is_female(before.speaker)
        wants_female = told.words.lower() in ("sie", "elle")
        return before.speaker if is_female is None or is_female == wants_female else None

    def _goes_on(self, before: Quotation, marked: Marked) -> bool:
        """Whether these words follow those before with nothing but their attribution between."""
        between = self._blanked[before.end : marked.outer_start].strip(BLANK + _BLANKS)
        if before.passage != marked.passage or between.count(".") > 1 or self._others(before, marked):
            return False
        return not between.strip(",–—-") or (before.pattern == "verb_name_after" and between[-1:] in tuple(".:,"))

    def _stands_alone(self, marked: Marked, *, text_end: int) -> bool:
        """Whether nothing of the sentence follows these words, which might tell of another speaker."""
        rest = self._blanked[marked.outer_end : text_end]
        behind = rest.lstrip(_BLANKS + ".,!?…")
        return not behind or behind[0] == BLANK or (behind[0].isupper() and rest[:1] in tuple(_BLANKS + ".!?"))

    def _others(self, before: Quotation, marked: Marked) -> bool:
        return bool(self._people.between(before.end, marked.outer_start) - {before.speaker, before.role})


def _without_asides(text: str, marked: Marked, people: People) -> list[Marked]:
    """The marked words without the reporter's words among them: one part before each of these, and one behind."""
    parts: list[Marked] = []
    at, outer = marked.start, marked.outer_start
    for start, end in find_asides(text, marked.start, marked.end, people):
        if text[at:start].strip():
            parts.append(replace(marked, start=at, end=start, outer_start=outer, outer_end=start))
        at = outer = end + len(text[end : marked.end]) - len(text[end : marked.end].lstrip())
    if at < marked.end:
        parts.append(replace(marked, start=at, outer_start=outer))
    return parts


def _name_parts_before(done: list[Quotation]) -> None:
    """Whoever is named at the end of words that run over several paragraphs spoke the earlier parts as well."""
    for at in range(len(done) - 2, -1, -1):
        if done[at].speaker or done[at].passage != done[at + 1].passage - 1 or not done[-1].speaker:
            return
        done[at] = _as_before(done[at], done[-1], "continued")


def _as_before(found: Quotation, before: Quotation, pattern: str) -> Quotation:
    confidence = min(before.confidence, CONFIDENCE[pattern])
    found = replace(found, speaker=before.speaker, role=before.role, cue=before.cue, pattern=pattern)
    return replace(found, confidence=confidence, kind=before.kind)
