"""The inbox of events, and answers with the threads they stand in. See `ConversationTable` in `bot/ports`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, insert, or_, select, update

from bot.domain.conversation import Answer, Event, Turn
from bot.domain.errors import NotFound
from bot.stores.codec import answer_from_json, answer_to_json
from bot.stores.insert_new import insert_new
from bot.stores.tables import answers, deliveries, digest_articles, events

_NO_REQUESTS = ("rating", "deleted")


class Conversations:
    """Implements ConversationTable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def accept(self, event: Event) -> bool:
        return insert_new(self._connection, events, _to_row(event), key=("key",))

    def has_waiting(self, now: datetime) -> bool:
        return self._connection.scalar(select(events.c.key).where(_is_waiting(now)).limit(1)) is not None

    def claim_next(self, now: datetime, *, lease_s: float, limit: int = 10) -> tuple[Event, ...]:
        query = select(events).where(_is_waiting(now)).order_by(events.c.at).limit(limit)
        rows = self._connection.execute(query.with_for_update(skip_locked=True)).all()
        keys = [row.key for row in rows]
        until = now + timedelta(seconds=lease_s)
        self._connection.execute(update(events).where(events.c.key.in_(keys)).values(lease_until=until))
        return tuple(_to_event(row) for row in rows)

    def finish(self, key: str, *, state: str, reason: str = "") -> None:
        values: dict[str, Any] = {"state": state, "reason": reason, "lease_until": None, "reply_to": None}
        if state == "ignored":
            # What people say to each other is not ours to keep; the key stays, so that it is not asked about again.
            values["text"] = ""
        self._connection.execute(update(events).where(events.c.key == key).values(values))

    def cancel(self, place: str, message: str) -> None:
        open_question = (events.c.place == place) & (events.c.message == message) & (events.c.state == "accepted")
        values = {"state": "cancelled", "reason": "the question was deleted", "text": ""}
        self._connection.execute(update(events).where(open_question).values(values))

    def is_open(self, key: str) -> bool:
        return self._connection.scalar(select(events.c.state).where(events.c.key == key)) == "accepted"

    def count_by_state(self, *, since: datetime, user: str | None = None) -> Mapping[str, int]:
        is_claimed = (events.c.state == "accepted") & events.c.lease_until.is_not(None)
        state = case((is_claimed, "claimed"), else_=events.c.state).label("state")
        query = select(state, func.count()).where(events.c.at >= since, events.c.kind.not_in(_NO_REQUESTS))
        if user is not None:
            query = query.where(events.c.user_ref == user)
        return dict(self._connection.execute(query.group_by(state)).tuples().all())

    def list_events(self, place: str, *, limit: int = 50) -> tuple[tuple[Event, str], ...]:
        query = select(events).where(events.c.place == place, events.c.kind.not_in(_NO_REQUESTS))
        rows = self._connection.execute(query.order_by(events.c.at.desc(), events.c.key.desc()).limit(limit)).all()
        return tuple((_to_event(row), row.state) for row in reversed(rows))

    def add_answer(self, answer: Answer, *, place: str, thread: str | None, event_key: str | None) -> Answer:
        row = {"place": place, "thread": thread, "event_key": event_key, "body": answer_to_json(answer)}
        answer_id = self._connection.execute(insert(answers).values(row)).inserted_primary_key[0]  # type: ignore[index]
        return replace(answer, id=answer_id)

    def get_answer(self, answer_id: int) -> Answer:
        row = self._connection.execute(select(answers).where(answers.c.id == answer_id)).first()
        if row is None:
            raise NotFound(f"there is no answer {answer_id}")
        return _to_answer(row)

    def list_turns(self, place: str, thread: str, *, limit: int = 6) -> tuple[Turn, ...]:
        found = self._thread_answers(place, thread, limit)
        return tuple(
            Turn(answer.question, " ".join(claim.text for claim in answer.claims) or answer.reason or "")
            for answer in found
        )

    def find_thread_digest(self, place: str, thread: str) -> int | None:
        here = (deliveries.c.place == place) & (deliveries.c.posted_ref == thread)
        query = select(deliveries.c.digest_id).where(here, deliveries.c.digest_id.is_not(None)).limit(1)
        return self._connection.scalar(query)

    def is_own_thread(self, place: str, thread: str) -> bool:
        here = (deliveries.c.place == place) & (deliveries.c.posted_ref == thread)
        if self._connection.scalar(select(deliveries.c.id).where(here).limit(1)) is not None:
            return True
        answered = (answers.c.place == place) & (answers.c.thread == thread)
        return self._connection.scalar(select(answers.c.id).where(answered).limit(1)) is not None

    def list_citations(self, place: str, thread: str) -> tuple[Answer, ...]:
        return self._thread_answers(place, thread, 50)

    def list_channel_articles(self, place: str) -> frozenset[int]:
        posted = select(deliveries.c.digest_id).where(deliveries.c.place == place, deliveries.c.digest_id.is_not(None))
        query = select(digest_articles.c.article_id).where(digest_articles.c.digest_id.in_(posted))
        return frozenset(self._connection.scalars(query))

    def _thread_answers(self, place: str, thread: str, limit: int) -> tuple[Answer, ...]:
        # The thread of an answer that opened one is the answer's own message.
        own = select(deliveries.c.answer_id).where(deliveries.c.place == place, deliveries.c.posted_ref == thread)
        here = (answers.c.place == place) & or_(answers.c.thread == thread, answers.c.id.in_(own))
        rows = self._connection.execute(select(answers).where(here).order_by(answers.c.id.desc()).limit(limit)).all()
        return tuple(_to_answer(row) for row in reversed(rows))


def _is_waiting(now: datetime) -> ColumnElement[bool]:
    free = or_(events.c.lease_until.is_(None), events.c.lease_until <= now)
    return and_(events.c.state == "accepted", free)


def _to_row(event: Event) -> dict[str, Any]:
    return {
        "key": event.key,
        "kind": event.kind,
        "place": event.place,
        "text": event.text,
        "user_ref": event.user,
        "at": event.at,
        "command": event.command,
        "thread": event.thread,
        "message": event.message,
        "reply_to": event.reply_to,
        "payload": dict(event.payload),
        "state": "accepted",
        "reason": "",
    }


def _to_event(row: Row[Any]) -> Event:
    return Event(
        key=row.key,
        kind=row.kind,
        place=row.place,
        text=row.text,
        user=row.user_ref,
        at=row.at,
        command=row.command,
        thread=row.thread,
        message=row.message,
        reply_to=row.reply_to,
        payload=row.payload,
    )


def _to_answer(row: Row[Any]) -> Answer:
    return replace(answer_from_json(row.body), id=row.id)
