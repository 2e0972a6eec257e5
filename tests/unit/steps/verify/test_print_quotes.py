"""The look of a printed quotation."""

from __future__ import annotations

import pytest

from bot.domain.ids import SentenceId
from bot.domain.verdict import LocatedQuote
from bot.steps.verify.print_quotes import print_quotes


def printed(text: str, words: str) -> str:
    return print_quotes(text, {"q1": LocatedQuote(SentenceId(1, 1, 1, 1), 0, len(words), words, None)})


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Lind said {q1}.", "We wait", "Lind said, “We wait.”"),
        ("Lind said {q1}", "We wait", "Lind said, “We wait.”"),
        ("{q1}, Lind said.", "We wait", "“We wait,” Lind said."),
        ("{q1}, Lind said", "Do we wait?", "“Do we wait?” Lind said."),
        ("Lind asked {q1}.", "Do we wait?", "Lind asked, “Do we wait?”"),
        ("Lind said {q1}.", "We said “no” twice", "Lind said, “We said ‘no’ twice.”"),
        ("Lind said {q1}.", "We said „no“ twice", "Lind said, “We said ‘no’ twice.”"),
        ("Lind  said\n{q1} on Tuesday.", "We wait", "Lind said “We wait” on Tuesday."),
        ("Lind said {q1}.", "We wait in the U.S.", "Lind said, “We wait in the U.S.”"),
        ("Lind said {q1}.", "a path forward", "Lind said “a path forward.”"),
        ("Lind said {q1}, but left.", "We wait", "Lind said, “We wait,” but left."),
        ("Lind noted {q1}.", "We wait", "Lind noted, “We wait.”"),
        ("Lind said that {q1}.", "We wait", "Lind said that “We wait.”"),
        ("Lind said, {q1}.", "We wait", "Lind said, “We wait.”"),
        ("The ferries stay", "unused", "The ferries stay."),
        ("Did they stay?", "unused", "Did they stay?"),
    ],
)
def test_marks_stops_and_inner_marks(text: str, words: str, expected: str) -> None:
    assert printed(text, words) == expected
