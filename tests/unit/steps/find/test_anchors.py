"""Numbers, dates and names read out of a text."""

from __future__ import annotations

import pytest

from bot.steps.find.anchors import find_dates, find_names, find_numbers


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge"),
    [
        ("40 boats", 40, None, None),
        ("forty-two boats", 42, None, None),
        ("one hundred and twenty boats", 120, None, None),
        ("1,250 people", 1250, None, None),
        ("3.2% of them", 3.2, "percent", None),
        ("3.2 per cent of them", 3.2, "percent", None),
        ("0.4 percentage points", 0.4, "point", None),
        ("€5 million", 5e6, "euro", None),
        ("5 million euros", 5e6, "euro", None),
        ("$2.5bn", 2.5e9, "dollar", None),
        ("about 40 boats", 40, None, "about"),
        ("some 40 boats", 40, None, "about"),
        ("up to 40 boats", 40, None, "most"),
        ("as many as 40 boats", 40, None, "most"),
        ("at least 40 boats", 40, None, "least"),
        ("40 or more boats", 40, None, "least"),
        ("more than $40", 40, "dollar", "over"),
        ("nearly half", 0.5, None, "near"),
        ("a dozen boats", 12, None, None),
        ("dozens of boats", 12, "many", None),
        ("hundreds of boats", 100, "many", None),
        ("the third boat", 3, "ordinal", None),
        ("the 20th year", 20, "ordinal", None),
        ("a six-month truce", 6, "month", None),
        ("at −20 degrees", -20, "degree", None),
        ("in the 1990s", 1990, "decade", None),
        ("a best-of-nine series", 9, None, None),
        ("12 km away", 12, "km", None),
        ("2 dozen boats", 24, None, None),
        ("billions of dollars", 1e9, "many dollar", None),
        ("not less than 40 boats", 40, None, "least"),
        ("crews under 8 may stay", 8, None, "under"),
        ("the 2031-32 season", 32, None, None),
    ],
)
def test_a_number_has_value_unit_and_hedge(text: str, value: float, unit: str | None, hedge: str | None) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.unit, number.hedge) == (value, unit, hedge)


@pytest.mark.parametrize("text", ["10⁶ cycles", "1,0000 boats", "1½ boats", "3.5.2"])
def test_odd_numbers_equal_only_themselves(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.value != number.value


def test_two_numbers_joined_by_and_are_two() -> None:
    assert [number.value for number in find_numbers("between two and six people, one hundred and twenty in all")] == [
        2,
        6,
        120,
    ]


def test_the_month_of_a_possessive_is_no_name() -> None:
    assert [name.text for name in find_names("The crews of September’s boats met in Velm.")] == ["Velm"]


def test_numbers_of_dates_are_not_numbers() -> None:
    assert find_numbers("On 6 May 2031 and April 10, 2031, and in 2030.") == ()


@pytest.mark.parametrize(
    ("text", "day", "month", "year", "weekday"),
    [
        ("6 May 2031", 6, 5, 2031, None),
        ("May 6, 2031", 6, 5, 2031, None),
        ("the 6th of May", 6, 5, None, None),
        ("on 2031-05-06", 6, 5, 2031, None),
        ("in May 2031", None, 5, 2031, None),
        ("since April", None, 4, None, None),
        ("by March", None, 3, None, None),
        ("the March vote", None, 3, None, None),
        ("in 2031", None, None, 2031, None),
        ("on Tuesday", None, None, None, 1),
    ],
)
def test_a_date_is_read_as_far_as_given(
    text: str, day: int | None, month: int | None, year: int | None, weekday: int | None
) -> None:
    (found,) = find_dates(text)
    assert (found.day, found.month, found.year, found.weekday) == (day, month, year, weekday)


@pytest.mark.parametrize("text", ["Theresa May left", "as May said", "they may march", "March on!", "May we sail?"])
def test_may_and_march_are_not_always_months(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mara Lind met Tomas Roe of Velm on Tuesday.", ["Mara Lind", "Tomas Roe of Velm"]),
        ("The ferries of the Harbour Board stay in Orsa.", ["Harbour Board", "Orsa"]),
        ("However, Lind stayed.", ["Lind"]),
        ("As of Monday, nobody sails in May.", []),
        ("The U.S. fleet left.", ["U.S."]),
    ],
)
def test_names_are_runs_of_capitals(text: str, names: list[str]) -> None:
    assert [name.text for name in find_names(text)] == names
