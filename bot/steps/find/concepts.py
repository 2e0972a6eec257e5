"""What a sentence is about, as weighted concepts: names, numbers, pairs of stems.

Owns the weights and how alike two sentences are. Choosing sentences by them is `select` (evidence) and the offline
engine.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.steps.find.anchors import find_names, find_numbers
from bot.steps.words.names import canonical
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import is_past

NAME_WEIGHT = 1.0
NUMBER_WEIGHT = 1.6
PAIR_WEIGHT = 0.35
"""Weights of a name, a number and a pair of neighbouring stems: grounding by greedy coverage, fitted on key facts."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DANGLING = re.compile(
    r"(?:(?:but|and|yet|so|still|also|however|meanwhile|instead|then|later|earlier|"
    r"for (?:his|her|its|their) part),? +)*"
    r"(?:he|she|it|they|this|that|these|those|his|her|its|their|him|them|both|neither|asked|"
    r"the (?:former|latter|two|three|pair|same|minister|president|official|spokesman|spokeswoman|statement|move|"
    r"decision|comments?|remarks?)"
    r"|(?:between|among|around|behind|beside|with|without|for|after|before|to|from|of|in|on)"
    r" (?:them|him|her|it|us|this|that))\b",
    re.IGNORECASE,
)
_CONNECTED = re.compile(
    r"(?:but|and|or|yet|so|still|also|however|meanwhile|instead|then|nor|because|in addition|as a result|"
    r"for (?:his|her|its|their) part|on the other hand|in (?:a )?response|similarly|likewise|moreover|therefore|thus|"
    r"simultaneously|additionally|furthermore|at the same time|in related developments?|in turn|for example|"
    r"nevertheless|nonetheless|afterwards|separately|elsewhere)\b",
    re.IGNORECASE,
)
_ECHO = re.compile(
    r"\b(?:echo(?:e[sd])?|shar(?:es?|ed)|voic(?:es?|ed)|express(?:es|ed)?|repeat(?:s|ed)?|reiterat(?:es?|ed)"
    r"|reinforc(?:es?|ed)|support(?:s|ed)?|back(?:s|ed)?|endors(?:es?|ed)|welcom(?:es?|ed)|reject(?:s|ed)?"
    r"|disput(?:es?|ed)|den(?:y|ies|ied)|confirm(?:s|ed)?|dismiss(?:es|ed)?|criticis(?:es?|ed)|criticiz(?:es?|ed)"
    r"|oppos(?:es?|ed)|contradict(?:s|ed)?|agree(?:s|d)? with|disagree(?:s|d)? with)"
    r" (?:this|that|these|those|(?:the|that) same|(?:a )?similar|such(?: an?)?)(?: \w+)?"
    r" (?:sentiments?|views?|opinions?|concerns?|positions?|assessments?|stances?|points?|beliefs?|hopes?|fears?"
    r"|warnings?|arguments?|claims?|calls?|ideas?|messages?|remarks?|comments?|statements?|worr(?:y|ies)|doubts?"
    r"|optimism|scepticism|skepticism|criticisms?|accusations?|allegations?|reports?|proposals?|reasoning|frustrations?)"
    r"(?!\s+(?:that|of|about|on(?!\s\w+day\b)|for|to|with|over|as|who|which)\b)\b",
    re.IGNORECASE,
)
"""`Lind echoed this sentiment`: whose, was said before, unless the same sentence says it first or goes on to."""

_QUOTE_MARK = re.compile(r"[“”\"„«»]")
_MAY_TELL = frozenset("is are was were be has have had will would can could may might must says that while as".split())
_WHO_CLAUSE = re.compile(r", (?:who|which|whose)\b[^,]*,")
_LOWER_WORD = re.compile(r"(?<![\w’'-])[a-z]+(?![\w’'-])")
_FILLER = re.compile(
    r"\b(?:this|that|which|it)\s+(?:highlights?|underscores?|underlines?|reflects?|demonstrates?|marks?\s+a)\b|"
    r"\bcould lead to\b|\bremains to be seen\b|\bonly time will tell\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def content_stems(text: str) -> tuple[str, ...]:
    """Stems of the words that carry content, in order."""
    words = (found.group().lower() for found in _WORD.finditer(text))
    return tuple(stem(word) for word in words if word not in STOP_WORDS)


@lru_cache(maxsize=8192)
def concepts_of(text: str) -> Mapping[str, float]:
    """Concepts of a sentence with their weights."""
    found: dict[str, float] = {}
    stems = content_stems(text)
    for one, other in pairwise(stems):
        found[f"{one} {other}"] = PAIR_WEIGHT
    for name in find_names(text):
        found["@" + " ".join(canonical(word) for word in name.text.split())] = NAME_WEIGHT
    for number in find_numbers(text):
        found[f"#{number.value:g}{number.unit or ''}"] = NUMBER_WEIGHT
    return found


def spread(texts_by_family: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Factor per concept: 1 + log(number of independent families that hold it)."""
    held: Counter[str] = Counter()
    for texts in texts_by_family:
        held.update({concept for text in texts for concept in concepts_of(text)})
    return {concept: 1 + math.log(count) for concept, count in held.items()}


def overlap(one: str, other: str) -> float:
    """Share of the shorter sentence's content that the longer one holds as well, 0..1."""
    first, second = set(content_stems(one)), set(content_stems(other))
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def is_dangling(text: str) -> bool:
    """Whether a sentence leans on the one before: it opens with a pronoun, a short reference or a connective, or its
    verb takes up what somebody said there.
    """
    return _DANGLING.match(text) is not None or _CONNECTED.match(text) is not None or is_echo(text)


def is_echo(text: str) -> bool:
    """Whether the main verb is an echo. A verb before it may say what is echoed; that of a `who` clause does not."""
    found = _ECHO.search(text)
    if found is None:
        return False
    before = _WHO_CLAUSE.sub(" ", text[: found.start()])
    return not _QUOTE_MARK.search(before) and not any(
        is_past(word) or word in _MAY_TELL for word in _LOWER_WORD.findall(before)
    )


def is_filler(text: str) -> bool:
    """Sentences that say that something matters and nothing else."""
    return _FILLER.search(text) is not None
