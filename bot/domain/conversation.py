"""Questions asked in channels and threads, and their answers.

Finding and verifying an answer is `flows/answer`; who may post where is the platform's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.digest import Change, Citation, Claim, PromptStamp


@dataclass(frozen=True, slots=True)
class Event:
    """Something said or clicked on a platform, accepted once by `key` (event id or trigger id, with its workspace).

    `kind` is `command`, `mention`, `reply`, `direct`, `deleted` or `rating`; `text` is raw and untrusted.
    `place` is the delivery target (`slack:C…`), `thread` the root message of the thread it happened in, `user` an
    opaque id that is never sent to a model, `reply_to` an adapter's private way back (a response URL).
    """

    key: str
    kind: str
    place: str
    text: str
    user: str
    at: datetime
    command: str | None = None
    thread: str | None = None
    message: str | None = None
    reply_to: str | None = None
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange in a thread, oldest first."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """Something close to an unanswerable question: headline, link, date, passage id."""

    title: str
    url: str
    published_at: datetime | None
    sentence_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of verified claims, or an honest refusal.

    `scope` is `digest`, `channel` or `archive`: where the evidence was found; `reason` says what is missing when
    `answered` is false. `question` is as asked, `standalone` as understood with the thread's context.
    """

    question: str
    answered: bool
    scope: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str | None = None
    nearest: tuple[Nearest, ...] = ()
    engine: str = "offline"
    standalone: str = ""
    changes: tuple[Change, ...] = ()
    prompts: tuple[PromptStamp, ...] = ()
    notice: str | None = None
    digest_id: int | None = None
    id: int = 0
