"""What is due: opens the slots of watches, has their digests written, and gives an account of every slot.

Owns the policy for missed slots: of several the newest is written if it is within its grace, the others are recorded
as skipped or missed, with a reason. Nothing is remembered outside the database, so no restart and no jump of the clock
can lose or double a slot. When slots fall is `steps/plan/schedule`; writing is `flows/digest`; posting is
`flows/deliver`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.domain.delivery import NewDelivery
from bot.domain.errors import BotError, ConfigError, UserError
from bot.domain.feed import Feed
from bot.domain.seams import reached
from bot.domain.watch import Slot, Watch
from bot.ports import Platform, Store, UnitOfWork
from bot.steps.plan.schedule import check_schedule, slots_between
from bot.steps.words.rule_text import check_rules

if TYPE_CHECKING:
    from bot.flows.ask_model import Writers

LEASE_S = 300.0
"""How long a digest may take to write before another worker may begin it again."""

LATE_S = 60.0
"""From here on a digest says that it is late; no grace is shorter."""

BROKEN = "the program failed while writing; its log says why"
MAX_OLD_SLOTS = 200
"""Missed slots of one watch that are accounted for one by one, the newest; more is a long standstill."""

LOOK_BACK = timedelta(days=8)
_CLOCK_ERROR = timedelta(days=1)
"""A watch that became known so far in the future was seen by a clock that was wrong."""

_log = structlog.get_logger(__name__)


def _never() -> bool:
    return False


def sync_settings(store: Store, feeds: Sequence[Feed], watches: Sequence[Watch]) -> None:
    """Make feeds and watches of the settings file the ones in the database. Raises ConfigError naming what is wrong."""
    for watch in watches:
        try:
            check_schedule(watch.schedule, watch.timezone)
            check_watch_rules(watch)
        except UserError as error:
            raise ConfigError(f"[[watches]] “{watch.name}”: {error.message}") from error
    with store.begin() as uow:
        uow.feeds.sync_settings(feeds)
        uow.watches.sync_settings(watches)
        uow.commit()


def check_watch_rules(watch: Watch) -> None:
    """Raises UserError, one line, naming the topic or mute rule that cannot be read."""
    check_rules(watch.topics, where="topics")
    check_rules(watch.mute, where="mute")


def due_slots(store: Store, now: datetime) -> tuple[tuple[Watch, Slot], ...]:
    """Slots to be claimed and written now, at most one per watch, the longest due first.

    Records what became of older slots as it goes. A watch whose older slot is still being written waits for it.
    """
    with store.read() as uow:
        watches = uow.watches.list_all()
    found: list[tuple[Watch, Slot]] = []
    for watch in watches:
        try:
            slot = _find_due(store, watch, now)
        except BotError as error:
            _log.warning("watch left out", watch=watch.name, reason=error.message)
            continue
        if slot is not None:
            found.append((watch, slot))
    return tuple(sorted(found, key=lambda pair: pair[1].due_at))


def run_due(
    store: Store,
    *,
    writers: Writers,
    platforms: Mapping[str, Platform],
    now: datetime,
    is_stopping: Callable[[], bool] = _never,
) -> int:
    """Write the digests of all due slots; returns how many were written. A failure is recorded with its slot.

    Several workers may run this at once: each slot is claimed by one of them.
    """
    written = 0
    for watch, slot in due_slots(store, now):
        if is_stopping():
            break
        if _claim(store, slot, writers.clock()):
            reached("watches.claimed")
            written += _write(watch, slot, writers=writers, platforms=platforms)
    return written


# --- which slots -----------------------------------------------------------------------------------------------------


def _find_due(store: Store, watch: Watch, now: datetime) -> Slot | None:
    slots = _open_slots(store, watch, now)
    if not slots:
        return None
    newest = slots[-1]
    if watch.paused:
        _close(store, [(slot, "skipped", "the watch is paused") for slot in slots], now)
        return None
    if _is_missed(watch, newest, now):
        _close(store, [_account(watch, slot, now) for slot in slots], now)
        return None
    if not _close(store, [_account(watch, slot, now) for slot in slots[:-1]], now):
        return None
    return replace(newest, is_late=now - newest.due_at > timedelta(seconds=LATE_S))


def _open_slots(store: Store, watch: Watch, now: datetime) -> list[Slot]:
    """Slots that have come and are not finished, oldest first."""
    with store.read() as uow:
        after = _last_finished_at(uow, watch, now)
        known = uow.watches.list_slots(watch.name, since=after)
    finished = {slot.key for slot, state, _ in known if state != "open"}
    begun = {slot.key: slot for slot, state, _ in known if state == "open" and slot.due_at <= now}
    coming = {slot.key: slot for slot in slots_between(watch, after, now, limit=MAX_OLD_SLOTS)}
    slots = (slot for key, slot in (coming | begun).items() if key not in finished and _is_scheduled(slot))
    return sorted(slots, key=lambda slot: slot.due_at)


def _last_finished_at(uow: UnitOfWork, watch: Watch, now: datetime) -> datetime:
    """From when on slots are open: after the last finished one, else after the watch became known."""
    last = uow.watches.last_slot(watch.name)
    if last is not None and last.due_at <= now and _is_scheduled(last):
        return last.due_at
    # The last one was asked for by hand, or has been finished by a clock that was ahead of this one.
    past = uow.watches.list_slots(watch.name, since=now - LOOK_BACK)
    finished = [
        slot.due_at for slot, state, _ in past if state != "open" and slot.due_at <= now and _is_scheduled(slot)
    ]
    first_seen_at = uow.watches.first_seen_at(watch.name)
    if first_seen_at - now > _CLOCK_ERROR:
        return max(finished, default=now - _grace(watch))
    return max([*finished, first_seen_at])


def _is_scheduled(slot: Slot) -> bool:
    """Slots opened by hand are named otherwise than by a time."""
    return slot.key[:1].isdigit()


def _grace(watch: Watch) -> timedelta:
    return timedelta(seconds=max(watch.grace_s, LATE_S))


def _is_missed(watch: Watch, slot: Slot, now: datetime) -> bool:
    return now - slot.due_at > _grace(watch)


def _account(watch: Watch, slot: Slot, now: datetime) -> tuple[Slot, str, str]:
    if _is_missed(watch, slot, now):
        hours = _grace(watch).total_seconds() / 3600
        return slot, "missed", f"the program did not get to it within its grace of {hours:g} hours"
    return slot, "skipped", "a newer slot was due as well; only the newest is written"


def _close(store: Store, accounts: Sequence[tuple[Slot, str, str]], now: datetime) -> bool:
    """Record what became of slots; False when one of them is still being written by somebody."""
    if not accounts:
        return True
    is_free = True
    with store.begin() as uow:
        for slot, state, reason in accounts:
            if uow.watches.claim_slot(slot, now, lease_s=LEASE_S):
                uow.watches.finish_slot(slot, state=state, reason=reason)
                _log.warning("slot not written", watch=slot.watch, slot=slot.key, state=state, reason=reason)
            else:
                is_free = False
        uow.commit()
    return is_free


# --- writing them ----------------------------------------------------------------------------------------------------


def _claim(store: Store, slot: Slot, now: datetime) -> bool:
    with store.begin() as uow:
        is_mine = uow.watches.claim_slot(slot, now, lease_s=LEASE_S)
        uow.commit()
    return is_mine


def _write(watch: Watch, slot: Slot, *, writers: Writers, platforms: Mapping[str, Platform]) -> bool:
    # Not before it is needed: a program with nothing due does not carry everything that writes.
    from bot.flows.digest import publish_digest

    name = watch.channel.partition(":")[0]
    if name not in platforms:
        _fail(writers.store, slot, f"no platform “{name}” is set up here for the channel {watch.channel}")
        return False
    try:
        digest = publish_digest(watch, slot, writers=writers, platform=platforms[name])
    except BotError as error:
        if error.transient:
            # Still open: it is begun again when the lease ends, as long as its grace lasts.
            _log.warning("digest not written yet", watch=watch.name, slot=slot.key, reason=error.message)
        else:
            _fail(writers.store, slot, error.message)
            _tell(watch, slot, writers.store, reason=error.message, platform=platforms[name])
        return False
    except Exception:
        # A bug is not tried again and again: it would cost a model's work every time.
        _fail(writers.store, slot, BROKEN)
        _tell(watch, slot, writers.store, reason=BROKEN, platform=platforms[name])
        raise
    _finish(writers.store, slot, state="done", digest_id=digest.id)
    _log.info("digest written", watch=watch.name, slot=slot.key, digest=digest.id, is_late=slot.is_late)
    return True


def _fail(store: Store, slot: Slot, reason: str) -> None:
    _log.error("digest failed", watch=slot.watch, slot=slot.key, reason=reason)
    _finish(store, slot, state="failed", reason=reason)


def _tell(watch: Watch, slot: Slot, store: Store, *, reason: str, platform: Platform) -> None:
    """One line where the edition would have stood: silence would look like a day without news."""
    from bot.flows.switchboard import plain_message

    line = f"{watch.name}: the edition due at {slot.key.rpartition('T')[2]} could not be written: {reason}."
    try:
        parts = platform.render(plain_message(line))
    except BotError as error:
        _log.warning("failure not told", watch=watch.name, slot=slot.key, reason=error.message)
        return
    group = f"slot:{watch.name}:{slot.key}"
    with store.begin() as uow:
        uow.deliveries.add(
            [
                NewDelivery(f"{group}:{number}", group, number, place=watch.channel, part=part)
                for number, part in enumerate(parts)
            ]
        )
        uow.commit()


def _finish(store: Store, slot: Slot, *, state: str, reason: str = "", digest_id: int | None = None) -> None:
    reached("watches.written")
    with store.begin() as uow:
        uow.watches.finish_slot(slot, state=state, reason=reason, digest_id=digest_id)
        uow.commit()
    reached("watches.finished")
