"""Text of strangers, made fit for Slack: cleaned, escaped, and cut only where nothing is torn apart.

Owns characters and cutting places. What becomes of the text is `blocks`; the rules are from Slack's documentation of
text formatting (only `&`, `<` and `>` have a meaning on the wire).
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 4
"""Combining marks kept on one letter: enough for every script in use, too few to write over other lines."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0]*")
_BROADCAST = re.compile(r"@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_JOINERS = {"\u200d", "\u20e3", *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x1F3FB, 0x1F400))}


def clean(text: str) -> str:
    """The same text without control characters, direction overrides, half surrogates and towers of marks."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROLS.sub("", text)
    return text if text.isascii() else _limit_marks(text)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return _INVISIBLE.fullmatch(text) is not None


def escape(text: str) -> str:
    """Plain text for a field that Slack reads as markup: no mention, link or broadcast can come out of it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub("@" + _WORD_JOINER, text)


def cut_at(text: str, max_chars: int) -> int:
    """Where to cut so that at most `max_chars` stand before: after a sentence, else a word, else a whole character.

    Places in the first half are not considered: they would leave a piece that looks like a mistake.
    """
    if len(text) <= max_chars:
        return len(text)
    for pattern in (r"[.!?…][\"”’»)\]]*\s+", r"\s+"):
        ends = [found.end() for found in re.finditer(pattern, text[: max_chars + 1]) if found.end() <= max_chars]
        if ends and ends[-1] > max_chars // 2:
            return ends[-1]
    return _grapheme_end(text, max_chars)


def _grapheme_end(text: str, max_chars: int) -> int:
    for at in range(max_chars, max_chars // 2, -1):
        if not _joins(text[at - 1], text[at]):
            return at
    return max_chars


def _joins(before: str, after: str) -> bool:
    # Flags are pairs of regional indicators; never cutting between two keeps every pair whole.
    if all("\U0001f1e6" <= char <= "\U0001f1ff" for char in (before, after)):
        return True
    return before == "\u200d" or after in _JOINERS or unicodedata.category(after).startswith("M")


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
