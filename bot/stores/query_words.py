"""From what a person typed to search terms: words only, so that no operator of a query language survives.

Shared by both search adapters. Ranking is theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bot.domain.fold import fold

MAX_TERMS = 32
MAX_QUERY_CHARS = 2_000

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing done down during each few for from further had has have
    having he her here hers him his how i if in into is it its itself just me more most my no nor not now of
    off on once only or other our out over own per said same say says she should so some such than that the
    their them then there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your
    """.split()
)

ALIASES: Mapping[str, tuple[str, ...]] = {
    "usa": ("us", "u.s", "united states"),
    "uk": ("u.k", "united kingdom", "britain"),
    "eu": ("e.u", "european union"),
    "un": ("u.n", "united nations"),
    "zelensky": ("zelenskyy", "zelenskiy"),
    "zelenskyy": ("zelensky", "zelenskiy"),
    "kyiv": ("kiev",),
    "kiev": ("kyiv",),
    "dmitry": ("dmitri",),
    "dmitri": ("dmitry",),
}
"""Spellings of the same name; a query word also finds these. Several words are found as a phrase."""

_LONG_NAMES = (
    (re.compile(r"\bunited states(?: of america)?\b", re.IGNORECASE), "usa"),
    (re.compile(r"\bunited kingdom\b", re.IGNORECASE), "uk"),
    (re.compile(r"\beuropean union\b", re.IGNORECASE), "eu"),
    (re.compile(r"\bunited nations\b", re.IGNORECASE), "un"),
)
_STEM_CHARS = 5
_INITIALS = re.compile(r"\b([UuEe])\.([SsKkNnUu])\b\.?")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")


def search_terms(query: str) -> list[str]:
    """Distinct words worth searching for, in order, at most MAX_TERMS. A query of stop words only keeps nothing.

    Lower case but for nothing else: stemming is the database's. "US" and "U.S." are the country, "us" is not.
    """
    cleaned = unicodedata.normalize("NFC", query[:MAX_QUERY_CHARS])
    cleaned = _INITIALS.sub(lambda match: (match[1] + match[2]).upper(), cleaned)
    for pattern, short in _LONG_NAMES:
        cleaned = pattern.sub(short, cleaned)
    words = ("usa" if word == "US" else _POSSESSIVE.sub("", word).lower() for word in _WORD.findall(cleaned))
    distinct = dict.fromkeys(word for word in words if word and word not in STOP_WORDS)
    return [word for word in distinct if len(word) > 1 or word.isdigit() or ord(word) > 0x2E80][:MAX_TERMS]


def spellings(term: str) -> tuple[str, ...]:
    """A term with its other spellings, itself first."""
    return (term, *ALIASES.get(term, ()))


def plain_words(text: str) -> list[str]:
    """Runs of letters and digits, typography folded and lower-cased: what a phrase search compares."""
    return "".join(char if char.isalnum() else " " for char in fold(text).text).lower().split()


def has_phrase(words: list[str], text: str) -> bool:
    """Whether these plain words stand in the text in this order, next to each other."""
    return f" {' '.join(words)} " in f" {' '.join(plain_words(text))} "


def score_terms(terms: Iterable[str], text: str) -> int:
    """How well terms fit a text: two for each that stands in it, one for each with another ending."""
    words = f" {' '.join(plain_words(text))} "
    return sum((f" {term[:_STEM_CHARS]}" in words) + (f" {term} " in words) for term in terms)
