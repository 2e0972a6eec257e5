"""A process that is alone ends the leases of the one before it."""

from __future__ import annotations

from bot.domain.conversation import Event
from bot.domain.delivery import NewDelivery
from bot.domain.feed import Feed
from bot.domain.message import Part
from bot.domain.watch import Slot
from bot.ports import Store
from tests.store_fixtures import NOW


def test_everything_that_was_held_can_be_taken_again_at_once(store: Store) -> None:
    slot = Slot("Strait Watch", "2026-03-02T08:00", NOW)
    with store.begin() as uow:
        uow.feeds.add(Feed(name="Courier", url="https://courier.example/feed"))
        uow.deliveries.add([NewDelivery("digest:1:0", "digest:1", 0, "slack:C1", Part("one", {}))])
        uow.conversations.accept(Event("slack:T1:E1", "mention", "slack:C1", "what?", "U1", NOW))
        taken = (
            uow.feeds.claim_due(NOW, limit=9, lease_s=600),
            uow.deliveries.claim_next(NOW, lease_s=600),
            uow.conversations.claim_next(NOW, lease_s=600),
            uow.watches.claim_slot(slot, NOW, lease_s=600),
        )
        assert all(taken)
        uow.commit()
    with store.begin() as uow:
        assert not uow.feeds.claim_due(NOW, limit=9, lease_s=600)
        assert not uow.watches.claim_slot(slot, NOW, lease_s=600)
    store.release_leases()
    with store.begin() as uow:
        assert len(uow.feeds.claim_due(NOW, limit=9, lease_s=600)) == 1
        (delivery,) = uow.deliveries.claim_next(NOW, lease_s=600)
        assert delivery.state == "unknown", "what was being posted is looked for first"
        assert len(uow.conversations.claim_next(NOW, lease_s=600)) == 1
        assert uow.watches.claim_slot(slot, NOW, lease_s=600)
