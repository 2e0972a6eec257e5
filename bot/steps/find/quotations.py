"""Direct quotations of an article with their speakers, found once, when the article is stored.

Owns the walk over the article: marks (`steps/find/quote_marks`), patterns (`steps/find/cues_before`, `cues_after`) and
people (`steps/find/naming`) put together. Whether a quotation may be printed is `domain/quote` and `steps/verify/gate`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.article import Passage, Quotation
from bot.steps.find.confidence import CONFIDENCE
from bot.steps.find.cues import Attribution
from bot.steps.find.cues_after import attribute_after, attribute_opening, attribute_trailing
from bot.steps.find.cues_before import attribute_before
from bot.steps.find.foreign_quotations import blank, find_foreign
from bot.steps.find.naming import name_speaker
from bot.steps.find.quote_marks import Marked, find_marked
from bot.steps.find.sentence_bounds import BLANK, sentence_start
from bot.steps.find.speakers import Cast
from bot.steps.find.terms import STOPS, is_named_so, is_short
from bot.steps.find.tongue import rules_for

_BY_SENTENCE = ("sentence_subject", "infinitive_before", "claim_before", "nested_before")
"""Patterns that name somebody of the same sentence, who need not be the one who spoke."""

_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.’'-]+(?:\s[A-Z][A-Z.’'-]+){0,2}):\s")
_LIST = re.compile(
    r"[\s,]*(?:(?:and|or|but|as|also|a|an|the|of|then|being|is|was|both|even|with|by|for|that|to)\b[\s,]*){0,4}"
)
"""What stands between the parts of one utterance: `“angry,” “loud” and a “bully”`."""


_TOLD = frozenset(("said", "says", "told", "tells", "wrote", "writes", "added"))
_NEW_CLAUSE = re.compile(r"[,;:\x00—–]|\b(?:and|but|while|whereas|although|though|because)\b")


@dataclass(slots=True)
class _Walk:
    """What is known while the walk goes from quotation to quotation."""

    text: str
    blanked: str
    cast: Cast
    passages: Sequence[Passage]
    done: list[Quotation] = field(default_factory=list)
    _starts: dict[int, int] = field(default_factory=dict)

    def start_of_sentence(self, passage: Passage, at: int) -> int:
        """Where the sentence holding `at` begins; asked for several times for each quotation."""
        if at not in self._starts:
            self._starts[at] = sentence_start(self.blanked, passage.start, at)
        return self._starts[at]


def find_quotations(text: str, passages: tuple[Passage, ...], language: str | None = None) -> tuple[Quotation, ...]:
    """All quotations in order. A speaker is as named in the text; None, with confidence 0, when nobody can be named."""
    tongue = rules_for(text, language)
    return _find_english(text, passages) if tongue == "en" else find_foreign(text, passages, tongue)


def _find_english(text: str, passages: tuple[Passage, ...]) -> tuple[Quotation, ...]:
    marked = find_marked(text, passages)
    blanked = blank(text, marked)
    walk = _Walk(text, blanked, Cast(blanked), passages)
    by_number = {passage.number: passage for passage in passages}
    for index, one in enumerate(marked):
        later = marked[index + 1] if index + 1 < len(marked) else None
        walk.done.append(_quotation(one, later, by_number[one.passage], walk))
        if one.is_continued:
            _name_parts_before(walk.done)
    return tuple(walk.done)


def _quotation(marked: Marked, later: Marked | None, passage: Passage, walk: _Walk) -> Quotation:
    found = Quotation(marked.start, marked.end, passage.number, _sentence_number(passage, marked.start))
    if "suspicious" in passage.sentences[found.sentence - 1].flags:
        return found  # what an instruction to machines puts in marks, nobody said
    if (label := _LABEL.match(walk.text, marked.start, marked.end)) is not None:
        return _labelled(found, label["name"], walk)
    if marked.is_continued and walk.done and walk.done[-1].speaker:
        return _as_previous(found, walk.done[-1], "continued")
    start = walk.start_of_sentence(passage, marked.outer_start)
    if is_named_so(walk.text[marked.start : marked.end], walk.blanked[start : marked.outer_start]):
        return replace(found, kind="term")
    near = _attribute(marked, later, passage, walk)
    if near is not None and near.pattern not in _BY_SENTENCE:
        return _attributed(found, near, walk)
    carried = _carry_over(marked, passage, walk)
    if carried is not None:
        return replace(carried, start=found.start, end=found.end, passage=found.passage, sentence=found.sentence)
    return _by_sentence(found, near, attribute_trailing(walk.blanked, marked.outer_end, passage.end), walk)


def _by_sentence(found: Quotation, near: Attribution | None, trailing: Attribution | None, walk: _Walk) -> Quotation:
    """The speaker named at the sentence's end, or else somebody of the same sentence; a few words may be nobody's."""
    if trailing is not None:
        return _attributed(found, trailing, walk)
    is_weak = near is None or near.pattern == "sentence_subject"
    if is_weak and is_short(walk.text[found.start : found.end]):
        return replace(found, kind="term")
    return _attributed(found, near, walk) if near is not None else found


def _labelled(found: Quotation, label: str, walk: _Walk) -> Quotation:
    """`LIND: The boats wait.` in a transcript."""
    name = walk.cast.full_name(label.title()) or label.title()
    return replace(found, speaker=name, pattern="label", confidence=CONFIDENCE["label"])


def _name_parts_before(done: list[Quotation]) -> None:
    """The speaker named at the end of words that run over several paragraphs spoke the earlier parts as well."""
    last = done[-1]
    for at in range(len(done) - 2, -1, -1):
        if done[at].speaker or done[at].passage != done[at + 1].passage - 1 or not last.speaker:
            return
        done[at] = _as_previous(done[at], last, "continued")


def _attribute(marked: Marked, later: Marked | None, passage: Passage, walk: _Walk) -> Attribution | None:
    limit = later.outer_start if later is not None and later.passage == marked.passage else passage.end
    inner = walk.text[marked.start : marked.end].rstrip()
    after = attribute_after(walk.blanked, marked.outer_end, limit, is_closed=inner.endswith("."))
    start = walk.start_of_sentence(passage, marked.outer_start)
    before = attribute_before(walk.blanked, start, marked.outer_start) or attribute_opening(
        walk.blanked, walk.blanked[start : marked.outer_start], marked.outer_end, passage.end
    )
    if after is None or before is None or before.pattern != "verb_before":
        return after or before
    if after.pattern == "according_to" and _is_told_straight(before, walk.blanked[before.at : marked.outer_start]):
        return replace(before, via=before.via or after.subject)
    return before if inner[-1:] not in STOPS + "," else after


def _is_told_straight(before: Attribution, between: str) -> bool:
    """`Roe told the radio the boats have “…,” according to the Gazette`: Roe speaks, the Gazette passes it on."""
    _, _, behind = between.partition(before.cue or "")
    return before.cue in _TOLD and bool(behind) and _NEW_CLAUSE.search(behind) is None


def _carry_over(marked: Marked, passage: Passage, walk: _Walk) -> Quotation | None:
    """The speaker of the words just before: in this paragraph, or in the one that leads into this quotation."""
    previous = walk.done[-1] if walk.done else None
    if previous is not None and (not previous.speaker or previous.kind != "speech"):
        previous = None
    if (
        previous is not None
        and previous.passage == passage.number
        and _is_listed(walk.blanked, previous.end, marked.outer_start)
    ):
        return _as_previous(previous, previous, "same_utterance")
    start = walk.start_of_sentence(passage, marked.outer_start)
    opens_sentence = not walk.blanked[start : marked.outer_start].strip(" \x00,.;—–-")
    if not opens_sentence:
        return None
    if previous is not None and previous.passage == passage.number:
        return _as_previous(previous, previous, "same_utterance")
    if walk.blanked[passage.start : marked.outer_start].strip():
        return _from_sentence_before(passage, marked, walk)
    return _from_paragraph_before(passage, previous, walk)


def _is_listed(blanked: str, end: int, start: int) -> bool:
    between = blanked[end:start].lstrip(BLANK)
    return bool(between.strip(" ,")) and _LIST.fullmatch(between) is not None


def _from_sentence_before(passage: Passage, marked: Marked, walk: _Walk) -> Quotation | None:
    """`Her deputy, Tomas Reyle, was more cautious. “…”`: the subject of the sentence before speaks."""
    end = len(walk.blanked[passage.start : marked.outer_start].rstrip()) + passage.start - 1
    start = walk.start_of_sentence(passage, end)
    name = walk.cast.subject_between(start, end) or walk.cast.latest_before(end, start)
    if name is None:
        return None
    empty = Quotation(0, 0, passage.number, 1)
    return replace(empty, speaker=name, pattern="paragraph_subject", confidence=CONFIDENCE["paragraph_subject"])


def _from_paragraph_before(passage: Passage, previous: Quotation | None, walk: _Walk) -> Quotation | None:
    index = next((number for number, one in enumerate(walk.passages) if one.number == passage.number), 0)
    before = walk.passages[index - 1] if index else None
    if before is None:
        return None
    lead_in = walk.text[before.start : before.end].rstrip()
    empty = Quotation(0, 0, passage.number, 1)
    if lead_in.endswith((":", ",")):
        start = walk.start_of_sentence(before, before.end - 1)
        named = attribute_before(walk.blanked, start, before.end)
        if named is not None:
            return _attributed(empty, replace(named, pattern="introduced"), walk)
    if previous is not None and previous.speaker and previous.passage == before.number and previous.kind == "speech":
        return _as_previous(empty, previous, "previous_quote")
    name = walk.cast.latest_before(before.end, before.start)
    return (
        replace(empty, speaker=name, pattern="previous_subject", confidence=CONFIDENCE["previous_subject"])
        if name
        else None
    )


def _as_previous(found: Quotation, previous: Quotation, pattern: str) -> Quotation:
    confidence = min(previous.confidence, CONFIDENCE[pattern]) if previous.speaker else 0.0
    return replace(
        found,
        speaker=previous.speaker,
        role=previous.role,
        cue=previous.cue,
        via=previous.via,
        kind=previous.kind,
        pattern=pattern if previous.speaker else "unattributed",
        confidence=confidence,
    )


def _attributed(found: Quotation, near: Attribution, walk: _Walk) -> Quotation:
    spoke_last = next((one.speaker for one in reversed(walk.done[-2:]) if one.speaker), None)
    speaker, confidence = name_speaker(near, walk.cast, spoke_last)
    return replace(
        found,
        speaker=speaker,
        role=near.role,
        cue=near.cue,
        via=near.via,
        pattern=near.pattern if speaker else "unattributed",
        confidence=confidence,
    )


def _sentence_number(passage: Passage, at: int) -> int:
    numbers = [number for number, sentence in enumerate(passage.sentences, 1) if sentence.start <= at < sentence.end]
    return numbers[0] if numbers else 1
