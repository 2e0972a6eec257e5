"""Days for stories whose articles give no year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.article import YEAR_INFERRED, Article, Story
from bot.domain.office import Offices, Term
from bot.steps.group.cluster import DATED_BY_STORY
from bot.steps.group.years import date_stories
from bot.steps.keep.anachronisms import ANACHRONISM
from tests.grounds import article_of

SEEN = datetime(2031, 3, 14, 9, 0, tzinfo=UTC)
ORDER = "The order of Dec. 2 closed the strait of Orsa. The house must pass it by Dec. 20."


def story_of(article: Article) -> Story:
    return Story("s1", (article,), (frozenset((article.id,)),), article.event_date)


def dated(text: str, as_of: date) -> Story:
    (story,) = date_stories([story_of(article_of(text, published_at=None, first_seen_at=SEEN))], as_of=as_of)
    return story


def test_a_day_without_a_year_is_the_last_one_before_the_digest() -> None:
    story = dated(ORDER, date(2028, 12, 6))
    assert story.event_date == story.articles[0].event_date == date(2028, 12, 2)
    assert YEAR_INFERRED in story.articles[0].revision.flags


def test_it_is_never_later_than_the_day_on_which_the_text_was_found() -> None:
    assert dated(ORDER, date(2035, 1, 1)).event_date == date(2030, 12, 2)


HARBOUR = Term("Mara Lind", "president", "orsa", date(2026, 5, 1), date(2029, 5, 1), frozenset({"president"}))


def test_a_year_in_which_nobody_held_the_office_that_the_text_names_is_not_it() -> None:
    text = f"{ORDER} President Mara Lind has signed the order in Orsa."
    undated = story_of(article_of(text, published_at=None, first_seen_at=SEEN))
    offices = Offices((HARBOUR,))
    (story,) = date_stories([undated], as_of=date(2031, 3, 1), offices=offices)
    assert story.event_date == date(2028, 12, 2)
    (story,) = date_stories([undated], as_of=date(2028, 12, 6), offices=offices)
    assert story.event_date == date(2028, 12, 2)
    (story,) = date_stories([undated], as_of=date(2031, 3, 1))
    assert story.event_date == date(2030, 12, 2)


def test_an_article_dated_by_its_story_is_doubted_from_there_on() -> None:
    text = "President Mara Lind has closed the strait of Orsa, the council of the port said."
    article = article_of(text, published_at=None, first_seen_at=SEEN)
    dated = replace(article, revision=replace(article.revision, event_to=date(2030, 12, 2), flags=(DATED_BY_STORY,)))
    (story,) = date_stories([story_of(dated)], as_of=date(2031, 3, 1), offices=Offices((HARBOUR,)))
    assert ANACHRONISM in story.articles[0].revision.flags


def test_a_dated_story_and_one_that_names_no_day_stay_as_they_are() -> None:
    assert dated("The strait of Orsa is shut.", date(2028, 12, 6)).event_date is None
    story = story_of(article_of(ORDER))
    assert date_stories([story], as_of=date(2028, 12, 6)) == (story,)
