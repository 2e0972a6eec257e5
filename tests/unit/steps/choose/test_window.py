"""Windows by the local calendar, and what counts as news in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.article import Article
from bot.domain.watch import Watch
from bot.steps.choose.window import event_day, is_in_window, is_known, spell_days, window_of
from tests.grounds import article_of


def dated(day: date | None, published: datetime | None) -> Article:
    article = article_of("The ferries stay in port.", published_at=published)
    return replace(article, revision=replace(article.revision, event_from=day, event_to=day))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("UTC", date(2031, 3, 29), date(2031, 3, 30)),
        ("Pacific/Auckland", date(2031, 3, 30), date(2031, 3, 31)),
        ("America/Los_Angeles", date(2031, 3, 29), date(2031, 3, 30)),
        ("Europe/Brussels", date(2031, 3, 30), date(2031, 3, 31)),
    ],
)
def test_days_are_those_of_the_watch_s_zone(zone: str, first: date, last: date) -> None:
    window = window_of(Watch("W", timezone=zone), datetime(2031, 3, 30, 22, 30, tzinfo=UTC))
    assert (window.first, window.last) == (first, last)


@pytest.mark.parametrize(
    ("day", "published", "is_news"),
    [
        (date(2031, 5, 9), None, True),
        (date(2031, 5, 8), None, True),
        (date(2031, 5, 7), None, False),
        (date(2031, 5, 10), None, False),
        (date(2031, 5, 3), datetime(2031, 5, 9, 6, tzinfo=UTC), True),  # reported late, but within a week
        (date(2031, 4, 11), datetime(2031, 5, 9, 6, tzinfo=UTC), False),  # a reprint with today's banner
        (None, datetime(2031, 5, 9, 6, tzinfo=UTC), True),
        (None, datetime(2031, 5, 6, 6, tzinfo=UTC), False),
    ],
)
def test_the_event_decides_and_not_the_banner(day: date | None, published: datetime | None, is_news: bool) -> None:
    window = window_of(Watch("W"), datetime(2031, 5, 9, 8, tzinfo=UTC))
    assert is_in_window(dated(day, published), window) is is_news


def test_what_was_published_later_did_not_exist_yet() -> None:
    window = window_of(Watch("W"), datetime(2031, 5, 9, 8, tzinfo=UTC))
    assert not is_known(dated(date(2031, 5, 9), datetime(2031, 5, 9, 9, tzinfo=UTC)), window)
    assert is_known(dated(date(2031, 5, 9), datetime(2031, 5, 9, 7, tzinfo=UTC)), window)
    assert not is_known(dated(date(2031, 5, 12), None), window)


def test_an_undated_article_is_of_the_day_it_was_first_seen() -> None:
    window = window_of(Watch("W", timezone="Pacific/Auckland"), datetime(2031, 5, 9, 8, tzinfo=UTC))
    assert event_day(dated(None, None), window) == date(2031, 5, 7)


def test_days_are_spelled_as_people_write_them() -> None:
    assert spell_days(date(2031, 4, 10), date(2031, 4, 10)) == "10 April 2031"
    assert spell_days(date(2031, 4, 10), date(2031, 4, 11)) == "10–11 April 2031"
    assert spell_days(date(2031, 4, 30), date(2031, 5, 2)) == "30 April – 2 May 2031"
    assert spell_days(date(2030, 12, 31), date(2031, 1, 1)) == "31 December 2030 – 1 January 2031"
