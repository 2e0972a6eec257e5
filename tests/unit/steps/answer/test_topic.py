"""What a question is about, and how much of it a text holds."""

from __future__ import annotations

import pytest

from bot.steps.answer.topic import held_stems, holds, topic_share, topic_stems, without_ending, word_stems


def test_words_that_only_ask_are_no_topic() -> None:
    assert topic_stems("What did the minister say about the harbour on 3 May 2031?") == {"minist", "harbour"}


def test_a_question_of_asking_words_only_keeps_them() -> None:
    assert topic_stems("What happened today?") == {"happen", "today"}
    assert topic_stems("the of and") == frozenset()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("who leads it", "It is led by Vostrak"),
        ("Who won?", "They win again"),
        ("Kavarian ships", "the fleet of Kavaria"),
        ("the president of Kavaria", "a Kavarian president"),
        ("Tolmesh's army", "Tolmeshi armies"),
        ("how many died", "the dead were counted"),
        ("ministers", "the minister"),
    ],
)
def test_forms_of_the_same_word_meet(asked: str, told: str) -> None:
    assert topic_share(topic_stems(asked), told) > 0.0
    assert any(holds(word, held_stems(told)) for word in word_stems(asked))


def test_short_words_keep_their_ending() -> None:
    assert without_ending("taxi") == "taxi" and without_ending("kavarian") == "kavaria"


def test_the_share_is_of_the_topic_and_nothing_of_nothing_is_zero() -> None:
    assert topic_share(topic_stems("harbour strikes in Ansk"), "a strike in the harbour") == pytest.approx(2 / 3)
    assert topic_share((), "anything") == 0.0
