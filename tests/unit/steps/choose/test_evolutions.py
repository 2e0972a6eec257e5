"""Counts that moved between editions, and the many that only look like it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.ids import SentenceId
from bot.domain.told import Told
from bot.steps.choose.evolutions import Evolution, find_evolution
from tests.grounds import NOW, article_of, evidence_of

OLD = "About 30 nations of the ferry accord met in Port Halloran to pledge boats for the night crossings."
NEW = "The 26 countries of the ferry accord met again in Port Halloran to pledge boats for the night crossings."


def evolution(new: str, old: str) -> Evolution | None:
    evidence = evidence_of(article_of(new, number=1), article_of(old, number=2))
    earlier = Told("Something of the accord.", 7, NOW, (SentenceId(2, 1, 1, 1),))
    return find_evolution(SentenceId(1, 1, 1, 1), [earlier], evidence)


def test_the_same_things_counted_anew() -> None:
    found = evolution(NEW, OLD)
    assert found is not None
    assert (found.now.written, found.was.written, found.direction) == ("26 countries", "About 30 nations", "down")
    assert (found.place, found.earlier_place) == (SentenceId(1, 1, 1, 1), SentenceId(2, 1, 1, 1))
    assert found.earlier_day in (date(2031, 5, 6), None)


def test_figures_that_can_both_be_true_went_neither_up_nor_down() -> None:
    found = evolution(NEW.replace("26", "31"), OLD)
    assert found is not None
    assert found.direction == ""


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (NEW, OLD.replace("About 30", "26")),
        (NEW, OLD.replace("nations", "captains")),
        (NEW.replace("The 26", "Another 26"), OLD),
        (NEW.replace("met again", "may meet again"), OLD),
        (NEW.replace("met again", "did not meet"), OLD),
        (NEW, "About 30 nations sent lanterns to the islands of Velm."),
        (
            "A storm killed 12 people in Port Halloran on the eve of the harbour market.",
            "A storm killed 9 people in Port Halloran on the eve of the harbour market.",
        ),
    ],
)
def test_another_count_is_no_evolution(new: str, old: str) -> None:
    assert evolution(new, old) is None


def test_a_toll_that_is_said_to_have_risen_is_one() -> None:
    old = "A storm killed 9 people in Port Halloran on the eve of the harbour market."
    found = evolution("The toll of the storm in Port Halloran on the eve of the harbour market rose to 12 people.", old)
    assert found is not None
    assert found.direction == "up"
