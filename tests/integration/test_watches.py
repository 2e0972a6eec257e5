"""Watches over real databases: every slot is written once or accounted for, whatever the clock and the workers do."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import BotError, ConfigError, PlatformError, StoreError
from bot.domain.feed import Feed
from bot.domain.message import Message, Part
from bot.domain.watch import Slot, Watch
from bot.flows.ask_model import Writers
from bot.flows.watches import LEASE_S, due_slots, run_due, sync_settings
from bot.models import extractive
from bot.ports import Store
from bot.prompt_files import load_prompts
from tests.fakes.platform import FakeClock, FakePlatform

SIX = datetime(2026, 3, 3, 6, tzinfo=UTC)
MORNING = Watch("Morning", "fake:C1", "30 7 * * *", "UTC")
PROMPTS = load_prompts()


class Broken(FakePlatform):
    """A platform that cannot render, for the next `times` messages."""

    error: Exception | None = None
    times = 1_000

    def render(self, message: Message) -> tuple[Part, ...]:
        if self.error is not None and self.times > 0:
            self.times -= 1
            raise self.error
        return super().render(message)


class Office:
    """A store with watches and a clock, driven by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock(SIX)
        self.platform = Broken(self.clock)
        self.writers = Writers(store=store, prompts=PROMPTS, clock=self.clock, offline=extractive.build())

    def run(self) -> int:
        return run_due(self.store, writers=self.writers, platforms={"fake": self.platform}, now=self.clock())

    def at(self, hour: int, minute: int = 0, second: int = 0, *, day: int = 3) -> int:
        """Run at a time of March 2026."""
        self.clock.now = datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)
        return self.run()

    def slots(self, watch: str = "Morning") -> list[tuple[str, str]]:
        with self.store.read() as uow:
            found = uow.watches.list_slots(watch, since=datetime(2020, 1, 1, tzinfo=UTC))
        return [(slot.key[5:], state) for slot, state, _ in found]

    def reasons(self, watch: str = "Morning") -> list[str]:
        with self.store.read() as uow:
            return [reason for _, _, reason in uow.watches.list_slots(watch, since=SIX - timedelta(days=90))]

    def digests(self) -> list[str]:
        with self.store.read() as uow:
            return sorted(f"{one.watch} {one.slot[5:]}" for one in uow.digests.list_recent(limit=500))

    def change(self, **fields: object) -> None:
        sync_settings(self.store, (), [replace(MORNING, **fields)])  # type: ignore[arg-type]


@pytest.fixture
def office(store: Store) -> Office:
    sync_settings(store, (), [MORNING])
    return Office(store)


# --- when all is well ------------------------------------------------------------------------------------------------


def test_a_slot_is_written_when_it_comes_and_once(office: Office) -> None:
    assert [office.at(7, 29, 59), office.at(7, 30), office.at(7, 30, 5), office.at(9)] == [0, 1, 0, 0]
    assert office.slots() == [("03-03T07:30", "done")]
    assert office.at(7, 30, 2, day=4) == 1
    assert office.digests() == ["Morning 03-03T07:30", "Morning 03-04T07:30"]


def test_the_digest_waits_in_the_outbox_and_knows_its_slot(office: Office) -> None:
    office.at(7, 30)
    with office.store.read() as uow:
        digest = uow.digests.find("Morning", "2026-03-03T07:30")
        assert digest is not None and digest.as_of == datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
        parts = uow.deliveries.list_group(f"digest:{digest.id}")
    assert [(part.state, part.spec.place) for part in parts][:1] == [("pending", "fake:C1")]


def test_a_new_watch_begins_with_its_next_slot(office: Office) -> None:
    assert office.at(7, 30, day=2) == 0, "it came to be known half an hour later"
    assert office.at(7, 30, day=3) == 1


# --- late and missed -------------------------------------------------------------------------------------------------


