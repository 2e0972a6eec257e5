"""Takes queued message parts to their platform: claim, post, record, and look before posting anything twice.

Owns the states of a delivery (see `domain/delivery`). No part is lost, because it was queued with what it tells; none
is doubled, because a post of unknown outcome is looked for until it is certain. What is in a part, and how a platform
is asked, is the adapter's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.seams import reached
from bot.flows.recheck import reason_to_withhold
from bot.ports import Clock, Platform, Store

MAX_ATTEMPTS = 40
"""Claims after which a part is given up: with the waits below it is more than two hours of failures."""

MIN_LOOKS = 8
"""Claims before a post of unknown outcome is handed to a person, however long the program stood still meanwhile."""

LOOK_LIMIT_S = 15 * 60
"""How long a post of unknown outcome is looked for when the platform will not tell."""

MAX_WAIT_S = 300.0

_log = structlog.get_logger(__name__)


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Courier:
    """What delivering needs. Platforms go by the first word of a place (`slack`, `web`, `console`).

    `lease_s` is how long a claim holds; a post begins in its first half and must end in its second. `settle_s` is how
    long a platform may take to show what it has accepted. `pauses` remembers platforms that asked to be left alone.
    """

    store: Store
    platforms: Mapping[str, Platform]
    clock: Clock
    settle_s: float = 30.0
    lease_s: float = 60.0
    is_stopping: Callable[[], bool] = _never
    pauses: dict[str, datetime] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a claimed part: its new state, and seconds until it may be claimed again."""

    state: str
    posted_ref: str | None = None
    error: str | None = None
    wait_s: float = 0.0


_LOST = _Outcome("lost")
"""Somebody else holds the part by now: nothing may be done and nothing recorded."""


def deliver_due(courier: Courier, *, limit: int = 20) -> int:
    """Claim and post what is due, one part after another; returns how many were claimed. Raises StoreError only."""
    for count in range(limit):
        delivery = None if courier.is_stopping() else _claim(courier)
        if delivery is None:
            return count
        _record(courier, delivery, _deliver(courier, delivery))
    return limit


def _claim(courier: Courier) -> Delivery | None:
    now = courier.clock()
    paused = [name for name, until in courier.pauses.items() if until > now]
    reached("deliver.begin")
    with courier.store.begin() as uow:
        # One at a time: a worker that dies takes only one part with it into its lease.
        claimed = uow.deliveries.claim_next(now, lease_s=courier.lease_s, limit=1, skip=paused)
        if not claimed:
            return None
        reached("deliver.claiming")
        uow.commit()
    reached("deliver.claimed")
    return claimed[0]


def _deliver(courier: Courier, delivery: Delivery) -> _Outcome:
    platform = courier.platforms.get(_platform_name(delivery))
    if platform is None:
        return _Outcome("failed", error=f"no platform “{_platform_name(delivery)}” is set up here")
    try:
        if delivery.state == "unknown":
            return _look(courier, delivery, platform)
        return _post(courier, delivery, platform)
    except Exception:  # noqa: BLE001  one delivery
        # A bug in one delivery must not stop the others, and may have struck after the platform had accepted it.
        _log.exception("delivery broke", key=delivery.spec.key)
        return _unknown(courier, delivery, "the program failed while posting; its log says why")


# --- posting ---------------------------------------------------------------------------------------------------------


def _post(courier: Courier, delivery: Delivery, platform: Platform) -> _Outcome:
    is_held, thread = _look_up_thread(courier, delivery)
    if not is_held:
        return _LOST
    if not _may_begin(courier, delivery):
        return _Outcome("pending", error=delivery.error)
    withheld = reason_to_withhold(delivery.spec, courier.store)
    if withheld is not None:
        return _Outcome("failed", error=withheld)
    reached("deliver.posting")
    try:
        ref = platform.post(delivery, thread=thread)
    except PlatformError as error:
        return _refused(courier, delivery, error)
    reached("deliver.posted")
    return _Outcome("posted", posted_ref=ref)


def _may_begin(courier: Courier, delivery: Delivery) -> bool:
    """False in the second half of the lease: a post begun there could end after somebody else has looked for it."""
    since = delivery.sending_since or courier.clock()
    return courier.clock() - since < timedelta(seconds=courier.lease_s / 2)


