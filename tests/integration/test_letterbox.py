"""Requests that come together share a commit; none waits for another's fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.conversation import Event
from bot.domain.errors import StoreError
from bot.flows.letterbox import Letterbox
from bot.ports import Store
from tests.samples import NOW
from tests.store_fixtures import sqlite_store

PLACE = "slack:C0NEWS"


def command(key: str, *, kind: str = "command", message: str | None = None) -> Event:
    return Event(key, kind, PLACE, "what happened?", "U0ADA", NOW, message=message)


class GatedStore:
    """A real store whose first unit of work waits for `gate`; keys in `refused` fail."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.gate = threading.Event()
        self.refused: dict[str, StoreError] = {}
        self.begun = 0

    @contextmanager
    def begin(self) -> Iterator[Any]:
        self.begun += 1
        if self.begun == 1:
            self.gate.wait(60)
        with self.store.begin() as uow:
            accept = uow.conversations.accept

            def accept_or_refuse(event: Event) -> bool:
                if event.key in self.refused:
                    raise self.refused[event.key]
                return accept(event)

            uow.conversations.accept = accept_or_refuse
            yield uow


@pytest.fixture
def gated(tmp_path: Path) -> Iterator[GatedStore]:
    store = sqlite_store(tmp_path)
    yield GatedStore(store)
    store.close()


def drop_together(gated: GatedStore, events: list[Event]) -> list[bool | StoreError]:
    """The first event holds the turn until all the others wait."""
    box = Letterbox(gated)  # type: ignore[arg-type]

    def drop(event: Event) -> bool | StoreError:
        try:
            return box.drop(event)
        except StoreError as error:
            return error

    with ThreadPoolExecutor(len(events)) as pool:
        dropped = [pool.submit(drop, event) for event in events]
        while box.count_waiting() < len(events) - 1 or not gated.begun:
            threading.Event().wait(0.01)
        gated.gate.set()
        return [one.result(60) for one in dropped]


def stored(gated: GatedStore) -> dict[str, str]:
    with gated.store.read() as uow:
        return {event.key: state for event, state in uow.conversations.list_events(PLACE, limit=1_000)}


def test_a_crowd_shares_one_commit(gated: GatedStore) -> None:
    events = [command(f"k{number}") for number in range(30)]
    assert drop_together(gated, events) == [True] * 30
    assert stored(gated) == {event.key: "accepted" for event in events}
    assert gated.begun == 2


def test_the_same_request_twice_in_a_crowd_is_new_once(gated: GatedStore) -> None:
    results = drop_together(gated, [command("first"), command("again"), command("again"), command("again")])
    assert results[0] is True
    assert sorted(map(bool, results[1:])) == [False, False, True]


def test_one_refused_request_does_not_take_the_others_with_it(gated: GatedStore) -> None:
    gated.refused["bad"] = StoreError("the database refused: too strange")
    results = drop_together(gated, [command("first"), command("a"), command("bad"), command("b")])
    assert [one is True for one in results] == [True, True, False, True]
    assert isinstance(results[2], StoreError)
    assert sorted(stored(gated)) == ["a", "b", "first"]


def test_a_busy_database_is_asked_once_for_all_and_nothing_is_called_stored(gated: GatedStore) -> None:
    gated.refused["a"] = StoreError("the database is too busy", transient=True)
    results = drop_together(gated, [command("first"), command("a"), command("b")])
    assert [isinstance(one, StoreError) for one in results] == [False, True, True]
    assert sorted(stored(gated)) == ["first"] and gated.begun == 2


def test_a_fault_of_the_program_leaves_nobody_waiting(gated: GatedStore) -> None:
    gated.refused["a"] = RuntimeError("a fault")  # type: ignore[assignment]
    box = Letterbox(gated)  # type: ignore[arg-type]
    gated.gate.set()
    with pytest.raises(RuntimeError):
        box.drop(command("a"))
    assert box.drop(command("b")) and sorted(stored(gated)) == ["b"]


def test_a_question_and_its_deletion_in_one_crowd(gated: GatedStore) -> None:
    drop_together(gated, [command("first"), command("q", message="m1")])
    gated.begun = 0
    drop_together(gated, [command("d", kind="deleted", message="m1"), command("last")])
    assert stored(gated) == {"first": "accepted", "q": "cancelled", "last": "accepted"}
