"""What an article calls somebody."""

from __future__ import annotations

import pytest

from bot.domain.called import head_noun, is_called, others_called

TEXT = (
    "Mayor Ana Ruiz met reporters. Piet Dorn, the opposition leader, came late. Judge Omar Vance watched. Her deputy,"
    " Karl Mota, was away. Dr. Ilya Benn, an engineer at the Lorne Institute, spoke to the chair. The head of the port"
    " board, Eva Lind, is the oldest member. He blamed the treasurer, Dorn said. Spokeswoman Sara Quill nodded."
)


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("Ruiz", "the mayor"),
        ("Ana Ruiz", "the mayor of Lorne"),
        ("Dorn", "the opposition leader"),
        ("Karl Mota", "the deputy"),
        ("Benn", "an engineer"),
        ("Lind", "the head of the port board"),
        ("Lind", "the member"),
        ("Quill", "a spokesperson"),
    ],
)
def test_a_noun_beside_the_name_is_what_somebody_is_called(name: str, noun: str) -> None:
    assert is_called(name, noun, TEXT)


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("Dorn", "the mayor"),
        ("Dorn", "the treasurer"),
        ("Dorn", "a judge"),
        ("Benn", "the chair"),
        ("Mota", "the opposition leader"),
        ("Vance", "the court"),
        ("Ruiz", ""),
    ],
)
def test_a_noun_elsewhere_is_not(name: str, noun: str) -> None:
    assert not is_called(name, noun, TEXT)


def test_a_title_may_be_somebody_elses() -> None:
    assert others_called("Dorn", "Judge", TEXT) and not others_called("Vance", "Judge", TEXT)
    assert not others_called("Dorn", "Governor", TEXT)


def test_the_head_of_a_phrase_is_its_noun() -> None:
    assert [head_noun(one) for one in ("ministers", "the chair of the board", "")] == ["minister", "chair", ""]
