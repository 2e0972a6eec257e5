"""The stored forms of digests, answers, passages and quotations."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Passage, Quotation, Sentence
from bot.domain.digest import Claim, Digest, Line
from bot.domain.errors import StoreError
from bot.stores.codec import answer_from_json, answer_to_json, digest_from_json, digest_to_json
from bot.stores.packing import (
    WINDOW_CHARS,
    find_windows,
    pack_passages,
    pack_quotations,
    unpack_passages,
    unpack_quotations,
)
from tests.contract.test_store_conversations import ANSWER
from tests.contract.test_store_digests import DIGEST

OFFSETS = st.integers(0, 10**7)
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def test_a_digest_and_an_answer_come_back_equal_and_hashable_parts_stay_tuples() -> None:
    digest = digest_from_json(digest_to_json(DIGEST))
    assert digest == DIGEST
    assert isinstance(digest.developments[0].claims[0].citations, tuple)
    assert digest.as_of.utcoffset() is not None
    assert answer_from_json(answer_to_json(ANSWER)) == ANSWER


def test_a_text_of_an_older_or_newer_program_is_read() -> None:
    stored = json.loads(digest_to_json(DIGEST))
    del stored["numbers"], stored["notice"]
    stored["mood"] = {"new": [1, 2]}
    digest = digest_from_json(json.dumps(stored))
    assert (digest.numbers, digest.notice, digest.headline) == ((), None, DIGEST.headline)


@given(texts=st.lists(TEXTS, max_size=3))
def test_any_text_comes_back(texts: list[str]) -> None:
    lines = tuple(Line(text, (1,), text or None) for text in texts)
    claims = tuple(Claim(text, ()) for text in texts)
    digest = Digest(**{**_fields(), "differences": lines, "other_news": claims})
    assert digest_from_json(digest_to_json(digest)) == digest


@given(
    spans=st.lists(
        st.tuples(
            OFFSETS, OFFSETS, st.lists(st.tuples(OFFSETS, OFFSETS, st.sampled_from([(), ("fused",), ("a", "b")])))
        )
    )
)
def test_passages_come_back(spans: list[tuple[int, int, list[tuple[int, int, tuple[str, ...]]]]]) -> None:
    passages = tuple(
        Passage(number, start, end, tuple(Sentence(*row) for row in rows) or (Sentence(start, end),))
        for number, (start, end, rows) in enumerate(spans, start=1)
    )
    assert unpack_passages(pack_passages(passages)) == passages


@given(speaker=st.none() | TEXTS, via=st.none() | TEXTS, confidence=st.floats(0, 1))
def test_quotations_come_back(speaker: str | None, via: str | None, confidence: float) -> None:
    quotations = (
        Quotation(1, 2, 3, 4, speaker, "minister", "said", "cue", confidence, via, "term"),
        Quotation(5, 6, 7, 8, speaker),
        Quotation(5, 6, 7, 8, confidence=confidence, via=via),
    )
    assert unpack_quotations(pack_quotations(quotations, "[]"), "[]") == quotations
    assert unpack_quotations(pack_quotations((), ""), "") == ()


def test_quotations_and_passages_are_sealed_together() -> None:
    packed = pack_quotations((Quotation(0, 9, 1, 1, "Mara Lind"),), "[[0,9]]")
    for quotations, passages in ((packed.replace("Lind", "Line"), "[[0,9]]"), (packed, "[[0,8]]")):
        with pytest.raises(StoreError, match="damaged"):
            unpack_quotations(quotations, passages)


def test_quotations_of_before_there_were_seals_are_read() -> None:
    assert unpack_quotations("[]", "[]") == ()
    assert unpack_quotations('[[[0,9,1,1,[0]]],["Mara Lind"]]', "[[0,9]]")[0].speaker == "Mara Lind"


def test_broken_characters_are_replaced_one_for_one() -> None:
    packed = pack_quotations((Quotation(0, 1, 1, 1, "A\ud83dB"),), "")
    assert unpack_quotations(packed, "")[0].speaker == "A\ufffdB"


@given(lengths=st.lists(st.integers(1, 3000), max_size=30))
def test_windows_are_runs_of_whole_passages(lengths: list[int]) -> None:
    starts = [sum(lengths[:number]) + 2 * number for number in range(len(lengths))]
    passages = [Passage(n, at, at + size, ()) for n, (at, size) in enumerate(zip(starts, lengths, strict=True), 1)]
    windows = find_windows(passages)
    inside = [[p for p in passages if start <= p.start and p.end <= end] for start, end in windows]
    assert [p for run in inside for p in run] == passages
    assert all(end - start <= WINDOW_CHARS or len(run) == 1 for (start, end), run in zip(windows, inside, strict=True))


def test_packed_forms_are_small() -> None:
    sentences = [Sentence(40_000 + n * 120, 40_118 + n * 120) for n in range(5)]
    assert len(pack_passages([Passage(1, 40_000, 40_598, tuple(sentences))])) <= 70
    assert len(pack_passages([Passage(1, 40_000, 40_118, (sentences[0],))])) <= 17
    spoken = [Quotation(n * 100, n * 100 + 80, n, 1, "Ana Torvald", "minister", "said", "cue", 0.9) for n in range(9)]
    assert len(pack_quotations(spoken, "")) <= 440


def _fields() -> dict[str, object]:
    return {name: getattr(DIGEST, name) for name in Digest.__slots__}
