"""From a read document to an article ready to be stored: dates within reason, source type, revision, fingerprint.

Composes `typing`, `revision` and `dedupe`, and decides which of feed, entry and page is believed about what. Whether it
repeats another article is decided when it is stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.article import Extracted, NewArticle
from bot.domain.feed import Feed, FeedItem
from bot.domain.office import NO_OFFICES, Offices
from bot.steps.find.typing import classify_source
from bot.steps.keep.anachronisms import ANACHRONISM, with_anachronisms
from bot.steps.keep.dedupe import fingerprint, normalise_url
from bot.steps.keep.revision import make_revision

CLOCK_SKEW = timedelta(minutes=10)
MAX_AHEAD = timedelta(days=2)
"""A stamp further in the future is a mistake or a trick to stay on top."""

DATE_IN_FUTURE = "date_in_future"
ANACHRONISM_COST = 0.2
MIN_TRUST = 0.05
"""Who gives people offices that were not theirs is trusted less by so much (grounding 2.2), down to this."""


def make_article(
    extracted: Extracted, *, item: FeedItem, feed: Feed | None, now: datetime, offices: Offices = NO_OFFICES
) -> NewArticle:
    """What is stored of an item. The settings of the feed go before the entry, the entry before the page; an outlet
    that nobody names is called as its feed is. Who has the office holders wrong is flagged and trusted less.
    """
    told = extracted.publisher or item.publisher
    set_by_hand, feed_name = (feed.publisher, feed.name) if feed else (None, None)
    publisher = set_by_hand or (item.publisher if item.text else told) or told or feed_name
    found = replace(_within_reason(extracted, now), publisher=publisher)
    configured = (feed.source_type if feed else None) or item.source_type
    kind, trust, signals = classify_source(found, configured=configured)
    found = replace(found, flags=tuple(dict.fromkeys((*found.flags, *signals))))
    url = found.url or item.url or item.guid
    revision = with_anachronisms(make_revision(found, number=1, fetched_at=now), offices)
    if ANACHRONISM in revision.flags:
        trust = max(MIN_TRUST, round(trust - ANACHRONISM_COST, 2))
    return NewArticle(
        url=url,
        canonical_url=normalise_url(found.canonical_url or url),
        publisher=publisher,
        source_type=kind,
        trust=trust,
        revision=revision,
        fingerprint=fingerprint(found.text),
        feed_id=feed.id if feed else None,
        guid=item.guid,
    )


def _within_reason(extracted: Extracted, now: datetime) -> Extracted:
    """No stamp lies beyond tomorrow, no banner beyond today; either is flagged."""
    published_at, page_date, flags = extracted.published_at, extracted.page_date, extracted.flags
    if published_at and published_at > now + CLOCK_SKEW:
        flags = (*flags, DATE_IN_FUTURE)
        published_at = published_at if published_at <= now + MAX_AHEAD else None
    if page_date and page_date > now.date():
        page_date = now.date()
    return replace(extracted, published_at=published_at, page_date=page_date, flags=tuple(dict.fromkeys(flags)))
