"""Days for stories whose articles give no year: `Dec. 2` in a text without a date of its own.

Such a day is the last one before the article was found, or before the time that a digest looks back to, on which the
people that the text names held the offices that it gives them. Articles that share a story with a dated one take its
day in `cluster`; which days a text names is `steps/find/event_days`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.article import YEAR_INFERRED, Article, Revision, Story
from bot.domain.office import NO_OFFICES, Offices
from bot.steps.find.dates import WEEKDAY_YEARS
from bot.steps.find.event_days import days_before
from bot.steps.group.cluster import DATED_BY_STORY
from bot.steps.keep.anachronisms import ANACHRONISM, with_anachronisms


def date_stories(stories: Sequence[Story], *, as_of: date, offices: Offices = NO_OFFICES) -> tuple[Story, ...]:
    """The stories, the undated ones dated by the days that their articles name as seen from `as_of`.

    What an article that is dated only here says of offices is doubted from here on.
    """
    return tuple(_date_story(story, as_of, offices) for story in stories)


def _date_story(story: Story, as_of: date, offices: Offices) -> Story:
    articles = tuple(_date_article(article, as_of, offices) for article in story.articles)
    days = [article.event_date for article in articles if article.event_date]
    return replace(story, articles=articles, event_date=story.event_date or max(days, default=None))


def _date_article(article: Article, as_of: date, offices: Offices) -> Article:
    if DATED_BY_STORY in article.revision.flags:
        return replace(article, revision=with_anachronisms(article.revision, offices))
    if article.event_date:
        return article
    until = min(as_of, article.first_seen_at.date())
    dated = (_date_revision(article.revision, _years_before(until, years)) for years in range(WEEKDAY_YEARS + 1))
    judged = [with_anachronisms(revision, offices) for revision in dated if revision is not None]
    fitting = (revision for revision in judged if ANACHRONISM not in revision.flags)
    return replace(article, revision=next(fitting, article.revision))


def _date_revision(revision: Revision, until: date) -> Revision | None:
    first, last = days_before(revision.text, revision.passages, until=until)
    if last is None:
        return None
    return replace(revision, event_from=first, event_to=last, flags=(*revision.flags, YEAR_INFERRED))


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for the 29th."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
