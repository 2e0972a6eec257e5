"""V8: every number of ours stands in the cited sentences, with its unit and its hedge, and counts the same thing.

Reading numbers out of a text is `steps/find/anchors`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.verdict import Failure
from bot.steps.find.anchors import EXACT_UNITS, Number, find_numbers, iter_words
from bot.steps.verify.ground import Ground
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

WORDS_TO_COUNTED = 3
"""The first word with content this close behind a number is what it counts: `12 of the boats`."""

WORDS_AROUND = 7
"""So far from a number another text may name what it counts: `two of the three northern boats`."""

_REST_OF_CLAUSE = re.compile(r"[^,;:.()–—]*")
_PART_OF = re.compile(r"\s*(?:out\s+)?of\s+(?:the|its|their|our|his|her|all)?\s*")
_RESULT = re.compile(r"\d[-–]\d")
_COUNTING_NOTHING = EXACT_UNITS - {"percent", "point", "ordinal"}
_ATTRIBUTE = re.compile(r"[a-z]{2}(?:ed|ing|ern|ous|ive)$")
"""`6,500 displaced people` are people, and `12 wounded in the port` are wounded."""

_COMPARED = re.compile(r"\b(?:than|from|to|against|versus)\s+(?:the\s+)?[€$£]?\s*$")
"""`30 boats, up from 20 last year`: the thing counted stands before."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number, the stem of the thing right behind it, and the stems around it."""

    number: Number
    thing: str | None
    around: frozenset[str]


def rule_v8_numbers(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """Every number equals one of the cited sentences in value and unit, with its hedge; no sums, no rounding.

    Where both name what they count, it is the same: `40 ferries and 12 boats` are not 12 ferries.
    """
    for article in ground.articles:
        prose = prose.replace(article.outlet, " ")  # `20 Minuten`, `Kanal 5`
    offered = [counted for text in ground.texts for counted in _counted_in(text)]
    ours = [counted for counted in _counted_in(prose) if not _is_filler(counted.number)]
    reasons = [reason for one in ours if (reason := _judge(one, offered))] or _twice_reasons(ours, offered)
    return tuple(Failure("V8", reason, ground.text) for reason in reasons)


def _judge(ours: _Counted, offered: Sequence[_Counted]) -> str | None:
    equal = [other for other in offered if is_same_number(ours.number, other.number)]
    if not equal:
        return f"“{ours.number.text}” is in no cited sentence"
    other = _other_number_of(ours, offered, equal)
    if other is not None:
        return f"the source counts “{other.text}” of what ours counts “{ours.number.text}”"
    alike = [one for one in equal if ours.thing is not None and one.thing == ours.thing]
    return _hedge_reason(ours.number, [one.number for one in alike or equal])


def _other_number_of(ours: _Counted, offered: Sequence[_Counted], equal: Sequence[_Counted]) -> Number | None:
    """Another number that counts what ours counts, if no equal one stands anywhere near that thing."""
    if ours.thing is None or any(ours.thing in one.around for one in equal):
        return None
    alike = [one for one in offered if one.thing == ours.thing and one.number.unit == ours.number.unit]
    return next((one.number for one in alike if one not in equal), None)  # `20% of its 6,400 staff` are two figures


def _twice_reasons(ours: Sequence[_Counted], offered: Sequence[_Counted]) -> list[str]:
    """A number that we say more often than the source, in the place of one that we leave out."""
    said = Counter(_value(one.number) for one in ours)
    given = Counter(_value(one.number) for one in offered)
    left_out = next((one.number.text for one in offered if _value(one.number) not in said), None)
    often = next((one.number.text for one in ours if said[_value(one.number)] > given[_value(one.number)]), None)
    if left_out is None or often is None or len(ours) < len(offered):
        return []
    return [f"“{often}” stands where the source says “{left_out}”"]


def _hedge_reason(ours: Number, equal: Sequence[Number]) -> str | None:
    if any(ours.hedge == other.hedge for other in equal):
        return None
    hedge = equal[0].hedge
    had = f"hedges “{equal[0].text}” ({hedge})" if hedge else f"gives “{equal[0].text}” without a hedge"
    return f"the source {had}, {f'ours hedges it ({ours.hedge})' if ours.hedge else 'ours has no hedge'}"


def _counted_in(text: str) -> Iterator[_Counted]:
    numbers = find_numbers(text)
    for at, number in enumerate(numbers):
        behind = _words_behind(text, number, numbers[at + 1 : at + 2])
        thing = _thing_behind(text, number)
        before = text[numbers[at - 1].end if at else 0 : number.end]
        if thing is None or _COMPARED.search(before.removesuffix(number.text)):
            behind = [*list(iter_words(before))[-WORDS_AROUND:], *behind]
        yield _Counted(number, thing, frozenset(stem(word.lower()) for word in behind) | {thing or ""})


def _words_behind(text: str, number: Number, following: Sequence[Number]) -> list[str]:
    """Words up to the next number, or beyond it in `two of the three boats`."""
    end = following[0].end - len(following[0].text) if following else len(text)
    if _PART_OF.fullmatch(text[number.end : end]):
        end = len(text)
    return list(iter_words(text[number.end : end]))[:WORDS_AROUND]


def _thing_behind(text: str, number: Number) -> str | None:
    """What a number counts, as far as its clause goes on; a length of time or space is its own thing.

    Money, `thousands` and the parts of a result (`2-0`) count nothing that could be compared.
    """
    if number.unit is not None and number.unit not in EXACT_UNITS:
        return stem(number.unit)
    start = number.end - len(number.text)
    if number.unit in _COUNTING_NOTHING or _RESULT.search(text[max(0, start - 2) : number.end + 2]):
        return None
    clause = _REST_OF_CLAUSE.match(text, number.end)
    words = list(iter_words(clause.group() if clause else ""))[:WORDS_TO_COUNTED]
    while len(words) > 1 and _ATTRIBUTE.search(words[0]) and words[1].lower() not in STOP_WORDS:
        del words[0]
    thing = next((word for word in words if word.lower() not in STOP_WORDS or find_numbers(word)), None)
    return None if thing is None or not thing[0].islower() or find_numbers(thing) else stem(thing.lower())


def _value(number: Number) -> float | str:
    return number.text if math.isnan(number.value) else number.value


def _is_filler(number: Number) -> bool:
    """`one of them`, `no one`: a word that counts nothing."""
    return number.text.lower() == "one" and number.hedge is None


def is_same_number(ours: Number, theirs: Number) -> bool:
    """Equal or not: a rounded number is another number, and so is one with another unit."""
    if _value(ours) != _value(theirs):
        return False
    if ours.unit in EXACT_UNITS or theirs.unit in EXACT_UNITS:
        return ours.unit == theirs.unit
    return ours.unit is None or theirs.unit is None or ours.unit == theirs.unit
