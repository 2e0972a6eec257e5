"""V8: numbers that keep their place, and numbers that are moved out of it."""

from __future__ import annotations

import pytest

from tests.grounds import article_of, broken

VOTE = "The board of Orsa voted 7 to 5 on Monday to raise the mooring fee from $4 to $6, its clerk said."
TRAFFIC = "The lock of Velm carries about 4,100 boats a day, of which nearly 300 are ferries."
LEAKS = "Divers found 14 leaks in 2024 and 19 in 2025 at the old lock of Velm."
LISTS = "The lists of the two ports hold 34 names, 21 of them from Velm, the board said."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (VOTE, "The board of Orsa voted 5 to 7 to raise the mooring fee."),
        (VOTE, "The board voted to raise the mooring fee from $6 to $4."),
        (VOTE, "The board voted to raise the mooring fee by $6."),
        (VOTE, "The mooring fee of Orsa rose to $4."),
        (VOTE, "The board of Orsa voted unanimously to raise the mooring fee."),
        (TRAFFIC, "The lock of Velm carries about 4,100 boats a week."),
        (LEAKS, "Divers found 14 leaks in 2025 at the old lock of Velm."),
        (LISTS, "The lists hold 21 names, 34 of them from Velm."),
        ("Fares in Velm fell 9% on Monday.", "Fares in Velm fell to 9% on Monday."),
        ("The port of Velm expects fares to rise by 12 per cent.", "Velm expects fares to rise to 12 per cent."),
        ("The port of Velm kept its fee at 2.4%.", "The port of Velm cut its fee to 2.4%."),
        ("Every week of closure costs the port 18 million crowns.", "Every day of closure costs 18 million crowns."),
        ("The closure costs the port 18 million crowns.", "The closure costs the port 18 million crowns a month."),
        ("The boats keep five nautical miles from Velm.", "The boats keep five miles from Velm."),
        ("The marsh of Velm covers 40 square kilometres.", "The marsh of Velm covers 40 kilometres."),
        ("The storm has killed at least 61 people.", "The storm has injured at least 61 people."),
        ("The storm has killed at least 61 people.", "The storm has killed at least 61 sailors."),
    ],
)
def test_a_number_out_of_its_place_falls(source: str, text: str) -> None:
    assert "V8" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (VOTE, "The board of Orsa voted 7-5 to raise the fee from $4 to $6."),
        (VOTE, "The mooring fee in Orsa rises to $6, up from $4."),
        (TRAFFIC, "About 4,100 boats pass the lock of Velm daily, nearly 300 of them ferries."),
        (TRAFFIC, "Every day about 4,100 boats pass the lock of Velm."),
        (LEAKS, "Leaks at the lock of Velm rose from 14 in 2024 to 19 in 2025."),
        (LEAKS, "Divers found 19 leaks in 2025, up from 14 in 2024."),
        (LISTS, "Of the 34 names on the lists, 21 are from Velm."),
        ("Fares in Velm fell 9% on Monday.", "Fares in Velm saw a 9% fall on Monday."),
        ("Fares in Velm fell 9% on Monday.", "Fares in Velm fell by 9% on Monday."),
        ("The fee of Velm was cut to 2.4%.", "The fee of Velm stands at 2.4%."),
        ("Fares now cost 3,150 crowns, down from 3,460 a week ago.", "Fares fell from 3,460 to 3,150 crowns."),
        ("The levy costs the port 18 million crowns a year.", "The levy costs the port 18 million crowns annually."),
        ("The storm killed 3 people and injured 5 sailors.", "Five sailors were hurt, and 3 people died."),
        ("The storm killed at least 61 sailors.", "At least 61 people died in the storm."),
        ("The storm left 61 people dead, all sailors.", "The storm killed 61 sailors."),
        ("Velm beat Orsa 2-1 in the harbour cup.", "Orsa lost 1-2 to Velm in the harbour cup."),
        ("The board saw losses rise by 5 points to 40 percent.", "Losses rose to 40 percent, a rise of 5 points."),
    ],
)
def test_the_same_number_in_other_words_stands(source: str, text: str) -> None:
    assert "V8" not in broken(text, source)
    assert "V8" not in broken(source, source)


@pytest.mark.parametrize(("text", "falls"), [("Three of the injured left.", True), ("Two of the injured left.", False)])
def test_a_part_is_not_told_of_the_whole(text: str, falls: bool) -> None:
    source = "Three divers were injured on Monday in Velm. Two of the injured have left the port."
    assert ("V8" in broken(text, article_of(source), "p1.1.s1", "p1.1.s2")) is falls
