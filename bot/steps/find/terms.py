"""Marked words that nobody is said to have spoken: names for things, titles of films and shows, scare quotes.

Owns telling these by their look and the words before them. Whether somebody is named as their speaker is
`steps/find/quotations`.
"""

from __future__ import annotations

import re

TERM_MAX_WORDS = 4
"""Marked words up to this length that nobody is said to have spoken are a term, a title or scare quotes."""

STOPS = ".!?…"
"""Marks that end a sentence."""

_SO_CALLED = re.compile(r"\b(?:so-called|known as|nicknamed|entitled|titled)\s*$")
_HEADED = re.compile(
    r"\b(?:titled|entitled|headlined|captioned|titles? (?:like|such as)|headlines? (?:like|such as))\s*$"
)
_TITLE_WORD = r"(?:[A-Z\d][\w’'&!-]*|the|of|and|a|an|in|on|to|for|with|at|by|from)"
_TITLE = re.compile(rf"{_TITLE_WORD}(?:\s{_TITLE_WORD}){{1,8}}[.,!?]?")
_BEFORE_TITLE = re.compile(
    r"\b(?:on|in|at|from|(?:star|host|cast|episode|author|version) of|song|songs|single|film|movie|show|book|novel"
    r"|album|series|play|program|programme|column|podcast|episode|musical|documentary|sitcom|drama|hit|memoir|essay"
    r"|(?:CNN|ABC|NBC|CBS|BBC)[’']s)\s*$"
)
"""`told the radio on “The Long Shore”`: what stands before the marks around a title."""


def is_named_so(words: str, before: str) -> bool:
    """Whether marked words are a name for something: `so-called “night fleet”`, `the film “The Long Shore”`."""
    if _HEADED.search(before) or (_SO_CALLED.search(before) and is_short(words)):
        return True
    return _TITLE.fullmatch(words) is not None and _BEFORE_TITLE.search(before) is not None


def is_short(words: str) -> bool:
    """A few words that make no sentence."""
    return len(words.split()) <= TERM_MAX_WORDS and words.rstrip()[-1:] not in STOPS + ","
