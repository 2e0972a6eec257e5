"""Counts of people in a sentence: how many were killed, hurt, held, displaced, as data that can be compared.

Owns the words that say what is counted, and when two numbers can both be true. Reading numbers is `steps/find/anchors`;
pairing the counts of several sources is `steps/choose/differences`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.ids import SentenceId
from bot.domain.lexicon import find_negators
from bot.steps.find.anchors import Number, find_numbers, iter_words
from bot.steps.find.concepts import content_stems

HEDGED_SHARE = 0.1
"""Hedged values this close are compatible (grounding 2.10)."""

MAX_RATIO = 5.0
"""Figures further apart count different things."""

FATES = {
    "killed": r"killed|killing|kills|dead|died|dies|deaths|lives|death toll|toll|fatalities|slain|perished",
    "injured": r"injured|injuring|injures|injuries|wounded|wounding|hurt",
    "missing": r"missing|unaccounted for",
    "displaced": r"displaced|displacing|fled|uprooted|(?:left|fleeing|flee|leave|lost) (?:their|his|her) homes?",
    "evacuated": r"evacuated",
    "arrested": r"arrested|arresting|arrests|detained|detaining",
    "rescued": r"rescued|rescuing",
}
"""What befalls people, and the words that say so."""

PEOPLE = {
    word: kind
    for kind, words in {
        "people": "people persons residents villagers inhabitants civilians",
        "soldiers": "soldiers troops servicemen",
        "children": "children kids",
        "students": "students pupils",
        "protesters": "protesters demonstrators",
        "officers": "officers policemen",
        "sailors": "sailors",
        "migrants": "migrants",
        "refugees": "refugees",
        "workers": "workers employees",
        "women": "women",
        "passengers": "passengers",
        "prisoners": "prisoners",
        "hostages": "hostages",
    }.items()
    for word in words.split()
}
_FATE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in FATES.items()}
_BREAK = re.compile(r"[,;:()—–]|\s-\s|\b(?:and|but|while|as|after|including|who|which|when|with)\b")
_BEHIND_WORDS = 7
_BEFORE_WORDS = 5
_OTHER = re.compile(
    r"\b(?:another|other|additional|extra|further|of the|of them|every|each|per|first|last|average)\s*$"
)
_OTHER_BEHIND = re.compile(
    r"^\s*(?:more|others?|additional|times|%|per\b|of (?:the|them|those|whom|its|his|her|their)\b)"
)
_SHIFTED = re.compile(
    r"\b(?:could|would|might|may|if|expected|projected|capacity|up from|down from|revised|earlier|previous(?:ly)?|"
    r"initial(?:ly)?|per|average|annual(?:ly)?|anniversary|ago|slightly|seriously|critically|severely|"
    r"morning|noon|midday|afternoon|confirmed)\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\b(?:since|so far|in total|altogether|overall|nationwide|across|this year|this week|this month|yesterday)\b"
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Count:
    """One number of people: `kind` says what is counted (`killed people`), `written` is the number with its hedge.

    `topic` holds the stems of the sentence without those of the counted thing.
    """

    sentence_id: SentenceId
    text: str
    number: Number
    written: str
    kind: str
    topic: tuple[str, ...]

    def excludes(self, other: Count) -> bool:
        """Whether both cannot be true."""
        return not can_both_be_true(self.number, other.number)

    @property
    def fate(self) -> str:
        """Key of FATES."""
        return self.kind.split()[0]

    @property
    def people(self) -> str:
        """Who is counted, in the plural."""
        return self.kind.split()[1]


def find_counts(place: SentenceId, text: str) -> tuple[Count, ...]:
    """Counts of a sentence; none of a sentence that denies, foresees, looks back, or counts one thing twice.

    Nor of one that says at what hour it was true, or counts only the confirmed: a later count would not contradict it.
    """
    if is_shifted(text) or find_negators(text):
        return ()
    found = list(_counts(place, text))
    kinds = [count.kind for count in found]
    return tuple(count for count in found if kinds.count(count.kind) == 1)


def is_shifted(text: str) -> bool:
    """Whether a sentence foresees, looks back, compares or averages: its numbers are not those of now."""
    return _SHIFTED.search(text) is not None or _YEARS.search(text) is not None


def can_both_be_true(one: Number, other: Number) -> bool:
    """Whether two numbers contradict each other in no reading: hedges, bounds and rounding taken generously."""
    if one.value == other.value or math.isnan(one.value) or math.isnan(other.value) or one.unit != other.unit:
        return True
    small, large = sorted((one.value, other.value))
    if small <= 0 or large / small > MAX_RATIO or _is_rounded(one.value, other.value):
        return True
    (low, high), (lowest, highest) = _range(one), _range(other)
    return low <= highest and lowest <= high


def written_number(text: str, start: int, end: int, number: Number) -> str | None:
    """The number with the hedge before it as the source has it; None where the hedge stands elsewhere."""
    if number.hedge is None:
        return text[start:end]
    words = list(re.finditer(r"\S+", text[:start]))
    for word in reversed(words[-4:]):
        piece = text[word.start() : end]
        if any(one.value == number.value and one.hedge == number.hedge for one in find_numbers(piece)):
            return piece[:1].lower() + piece[1:]
    return None


def _counts(place: SentenceId, text: str) -> Iterator[Count]:
    at = 0
    for number in find_numbers(text):
        start = text.find(number.text, at)
        if start < 0:
            continue
        end = at = start + len(number.text)
        if number.unit is not None or number.value < 2 or not number.value.is_integer():
            continue
        kind, written = _kind(text, start, end), written_number(text, start, end, number)
        if kind and written:
            yield Count(place, text, number, written, kind, _topic(text, kind))


def _kind(text: str, start: int, end: int) -> str | None:
    before, behind = text[:start], text[end:]
    if _OTHER.search(_without_hedge(before)) or _OTHER_BEHIND.match(behind) or behind[:1] == "-":
        return None
    clause = " ".join(_BREAK.split(behind)[0].split()[:_BEHIND_WORDS])
    lead = " ".join(_BREAK.split(before)[-1].split()[-_BEFORE_WORDS:])
    people = next((PEOPLE[word] for word in list(iter_words(clause.lower()))[:3] if word in PEOPLE), None)
    fates = [name for name, words in _FATE.items() if words.search(clause)]
    fates = fates or [name for name, words in _FATE.items() if words.search(lead)]
    if len(fates) != 1 or (people is None and not _stands_alone(clause, lead, fates[0])):
        return None
    scope = "total" if _SCOPE.search(text) else "event"
    return f"{fates[0]} {people or 'people'} {scope}"


def _stands_alone(clause: str, lead: str, fate: str) -> bool:
    """`12 dead`, `left 30 injured`, `the death toll rose to 12`: people without the word."""
    first = list(iter_words(clause))[:1]
    return bool(first and _FATE[fate].fullmatch(first[0])) or lead.lower().rstrip().endswith(("toll to", "toll at"))


def _without_hedge(before: str) -> str:
    return re.sub(r"\b(?:at least|about|some|around|nearly|almost|more than|over|up to)\s*$", "", before)


def _topic(text: str, kind: str) -> tuple[str, ...]:
    fate, people = kind.split()[:2]
    counted = set(content_stems(f"{FATES[fate].replace('|', ' ')} {people} people official officials police killed"))
    return tuple(stem for stem in content_stems(text) if stem not in counted and not stem[:1].isdigit())


def _is_rounded(one: float, other: float) -> bool:
    """Whether one is the other, rounded to its own last digit that is not zero, and close to it."""
    for rough, fine in ((one, other), (other, one)):
        digits = f"{rough:.0f}"
        step = 10 ** (len(digits) - len(digits.rstrip("0")))
        if step > 1 and abs(rough - fine) <= min(step / 2, HEDGED_SHARE * max(one, other)):
            return True
    return False


def _range(number: Number) -> tuple[float, float]:
    value = number.value
    if number.hedge in ("least", "over"):
        return value, math.inf
    if number.hedge in ("most", "under"):
        return 0.0, value
    if number.hedge in ("about", "near"):
        return value * (1 - HEDGED_SHARE), value * (1 + HEDGED_SHARE)
    return value, value
