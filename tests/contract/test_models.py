"""One suite for every way of writing: each file of bot/models, and the fake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

import bot.models
from bot.domain.article import Article, Story
from bot.domain.conversation import Turn
from bot.domain.draft import DraftSentence
from bot.domain.errors import BotError, ModelError
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.model_call import ModelRequest
from bot.domain.told import Before
from bot.domain.verdict import CheckedSentence, Failure, Passed, RepairItem
from bot.domain.watch import Watch
from bot.models import extractive, openai
from bot.ports import Model
from bot.prompt_files import load_prompts
from bot.steps.answer.question import Rewritten
from bot.steps.write.tasks import (
    Orders,
    Task,
    answer_task,
    digest_task,
    judge_task,
    plan_task,
    repair_task,
    rewrite_task,
)
from tests.fakes.model import ScriptedModel
from tests.samples import make_article
from tests.servers.model import ModelServer, honest

AS_OF = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PROMPTS = load_prompts()


@contextmanager
def _openai() -> Iterator[Model]:
    with ModelServer(honest) as server:
        yield openai.build(openai.Options(name="test-model", base_url=server.url, timeout_s=10))


@contextmanager
def _extractive() -> Iterator[Model]:
    yield extractive.build()


@contextmanager
def _fake() -> Iterator[Model]:
    yield ScriptedModel()


MODELS = {"openai": _openai, "extractive": _extractive, "fake": _fake}
TASKS = ("digest_write", "digest_repair", "answer", "rewrite_question")
ASKED_OF_A_MODEL = ("digest_plan", "judge")
"""Tasks that the offline engine is never given: it chooses by itself and copies."""


@pytest.fixture(params=sorted(MODELS))
def model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with MODELS[request.param]() as made:
        yield made


def test_every_file_of_bot_models_is_in_this_suite() -> None:
    folder = Path(str(bot.models.__file__)).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} <= set(MODELS)


@pytest.mark.parametrize("task", TASKS)
def test_the_reply_to_every_task_fits_its_schema_and_can_be_read(model: Model, task: str) -> None:
    request, made = _request(task)
    reply = model.complete(request)
    said = json.loads(reply.text)
    if not model.is_offline:
        jsonschema.validate(said, dict(request.schema))
    made.parse(reply.text)


@pytest.mark.parametrize("name", ["openai", "fake"])
@pytest.mark.parametrize("task", ASKED_OF_A_MODEL)
def test_plans_and_judgements_fit_their_schema_too(name: str, task: str) -> None:
    with MODELS[name]() as model:
        request, made = _request(task)
        text = model.complete(request).text
    jsonschema.validate(json.loads(text), dict(request.schema))
    assert made.parse(text)


def test_the_offline_engine_says_what_it_cannot_do() -> None:
    for task in ASKED_OF_A_MODEL:
        with pytest.raises(ModelError, match=f"no way to do {task}"):
            extractive.build().complete(_request(task)[0])


@pytest.mark.parametrize("task", TASKS)
def test_a_reply_says_who_wrote_it_and_what_it_cost(model: Model, task: str) -> None:
    reply = model.complete(_request(task)[0])
    assert reply.model == model.name
    assert reply.tokens_in >= 0 <= reply.tokens_out
    assert (reply.tokens_in > 0) is not model.is_offline
    assert reply.cost_usd >= 0


def test_a_reply_cites_only_what_was_offered(model: Model) -> None:
    request, made = _request("digest_write")
    draft = made.parse(model.complete(request).text)
    cited = {one for item in draft.developments for sentence in item.sentences for one in sentence.citations}
    cited |= {one for sentence in draft.other_news for one in sentence.citations}
    assert cited
    assert cited <= {str(line.sentence_id) for line in request.evidence.lines}


def test_nothing_of_a_call_is_kept_for_the_next(model: Model) -> None:
    request, _ = _request("digest_write")
    first = model.complete(request).text
    model.complete(_request("answer")[0])
    assert json.loads(model.complete(request).text) == json.loads(first)


def test_no_evidence_is_no_exception_of_a_foreign_kind(model: Model) -> None:
    request, made = _request("digest_write", lines=0)
    try:
        draft = made.parse(model.complete(request).text)
    except BotError:
        return
    assert not draft.developments


def _request(task: str, *, lines: int = 4) -> tuple[ModelRequest, Task]:  # type: ignore[type-arg]
    made = _task(task, _evidence(lines))
    system, user = PROMPTS.fill(made.prompt_id, **made.inputs)
    limit = PROMPTS.max_output_tokens(made.prompt_id)
    stamp = PROMPTS.stamp(made.prompt_id)
    return ModelRequest(made.prompt_id, stamp, system, user, made.schema, limit, made.evidence, made.facts), made


def _task(task: str, evidence: Evidence) -> Task:  # type: ignore[type-arg]
    orders = Orders(Watch("Harbour Watch"), AS_OF, Before())
    if task == "digest_write":
        return digest_task(evidence, orders, nonce="n0nce")
    if task == "digest_plan":
        return plan_task(evidence, orders, nonce="n0nce")
    if task == "judge":
        line = evidence.lines[0]
        claim = Passed("d1.s1", DraftSentence(line.text), CheckedSentence(line.text, (line.sentence_id,)))
        return judge_task([claim], evidence, nonce="n0nce")
    if task == "digest_repair":
        line = evidence.lines[0]
        failing = DraftSentence("A sentence that went wrong.", (str(line.sentence_id),))
        item = RepairItem("d1.s1", failing, (Failure("V8", "“7” is in no cited sentence"),), (line,))
        return repair_task([item], evidence, nonce="n0nce")
    if task == "answer":
        asked = Rewritten("How many people crossed at Kastrel?", (), "number")
        return answer_task(asked, evidence, nonce="n0nce", scope="this digest", as_of=AS_OF)
    turns = [Turn("What did Ana Torvald say?", "Ana Torvald said that the ceasefire would hold.")]
    return rewrite_task("And what about the bridge?", turns, names=["Ana Torvald"], nonce="n0nce", as_of=AS_OF)


def _evidence(lines: int) -> Evidence:
    new = make_article("https://courier.example/1")
    article = Article(
        1, new.url, new.canonical_url, new.publisher, new.source_type, new.trust, AS_OF, replace(new.revision, number=1)
    )
    places = [
        SentenceId(1, 1, passage.number, number)
        for passage in article.revision.passages
        for number in range(1, len(passage.sentences) + 1)
    ]
    offered = tuple(EvidenceLine(one, str(article.sentence_text(one)), 1, (), 1.0) for one in places[:lines])
    return Evidence(offered, {1: article}, (Story("s1", (article,), (frozenset({1}),)),), AS_OF, AS_OF.date())
