"""One call to a writer: fills the prompt, keeps to the budgets, asks, pays, reads the reply.

Owns which engine may be asked and the ledger row of every call. What to ask is `steps/write/tasks`; the reply is an
unproven draft until `steps/verify/gate` has seen it. Never falls back by itself: the caller says so in what it posts.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.domain.errors import ModelError
from bot.domain.model_call import LedgerEntry, ModelReply, ModelRequest
from bot.domain.office import NO_OFFICES, Offices
from bot.domain.tokens import estimate_tokens
from bot.ports import Clock, Model, Prompts, Store
from bot.steps.write.tasks import MAX_TOKENS_IN, Task

Result = TypeVar("Result")

MENDABLE = ("shape", "language")
"""Kinds of failure that a model is told of once."""


def _new_nonce() -> str:
    return secrets.token_hex(4)


@dataclass(frozen=True, slots=True)
class Writers:
    """Who may write, how, and what they may cost in a day (0: no limit). `model` is None without a key; `offline`
    always works. `plan` has a digest planned before it is written, `judge` has its sentences judged; by `offices`
    what they say of office holders is doubted.
    """

    store: Store
    prompts: Prompts
    clock: Clock
    offline: Model
    model: Model | None = None
    daily_budget_usd: float = 0.0
    calls_per_channel: int = 0
    tokens_per_channel: int = 0
    plan: bool = False
    judge: bool = False
    make_nonce: Callable[[], str] = _new_nonce
    offices: Offices = NO_OFFICES

    def preferred(self, place: str | None = None) -> tuple[Model, str | None]:
        """The engine to begin with, and why it is not the language model although there is one (None otherwise).

        `place` is the channel that is written for.
        """
        if self.model is None:
            return self.offline, None
        why_not = self._spent(place)
        return (self.model, None) if why_not is None else (self.offline, why_not)

    def _spent(self, place: str | None) -> str | None:
        """Which budget of the last 24 hours is used up."""
        since = self.clock() - timedelta(days=1)
        with self.store.read() as uow:
            if 0 < self.daily_budget_usd <= uow.ledger.spent_usd(since=since):
                return f"today's budget of {self.daily_budget_usd:g} USD for the model is used up"
            if not place or not (self.calls_per_channel or self.tokens_per_channel):
                return None
            calls, tokens = uow.ledger.used_by(place, since=since)
        if 0 < self.calls_per_channel <= calls:
            return f"this channel's {self.calls_per_channel:,} calls a day to the model are used up"
        if 0 < self.tokens_per_channel <= tokens:
            return f"this channel's {self.tokens_per_channel:,} tokens a day for the model are used up"
        return None


def ask(task: Task[Result], writers: Writers, *, model: Model, subject: str = "", place: str = "") -> Result:
    """Ask once, and once more if the reply has the wrong shape or language. Raises ModelError.

    Every call is in the ledger, under `subject` (a watch, or what was asked for) and `place`, the channel that pays.
    """
    try:
        return _read(task, _call(task, writers, model, subject=(subject, place)), model)
    except ModelError as error:
        if error.facts.get("kind") not in MENDABLE or model.is_offline:
            raise
        return _read(task, _call(task, writers, model, subject=(subject, place), hint=error.message), model)


def _read(task: Task[Result], reply: ModelReply, model: Model) -> Result:
    result = task.parse(reply.text)
    if not model.is_offline:
        task.check(result)
    return result


def input_tokens(task: Task[Result], writers: Writers) -> int:
    """Estimated tokens of a task's prompt and schema."""
    system, user = writers.prompts.fill(task.prompt_id, **task.inputs)
    return estimate_tokens(system + user + json.dumps(task.schema, ensure_ascii=False))


def fits(task: Task[Result], writers: Writers) -> bool:
    """Whether a task is within the hard limit of its prompt."""
    return input_tokens(task, writers) <= MAX_TOKENS_IN.get(task.prompt_id, 4_000)


def _call(
    task: Task[Result], writers: Writers, model: Model, *, subject: tuple[str, str], hint: str = ""
) -> ModelReply:
    system, user = writers.prompts.fill(task.prompt_id, **task.inputs)
    if hint:
        user += f"\n\nYour last reply could not be used: {hint}. Reply with the JSON object only."
    stamp = writers.prompts.stamp(task.prompt_id)
    limit = int(writers.prompts.max_output_tokens(task.prompt_id) * task.output_factor)
    request = ModelRequest(task.prompt_id, stamp, system, user, task.schema, limit, task.evidence, task.facts)
    entry = LedgerEntry(task.prompt_id, stamp, model.name, 0, 0, 0.0, 0.0, writers.clock())
    entry = replace(entry, subject=subject[0], place=subject[1])
    started = time.monotonic()
    try:
        reply = model.complete(request)
    except ModelError as error:
        _record(replace(entry, seconds=time.monotonic() - started, error=error.message), writers, model)
        raise
    entry = replace(entry, tokens_in=reply.tokens_in, tokens_out=reply.tokens_out, cost_usd=reply.cost_usd)
    _record(replace(entry, seconds=time.monotonic() - started), writers, model)
    return reply


def _record(entry: LedgerEntry, writers: Writers, model: Model) -> None:
    if model.is_offline:
        return
    with writers.store.begin() as uow:
        uow.ledger.record(entry)
        uow.commit()
