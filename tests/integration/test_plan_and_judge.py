"""A digest that is planned before it is written and judged afterwards, asked over the wire; and what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.digest import Digest
from bot.domain.errors import ModelError
from bot.domain.model_call import LedgerEntry
from bot.domain.watch import Watch
from bot.flows.answer import Context, answer_question
from bot.flows.ask_model import Writers
from bot.flows.clerk import MAX_CALLS, MAX_TOKENS_IN
from bot.flows.digest import write_digest
from bot.models import extractive, openai
from bot.ports import Model, Store
from bot.prompt_files import load_prompts
from bot.steps.show.json_forms import digest_json
from bot.steps.show.render_text import digest_text
from tests.fakes.drafts import LIES, Json, Player, evidence_rows, honest, judgement
from tests.fakes.model import ScriptedModel
from tests.integration.printed import check_printed, claims_of
from tests.sample_archive import NOW, store_samples
from tests.servers.model import Behaviour, Call, ModelServer, chat, failing, playing
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", channel="fake:C1", mute=("sport",), window_days=5, timezone="Europe/Brussels")
PROMPTS = load_prompts()
GERMAN = (
    "Die Minister der beiden Seiten haben ihre Gespräche am Dienstag ohne eine Einigung über die nächtlichen"
    " Überfahrten abgebrochen, und deshalb bleiben viele Schiffe noch eine Weile im Hafen liegen."
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = sqlite_store(tmp_path_factory.mktemp("archive"))
    store_samples(store)
    yield store
    store.close()


def _writers(store: Store, model: Model | None, **fields: object) -> Writers:
    values: dict[str, object] = {"plan": True, "judge": True} | fields
    return Writers(store, PROMPTS, lambda: NOW, extractive.build(), model, **values)  # type: ignore[arg-type]


def _served(store: Store, behaviour: Behaviour, **fields: object) -> tuple[Digest, list[str]]:
    with ModelServer(behaviour) as server:
        options = openai.Options(name="test-model", base_url=server.url, timeout_s=10, max_retries=0)
        digest = write_digest(WATCH, as_of=NOW, writers=_writers(store, openai.build(options), **fields)).digest
        check_printed(digest, store)
        return digest, server.tasks()


def _judging(verdict: Callable[[str], Json], player: Player = honest) -> Behaviour:
    """A player whose judge gives each claim this verdict."""

    def play(task: str, user: str) -> Json:
        if task != "judge":
            return player(task, user)
        return {"judgements": [verdict(row[1]) for row in evidence_rows(user) if row[0] == "claim"]}

    return playing(play)


# --- the plan --------------------------------------------------------------------------------------------------------


def test_a_digest_is_planned_written_and_judged_and_says_what_it_cost(archive: Store) -> None:
    digest, tasks = _served(archive, playing(honest))
    assert tasks == ["digest_plan", "digest_write", "judge"]
    assert [stamp.id for stamp in digest.prompts] == tasks
    assert digest.cost.calls == 3
    assert 5_000 < digest.cost.tokens_in <= MAX_TOKENS_IN
    assert digest_json(digest)["cost"] == {
        "calls": 3, "tokens_in": digest.cost.tokens_in, "tokens_out": digest.cost.tokens_out, "usd": 0.0,
        "seconds": round(digest.cost.seconds, 3),
    }  # fmt: skip
    spoken = f"3 calls, {digest.cost.tokens_in:,} tokens in, {digest.cost.tokens_out:,} out"
    assert spoken in digest_text(digest).replace("\n", " ")


def test_the_writer_is_given_what_the_plan_chose_and_nothing_else(archive: Store) -> None:
    model = ScriptedModel(honest)
    write_digest(WATCH, as_of=NOW, writers=_writers(archive, model, judge=False))
    plan = honest("digest_plan", model.requests[0].user)
    chosen = {place for one in plan["developments"] for place in one["sentences"]} | set(plan["other"])
    offered = [row for row in evidence_rows(model.requests[1].user) if row[0].startswith("p")]
    assert {row[0] for row in offered} >= chosen
    assert len(offered) < len([row for row in evidence_rows(model.requests[0].user) if row[0].startswith("p")])
    quoted = {row[1] for row in evidence_rows(model.requests[1].user) if row[0] == "quote"}
    assert quoted <= {place for one in plan["developments"] for place in one["quotes"]}


def test_invented_ids_fall_out_of_a_plan(archive: Store) -> None:
    def play(task: str, user: str) -> Json:
        reply = honest(task, user)
        if task == "digest_plan":
            reply["developments"].insert(0, {"sentences": ["p99.1.s1"], "quotes": ["p98.1.s1"], "status": "new"})
            reply |= {"other": [*reply["other"], "p97.1.s1"], "differences": [99, -1, 0]}
        return reply

    digest, tasks = _served(archive, playing(play), judge=False)
    assert (digest.engine, tasks) == ("model", ["digest_plan", "digest_write"])


@pytest.mark.parametrize("said", ["no plan today", '{"developments": "all"}', "", '{"developments": []}'])
def test_without_a_usable_plan_all_of_the_evidence_is_written_from(archive: Store, said: str) -> None:
    def behave(call: Call) -> object:
        return chat(said, call) if call.task == "digest_plan" else playing(honest)(call)

    digest, tasks = _served(archive, behave, judge=False)  # type: ignore[arg-type]
    assert digest.engine == "model"
    assert len(digest.developments) >= 3
    assert set(tasks) - {"digest_repair"} == {"digest_plan", "digest_write"}


def test_a_server_that_fails_at_the_plan_is_not_asked_to_write(archive: Store) -> None:
    digest, tasks = _served(archive, failing(500))
    assert (digest.engine, tasks) == ("offline", ["digest_plan"])
    assert digest.cost.calls == 1


def test_a_few_lines_need_no_plan(archive: Store) -> None:
    model = ScriptedModel(honest)
    watch = replace(WATCH, feeds=("Narrows Radio",), window_days=1)
    write_digest(watch, as_of=NOW, writers=_writers(archive, model, judge=False))
    assert "digest_plan" not in [request.task for request in model.requests]


# --- the judge -------------------------------------------------------------------------------------------------------


def test_a_doubted_sentence_is_mended_read_again_and_stays(archive: Store) -> None:
    heard: list[str] = []

    def verdict(key: str) -> Json:
        doubts = key == "d1.s1" and "d1.s1" not in heard
        heard.append(key)
        return judgement(key, "none" if doubts else "full", span="nothing of the kind", actor=not doubts)

    def mend(task: str, user: str) -> Json:
        reply = honest(task, user)
        if task == "digest_repair":
            for one in reply["repairs"]:
                one["text"] = one["text"].replace(".", ", the source says.", 1) if not one["quotes"] else one["text"]
        return reply

    digest, tasks = _served(archive, _judging(verdict, mend))
    assert tasks == ["digest_plan", "digest_write", "judge", "digest_repair", "judge"]
    assert heard.count("d1.s1") == 2
    assert heard[-1] == "d1.s1"
    (change,) = [change for change in digest.changes if change.rule == "J"]
    assert (change.action, bool(change.evidence), bool(change.after)) == ("repaired", True, True)
    assert "wrong: actor" in change.reason
    assert "nothing of the kind" not in change.reason  # the judge's own words are kept only if the sentence has them


def test_a_sentence_that_stays_doubted_is_dropped_with_both_its_wordings(archive: Store) -> None:
    digest, tasks = _served(archive, _judging(lambda key: judgement(key, "none" if key == "d1.s1" else "full")))
    usual, _ = _served(archive, playing(honest))
    assert "digest_repair" in tasks
    lost = [change for change in digest.changes if (change.rule, change.action) == ("J", "dropped")]
    assert lost and all(change.before and change.evidence for change in lost)
    assert len(claims_of(digest)) == len(claims_of(usual)) - 1


def test_whatever_is_changed_keeps_its_rule_its_evidence_and_both_wordings(archive: Store) -> None:
    """A number that no source has, a mark of its own, a name, a difference of one outlet, what leans on the lost."""

    def play(task: str, user: str) -> Json:
        reply = honest(task, user)
        if task == "digest_write":
            sentences = reply["developments"][0]["sentences"]
            cited = {"citations": sentences[0]["citations"], "quotes": []}
            sentences[1:1] = [
                cited | {"text": "Exactly 777 ships passed."},
                cited | {"text": "It was “quite a day” there."},
                cited | {"text": "They left."},
            ]
            reply["developments"][1]["title"] = "Quentin Zabriskie confirms"
            reply["differences"] = [{"text": sentences[0]["text"], "citations": sentences[0]["citations"]}]
        if task == "digest_repair":
            for one in reply["repairs"]:
                one |= {"action": "fix", "text": "Some 778 ships came by."}
        return reply

    digest, tasks = _served(archive, playing(play), plan=False, judge=False)
    assert tasks.count("digest_repair") == 2
    proposed = {"Exactly 777 ships passed.", "It was “quite a day” there.", "Quentin Zabriskie confirms"}
    assert {change.before for change in digest.changes} >= proposed
    for change in digest.changes:
        assert change.action == "dropped"
        assert change.rule and change.reason and change.before, change
        assert change.evidence, change
        assert change.before != "Some 778 ships came by."
    assert any("mended in vain to: Some 778 ships came by." in change.reason for change in digest.changes)


def test_partial_support_alone_costs_nothing(archive: Store) -> None:
    _, tasks = _served(archive, _judging(lambda key: judgement(key, "partial", span="the")))
    assert tasks == ["digest_plan", "digest_write", "judge"]


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_judge_who_approves_of_everything_saves_nothing(archive: Store, lie: str) -> None:
    with_judge, _ = _served(archive, _judging(judgement, LIES[lie]), plan=False)
    without, _ = _served(archive, playing(LIES[lie]), plan=False, judge=False)
    assert [claim.text for claim in claims_of(with_judge)] == [claim.text for claim in claims_of(without)]


def test_a_judge_who_cannot_be_heard_costs_nothing_but_the_call(archive: Store) -> None:
    def behave(call: Call) -> object:
        return failing(500)(call) if call.task == "judge" else playing(honest)(call)

    digest, tasks = _served(archive, behave)  # type: ignore[arg-type]
    assert tasks == ["digest_plan", "digest_write", "judge"]
    assert (digest.engine, digest.changes) == ("model", ())


# --- what it may cost ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lie", sorted(LIES))
def test_the_worst_digest_stays_within_its_budget(archive: Store, lie: str) -> None:
    digest, tasks = _served(archive, _judging(lambda key: judgement(key, "none"), LIES[lie]))
    assert len(tasks) <= MAX_CALLS
    assert digest.cost.tokens_in <= MAX_TOKENS_IN
    assert digest.cost.calls == len(tasks)


def test_a_channel_that_has_used_its_day_gets_extracts_and_another_does_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = sqlite_store(tmp_path_factory.mktemp("caps"))
    store_samples(store)
    stamp = PROMPTS.stamp("answer")
    with store.begin() as uow:
        for place in ("fake:C1", "fake:C1", "fake:C2"):
            uow.ledger.record(
                LedgerEntry("answer", stamp, "m", 900, 100, 0.0, 1.0, NOW - timedelta(hours=2), place=place)
            )
        uow.commit()
    for limits, told in (({"calls_per_channel": 2}, "2 calls a day"), ({"tokens_per_channel": 2_000}, "2,000 tokens")):
        model = ScriptedModel(honest)
        writers = _writers(store, model, **limits)
        digest = write_digest(WATCH, as_of=NOW, writers=writers).digest
        assert (digest.engine, model.requests) == ("offline", [])
        assert told in str(digest.notice)
        asked = answer_question(
            "How many merchant ships used the strait each day?", writers=writers, context=Context(NOW, place="fake:C1")
        )
        assert (asked.engine, model.requests) == ("offline", [])
        other = write_digest(replace(WATCH, channel=f"fake:{told}"), as_of=NOW, writers=writers).digest
        assert other.engine == "model"
        with store.read() as uow:
            assert uow.ledger.used_by("fake:C1", since=NOW - timedelta(days=1)) == (2, 2_000)
            assert uow.ledger.used_by("fake:C1", since=NOW) == (0, 0)
            assert uow.ledger.used_by(f"fake:{told}", since=NOW - timedelta(days=1))[0] == other.cost.calls
    store.close()


# --- another language ------------------------------------------------------------------------------------------------


def _in_german(task: str, user: str) -> Json:
    reply = honest(task, user)
    for development in reply.get("developments", ()):
        for sentence in development["sentences"]:
            sentence |= {"text": GERMAN, "quotes": []}
    return reply


def test_a_digest_in_another_language_is_asked_for_once_more(archive: Store) -> None:
    model = ScriptedModel(_in_german, honest)
    digest = write_digest(WATCH, as_of=NOW, writers=_writers(archive, model, plan=False, judge=False)).digest
    assert digest.engine == "model"
    assert "another language (de)" in model.requests[1].user


def test_a_model_that_keeps_to_another_language_is_not_used(archive: Store) -> None:
    model = ScriptedModel(_in_german)
    writers = _writers(archive, model, plan=False, judge=False)
    digest = write_digest(WATCH, as_of=NOW, writers=writers).digest
    assert len(model.requests) == 2
    assert digest.engine == "offline"
    assert "wrote in another language" in str(digest.notice)
    with pytest.raises(ModelError, match="another language"):
        write_digest(WATCH, as_of=NOW, writers=writers, engine="model")