def _refused(courier: Courier, delivery: Delivery, error: PlatformError) -> _Outcome:
    if error.outcome_unknown:
        return _unknown(courier, delivery, error.message)
    if not error.transient:
        return _Outcome("failed", error=error.message)
    if delivery.attempts >= MAX_ATTEMPTS:
        return _Outcome("failed", error=f"given up after {delivery.attempts} tries: {error.message}")
    wait_s = max(error.retry_after_s or 0.0, _backoff_s(delivery))
    if error.retry_after_s is not None:
        until = courier.clock() + timedelta(seconds=max(error.retry_after_s, 1.0))
        courier.pauses[_platform_name(delivery)] = until
    return _Outcome("pending", error=error.message, wait_s=wait_s)


# --- looking for what may have been posted ---------------------------------------------------------------------------


def _look(courier: Courier, delivery: Delivery, platform: Platform) -> _Outcome:
    """Post nothing: find it, or prove that it is not there and queue it again, or hand it to a person."""
    _, thread = _look_up_thread(courier, delivery)
    looked_at = courier.clock()
    reached("deliver.looking")
    try:
        ref = platform.find_posted(delivery, thread=thread)
    except PlatformError as error:
        return _unknown(courier, delivery, error.message, retry_after_s=error.retry_after_s)
    reached("deliver.looked")
    if ref is not None:
        return _Outcome("posted", posted_ref=ref)
    settles_in_s = (_settled_at(courier, delivery) - looked_at).total_seconds()
    if settles_in_s > 0:
        return _Outcome("unknown", error=delivery.error, wait_s=min(settles_in_s, _backoff_s(delivery)))
    if delivery.attempts >= MAX_ATTEMPTS:
        return _Outcome("failed", error=f"given up after {delivery.attempts} tries: {delivery.error or 'no answer'}")
    # Queued, not posted: the next claim writes down its own beginning before it posts.
    return _Outcome("pending", error=delivery.error)


def _settled_at(courier: Courier, delivery: Delivery) -> datetime:
    """When the platform shows whatever the last claimant may have posted before its lease ended."""
    since = delivery.sending_since or courier.clock()
    return since + timedelta(seconds=courier.lease_s + courier.settle_s)


def _unknown(courier: Courier, delivery: Delivery, reason: str, *, retry_after_s: float | None = None) -> _Outcome:
    since = delivery.sending_since or courier.clock()
    is_overdue = courier.clock() - since >= timedelta(seconds=LOOK_LIMIT_S)
    if is_overdue and delivery.attempts >= MIN_LOOKS:
        line = f"nobody knows whether it was posted ({reason}); look in the channel before you send it again"
        return _Outcome("failed", error=line)
    return _Outcome("unknown", error=reason, wait_s=max(retry_after_s or 0.0, min(_backoff_s(delivery), 60.0)))


# --- both ------------------------------------------------------------------------------------------------------------


def _look_up_thread(courier: Courier, delivery: Delivery) -> tuple[bool, str | None]:
    """Whether the claim still holds, and the thread to answer: the one asked for, or the message's own first part."""
    with courier.store.read() as uow:
        parts = uow.deliveries.list_group(delivery.spec.group)
    is_held = any(part.id == delivery.id and part.version == delivery.version for part in parts)
    if delivery.spec.thread is not None or not delivery.spec.part.in_thread:
        return is_held, delivery.spec.thread
    return is_held, next((part.posted_ref for part in parts if part.posted_ref is not None), None)


def _record(courier: Courier, delivery: Delivery, outcome: _Outcome) -> None:
    if outcome is _LOST:
        _log.warning("delivery taken over by another worker", key=delivery.spec.key)
        return
    retry_at = courier.clock() + timedelta(seconds=outcome.wait_s) if outcome.wait_s > 0 else None
    with courier.store.begin() as uow:
        is_recorded = uow.deliveries.record(
            delivery, state=outcome.state, posted_ref=outcome.posted_ref, error=outcome.error, retry_at=retry_at
        )
        reached("deliver.recording")
        uow.commit()
    reached("deliver.recorded")
    if not is_recorded:
        _log.warning("delivery taken over by another worker", key=delivery.spec.key)
    elif outcome.state != "posted":
        write = _log.error if outcome.state == "failed" else _log.info
        write("delivery not posted", key=delivery.spec.key, state=outcome.state, reason=outcome.error)


def _backoff_s(delivery: Delivery) -> float:
    return min(MAX_WAIT_S, 2.0 ** min(delivery.attempts, 10))


def _platform_name(delivery: Delivery) -> str:
    return delivery.spec.place.partition(":")[0]
