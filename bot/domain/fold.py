"""The typographic map: two texts that fold to the same characters differ in typography only.

Owns which characters count as the same and where each folded character stands in the original. Deliberately not
NFKC (it turns 10⁶ into 106) and never a change of case, spelling or word. Matching is `domain/quote`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

DOUBLE_MARKS = '"“”„‟«»″〝〞＂'
SINGLE_MARKS = "'‘’‚‛‹›`´ʼʹ′＇"
DASHES = "-‐‑‒–—―−﹘﹣－"
SPACES = (
    " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen and zero-width characters: they show nothing, so they count as nothing."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
_ONE_TO_ONE = {
    char: plain for chars, plain in ((DOUBLE_MARKS, '"'), (SINGLE_MARKS, "'"), (DASHES, "-")) for char in chars
}
_VARIANTS = frozenset(_ONE_TO_ONE) - frozenset("\"'-")
_LOOSE = re.escape(SPACES) + INVISIBLE
_CHANGES = re.compile(f"[{_LOOSE}-]{{2,}}|[{_LOOSE.replace(re.escape(' '), '', 1)}]|[{''.join(_LIGATURES)}]")
"""Runs of spaces, dashes and invisibles; lone odd spaces and invisibles; ligatures. Plain text has none of them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with its way back. `None` in place of pieces means that every offset is its own.

    Pieces are parallel: folded start, original start, original end, and whether the piece was changed as a whole.
    """

    text: str
    starts: tuple[int, ...] | None = None
    sources: tuple[tuple[int, int, bool], ...] = ()
    composed: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of the folded characters `start..end` (not empty); edges leave dropped ones out."""
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, index: int) -> tuple[int, int]:
        first, last = self._piece(index)
        if self.composed is None:
            return first, last
        return self.composed[first], self.composed[last]

    def _piece(self, index: int) -> tuple[int, int]:
        if self.starts is None:
            return index, index + 1
        number = bisect_right(self.starts, index) - 1
        first, last, is_changed = self.sources[number]
        if is_changed:
            return first, last
        offset = first + index - self.starts[number]
        return offset, offset + 1


def fold(text: str) -> Folded:
    """Fold quotation marks, apostrophes, dashes, spaces, invisibles, ellipses and ligatures; compose accents (NFC).

    Runs of spaces become one space, a blank line (paragraph end) one line feed, spaces round a dash vanish.
    """
    composed: tuple[int, ...] | None = None
    if not unicodedata.is_normalized("NFC", text):
        text, composed = _compose(text)
    even = _evened(text)
    pieces = _changed_pieces(even)
    if not pieces:
        return Folded(even, composed=composed)
    return _assemble(even, pieces, composed)


fold_stored = lru_cache(maxsize=512)(fold)
"""`fold` for stored texts, which are asked for again and again: remembered, so that each is folded once."""


def _evened(text: str) -> str:
    # A text holds few of the variants: replacing these is several times faster than translating every character.
    for char in _VARIANTS.intersection(text) if not text.isascii() or "`" in text else ():
        text = text.replace(char, _ONE_TO_ONE[char])
    return text


def _changed_pieces(text: str) -> list[tuple[int, int, str]]:
    found = ((match.start(), match.end(), _replacement(match.group())) for match in _CHANGES.finditer(text))
    return [(start, end, new) for start, end, new in found if text[start:end] != new]


_NO_DASH = SPACES + INVISIBLE
_DASHES_APART = re.compile(f"(?<=-)[{_LOOSE}]+(?=-)")


def _replacement(run: str) -> str:
    if run in _LIGATURES:
        return _LIGATURES[run]
    # Dashes side by side are one (`--`); apart they are two: `– -4` is not `– 4`.
    dash = "-" + " -" * (len(_DASHES_APART.split(run.strip(_NO_DASH))) - 1) if "-" in run else ""
    if run.count("\n") > 1 or "\u2029" in run:
        return "\n" + dash
    if dash:
        return dash
    return " " if run.strip(INVISIBLE) else ""


def _assemble(text: str, pieces: list[tuple[int, int, str]], composed: tuple[int, ...] | None) -> Folded:
    out: list[str] = []
    starts: list[int] = []
    sources: list[tuple[int, int, bool]] = []
    at = length = 0
    for start, end, new in [*pieces, (len(text), len(text), "")]:
        if start > at:
            out.append(text[at:start])
            starts.append(length)
            sources.append((at, start, False))
            length += start - at
        if new:
            out.append(new)
            starts.append(length)
            sources.append((start, end, True))
            length += len(new)
        at = end
    return Folded("".join(out), tuple(starts), tuple(sources), composed)


def _compose(text: str) -> tuple[str, tuple[int, ...]]:
    """NFC, cluster by cluster, with the original offset of every composed character (and of the end)."""
    out: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _joins_before(text[end]):
            continue
        cluster = unicodedata.normalize("NFC", text[start:end])
        out.append(cluster)
        offsets.extend([start] * len(cluster))
        start = end
    return "".join(out), (*offsets, len(text))


def _joins_before(char: str) -> bool:
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff"
