"""Digests over the sample newsroom: by an honest model, by liars, with a model that fails, and without one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.digest import Digest
from bot.domain.errors import ModelError
from bot.domain.model_call import LedgerEntry
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import Written, write_digest
from bot.models import extractive, openai
from bot.ports import Model, Store
from bot.prompt_files import load_prompts
from bot.steps.show.json_forms import digest_json
from bot.steps.show.render_text import digest_text
from tests.fakes.drafts import LIES, Json, honest
from tests.fakes.model import ScriptedModel
from tests.integration.printed import articles_told, check_printed, claims_of
from tests.sample_archive import NOW, store_samples
from tests.servers import model as server_side
from tests.servers.model import SHAPES, Behaviour, ModelServer
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", mute=("sport",), window_days=5, timezone="Europe/Brussels")
PROMPTS = load_prompts()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = sqlite_store(tmp_path_factory.mktemp("archive"))
    store_samples(store)
    yield store
    store.close()


def _writers(store: Store, model: Model | None = None, **fields: object) -> Writers:
    return Writers(store, PROMPTS, lambda: NOW, extractive.build(), model, **fields)  # type: ignore[arg-type]


def _write(store: Store, model: Model | None = None, *, watch: Watch = WATCH, **fields: object) -> Written:
    written = write_digest(watch, as_of=NOW, writers=_writers(store, model), **fields)  # type: ignore[arg-type]
    check_printed(written.digest, store)
    return written


def _slip(task: str, user: str) -> Json:
    """An honest digest with one sentence that no source bears out, put behind the first; never mended."""
    if task == "digest_repair":
        return {"repairs": []}
    reply = honest(task, user)
    sentences = reply["developments"][0]["sentences"]
    sentences.insert(1, sentences[0] | {"text": "Exactly 777 ships passed.", "quotes": []})
    return reply


def _served(store: Store, behaviour: Behaviour, *, timeout_s: float = 10.0, deadline_s: float = 240.0) -> Digest:
    with ModelServer(behaviour) as server:
        options = openai.Options(name="test-model", base_url=server.url, timeout_s=timeout_s)
        model = openai.build(options, sleep=lambda _: None)
        return _write(store, model, deadline_s=deadline_s).digest


def _ledger(store: Store) -> tuple[int, int]:
    with store.read() as uow:
        return uow.ledger.tokens(since=NOW - timedelta(days=1))


# --- without a model -------------------------------------------------------------------------------------------------


def test_without_a_model_the_digest_is_made_of_the_sources_own_words(archive: Store) -> None:
    digest = _write(archive).digest
    assert (digest.engine, digest.notice, digest.prompts) == ("offline", None, ())
    assert len(digest.developments) >= 3
    assert digest.checks.quotes >= 3
    assert all(claim.is_extract or claim.quotes for claim in claims_of(digest))
    assert "automatic extract" in digest_text(digest)


def test_copies_leads_stale_and_muted_articles_are_not_used_and_every_article_has_one_outcome(archive: Store) -> None:
    written = _write(archive)
    kinds = {outcome.url.rsplit("/", 1)[-1]: outcome.kind for outcome in written.outcomes}
    assert len(kinds) == len(written.outcomes) == written.digest.coverage.articles == 30
    assert kinds["gazette-syndicated"] == "duplicate"
    assert kinds["gazette-stale"] == "stale"
    assert kinds["gazette-sport"] == "muted"
    assert kinds["newsfuse-repost"] == "kept"
    assert sum(written.digest.coverage.outcomes.values()) == 30


def test_two_runs_over_the_same_archive_make_the_same_digest(archive: Store) -> None:
    assert _write(archive).digest == _write(archive).digest


def test_a_digest_of_an_earlier_moment_knows_nothing_of_what_came_later(archive: Store) -> None:
    as_of = NOW - timedelta(days=2)
    digest = write_digest(WATCH, as_of=as_of, writers=_writers(archive)).digest
    check_printed(digest, archive)
    assert digest.citations
    assert all(citation.published_at and citation.published_at <= as_of for citation in digest.citations)


def test_a_window_without_news_is_one_line_and_asks_nobody(archive: Store) -> None:
    model = ScriptedModel()
    as_of = NOW - timedelta(days=30)
    digest = write_digest(WATCH, as_of=as_of, writers=_writers(archive, model)).digest
    assert digest.is_empty
    assert model.requests == []
    assert digest.headline == "Strait Watch: no new developments"
    assert digest.notice is None
    assert len(digest_text(digest).split()) < 45


def test_only_the_feeds_of_the_watch_are_read_by_tag_or_by_name(archive: Store) -> None:
    by_tag = _write(archive, watch=replace(WATCH, feeds=("wire",))).digest
    by_name = _write(archive, watch=replace(WATCH, feeds=("meridian wire",))).digest
    assert {citation.publisher for citation in by_tag.citations} == {"Meridian Wire"}
    assert by_name.citations == by_tag.citations
    assert by_tag.coverage.feeds == 1


def test_a_watch_whose_feeds_are_gone_says_so(archive: Store) -> None:
    digest = _write(archive, watch=replace(WATCH, feeds=("nowhere",))).digest
    assert digest.is_empty
    assert digest.notice == "None of this briefing's feeds exists: nowhere."


def test_topics_and_mute_words_decide_what_is_told(archive: Store) -> None:
    digest = _write(archive, watch=replace(WATCH, topics=("lighthouse museum",))).digest
    assert {citation.title for citation in digest.citations} == {"Lighthouse museum reopens with record ticket sales"}
    muted = _write(archive, watch=replace(WATCH, mute=("museum",))).digest
    assert not any("museum" in citation.title for citation in muted.citations)


def test_days_override_the_window(archive: Store) -> None:
    short, long = (_write(archive, days=days).digest.coverage.articles for days in (1, 5))
    assert 0 < short < long


# --- with a model ----------------------------------------------------------------------------------------------------


def test_an_honest_model_writes_the_digest(archive: Store) -> None:
    model = ScriptedModel()
    digest = _write(archive, model).digest
    assert (digest.engine, digest.notice) == ("model", None)
    assert digest.prompts[0].id == "digest_write"
    assert digest.checks.quotes >= 3
    assert any(not claim.is_extract for claim in claims_of(digest))


def test_the_offline_engine_writes_when_it_is_asked_for(archive: Store) -> None:
    model = ScriptedModel()
    digest = _write(archive, model, engine="offline").digest
    assert (digest.engine, digest.notice, model.requests) == ("offline", None, [])


@pytest.mark.parametrize("lie", sorted(LIES))
def test_nothing_of_a_lie_is_printed_and_the_digest_comes_all_the_same(archive: Store, lie: str) -> None:
    model = ScriptedModel(LIES[lie])
    digest = _write(archive, model).digest
    assert len(digest.developments) >= 3
    assert len(model.requests) <= 3
    printed = json.dumps(digest_json(replace(digest, changes=())), ensure_ascii=False)
    for trace in ("gladly", "Zabriskie", "98765", "4,321", "quite different now", "evil.example", "p99999"):
        assert trace not in printed
    assert digest.engine == "model" or "too few of its sentences could be proven" in str(digest.notice)


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_lie_that_is_mended_when_asked_is_printed_mended(archive: Store, lie: str) -> None:
    model = ScriptedModel(LIES[lie], honest)
    digest = _write(archive, model).digest
    assert [request.task for request in model.requests][:2] == ["digest_write", "digest_repair"]
    assert "digest_repair" in {stamp.id for stamp in digest.prompts} or digest.engine == "offline"


def test_one_wrong_sentence_costs_only_itself(archive: Store) -> None:
    good, slipped = (_write(archive, ScriptedModel(player)).digest for player in (honest, _slip))
    assert slipped.engine == "model"
    assert claims_of(slipped) == claims_of(good)
    (change,) = [one for one in slipped.changes if one.before == "Exactly 777 ships passed."]
    assert (change.action, change.rule) == ("dropped", "V8")


def test_a_sentence_that_leans_on_a_lost_one_goes_with_it(archive: Store) -> None:
    def leaning(task: str, user: str) -> Json:
        if task == "digest_repair":
            return {"repairs": []}
        reply = honest(task, user)
        first = reply["developments"][0]["sentences"][0]
        lean = first | {"text": "He said so on the same day.", "quotes": []}
        reply["developments"][0]["sentences"] = [first | {"text": "Exactly 777 ships passed.", "quotes": []}, lean]
        return reply

    printed = [claim.text for claim in claims_of(_write(archive, ScriptedModel(leaning)).digest)]
    assert not any(text.startswith("He said so") for text in printed)


def test_a_model_that_calls_shared_news_no_news_is_not_believed(archive: Store) -> None:
    silence = {"headline": "", "standfirst": "", "developments": []}
    digest = _write(archive, ScriptedModel(silence)).digest
    assert digest.engine == "offline"
    assert "found nothing to report" in str(digest.notice)
    assert digest.developments


def test_a_spent_budget_leaves_the_digest_to_the_offline_engine(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = sqlite_store(tmp_path_factory.mktemp("budget"))
    store_samples(store)
    with store.begin() as uow:
        stamp = PROMPTS.stamp("digest_write")
        uow.ledger.record(LedgerEntry("digest_write", stamp, "scripted", 1, 1, 5.0, 1.0, NOW - timedelta(hours=1)))
        uow.commit()
    model = ScriptedModel()
    writers = _writers(store, model, daily_budget_usd=5.0)
    digest = write_digest(WATCH, as_of=NOW, writers=writers).digest
    assert (digest.engine, model.requests) == ("offline", [])
    assert "budget of 5 USD" in str(digest.notice)
    with pytest.raises(ModelError, match="budget"):
        write_digest(WATCH, as_of=NOW, writers=writers, engine="model")
    store.close()


def test_who_insists_on_the_model_gets_its_error_in_one_line(archive: Store) -> None:
    with pytest.raises(ModelError, match="no language model is set up"):
        _write(archive, engine="model")
    with pytest.raises(ModelError, match="overloaded"):
        _write(archive, ScriptedModel(ModelError("overloaded", kind="busy")), engine="model")
    with pytest.raises(ModelError, match="too few of its sentences"):
        _write(archive, ScriptedModel(LIES["invent_ids"]), engine="model")


def test_every_call_is_paid_for_in_the_ledger(archive: Store) -> None:
    before = _ledger(archive)
    model = ScriptedModel(LIES["misquote"], honest)
    _write(archive, model)
    after = _ledger(archive)
    assert len(model.requests) >= 2
    assert after[0] - before[0] > 2_000
    assert after[1] - before[1] > 300


def test_a_digest_with_a_repair_stays_within_its_tokens(archive: Store) -> None:
    before = _ledger(archive)
    _write(archive, ScriptedModel(LIES["misquote"]), days=5)
    assert _ledger(archive)[0] - before[0] <= 12_000


# --- a model that fails ----------------------------------------------------------------------------------------------

FAULTS: dict[str, tuple[Behaviour, str]] = {
    "busy": (server_side.rate_limited(), "its server is busy"),
    "busy for an hour": (server_side.rate_limited("3600"), "its server is busy"),
    "no credit": (server_side.out_of_quota, "no credit left"),
    "status 500": (server_side.failing(500), "its server failed"),
    "connection cut": (server_side.resetting, "could not be reached"),
    "wrong key": (server_side.failing(401), "refused the key"),
    "refusal": (server_side.refusing, "declined to write"),
    "apology": (server_side.apology, "could not be read"),
    "prose": (server_side.prose, "could not be read"),
    "empty": (server_side.empty, "was empty"),
    "blank": (server_side.blank, "was empty"),
    "cut at its limit": (server_side.cut_at_limit, "was cut off"),
    "ten times too long": (server_side.too_long, "could not be read"),
    "half a body": (server_side.broken_transport(300), "could not be read"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_the_model_does_the_digest_comes_and_says_why_it_is_an_extract(archive: Store, fault: str) -> None:
    behaviour, reason = FAULTS[fault]
    digest = _served(archive, behaviour)
    assert digest.engine == "offline"
    assert len(digest.developments) >= 3
    assert str(digest.notice).startswith("Written without the language model, because it")
    assert reason in str(digest.notice)
    assert digest.notice in digest_text(digest).replace("\n", " ")


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_reply_of_another_shape_is_read_safely_or_not_at_all(archive: Store, shape: str) -> None:
    digest = _served(archive, server_side.wrong_shape(shape))
    assert len(digest.developments) >= 3
    assert "PWNED" not in digest_text(digest)
    assert digest.engine == "model" or "could not be read" in str(digest.notice)


def test_a_reply_cut_at_any_place_ends_in_a_digest(archive: Store) -> None:
    with ModelServer(server_side.honest) as server:
        model = openai.build(openai.Options(name="test-model", base_url=server.url))
        _write(archive, model)
        body = json.dumps(honest("digest_write", server.requests[0].user), ensure_ascii=False)
    cuts = range(0, len(body.encode()), 50)
    assert len(cuts) > 40
    with ModelServer(
        server_side.in_turn(*(server_side.truncated(cuts[number // 2]) for number in range(2 * len(cuts))))
    ) as server:
        model = openai.build(openai.Options(name="test-model", base_url=server.url), sleep=lambda _: None)
        for _ in cuts:
            asked = len(server.requests)
            digest = _write(archive, model, watch=replace(WATCH, window_days=1)).digest
            assert digest.developments
            assert len(server.requests) - asked <= 4  # asked once more, and mended twice at most


def test_a_first_reply_that_cannot_be_read_is_asked_for_once_more(archive: Store) -> None:
    digest = _served(archive, server_side.in_turn(server_side.truncated(400), server_side.honest))
    assert digest.engine == "model"


def test_other_reply_formats_do_as_well(archive: Store) -> None:
    for behaviour in (server_side.without_json_schema, server_side.without_formats, server_side.thinking):
        assert _served(archive, behaviour).engine == "model"


def test_a_silent_model_costs_its_limit_and_no_more(archive: Store) -> None:
    begun = time.monotonic()
    digest = _served(archive, server_side.slow(60), timeout_s=0.5)
    assert time.monotonic() - begun < 40
    assert "did not answer in time" in str(digest.notice)


def test_repairs_end_with_the_deadline(archive: Store) -> None:
    def lying_slowly(call: server_side.Call) -> server_side.Reply:
        return replace(server_side.lying("misquote")(call), delay_s=2.0)

    begun = time.monotonic()
    with ModelServer(lying_slowly) as server:
        model = openai.build(openai.Options(name="test-model", base_url=server.url, timeout_s=30))
        digest = _write(archive, model, deadline_s=3.0).digest
    assert server.tasks() == ["digest_write"]
    assert digest.developments
    assert time.monotonic() - begun < 40


def test_a_repair_that_fails_costs_only_the_repair(archive: Store) -> None:
    digest = _write(archive, ScriptedModel(_slip, ModelError("gone", kind="server"))).digest
    assert digest.engine == "model"
    assert digest.checks.claims_dropped >= 1


# --- continuity ------------------------------------------------------------------------------------------------------


def test_what_an_earlier_edition_told_is_not_told_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = sqlite_store(tmp_path_factory.mktemp("continuity"))
    store_samples(store)
    first = _at(store, NOW - timedelta(hours=6))
    with store.begin() as uow:
        uow.digests.add(replace(first, slot="1"))
        uow.commit()
    second = _at(store, NOW)
    assert articles_told(first)
    assert not articles_told(first) & articles_told(second)
    with store.begin() as uow:
        uow.digests.add(replace(second, slot="2"))
        uow.commit()
    store.close()


def _at(store: Store, as_of: datetime) -> Digest:
    digest = write_digest(WATCH, as_of=as_of, writers=_writers(store)).digest
    check_printed(digest, store)
    return digest
