"""WatchTable over both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, UserError
from bot.domain.watch import Slot, Watch
from bot.ports import Store
from tests.samples import NOW

MORNING = Watch(
    "Morning", "slack:C1", "30 7 * * mon-fri", "Europe/Brussels", ("norvenia",), ("ceasefire",), ("sport",), 2, "weekly"
)
SLOT = Slot("Morning", "2026-03-02T07:30", NOW)


def test_a_watch_comes_back_whole(store: Store) -> None:
    with store.begin() as uow:
        added = uow.watches.add(replace(MORNING, origin="chat", review=True, grace_s=60))
        uow.commit()
    with store.read() as uow:
        assert uow.watches.get("Morning") == added == replace(
            MORNING, origin="chat", review=True, grace_s=60, id=added.id
        )  # fmt: skip
        assert uow.watches.list_all() == (added,)
        assert uow.watches.first_seen_at("Morning") == NOW


def test_settings_are_followed_but_a_pause_from_chat_stays(store: Store) -> None:
    with store.begin() as uow:
        uow.watches.sync_settings([MORNING, replace(MORNING, name="Evening")])
        uow.watches.set_paused("Morning", paused=True)
        uow.watches.add(replace(MORNING, name="Chat watch", origin="chat"))
        uow.watches.sync_settings([replace(MORNING, schedule="0 9 * * *")])
        listed = {watch.name: watch for watch in uow.watches.list_all()}
    assert list(listed) == ["Chat watch", "Morning"]
    assert listed["Morning"].paused
    assert listed["Morning"].schedule == "0 9 * * *"


def test_names_are_unique_and_refusals_say_why(store: Store) -> None:
    with store.begin() as uow:
        uow.watches.sync_settings([MORNING])
        with pytest.raises(UserError, match="exists already"):
            uow.watches.add(MORNING)
        with pytest.raises(UserError, match="settings file"):
            uow.watches.remove("Morning")
        with pytest.raises(NotFound):
            uow.watches.set_paused("Nothing", paused=True)
        uow.watches.add(replace(MORNING, name="Mine", origin="chat"))
        uow.watches.remove("Mine")
        with pytest.raises(NotFound):
            uow.watches.get("Mine")


def test_a_slot_opens_once_and_again_only_after_its_lease(store: Store) -> None:
    with store.begin() as uow:
        assert uow.watches.claim_slot(SLOT, NOW, lease_s=60)
        assert not uow.watches.claim_slot(SLOT, NOW + timedelta(seconds=59), lease_s=60)
        assert uow.watches.claim_slot(SLOT, NOW + timedelta(seconds=61), lease_s=60)
        uow.watches.finish_slot(SLOT, state="done", digest_id=4)
        assert not uow.watches.claim_slot(SLOT, NOW + timedelta(days=1), lease_s=60)


def test_slots_are_listed_with_state_and_reason(store: Store) -> None:
    missed = Slot("Morning", "2026-03-01T07:30", NOW - timedelta(days=1), is_late=True)
    with store.begin() as uow:
        uow.watches.claim_slot(SLOT, NOW, lease_s=60)
        assert uow.watches.last_slot("Morning") is None, "an open slot may have to be claimed again"
        uow.watches.finish_slot(missed, state="missed", reason="the program was not running")
        assert uow.watches.last_slot("Morning") == missed
        uow.watches.finish_slot(SLOT, state="done")
        assert uow.watches.last_slot("Morning") == SLOT
        assert uow.watches.list_slots("Morning", since=NOW - timedelta(days=2)) == (
            (missed, "missed", "the program was not running"),
            (SLOT, "done", ""),
        )
        assert uow.watches.list_slots("Morning", since=NOW + timedelta(seconds=1)) == ()
        assert uow.watches.last_slot("Evening") is None
