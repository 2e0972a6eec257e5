"""The index of fingerprints gives the answers of the plain search, faster."""

from __future__ import annotations

import random
import time

from bot.steps.keep.dedupe import Fingerprints, find_duplicate, fingerprint

WORDS = "harbour council berth ship pilot strait ministry envoy winter vote tug pier ice grain captain radio".split()


def text(seed: int, length: int = 220) -> str:
    chosen = random.Random(seed)
    return " ".join(f"{chosen.choice(WORDS)}{chosen.randrange(40)}" for _ in range(length))


def changed(original: str, every: int) -> str:
    return " ".join("other" if place % every == every - 1 else word for place, word in enumerate(original.split()))


def test_it_agrees_with_the_plain_search() -> None:
    index, known = Fingerprints(), []
    for number in range(200):
        print_ = fingerprint(text(number))
        index.add(number, print_)
        known.append((number, print_))
    for number in range(0, 200, 7):
        for every in (9, 30, 90, 1000):
            asked = fingerprint(changed(text(number), every))
            assert index.find(asked) == find_duplicate(asked, known)
    assert index.find(fingerprint(text(10))) == 10
    assert index.find(fingerprint(text(999))) is None


def test_short_and_known_texts_are_passed_over() -> None:
    index = Fingerprints()
    index.add(1, fingerprint("too short"))
    index.add(2, fingerprint(text(1)))
    index.add(2, fingerprint(text(2)))
    assert len(index) == 1
    assert index.find(b"") is None
    assert index.find(fingerprint(text(1)), besides=2) is None


def test_thousands_of_texts_are_searched_in_milliseconds() -> None:
    index, chosen = Fingerprints(), random.Random(5)
    for number in range(10_000):
        index.add(number, chosen.randbytes(128))
    asked = chosen.randbytes(128)
    started = time.process_time()
    for _ in range(20):
        index.find(asked)
    assert (time.process_time() - started) / 20 < 0.05
