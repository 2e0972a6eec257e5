"""Stories for the `stories` command: recent articles of the archive, or a batch of given texts, grouped by event.

Grouping is `steps/group/cluster`; which articles a digest uses is `digest`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.article import Article, Story
from bot.domain.errors import UserError
from bot.domain.feed import FeedItem
from bot.ports import Store
from bot.steps.group.cluster import group_stories
from bot.steps.keep.incoming import make_article
from bot.steps.read.clean_text import take_text
from bot.steps.read.moments import read_moment

_NO_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""Given texts are not judged by today's date."""


def list_stories(store: Store, *, days: int, now: datetime) -> tuple[Story, ...]:
    """Stories of the articles of the last days, those told by most sources first. Raises UserError."""
    if days < 1:
        raise UserError("the number of days must be at least 1")
    with store.read() as uow:
        articles = uow.articles.list_recent(since=now - timedelta(days=days), until=now + timedelta(seconds=1))
    return group_stories([article for article in articles if article.duplicate_of is None])


def group_batch(given: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """`{id, story}` for each given text (`text`, and `title url published_at publisher`), in their order."""
    articles = [_article(fields, number) for number, fields in enumerate(given, 1)]
    stories = {article.id: story.id for story in group_stories(articles) for article in story.articles}
    return [
        {"id": fields.get("id"), "story": stories[article.id]} for fields, article in zip(given, articles, strict=True)
    ]


def _article(fields: Mapping[str, object], number: int) -> Article:
    item = FeedItem(guid=f"given:{number}", url=_text(fields, "url"), title=_text(fields, "title"))
    taken = take_text(_text(fields, "text") or "", url=item.url, title=item.title)
    extracted = replace(taken, published_at=read_moment(fields.get("published_at")))
    new = make_article(extracted, item=item, feed=None, now=_NO_TIME)
    return Article(
        id=number,
        url=new.url,
        canonical_url=new.canonical_url,
        publisher=_text(fields, "publisher"),
        source_type=new.source_type,
        trust=new.trust,
        first_seen_at=_NO_TIME,
        revision=new.revision,
    )


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None
