"""V11: the hearer is the source's, and a second-hand report keeps its teller."""

from __future__ import annotations

import pytest

from tests.grounds import broken

HEARD = "Lind told Ostreyan state radio that the ferry had sunk, according to the Velm Courier."
SECOND_HAND = "Roe's deputy, Jan Kern, said Stahl had called the mayor “a coward” in a private meeting."


@pytest.mark.parametrize(
    ("ours", "source"),
    [
        ("Lind told the Velm Courier that the ferry had sunk.", HEARD),
        ("Lind told Stahl that it had sunk.", "Lind told reporters that Stahl's ferry had sunk."),
        ("Stahl called the mayor “a coward” in a private meeting.", SECOND_HAND),
        ("Stahl called the mayor a coward.", SECOND_HAND),
        ("Roe said the ferry had sunk.", "Kern told lawmakers that Roe said the ferry had sunk."),
    ],
)
def test_another_hearer_and_a_teller_left_out_are_refused(ours: str, source: str) -> None:
    assert "V11" in broken(ours, source)


@pytest.mark.parametrize(
    ("ours", "source"),
    [
        ("Lind told Ostreyan state radio that the ferry had sunk.", HEARD),
        ("Lind told state radio that the ferry had sunk.", HEARD),
        ("Lind told Stahl it had sunk.", "Lind told Roe and Stahl that the ferry had sunk."),
        ("Lind told Stahl it had sunk.", "Lind told the minister, Stahl, that the ferry had sunk."),
        ("Jan Kern said Stahl had called the mayor “a coward”.", SECOND_HAND),
        ("Roe's deputy said Stahl had called the mayor “a coward”.", SECOND_HAND),
        ("According to Kern, Stahl called the mayor “a coward”.", SECOND_HAND),
        ("Stahl called the plan a lie.", "Kern said so and Stahl called the plan a lie."),
        ("Stahl called the plan a lie.", "Kern said the plan was ready, and Stahl called the plan a lie."),
        ("Lind said the ferry had sunk.", "Harbour Radio reported that Lind said the ferry had sunk."),
        ("Lind of the Harbour Institute said it had sunk.", "“It sank,” said Lind, a diver at the Harbour Institute."),
        ("Lind of the Harbour Institute said it had sunk.", "Lind of the Harbour Institute said it had sunk."),
    ],
)  # fmt: skip
def test_the_same_hearer_and_a_named_teller_pass(ours: str, source: str) -> None:
    assert "V11" not in broken(ours, source)
