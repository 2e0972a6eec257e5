"""The days of the reported event."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.steps.find.event_days import Days, days_before, find_event_dates
from bot.steps.find.segment import segment

FRIDAY = date(2031, 3, 14)


def events(
    text: str, *, published: date | None = None, page_date: date | None = None, seen: date | None = None
) -> Days:
    at = datetime(published.year, published.month, published.day, 9, tzinfo=UTC) if published else None
    return find_event_dates(text, segment(text), published=at, page_date=page_date, seen=seen)


def test_the_event_is_the_latest_day_named_shortly_before_publication() -> None:
    text = "Talks opened on Tuesday. They broke off on Wednesday. They will resume on Monday."
    assert events(text, published=FRIDAY) == (date(2031, 3, 11), date(2031, 3, 12))


def test_without_any_date_the_event_is_the_day_of_publication() -> None:
    assert events("Talks broke off. Nobody spoke.", published=FRIDAY) == (FRIDAY, FRIDAY)


def test_background_days_do_not_age_an_article() -> None:
    text = "Talks broke off. Nobody spoke. The envoys left. The strait has been shut since 3 September 2030."
    assert events(text, published=FRIDAY) == (FRIDAY, FRIDAY)


def test_a_reprint_keeps_its_old_event() -> None:
    text = "Ostreya closed the strait on 3 September 2030. The order took effect at noon."
    assert events(text, published=FRIDAY) == (date(2030, 9, 3), date(2030, 9, 3))


def test_history_is_no_reprint() -> None:
    text = "The treaty of 3 September 1950 was renewed in a short ceremony. The treaty of 3 September 1950 is old."
    assert events(text, published=FRIDAY) == (FRIDAY, FRIDAY)


def test_a_banner_date_bounds_but_is_no_event() -> None:
    text = "On April 11, the envoys met. They may meet on 20 December 2031."
    assert events(text, page_date=date(2031, 11, 7)) == (date(2031, 4, 11), date(2031, 4, 11))
    assert events("The envoys met in the rain.", page_date=date(2031, 11, 7)) == (None, None)


def test_without_publication_and_banner_a_missing_year_is_not_guessed() -> None:
    assert events("The envoys met on Thursday, Dec. 2.") == (None, None)
    assert events("The envoys met on Dec. 2.", seen=FRIDAY) == (None, None)


def test_a_weekday_that_fits_one_of_the_last_years_gives_it() -> None:
    met = date(2027, 12, 2)
    assert events("The envoys met on Thursday, Dec. 2.", seen=FRIDAY) == (met, met)


def test_a_full_date_far_down_is_history_where_the_news_has_no_year() -> None:
    history = "The envoys met on Dec. 2. They spoke. Nobody ate. They left. The strait closed on 3 May 2029."
    assert events(history, seen=FRIDAY) == (None, None)
    opening = "The strait closed on 3 May 2029. The order of Dec. 2 was torn up."
    assert events(opening, seen=FRIDAY) == (date(2029, 5, 3), date(2029, 5, 3))


def test_a_text_that_only_looks_forward_says_what_it_looks_to() -> None:
    assert events("The envoys will meet on 20 December 2031.", seen=FRIDAY) == (date(2031, 12, 20), None)
    assert events("The envoys are to meet by April 20.", page_date=FRIDAY) == (date(2031, 4, 20), None)


def days(text: str, until: date) -> Days:
    return days_before(text, segment(text), until=until)


def test_seen_from_a_day_the_missing_year_is_the_last_such_day() -> None:
    text = "The order of Dec. 2 was signed. The house must pass it by Dec. 20."
    met = date(2030, 12, 2)
    assert days(text, date(2030, 12, 6)) == (met, met)
    assert days(text, FRIDAY) == (met, met)
    assert days("Nobody spoke.", FRIDAY) == (None, None)


def test_named_years_refute_a_year_that_is_none_of_them() -> None:
    text = "The order of Dec. 2 was signed. The budget for 2031 is ready."
    assert days(text, date(2030, 12, 6)) != (None, None)
    assert days(text, date(2027, 12, 6)) == (None, None)
