"""Stems are the same from any thread: several questions are answered at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.steps.words.stems import stem

ROOTS = (
    "negotiat",
    "national",
    "relent",
    "operat",
    "communicat",
    "reduct",
    "fortun",
    "electric",
    "hesitat",
    "generous",
)
ENDINGS = ("", "ion", "ions", "ing", "ed", "es", "ive", "ational", "fulness", "iveness", "ization", "ously", "ment")


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads give way to each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)
    stem.cache_clear()


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("negotiations") == stem("negotiated") == stem("negotiating")
    assert stem("ceasefire") != stem("cease")


@pytest.mark.usefixtures("eager_threads")
def test_many_threads_get_the_stems_that_one_gets() -> None:
    words = [prefix + root + ending for prefix in ("", "un", "re", "over") for root in ROOTS for ending in ENDINGS]
    stem.cache_clear()
    alone = [stem(word) for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda number: stem(words[number % len(words)]), range(4 * len(words))))
    assert together == alone * 4
