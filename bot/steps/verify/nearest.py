"""The nearest stored words to words that are not there: for repairs and look-ups, never for printing.

Owns similarity. A near match is shown as similar, not verbatim; whether words stand there is `domain/quote`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from bot.domain.evidence import QuoteCard
from bot.domain.fold import fold, fold_stored

SIMILAR = 72.0
"""Score (0..100) from which a passage is shown as a similar wording; below it the words are simply absent."""


SHARED_WORDS = 0.5
"""Share of the given words that a similar wording must hold."""

_EDGES = " \"',.;:!?"
_REACH_CHARS = 60
_REACH_WORDS = 3
"""The window found is as long as the words given: with words added or left out it ends some words off."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class NearMatch:
    """Stored characters `start..end` that resemble the words, a score 0..100, and the difference.

    `difference` tells it in plain words; `given` and `stored` are both wordings, what differs set in [brackets].
    """

    start: int
    end: int
    score: float
    difference: str
    given: str = ""
    stored: str = ""


def find_near(words: str, text: str) -> NearMatch | None:
    """The stretch of `text` most like the words, in whole words; None when nothing is similar enough."""
    needle, hay = fold(words).text.strip(), fold_stored(text)
    if len(needle.split()) < 2 or not hay.text:
        return None
    found = fuzz.partial_ratio_alignment(needle, hay.text, score_cutoff=SIMILAR)
    if found is None or found.dest_end <= found.dest_start:
        return None
    first, last = _fitted(needle, hay.text, found.dest_start, found.dest_end)
    if first >= last or _shared_words(needle, hay.text[first:last]) < SHARED_WORDS:
        return None
    start, end = hay.span(first, last)
    given, stored = mark_difference(words, text[start:end])
    difference = describe_difference(needle, hay.text[first:last])
    return NearMatch(start, end, round(found.score, 1), difference, given, stored)


def describe_difference(given: str, stored: str) -> str:
    """What differs, word by word: `“could” instead of “could not”`."""
    ours, theirs = _bare_words(given), _bare_words(stored)
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        mine, other = " ".join(ours[a:b]), " ".join(theirs[c:d])
        if kind == "replace":
            parts.append(f"“{mine}” instead of “{other}”")
        elif kind == "delete":
            parts.append(f"“{mine}” is added")
        elif kind == "insert":
            parts.append(f"“{other}” is left out")
    return "; ".join(parts[:6]) or "only marks or spaces differ"


def mark_difference(given: str, stored: str) -> tuple[str, str]:
    """Both wordings with the words that differ in brackets; what is only in one of them stands only there.

    >>> mark_difference("We can sail", "We cannot sail today")
    ('We [can] sail', 'We [cannot] sail [today]')
    """
    ours, theirs = given.split(), stored.split()
    left, right = [_compared(word) for word in ours], [_compared(word) for word in theirs]
    mine: list[str] = []
    other: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        mine.append(_bracketed(ours[a:b], kind))
        other.append(_bracketed(theirs[c:d], kind))
    return " ".join(filter(None, mine)), " ".join(filter(None, other))


def _bracketed(words: list[str], kind: str) -> str:
    joined = " ".join(words)
    return joined if kind == "equal" or not joined else f"[{joined}]"


def _compared(word: str) -> str:
    folded = fold(word).text
    return folded.strip(_EDGES) or folded


def nearest_cards(words: str, cards: Iterable[QuoteCard], *, limit: int = 3) -> tuple[QuoteCard, ...]:
    """The quote cards most like the words, best first."""
    return tuple(sorted(cards, key=lambda card: -fuzz.partial_ratio(words, card.text))[:limit])


def _bare_words(folded: str) -> list[str]:
    """Words without the quotation marks and stops at their edges, which say nothing about the wording."""
    return [bare for word in folded.split() if (bare := word.strip(_EDGES))]


def _shared_words(given: str, stored: str) -> float:
    """Share of the given words that stand in the stretch, in order: letters alone make no similar wording."""
    ours, theirs = _bare_words(given.lower()), _bare_words(stored.lower())
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(ours) if ours else 0.0


def _fitted(needle: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch in whole words, cut or widened so that it begins and ends with a word of ours where one is near."""
    first, last = _whole_words(text, start, end)
    left, right = max(0, first - _REACH_CHARS), min(len(text), last + _REACH_CHARS)
    ours, around = _bare_words(needle), [(at.start(), at.end()) for at in _WORD.finditer(text, left, right)]
    theirs = [text[a:b].strip(_EDGES) for a, b in around]
    inside = [n for n, (a, b) in enumerate(around) if a < last and b > first]
    if not inside or not ours:
        return first, last
    begins = [n for n, word in enumerate(theirs) if word == ours[0] and abs(n - inside[0]) <= _REACH_WORDS]
    ends = [n for n, word in enumerate(theirs) if word == ours[-1] and abs(n - inside[-1]) <= _REACH_WORDS]
    begin = min(begins, key=lambda n: abs(n - inside[0]), default=inside[0])
    stop = min(ends, key=lambda n: abs(n - inside[-1]), default=inside[-1])
    return _whole_words(text, around[begin][0], around[max(begin, stop)][1])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and _is_inner(text[start - 1]) and _is_inner(text[start]):
        start -= 1
    while end < len(text) and _is_inner(text[end]) and _is_inner(text[end - 1]):
        end += 1
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _is_inner(char: str) -> bool:
    return char.isalnum() or char == "'"
