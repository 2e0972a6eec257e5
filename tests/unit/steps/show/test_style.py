"""The figures of style."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.digest import Checks, Claim, Coverage, Development, Digest, Quote
from bot.steps.show.style import BANDS, measure_style
from tests.grounds import NOW

PLAIN = "Ministers of Orsa and Velm broke off their ferry talks on Tuesday without agreeing on the night crossings that hold boats in port, Port Tidings said."  # noqa: E501
WORDS = "We will never sail by lantern light!"
QUOTED = f"Mara Lind, the harbour minister of Orsa, told reporters on Wednesday: “{WORDS}”"


def digest(*texts: str, **fields: object) -> Digest:
    quotes = (Quote(WORDS, "Mara Lind", 1, 0, 10),)
    claims = tuple(Claim(text, (), quotes if WORDS in text else ()) for text in texts)
    made = Digest(
        id=0,
        watch="Strait Watch",
        slot="",
        as_of=NOW,
        engine="model",
        headline="Strait Watch: Ferry talks end without a date",
        standfirst="Velm has offered to pay for the beacons that Orsa wants",
        developments=(Development("Ferry talks", None, "new", None, claims),) if claims else (),
        citations=(),
        coverage=Coverage(0, 0),
        checks=Checks(0, 0, 0, 0),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def values(made: Digest) -> dict[str, float]:
    style = measure_style(made)
    assert style is not None
    assert style.score == sum(band.met for band in style.bands.values()) / len(style.bands)
    return {name: band.value for name, band in style.bands.items()}


def test_every_band_is_measured() -> None:
    assert set(values(digest(PLAIN))) == {"words", *BANDS}


def test_sizes() -> None:
    found = values(digest(PLAIN, QUOTED))
    assert found["words"] == len(PLAIN.split()) + len(QUOTED.split())
    assert found["headline_words"] == 6
    assert found["standfirst_words"] == 11
    assert (found["paragraph_sentences"], found["paragraph_words"]) == (2, found["words"])
    assert found["sentence_words"] == found["words"] / 2
    assert found["quotations_per_100_words"] == pytest.approx(100 / found["words"], abs=0.01)
    assert found["quoted_share"] == pytest.approx(7 / found["words"], abs=0.01)
    assert found["dates_per_110_words"] == pytest.approx(220 / found["words"], abs=0.01)
    assert found["plain_verb_share"] == 1


def test_manners_are_judged_outside_quotation_marks() -> None:
    names = ("exclamation_marks", "first_or_second_person", "questions", "evaluative_per_100_words")
    inside = values(digest(QUOTED))
    assert [inside[name] for name in names] == [0, 0, 0, 0]
    outside = values(digest("Do we know why the stunning talks of the US ended? You decide!"))
    assert [outside[name] for name in names[:3]] == [1, 2, 1]
    assert outside["evaluative_per_100_words"] > 0.2


def test_another_verb_for_said_takes_a_side() -> None:
    assert values(digest("Lind insisted that boats stay, and Roe said that they sail."))["plain_verb_share"] == 0.5


def test_a_weekly_digest_may_be_longer() -> None:
    words = [measure_style(digest(*[PLAIN] * 28, length=length)) for length in ("daily", "weekly")]
    assert [style.bands["words"].met for style in words if style] == [False, True]


def test_extracts_are_outlets_own_words() -> None:
    extract = Claim(PLAIN, (), is_extract=True, outlet="Port Tidings")
    made = digest()
    made = replace(made, other_news=(extract, Claim(PLAIN, ())))
    style = measure_style(made)
    assert style is not None
    assert style.extract_share == 0.5
    assert style.bands["outlets_per_100_words"].value == pytest.approx(100 / (2 * len(PLAIN.split())), abs=0.01)


def test_an_empty_digest_has_no_style() -> None:
    assert measure_style(digest()) is None
