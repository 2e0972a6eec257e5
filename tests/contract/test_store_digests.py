"""DigestTable and LedgerTable over both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.delivery import NewDelivery
from bot.domain.digest import Checks, Claim, Coverage, Development, Digest, Line, PromptStamp
from bot.domain.errors import NotFound, StoreError
from bot.domain.message import Part
from bot.domain.model_call import LedgerEntry
from bot.ports import Store
from tests.contract.test_store_conversations import CITATION
from tests.samples import NOW

DIGEST = Digest(
    id=0,
    watch="Morning",
    slot="2026-03-02T07:30",
    as_of=NOW,
    engine="offline",
    headline="The bridge at Kastrel “holds”",
    standfirst="Östermark waits. 🙂",
    developments=(Development("Bridge", date(2026, 3, 1), "new", "single source", (Claim("It holds.", (1,)),)),),
    citations=(CITATION, replace(CITATION, n=2, article_id=13)),
    coverage=Coverage(9, 3, {"cited": 2, "muted": 7}),
    checks=Checks(0, 1, 2, 3, {"V8": 3}),
    prompts=(PromptStamp("digest_write", 1, "aa"),),
    differences=(Line("One says 7, the other 9.", (1, 2)),),
    numbers=(Line("1,250", (1,), "people crossed"),),
    ahead=(Line("Talks resume.", (2,), date=date(2026, 3, 9)),),
    other_news=(Claim("Cafés reopened.", (2,), is_extract=True, outlet="Courier"),),
    notice="written offline",
    timezone="Europe/Brussels",
    length="weekly",
)


def test_a_digest_comes_back_whole(store: Store) -> None:
    with store.begin() as uow:
        added = uow.digests.add(DIGEST)
        uow.commit()
    with store.read() as uow:
        assert uow.digests.get(added.id) == added == replace(DIGEST, id=added.id)
        assert uow.digests.find("Morning", DIGEST.slot) == added
        assert uow.digests.find("Evening", DIGEST.slot) is None
        with pytest.raises(NotFound):
            uow.digests.get(added.id + 1)


def test_a_slot_has_one_digest(store: Store) -> None:
    def add_twice() -> None:
        with store.begin() as uow:
            uow.digests.add(DIGEST)
            uow.digests.add(DIGEST)

    with pytest.raises(StoreError) as caught:
        add_twice()
    assert not caught.value.transient
    assert "\n" not in caught.value.message


def test_recent_digests_are_newest_first(store: Store) -> None:
    with store.begin() as uow:
        for day in range(4):
            watch = "Morning" if day % 2 else "Evening"
            uow.digests.add(replace(DIGEST, watch=watch, slot=f"day {day}", as_of=NOW + timedelta(days=day)))
        listed = uow.digests.list_recent()
        assert [digest.slot for digest in listed] == ["day 3", "day 2", "day 1", "day 0"]
        assert [digest.slot for digest in uow.digests.list_recent(limit=1, watch="Evening")] == ["day 2"]
        assert [d.slot for d in uow.digests.list_recent(before=NOW + timedelta(days=1))] == ["day 0"]


def test_the_archive_of_a_channel_are_the_articles_cited_in_it(store: Store) -> None:
    with store.begin() as uow:
        digest = uow.digests.add(DIGEST)
        uow.digests.add(replace(DIGEST, slot="another", citations=(replace(CITATION, article_id=99),)))
        uow.deliveries.add([NewDelivery("k", "g", 0, "slack:C1", Part("text", {}), digest_id=digest.id)])
        assert uow.conversations.list_channel_articles("slack:C1") == {12, 13}
        assert uow.conversations.list_channel_articles("slack:C2") == frozenset()


def test_the_ledger_adds_up(store: Store) -> None:
    entry = LedgerEntry("digest", PromptStamp("digest_write", 1, "aa"), "m", 100, 20, 0.25, 1.5, NOW)
    with store.begin() as uow:
        assert uow.ledger.spent_usd(since=NOW) == 0.0
        assert uow.ledger.tokens(since=NOW) == (0, 0)
        uow.ledger.record(entry)
        uow.ledger.record(replace(entry, at=NOW + timedelta(hours=1), error="timed out", subject="slot"))
        assert uow.ledger.spent_usd(since=NOW) == 0.5
        assert uow.ledger.tokens(since=NOW + timedelta(minutes=1)) == (100, 20)
