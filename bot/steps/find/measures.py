"""Amounts in a sentence with what they measure: money, distances, days, things, ages, magnitudes, as comparable data.

Owns the slot of an amount: who does what to how many of what. People that something befalls are `counts`, days of
appointments are `appointments`; pairing the amounts of several sources is `steps/choose/value_differences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.ids import SentenceId
from bot.domain.lexicon import find_negators
from bot.steps.find.anchors import Number, find_names, find_numbers
from bot.steps.find.concepts import content_stems
from bot.steps.find.counts import can_both_be_true, is_shifted, written_number
from bot.steps.words.names import canonical
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

MAX_OBJECT_WORDS = 4
MAX_VERB_WORDS = 4
"""How far before the amount its verb is looked for."""

_AGE = re.compile(
    r"(?P<name1>(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+), (?:aged )?(?P<age1>[1-9]\d)(?=,|\.|;| who\b)"
    r"|\b(?P<age2>[1-9]\d)-year-old (?P<name2>(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)"
)
_MAGNITUDE = re.compile(
    r"\bmagnitude[- ](?:of )?(?P<value1>\d\.\d)\b|\b(?P<value2>\d\.\d)[- ]magnitude\b"
    r"|\bmeasur(?:ed|ing) (?P<value3>\d\.\d)\b"
)
_MOVING = re.compile(
    r"\b(?:mph|kph|km/h|knots|degrees|[ap]\.?m\b|category|storm|hurricane|cyclone|typhoon|eye|shares?|stocks?|prices?|index"
    r"|as of|final|total|combined|others?|another|again|remaining|record|season|career|by then"
    r"|at (?:the|that) (?:time|point)"
    r"|forecast\w*|estimates?|polls?|surveys?|voters|respondents)\b",
    re.IGNORECASE,
)
"""What is another amount an hour later, one of several, or one study's."""

_PRONOUN = re.compile(r"\b(?:he|she|it|they|we|his|her|its|their|this|that|these|those|who|which)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;:()—–“”\"]")
_LIST_PART = re.compile(r",|\band\b|\bor\b")
_TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]")
_LINKS = frozenset({"in", "of", "worth", "for"})
_BARRED_UNITS = frozenset({"ordinal", "many", "decade", "point", "year", "hour", "minute"})
"""Ranks and round plurals are no amounts; years, hours and minutes mostly say since when."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One amount. `kind` is its slot, equal where two sentences measure one thing, and `doing` who does what to it;
    `about` names it in words of the sentence; `written` is the amount with its unit and hedge. `topic` holds the stems
    of the sentence.
    """

    sentence_id: SentenceId
    text: str
    number: Number
    written: str
    kind: str
    about: str
    topic: tuple[str, ...]
    doing: str = ""

    def excludes(self, other: Measure) -> bool:
        """Whether both cannot be true."""
        return not can_both_be_true(self.number, other.number)


def find_measures(place: SentenceId, text: str) -> tuple[Measure, ...]:
    """Amounts of a sentence; none of a sentence that denies, foresees or compares, nor one that names a kind twice."""
    if is_shifted(text) or find_negators(text):
        return ()
    found = [*_ages(place, text), *_magnitudes(place, text)]
    if not _MOVING.search(text):
        found += _amounts(place, text)
    kinds = [measure.kind for measure in found]
    return tuple(measure for measure in found if kinds.count(measure.kind) == 1)


def _ages(place: SentenceId, text: str) -> Iterator[Measure]:
    for match in _AGE.finditer(text):
        age = match["age1"] or match["age2"]
        name = match["name1"] or match["name2"]
        key = " ".join(canonical(word) for word in name.split())
        yield Measure(place, text, Number(float(age), age), age, f"age {key}", f"{name}’s age", content_stems(text))


def _magnitudes(place: SentenceId, text: str) -> Iterator[Measure]:
    for match in _MAGNITUDE.finditer(text):
        value = match["value1"] or match["value2"] or match["value3"]
        if "quake" in text or "tremor" in text:
            number = Number(float(value), value)
            yield Measure(place, text, number, value, "magnitude", "magnitude of the earthquake", content_stems(text))


def _amounts(place: SentenceId, text: str) -> Iterator[Measure]:
    at = 0
    for number in find_numbers(text):
        start = text.find(number.text, at)
        if start < 0:
            continue
        end = at = start + len(number.text)
        thing = _object(text[end:])
        written = written_number(text, start, end, number)
        doing = _verb_and_subject(text[:start])
        if number.unit in _BARRED_UNITS or number.value < 2 or not thing or written is None or doing is None:
            continue
        kind = f"{number.unit or 'number'} {' '.join(stem(word) for word in thing)}"
        yield Measure(place, text, number, written, kind, " ".join(thing), content_stems(text), doing)


def _object(behind: str) -> list[str]:
    """The words right after an amount, up to the end of their phrase: `of military aid`, `patrol boats`."""
    words: list[str] = []
    for token in _TOKEN.findall(behind.replace("-", " ", 1) if behind[:1] == "-" else behind):
        lowered = token.lower()
        if not words and lowered in _LINKS:
            continue
        if not token[0].isalpha() or lowered in STOP_WORDS or lowered in _LINKS:
            break
        words.append(lowered)
    return words if len(words) <= MAX_OBJECT_WORDS else []


def _verb_and_subject(before: str) -> str | None:
    """The nearest word that may be a verb, and the name before it.

    None where a pronoun stands for the subject, and for a later part of a list: its verb is far.
    """
    clause = _CLAUSE_END.split(before)[-1]
    if _PRONOUN.search(clause):
        return None
    names = [name.text for name in find_names(clause)]
    subject = canonical(names[-1].split()[-1]) if names else ""
    words = [word for word in _TOKEN.findall(_LIST_PART.split(clause)[-1]) if word[0].isalpha()][-MAX_VERB_WORDS:]
    verbs = [word for word in words if word.islower() and word not in STOP_WORDS]
    return f"{stem(verbs[-1])} {subject}" if verbs else None
