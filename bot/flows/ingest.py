"""Polling: due feeds are claimed, looked at in threads, and what is new in them is read and stored.

Owns that a feed's validators are saved only with the articles that came with them, and that one bad feed never stops
the rest. Which items are taken is `choose_items`, reading and storing one `intake`, files by hand `import_files`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread

from bot.domain.article import Outcome
from bot.domain.errors import BotError, SourceError, StoreError
from bot.domain.feed import Feed, FeedItem, FeedState, Listing, Validators
from bot.domain.intake import FeedPoll, Polled
from bot.domain.seams import reached
from bot.flows.choose_items import Choice, choose_items
from bot.flows.intake import Intake, Read, Taken, read_item, store_items
from bot.ports import Progress
from bot.steps.plan.polling import (
    after_failure,
    after_part,
    after_success,
    no_later_than,
    validators_to_send,
)

__all__ = ["Intake", "poll_all", "poll_due"]

log = logging.getLogger(__name__)

CHUNK = 50
"""Articles per transaction."""

LOOK_BUDGET_S = 300.0
LEASE_S = 900.0
"""Longer than the budget and the slowest page after it, so that no feed is looked at twice at a time."""

LOCAL_INTERVAL = timedelta(seconds=60)
"""Folders on this machine cost nothing to look at."""

MAX_FEEDS = 10_000
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Look:
    """A look at one feed while it goes on. Its time is that of its start: what changes meanwhile is news next time."""

    feed: Feed
    state: FeedState
    intake: Intake
    started_at: datetime
    should_stop: Callable[[], bool]
    until: float
    is_cut: bool = False
    will_retry: bool = False
    has_news: bool = False

    def is_over(self) -> bool:
        """Whether what is left must wait for the next look."""
        return self.should_stop() or time.monotonic() > self.until


@dataclass(slots=True)
class _Round:
    """Threads that take one due feed after the other. `left` counts down those that may still be taken."""

    intake: Intake
    should_stop: Callable[[], bool]
    left: Iterator[int]
    done: list[FeedPoll] = field(default_factory=list)
    faults: list[StoreError] = field(default_factory=list)

    def work(self, claimed: tuple[Feed, FeedState] | None) -> None:
        """Until nothing is due, the limit is reached or the program stops."""
        try:
            claimed = claimed or self._claim_next()
            while claimed is not None:
                self.done.append(_poll_safely(*claimed, self.intake, should_stop=self.should_stop))
                claimed = self._claim_next()
        except StoreError as error:
            self.faults.append(error)

    def _claim_next(self) -> tuple[Feed, FeedState] | None:
        return None if self.should_stop() or next(self.left, None) is None else _claim(self.intake)


def poll_due(
    intake: Intake, *, limit: int = MAX_FEEDS, workers: int = 4, should_stop: Callable[[], bool] = lambda: False
) -> Polled:
    """Look at every feed that is due, at most `limit`, `workers` at a time. Never raises for what a feed does.

    Once `should_stop` says so, no new feed or page is begun and what has been read is stored.
    """
    first = _claim(intake)
    if first is None:
        return Polled()
    polling = _Round(intake, should_stop, iter(range(limit - 1)))
    starts = [first, *[None] * (workers - 1)]
    # Daemons, so that a program that must end now does not wait for a slow page: every step here survives that.
    threads = [Thread(target=polling.work, args=[start], name="poll", daemon=True) for start in starts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if polling.faults:
        raise polling.faults[0]
    return Polled(tuple(polling.done))


def poll_all(intake: Intake, *, names: Sequence[str] | None = None, progress: Progress | None = None) -> Polled:
    """Look at every feed now, or at the named ones, due or not. Raises NotFound for an unknown name."""
    with intake.store.read() as uow:
        wanted = [uow.feeds.get(name).name for name in names] if names else None
        feeds = [(feed, state) for feed, state in uow.feeds.list_all() if wanted is None or feed.name in wanted]

    def work(claimed: tuple[Feed, FeedState]) -> FeedPoll:
        if progress:
            progress.step(f"looking at {claimed[0].name} …")
        return _poll_safely(*claimed, intake)

    with ThreadPoolExecutor(4, thread_name_prefix="poll") as pool:
        return Polled(tuple(pool.map(work, feeds)))


def _claim(intake: Intake) -> tuple[Feed, FeedState] | None:
    with intake.store.begin() as uow:
        claimed = uow.feeds.claim_due(intake.clock(), limit=1, lease_s=LEASE_S)
        uow.commit()
    if claimed:
        reached("ingest.claimed")
    return claimed[0] if claimed else None


def _poll_safely(
    feed: Feed, state: FeedState, intake: Intake, *, should_stop: Callable[[], bool] = lambda: False
) -> FeedPoll:
    look = _Look(feed, state, intake, intake.clock(), should_stop, time.monotonic() + LOOK_BUDGET_S)
    try:
        return _poll(look)
    except BotError as error:
        return _fail(look, error)
    except Exception as error:  # one feed must not stop the rest
        log.exception("polling %s failed by a fault of the program", feed.name)
        return _fail(look, SourceError(f"the program failed on this feed ({type(error).__name__}); see the log"))


def _fail(look: _Look, error: BotError) -> FeedPoll:
    status = error.facts.get("status")
    state = after_failure(
        look.state,
        now=look.intake.clock(),
        reason=error.message,
        status=status if isinstance(status, int) else None,
        retry_after_s=error.retry_after_s,
    )
    log.warning("feed %s: %s", look.feed.name, error.message)
    try:
        store_items([], look.intake, state=state)
    except StoreError as second:
        log.warning("feed %s: its failure could not be recorded: %s", look.feed.name, second.message)
    return FeedPoll(look.feed.name, error=state.error)


def _poll(look: _Look) -> FeedPoll:
    feed, intake = look.feed, look.intake
    source = intake.sources.get(feed.kind)
    if source is None:
        raise SourceError(f"there is no kind of source named {feed.kind!r}")
    listing = source.list_items(feed, validators_to_send(look.state, look.started_at))
    reached("ingest.listed")
    if listing.is_unchanged:
        kept = listing.validators if listing.validators != Validators() else look.state.validators
        state = after_success(look.state, now=look.started_at, validators=kept, has_news=False)
        store_items([], intake, state=_paced(state, feed))
        return FeedPoll(feed.name)
    with intake.store.read() as uow:
        choice = choose_items(listing.items, feed=feed, state=look.state, uow=uow, now=look.started_at)
    taken = list(_take_in(choice, listing, look))
    return _summary(feed, taken, listing)


# --- taking in -------------------------------------------------------------------------------------------------------


def _take_in(choice: Choice, listing: Listing, look: _Look) -> Iterator[Taken]:
    """Read and store chunk by chunk; the state of the feed, validators and all, is saved with the last one."""
    left = list(choice.items)
    outcomes: Sequence[Outcome] = choice.outcomes
    look.will_retry = choice.has_waiting
    is_last = False
    while not is_last:
        read = list(_read_chunk(left[:CHUNK], look))
        del left[: len(read)]
        look.will_retry = look.will_retry or any(one.may_retry for one in read)
        look.has_news = look.has_news or any(one.article for one in read)
        look.is_cut = bool(left) or choice.is_cut
        is_last = not left or look.is_over()
        reached("ingest.fetched")
        state = _next_state(look, listing) if is_last else None
        yield from store_items(read, look.intake, state=state, outcomes=outcomes)
        outcomes = ()


def _read_chunk(chunk: Sequence[tuple[FeedItem, int]], look: _Look) -> Iterator[Read]:
    for item, tries in chunk:
        if look.is_over():
            return
        yield read_item(item, look.intake, feed=look.feed, tries=tries)
        reached("ingest.read")


def _next_state(look: _Look, listing: Listing) -> FeedState:
    if look.is_cut:
        rest = "not everything could be taken in at once; the rest follows"
        return after_part(look.state, now=look.started_at, note=rest)
    # What will be tried again must be listed again, so the server is not asked whether anything has changed.
    validators = Validators() if look.will_retry else listing.validators
    note = next(iter(listing.warnings), None)
    state = after_success(look.state, now=look.started_at, validators=validators, has_news=look.has_news, note=note)
    return _paced(state, look.feed)


def _paced(state: FeedState, feed: Feed) -> FeedState:
    is_local = not feed.url.startswith(("http://", "https://"))
    return no_later_than(state, (state.last_attempt_at or _LONG_AGO) + LOCAL_INTERVAL) if is_local else state


def _summary(feed: Feed, taken: Sequence[Taken], listing: Listing) -> FeedPoll:
    changes = [one.change for one in taken]
    return FeedPoll(
        feed.name,
        stored=changes.count("stored"),
        revised=changes.count("revised"),
        unchanged=changes.count("unchanged"),
        failed=changes.count("failed"),
        warnings=listing.warnings,
    )
