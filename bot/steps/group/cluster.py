"""Articles grouped into stories: one story is one event, told by one or more source families.

Groups by average link over the likenesses of `likeness`; an undated article takes its day from its story. Which
articles of a story count as one source is `families`; choosing what to print is `select`.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.article import LEADS, Article, Story
from bot.steps.find.dates import contradicts, month_days_in, nearest_weekday, weekdays_in
from bot.steps.group.families import find_families
from bot.steps.group.likeness import Likenesses, Vector, compare_all, make_vectors

JOIN_AT = 0.24
"""Mean likeness from which two groups are one story: best over 4 to 772 texts of ECB+ (BCubed F1 0.99 to 0.91)."""

KEYWORDS = 12
DATED_BY_STORY = "date_from_story"
"""Flag of a revision whose event day was taken from the other articles of its story."""


def group_stories(articles: Sequence[Article]) -> tuple[Story, ...]:
    """Stories with the most source families first, whatever the order given. Some 2,000 articles take a few seconds.

    `Story.articles` are dated: an undated article gets the story's day, or the day near it whose weekday it names.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    vectors = make_vectors(ordered)
    groups = _link(compare_all(ordered, vectors), len(ordered))
    stories = [_make_story([ordered[at] for at in group], [vectors[at] for at in group]) for group in groups]
    return tuple(sorted(stories, key=lambda story: (-len(story.families), -len(story.articles), story.articles[0].id)))


def _link(likenesses: Likenesses, total: int) -> list[list[int]]:
    """Merge the two most alike groups until no two reach JOIN_AT (average link); ties go to the lower position."""
    groups = {position: [position] for position in range(total)}
    queue = [(-score, one, two) for one, row in likenesses.items() for two, score in row.items() if one < two]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= JOIN_AT:
        score, one, other = heapq.heappop(queue)
        if one in groups and other in groups and likenesses[one].get(other) == -score:
            _merge(one, other, groups, likenesses)
            for third, likeness in likenesses[one].items():
                heapq.heappush(queue, (-likeness, min(one, third), max(one, third)))
    return [sorted(group) for group in groups.values()]


def _merge(one: int, other: int, groups: dict[int, list[int]], likenesses: Likenesses) -> None:
    sizes = len(groups[one]), len(groups[other])
    rows = likenesses.pop(one), likenesses.pop(other)
    merged = {}
    for third in sorted((rows[0].keys() | rows[1].keys()) - {one, other}):
        weighed = sum(size * row.get(third, 0.0) for size, row in zip(sizes, rows, strict=True))
        merged[third] = weighed / sum(sizes)
        likenesses[third].pop(other, None)
        likenesses[third][one] = merged[third]
    likenesses[one] = merged
    groups[one] += groups.pop(other)


def _make_story(members: Sequence[Article], vectors: Iterable[Vector]) -> Story:
    day = _event_day(members)
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    single_words = ((term, weight) for term, weight in total.items() if " " not in term)
    strongest = sorted(single_words, key=lambda pair: (-pair[1], pair[0]))[:KEYWORDS]
    articles = tuple(_date_by_story(article, day) for article in members)
    return Story(f"s{articles[0].id}", articles, find_families(articles), day, dict(strongest))


def _event_day(members: Sequence[Article]) -> date | None:
    """The day that most articles report, leads aside unless there is nothing else; the later of two equals."""
    solid = [article for article in members if article.source_type not in LEADS] or members
    days = Counter(article.event_date for article in solid if article.event_date)
    return max(days, key=lambda day: (days[day], day)) if days else None


def _date_by_story(article: Article, day: date | None) -> Article:
    if article.event_date or day is None:
        return article
    if contradicts(month_days_in(article.revision.text), day):
        return article
    names = [name for name, _ in weekdays_in(article.revision.text).most_common()]
    near = (found for name in names if (found := nearest_weekday(name, day)))
    told = next(near, None) if names else day
    if told is None:
        return article
    flags = (*article.revision.flags, DATED_BY_STORY)
    return replace(article, revision=replace(article.revision, event_from=told, event_to=told, flags=flags))
