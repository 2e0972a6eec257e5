"""Counts that moved between editions: 31 countries, then about 30, then 26.

Strict on purpose: two figures belong together when both sentences count the same things and speak of the same matter;
a second accident is no evolution of the first. Two sources of one day that differ are `differences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.lexicon import find_negators
from bot.domain.told import Told
from bot.steps.choose.differences import shared_names
from bot.steps.find.concepts import content_stems
from bot.steps.find.counted import Counted, find_counted
from bot.steps.find.counts import can_both_be_true

MIN_SHARED_STEMS = 3
"""Content words that both sentences share besides the counted thing: they speak of the same matter."""

_OTHER = re.compile(
    r"\b(?:another|other|additional|extra|further|of the|of them|every|each|per|first|last|next|average)\s*$",
    re.IGNORECASE,
)
_OTHER_BEHIND = re.compile(
    r"\s*(?:more|others?|additional|times|%|per\b|of (?:the|them|those|whom|its|his|her|their)\b)"
)
_PLANNED = re.compile(
    r"\b(?:could|would|might|may|if|expected|projected|planned|plans|aims?|hopes?|capacity|up from|down from|revised|"
    r"earlier|previous(?:ly)?|initial(?:ly)?|average|annual(?:ly)?|anniversary|ago|years? old)\b",
    re.IGNORECASE,
)
_EVENTS = re.compile(
    r"\b(?:kill\w*|die[sd]?|dead|deaths?|injur\w+|wound\w+|hurt|arrest\w*|detain\w*|attack\w*|fired|launched|struck)\b",
    re.IGNORECASE,
)
"""What happens to people once: the next such count is as a rule of the next event."""

_RISING = re.compile(r"\btoll\b|\b(?:rose|risen|climbed|grown)\b[^.;]*\bto\b", re.IGNORECASE)
"""A sentence that itself says that such a count moved."""


@dataclass(frozen=True, slots=True)
class Evolution:
    """The same things counted anew, in the stored sentence `place`; before in `earlier_place`, reported on a day."""

    now: Counted
    was: Counted
    place: SentenceId
    earlier_place: SentenceId
    earlier_day: date | None

    @property
    def direction(self) -> str:
        """`up`, `down`, or empty where both figures can be true, as 31 and about 30."""
        if can_both_be_true(self.now.number, self.was.number):
            return ""
        return "up" if self.now.number.value > self.was.number.value else "down"


def find_evolution(place: SentenceId, told: Iterable[Told], evidence: Evidence) -> Evolution | None:
    """What a cited sentence counts otherwise than the sentences behind what was told, the last told first."""
    text = _stored(place, evidence)
    mine = _comparable(text)
    for earlier in dict.fromkeys(one for told_one in told for one in told_one.citations):
        known = _stored(earlier, evidence)
        for now, was in ((now, was) for now in mine for was in _comparable(known)):
            if now.thing == was.thing and _is_same_count((now, text), (was, known)):
                article = evidence.article(earlier)
                return Evolution(now, was, place, earlier, article.event_date if article else None)
    return None


def _comparable(text: str) -> tuple[Counted, ...]:
    """Counted things of a sentence; none of what is denied, planned or looked back at, nor of a thing counted twice."""
    if _PLANNED.search(text) or find_negators(text):
        return ()
    found = [one for one in find_counted(text) if one.thing is not None and one.number.value >= 2]
    things = [one.thing for one in found]
    return tuple(
        one
        for one in found
        if things.count(one.thing) == 1
        and not _OTHER.search(text[: one.start])
        and not _OTHER_BEHIND.match(text, one.end)
    )


def _is_same_count(now: tuple[Counted, str], was: tuple[Counted, str]) -> bool:
    """Other figure, same matter; of victims only where the count itself is said to have moved upwards."""
    if now[0].number.value == was[0].number.value:
        return False
    shared = _topic(*now) & _topic(*was)
    if len(shared) < MIN_SHARED_STEMS or not shared_names(now[1], was[1]):
        return False
    if _EVENTS.search(now[1]) or _EVENTS.search(was[1]):
        return now[0].number.value > was[0].number.value and _RISING.search(now[1]) is not None
    return True


def _topic(counted: Counted, text: str) -> set[str]:
    own = set(content_stems(counted.written))
    return {one for one in content_stems(text) if one not in own and not one[:1].isdigit()}


def _stored(place: SentenceId, evidence: Evidence) -> str:
    article = evidence.article(place)
    return (article.sentence_text(place) if article else None) or ""
