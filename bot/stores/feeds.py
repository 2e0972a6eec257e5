"""Feeds, their health and their leases. See `FeedTable` in `bot/ports`. Their habits as JSON are `habit_rows`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from bot.domain.errors import NotFound, UserError
from bot.domain.feed import Feed, FeedState, Validators
from bot.stores.habit_rows import from_habits, to_habits
from bot.stores.insert_new import insert_new
from bot.stores.tables import feeds

_FORGOTTEN = {
    "etag": None, "last_modified": None, "body_sha256": None, "next_poll_at": None, "status": "new", "error": None,
    "failures": 0, "moved_url": None, "habits": None, "status_since": None,
}  # fmt: skip
"""What a feed knows of its server no longer holds when its address changes."""


class Feeds:
    """Implements FeedTable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync_settings(self, wanted: Sequence[Feed]) -> None:
        names = [feed.name for feed in wanted]
        self._connection.execute(delete(feeds).where(feeds.c.origin == "settings", feeds.c.name.not_in(names)))
        known = {row.name: row for row in self._connection.execute(select(feeds.c.name, feeds.c.url))}
        for feed in wanted:
            if feed.name not in known:
                self._connection.execute(insert(feeds).values(_to_row(feed)))
                continue
            values = _to_row(feed)
            if known[feed.name].url != feed.url:
                values |= _FORGOTTEN
            else:
                del values["host"]
            self._connection.execute(update(feeds).where(feeds.c.name == feed.name).values(values))

    def add(self, feed: Feed) -> Feed:
        if not insert_new(self._connection, feeds, _to_row(feed), key=("name",)):
            raise UserError(f"a feed named “{feed.name}” exists already; remove it first or choose another name")
        return self.get(feed.name)

    def remove(self, name: str) -> None:
        row = self._row(name)
        if row.origin == "settings":
            raise UserError(f"feed “{name}” comes from the settings file; delete it there")
        self._connection.execute(delete(feeds).where(feeds.c.name == name))

    def get(self, name: str) -> Feed:
        return _to_feed(self._row(name))

    def list_all(self) -> tuple[tuple[Feed, FeedState], ...]:
        rows = self._connection.execute(select(feeds).order_by(feeds.c.name))
        return tuple((_to_feed(row), _to_state(row)) for row in rows)

    def has_due(self, now: datetime) -> bool:
        return self._connection.scalar(_due(now).limit(1)) is not None

    def claim_due(
        self, now: datetime, *, limit: int, lease_s: float, skip_hosts: Collection[str] = ()
    ) -> tuple[tuple[Feed, FeedState], ...]:
        due = _due(now).where(feeds.c.host.not_in(skip_hosts)) if skip_hosts else _due(now)
        first = due.order_by(feeds.c.next_poll_at.asc().nulls_first(), feeds.c.id).limit(limit)
        ids = list(self._connection.scalars(first.with_for_update(skip_locked=True)))
        leased = {"lease_until": now + timedelta(seconds=lease_s)}
        self._connection.execute(update(feeds).where(feeds.c.id.in_(ids)).values(leased))
        rows = {row.id: row for row in self._connection.execute(select(feeds).where(feeds.c.id.in_(ids)))}
        return tuple((_to_feed(rows[feed_id]), _to_state(rows[feed_id])) for feed_id in ids)

    def record_state(self, state: FeedState) -> None:
        values = {
            "etag": state.validators.etag,
            "last_modified": state.validators.last_modified,
            "body_sha256": state.validators.body_sha256,
            "status": state.status,
            "error": state.error,
            "failures": state.failures,
            "last_success_at": state.last_success_at,
            "last_attempt_at": state.last_attempt_at,
            "next_poll_at": state.next_poll_at,
            "interval_s": state.interval_s,
            "status_since": state.status_since,
            "habits": from_habits(state.habits),
            "lease_until": None,
        }
        if state.moved_url is not None:
            values |= {"moved_url": state.moved_url, "host": _host_of(state.moved_url)}
        self._connection.execute(update(feeds).where(feeds.c.id == state.feed_id).values(values))

    def _row(self, name: str) -> Row[Any]:
        row = self._connection.execute(select(feeds).where(feeds.c.name == name)).first()
        if row is None:
            raise NotFound(f"there is no feed named “{name}”; `briefbot feeds list` shows them")
        return row


def _due(now: datetime) -> Select[tuple[int]]:
    """Ids of the feeds that may be claimed."""
    return select(feeds.c.id).where(
        feeds.c.status != "gone",
        or_(feeds.c.next_poll_at.is_(None), feeds.c.next_poll_at <= now),
        or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now),
    )


def _to_row(feed: Feed) -> dict[str, Any]:
    return {
        "name": feed.name,
        "url": feed.url,
        "kind": feed.kind,
        "publisher": feed.publisher,
        "source_type": feed.source_type,
        "tags": list(feed.tags),
        "origin": feed.origin,
        "options": dict(feed.options),
        "host": _host_of(feed.url),
    }


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "") if url.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


def _to_feed(row: Row[Any]) -> Feed:
    return Feed(
        name=row.name,
        url=row.moved_url or row.url,
        kind=row.kind,
        publisher=row.publisher,
        source_type=row.source_type,
        tags=tuple(row.tags),
        origin=row.origin,
        options=row.options,
        id=row.id,
        given_url=row.url if row.moved_url else None,
    )


def _to_state(row: Row[Any]) -> FeedState:
    return FeedState(
        feed_id=row.id,
        validators=Validators(row.etag, row.last_modified, row.body_sha256),
        status=row.status,
        error=row.error,
        failures=row.failures,
        last_success_at=row.last_success_at,
        last_attempt_at=row.last_attempt_at,
        next_poll_at=row.next_poll_at,
        interval_s=row.interval_s,
        status_since=row.status_since,
        habits=to_habits(row.habits),
    )