def test_a_late_start_is_caught_up_and_says_so(office: Office) -> None:
    assert office.at(7, 31, 30) == 1
    with office.store.read() as uow:
        ((slot, state, _),) = uow.watches.list_slots("Morning", since=SIX)
        digest = uow.digests.find("Morning", slot.key)
    assert (state, slot.is_late) == ("done", True)
    assert digest is not None and "late" in (digest.notice or "")


def test_a_minute_is_not_late(office: Office) -> None:
    office.at(7, 31)
    with office.store.read() as uow:
        ((slot, _, _),) = uow.watches.list_slots("Morning", since=SIX)
    assert not slot.is_late


@pytest.mark.parametrize(("missed", "skipped", "gone"), [(1, 0, 0), (3, 2, 0), (24, 5, 18)])
def test_of_several_missed_slots_the_newest_is_written(office: Office, missed: int, skipped: int, gone: int) -> None:
    office.change(schedule="0 * * * *")
    office.at(8)
    office.clock.move(missed * 3600 + 20)
    assert office.run() == 1
    states = [state for _, state in office.slots()][-missed:]
    assert states == ["missed"] * gone + ["skipped"] * skipped + ["done"]
    assert office.run() == 0
    assert len(office.digests()) == 2
    assert not gone or "within its grace of 6 hours" in office.reasons()[-missed]


def test_beyond_its_grace_a_slot_is_not_written_but_told(office: Office) -> None:
    assert office.at(13, 30, 1) == 0
    assert office.slots() == [("03-03T07:30", "missed")]
    assert office.digests() == []
    assert office.at(7, 30, day=4) == 1


def test_a_grace_of_nothing_still_leaves_a_minute(office: Office) -> None:
    office.change(grace_s=0)
    assert office.at(7, 30, 45) == 1


def test_a_long_standstill_is_accounted_for_within_bounds(office: Office) -> None:
    office.change(schedule="* * * * *")
    office.clock.now = datetime(2026, 4, 20, 12, 0, 30, tzinfo=UTC)
    assert office.run() == 1
    assert len(office.slots()) == 200


