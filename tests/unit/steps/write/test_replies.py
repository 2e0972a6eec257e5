"""Replies of a model, read into drafts or refused in one line: the JSON is hostile until shown otherwise."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import DraftQuote, DraftSentence
from bot.domain.errors import ModelError
from bot.steps.verify.repair import apply_answer_repairs, apply_repairs
from bot.steps.write.replies import (
    MAX_REPLY_CHARS,
    parse_answer,
    parse_digest,
    parse_question,
    parse_repairs,
)
from bot.steps.write.schemas import answer_schema, digest_schema

SENTENCE = {"text": " Lind said {q1}. ", "citations": [" p1.1.s1 "], "quotes": [
    {"key": "{q1}", "sentence_id": "p1.1.s1", "words": "We wait", "speaker": ""}]}  # fmt: skip
DIGEST = {"headline": " H ", "standfirst": "S", "developments": [{"title": "T", "sentences": [SENTENCE]}]}


def test_a_digest_is_read() -> None:
    draft = parse_digest(json.dumps(DIGEST))
    wanted = DraftSentence("Lind said {q1}.", ("p1.1.s1",), (DraftQuote("q1", "p1.1.s1", "We wait", None),))
    assert (draft.headline, draft.developments[0].sentences) == ("H", (wanted,))
    assert (draft.developments[0].event_date, draft.developments[0].status, draft.ahead) == (None, "new", ())


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "3", '"text"', "{", "{}", '{"headline": 3, "standfirst": "", "developments": []}',
        json.dumps(DIGEST) + " and more", "Sure! " + json.dumps(DIGEST), json.dumps(DIGEST | {"developments": "none"}),
        json.dumps(DIGEST | {"developments": [{"sentences": [{"text": "x", "citations": "p1.1.s1"}]}]}),
        json.dumps(DIGEST | {"developments": [{"sentences": [SENTENCE] * 99}]}),
        json.dumps(DIGEST | {"headline": "x" * 9999}), "[" * 50_000, "x" * (MAX_REPLY_CHARS + 1),
        '{"headline": NaN, "standfirst": "", "developments": []}', '{"a": 1e999999}', "\x00", "\ud800",
    ],
)  # fmt: skip
def test_whatever_does_not_fit_is_refused_in_one_line(text: str) -> None:
    for parse in (parse_digest, parse_answer, parse_repairs, parse_question):
        with pytest.raises(ModelError) as caught:
            parse(text)
        assert caught.value.facts["kind"] == "shape"
        assert "\n" not in caught.value.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*DIGEST, "text", "answerable", "repairs"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_reply_raises_anything_else(value: object) -> None:
    for parse in (parse_digest, parse_answer, parse_repairs, parse_question):
        with contextlib.suppress(ModelError):
            parse(json.dumps(value))


def test_repairs_fix_or_withdraw() -> None:
    fix = {"key": "d1.s1", "action": "fix"} | SENTENCE
    reply = {"repairs": [fix, {"key": "other1", "action": "drop"}, {"key": "s3", "action": "fix", "text": " "}]}
    fixes = parse_repairs(json.dumps(reply))
    assert fixes["other1"] is None
    assert fixes["s3"] is None
    draft = apply_repairs(parse_digest(json.dumps(DIGEST)), {**fixes, "headline": DraftSentence("New"), "d9.s9": None})
    assert draft.headline == "New"
    assert draft.developments[0].sentences == (fixes["d1.s1"],)
    withdrawn = apply_repairs(draft, {"d1.s1": None})
    assert withdrawn.developments[0].sentences == (DraftSentence(""),)


def test_answers_are_read_and_mended() -> None:
    draft = parse_answer(json.dumps({"answerable": True, "sentences": [SENTENCE], "missing": " a\n b "}))
    assert (draft.answerable, draft.missing, len(draft.sentences)) == (True, "a b", 1)
    assert apply_answer_repairs(draft, {"s1": None}).sentences == (DraftSentence(""),)


def test_questions_are_read() -> None:
    reply = {"standalone": " Who  left? ", "queries": ["a", "", "b", "c", "d"], "answer_type": "poem"}
    found = parse_question(json.dumps(reply))
    assert (found.standalone, found.queries, found.answer_type) == ("Who left?", ("a", "b"), "other")


def test_only_offered_ids_can_be_written_where_decoding_is_constrained() -> None:
    for schema in (digest_schema(["p1.1.s1"]), answer_schema(["p1.1.s1"])):
        assert schema["$defs"] == {"id": {"type": "string", "enum": ["p1.1.s1"]}}
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])  # type: ignore[call-overload]
