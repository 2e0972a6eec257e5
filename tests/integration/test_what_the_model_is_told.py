"""Every request to a language model, captured on the wire: no secret, no user, no other channel's talk is in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.watch import Watch
from bot.flows.digest import write_digest
from bot.models import openai
from tests.chat_room import ChatRoom
from tests.fakes.drafts import Json, honest
from tests.sample_archive import NOW, store_samples
from tests.servers.model import Call, ModelServer, playing
from tests.store_fixtures import sqlite_store

KEY = "sk-planted-0123456789abcdef"
SECRETS = {"SLACK_BOT_TOKEN": "xoxb-planted-1", "DATABASE_URL": "postgresql://bot:planted-2@db.example/x", "HOME": None}
USER, OTHER_USER = "U0PLANTEDA", "U0PLANTEDB"
PLACE, OTHER_PLACE = "fake:C0PLANTEDA", "fake:C0PLANTEDB"
HOW_MANY = "<@U0BOT> How many merchant ships used the strait each day before it was closed?"
TASKS = {"digest_plan", "digest_write", "digest_repair", "judge", "answer", "rewrite_question"}
WATCH = Watch("Strait Watch", channel=PLACE, window_days=5, timezone="Europe/Brussels")


def _slips(task: str, user: str) -> Json:
    """Honest, but one sentence of every draft needs mending."""
    reply = honest(task, user)
    wrong = {"text": "Exactly 777 ships passed.", "quotes": []}
    if task == "digest_write":
        first = reply["developments"][0]["sentences"]
        first.insert(1, first[0] | wrong)
    if task == "answer" and reply["sentences"]:
        reply["sentences"].append(reply["sentences"][0] | wrong)
    return reply


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """All calls of a planned and judged digest, and of two threads in two channels of different people."""
    with pytest.MonkeyPatch.context() as environment, ModelServer(playing(_slips)) as server:
        for name, value in SECRETS.items():
            if value:
                environment.setenv(name, value)
        store = sqlite_store(tmp_path_factory.mktemp("wire"))
        store_samples(store)
        model = openai.build(openai.Options(name="test-model", base_url=server.url, api_key=KEY))
        room = ChatRoom(store, model)
        write_digest(WATCH, as_of=NOW, writers=replace(room.writers, plan=True, judge=True))
        for user, place, subject in ((OTHER_USER, OTHER_PLACE, "Quentin's salary"), (USER, PLACE, "the bridge")):
            thread = f"thread-{place}"
            fields: dict[str, object] = {"user": user, "place": place, "thread": thread}
            room.say(HOW_MANY, **fields)
            room.say(f"And what did he say about {subject}?", "reply", **fields)
        store.close()
        return server.requests


def test_every_kind_of_request_was_captured(calls: list[Call]) -> None:
    assert {call.task for call in calls} == TASKS


def test_no_secret_user_or_place_is_in_any_request(calls: list[Call]) -> None:
    planted = [KEY, *(value for value in SECRETS.values() if value), USER, OTHER_USER, PLACE, OTHER_PLACE]
    planted += [one.partition(":")[2] for one in (PLACE, OTHER_PLACE)] + ["U0BOT", "thread-"]
    for call in calls:
        body = json.dumps(call.body, ensure_ascii=False)
        assert [one for one in planted if one in body] == []
        headers = {name: value for name, value in call.headers.items() if name != "authorization"}
        assert KEY not in str(headers)


def test_no_channel_is_told_of_anothers_questions(calls: list[Call]) -> None:
    telling = [call.number for call in calls if "Quentin" in call.user]
    others = [call.number for call in calls if "the bridge" in call.user]
    assert telling and others
    assert max(telling) < min(others)


def test_what_strangers_wrote_stands_inside_the_block_alone(calls: list[Call], tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    store_samples(store)
    with store.read() as uow:
        articles = uow.articles.list_recent(since=NOW.replace(year=2000), until=NOW.replace(year=2100))
    sentences = {
        article.revision.text[sentence.start : sentence.end]
        for article in articles
        for passage in article.revision.passages
        for sentence in passage.sentences
        if sentence.end - sentence.start > 40
    }
    for call in calls:
        outside = re.sub(r"<<EVIDENCE nonce=(\S+)>>.*?<<END \1>>", "", call.user, flags=re.DOTALL)
        before = [line for line in outside.split("\n") if not re.match(r"[0-9a-f]{8}\|before\|", line)]
        assert not [one for one in sentences if one in "\n".join(before) or one in call.system]
    store.close()
