"""V8: numbers that stand and numbers that fall."""

from __future__ import annotations

import pytest

from tests.grounds import article_of, broken

CLOSURE = "The closure leaves about 40 ferries in port and costs Orsa €1.5 million a week, the board said."


@pytest.mark.parametrize(
    "text",
    [
        "The closure leaves about 40 ferries in port and costs Orsa €1.5 million a week.",
        "About 40 ferries stay in port.",
        "Around forty ferries stay in port.",
        "The closure costs Orsa 1.5 million euros a week.",
        "The closure leaves ferries in port.",
    ],
)
def test_v8_numbers_of_the_source_stand(text: str) -> None:
    assert broken(text, CLOSURE) == set()


@pytest.mark.parametrize(
    "text",
    [
        "About 41 ferries stay in port.",
        "The closure leaves 40 ferries in port.",  # the hedge is lost
        "The closure leaves at least 40 ferries in port.",
        "About 40 percent of the ferries stay in port.",
        "About 40 million ferries stay in port.",
        "About 40,0 ferries stay in port.",
        "The closure costs Orsa €1.5 billion a week.",
        "The closure costs Orsa $1.5 million a week.",
        "The closure costs Orsa 1.5 million a week.",
        "The closure costs Orsa about €1.5 million a week.",
        "The closure costs Orsa €2 million a week.",  # rounded
        "The closure costs Orsa €3 million in two weeks.",  # computed
        "The closure leaves half of the ferries in port.",
        "The closure leaves dozens of ferries in port.",
        "The second closure leaves about 40 ferries in port.",
    ],
)
def test_v8_other_numbers_fall(text: str) -> None:
    assert "V8" in broken(text, CLOSURE)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The truce holds for three days, the board said.", "The truce holds for three weeks, the board said."),
        ("Hundreds of boats left the port.", "100 boats left the port."),
        ("The cell survived 10⁶ cycles at the port.", "The cell survived 10 cycles at the port."),
        ("It was −20 degrees at the port.", "It was 20 degrees at the port."),
        ("As many as 40 boats left the port.", "40 boats left the port."),
        ("Fares rose 0.4 percentage points in Orsa.", "Fares rose 0.4 percent in Orsa."),
        ("A best-of-three series began in Orsa.", "A best-of-five series began in Orsa."),
    ],
)
def test_v8_unit_sign_and_bound_are_part_of_a_number(source: str, text: str) -> None:
    assert "V8" in broken(text, source)
    assert broken(source, source) == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board offered aid surpassing $21 billion.", "The board offered aid of more than $21 billion."),
        ("Repairs in excess of 40 boats began.", "Repairs of more than 40 boats began."),
        ("The crews were spread over 140 kilometres of coast.", "The crews are spread along 140 kilometres of coast."),
    ],
)
def test_v8_other_words_for_a_bound_stand(source: str, text: str) -> None:
    assert broken(text, source) == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board offered aid surpassing $21 billion.", "The board offered aid of $21 billion."),
        ("The crews were spread over 140 kilometres of coast.", "The crews guard more than 140 kilometres of coast."),
    ],
)
def test_v8_a_bound_is_neither_lost_nor_made(source: str, text: str) -> None:
    assert "V8" in broken(text, source)


FLEET = "The storm sank 40 ferries and 12 boats, left 3 pilots dead and 5 others hurt, the board said."


@pytest.mark.parametrize(
    "text",
    [
        "The storm sank 12 boats and 40 ferries.",
        "The storm sank 12 boats.",
        "Five others were hurt, and 3 pilots died.",
        "The storm sank 40 vessels and 12 boats.",
    ],
)
def test_v8_numbers_count_what_they_count_in_the_source(text: str) -> None:
    assert "V8" not in broken(text, FLEET)


@pytest.mark.parametrize(
    "text",
    [
        "The storm sank 12 ferries and 40 boats.",
        "The storm sank 12 ferries.",
        "The storm left 5 pilots dead and 3 others hurt.",
        "The storm sank 40 ferries and 12 boats, left 3 pilots dead and 3 others hurt.",  # said twice, once in place
    ],
)
def test_v8_numbers_are_not_exchanged(text: str) -> None:
    assert "V8" in broken(text, FLEET)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Orsa sent 30 boats, up from 20 last year.", "Orsa sent 20 boats last year and 30 this year."),
        ("Two of the three northern boats left.", "Two boats of the north left."),
        ("The board found 264 leaks, up from the 250 found before.", "The board found 250 leaks before."),
        ("The lake stood at 105 degrees, above the record of 101 degrees.", "It beat the record of 101 degrees."),
        ("Up to 2,000 boats left the port.", "Up to 2000 boats left the port."),
        ("The storm brings 1 to 2 inches of rain.", "The storm brings 1 to two inches of rain."),
        ("No more than 40 boats left the port.", "At most 40 boats left the port."),
        ("Crews under 8 may stay in the port.", "Crews under eight may stay in the port."),
        ("More than two dozen boats left the port.", "More than 2 dozen boats left the port."),
    ],
)
def test_v8_what_is_counted_may_stand_elsewhere(source: str, text: str) -> None:
    assert "V8" not in broken(text, source)
    assert broken(source, source) == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The levy brings in billions of dollars a year.", "The levy brings in billions of euros a year."),
        ("The lock is 40 miles from the port of Velm.", "The lock is 40 kilometres from the port of Velm."),
        ("Fares rose 5 percent in the port of Velm.", "Fares rose 5 percentage points in the port of Velm."),
        ("Less than one gram was found on the boat.", "Not less than one gram was found on the boat."),
        ("At least 20 boats and 20 ferries left.", "20 boats and 20 ferries left."),
    ],
)
def test_v8_unit_money_and_bound_are_kept(source: str, text: str) -> None:
    assert "V8" in broken(text, source)


@pytest.mark.parametrize(
    ("text", "falls"),
    [
        ("Some 6,500 displaced people are near the port, and the charity counts 4,200.", False),
        ("Some 6,500 wounded people are near the port, 4,200 of them displaced.", False),
        ("The charity has registered 6,500 displaced children.", True),
    ],
)
def test_v8_who_is_counted_may_be_described(text: str, falls: bool) -> None:
    source = (
        "Some 6,500 people are near the port, the board said. The charity has registered 4,200 displaced people, 900"
        " of them children."
    )
    assert ("V8" in broken(text, article_of(source), "p1.1.s1", "p1.1.s2")) is falls
