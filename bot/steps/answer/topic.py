"""What a question is about, as word stems, and how much of it a text holds.

Owns the words that only ask, irregular forms, and names of countries in their adjective form. Whether a text that holds
them answers is `answerable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.steps.find.anchors import find_dates
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

ROOT_CHARS = 6
"""Shorter words have no ending that makes an adjective of a country: `Kavarian`, `Tolmeshi`."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_IRREGULAR = {
    form: base
    for base, forms in {
        "lead": "led", "win": "won", "meet": "met", "hold": "held", "send": "sent", "fall": "fell fallen",
        "rise": "rose risen", "give": "gave given", "take": "took taken", "go": "went gone", "come": "came",
        "begin": "began begun", "fight": "fought", "lose": "lost", "leave": "left", "keep": "kept", "pay": "paid",
        "sell": "sold", "buy": "bought", "build": "built", "bring": "brought", "catch": "caught",
        "choose": "chose chosen",
        "fly": "flew flown", "grow": "grew grown", "know": "knew known", "run": "ran", "shoot": "shot",
        "speak": "spoke spoken", "spend": "spent", "steal": "stole stolen", "strike": "struck", "swear": "swore sworn",
        "withdraw": "withdrew withdrawn", "write": "wrote written", "break": "broke broken", "hide": "hid hidden",
        "sink": "sank sunk", "think": "thought", "teach": "taught", "find": "found", "hear": "heard",
        "feel": "felt", "sit": "sat", "stand": "stood", "eat": "ate eaten", "drive": "drove driven",
        "freeze": "froze frozen",
        "die": "dead death deaths died", "man": "men", "woman": "women", "child": "children",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ASKING = word_set(
    "many much long often say said tell told comment respond react describe call word statement quote quotation",
    "happen day date month year time number share percentage name list reason explain mean think know report",
    "news latest today yesterday tomorrow recently currently really exactly please differ difference different compare",
    "compared contradict disagree ask asked announce announced give show following kind type week ago recent",
)


def topic_stems(question: str) -> frozenset[str]:
    """Stems of the words that say what is asked about; dates are left out. All stems if only asking words are there."""
    days = {_stem(word) for day in find_dates(question) for word in _words(day.text)}
    stems = word_stems(question) - days
    return (stems - _ASKING_STEMS) or stems


def word_stems(question: str) -> frozenset[str]:
    """Stems of all its words that carry any content, those that only ask included."""
    return frozenset(_stem(word) for word in _words(question))


@lru_cache(maxsize=2048)
def held_stems(text: str) -> frozenset[str]:
    """Stems of the content words of a sentence or paragraph, country names also without their adjective ending."""
    return all_stems(text)


def all_stems(text: str) -> frozenset[str]:
    """The same of a long text, which is not worth remembering."""
    stems = {_stem(word) for word in _words(text)}
    return frozenset(stems | {without_ending(one) for one in stems})


def holds(word: str, held: frozenset[str]) -> bool:
    """Whether a topic stem is among the held ones."""
    return word in held or without_ending(word) in held


def topic_share(topic: Iterable[str], text: str) -> float:
    """Share of topic stems that a text holds, 0..1; 0 for an empty topic."""
    wanted, held = frozenset(topic), held_stems(text)
    return sum(holds(word, held) for word in wanted) / len(wanted) if wanted else 0.0


def without_ending(word: str) -> str:
    """A country's name for its adjective: `kavarian` and `kavaria` are one, as are `tolmeshi` and `tolmesh`."""
    if len(word) < ROOT_CHARS:
        return word
    if word.endswith("ian"):
        return word[:-1]
    return word[:-1] if word.endswith(("an", "i")) else word


def _words(text: str) -> Iterable[str]:
    words = (_POSSESSIVE.sub("", found.group().lower()) for found in _WORD.finditer(text))
    return (word for word in words if word not in STOP_WORDS)


def _stem(word: str) -> str:
    return stem(_IRREGULAR.get(word, word))


_ASKING_STEMS = frozenset(_stem(word) for word in _ASKING)
