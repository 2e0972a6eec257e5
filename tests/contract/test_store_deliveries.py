"""DeliveryTable over both databases: the outbox as a state machine."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.delivery import NewDelivery
from bot.domain.message import Part
from bot.ports import Store, UnitOfWork
from tests.samples import NOW

LATER = NOW + timedelta(seconds=61)


def make_parts(count: int, group: str = "digest:7", **fields: object) -> list[NewDelivery]:
    """Parts of one message; all but the first stand in its thread."""
    return [
        NewDelivery(f"{group}:{n}", group, n, "slack:C1", Part(f"part {n}", {"n": n}, in_thread=n > 0), **fields)  # type: ignore[arg-type]
        for n in range(count)
    ]


def post(uow: UnitOfWork, ref: str) -> None:
    """Claim the next part and record it as posted."""
    (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60, limit=1)
    assert uow.deliveries.record(claimed, state="posted", posted_ref=ref)


def test_a_part_waits_until_the_one_before_it_is_posted(store: Store) -> None:
    first, second, third = make_parts(3)
    with store.begin() as uow:
        uow.deliveries.add([first, second, third])
        (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60)
        assert (claimed.spec, claimed.state, claimed.attempts, claimed.sending_since) == (first, "sending", 1, NOW)
        assert uow.deliveries.claim_next(NOW, lease_s=60) == ()
        assert uow.deliveries.list_group("digest:7")[0].posted_ref is None
        uow.deliveries.record(claimed, state="posted", posted_ref="171.1")
        assert uow.deliveries.list_group("digest:7")[0].posted_ref == "171.1"
        (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60)
        assert claimed.spec == second
        uow.deliveries.record(claimed, state="unknown", error="no answer")
        (again,) = uow.deliveries.claim_next(NOW, lease_s=60)
        assert (again.spec, again.state) == (second, "unknown"), "the third waits for the second to be known"


def test_a_key_is_queued_once_for_ever(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(2))
        post(uow, "1")
        uow.deliveries.add(make_parts(3))
        assert uow.deliveries.count_by_state() == {"posted": 1, "pending": 2}


def test_an_expired_lease_comes_back_as_unknown_and_its_old_holder_cannot_record(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(1))
        (slept,) = uow.deliveries.claim_next(NOW, lease_s=60)
        assert uow.deliveries.claim_next(NOW + timedelta(seconds=59), lease_s=60) == ()
        (taken,) = uow.deliveries.claim_next(LATER, lease_s=60)
        assert (taken.state, taken.attempts, taken.sending_since) == ("unknown", 2, NOW)
        assert not uow.deliveries.record(slept, state="posted", posted_ref="late")
        assert uow.deliveries.record(taken, state="posted", posted_ref="found")
        assert uow.deliveries.list_group("digest:7")[0].posted_ref == "found"
        assert not uow.deliveries.record(slept, state="failed")


def test_a_retry_waits_for_its_time(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(1))
        (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60)
        uow.deliveries.record(claimed, state="pending", error="rate limited", retry_at=LATER)
        assert uow.deliveries.claim_next(NOW, lease_s=60) == ()
        (again,) = uow.deliveries.claim_next(LATER, lease_s=60)
        assert (again.state, again.error) == ("sending", "rate limited")


def test_a_platform_can_be_left_alone(store: Store) -> None:
    there = NewDelivery("answer:2:0", "answer:2", 0, "web:news", Part("elsewhere", {}))
    plain = NewDelivery("answer:3:0", "answer:3", 0, "console", Part("here", {}))
    with store.begin() as uow:
        uow.deliveries.add([*make_parts(1), there, plain])
        assert uow.deliveries.claim_next(NOW, lease_s=60, skip=("slack", "web", "console")) == ()
        (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60, skip=("slack", "console", "we"))
        assert claimed.spec == there
        assert [one.spec.place for one in uow.deliveries.claim_next(NOW, lease_s=60)] == ["slack:C1", "console"]


def test_a_delivery_can_be_held_back(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(1, not_before_at=LATER))
        assert uow.deliveries.claim_next(NOW, lease_s=60) == ()
        assert len(uow.deliveries.claim_next(LATER, lease_s=60)) == 1


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_the_rest_of_a_message_is_not_posted_without_its_head(store: Store, state: str) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(3) + make_parts(1, "answer:1"))
        claimed = {item.spec.key: item for item in uow.deliveries.claim_next(NOW, lease_s=60)}
        assert list(claimed) == ["digest:7:0", "answer:1:0"]
        uow.deliveries.record(claimed["digest:7:0"], state=state, error="channel_not_found")
        assert uow.deliveries.claim_next(NOW, lease_s=60) == ()
        counted = uow.deliveries.count_by_state()
        assert counted["cancelled"] == (3 if state == "cancelled" else 2)
        failed = uow.deliveries.list_failed(since=NOW)
        assert [item.error for item in failed] == (["channel_not_found"] if state == "failed" else [])
        assert uow.deliveries.list_failed(since=NOW + timedelta(seconds=1)) == ()


def test_posted_messages_lead_back_to_their_digest(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(2, digest_id=7) + make_parts(1, "answer:1", answer_id=1))
        post(uow, "171.1")
        post(uow, "171.2")
        post(uow, "171.3")
        posted = uow.deliveries.list_posted("slack:C1")
        assert [item.posted_ref for item in posted] == ["171.1", "171.2", "171.3"]
        assert [item.spec.part.body for item in posted[:2]] == [{"n": 0}, {"n": 1}]
        assert [item.posted_ref for item in uow.deliveries.list_group("digest:7")] == ["171.1", "171.2"]
        assert uow.deliveries.list_group("digest:8") == ()
        assert [item.posted_ref for item in uow.deliveries.list_posted("slack:C1", limit=1)] == ["171.3"]


def test_a_private_way_back_is_forgotten_once_used(store: Store) -> None:
    with store.begin() as uow:
        uow.deliveries.add(make_parts(1, reply_to="https://hooks.example/secret"))
        (claimed,) = uow.deliveries.claim_next(NOW, lease_s=60)
        assert claimed.spec.reply_to == "https://hooks.example/secret"
        uow.deliveries.record(claimed, state="posted", posted_ref="1")
        assert uow.deliveries.list_posted("slack:C1")[0].spec.reply_to is None
