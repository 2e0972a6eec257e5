"""Watches and their slots. See `WatchTable` in `bot/ports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from bot.domain.errors import NotFound, UserError
from bot.domain.watch import Slot, Watch
from bot.ports import Clock
from bot.stores.insert_new import insert_new
from bot.stores.tables import slots, watches


class Watches:
    """Implements WatchTable."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def sync_settings(self, wanted: Sequence[Watch]) -> None:
        names = [watch.name for watch in wanted]
        gone = (watches.c.origin == "settings") & watches.c.name.not_in(names)
        self._connection.execute(delete(watches).where(gone))
        known = set(self._connection.scalars(select(watches.c.name)))
        for watch in wanted:
            if watch.name in known:
                values = {"origin": watch.origin, "body": _to_body(watch)}
                self._connection.execute(update(watches).where(watches.c.name == watch.name).values(values))
            else:
                self._insert(watch)

    def add(self, watch: Watch) -> Watch:
        if not self._insert(watch):
            raise UserError(f"a watch named “{watch.name}” exists already; remove it first")
        return self.get(watch.name)

    def remove(self, name: str) -> None:
        if self._row(name).origin == "settings":
            raise UserError(f"watch “{name}” comes from the settings file; delete it there")
        self._connection.execute(delete(watches).where(watches.c.name == name))

    def get(self, name: str) -> Watch:
        return _to_watch(self._row(name))

    def list_all(self) -> tuple[Watch, ...]:
        return tuple(_to_watch(row) for row in self._connection.execute(select(watches).order_by(watches.c.name)))

    def set_paused(self, name: str, *, paused: bool) -> None:
        self._row(name)
        self._connection.execute(update(watches).where(watches.c.name == name).values(paused=paused))

    def claim_slot(self, slot: Slot, now: datetime, *, lease_s: float) -> bool:
        until = now + timedelta(seconds=lease_s)
        row = {"watch": slot.watch, "key": slot.key, "due_at": slot.due_at, "is_late": slot.is_late}
        opened = row | {"state": "open", "reason": "", "lease_until": until}
        if insert_new(self._connection, slots, opened, key=("watch", "key")):
            return True
        again = (slots.c.state == "open") & or_(slots.c.lease_until.is_(None), slots.c.lease_until <= now)
        return self._connection.execute(_slot(slot, again).values(lease_until=until)).rowcount == 1

    def finish_slot(self, slot: Slot, *, state: str, reason: str = "", digest_id: int | None = None) -> None:
        values = {"state": state, "reason": reason, "digest_id": digest_id, "lease_until": None}
        if self._connection.execute(_slot(slot).values(values)).rowcount == 0:
            row = {"watch": slot.watch, "key": slot.key, "due_at": slot.due_at, "is_late": slot.is_late}
            self._connection.execute(insert(slots).values(row | values))

    def list_slots(self, watch: str, *, since: datetime) -> tuple[tuple[Slot, str, str], ...]:
        query = select(slots).where(slots.c.watch == watch, slots.c.due_at >= since).order_by(slots.c.due_at)
        return tuple((_to_slot(row), row.state, row.reason) for row in self._connection.execute(query))

    def last_slot(self, watch: str) -> Slot | None:
        query = select(slots).where(slots.c.watch == watch, slots.c.state != "open").order_by(slots.c.due_at.desc())
        row = self._connection.execute(query.limit(1)).first()
        return _to_slot(row) if row else None

    def first_seen_at(self, watch: str) -> datetime:
        found: datetime = self._row(watch).first_seen_at
        return found

    def _insert(self, watch: Watch) -> bool:
        row = {"name": watch.name, "origin": watch.origin, "paused": watch.paused, "body": _to_body(watch)}
        return insert_new(self._connection, watches, row | {"first_seen_at": self._clock()}, key=("name",))

    def _row(self, name: str) -> Row[Any]:
        row = self._connection.execute(select(watches).where(watches.c.name == name)).first()
        if row is None:
            raise NotFound(f"there is no watch named “{name}”; `briefbot watches list` shows them")
        return row


def _slot(slot: Slot, *conditions: Any) -> Any:
    return update(slots).where(slots.c.watch == slot.watch, slots.c.key == slot.key, *conditions)


def _to_slot(row: Row[Any]) -> Slot:
    return Slot(watch=row.watch, key=row.key, due_at=row.due_at, is_late=row.is_late)


_OWN_COLUMNS = ("id", "name", "origin", "paused")


def _to_body(watch: Watch) -> dict[str, Any]:
    return {name: value for name, value in asdict(watch).items() if name not in _OWN_COLUMNS}


def _to_watch(row: Row[Any]) -> Watch:
    lists = {name: tuple(row.body[name]) for name in ("feeds", "topics", "mute")}
    watch = Watch(name=row.name, **{**row.body, **lists})
    return replace(watch, id=row.id, origin=row.origin, paused=row.paused)
