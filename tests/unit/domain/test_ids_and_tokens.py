"""Sentence ids survive printing and reading; token counts err on the high side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import SentenceId, parse_sentence_id
from bot.domain.tokens import estimate_tokens

NUMBER = st.integers(1, 10**6 - 1)


@given(NUMBER, NUMBER, NUMBER, NUMBER)
def test_a_printed_id_is_read_back(article: int, revision: int, passage: int, sentence: int) -> None:
    one = SentenceId(article, revision, passage, sentence)
    assert parse_sentence_id(str(one)) == one


def test_the_first_revision_is_not_spelled_out() -> None:
    assert str(SentenceId(12, 1, 3, 2)) == "p12.3.s2"
    assert str(SentenceId(12, 4, 3, 2)) == "p12r4.3.s2"
    assert parse_sentence_id(" p12.3 ") == SentenceId(12, 1, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "p", "12.3.s2", "p12.3.s", "p12.3.s2.s3", "p-1.3.s2", "p12,3,s2", "p" + "9" * 30 + ".1.s1"]
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_sentence_id(text) is None


@pytest.mark.parametrize(
    ("text", "at_least"),
    [("", 0), ("The ferry stays in port until Friday evening.", 9), ("p12.3.s2 p12.3.s3", 8), ("船はまだ港にいる", 5)],
)
def test_tokens_are_rather_too_many(text: str, at_least: int) -> None:
    assert at_least <= estimate_tokens(text) <= max(2 * len(text), at_least)
