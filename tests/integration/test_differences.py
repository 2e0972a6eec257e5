"""Where the sources of the sample newsroom differ, exactly as they were written to, and what they announce."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.digest import Digest
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.models import extractive
from bot.ports import Model, Store
from bot.prompt_files import load_prompts
from tests.fakes.drafts import Json, evidence_rows, honest
from tests.fakes.model import ScriptedModel
from tests.integration.printed import check_printed
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", window_days=5)
COUNTED = (
    "People displaced near Cape Dorn: Tolmesh Courier reports some 6,500, The Harbour Gazette 4,200"
    " (both on 15 March 2027)."
)
WORDED = (
    "According to Meridian Wire, Karim Desht said “We can live with the text, but not with the timetable”; "
    "according to Tolmesh Courier, “We can live with this text, but we cannot live with its timetable” "
    "(both on 17 March 2027)."
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = sqlite_store(tmp_path_factory.mktemp("archive"))
    store_samples(store)
    yield store
    store.close()


def write(store: Store, days: int, model: Model | None = None) -> Digest:
    writers = Writers(store, load_prompts(), lambda: NOW, extractive.build(), model)
    written = write_digest(replace(WATCH, window_days=days), as_of=NOW, writers=writers)
    check_printed(written.digest, store)
    cited = {one.article_id for one in written.outcomes if one.kind in ("cited", "other_news")}
    assert cited == {one.article_id for one in written.digest.citations}
    return written.digest


@pytest.mark.parametrize(("days", "texts"), [(0, set()), (1, {WORDED}), (2, {WORDED}), (6, {COUNTED, WORDED})])
def test_the_digest_tells_the_real_differences_of_its_window_and_no_others(
    archive: Store, days: int, texts: set[str]
) -> None:
    assert {line.text for line in write(archive, days).differences} == texts


def test_a_model_is_given_the_counts_and_what_it_leaves_out_is_added(archive: Store) -> None:
    rows: list[list[str]] = []

    def listening(task: str, user: str) -> Json:
        rows.extend(row for row in evidence_rows(user) if row[0].startswith("difference "))
        return honest(task, user)

    digest = write(archive, 6, ScriptedModel(listening))
    assert digest.engine == "model"
    assert [row[3] for row in rows] == ["people displaced"]
    assert {line.text for line in digest.differences} == {COUNTED, WORDED}


def test_a_model_may_phrase_a_difference_and_a_false_one_is_not_printed(archive: Store) -> None:
    ours = "Tolmesh Courier counts some 6,500 displaced people near Cape Dorn, The Harbour Gazette 4,200."

    def phrasing(task: str, user: str) -> Json:
        reply = honest(task, user)
        if task == "digest_write":
            row = next(row for row in evidence_rows(user) if row[0].startswith("difference "))
            false = ours.replace("4,200", "9,900")
            reply["differences"] = [{"text": text, "citations": row[1:3]} for text in (ours, false)]
        return reply

    digest = write(archive, 6, ScriptedModel(phrasing))
    assert {line.text for line in digest.differences} == {ours, WORDED}


def test_the_day_that_the_sources_announce_is_told(archive: Store) -> None:
    (line,) = write(archive, 3).ahead
    day = NOW.date() + timedelta(days=2)
    announced = "The accord will be initialled at the Customs House"
    assert (line.text, line.date) == (f"{announced}, according to the Foreign Ministry of Ostreya.", day)