# --- the clock jumps -------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_loses_and_doubles_nothing(office: Office) -> None:
    office.change(schedule="0,30 * * * *", grace_s=86400)
    jumps = {20: 3600, 40: -3600, 60: -7200, 90: 3600}
    for minute in range(600):
        office.run()
        office.clock.move(60 + jumps.get(minute, 0))
    digests = office.digests()
    assert len(digests) == len(set(digests))
    states = dict(office.slots())
    start, end = datetime(2026, 3, 3, 6, 30, tzinfo=UTC), office.clock()
    due = [start + timedelta(minutes=30 * n) for n in range(int((end - start).total_seconds() // 1800))]
    assert [f"{one:%m-%dT%H:%M}" for one in due if states.get(f"{one:%m-%dT%H:%M}") not in ("done", "skipped")] == []


def test_a_clock_that_was_years_ahead_does_not_silence_a_watch(office: Office) -> None:
    office.clock.now = datetime(2036, 1, 1, 7, 30, tzinfo=UTC)
    assert office.run() == 1
    assert office.at(7, 30, day=5) == 1
    assert office.at(7, 30, day=6) == 1
    assert office.at(7, 30, 30, day=6) == 0


def test_a_watch_first_seen_by_a_clock_that_was_ahead_is_served(office: Office) -> None:
    office.clock.now = datetime(2026, 2, 20, 7, 31, tzinfo=UTC)
    assert office.run() == 1
    assert office.run() == 0


def test_a_watch_that_moves_to_another_zone_has_one_slot_a_day(office: Office) -> None:
    office.at(7, 30)
    office.change(timezone="America/New_York")
    office.at(7, 40), office.at(12, 30)
    office.change(timezone="Asia/Tokyo")
    office.at(13), office.at(22, 30)
    assert office.digests() == ["Morning 03-03T07:30", "Morning 03-04T07:30"]


def test_the_hour_that_comes_twice_and_the_hour_that_does_not(office: Office) -> None:
    office.change(schedule="30 2 * * *", timezone="Europe/Berlin")
    office.clock.now = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    office.run()
    before = len(office.digests())
    for _ in range(12 * 12):
        office.run()
        office.clock.move(300)
    assert office.digests()[before:] == ["Morning 03-29T02:30"]
    office.clock.now = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    office.run()
    before = len(office.digests())
    for _ in range(12 * 12):
        office.run()
        office.clock.move(300)
    assert office.digests()[before:] == ["Morning 10-25T02:30"]


# --- pauses, hands, workers ------------------------------------------------------------------------------------------


def test_a_paused_watch_is_skipped_and_catches_up_nothing(office: Office) -> None:
    with office.store.begin() as uow:
        uow.watches.set_paused("Morning", paused=True)
        uow.commit()
    assert office.at(7, 30) == 0
    with office.store.begin() as uow:
        uow.watches.set_paused("Morning", paused=False)
        uow.commit()
    assert office.at(7, 45) == 0
    assert office.slots() == [("03-03T07:30", "skipped")]
    assert office.reasons() == ["the watch is paused"]


def test_a_digest_asked_for_by_hand_does_not_swallow_the_slot_before_it(office: Office) -> None:
    by_hand = Slot("Morning", "manual-2026-03-03T08:00:00", datetime(2026, 3, 3, 8, tzinfo=UTC))
    with office.store.begin() as uow:
        uow.watches.finish_slot(by_hand, state="done")
        uow.commit()
    assert office.at(8, 5) == 1
    assert office.digests() == ["Morning 03-03T07:30"]
    assert office.at(8, 6) == 0


def test_a_slot_whose_worker_died_is_begun_again_after_its_lease(office: Office) -> None:
    office.clock.now = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    ((_, slot),) = due_slots(office.store, office.clock())
    with office.store.begin() as uow:
        assert uow.watches.claim_slot(slot, office.clock(), lease_s=LEASE_S)
        uow.commit()
    assert office.at(7, 34, 59) == 0
    assert office.at(7, 35, 1) == 1
    assert office.digests() == ["Morning 03-03T07:30"]


def test_a_process_that_is_alone_takes_a_dead_ones_slot_at_once(office: Office) -> None:
    office.clock.now = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    ((_, slot),) = due_slots(office.store, office.clock())
    by_hand = replace(slot, key="manual-1")
    with office.store.begin() as uow:
        for one in (slot, by_hand):
            uow.watches.claim_slot(one, office.clock(), lease_s=LEASE_S)
        uow.commit()
    office.clock.move(5)
    office.store.release_leases()
    assert office.run() == 1
    assert office.slots() == [("03-03T07:30", "done"), ("l-1", "open")]


def test_a_watch_whose_digest_is_being_written_waits_for_it(office: Office) -> None:
    office.change(schedule="*/2 * * * *")
    office.clock.now = datetime(2026, 3, 2, 8, 2, tzinfo=UTC)
    ((_, slot),) = due_slots(office.store, office.clock())
    with office.store.begin() as uow:
        uow.watches.claim_slot(slot, office.clock(), lease_s=LEASE_S)
        uow.commit()
    assert office.at(8, 6, day=2) == 0
    with office.store.begin() as uow:
        uow.watches.finish_slot(slot, state="done")
        uow.commit()
    assert office.at(8, 6, 5, day=2) == 1
    assert office.slots() == [("03-02T08:02", "done"), ("03-02T08:04", "skipped"), ("03-02T08:06", "done")]


def test_four_workers_write_each_slot_once(office: Office) -> None:
    sync_settings(office.store, (), [replace(MORNING, name=f"Watch {number}") for number in range(6)])
    office.clock.now = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(office.run())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(counts) == 6
    assert len(office.digests()) == 6


def test_stopping_leaves_the_rest_for_the_next_start(office: Office) -> None:
    office.clock.now = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    platforms = {"fake": office.platform}
    stopped = run_due(
        office.store, writers=office.writers, platforms=platforms, now=office.clock(), is_stopping=lambda: True
    )
    assert (stopped, office.run()) == (0, 1)


# --- failures --------------------------------------------------------------------------------------------------------


def test_a_failure_is_recorded_and_the_other_watches_go_on(office: Office) -> None:
    sync_settings(office.store, (), [MORNING, replace(MORNING, name="Adrift", channel="pigeon:loft")])
    assert office.at(7, 30) == 1
    assert office.slots("Adrift") == [("03-03T07:30", "failed")]
    assert office.reasons("Adrift") == ["no platform “pigeon” is set up here for the channel pigeon:loft"]


@pytest.mark.parametrize(
    ("error", "state", "again"),
    [
        (PlatformError("the message cannot be shown"), "failed", 0),
        (StoreError("the database is locked", transient=True), "open", 1),
    ],
)
def test_only_what_may_pass_is_tried_again(office: Office, error: BotError, state: str, again: int) -> None:
    office.platform.error = error
    assert office.at(7, 30) == 0
    assert office.slots() == [("03-03T07:30", state)]
    office.platform.error = None
    assert office.at(7, 36) == again


def test_a_bug_is_recorded_raised_and_not_repeated(office: Office) -> None:
    office.platform.error = RuntimeError("a bug")
    with pytest.raises(RuntimeError, match="a bug"):
        office.at(7, 30)
    assert office.slots() == [("03-03T07:30", "failed")]
    assert office.at(7, 36) == 0


@pytest.mark.parametrize("error", [PlatformError("the message cannot be shown"), RuntimeError("a bug")])
def test_an_edition_that_failed_leaves_one_line_in_its_channel(office: Office, error: Exception) -> None:
    office.platform.error, office.platform.times = error, 1
    with suppress(RuntimeError):
        office.at(7, 30)
    assert office.at(7, 36) == 0
    with office.store.read() as uow:
        (part,) = uow.deliveries.list_group("slot:Morning:2026-03-03T07:30")
    assert part.spec.place == "fake:C1"
    assert part.spec.part.text.startswith("Morning: the edition due at 07:30 could not be written: the ")
    assert "a bug" not in part.spec.part.text


def test_a_schedule_that_cannot_be_read_any_more_harms_only_itself(office: Office) -> None:
    with office.store.begin() as uow:
        uow.watches.add(replace(MORNING, name="Broken", schedule="30 7 * *", origin="chat"))
        uow.commit()
    assert office.at(7, 30) == 1


def test_settings_with_a_bad_watch_are_refused_whole(office: Office) -> None:
    bad = replace(MORNING, name="Evening", timezone="Europe/Brussel")
    with pytest.raises(ConfigError, match="“Evening”: unknown time zone “Europe/Brussel”; did you mean"):
        sync_settings(office.store, [Feed("Courier", "https://courier.example/feed")], [bad])
    with office.store.read() as uow:
        assert [watch.name for watch in uow.watches.list_all()] == ["Morning"]
        assert uow.feeds.list_all() == ()
    sync_settings(office.store, [Feed("Courier", "https://courier.example/feed")], [])
    with office.store.read() as uow:
        assert uow.watches.list_all() == ()
        assert [feed.name for feed, _ in uow.feeds.list_all()] == ["Courier"]


def test_a_rule_that_cannot_be_read_is_refused_with_its_watch_and_place(store: Store) -> None:
    wrong = replace(MORNING, topics=("ferry",), mute=("sport", "title:/(talks/"))
    with pytest.raises(ConfigError) as caught:
        sync_settings(store, [], [wrong])
    assert caught.value.message == (
        "[[watches]] “Morning”: mute rule 2 “title:/(talks/”: RE2 cannot read it: missing ): (talks"
    )
    with store.read() as uow:
        assert uow.watches.list_all() == ()
