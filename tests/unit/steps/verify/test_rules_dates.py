"""V9: dates that stand and dates that fall."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.article import Article
from tests.grounds import article_of, broken

DATED = "The talks broke off on Tuesday and resume on 12 May in Orsa, the board said."


@pytest.mark.parametrize(
    "text",
    [
        DATED,
        "The talks broke off on 6 May.",  # the day of the event, as the article dates it
        "The talks broke off on Tuesday.",
        "The talks resume in Orsa in May.",
    ],
)
def test_v9_dates_of_the_source_or_its_event_stand(text: str) -> None:
    assert broken(text, article_of(DATED)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The talks broke off on Thursday.",
        "The talks resume in Orsa on 13 May.",
        "The talks resume in Orsa in June.",
        "The talks broke off in 2030.",
        "The talks resume in Orsa on 12 May 2032.",
    ],
)
def test_v9_other_dates_fall(text: str) -> None:
    assert "V9" in broken(text, article_of(DATED))


def dated(text: str) -> Article:
    """Published on Friday, 9 May 2031, of an event on Wednesday, the 7th."""
    return article_of(f"{text}\n\nThe boats left on Wednesday.", published_at=datetime(2031, 5, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board met on Tuesday in Velm.", "The board met on 6 May in Velm."),
        ("The board met on 6 May in Velm.", "The board met on Tuesday, 6 May, in Velm."),
        ("The board met in Velm.", "The board met on Wednesday in Velm."),  # the day of the event is added
    ],
)
def test_v9_a_day_may_be_given_in_another_form(source: str, text: str) -> None:
    assert broken(text, dated(source)) == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board met on Tuesday in Velm.", "The board met on Wednesday in Velm."),  # the event's day, in its place
        ("The board met on Tuesday in Velm.", "The board met on 5 May in Velm."),
        ("The board met on 6 May in Velm.", "The board met on Thursday, 6 May, in Velm."),
        ("The board met in March in Velm.", "The board met in May in Velm."),
        ("The board met in 2030 in Velm.", "The board met in 2031 in Velm."),
        ("Fares rose in 2029 and in 2030 in Velm.", "Fares rose in 2030 and in 2030 in Velm."),
    ],
)
def test_v9_no_date_takes_the_place_of_another(source: str, text: str) -> None:
    assert "V9" in broken(text, dated(source))
