"""The invented newsroom in a store, without fetching anything: what polling its feeds would have brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.demo.newsroom import SampleArticle, load_articles
from bot.domain.article import Extracted, NewArticle
from bot.domain.feed import Feed
from bot.ports import Store
from bot.steps.find.typing import classify_source
from bot.steps.keep.dedupe import find_duplicate, fingerprint, normalise_url
from bot.steps.keep.revision import make_revision

NOW = datetime(2027, 3, 18, 17, 30, tzinfo=UTC)
HOST = "https://news.example"


def store_samples(store: Store, *, now: datetime = NOW, feeds: bool = True) -> None:
    """Every sample article published by `now`, oldest first, with duplicates marked as ingestion marks them."""
    with store.begin() as uow:
        known: list[tuple[int, bytes]] = []
        ids: dict[str, int] = {}
        for sample in load_articles(now):
            if feeds and sample.outlet.slug not in ids:
                ids[sample.outlet.slug] = uow.feeds.add(sample_feed(sample)).id
            new = new_article(sample, known=known, feed_id=ids.get(sample.outlet.slug))
            stored, _ = uow.articles.put(new)
            known.append((stored.id, new.fingerprint))
        uow.commit()


def sample_feed(sample: SampleArticle) -> Feed:
    """The feed of a sample article's outlet; its tags are `all` and the outlet's type."""
    outlet = sample.outlet
    url = f"{HOST}/{outlet.slug}/feed"
    return Feed(name=outlet.name, url=url, publisher=outlet.name, tags=("all", outlet.source_type or "untyped"))


def new_article(sample: SampleArticle, *, known: list[tuple[int, bytes]], feed_id: int | None = None) -> NewArticle:
    """A sample as ingestion would store it."""
    text = "\n\n".join(sample.paragraphs)
    url = HOST + sample.path
    extracted = Extracted(
        url=url,
        title=sample.title,
        text=text,
        byline=sample.byline,
        publisher=sample.outlet.name,
        published_at=sample.published_at,
        language="en",
    )
    kind, trust, _ = classify_source(extracted, configured=sample.outlet.source_type)
    print_ = fingerprint(text)
    return NewArticle(
        url=url,
        canonical_url=normalise_url(url),
        publisher=sample.outlet.name,
        source_type=kind,
        trust=trust,
        revision=make_revision(extracted, number=1, fetched_at=sample.published_at + timedelta(minutes=5)),
        fingerprint=print_,
        feed_id=feed_id,
        duplicate_of=find_duplicate(print_, known),
    )
