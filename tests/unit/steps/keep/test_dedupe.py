"""Fingerprints of texts and canonical addresses."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from bot.steps.keep.dedupe import find_duplicate, fingerprint, normalise_url, similarity

WORDS = "harbour pilot envoy strait pause talks navy freight council tide signal anchor lantern market bridge".split()


def text_of(seed: int, words: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(f"{rng.choice(WORDS)}{rng.randrange(40)}" for _ in range(words))


def test_the_same_text_has_the_same_fingerprint_in_another_process() -> None:
    text = text_of(1)
    code = "import sys; from bot.steps.keep.dedupe import fingerprint; print(fingerprint(sys.argv[1]).hex())"
    told = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=True).stdout.strip()
    assert fingerprint(text).hex() == told
    assert len(fingerprint(text)) == 128


def test_similarity_estimates_the_share_of_common_shingles() -> None:
    text = text_of(1)
    assert similarity(fingerprint(text), fingerprint(text)) == 1.0
    assert similarity(fingerprint(text), fingerprint(text.upper())) == 1.0
    assert similarity(fingerprint(text), fingerprint(text_of(2))) < 0.05
    longer = text + " " + text_of(3, 100)
    assert similarity(fingerprint(text), fingerprint(longer)) == pytest.approx(0.745, abs=0.12)


def test_short_texts_are_like_nothing() -> None:
    assert fingerprint("too short to tell") == b""
    assert similarity(b"", fingerprint(text_of(1))) == 0.0
    assert find_duplicate(b"", [(1, fingerprint(text_of(1)))]) is None


def test_the_most_similar_known_text_is_found_among_many() -> None:
    known = [(seed, fingerprint(text_of(seed))) for seed in range(1, 400)]
    copied = text_of(77).split()
    copied[10:14] = ["another", "four", "words", "here"]
    assert find_duplicate(fingerprint(" ".join(copied)), known) == 77
    assert find_duplicate(fingerprint(text_of(5000)), known) is None
    assert find_duplicate(fingerprint(text_of(5)), [*known, (900, fingerprint(text_of(5)))]) == 5


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example.com:443/a?utm_source=x&b=2&a=1#top", "https://news.example.com/a?a=1&b=2"),
        ("http://example.com/a?FBCLID=1&UTM_Medium=y", "http://example.com/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a?b=1&b=2", "https://example.com/a?b=1&b=2"),
        ("https://example.com/st%7Ey", "https://example.com/st~y"),
        ("  https://example.com/a  ", "https://example.com/a"),
        ("not a link", "not a link"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_normalise_url(url: str, canonical: str) -> None:
    assert normalise_url(url) == canonical
    assert normalise_url(canonical) == canonical
