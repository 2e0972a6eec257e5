"""Word stems, cached: the same stem for plural, tense and derived forms of an English word."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_TURN = Lock()
"""The stemmer keeps the word at hand in itself: two threads at once would get mixtures, and the cache keep them."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Stem of a lower-case word."""
    with _TURN:
        stemmed: str = _STEMMER.stemWord(word)
    return stemmed
