"""Which stories of a window matter most, and which articles tell each best.

Independent sources, trust, freshness and the watch's own topics decide. Choosing sentences of them is `select`.
"""

from __future__ import annotations

import math

from bot.domain.article import Article, Story
from bot.domain.watch import Watch
from bot.steps.choose.genres import is_report, is_roundup, is_sport
from bot.steps.choose.screen import is_about
from bot.steps.choose.window import Window, event_day

MAX_ARTICLES_PER_STORY = 6
TOPIC_FACTOR = 1.3
ARTICLE_WEIGHT = 0.5
"""What further articles of one source say of a story's size, against 1 for another source: an outlet that sends five
reporters thinks it large."""

SPORT_FACTOR = 0.5
"""A general brief opens with public affairs; a watch that names topics gets what it names."""

FEATURE_FACTOR = 0.6
"""A story without one report: opinion and advice do not lead."""


def importance(story: Story, window: Window, watch: Watch) -> float:
    """Independent sources count most, then articles, trust, freshness and the watch's own topics."""
    trust = max(article.trust for article in story.articles)
    age_days = min((window.last - event_day(article, window)).days for article in story.articles)
    told = [article for article in story.articles if not is_roundup(article)]
    size = 1 + math.log(max(len(story.families), 1)) + ARTICLE_WEIGHT * math.log(max(len(told), 1))
    # A story from the far end of the window counts half: a digest opens with what is new in it.
    recency: float = 0.5 ** (max(age_days, 0) / max((window.last - window.first).days, 1))
    return size * trust * recency * _fit(story, watch)


def shortened(story: Story) -> Story:
    """At most six articles: reports first, the most trusted of each family before its second."""
    rank: dict[int, int] = {}
    for family in story.families:
        members = sorted((one for one in story.articles if one.id in family), key=_worth)
        rank |= {article.id: place for place, article in enumerate(members)}
    ordered = sorted(story.articles, key=lambda one: (rank.get(one.id, 0), *_worth(one)))
    return Story(story.id, tuple(ordered[:MAX_ARTICLES_PER_STORY]), story.families, story.event_date, story.keywords)


def _worth(article: Article) -> tuple[bool, float, int]:
    return not is_report(article), -article.trust, article.id


def _fit(story: Story, watch: Watch) -> float:
    if watch.topics:
        is_topical = any(is_about(article, topic) for article in story.articles for topic in watch.topics)
        return TOPIC_FACTOR if is_topical else 1.0
    light = SPORT_FACTOR if all(is_sport(article) for article in story.articles) else 1.0
    return light * (1.0 if any(is_report(article) for article in story.articles) else FEATURE_FACTOR)
