"""Counted things in a sentence: a number with its hedge and the noun behind it, `about 30 European nations`.

Owns which noun a number counts. Victims as data that can be compared between sources are `counts`, plain numbers
`anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.steps.find.anchors import Number, find_numbers
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

NOUN_WITHIN = 3
"""The counted noun is one of so many words behind the number: `26 wounded foreign soldiers`."""

HEDGE_WORDS = 4
"""A hedge stands within so many words before its number: `no fewer than 30`."""

SAME_THING = {"nation": "countri", "state": "countri", "peopl": "person", "men": "man", "women": "woman"}
"""Stems of nouns that count the same."""

_IRREGULAR = frozenset("people men women children police".split())
_SINGULAR_END = ("ss", "us", "is")
_BREAK = re.compile(r"[,;:()—–“”\"]")
_NUMERALS = frozenset("hundreds thousands millions billions dozens tens".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """A number as written with hedge and noun. `thing` is the noun's stem, None for a number that counts no noun."""

    number: Number
    written: str
    thing: str | None
    start: int
    end: int


def find_counted(text: str) -> tuple[Counted, ...]:
    """Numbers of a sentence that count something: `one of them` and `the first` count nothing."""
    return tuple(_counted(text))


def _counted(text: str) -> Iterator[Counted]:
    at = 0
    for number in find_numbers(text):
        start = text.find(number.text, at)
        if start < 0:
            continue
        end = at = start + len(number.text)
        if number.unit == "ordinal" or number.text.lower() == "one":
            continue
        is_joined = text[start - 1 : start] == "-" or text[end : end + 1] == "-"
        noun = _noun(text, end) if number.unit is None and not is_joined else None
        written = text[_hedge_start(text, start, number) : end + (noun[0] if noun else 0)]
        yield Counted(number, written, noun[1] if noun else None, start, end)


def _noun(text: str, end: int) -> tuple[int, str] | None:
    """How far behind the number the counted noun ends, and its stem: the first plural before the clause breaks."""
    clause = _BREAK.split(text[end:])[0]
    for found in list(re.finditer(r"[A-Za-z][\w’'-]*", clause))[:NOUN_WITHIN]:
        word = found.group().lower()
        if word in STOP_WORDS or word in _NUMERALS or word.endswith(("’s", "'s")):
            return None
        if word in _IRREGULAR or (word.endswith("s") and not word.endswith(_SINGULAR_END) and len(word) > 3):
            root = stem(word)
            return found.end(), SAME_THING.get(root, root)
    return None


def _hedge_start(text: str, start: int, number: Number) -> int:
    """Where the hedge before a number begins; the number's own start when it has none there."""
    if number.hedge is None:
        return start
    for word in reversed(list(re.finditer(r"\S+", text[:start]))[-HEDGE_WORDS:]):
        piece = text[word.start() : start + len(number.text)]
        if any(one.value == number.value and one.hedge == number.hedge for one in find_numbers(piece)):
            return word.start()
    return start
