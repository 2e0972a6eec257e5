"""What belongs to a number beside its unit: from, to or by; a period, a year, what befell whom, which part of what.

Owns reading these traits out of the words around a number. What follows from a trait that the source has otherwise is
`rules_amounts`; values, units and hedges are `rules_numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.lexicon import word_set
from bot.steps.find.anchors import MONTHS, Number, find_numbers
from bot.steps.find.counts import FATES, PEOPLE
from bot.steps.words.stop_words import STOP_WORDS

PERIODS = {"hour": "hourly", "day": "daily", "night": "nightly", "week": "weekly", "month": "monthly", "year": "annual"}
"""Each period with the adjective that says it."""

WORDS_TO_PERIOD = 6
WORDS_TO_FATE = 7
WORDS_TO_PEOPLE = 3
"""How far behind a number they stand: `41,000 cars and lorries a day`, `6 people on board were hurt`, `12 old men`."""

_CHANGE_NOUN = (
    r"(?:rises?|raises?|increases?|growth|climbs?|jumps?|surges?|gains?|hikes?|falls?|drops?|declines?|decreases?|plunges?"
    r"|slumps?|cuts?|reductions?)"
)
_CHANGE = (
    rf"(?:{_CHANGE_NOUN}|rose|risen|rising|raised|raising|increas(?:ed|ing)|grow\w*|grew|climb(?:ed|ing)|jump(?:ed|ing)"
    r"|surg(?:ed|ing)|soar\w*|gain(?:ed|ing)|hik(?:ed|ing)|fell|fallen|falling|dropp(?:ed|ing)|declin(?:ed|ing)"
    r"|decreas(?:ed|ing)|plung(?:ed|ing)|slump(?:ed|ing)|shrink\w*|shrank|shrunk|tumbl\w+|lower\w*|slipp(?:ed|ing)"
    r"|cutting|reduc\w+|slash\w*|expand\w*|up|down)"
)
_KEEPING = r"(?:keep\w*|kept|held|holding|maintain\w*|unchanged|remain\w*|stay\w*)"
_HEDGES = (
    r"(?:(?:about|around|nearly|almost|some|roughly|approximately|just|only|more than|less than|fewer than"
    r"|at least|at most|over|under|up to|as (?:much|many) as|an? estimated|an?|the)\s+)*[€$£¥]?\s*$"
)
_PREPOSITION = re.compile(rf"\b(?P<word>from|(?<!\bup )to|by|at)\s+{_HEDGES}", re.IGNORECASE)
_BARE = re.compile(rf"\b(?:{_CHANGE}|{_CHANGE_NOUN}\s+of)\s+{_HEDGES}", re.IGNORECASE)
_BEHIND_CHANGED = re.compile(rf"^\s*(?:{_CHANGE_NOUN}|more|fewer|less|higher|lower)\b", re.IGNORECASE)
_CHANGED = re.compile(rf"\b{_CHANGE}\b[^;:.]*$", re.IGNORECASE)
_KEPT = re.compile(rf"\b{_KEEPING}\b[^;:.]*$", re.IGNORECASE)
_TO_NEXT = re.compile(r"^[^,;:.]{0,40}\bto\s+[€$£¥]?\s*$", re.IGNORECASE)

_EVERY = re.compile(
    rf"\b(?:per|each|every)\s+(?P<period>{'|'.join(PERIODS)})\b|\b(?P<adjective>{'|'.join(PERIODS.values())}|annually|yearly)\b",
    re.IGNORECASE,
)
_A_PERIOD = re.compile(
    rf"\ban?\s+(?P<period>{'|'.join(PERIODS)})\b(?!\s+(?:ago|earlier|later|after|before|from|since|long|of|when|that|in)\b|-)",
    re.IGNORECASE,
)
_ADJECTIVES = {adjective: period for period, adjective in PERIODS.items()} | {"annually": "year", "yearly": "year"}

_CLAUSE = re.compile(r"[^,;:()—–.]*")
_YEAR = re.compile(r"\b(?:in|during)\s+(?:[A-Z]\w+\s+)?(?P<year>(?:19|20)\d\d)\b")
_MONTH = re.compile(
    rf"\b(?:in|during)\s+(?P<month>{'|'.join(name.title() for name in MONTHS if len(name) > 3 or name == 'may')})\b"
)
_BREAK = re.compile(r"[,;:()—–.]|\s-\s|\b(?:and|but|while|as|after|including|who|which|when|with)\b")
_FATES = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in FATES.items()}
_BROUGHT_AWAY = word_set("displaced evacuated rescued")
"""Who was evacuated may be said to have been displaced, or rescued."""

_PART_BEHIND = re.compile(
    r"\s*(?:out\s+)?of\s+(?:(?P<whole>them|whom|which)\b|(?:the|its|their|those)\s+(?P<thing>\w+))"
)
_PART_BEFORE = re.compile(rf"\bof\s+(?:them|whom|which)\s+{_HEDGES}", re.IGNORECASE)

Traits = Mapping[str, frozenset[str]]
"""Name of a trait to what it says; empty where nothing is said."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number with its traits, and the words it is a part of: `them`, `injured` in `two of the injured`."""

    number: Number
    traits: Traits
    part_of: str | None


