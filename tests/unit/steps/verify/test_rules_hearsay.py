"""V14 on accusations: what one party says of another is not told as a fact."""

from __future__ import annotations

import pytest

from tests.grounds import broken

ACCUSED = "Velm said that the Orsan boat had crossed the northern line without lights."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (ACCUSED, "The Orsan boat crossed the northern line without lights."),
        ("Orsa attacked the northern lock at dawn, Velm said.", "Orsa attacked the northern lock at dawn."),
    ],
)
def test_v14_an_accusation_keeps_who_makes_it(source: str, text: str) -> None:
    assert "V14" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (ACCUSED, "The Orsan boat crossed the northern line without lights, Velm said."),
        (ACCUSED, "According to Velm, the Orsan boat crossed the northern line without lights."),
        ("Orsa said that the Orsan boat had crossed the northern line.", "The Orsan boat crossed the northern line."),
        ("Orsa attacked the northern lock at dawn.", "Orsa attacked the northern lock at dawn."),
        ("Police said that a gunman killed three pilots in Velm.", "A gunman killed three pilots in Velm."),
        ("Velm said that Orsa had closed the northern lock.", "Orsa closed the northern lock."),
    ],
)
def test_v14_plain_facts_and_own_words_need_no_sayer(source: str, text: str) -> None:
    assert "V14" not in broken(text, source)
