"""Puts stored words into a sentence: curly marks, inner marks turned to single, American punctuation.

Owns the look of a printed quotation. Which words may be printed is decided before, by `steps/verify/rules_quote`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.verdict import LocatedQuote
from bot.steps.verify.rules_shape import PLACEHOLDER

_INNER_PAIR = re.compile(r"[“\"„«]([^”\"“»„«]*)[”\"“»]")
_SLOT = re.compile(PLACEHOLDER.pattern + r"(?P<stop>[.,](?!\d))?")
_SAID = re.compile(
    r"\b(?P<verb>said|says|added|adds|wrote|writes|replied|asked|noted|argued|warned|explained|insisted|tweeted|posted"
    r"|stated|declared|concluded|continued|recalled|remarked|answered)\s+"
    r"(?P<slot>" + PLACEHOLDER.pattern + r")(?=,|\.?\s*$)"
)
_FULL_STOPS = (".", "!", "?", "…", ".’", "!’", "?’")


def print_quotes(text: str, quotes: Mapping[str, LocatedQuote]) -> str:
    """The sentence with each `{key}` replaced by its quotation; a comma or stop behind it moves inside the marks.

    >>> words = LocatedQuote(SentenceId(1, 1, 1, 1), 0, 17, "No peace to keep.", None)
    >>> print_quotes("She said {q1}.", {"q1": words})
    'She said, “No peace to keep.”'
    """
    printed = _SAID.sub(lambda said: _with_comma(said, quotes), text.strip())
    printed = _SLOT.sub(lambda slot: _marked(quotes[slot.group(1)].text, slot["stop"] or ""), printed)
    printed = re.sub(r"[ \t\n]+", " ", printed)
    if printed.endswith("”") and not printed[:-1].endswith(_FULL_STOPS):
        return printed[:-1] + ".”"
    return printed if printed.endswith((*_FULL_STOPS, "”")) else printed + "."


def _with_comma(said: re.Match[str], quotes: Mapping[str, LocatedQuote]) -> str:
    """`said, “We wait.”` before a whole sentence; `said “a path forward”` before a part of one."""
    key = said.group(3)
    comma = "," if quotes[key].text[:1].isupper() and len(quotes[key].text.split()) > 1 else ""
    return f"{said['verb']}{comma} {said['slot']}"


def _marked(words: str, stop: str) -> str:
    inner = _INNER_PAIR.sub(r"‘\1’", words)
    if stop and inner.endswith(("?", "!", "…", ".")):
        stop = ""
    return f"“{inner}{stop}”"
