"""Passages, windows and quotations in few bytes, as JSON arrays.

A passage is [gap after the one before, length] when it is one plain sentence, else followed by its sentences: the
length of one that stands a space after the one before, or [gap, length, flag…]. A window, the unit of search, is
[start, end], which the database reads to cut it out of the text. Quotations are [rows, words, seal]: a text among a
row's fields is [its place in words], so that a speaker's name stands once; the seal is a hash over what was found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from hashlib import sha256
from typing import Any

from bot.domain.article import Passage, Quotation, Sentence
from bot.domain.errors import StoreError
from bot.stores.tables import storable

WINDOW_CHARS = 1_200
"""Length that a window of several passages does not exceed, about 256 tokens. One paragraph of news is too short to be
ranked well: over 4,738 real articles the answer came first in .62 of questions with paragraphs, in .80 with these, and
the index, which repeats the headline with each, was a third smaller."""

_DEFAULTS = tuple(field.default for field in fields(Quotation))
_SEAL_CHARS = 32
"""Half a SHA-256: against accidents, not against forgers, who could seal anew."""

_WORDS_FROM = 4
"""Fields of a quotation before this one are numbers that are always there."""


def pack_passages(passages: Sequence[Passage]) -> str:
    """Passages in order; their numbers are their places."""
    ends = (0, *(passage.end for passage in passages))
    return _dumped([_passage(passage, previous) for passage, previous in zip(passages, ends, strict=False)])


def unpack_passages(packed: str) -> tuple[Passage, ...]:
    """Inverse of pack_passages. Raises StoreError for what cannot be read."""
    found: list[Passage] = []
    end = 0
    try:
        for number, (gap, length, *rows) in enumerate(json.loads(packed), start=1):
            start, end = end + gap, end + gap + length
            found.append(Passage(number, start, end, _sentences(start, end, rows)))
    except (ValueError, TypeError, LookupError):
        raise StoreError("the passages of a stored article are damaged") from None
    return tuple(found)


def find_windows(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Runs of whole passages as (start, end), as long as WINDOW_CHARS allows, each passage in exactly one."""
    found: list[tuple[int, int]] = []
    for passage in passages:
        if found and passage.end - found[-1][0] <= WINDOW_CHARS:
            found[-1] = (found[-1][0], passage.end)
        else:
            found.append((passage.start, passage.end))
    return found


def pack_windows(windows: Sequence[tuple[int, int]]) -> str:
    """Windows in order."""
    return _dumped(windows)


def pack_quotations(quotations: Sequence[Quotation], passages: str) -> str:
    """Quotations in order, sealed together with the packed passages. Fields of the dataclass are added at its end."""
    words: dict[str, int] = {}
    rows = [_quotation(item, words) for item in quotations]
    return _dumped([rows, list(words), _seal(rows, list(words), passages)])


def unpack_quotations(packed: str, passages: str) -> tuple[Quotation, ...]:
    """Inverse of pack_quotations. Raises StoreError when offsets or names are not those that were stored."""
    rows, words, *seal = json.loads(packed) or ([], [])
    # Rows of before there were seals have none.
    if seal and seal[0] != _seal(rows, words, passages):
        raise StoreError("the passages or quotations of a stored article are damaged")
    return tuple(
        Quotation(
            *row[:_WORDS_FROM], *(words[item[0]] if isinstance(item, list) else item for item in row[_WORDS_FROM:])
        )
        for row in rows
    )


def _seal(rows: Sequence[Any], words: Sequence[str], passages: str) -> str:
    return sha256(f"{_dumped([rows, words])}{passages}".encode()).hexdigest()[:_SEAL_CHARS]


def _passage(passage: Passage, previous_end: int) -> list[Any]:
    span = [passage.start - previous_end, passage.end - passage.start]
    if passage.sentences == (Sentence(passage.start, passage.end),):
        return span
    ends = (passage.start - 1, *(sentence.end for sentence in passage.sentences))
    rows = zip(passage.sentences, ends, strict=False)
    return [*span, *(_sentence(sentence, previous) for sentence, previous in rows)]


def _sentence(sentence: Sentence, previous_end: int) -> Any:
    gap, length = sentence.start - previous_end, sentence.end - sentence.start
    return length if gap == 1 and not sentence.flags else [gap, length, *sentence.flags]


def _sentences(start: int, end: int, rows: Sequence[Any]) -> tuple[Sentence, ...]:
    if not rows:
        return (Sentence(start, end),)
    found: list[Sentence] = []
    at = start - 1
    for row in rows:
        gap, length, flags = (1, row, ()) if isinstance(row, int) else (row[0], row[1], row[2:])
        found.append(Sentence(at + gap, at + gap + length, tuple(flags)))
        at += gap + length
    return tuple(found)


def _quotation(quotation: Quotation, words: dict[str, int]) -> list[Any]:
    values = [getattr(quotation, field.name) for field in fields(Quotation)]
    while values[-1] == _DEFAULTS[len(values) - 1]:
        values.pop()
    return [[words.setdefault(value, len(words))] if isinstance(value, str) else value for value in values]


def _dumped(value: Any) -> str:
    return storable(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
