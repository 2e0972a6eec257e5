"""Requests to a writing engine and their replies. Engines live in `models/`; calling one is `flows/ask_model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.digest import PromptStamp
from bot.domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A task for a writing engine. A language model reads `system` and `user`; the offline engine reads `evidence`
    and `facts` (task inputs as data: question, length, topic). Both reply in JSON that fits `schema`.
    """

    task: str
    prompt: PromptStamp
    system: str
    user: str
    schema: Mapping[str, object]
    max_output_tokens: int
    evidence: Evidence
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelReply:
    """A reply as text, with what it cost. Token counts are estimates where `is_estimated`."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int
    cost_usd: float = 0.0
    is_estimated: bool = False
    mode: str = "json_schema"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One model call as recorded: prompt stamp, model, tokens, cost, seconds and the error if it failed.

    `subject` is the watch or what was asked for, `place` the channel that it was for (empty: none).
    """

    task: str
    prompt: PromptStamp
    model: str
    tokens_in: int
    tokens_out: int
    cost_usd: float
    seconds: float
    at: datetime
    error: str | None = None
    subject: str = ""
    place: str = ""
