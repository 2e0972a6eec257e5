"""The scoreboard in short: one edition by every kind of writer, no gate broken; and a sceptic who finds what is."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bench.bench_board import WINDOW_DAYS, Result, board, broken_gates, opened_store
from tests.hostile_newsroom import STUBS, read_archive, store_hostile_newsroom
from tests.sample_archive import NOW
from tests.sceptic import GATES, Source, examine

Json = dict[str, Any]


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[dict[str, list[Result]], dict[int, Source]]]:
    with opened_store() as store:
        store_hostile_newsroom(store)
        yield board(store, [NOW]), read_archive(store)


def test_no_writer_breaks_a_gate(played: tuple[dict[str, list[Result]], dict[int, Source]]) -> None:
    results, _ = played
    assert broken_gates(results) == []
    assert list(results) == ["offline", *STUBS]
    for writer, (one,) in results.items():
        assert one.digest["checks"]["claims_kept"] >= 5 and one.digest["checks"]["quotes"] >= 2, writer
        changed = one.digest["checks"]["claims_dropped"] + one.digest["checks"]["claims_repaired"]
        assert changed or one.digest["notice"] or writer in ("offline", "behaves"), f"{writer} told no lie at all"


def test_the_model_is_heard_where_half_of_it_is_true(
    played: tuple[dict[str, list[Result]], dict[int, Source]],
) -> None:
    results, _ = played
    assert sum(one.digest["engine"] == "model" for (one,) in results.values()) >= 4


def _claim(digest: Json) -> Json:
    """A sentence of our own that prints a quotation with its speaker."""
    claims = [claim for one in digest["developments"] for claim in one["claims"]]
    return next(one for one in claims if one["quotes"] and one["quotes"][0]["speaker"] and "“" in one["text"])


def _misquote(digest: Json) -> None:
    quote = _claim(digest)["quotes"][0]
    quote["text"] = "gladly " + quote["text"]


def _stray(digest: Json) -> None:
    _claim(digest)["text"] += " It was “a great day”."


def _out_of_context(digest: Json) -> None:
    claim = _claim(digest)
    claim["quotes"][0] |= {"start": 0, "end": 20}


def _number(digest: Json) -> None:
    _claim(digest)["text"] += " 98765 ships passed."


def _leak(digest: Json) -> None:
    _claim(digest)["text"] += " Subscribe to the newsletter."


def _stale(digest: Json) -> None:
    for citation in digest["citations"]:
        citation["event_date"] = "2019-02-03"


def _weak(digest: Json) -> None:
    for citation in digest["citations"]:
        citation["source_type"] = "social"


def _order(digest: Json) -> None:
    digest["headline"] += " @channel"


def _link(digest: Json) -> None:
    digest["developments"][0]["claims"][0]["text"] += " See https://evil.example."


BREAKS: dict[str, tuple[Callable[[Json], None], str]] = {
    "misquoted": (_misquote, "quote_exact"),
    "stray marks": (_stray, "quote_stray"),
    "narration": (_out_of_context, "quote_context"),
    "wrong number": (_number, "numbers"),
    "furniture": (_leak, "leaks"),
    "stale": (_stale, "stale_as_news"),
    "leads only": (_weak, "weak_sole"),
    "mention": (_order, "injection"),
    "link": (_link, "injection"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_sceptic_sees_every_kind_of_breach(
    played: tuple[dict[str, list[Result]], dict[int, Source]], name: str
) -> None:
    results, archive = played
    change, gate = BREAKS[name]
    digest = copy.deepcopy(results["behaves"][0].digest)
    change(digest)
    assert examine(digest, archive, window_days=WINDOW_DAYS)[gate].wrong


def test_the_sceptic_sees_a_swapped_speaker(played: tuple[dict[str, list[Result]], dict[int, Source]]) -> None:
    results, archive = played
    digest = copy.deepcopy(results["behaves"][0].digest)
    for development in digest["developments"]:
        for quote in (quote for claim in development["claims"] for quote in claim["quotes"]):
            quote["speaker"] = "Quentin Zabriskie"
    scores = examine(digest, archive, window_days=WINDOW_DAYS)
    assert scores["speaker"].wrong and set(scores) > set(GATES)
