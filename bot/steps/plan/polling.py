"""When a feed is looked at again, and what one look makes of its health.

Owns intervals, backing off and giving up, and which failed items are tried again. Pure: takes the time, a state and
what happened, gives the next state. Who may look at a feed right now is the store's lease (`FeedTable.claim_due`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.domain.article import Outcome
from bot.domain.feed import FeedState, Validators

MIN_INTERVAL_S = 300.0
MAX_INTERVAL_S = 6 * 3600.0
FASTER = 0.7
SLOWER = 1.4
"""A look that brought something shortens the interval, one that did not makes it longer."""

FIRST_BACKOFF_S = 900.0
MAX_BACKOFF_S = 24 * 3600.0
MAX_RETRY_AFTER_S = 7 * 24 * 3600.0
"""A server may ask for patience, but not to be forgotten."""

GONE_STATUS = 410
GONE_AFTER = 3
JITTER = 0.1
"""Feeds added together drift apart: each waits up to a tenth more or less, always the same for the same look."""

MAX_TRIES = 3
REREAD = -1
"""Instead of a number of tries, for a page whose article is stored already."""

MAX_TRIES_OF_WALLS = 2
"""For pages behind a paywall or without any text, which are mostly so for good."""

RETRY_WAITS = (timedelta(minutes=10), timedelta(hours=6))
"""A page that could not be read is tried again after these, then left alone."""

SOON_S = 60.0
_TRIED = ("failed", "no_text", "paywalled")
_GONE_LINE = "the server says that this feed is gone for good (HTTP 410)"


def after_success(
    state: FeedState, *, now: datetime, validators: Validators, has_news: bool, note: str | None = None
) -> FeedState:
    """State after a look that worked, whether or not anything had changed. `note` is a remark worth showing."""
    factor = FASTER if has_news else SLOWER
    interval_s = min(max(state.interval_s * factor, MIN_INTERVAL_S), MAX_INTERVAL_S)
    return replace(
        state,
        validators=validators,
        status="ok",
        error=note,
        failures=0,
        last_success_at=now,
        last_attempt_at=now,
        next_poll_at=next_poll_at(state.feed_id, now, interval_s),
        interval_s=interval_s,
    )


def after_failure(
    state: FeedState, *, now: datetime, reason: str, status: int | None = None, retry_after_s: float | None = None
) -> FeedState:
    """State after a look that failed: waits twice as long each time; the third 410 in a row is the end.

    Validators stay: what was stored is still stored. `status` is the HTTP status, if there was an answer.
    """
    is_gone = status == GONE_STATUS
    line = _GONE_LINE if is_gone else reason
    # Only 410 after 410 counts towards the end, so the count begins anew with the first of them.
    failures = 1 if is_gone and state.error != _GONE_LINE else state.failures + 1
    wait_s = min(FIRST_BACKOFF_S * 2 ** min(failures - 1, 10), MAX_BACKOFF_S)
    if retry_after_s:
        wait_s = max(wait_s, min(retry_after_s, MAX_RETRY_AFTER_S))
    return replace(
        state,
        status="gone" if is_gone and failures >= GONE_AFTER else "failing",
        error=line,
        failures=failures,
        last_attempt_at=now,
        next_poll_at=next_poll_at(state.feed_id, now, wait_s, is_least=bool(retry_after_s)),
    )


def after_part(state: FeedState, *, now: datetime, note: str) -> FeedState:
    """State after a look that could not take everything in: no validators, so that the rest is listed again soon."""
    after = after_success(state, now=now, validators=Validators(), has_news=True, note=note)
    return replace(after, next_poll_at=now + timedelta(seconds=SOON_S))


def next_poll_at(feed_id: int, now: datetime, wait_s: float, *, is_least: bool = False) -> datetime:
    """When to look again: `wait_s` from now, give or take JITTER (only more if `is_least`)."""
    digest = blake2b(f"{feed_id} {now.isoformat()}".encode(), digest_size=4).digest()
    share = int.from_bytes(digest, "big") / 0xFFFFFFFF
    shift = share if is_least else 2 * share - 1
    return now + timedelta(seconds=wait_s * (1 + JITTER * shift))


def validators_to_send(state: FeedState, now: datetime) -> Validators:
    """What to ask the server with. Once a day it is asked for the whole feed: some say "not modified" for ever.

    The hash of the body is kept, so that an unchanged feed is still not parsed.
    """
    last = state.last_attempt_at
    is_same_day = last is not None and last.date() == now.date()
    return state.validators if is_same_day else Validators(body_sha256=state.validators.body_sha256)


def count_tries(outcomes: Sequence[Outcome]) -> int:
    """How often a page has failed so far."""
    return len(_tries(outcomes))


def is_worth_trying(outcomes: Sequence[Outcome], now: datetime) -> bool:
    """Whether to fetch a page with these outcomes so far: not if passed over, tried too often or only just now."""
    if any(outcome.kind == "stale" and outcome.watch is None for outcome in outcomes):
        return False
    tried = _tries(outcomes)
    if not tried:
        return True
    return is_waiting(outcomes) and now - tried[-1].at >= RETRY_WAITS[len(tried) - 1]


def is_waiting(outcomes: Sequence[Outcome]) -> bool:
    """Whether a page that failed so far is to be tried again some time later."""
    tried = _tries(outcomes)
    return bool(tried) and will_be_tried_again(len(tried) - 1, kind=tried[-1].kind)


def will_be_tried_again(tries: int, *, kind: str) -> bool:
    """Whether a page that fails now, after so many tries, is tried later: any server can have a bad moment, so even
    what looks final is asked for a second time.
    """
    return tries + 1 < (MAX_TRIES if kind == "failed" else MAX_TRIES_OF_WALLS)


def _tries(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.watch is None and outcome.kind in _TRIED]


def no_later_than(state: FeedState, latest: datetime) -> FeedState:
    """The same state with its next look at `latest` or before: for places that cost nothing to look at."""
    return replace(state, next_poll_at=min(state.next_poll_at or latest, latest))
