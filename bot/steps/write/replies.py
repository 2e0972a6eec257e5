"""Reads a model's reply into a draft.

Owns shape and size only: a reply that fits is still an unproven proposal (`bot/domain/draft`). Anything else is a
ModelError of kind `shape`, whose line can be shown to the model. What a server is asked for is `schemas`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bot.domain.draft import (
    DraftAnswer,
    DraftDevelopment,
    DraftDigest,
    DraftLine,
    DraftPlan,
    DraftQuote,
    DraftSentence,
    PlannedDevelopment,
)
from bot.domain.errors import ModelError
from bot.domain.verdict import Judgement
from bot.steps.write.evidence_block import DATAMARK
from bot.steps.write.schemas import ANSWER_TYPES, ASPECTS, STATUSES

MAX_REPLY_CHARS = 60_000
"""Ten times what a digest needs: longer replies are refused unread."""

Words = Annotated[str, Field(max_length=2000)]
Short = Annotated[str, Field(max_length=200)]
Ids = Annotated[list[Short], Field(max_length=12)]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question that stands alone, searches for it, and the kind of thing that answers it (one of ANSWER_TYPES)."""

    standalone: str
    queries: tuple[str, ...] = ()
    answer_type: str = "other"


class _Quote(BaseModel):
    key: Annotated[str, Field(max_length=12)]
    sentence_id: Short
    words: Words
    speaker: Short | None = None

    def draft(self) -> DraftQuote:
        return DraftQuote(self.key.strip("{} "), self.sentence_id.strip(), self.words, self.speaker or None)


class _Sentence(BaseModel):
    text: Words = ""
    citations: Ids = []
    quotes: Annotated[list[_Quote], Field(max_length=4)] = []
    extract: Short | None = None
    outlet: Short | None = None

    def draft(self) -> DraftSentence:
        quotes = tuple(quote.draft() for quote in self.quotes)
        citations = tuple(one.strip() for one in self.citations)
        return DraftSentence(self.text.strip(), citations, quotes, self.extract or None, self.outlet or None)


class _Development(BaseModel):
    title: Words = ""
    event_date: Short | None = None
    status: Short = "new"
    sentences: Annotated[list[_Sentence], Field(max_length=12)]

    def draft(self) -> DraftDevelopment:
        sentences = tuple(sentence.draft() for sentence in self.sentences)
        return DraftDevelopment(self.title.strip(), sentences, self.event_date, self.status)


class _Line(BaseModel):
    text: Words
    citations: Ids
    label: Short | None = None
    date: Short | None = None
    quotes: Annotated[list[_Quote], Field(max_length=2)] = []

    def draft(self) -> DraftLine:
        citations = tuple(one.strip() for one in self.citations)
        return DraftLine(
            self.text.strip(), citations, self.label, self.date, tuple(quote.draft() for quote in self.quotes)
        )


_Lines = Annotated[list[_Line], Field(max_length=12)]


class _Digest(BaseModel):
    headline: Words
    standfirst: Words
    developments: Annotated[list[_Development], Field(max_length=12)]
    differences: _Lines = []
    numbers: _Lines = []
    ahead: _Lines = []
    other_news: Annotated[list[_Sentence], Field(max_length=12)] = []


class _PlannedDevelopment(BaseModel):
    sentences: Ids
    quotes: Ids = []
    status: Short = "new"

    def draft(self) -> PlannedDevelopment:
        sentences, quotes = (tuple(one.strip() for one in ids) for ids in (self.sentences, self.quotes))
        return PlannedDevelopment(sentences, quotes, self.status if self.status in STATUSES else "new")


class _Plan(BaseModel):
    developments: Annotated[list[_PlannedDevelopment], Field(max_length=12)]
    differences: Annotated[list[int], Field(max_length=12)] = []
    other: Ids = []


