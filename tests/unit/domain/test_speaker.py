"""Whether two names mean one speaker."""

from __future__ import annotations

import pytest

from bot.domain.speaker import extra_words, is_pronoun, is_same_speaker, name_words


@pytest.mark.parametrize(
    ("claimed", "stored"),
    [
        ("Okafor", "Lena Okafor"),
        ("Lena Okafor", "Okafor"),
        ("L. Okafor", "Lena Okafor"),
        ("Minister Lena Okafor", "Lena Okafor"),
        ("President Volodymyr Selenko", "Selenko"),
        ("Dmitry Orlov", "Dmitri Orlov"),
        ("Selenskyy", "Selensky"),
        ("Lena Okafor’s", "Lena Okafor"),
        ("Jiří Novák", "Jiri Novak"),
        ("the Harbour Ministry", "Harbour Ministry"),
        ("the ministry", "The ministry"),
        ("Mr. Okafor", "Lena Okafor"),
    ],
)
def test_one_speaker(claimed: str, stored: str) -> None:
    assert is_same_speaker(claimed, stored)


@pytest.mark.parametrize(
    ("claimed", "stored"),
    [
        ("Ada Okafor", "Lena Okafor"),
        ("A. Okafor", "Lena Okafor"),
        ("Lena", "Lena Okafor"),
        ("Okafor", "Okaforo"),
        ("the ministry", "Lena Okafor"),
        ("she", "Lena Okafor"),
        ("she", "she"),
        ("", "Lena Okafor"),
        ("Defence Ministry", "Harbour Ministry"),
        ("the ministry", "the harbour ministry"),
        ("Minister", "Prime Minister"),
    ],
)
def test_two_speakers(claimed: str, stored: str) -> None:
    assert not is_same_speaker(claimed, stored)


def test_titles_and_appositions_are_not_part_of_a_name() -> None:
    assert name_words("Foreign Minister Lena Okafor, head of the board") == ("lena", "okafor")
    assert name_words("the State Department")[-1] == "department"


def test_what_a_claim_adds_to_the_name() -> None:
    assert extra_words("Lena Okafor, head of the board", "Lena Okafor") == "head of the board"
    assert extra_words("Mr Okafor", "Lena Okafor") == ""


@pytest.mark.parametrize("word", ["he", "She", "they", "who"])
def test_pronouns_name_nobody(word: str) -> None:
    assert is_pronoun(word)
    assert not is_pronoun("Heath")
