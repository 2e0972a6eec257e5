"""Headings cut from headlines and sentences."""

from __future__ import annotations

import pytest

from bot.steps.write.titles import clauses_of, is_heading, titles_of


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Orsa and Velm break off talks | Port Tidings", "Orsa and Velm break off talks"),
        ("Opinion: Orsa and Velm break off talks", "Orsa and Velm break off talks"),
        ("Orsa voters keep the night ferry, Velm-backed ...", "Orsa voters keep the night ferry"),
        ("Orsa announces ferry relief for islanders making less than ...", "Orsa announces ferry relief for islanders"),
        ("Orsa speaker Mara Lind lands in Velm amid threats of ...", "Orsa speaker Mara Lind lands in Velm"),
        ("Orsa signs ferry deal reportedly worth more than ...", "Orsa signs ferry deal"),
    ],
)
def test_a_headline_is_cut_to_what_it_says_whole(headline: str, title: str) -> None:
    assert next(titles_of(headline)) == title


@pytest.mark.parametrize(
    "headline",
    [
        "Mara Lind says the talks were no failure until ...",
        "Ada Venn is the youngest person to sail around ...",
        "Orsa opens the ...",
    ],
)
def test_a_headline_that_lost_what_it_turns_on_is_none(headline: str) -> None:
    assert list(titles_of(headline)) == []


def test_a_sentence_gives_its_main_clause() -> None:
    text = "Orsa and Velm broke off talks on Tuesday after the ferry sank."
    assert list(clauses_of(text)) == [text.removesuffix("."), "Orsa and Velm broke off talks on Tuesday"]


@pytest.mark.parametrize(
    "text",
    [
        "Orsa and Velm broke off their talks, according to Lake Radio.",
        "Orsa will pay for the new beacons after all, as Velm said.",
        "Orsa will open the northern channel, which Velm never accepted.",
    ],
)
def test_who_says_it_or_denies_it_is_not_cut_away(text: str) -> None:
    assert list(clauses_of(text)) == [text.removesuffix(".")]


def test_explanations_questions_and_lists_are_no_headings() -> None:
    assert is_heading("Orsa and Velm break off talks")
    assert is_heading("Pilots' union rejects the deal")
    assert not is_heading("How Orsa lost the ferry")
    assert is_heading("How Orsa lost the ferry", may_explain=True)
    for title in (
        "Orsa talks: what comes next",
        "Full list of the winners of Orsa",
        "Why we love Orsa",
        "Will Orsa pay?",
    ):
        assert not is_heading(title)
