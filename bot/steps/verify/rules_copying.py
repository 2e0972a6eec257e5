"""V17: outside quotation marks we tell it in our own words, not in a long run of the source's.

Owns measuring such runs. Extracts are the outlet's words and shown as such; they are not judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.domain.speaker import plain
from bot.domain.verdict import Failure
from bot.steps.find.anchors import MONTHS, WEEKDAYS, find_numbers
from bot.steps.find.roles import HEADS
from bot.steps.verify.ground import Ground
from bot.steps.words.names import is_alias

MAX_COPIED_WORDS = 12
"""Longest run of the source's words (grounding 2.8), counted without those that have no others."""

_BREAK = "\x00"
"""Stands for a quotation: no run goes on over it."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(rf"{_BREAK}|[^\W_]+(?:['’.-][^\W_]+)*")
_UNITS = word_set(
    "percent per cent percentage point points dollars dollar euros euro pounds million billion trillion thousand",
    "hundred",
    "kilometres kilometers miles metres meters tonnes tons hours days weeks months years year people",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in the source in the same order: as we write them, and how many of them count."""

    words: str
    counted: int


def rule_v17_copying(text: str, ground: Ground) -> tuple[Failure, ...]:
    """No run of more than MAX_COPIED_WORDS words of a cited article, but for names, offices, numbers and units."""
    run = longest_run(text, tuple(article.revision.text for article in ground.articles))
    if run.counted <= MAX_COPIED_WORDS:
        return ()
    reason = f"{run.counted} words in a row are the source's (“{run.words}”): say it in other words"
    return (Failure("V17", reason, ground.text),)


def longest_run(text: str, sources: tuple[str, ...]) -> Run:
    """The run of our words in any source that holds most words that count. Quotations (`{q1}`) part our words."""
    ours = _WORD.findall(_PLACEHOLDER.sub(f" {_BREAK} ", text))
    plains = [_plain(word) for word in ours]
    best = Run("", 0)
    for source in map(_as_one_line, sources):
        start = 0
        while start < len(ours):
            end = _run_end(plains, start, source)
            counted = sum(_counts(word) for word in ours[start:end])
            if counted > best.counted:
                best = Run(" ".join(ours[start:end]), counted)
            start += 1
    return best


def _run_end(plains: list[str], start: int, source: str) -> int:
    """Index behind the longest run from `start` that the source holds."""
    end, joined = start, " "
    while end < len(plains) and plains[end] != _BREAK:
        joined += plains[end] + " "
        if joined not in source:
            break
        end += 1
    return end


@lru_cache(maxsize=256)
def _as_one_line(source: str) -> str:
    return f" {' '.join(_plain(word) for word in _WORD.findall(source))} "


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _counts(word: str) -> bool:
    """Whether a word could have been another: names, offices, numbers, units and days could not."""
    lowered = word.lower()
    if word[0].isupper() or word[0].isdigit() or plain(word) in HEADS or is_alias(word):
        return False
    return lowered not in _UNITS and lowered not in WEEKDAYS and lowered not in MONTHS and not find_numbers(word)
