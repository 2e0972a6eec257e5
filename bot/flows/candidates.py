"""Reads once all that one digest is made from: articles of its window and feeds, and what earlier editions told.

Chooses nothing: `steps/choose/screen` and `steps/choose/select` do. Writing is `flows/digest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import structlog

from bot.domain.article import Article
from bot.domain.digest import Claim, Digest, Line
from bot.domain.errors import NotFound
from bot.domain.ids import SentenceId
from bot.domain.told import Before, Told
from bot.domain.watch import Watch
from bot.ports import Clock, Store, UnitOfWork
from bot.steps.choose.window import Window, window_of

MAX_ARTICLES = 5_000
MIN_EDITIONS = 5
"""Earlier editions whose sentences are not told again, however old they are."""

PAGE = 50
MAX_EDITIONS = 1_500
"""A watch of every minute makes 1,440 editions a day, most of them of one line."""

MAX_TOLD_ARTICLES = 200
"""Cited articles of earlier editions that are read again to see which stories go on, the last told first."""

PAST = timedelta(minutes=10)
"""From so far back on, a digest looks back: articles without a date may have come in since."""


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles that may have been known at the time, duplicates and damaged ones included.

    `feeds` counts the feeds looked at; `notice` is what readers must know about them, None as a rule.
    """

    articles: tuple[Article, ...]
    feeds: int
    before: Before
    notice: str | None = None


def read_candidates(watch: Watch, as_of: datetime, *, store: Store, clock: Clock) -> Candidates:
    """All that a digest of this watch may be made from at `as_of` (aware), in one consistent read."""
    window = window_of(watch, as_of)
    since = datetime.combine(window.first, time.min, window.zone)
    with store.read() as uow:
        feed_ids, feeds = _feeds(watch, uow)
        articles = _articles(window, since, clock(), uow, feed_ids=feed_ids)
        before = _before(_editions(watch, since, as_of, uow), uow)
    notice = _damage_notice(articles)
    if watch.feeds and not feeds:
        notice = f"None of this briefing's feeds exists: {', '.join(watch.feeds)}."
    return Candidates(articles, feeds, before, notice)


def _damage_notice(articles: Sequence[Article]) -> str | None:
    """What readers must know of articles whose stored text is not the one that was read; `screen` leaves them out."""
    damaged = [article.id for article in articles if not article.is_intact]
    if not damaged:
        return None
    _log.error("stored articles are damaged and not used", articles=damaged)
    return f"{len(damaged)} of the stored articles are damaged and were not used."


def _feeds(watch: Watch, uow: UnitOfWork) -> tuple[Sequence[int] | None, int]:
    """Ids of the feeds to read (None for everything, imported articles too), and how many there are."""
    known = [feed for feed, _ in uow.feeds.list_all()]
    if not watch.feeds:
        return None, len(known)
    wanted = {name.casefold() for name in watch.feeds}
    chosen = [feed.id for feed in known if wanted & {name.casefold() for name in (feed.name, *feed.tags)}]
    return chosen, len(chosen)


def _articles(
    window: Window, since: datetime, now: datetime, uow: UnitOfWork, *, feed_ids: Sequence[int] | None
) -> tuple[Article, ...]:
    """Published in the window; or undated and seen at any time since: their stories may date them."""
    until = window.as_of + timedelta(microseconds=1)
    found = uow.articles.list_recent(since=since, until=until, feed_ids=feed_ids, limit=MAX_ARTICLES)
    if now - window.as_of > PAST:
        later = uow.articles.list_recent(since=until, until=now + PAST, feed_ids=feed_ids, limit=MAX_ARTICLES)
        found = (*found, *(article for article in later if article.revision.published_at is None))
    return found


def _editions(watch: Watch, since: datetime, as_of: datetime, uow: UnitOfWork) -> list[Digest]:
    """Editions whose windows may share articles with this one, and at least the last few."""
    found: list[Digest] = []
    before = as_of
    while len(found) < MAX_EDITIONS:
        page = uow.digests.list_recent(limit=PAGE, watch=watch.name, before=before)
        found += page
        if len(page) < PAGE or page[-1].as_of < since:
            break
        before = page[-1].as_of
    return [digest for number, digest in enumerate(found) if number < MIN_EDITIONS or digest.as_of >= since]


def _before(editions: Sequence[Digest], uow: UnitOfWork) -> Before:
    """What editions told, newest first; a citation that leads to no stored sentence any more is left out."""
    if not editions:
        return Before()
    told = [one for digest in editions for one in _told(digest)]
    places = dict.fromkeys(place for one in told for place in one.citations)
    revisions: dict[int, int] = {}
    for place in places:
        revisions.setdefault(place.article, place.revision)
    articles = {}
    for article_id in list(revisions)[:MAX_TOLD_ARTICLES]:
        try:
            articles[article_id] = uow.articles.get(article_id, revisions[article_id])
        except NotFound:
            continue
    return Before(tuple(told), articles, editions[0].id, editions[0].as_of)


def _told(digest: Digest) -> Iterator[Told]:
    places = {citation.n: citation.sentence_id for citation in digest.citations}
    claims: list[Claim | Line] = [claim for one in digest.developments for claim in one.claims]
    for claim in (*claims, *digest.other_news, *digest.differences, *digest.numbers, *digest.ahead):
        yield Told(claim.text, digest.id, digest.as_of, _places(claim, places))


def _places(claim: Claim | Line, places: dict[int, SentenceId]) -> tuple[SentenceId, ...]:
    return tuple(places[number] for number in claim.citations if number in places)
