"""Pairs of quotation marks that English does not use: „…“, »…«, « … », ‹…›, 「…」, with what is nested in them.

Owns one paragraph at a time; which glyph may open and which may close depends on the one that opened, and, for
guillemets, on which way round the text uses them. English marks alone are `quote_marks`; who spoke is `quotations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.article import Passage

FOREIGN = re.compile(r"[„«»‹›「」『』]")
_MARK = re.compile(r"[\"“”„‟«»‹›「」『』＂]")
_CLOSERS = {
    "„": "“”\"‟",
    "“": "”\"",
    "”": "”",
    "\"": "\"",
    "＂": "＂",
    "「": "」",
    "『": "』",
}  # fmt: skip
_ANY_CLOSER = '”"'
_FRENCH = {"«": "»", "‹": "›"}
_REVERSED = {"»": "«»", "›": "‹›"}
"""With the points inwards: German »…«, Danish too; »…» with one glyph for both is Swedish and Finnish."""

_SPACES = " \t\n\u00a0\u2009\u202f\u2060\u200b"
_FIRST = re.compile(r"(?:(?<=[\s(\[—–:])|^)(?:(?P<french>[«‹])[\s\u00a0\u202f]?\S|(?P<reversed>[»›])\w)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Offsets of a stretch: `start`/`end` without the marks and the spaces beside them, `outer_*` with the marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class _Opened:
    glyph: str
    start: int
    end: int


def points_inwards(text: str) -> bool:
    """Whether guillemets open with `»` in this text: told by the first one that can only open."""
    found = _FIRST.search(text)
    return found is not None and found["reversed"] is not None


def pair_foreign(text: str, passage: Passage, *, inwards: bool, continues: str, runs_on: bool) -> Iterator[Pair]:
    """The outermost stretches of one paragraph, in order.

    `continues` is the glyph of marks left open in the paragraph before, else empty: any mark at the start of this one
    then repeats the opening, as French does with » or «. `runs_on` when the next paragraph begins with a mark.
    """
    closers = _CLOSERS | (_REVERSED if inwards else _FRENCH)
    stack: list[_Opened] = []
    for mark in _MARK.finditer(text, passage.start, passage.end):
        if not stack and continues and mark.start() == passage.start:
            stack.append(_Opened(continues, mark.start(), mark.end()))
            continue
        if _repeats(text, mark, stack, passage):
            continue
        depth = _closed_depth(mark.group(), stack, closers) if _can_close(text, mark, passage) else None
        if depth is not None:
            outermost = stack[0]
            del stack[depth:]
            if not stack:
                yield _trimmed(text, outermost, mark.start(), mark.end(), is_open=False)
        elif mark.group() in closers and _can_open(text, mark, passage):
            stack.append(_Opened(mark.group(), mark.start(), mark.end()))
    if stack and (runs_on or stack[0].start == passage.start):
        yield _trimmed(text, stack[0], passage.end, passage.end, is_open=True)


def _closed_depth(glyph: str, stack: list[_Opened], closers: dict[str, str]) -> int | None:
    """Place in the stack of what this mark closes; inner marks that were forgotten are closed with it."""
    places = range(len(stack) - 1, -1, -1)
    return next((place for place in places if glyph in closers.get(stack[place].glyph, _ANY_CLOSER)), None)


def _can_close(text: str, mark: re.Match[str], passage: Passage) -> bool:
    """`»` and brackets close whatever stands before them; other marks stand close to the words that they close."""
    before, after = _around(text, mark, passage)
    if mark.group() in "」』" or (mark.group() in "»›" and not after.isalnum()):
        return True
    return bool(before.strip(_SPACES)) and (before.isalnum() or before not in "([—–")


def _can_open(text: str, mark: re.Match[str], passage: Passage) -> bool:
    before, after = _around(text, mark, passage)
    if mark.group() in "「『":
        return True
    is_apart = not before.isalnum() and before not in tuple(".,!?…")
    has_room = mark.group() in "«‹" or bool(after.strip(_SPACES))
    return bool(after) and is_apart and has_room


def _repeats(text: str, mark: re.Match[str], stack: list[_Opened], passage: Passage) -> bool:
    """A mark at the start of a line within open guillemets reminds the reader that they are open."""
    if not stack or mark.group() not in "«»" or stack[0].glyph not in "«»":
        return False
    at_line_start = text[passage.start : mark.start()].rstrip(" \t").endswith("\n")
    return at_line_start and bool(text[mark.end() : passage.end].strip(_SPACES)[:1].isalnum())


def _around(text: str, mark: re.Match[str], passage: Passage) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > passage.start else ""
    after = text[mark.end()] if mark.end() < passage.end else ""
    return before, after


def _trimmed(text: str, opened: _Opened, end: int, outer_end: int, *, is_open: bool) -> Pair:
    start = opened.end
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return Pair(start, end, opened.start, outer_end, is_open)