def find_settings(text: str) -> Iterator[Setting]:
    """The numbers of a text, each with what the words around it say of it."""
    numbers = find_numbers(text)
    role: str | None = None
    for at, number in enumerate(numbers):
        start = number.end - len(number.text)
        before = text[numbers[at - 1].end if at else 0 : start]
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        behind = text[number.end : following.end - len(following.text) if following else len(text)]
        role = _role(before, behind, role)
        yield Setting(number, _traits(number, before, behind, role), _part_of(before, behind))


def people_kind(word: str) -> str | None:
    """`sailors` for any word that means sailors; None for words that do not mean people."""
    return PEOPLE.get(word.lower())


def _traits(number: Number, before: str, behind: str, role: str | None) -> Traits:
    clause = _clause(behind)
    year, month = _YEAR.search(clause), _MONTH.search(clause)
    is_plain = number.unit is None
    return {
        "change": frozenset((role,)) if role else frozenset(),
        "period": _period(before, clause),
        "year": frozenset((year["year"],)) if year else frozenset(),
        "month": frozenset((month["month"],)) if month else frozenset(),
        "fate": _fates(before, behind) if is_plain else frozenset(),
        "people": _people(clause) if is_plain else frozenset(),
    }


def _clause(behind: str) -> str:
    found = _CLAUSE.match(behind)
    return found.group() if found else ""


def _role(before: str, behind: str, last: str | None) -> str | None:
    """`from`, `to` or `by` of what changes, `at` of what stays; `rose 5%`, `a rise of 5%` and `a 5% rise` are `by`."""
    if _BEHIND_CHANGED.match(behind):
        return "by"
    found = _PREPOSITION.search(before)
    if found is None:
        return "by" if _BARE.search(before) else None
    word, ahead = found["word"].lower(), before[: found.start()]
    if word == "at":
        return "at" if _KEPT.search(ahead) else None
    is_chained = word != "by" and last is not None and len(ahead.split()) <= WORDS_TO_PERIOD
    is_range = word == "from" and _TO_NEXT.match(behind) is not None
    return word if is_chained or is_range or _CHANGED.search(ahead) else None


def _period(before: str, clause: str) -> frozenset[str]:
    near = " ".join(clause.split()[: WORDS_TO_PERIOD + 2])
    found = _A_PERIOD.search(near) or _EVERY.search(near) or _EVERY.search(re.split(r"[;:.]", before)[-1])
    if found is None:
        return frozenset()
    groups = found.groupdict()
    return frozenset(((groups["period"] or _ADJECTIVES[groups["adjective"].lower()]).lower(),))


def _fates(before: str, behind: str) -> frozenset[str]:
    near = " ".join(
        (*_BREAK.split(before)[-1].split()[-WORDS_TO_FATE:], "|", *_BREAK.split(behind)[0].split()[:WORDS_TO_FATE])
    )
    found = frozenset(name for name, pattern in _FATES.items() if pattern.search(near))
    return found | _BROUGHT_AWAY if found & _BROUGHT_AWAY else found


def _people(clause: str) -> frozenset[str]:
    words = clause.split()[:WORDS_TO_PEOPLE]
    kinds = [kind for word in words if (kind := people_kind(word.strip("“”\"'’"))) and word not in STOP_WORDS]
    return frozenset(kinds[:1])


def _part_of(before: str, behind: str) -> str | None:
    found = _PART_BEHIND.match(behind)
    if found is not None:
        return "them" if found["whole"] else found["thing"].lower()
    return "them" if _PART_BEFORE.search(before) else None
