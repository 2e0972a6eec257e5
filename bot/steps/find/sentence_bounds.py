"""Where sentences begin and end in a text whose quotations are blanked out.

Owns these bounds only; stored sentences (`steps/find/segment`) are made before quotations are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BLANK = "\x00"
"""Stands for every quoted character, so that offsets stay and no pattern reads what was said."""

_SENTENCE_END = re.compile(r"(?:[.!?…][\"”’)]*|(?<=\x00))\s+(?=[\"“‘(\x00]?[^a-z\s])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Gen|Lt|Col|Del|Rev|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs|Jr|Sr|Va|Vt"
    r"|Mich|Pa)|\b[A-Z]|\.[A-Za-z])$"
)
_LONGEST_ABBREVIATION = 6


def ends(blanked: str, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """Each sentence end between two offsets: where its last mark stands, and where the next sentence begins."""
    for found in _SENTENCE_END.finditer(blanked, start, limit):
        if not _ABBREVIATION.search(blanked, max(start, found.start() - _LONGEST_ABBREVIATION), found.start()):
            yield found.start(), found.end()


def sentence_start(blanked: str, paragraph_start: int, at: int) -> int:
    """Where the sentence holding `at` begins, quoted stretches counting as one word."""
    start = paragraph_start
    for _, following in ends(blanked, paragraph_start, at + 1):
        start = following
    return start


def sentence_end(blanked: str, start: int, limit: int) -> int:
    """Where the sentence that goes on at `start` ends, quoted stretches counting as one word."""
    return next((last + 1 for last, _ in ends(blanked, start + 1, limit)), limit)


def clause_end(blanked: str, start: int, limit: int) -> int:
    """Where the words behind a quotation end: with their sentence, or where the next quotation opens."""
    end = sentence_end(blanked, start, limit)
    blank = blanked.find(BLANK, start, end)
    return end if blank < 0 else blank