class _Judgement(BaseModel):
    key: Short
    support: Short
    span: Words | None = None
    actor: bool = True
    number: bool = True
    polarity: bool = True
    modality: bool = True

    def verdict(self) -> Judgement:
        wrong = tuple(name for name in ASPECTS if not getattr(self, name))
        span = " ".join((self.span or "").replace(DATAMARK, " ").split()) or None
        return Judgement(self.key, self.support, span, wrong)


class _Judgements(BaseModel):
    judgements: Annotated[list[_Judgement], Field(max_length=60)]


class _Repair(BaseModel):
    key: Short
    action: Short
    text: Words = ""
    citations: Ids = []
    quotes: Annotated[list[_Quote], Field(max_length=4)] = []


class _Repairs(BaseModel):
    repairs: Annotated[list[_Repair], Field(max_length=60)]


class _Answer(BaseModel):
    answerable: bool
    sentences: Annotated[list[_Sentence], Field(max_length=8)] = []
    missing: Words | None = None


class _Question(BaseModel):
    standalone: Words
    queries: Annotated[list[Short], Field(max_length=6)] = []
    answer_type: Short = "other"


Form = TypeVar("Form", bound=BaseModel)


def parse_digest(text: str) -> DraftDigest:
    """A digest as proposed. Raises ModelError of kind `shape`."""
    reply = _read(_Digest, text)
    return DraftDigest(
        headline=reply.headline.strip(),
        standfirst=reply.standfirst.strip(),
        developments=tuple(one.draft() for one in reply.developments),
        differences=tuple(one.draft() for one in reply.differences),
        numbers=tuple(one.draft() for one in reply.numbers),
        ahead=tuple(one.draft() for one in reply.ahead),
        other_news=tuple(one.draft() for one in reply.other_news),
    )


def parse_plan(text: str) -> DraftPlan:
    """A plan as proposed. Raises ModelError of kind `shape`."""
    reply = _read(_Plan, text)
    developments = tuple(one.draft() for one in reply.developments)
    return DraftPlan(developments, tuple(one.strip() for one in reply.other), tuple(reply.differences))


def parse_judgements(text: str) -> tuple[Judgement, ...]:
    """What a judge thinks of each claim. Raises ModelError of kind `shape`."""
    return tuple(one.verdict() for one in _read(_Judgements, text).judgements)


def parse_repairs(text: str) -> dict[str, DraftSentence | None]:
    """Mended sentences by key; None withdraws one. Raises ModelError of kind `shape`."""
    fixes: dict[str, DraftSentence | None] = {}
    for repair in _read(_Repairs, text).repairs:
        sentence = _Sentence(text=repair.text, citations=repair.citations, quotes=repair.quotes).draft()
        fixes[repair.key] = sentence if repair.action == "fix" and sentence.text else None
    return fixes


def parse_answer(text: str) -> DraftAnswer:
    """An answer as proposed. Raises ModelError of kind `shape`."""
    reply = _read(_Answer, text)
    missing = " ".join((reply.missing or "").split())[:200] or None
    return DraftAnswer(reply.answerable, tuple(one.draft() for one in reply.sentences), missing)


def parse_question(text: str) -> Rewritten:
    """A question made to stand alone. Raises ModelError of kind `shape`."""
    reply = _read(_Question, text)
    standalone = " ".join(reply.standalone.split())
    if not standalone:
        raise ModelError("the reply holds no question", kind="shape")
    kind = reply.answer_type if reply.answer_type in ANSWER_TYPES else "other"
    return Rewritten(standalone, tuple(query for query in reply.queries[:3] if query.strip()), kind)


def _read(form: type[Form], text: str) -> Form:
    if len(text) > MAX_REPLY_CHARS:
        raise ModelError(f"the reply is longer than {MAX_REPLY_CHARS} characters", kind="shape")
    try:
        return form.model_validate(json.loads(text))
    except ValidationError as error:
        raise ModelError(_first_problem(error), kind="shape") from error
    except (ValueError, RecursionError) as error:
        raise ModelError("the reply is not one whole JSON object", kind="shape") from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the reply"
    return f"{place}: {first['msg']}"
