"""V14: what is only possible, planned or alleged, and what may be said of it."""

from __future__ import annotations

import pytest

from tests.grounds import broken


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board may close the northern lock this week.", "The board will close the northern lock this week."),
        ("The pilots reportedly left the northern port.", "The pilots left the northern port."),
        ("Roe believes the talks collapsed in the hall.", "The talks collapsed in the hall."),
    ],
)
def test_v14_the_possible_is_not_asserted(source: str, text: str) -> None:
    assert "V14" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board may close the northern lock this week.", "The board could close the northern lock this week."),
        ("The board may close the northern lock this week.", "The board is considering closing the northern lock."),
        ("The pilots reportedly left the northern port.", "The pilots are said to have left, possibly the port."),
        ("The lock was closed in May by the board.", "The board closed the lock in May."),
    ],
)
def test_v14_other_words_for_the_possible_stand(source: str, text: str) -> None:
    assert "V14" not in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board is expected to close the lock.", "The board will close the lock."),
        ("The board plans to close the northern lock.", "The board closed the northern lock."),
        ("The board charged the alleged smugglers in Velm.", "The board charged the smugglers in Velm."),
        ("The idea might never cross the strait.", "The idea will never cross the strait."),
    ],
)
def test_v14_plans_and_suspicions_are_no_facts(source: str, text: str) -> None:
    assert "V14" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board plans to close the northern lock.", "The board wants to close the northern lock."),
        ("The board is expected to close the lock.", "The board is likely to close the lock."),
        ("The plans for the lock were published in Velm.", "The board published plans for the lock in Velm."),
    ],
)
def test_v14_plans_in_other_words_stand(source: str, text: str) -> None:
    assert "V14" not in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Aid ferries would pass without escort.", "Aid ferries passed without escort."),
        ("Under the plan both fleets would leave the lane.", "Both fleets have left the lane."),
        ("The levy would be raised by 9% in June.", "The levy was raised by 9% in June."),
        ("Port Lines expects passenger numbers to rise by 12% in April.", "Passenger numbers rose by 12% in April."),
        ("Lind urged the board of pilots to publish the report.", "The board of pilots published the report."),
        ("Oda Lind voiced a desire to broker a truce in Velm.", "Oda Lind brokered a truce in Velm."),
    ],
)
def test_v14_what_is_to_come_is_not_told_as_done(source: str, text: str) -> None:
    assert "V14" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Aid ferries would pass without escort.", "Aid ferries are to pass without escort."),
        ("Aid ferries would pass without escort.", "Under the plan aid ferries would pass without escort."),
        ("Lind would later cross the northern strait.", "Lind crossed the northern strait."),
        ("Lind said she would pass the bill and passed it.", "Lind passed the bill."),
        ("The lane would be monitored by the council.", "The lane monitored by the council is new."),
        ("The lock would be closed for repairs.", "The closed lock needs repairs."),
        ("Lind would say only that the lock was old.", "Lind said that the lock was old."),
    ],
)
def test_v14_what_came_and_what_is_planned_stand(source: str, text: str) -> None:
    assert "V14" not in broken(text, source)
