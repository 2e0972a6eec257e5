"""Sentences of the page that are no reporting, and reporting that only looks like it."""

from __future__ import annotations

import pytest

from bot.steps.find.furniture import has_narrator, has_open_marks, is_furniture


@pytest.mark.parametrize(
    "text",
    [
        "Lena Moor/Getty Images Ferry crews wait at the Old Quay in Port Halloran.",
        "A version of this story appears in the Gazette's Tide Tables newsletter.",
        "Sign up for the Gazette's weekly letter on the strait and its ships.",
        "Sanna Morrow contributed to this report from Dornhavn on Monday night.",
        "Who will command the monitors on the northern shore of the strait?",
        "MUST WATCH Pilots prepare to sound the northern channel of the strait 01:34",
        "The Latest on the talks in Port Halloran (all times local):",
        "Here's what we know so far about the collision off Cape Dorn.",
        "Read more about the shelters of Serren Relief in Dornhavn and Little Skerry.",
        "Editor’s Note: The Gazette's Tide Tables come every Monday in a newsletter series.",
        "Corrections and clarifications: A previous version of this story had an outdated number of ferries.",
        "Correction: The Northgate Hotel in Port Halloran is on the eastern shore.",
        "Hide Caption 20 of 21 Photos: Boats sit secured in the harbour of Little Skerry on Saturday.",
    ],
)
def test_furniture_is_recognised(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "About 40 merchant ships a day used the strait before it was closed, the union said.",
        "“Who will command the monitors?” Vostrak asked reporters outside the Customs House.",
        "The ministry will publish a short statement at the end of each day.",
        "Voters must watch what the cabinet in Ansk decides, the Agrarian Party said.",
        "The delegations signed up to a promise that the night would be quiet.",
        "The minister's corrections: a longer truce, and monitors on both shores of the strait.",
        "Kavaria's navy said that its boat had been rammed (Tolmesh denies it).",
    ],
)
def test_reporting_is_not_furniture(text: str) -> None:
    assert not is_furniture(text)


def test_a_narrator_is_heard_outside_quotations_only() -> None:
    assert has_narrator("We may know soon who commands the monitors.")
    assert has_narrator("It's a long way to Brenmoor, but you can take the ferry.")
    assert not has_narrator("“We will not sail by lantern,” said Mara Lind.")
    assert not has_narrator("The U.S. envoy and the US navy said nothing.")
    assert not has_narrator("The frigate Dorn I left port on Monday.")
    assert has_narrator("When it was over, I walked back to the Old Quay.")


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ('"According to the Gazette, the delegations are deep into their talks on a new timetable.', True),
        ("The “monitors would sail at dawn, the union said.", True),
        ("We will not sail by lantern,” Mara Lind told the Gazette.", True),
        ('"We will not sail," said Mara Lind, "by lantern."', False),
        ("The so-called “night shift” ended at dawn.", False),
        ('The buoy has a pipe of 12" and a lamp.', False),
    ],
)
def test_marks_that_open_or_close_elsewhere_are_seen(text: str, is_open: bool) -> None:
    assert has_open_marks(text) is is_open
