"""Words that carry the sense of a sentence."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import find_bounds, find_negators, find_turning_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We will not sail.", ["not"]),
        ("We couldn’t and won't.", ["couldn’t", "won't"]),
        ("Nobody denied it.", ["Nobody", "denied"]),
        ("A no-confidence vote.", ["no-confidence"]),
        ("Boat No. 3 left with No. 11.", []),
        ("The notion is nothing new.", ["nothing"]),
        ("Wir fahren nicht.", ["nicht"]),
    ],
)
def test_negators(text: str, words: list[str]) -> None:
    assert [word for _, word in find_negators(text)] == words


def test_bounds_stand_before_numbers_only() -> None:
    assert [word for _, word in find_bounds("About 40 boats talked about fares for up to 3 days.")] == [
        "About",
        "up to",
    ]


@pytest.mark.parametrize("text", ["if it rains", "perhaps", "but we stay", "up to 40", "will it?", "never", "unless"])
def test_turning_words(text: str) -> None:
    assert find_turning_words(text)


def test_plain_statements_turn_nothing() -> None:
    assert find_turning_words("The boats left the harbour on Friday, Mr. Roe said.") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We sail in May, and in June.", []),
        ("It may snow on 12 May.", ["may"]),
        ("May we sail? We hope so.", ["May", "?"]),
    ],
)
def test_the_month_is_no_hedge(text: str, words: list[str]) -> None:
    assert [word for _, word in find_turning_words(text)] == words
