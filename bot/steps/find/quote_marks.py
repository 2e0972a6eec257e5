"""Pairs of quotation marks in a text, paragraph by paragraph, whatever glyphs they are made of.

Owns pairing only: mismatched glyphs, nested marks, quotations that run over several paragraphs. Paragraphs with marks
that English does not use are paired by `foreign_marks`. Who spoke is `steps/find/quotations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.article import Passage
from bot.steps.find.foreign_marks import FOREIGN, Pair, pair_foreign, points_inwards

MAX_SINGLE_CHARS = 600
"""Single marks are mostly apostrophes; a longer stretch between two of them is an accident."""

_OPENING = "“„«‟〝"
_CLOSING = "”»〞"
_MARK = re.compile(r"[\"“”„«»‟〝〞＂]|''|``")
_SINGLE_OPEN = re.compile(r"(?<![\w’'.,!?])[‘‚'](?=[^\s’'])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])[’'](?![\w])")
_LOW_CLOSE = re.compile(r"(?<=[\w.,!?…])[‘’'](?![\w])")
_INCH = re.compile(r"\d$")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: `start`/`end` without the marks, `outer_*` with them.

    `is_open` when the marks were never closed in this paragraph; `is_continued` when the words go on with those of
    the paragraph before.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    passage: int
    is_open: bool = False
    is_continued: bool = False


def find_marked(text: str, passages: Sequence[Passage]) -> tuple[Marked, ...]:
    """All marked stretches in order, the outermost of nested ones only."""
    found: list[Marked] = []
    left_open = ""
    uses_double = _MARK.search(text) is not None or FOREIGN.search(text) is not None
    inwards = points_inwards(text)
    for index, passage in enumerate(passages):
        following = passages[index + 1] if index + 1 < len(passages) else None
        runs_on = following is not None and _MARK.match(text, following.start) is not None
        if FOREIGN.search(text, passage.start, passage.end):
            pairs = pair_foreign(text, passage, inwards=inwards, continues=left_open, runs_on=runs_on)
            here = [_as_marked(one, passage) for one in pairs]
        else:
            here = list(_pair_doubles(text, passage, runs_on=runs_on))
        if left_open and here and here[0].outer_start == passage.start:
            here[0] = replace(here[0], is_continued=True)
        left_open = _left_open(text, here, left_open)
        here.extend(_pair_singles(text, passage, here, is_plain=not uses_double))
        said = (one for one in here if text[one.start : one.end].strip())
        found.extend(sorted(said, key=lambda marked: marked.start))
    return tuple(found)


def _as_marked(pair: Pair, passage: Passage) -> Marked:
    return Marked(pair.start, pair.end, pair.outer_start, pair.outer_end, passage.number, pair.is_open)


def _left_open(text: str, here: Sequence[Marked], before: str) -> str:
    """The mark that opened what this paragraph leaves open; a mark that only repeats it is not the one."""
    if not here or not here[-1].is_open:
        return ""
    return before if here[-1].is_continued and before else text[here[-1].outer_start]


def _pair_doubles(text: str, passage: Passage, *, runs_on: bool) -> Iterator[Marked]:
    opened: tuple[int, int] | None = None
    depth = 0
    for mark in _MARK.finditer(text, passage.start, passage.end):
        if opened is None:
            opened, depth = (mark.span(), 0) if _can_open(text, mark, passage) else (None, 0)
        elif _is_nested_opening(text, mark, passage):
            depth += 1
        elif depth and _is_closing(text, mark, passage):
            depth -= 1
        elif _is_closing(text, mark, passage):
            yield Marked(opened[1], mark.start(), opened[0], mark.end(), passage.number)
            opened = None
        elif not _closes_later(text, opened, mark, passage):
            opened = mark.span()
    if opened is not None and (runs_on or depth or opened[0] == passage.start):
        yield Marked(opened[1], passage.end, opened[0], passage.end, passage.number, is_open=True)


def _can_open(text: str, mark: re.Match[str], passage: Passage) -> bool:
    glyph = mark.group()
    before, after = _around(text, mark, passage)
    if glyph in _OPENING or glyph == "``":
        return bool(after)
    if glyph in _CLOSING or glyph == "''":
        return glyph == "”" and not before.strip("—–-([") and bool(after.strip())
    return bool(after.strip()) and (not before or not before.isalnum()) and not _INCH.search(before)


def _is_closing(text: str, mark: re.Match[str], passage: Passage) -> bool:
    glyph = mark.group()
    if glyph in _CLOSING or glyph == "''":
        return True
    before, after = _around(text, mark, passage)
    if glyph == "“":
        return not after.strip() or (bool(before.strip()) and not after.isalnum())
    return glyph not in _OPENING and (bool(before.strip()) or not after.strip())


def _is_nested_opening(text: str, mark: re.Match[str], passage: Passage) -> bool:
    """A curly opening mark inside open marks, when the paragraph holds a closing mark for both."""
    glyph = mark.group()
    before, after = _around(text, mark, passage)
    if glyph not in _OPENING or not after.strip() or (before.strip() and before not in "([—–-’‘'"):
        return False
    rest = text[mark.end() : passage.end]
    return rest.count("”") + rest.count("»") - sum(rest.count(opening) for opening in _OPENING) >= 2


def _closes_later(text: str, opened: tuple[int, int], mark: re.Match[str], passage: Passage) -> bool:
    """An opening mark within open marks: the first one was forgotten to be closed unless only one closing is left."""
    del opened
    rest = text[mark.end() : passage.end]
    return not any(char in _CLOSING + '"' for char in rest)


def _around(text: str, mark: re.Match[str], passage: Passage) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > passage.start else ""
    after = text[mark.end()] if mark.end() < passage.end else ""
    return before, after


def _pair_singles(text: str, passage: Passage, doubles: Sequence[Marked], *, is_plain: bool) -> Iterator[Marked]:
    """Single marks outside double ones: curly ones, or straight ones in a text that uses no double marks at all."""
    at = passage.start
    while (opening := _SINGLE_OPEN.search(text, at, passage.end)) is not None:
        at = opening.end()
        if any(double.outer_start <= opening.start() < double.outer_end for double in doubles):
            continue
        if opening.group() == "'" and not is_plain:
            continue
        closing = _closing_single(text, at, passage.end)
        if closing is not None and closing - at <= MAX_SINGLE_CHARS:
            yield Marked(at, closing, opening.start(), closing + 1, passage.number)
            at = closing + 1


def _closing_single(text: str, start: int, end: int) -> int | None:
    """The first closing single mark after punctuation, else the first that is no plural genitive."""
    if text[start - 1] == "‚":
        low = _LOW_CLOSE.search(text, start, end)
        return low.start() if low else None
    limit = _SINGLE_OPEN.search(text, start, end)
    places = [found.start() for found in _SINGLE_CLOSE.finditer(text, start, limit.start() if limit else end)]
    after_stop = [place for place in places if text[place - 1] in ".,!?…"]
    if after_stop:
        return after_stop[0]
    plain = [place for place in places if text[place - 1] != "s"]
    return plain[0] if plain else (places[-1] if places else None)
