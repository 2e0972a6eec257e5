"""The offline engine: writes digests and answers from stored sentences alone, with no key and no network.

Implements Model over `request.evidence` and `request.facts`, and replies in the same JSON as a language model; the
reply goes through the same verification. Which sentences are on offer is `steps/choose/select`; headings by template
are `steps/write/headings`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.conversation import Turn
from bot.domain.errors import ModelError
from bot.domain.evidence import Evidence
from bot.domain.model_call import ModelReply, ModelRequest
from bot.ports import Model
from bot.steps.answer.answer_draft import draft_answer
from bot.steps.answer.question import rewrite_by_rules
from bot.steps.write.extracts import draft_digest

NAME = "offline engine"

Reply = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Options:
    """The offline engine has nothing to set."""


def build(options: Options | None = None) -> Model:
    """The engine; it never fails for want of anything outside the process."""
    return ExtractiveModel()


class ExtractiveModel:
    """Implements Model."""

    name = NAME
    is_offline = True

    def complete(self, request: ModelRequest) -> ModelReply:
        """Raises ModelError for a task that it does not know."""
        write = _TASKS.get(request.task)
        if write is None:
            raise ModelError(f"the offline engine has no way to do {request.task}", kind="task")
        text = json.dumps(write(request.evidence, request.facts), ensure_ascii=False)
        return ModelReply(text, self.name, tokens_in=0, tokens_out=0, mode="offline")


def _digest(evidence: Evidence, facts: Mapping[str, object]) -> Reply:
    words = facts.get("max_words")
    return draft_digest(evidence, max_words=words if isinstance(words, int) else 350)


def _repairs(evidence: Evidence, facts: Mapping[str, object]) -> Reply:
    """It has nothing better to offer than what it offered: whatever fails is dropped."""
    keys = facts.get("keys")
    return {
        "repairs": [
            {"key": str(key), "action": "drop", "text": "", "citations": [], "quotes": []}
            for key in (keys if isinstance(keys, Sequence) else ())
        ]
    }


def _answer(evidence: Evidence, facts: Mapping[str, object]) -> Reply:
    return draft_answer(evidence, str(facts.get("question", "")), answer_type=str(facts.get("answer_type", "other")))


def _question(evidence: Evidence, facts: Mapping[str, object]) -> Reply:
    turns, names = facts.get("turns"), facts.get("names")
    spoken = [Turn(str(one[0]), str(one[1])) for one in turns] if isinstance(turns, Sequence) else []
    known = [str(name) for name in names] if isinstance(names, Sequence) else []
    rewritten = rewrite_by_rules(str(facts.get("question", "")), spoken, known)
    return {
        "standalone": rewritten.standalone,
        "queries": list(rewritten.queries),
        "answer_type": rewritten.answer_type,
    }


_TASKS: Mapping[str, Callable[[Evidence, Mapping[str, object]], Reply]] = {
    "digest_write": _digest,
    "digest_repair": _repairs,
    "answer": _answer,
    "rewrite_question": _question,
}
