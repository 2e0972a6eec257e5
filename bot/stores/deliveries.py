"""The outbox. See `DeliveryTable` in `bot/ports`; what to do with a claimed delivery is `flows/deliver`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, update

from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.message import Part
from bot.ports import Clock
from bot.stores.insert_new import insert_new
from bot.stores.tables import deliveries

_FINAL_STATES = ("posted", "failed", "cancelled")


class Deliveries:
    """Implements DeliveryTable."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, new: Sequence[NewDelivery]) -> None:
        for item in new:
            insert_new(self._connection, deliveries, _to_row(item), key=("key",))

    def claim_next(
        self, now: datetime, *, lease_s: float, limit: int = 10, skip: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        ids = list(self._connection.scalars(_claimable(now, limit, skip)))
        rows = self._connection.execute(
            select(deliveries).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
        ).all()
        return tuple(self._claim(row, now, lease_s) for row in rows)

    def record(
        self,
        delivery: Delivery,
        *,
        state: str,
        posted_ref: str | None = None,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        mine = (deliveries.c.id == delivery.id) & (deliveries.c.version == delivery.version)
        values: dict[str, Any] = {
            "state": state,
            "posted_ref": posted_ref,
            "error": error,
            "not_before_at": retry_at,
            "lease_until": None,
            "recorded_at": self._clock(),
        }
        if state in _FINAL_STATES:
            # A way back into a chat is a secret of its own: it goes when it is not needed any more.
            values["reply_to"] = None
        if self._connection.execute(update(deliveries).where(mine).values(values)).rowcount == 0:
            return False
        if state in ("failed", "cancelled"):
            self._cancel_rest(delivery)
        return True

    def list_group(self, group: str) -> tuple[Delivery, ...]:
        query = select(deliveries).where(deliveries.c.group == group).order_by(deliveries.c.number)
        return tuple(_to_delivery(row) for row in self._connection.execute(query))

    def list_posted(self, place: str, *, limit: int = 50) -> tuple[Delivery, ...]:
        query = select(deliveries).where(deliveries.c.place == place, deliveries.c.state == "posted")
        rows = self._connection.execute(query.order_by(deliveries.c.id.desc()).limit(limit)).all()
        return tuple(_to_delivery(row) for row in reversed(rows))

    def count_by_state(self) -> Mapping[str, int]:
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        return dict(self._connection.execute(query).tuples().all())

    def list_failed(self, *, since: datetime) -> tuple[Delivery, ...]:
        query = select(deliveries).where(deliveries.c.state == "failed", deliveries.c.recorded_at >= since)
        return tuple(_to_delivery(row) for row in self._connection.execute(query.order_by(deliveries.c.id)))

    def _cancel_rest(self, delivery: Delivery) -> None:
        # The rest of a message would stand alone in the channel, without the part that it answers.
        rest = (
            (deliveries.c.group == delivery.spec.group)
            & (deliveries.c.number > delivery.spec.number)
            & (deliveries.c.state == "pending")
        )
        values = {"state": "cancelled", "error": "an earlier part of this message was not posted", "reply_to": None}
        self._connection.execute(update(deliveries).where(rest).values(**values, recorded_at=self._clock()))

    def _claim(self, row: Row[Any], now: datetime, lease_s: float) -> Delivery:
        # A row found `sending` belonged to a worker that never reported back: what it did must be looked up first.
        state = "sending" if row.state == "pending" else "unknown"
        since = now if row.state == "pending" else row.sending_since
        values = {
            "state": state,
            "version": row.version + 1,
            "attempts": row.attempts + 1,
            "sending_since": since,
            "lease_until": now + timedelta(seconds=lease_s),
        }
        self._connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(values))
        return _to_delivery(self._connection.execute(select(deliveries).where(deliveries.c.id == row.id)).one())


def _claimable(now: datetime, limit: int, skip: Collection[str]) -> Any:
    earlier = deliveries.alias("earlier")
    waits = (
        select(earlier.c.id)
        .where(
            earlier.c.group == deliveries.c.group,
            earlier.c.number < deliveries.c.number,
            earlier.c.state != "posted",
        )
        .exists()
    )
    is_due = or_(deliveries.c.not_before_at.is_(None), deliveries.c.not_before_at <= now)
    is_free = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    return (
        select(deliveries.c.id)
        .where(
            or_(
                and_(deliveries.c.state == "pending", is_due),
                and_(deliveries.c.state.in_(("sending", "unknown")), is_due, is_free),
            ),
            ~waits,
            *(~_is_for(platform) for platform in skip),
        )
        .order_by(deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _is_for(platform: str) -> Any:
    return or_(deliveries.c.place == platform, deliveries.c.place.startswith(f"{platform}:", autoescape=True))


def _to_row(item: NewDelivery) -> dict[str, Any]:
    return {
        "key": item.key,
        "group": item.group,
        "number": item.number,
        "place": item.place,
        "thread": item.thread,
        "reply_to": item.reply_to,
        "digest_id": item.digest_id,
        "answer_id": item.answer_id,
        "part_text": item.part.text,
        "part_body": item.part.body,
        "in_thread": item.part.in_thread,
        "not_before_at": item.not_before_at,
        "state": "pending",
        "version": 0,
        "attempts": 0,
    }


def _to_delivery(row: Row[Any]) -> Delivery:
    spec = NewDelivery(
        key=row.key,
        group=row.group,
        number=row.number,
        place=row.place,
        part=Part(row.part_text, row.part_body, row.in_thread),
        thread=row.thread,
        reply_to=row.reply_to,
        digest_id=row.digest_id,
        answer_id=row.answer_id,
        not_before_at=row.not_before_at,
    )
    return Delivery(
        id=row.id,
        spec=spec,
        state=row.state,
        version=row.version,
        attempts=row.attempts,
        posted_ref=row.posted_ref,
        error=row.error,
        sending_since=row.sending_since,
    )
