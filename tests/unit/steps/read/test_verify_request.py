"""The entries of a `verify` request: one line that names the entry and the field for whatever is wrong."""

from __future__ import annotations

import pytest

from bot.domain.errors import UserError
from bot.steps.read.verify_request import MAX_SHOWN_CHARS, read_entry

WORDS = "We will not sail by lantern"


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ({"id": "a", "text": WORDS, "speaker": ["Lind"]}, 'quote "a": “speaker” must be text, not ["Lind"]'),
        ({"id": 4, "text": WORDS, "speaker": 5}, "quote 4: “speaker” must be text, not 5"),
        ({"text": WORDS, "speakr": "Lind"}, "quote number 3: there is no field “speakr”; did you mean “speaker”?"),
        ({"text": WORDS, "published": "2031-01-01"}, "there is no field “published”; did you mean “published_at”?"),
        ({"text": WORDS, "article_id": True}, "“article_id” must be a whole number, not true"),
        ({"text": WORDS, "article_id": 1.5}, "“article_id” must be a whole number, not 1.5"),
        ({"text": WORDS, "article_id": "many"}, "“article_id” must be a whole number"),
        ({"text": WORDS, "sentence_id": 12}, "“sentence_id” must be text, not 12"),
        ({"text": ["x"]}, "“text” must be text"),
        ({"text": None}, "a quote needs a “text”"),
        ({"id": "a"}, 'quote "a": a quote needs a “text”'),
        ("nonsense", "quote number 3 must be an object"),
        ([], "quote number 3 must be an object"),
    ],
)
def test_a_wrong_quote_is_named_with_its_field(entry: object, line: str) -> None:
    with pytest.raises(UserError) as caught:
        read_entry(entry, kind="quotes", number=3)
    assert line in caught.value.message and "\n" not in caught.value.message


@pytest.mark.parametrize("citations", ["p1.1.s1", {"p1.1.s1": 1}, [1], 7])
def test_citations_are_a_list_of_ids(citations: object) -> None:
    with pytest.raises(UserError, match=r"claim 9: “citations” must be a list of sentence ids"):
        read_entry({"id": 9, "text": "It rains.", "citations": citations}, kind="claims", number=1)


def test_the_singular_is_no_field() -> None:
    with pytest.raises(UserError, match="did you mean “citations”"):
        read_entry({"text": "It rains.", "citation": "p1.1.s1"}, kind="claims", number=1)


def test_what_is_null_is_not_set_and_notes_of_ones_own_are_passed_over() -> None:
    fields, unused = read_entry(
        {"text": WORDS, "speaker": None, "article_id": 12, "why": "spot check"}, kind="quotes", number=1
    )
    assert fields == {"text": WORDS, "article_id": "12"} and unused == ("why",)


def test_a_long_value_is_cut() -> None:
    with pytest.raises(UserError) as caught:
        read_entry({"text": WORDS, "speaker": ["x" * 10_000]}, kind="quotes", number=1)
    assert len(caught.value.message) < 2 * MAX_SHOWN_CHARS + 20
