"""The nearest stored words to words that are not there."""

from __future__ import annotations

import pytest

from bot.steps.verify.nearest import describe_difference, find_near

TEXT = (
    "Mara Lind, the harbour minister, said “Orsa’s future is in the league,” and added that they’ve made “great "
    "progress” on the channel. Nobody spoke of the levy."
)


@pytest.mark.parametrize(
    ("words", "stored", "difference"),
    [
        ("Orsa's future is not in the league", "Orsa’s future is in the league", "“not” is added"),
        ("Orsa’s future lies in the league", "Orsa’s future is in the league", "“lies” instead of “is”"),
        ("the future is in the league", "Orsa’s future is in the league", "“the” instead of “Orsa's”"),
        ("they have made great progress", "they’ve made “great progress", "“they have” instead of “they've”"),
    ],
)
def test_only_words_that_differ_are_named(words: str, stored: str, difference: str) -> None:
    near = find_near(words, TEXT)
    assert near is not None
    assert TEXT[near.start : near.end] == stored
    assert near.difference == difference


@pytest.mark.parametrize("words", ["we are great", "league", "blue herons sing at noon", "“", ""])
def test_letters_alone_make_no_similar_wording(words: str) -> None:
    assert find_near(words, TEXT) is None


def test_marks_and_stops_are_no_difference() -> None:
    assert describe_difference("we wait", '"we wait,"') == "only marks or spaces differ"
    assert describe_difference("we wait", "we will wait") == "“will” is left out"


@pytest.mark.parametrize(
    ("words", "given", "stored"),
    [
        (
            "Orsa's future is not in the league",
            "Orsa's future is [not] in the league",
            "Orsa’s future is in the league",
        ),
        ("Orsa’s future lies in the league", "Orsa’s future [lies] in the league", "Orsa’s future [is] in the league"),
    ],
)
def test_both_wordings_are_shown_with_what_differs(words: str, given: str, stored: str) -> None:
    near = find_near(words, TEXT)
    assert near is not None and (near.given, near.stored.rstrip(",")) == (given, stored)
