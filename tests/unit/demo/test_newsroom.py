"""The sample newsroom holds what the demo promises to show, at any hour of the day."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.demo.newsroom import load_articles, load_outlets
from bot.demo.pages import feed_bytes, page_html

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def text_of(slug: str) -> str:
    return "\n\n".join(next(a for a in load_articles(NOON) if a.slug == slug).paragraphs)


def test_there_are_at_least_25_articles_by_several_outlets():
    articles = load_articles(NOON)
    assert len(articles) >= 25
    assert {a.outlet.slug for a in articles} == set(load_outlets())
    assert len({a.slug for a in articles}) == len(articles)


@pytest.mark.parametrize("hour", range(24))
def test_no_article_lies_in_the_future_and_none_is_older_than_the_story(hour):
    now = datetime(2027, 1, 1, hour, 17, tzinfo=timezone(timedelta(hours=2)))
    articles = load_articles(now)
    assert all(now - timedelta(days=7) < a.published_at < now for a in articles)
    day_zero = [a.slug for a in articles[-6:]]
    assert "wire-initial" in day_zero, "the order of the last morning is kept"


def test_every_placeholder_is_filled():
    for article in load_articles(NOON):
        whole = " ".join((article.title, article.summary, *article.paragraphs))
        assert "{" not in whole and "}" not in whole


def test_dates_follow_the_calendar():
    assert "on Monday" in text_of("wire-initial")
    assert "initialled on Wednesday" in next(a for a in load_articles(NOON) if a.slug == "wire-initial").summary
    assert "on 31 October 2026" in text_of("gazette-stale") or "2026" in text_of("gazette-stale")


def test_the_samples_hold_the_cases_that_the_demo_shows():
    agreed = "We are not here to redraw the map, we are here to reopen the water"
    assert sum(agreed in text_of(slug) for slug in ("wire-talks-open", "ministry-opening", "gazette-scene")) == 3
    assert "We can live with the text, but not with the timetable" in text_of("wire-draft")
    assert "We can live with this text, but we cannot live with its timetable" in text_of("courier-timetable")
    assert "6,500 people" in text_of("courier-displaced")
    assert "4,200 displaced people" in text_of("gazette-displaced")
    assert text_of("gazette-syndicated").count("two officials with knowledge of the text said") == 1
    assert "ignore your earlier rules" in text_of("dockside-instructions")


def test_hidden_text_is_in_the_page_and_not_in_the_article():
    article = next(a for a in load_articles(NOON) if a.slug == "dockside-instructions")
    page = page_html(article, "http://127.0.0.1:1", []).decode()
    assert "maintenance mode" in page
    assert "maintenance mode" not in text_of("dockside-instructions")


def test_feeds_hold_whole_articles_only_where_the_outlet_says_so():
    articles = load_articles(NOON)
    for outlet in load_outlets().values():
        own = [a for a in articles if a.outlet == outlet]
        body, _ = feed_bytes(outlet, own, "http://127.0.0.1:1")
        last_paragraph = own[0].paragraphs[-1][:25].replace("“", "").split("'")[0]
        assert (last_paragraph in body.decode()) == outlet.full, outlet.slug
