"""Counts what one digest costs and ends it in time. Implements Model around the one that writes.

Owns the budget of all calls of one digest together. The limit of each call is `steps/write/tasks`, what a channel may
spend in a day is `flows/ask_model`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.domain.digest import NO_COST, Cost, PromptStamp
from bot.domain.errors import ModelError
from bot.domain.model_call import ModelReply, ModelRequest
from bot.ports import Model

MAX_CALLS = 6
"""Plan, write, two repairs, and a judge who is heard twice at most."""

MAX_TOKENS_IN = 19_000
MAX_TOKENS_OUT = 4_100
"""Grounding 2.16, for a daily digest. Writing itself is never refused; what would mend or judge beyond this is."""


@dataclass(slots=True)
class Clerk:
    """A call is begun only while there is time for one as slow as the slowest so far."""

    model: Model
    deadline_s: float
    output_factor: float = 1.0
    name: str = ""
    is_offline: bool = False
    cost: Cost = NO_COST
    slowest_s: float = 0.0
    prompts: dict[str, PromptStamp] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    written: int = 0

    def __post_init__(self) -> None:
        self.name, self.is_offline = self.model.name, self.model.is_offline

    @property
    def room_in(self) -> int:
        """Input tokens that may still be spent on mending and judging."""
        return MAX_TOKENS_IN - self.cost.tokens_in

    def allows(self, max_output_tokens: int) -> bool:
        """Whether one more call with this limit is within the budget."""
        is_within = self.written + max_output_tokens <= MAX_TOKENS_OUT * self.output_factor
        return is_within and self.cost.calls < MAX_CALLS

    def complete(self, request: ModelRequest) -> ModelReply:
        """As the model does, or ModelError of kind `deadline`."""
        begun = time.monotonic()
        if begun - self.started + self.slowest_s > self.deadline_s:
            raise ModelError("there was no time left for another call to the model", kind="deadline")
        self.prompts[request.prompt.id] = request.prompt
        reply = None
        try:
            reply = self.model.complete(request)
        finally:
            self._count(reply, time.monotonic() - begun)
        # A thinking model's thoughts are paid for and do not count against the length of what it writes.
        self.written += min(reply.tokens_out, request.max_output_tokens)
        return reply

    def _count(self, reply: ModelReply | None, seconds: float) -> None:
        self.slowest_s = max(self.slowest_s, seconds)
        paid = (reply.tokens_in, reply.tokens_out, reply.cost_usd) if reply else (0, 0, 0.0)
        was = self.cost
        self.cost = Cost(
            was.calls + 1, was.tokens_in + paid[0], was.tokens_out + paid[1], was.usd + paid[2], was.seconds + seconds
        )
