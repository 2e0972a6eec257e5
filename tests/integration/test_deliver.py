"""Delivering over real databases: nothing is lost, nothing is doubled, whatever the platform does."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.message import Part
from bot.domain.seams import set_hook
from bot.flows.deliver import MAX_ATTEMPTS, Courier, deliver_due
from bot.ports import Store
from tests.fakes.platform import (
    ACCEPTED_THEN_RESET,
    BUG_AFTER,
    BUG_BEFORE,
    PERMANENT,
    REFUSED,
    RESET_BEFORE,
    FakeClock,
    FakePlatform,
)
from tests.samples import NOW


def make_parts(count: int, group: str = "digest:7", place: str = "fake:C1", **fields: object) -> list[NewDelivery]:
    """Parts of one message; all but the first stand in its thread."""
    return [
        NewDelivery(f"{group}:{n}", group, n, place, Part(f"part {n}", {}, in_thread=n > 0), **fields)  # type: ignore[arg-type]
        for n in range(count)
    ]


class Desk:
    """A store with an outbox, a platform and a clock, driven by hand."""

    def __init__(self, store: Store) -> None:
        self.clock = FakeClock()
        self.store = store
        self.platform = FakePlatform(self.clock)
        self.courier = Courier(store, {"fake": self.platform}, self.clock)

    def queue(self, *parts: NewDelivery) -> None:
        with self.store.begin() as uow:
            uow.deliveries.add(parts)
            uow.commit()

    def run(self, *, minutes: float = 0.0, step_s: float = 1.0) -> None:
        """Deliver now, and then every step of the given time."""
        deliver_due(self.courier)
        for _ in range(int(minutes * 60 / step_s)):
            self.clock.move(step_s)
            deliver_due(self.courier)

    def states(self) -> list[tuple[str, str]]:
        with self.store.read() as uow:
            groups = [uow.deliveries.list_group(group) for group in ("digest:7", "digest:8", "digest:9")]
        return [(part.spec.key, part.state) for group in groups for part in group]

    def get(self, key: str = "digest:7:0") -> Delivery:
        with self.store.read() as uow:
            return next(p for p in uow.deliveries.list_group(key.rpartition(":")[0]) if p.spec.key == key)

    def claim(self) -> Delivery:
        """Claim like a worker that then says nothing more."""
        with self.store.begin() as uow:
            (claimed,) = uow.deliveries.claim_next(self.clock(), lease_s=60, limit=1)
            uow.commit()
        return claimed


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


# --- the ordinary way ------------------------------------------------------------------------------------------------


def test_parts_arrive_in_order_and_answer_the_first(desk: Desk) -> None:
    desk.queue(*make_parts(3))
    assert deliver_due(desk.courier) == 3
    assert [(m.key, m.thread) for m in desk.platform.messages] == [
        ("digest:7:0", None), ("digest:7:1", "fake.1"), ("digest:7:2", "fake.1"),
    ]  # fmt: skip
    assert desk.get("digest:7:2").posted_ref == "fake.3"
    assert deliver_due(desk.courier) == 0


def test_an_answer_goes_to_the_thread_it_belongs_to(desk: Desk) -> None:
    desk.queue(*make_parts(2, thread="171.9"))
    desk.run()
    assert [m.thread for m in desk.platform.messages] == ["171.9", "171.9"]


def test_a_round_is_limited_and_ends_when_the_program_stops(desk: Desk) -> None:
    desk.queue(*make_parts(3))
    assert deliver_due(desk.courier, limit=2) == 2
    assert deliver_due(replace(desk.courier, is_stopping=lambda: True)) == 0
    assert desk.states()[2] == ("digest:7:2", "pending"), "nothing is left claimed"


# --- outcome unknown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lag_s", [0, 1, 10, 25, 29])
@pytest.mark.parametrize("fault", [ACCEPTED_THEN_RESET, BUG_AFTER])
def test_what_was_accepted_before_the_failure_stands_there_once(desk: Desk, fault: str, lag_s: float) -> None:
    desk.platform.lag_s = lag_s
    desk.platform.fail(fault)
    desk.queue(*make_parts(2))
    desk.run(minutes=4)
    assert desk.platform.keys == ["digest:7:0", "digest:7:1"]
    assert [state for _, state in desk.states()] == ["posted", "posted"]
    assert desk.platform.messages[1].thread == "fake.1"


def test_a_post_that_was_not_accepted_is_repeated_only_after_it_must_have_shown_up(desk: Desk) -> None:
    desk.platform.fail(RESET_BEFORE)
    desk.queue(*make_parts(1))
    desk.run(minutes=3)
    (first, second) = [at for _, at in desk.platform.posts]
    assert second - first >= timedelta(seconds=desk.courier.settle_s)
    assert desk.platform.looks[-1][1] - first >= timedelta(seconds=desk.courier.settle_s)
    assert desk.platform.keys == ["digest:7:0"]


def test_every_second_post_may_fail_either_way(desk: Desk) -> None:
    desk.platform.lag_s = 20
    desk.platform.fail(*[ACCEPTED_THEN_RESET, None, RESET_BEFORE, RESET_BEFORE, None] * 4)
    desk.queue(*make_parts(4), *make_parts(4, "digest:8", "fake:C2"), *make_parts(4, "digest:9", "fake:C3"))
    desk.run(minutes=30, step_s=3)
    assert sorted(desk.platform.keys) == sorted(key for key, _ in desk.states())
    assert {state for _, state in desk.states()} == {"posted"}


def test_a_post_that_cannot_be_looked_for_is_never_repeated_and_told_to_a_person(desk: Desk) -> None:
    desk.platform.fail(ACCEPTED_THEN_RESET)
    desk.platform.fail_looks(*["down"] * 500)
    desk.queue(*make_parts(2))
    desk.run(minutes=30)
    assert desk.states() == [("digest:7:0", "failed"), ("digest:7:1", "cancelled")]
    assert "look in the channel before you send it again" in (desk.get().error or "")
    assert len(desk.platform.posts) == 1
    assert 8 <= len(desk.platform.looks) <= 30, "a platform in trouble is not pestered"


def test_after_a_long_standstill_it_is_still_looked_for_several_times(desk: Desk) -> None:
    desk.queue(*make_parts(1))
    claimed = desk.claim()
    ref = desk.platform.post(claimed, thread=None)
    desk.clock.move(24 * 3600)
    desk.platform.fail_looks("down", "down", "down")
    desk.run(minutes=2)
    assert desk.get().posted_ref == ref
    assert desk.platform.keys == ["digest:7:0"]


# --- crashes of a worker ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("has_posted", [True, False])
def test_a_claim_whose_worker_died_is_looked_for_first(desk: Desk, has_posted: bool) -> None:
    desk.queue(*make_parts(1))
    claimed = desk.claim()
    if has_posted:
        desk.platform.post(claimed, thread=None)
    desk.run(minutes=3)
    assert desk.platform.keys == ["digest:7:0"]
    assert desk.platform.looks, "nothing is posted unseen after a crash"
    assert desk.get().state == "posted"


def test_a_second_crash_starts_the_waiting_anew(desk: Desk) -> None:
    """What the second try posted may take as long to show up as what the first did."""
    desk.platform.lag_s = 25
    desk.queue(*make_parts(1))
    desk.claim()
    for _ in range(200):
        if desk.get().state == "pending":
            break
        desk.clock.move(1)
        deliver_due(desk.courier, limit=1)
    second = desk.claim()
    desk.platform.post(second, thread=None)
    desk.run(minutes=5)
    assert desk.platform.keys == ["digest:7:0"]


@pytest.mark.parametrize("slept_s", [31, 61, 500])
def test_a_worker_that_slept_too_long_posts_nothing(desk: Desk, slept_s: float) -> None:
    """It claims, is stopped before it posts, and wakes when its claim is old or belongs to another."""
    desk.queue(*make_parts(1))
    other = FakePlatform(desk.clock)

    class Sleeper(FakeClock):
        """Falls asleep between the claim and the check before the post."""

        calls = 0

        def __call__(self) -> object:  # type: ignore[override]
            self.calls += 1
            if self.calls == 2:
                desk.clock.move(slept_s)
                if slept_s > 60:
                    deliver_due(desk.courier)
            return desk.clock()

    sleeper = Courier(desk.store, {"fake": other}, Sleeper())  # type: ignore[arg-type]
    deliver_due(sleeper, limit=1)
    assert other.messages == []
    desk.run(minutes=3)
    assert desk.platform.keys == ["digest:7:0"]


def test_a_worker_whose_clock_was_set_back_sees_that_its_claim_is_gone(desk: Desk) -> None:
    desk.queue(*make_parts(1))
    other = FakePlatform(desk.clock)
    has_slept: list[bool] = []

    def sleep_once(point: str) -> None:
        if point == "deliver.claimed" and not has_slept:
            has_slept.append(True)
            desk.run(minutes=3)

    set_hook(sleep_once)
    try:
        deliver_due(Courier(desk.store, {"fake": other}, FakeClock()), limit=1)
    finally:
        set_hook(None)
    assert (other.messages, desk.platform.keys) == ([], ["digest:7:0"])


def test_two_workers_share_the_work(desk: Desk) -> None:
    desk.queue(*make_parts(1), *make_parts(1, "digest:8"))
    held = desk.claim()
    assert deliver_due(desk.courier) == 1
    assert desk.platform.keys == ["digest:8:0"]
    assert desk.get(held.spec.key).state == "sending"


def test_four_workers_at_once_post_each_part_once(desk: Desk) -> None:
    groups = [f"digest:{number}" for number in range(100, 112)]
    desk.queue(*(part for group in groups for part in make_parts(3, group)))
    threads = [threading.Thread(target=desk.run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    desk.run()
    assert sorted(desk.platform.keys) == sorted(f"{group}:{n}" for group in groups for n in range(3))


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_platform_that_asks_for_a_pause_gets_it_and_others_do_not_wait(desk: Desk) -> None:
    other = FakePlatform(desk.clock, name="other")
    courier = replace(desk.courier, platforms={"fake": desk.platform, "other": other})
    desk.platform.fail(30)
    desk.queue(*make_parts(2), *make_parts(1, "digest:8", "fake:C2"), *make_parts(1, "digest:9", "other:C3"))
    for _ in range(40):
        deliver_due(courier)
        desk.clock.move(1)
    assert other.messages[0].at == NOW
    assert [at for _, at in desk.platform.posts[:2]] == [NOW, NOW + timedelta(seconds=30)]
    assert sorted(desk.platform.keys) == ["digest:7:0", "digest:7:1", "digest:8:0"]
    assert max(m.at for m in desk.platform.messages) <= NOW + timedelta(seconds=35)


def test_a_storm_of_pauses_loses_nothing_and_calls_little(desk: Desk) -> None:
    desk.platform.fail(*[1, None] * 60)
    desk.queue(*make_parts(20), *make_parts(20, "digest:8", "fake:C2"))
    desk.run(minutes=30)
    assert len(desk.platform.keys) == len(set(desk.platform.keys)) == 40
    assert len(desk.platform.posts) <= 80


def test_a_connection_that_never_came_about_is_tried_again_soon(desk: Desk) -> None:
    desk.platform.fail(REFUSED, REFUSED)
    desk.queue(*make_parts(1))
    desk.run(minutes=0.2)
    assert [(at - NOW).total_seconds() for _, at in desk.platform.posts] == [0, 2, 6]
    assert desk.platform.looks == []


def test_a_platform_that_stays_away_is_given_up_with_a_reason(desk: Desk) -> None:
    desk.platform.fail(*[REFUSED] * 100)
    desk.queue(*make_parts(1))
    desk.run(minutes=240, step_s=60)
    assert len(desk.platform.posts) == MAX_ATTEMPTS
    assert desk.get().error == f"given up after {MAX_ATTEMPTS} tries: nobody listens there"
    assert desk.platform.posts[-1][1] - NOW > timedelta(hours=2)


def test_a_refused_channel_is_told_at_once_and_others_are_on_time(desk: Desk) -> None:
    desk.platform.fail(PERMANENT)
    desk.queue(*make_parts(3), *make_parts(1, "digest:8", "fake:C2"), *make_parts(1, "digest:9", "fake:C3"))
    desk.run(minutes=10)
    assert desk.platform.keys == ["digest:8:0", "digest:9:0"]
    assert {m.at for m in desk.platform.messages} == {NOW}
    assert [state for _, state in desk.states()][:3] == ["failed", "cancelled", "cancelled"]
    assert len(desk.platform.posts) == 3, "one try for the refused one"
    with desk.store.read() as uow:
        assert [one.error for one in uow.deliveries.list_failed(since=NOW)] == [
            "the bot is not in that channel; invite it"
        ]


def test_a_place_without_a_platform_is_told(desk: Desk) -> None:
    desk.queue(*make_parts(1, place="pigeon:loft"))
    desk.run()
    assert desk.get().error == "no platform “pigeon” is set up here"


def test_a_bug_in_one_delivery_is_looked_for_and_does_not_stop_the_others(desk: Desk) -> None:
    desk.platform.fail(BUG_BEFORE)
    desk.queue(*make_parts(1), *make_parts(1, "digest:8"))
    desk.run()
    assert desk.platform.keys == ["digest:8:0"]
    desk.run(minutes=3)
    assert desk.platform.keys == ["digest:8:0", "digest:7:0"]


def test_a_bug_that_stays_ends_with_a_reason(desk: Desk) -> None:
    desk.platform.fail(*[BUG_BEFORE] * 200)
    desk.queue(*make_parts(1))
    desk.run(minutes=120, step_s=5)
    assert desk.get().state == "failed"
    assert len(desk.platform.posts) <= MAX_ATTEMPTS / 2
