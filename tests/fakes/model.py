"""A language model without a server: plays scripted replies. Implements Model."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.domain.errors import ModelError
from bot.domain.model_call import ModelReply, ModelRequest
from bot.domain.tokens import estimate_tokens
from tests.fakes.drafts import Json, Player, honest

Scripted = str | Json | ModelError | Player


class ScriptedModel:
    """Plays its script one call after the other and stays with the last: a text, data, an error, or a player.

    A player is a function from task and user message to data (`tests/fakes/drafts`). `requests` holds every call.
    """

    is_offline = False

    def __init__(self, *script: Scripted, name: str = "scripted", on_call: Callable[[], None] | None = None) -> None:
        self.name = name
        self.requests: list[ModelRequest] = []
        self._script: tuple[Scripted, ...] = script or (honest,)
        self._on_call = on_call

    def complete(self, request: ModelRequest) -> ModelReply:
        self.requests.append(request)
        if self._on_call is not None:
            self._on_call()
        now = self._script[min(len(self.requests), len(self._script)) - 1]
        if isinstance(now, ModelError):
            raise now
        said = now(request.task, request.user) if callable(now) else now
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        if not text.strip():
            raise ModelError("the model sent an empty reply", kind="empty")
        tokens = estimate_tokens(request.system + request.user), estimate_tokens(text)
        return ModelReply(text, self.name, *tokens, cost_usd=sum(tokens) * 1e-6)
