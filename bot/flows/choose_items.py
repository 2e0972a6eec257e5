"""Which items of a feed are read: the new ones, the updated ones, and those whose page failed before.

Owns the limits on how much one look takes in. Reads the store and decides; reading and storing is `ingest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.article import Outcome
from bot.domain.feed import Feed, FeedItem, FeedState
from bot.ports import UnitOfWork
from bot.steps.keep.dedupe import normalise_url
from bot.steps.plan.polling import REREAD, count_tries, is_waiting, is_worth_trying

FIRST_ITEMS = 50
"""Of a new feed only the newest are taken: an archive is no news."""

MAX_ITEMS = 500
"""Taken at one look; the rest of a flood comes with the next looks."""

MAX_REREAD = 5
"""Known items that a feed calls updated; one that calls everything updated says nothing."""

FILE_TIME_SLACK = timedelta(seconds=2)
"""Times of files lag behind the clock."""

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Choice:
    """Items of a listing to be read, oldest first, with how often their pages failed (or REREAD); those passed over.

    `is_cut`: new items are left over. `has_waiting`: some that failed are to be tried again later.
    """

    items: tuple[tuple[FeedItem, int], ...]
    outcomes: tuple[Outcome, ...] = ()
    is_cut: bool = False
    has_waiting: bool = False


def choose_items(items: Sequence[FeedItem], *, feed: Feed, state: FeedState, uow: UnitOfWork, now: datetime) -> Choice:
    """Those that are new, those that the feed calls updated, and what becomes of the others."""
    known = uow.articles.list_urls(feed.id)
    new: list[tuple[FeedItem, int]] = []
    updated: list[tuple[FeedItem, int]] = []
    has_waiting = False
    for item in _distinct(items):
        if _is_known(item, known, uow):
            updated += [(item, REREAD)] if _is_updated(item, state) else []
            continue
        outcomes = uow.outcomes.list_for_url(item.url or item.guid)
        if is_worth_trying(outcomes, now):
            new.append((item, count_tries(outcomes)))
        else:
            has_waiting = has_waiting or is_waiting(outcomes)
    new.sort(key=lambda pair: pair[0].published_at or pair[0].updated_at or _LONG_AGO, reverse=True)
    if not all(_is_in_hand(item) for item, _ in updated):
        updated = updated[:MAX_REREAD]
    is_archive = not known and state.last_success_at is None and not all(_is_in_hand(item) for item, _ in new)
    most = FIRST_ITEMS if is_archive else MAX_ITEMS
    passed = [_passed_over(item, now) for item, _ in new[most:]] if is_archive else []
    is_cut = len(new) > most and not is_archive
    return Choice(tuple([*updated, *new[:most]][::-1]), tuple(passed), is_cut, has_waiting)


def _is_known(item: FeedItem, known: frozenset[str], uow: UnitOfWork) -> bool:
    """Stored already, by this feed or by another one of the same site."""
    if not known.isdisjoint(_names(item)):
        return True
    return item.url is not None and uow.articles.find_by_url(normalise_url(item.url)) is not None


def _passed_over(item: FeedItem, now: datetime) -> Outcome:
    reason = f"older than the newest {FIRST_ITEMS} when its feed was added"
    return Outcome(item.url or item.guid, "stale", reason, now)


def _distinct(items: Sequence[FeedItem]) -> Iterator[FeedItem]:
    """Entries once each. A guid that stands on different addresses is none, and gives way to the address."""
    addresses: dict[str, set[str | None]] = {}
    for item in items:
        addresses.setdefault(item.guid, set()).add(item.url)
    seen: set[str] = set()
    for item in items:
        honest = replace(item, guid=item.url) if item.url and len(addresses[item.guid]) > 1 else item
        names = _names(honest)
        if seen.isdisjoint(names):
            yield honest
        seen |= names


def _names(item: FeedItem) -> set[str]:
    return {item.guid, *((item.url, normalise_url(item.url)) if item.url else ())}


def _is_in_hand(item: FeedItem) -> bool:
    return item.content is not None or item.text is not None


def _is_updated(item: FeedItem, state: FeedState) -> bool:
    if item.updated_at is None or state.last_success_at is None:
        return False
    slack = FILE_TIME_SLACK if _is_in_hand(item) else timedelta()
    return item.updated_at > state.last_success_at - slack
