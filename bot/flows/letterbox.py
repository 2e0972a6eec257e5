"""What was said goes into the store: committed when `drop` returns, and everything that waits shares one commit.

A commit takes some milliseconds on a disk, one after the other: of two hundred requests at once the last would be
acknowledged too late. Owns this sharing only; what comes in is `front_desk`, dealing with it is `inbox`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock

from bot.domain.conversation import Event
from bot.domain.errors import StoreError
from bot.ports import Store, UnitOfWork


@dataclass(slots=True, eq=False)
class _Letter:
    """An event, and what became of it: one of the two once it is settled."""

    event: Event
    is_new: bool | None = None
    error: StoreError | None = None

    @property
    def is_settled(self) -> bool:
        return self.is_new is not None or self.error is not None


class Letterbox:
    """Any number of threads may drop events: whoever has its turn stores for all that wait."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: SimpleQueue[_Letter] = SimpleQueue()
        self._turn = Lock()

    def drop(self, event: Event) -> bool:
        """Store; True when its key is new. Raises StoreError. A deletion takes effect in the same commit."""
        letter = _Letter(event)
        self._waiting.put(letter)
        with self._turn:
            if not letter.is_settled:
                self._empty()
        if letter.error is not None:
            raise letter.error
        return bool(letter.is_new)

    def count_waiting(self) -> int:
        """How many wait for the commit that is under way."""
        return self._waiting.qsize()

    def _empty(self) -> None:
        letters = [self._waiting.get() for _ in range(self._waiting.qsize())]
        try:
            self._commit(letters)
        except StoreError as error:
            for letter in letters:
                self._commit_alone(letter, error, is_only=len(letters) == 1)
        finally:
            for letter in letters:
                if not letter.is_settled:
                    letter.error = StoreError("what was said could not be stored", transient=True)

    def _commit_alone(self, letter: _Letter, error: StoreError, *, is_only: bool) -> None:
        """One of several may be what the database refuses: the others must not suffer for it."""
        if is_only or error.transient:
            letter.error = error
            return
        try:
            self._commit([letter])
        except StoreError as own:
            letter.error = own

    def _commit(self, letters: Sequence[_Letter]) -> None:
        with self._store.begin() as uow:
            accepted = [_accept(letter.event, uow) for letter in letters]
            uow.commit()
        for letter, is_new in zip(letters, accepted, strict=True):
            letter.is_new = is_new


def _accept(event: Event, uow: UnitOfWork) -> bool:
    is_new = uow.conversations.accept(event)
    if is_new and event.kind == "deleted":
        if event.message is not None:
            uow.conversations.cancel(event.place, event.message)
        uow.conversations.finish(event.key, state="done")
    return is_new
