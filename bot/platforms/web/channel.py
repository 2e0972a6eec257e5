"""A channel as it stands on a page: messages from the outbox, questions from the inbox, put in their threads.

Pure. Owns which answer belongs to which question and which questions still wait. How it looks is `pages`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.conversation import Event
from bot.domain.delivery import Delivery

PATIENCE = timedelta(minutes=5)
"""How long a page looks again by itself for an answer."""

_SILENT: Mapping[str, str] = {"ignored": "noted", "cancelled": "noted", "muted": "limited"}
"""Ends of a question that nothing is posted for, and how the page shows them."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was answered. `state` is `answered`, `waiting`, `late`, `noted` (needs no answer) or
    `limited` (over the limit of the hour, which was said before).
    """

    question: Event | None
    answers: tuple[Delivery, ...]
    state: str

    @property
    def anchor(self) -> str:
        """Name of the question's place on the page, empty without a question."""
        return question_anchor(self.question.key) if self.question else ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A message that stands in the channel (all parts of it), and what was said under it."""

    parts: tuple[Delivery, ...]
    exchanges: tuple[Exchange, ...] = ()

    @property
    def ref(self) -> str:
        """Reference of the thread, which questions name."""
        return self.parts[0].posted_ref or self.parts[0].spec.key

    @property
    def digest_id(self) -> int | None:
        """The digest that it shows, None for other messages."""
        return self.parts[0].spec.digest_id


def question_anchor(key: str) -> str:
    """Name of a question's place on the page, by the key of its event."""
    return "q-" + key.removeprefix("web:")


def message_blocks(parts: Sequence[Delivery]) -> tuple[Mapping[str, Any], ...]:
    """The blocks of a message, as `adapter` put them into its parts; of a part without blocks its plain text."""
    found: list[Mapping[str, Any]] = []
    for part in (delivery.spec.part for delivery in parts):
        plain = {"kind": "paragraph", "spans": [{"text": part.text, "style": "plain", "url": None}]}
        blocks = part.body.get("blocks")
        found += blocks if isinstance(blocks, list) else [plain]
    return tuple(found)


def build_threads(
    posted: Sequence[Delivery], questions: Sequence[tuple[Event, str]], *, now: datetime
) -> tuple[Thread, ...]:
    """Threads, oldest first. Both lists are oldest first; questions of unknown threads are left out."""
    groups: dict[str, list[Delivery]] = {}
    for delivery in posted:
        if delivery.spec.thread is None:
            groups.setdefault(delivery.spec.group, []).append(delivery)
    threads = [Thread(tuple(parts)) for parts in groups.values()]
    return tuple(
        Thread(
            thread.parts,
            _exchanges(
                [one for one in posted if one.spec.thread == thread.ref],
                [pair for pair in questions if pair[0].thread == thread.ref],
                now,
            ),
        )
        for thread in threads
    )


def _exchanges(answers: list[Delivery], asked: list[tuple[Event, str]], now: datetime) -> tuple[Exchange, ...]:
    """Questions with their answers; what answers nothing (a correction) stands after them, in the order of posting."""
    messages: dict[str, list[Delivery]] = {}
    for answer in answers:
        messages.setdefault(answer.spec.group, []).append(answer)
    found: list[Exchange] = []
    for event, state in asked:
        parts = tuple(messages.pop(f"answer:{event.key}", ()))
        found.append(Exchange(event, parts, _state(event, state, now, is_answered=bool(parts))))
    return (*found, *(Exchange(None, tuple(parts), "answered") for parts in messages.values()))


def _state(event: Event, state: str, now: datetime, *, is_answered: bool) -> str:
    if is_answered:
        return "answered"
    if state in _SILENT:
        return _SILENT[state]
    # Dealt with, but its answer is still in the outbox: that too is worth waiting for.
    return "waiting" if now - event.at < PATIENCE else "late"
