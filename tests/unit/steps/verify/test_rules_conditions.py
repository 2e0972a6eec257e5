"""V14 on clauses: conditions that are dropped or turned, and questions told as facts."""

from __future__ import annotations

import pytest

from tests.grounds import broken

ONLY_IF = (
    "Velm will sign a treaty on the northern lock only if the pilots return to work, Minister Oda Lind told Radio Velm."
)
IF = "Lind said that if the court sides with the pilots, every fare will be refunded in full."
WHETHER = "Police opened a probe as to whether an Orsan trawler’s cutting of two cables off Velm was sabotage."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (ONLY_IF, "Velm will sign a treaty on the northern lock, Minister Oda Lind told Radio Velm."),
        (ONLY_IF, "Velm would sign a treaty on the northern lock, Minister Oda Lind told Radio Velm."),
        (IF, "Lind said that every fare will be refunded in full."),
        (
            "The pilots will strike in Velm on Monday unless a deal is reached.",
            "The pilots will strike in Velm on Monday.",
        ),
        (
            "Roe said the board could send 40 pilots, but only if both towns asked.",
            "Roe said the board could send 40 pilots.",
        ),
    ],
)
def test_v14_a_condition_is_kept(source: str, text: str) -> None:
    assert "V14" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            ONLY_IF,
            "Velm will sign a treaty on the northern lock provided that the pilots return, Minister Oda Lind said.",
        ),
        (ONLY_IF, "Minister Oda Lind told Radio Velm that Velm wants the pilots to return before it signs a treaty."),
        (IF, "Lind said that every fare would be refunded in full."),
        (IF, "Lind told reporters that the court had yet to side with anybody."),
        ("The pilots will strike in Velm on Monday unless a deal is reached.", "The pilots plan to strike on Monday."),
        ("Roe asked if the board had closed the northern lock in May.", "Roe asked about the closing of the lock."),
        ("Lind asked Minister Roe if the lock was closed.", "Lind asked Minister Roe about the lock."),
        ("Even if the lock is closed, the pilots will sail to Velm.", "The pilots will sail to Velm."),
        ("The strike cost thousands, if not millions, of crowns.", "The strike cost thousands of crowns."),
    ],
)
def test_v14_a_condition_in_other_words_stands(source: str, text: str) -> None:
    assert "V14" not in broken(text, source)


def test_v14_another_cited_sentence_may_say_it_without_a_condition() -> None:
    source = (
        "The pilots will strike in Velm on Monday unless a deal is reached. The pilots will strike in Velm on Monday."
    )
    assert "V14" not in broken("The pilots will strike in Velm on Monday.", source, "p1.1.s1", "p1.1.s2")


def test_v13_a_condition_is_not_turned_round() -> None:
    source = "Lind said the board “has no other plan” if the appeal succeeds."
    assert "V13" in broken("Lind said the board had no other plan if the appeal fails.", source)
    assert "V13" not in broken("Lind said the board had no other plan if the appeal succeeds.", source)


def test_v14_a_question_is_no_fact() -> None:
    assert "V14" in broken("An Orsan trawler sabotaged two cables off Velm.", WHETHER)


@pytest.mark.parametrize(
    "text",
    [
        "An Orsan trawler may have sabotaged two cables off Velm.",
        "Police are investigating an Orsan trawler over the sabotage of two cables off Velm.",
        "An Orsan trawler cut two cables off Velm.",
    ],
)
def test_v14_a_question_told_as_one_stands(text: str) -> None:
    assert "V14" not in broken(text, WHETHER)
