"""Amounts with what they measure, and days with what is due on them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.ids import SentenceId
from bot.steps.find.appointments import find_appointments
from bot.steps.find.measures import find_measures

PLACE = SentenceId(1, 1, 1, 1)
TODAY = date(2031, 5, 6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ostreya pledged $725 million in harbour aid.", [("dollar harbour aid", "$725 million", "pledg ostreya")]),
        ("Ostreya offered a 30-day pause to Orsa.", [("day paus", "30-day", "offer ostreya")]),
        ("The guard of Orsa seized about 14 crates.", [("number crate", "about 14", "seiz orsa")]),
        ("A 6.1-magnitude quake hit Orsa.", [("magnitude", "6.1", "")]),
        ("Mara Lind, 44, leads the port.", [("age mara lind", "44", "")]),
        ("A 44-year-old Mara Lind leads the port.", [("age mara lind", "44", "")]),
        ("He seized 14 crates in Orsa.", []),
        ("The guard found nets, ropes and 14 crates.", []),
        ("The guard of Orsa may seize 14 crates.", []),
        ("The guard of Orsa did not seize 14 crates.", []),
        ("The wind reached 85 mph in Orsa.", []),
        ("The guard of Orsa won a third term in 12 years.", []),
    ],
)
def test_an_amount_is_read_with_thing_verb_and_subject(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.kind, one.written, one.doing) for one in find_measures(PLACE, text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The deadline for Orsa is 9 June.", [("deadlin", "9 June", date(2031, 6, 9))]),
        ("The vote was held on Friday, May 2, in Orsa.", [("vote", "May 2", date(2031, 5, 2))]),
        ("The vote and the summit are on 9 June.", []),
        ("The vote on 9 June follows that of 2 May.", []),
        ("The vote was moved to 9 June.", []),
        ("The vote is not on 9 June.", []),
        ("On 9 June the port of Orsa opens to all the ferries of the lake after the vote.", []),
        ("The vote is on Friday.", []),
    ],
)
def test_a_day_is_read_with_what_is_due(text: str, found: list[tuple[str, str, date]]) -> None:
    assert [(one.kind, one.written, one.day) for one in find_appointments(PLACE, text, TODAY)] == found
