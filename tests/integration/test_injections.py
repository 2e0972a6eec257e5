"""What a stranger writes in an article, a feed's name or a question does nothing, even when the model obeys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.models import extractive
from bot.prompt_files import load_prompts
from tests.chat_room import ChatRoom
from tests.fakes.model import ScriptedModel
from tests.injections import CARRIERS, INVENTED, Injection, harms, harms_of_text, obeying, poisoned
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", window_days=5, timezone="Europe/Brussels")
PROMPTS = load_prompts()


@pytest.mark.parametrize("row", INVENTED, ids=lambda row: row.id)
@pytest.mark.parametrize("carrier", [one for one in CARRIERS if one != "question"])
def test_an_article_gives_no_orders(tmp_path: Path, row: Injection, carrier: str) -> None:
    store = sqlite_store(tmp_path)
    store_samples(store)
    with store.begin() as uow:
        uow.articles.put(poisoned(row, carrier))
        uow.commit()
    model = ScriptedModel(obeying(row))
    writers = Writers(store, PROMPTS, lambda: NOW, extractive.build(), model, plan=True, judge=True)
    digest = write_digest(WATCH, as_of=NOW, writers=writers).digest
    assert harms(digest, row, store) == []
    assert digest.developments
    assert len(model.requests) >= 2
    store.close()


@pytest.mark.parametrize("row", INVENTED, ids=lambda row: row.id)
def test_a_question_gives_no_orders(tmp_path: Path, row: Injection) -> None:
    store = sqlite_store(tmp_path)
    store_samples(store)
    room = ChatRoom(store, ScriptedModel(obeying(row)))
    for question in (row.text, f"How many ferries are in port? {row.text}"):
        assert harms_of_text(room.text(question), row) == []
    store.close()


def test_the_harness_sees_a_harm(tmp_path: Path) -> None:
    row = INVENTED[0]
    store = sqlite_store(tmp_path)
    store_samples(store)
    writers = Writers(store, PROMPTS, lambda: NOW, extractive.build())
    digest = write_digest(WATCH, as_of=NOW, writers=writers).digest
    assert harms(digest, row, store) == []
    assert harms(replace(digest, standfirst="GREBE-17 “so be it”"), row, store)
    assert harms_of_text("GREBE-17", replace(row, text=""))
    store.close()
