"""Whole drafts: what a sentence may leave to the one before it."""

from __future__ import annotations

import pytest

from bot.domain.draft import DraftAnswer, DraftSentence
from bot.steps.verify.gate import verify_answer
from tests.grounds import article_of, evidence_of, quote

SOURCE = (
    "Mara Lind, the harbour minister of Orsa, opened the talks. “We will not sail by lantern,” she said."
    " Tomas Roe of Velm left early."
)
WORDS = "We will not sail by lantern"


def _kept(*drafts: tuple[str, str, bool]) -> list[str]:
    sentences = tuple(
        DraftSentence(text, (place,), (quote(WORDS, place=place, speaker="Mara Lind"),) if has_quote else ())
        for text, place, has_quote in drafts
    )
    verified = verify_answer(DraftAnswer(True, sentences), evidence_of(article_of(SOURCE)))
    return [claim.text for claim in verified.claims]


OPENING = ("Mara Lind opened the talks.", "p1.1.s1", False)
LEFT = ("Tomas Roe of Velm left early.", "p1.1.s3", False)
SHE_SAID = ("She said {q1}.", "p1.1.s2", True)


def test_a_pronoun_stands_for_the_speaker_named_right_before() -> None:
    assert _kept(OPENING, SHE_SAID)[1:] == ["She said, “We will not sail by lantern.”"]


@pytest.mark.parametrize("before", [(), (LEFT,), (OPENING, LEFT)])
def test_a_pronoun_that_would_point_at_nobody_or_somebody_else_falls(before: tuple[tuple[str, str, bool], ...]) -> None:
    assert len(_kept(*before, SHE_SAID)) == len(before)


def test_a_quotation_alone_falls_and_one_with_its_speaker_stands() -> None:
    assert _kept(("{q1}.", "p1.1.s2", True), ("Mara {q1}.", "p1.1.s2", True)) == []
    assert _kept(("Mara Lind said {q1}.", "p1.1.s2", True)) == ["Mara Lind said, “We will not sail by lantern.”"]


def test_a_sentence_id_is_no_word_of_a_sentence() -> None:
    assert _kept(("Mara Lind opened the talks p1.1.s1.", "p1.1.s1", False)) == []


def test_a_sentence_that_leans_on_one_left_out_falls_with_it() -> None:
    lost = ("Mara Lind opened 40 talks.", "p1.1.s1", False)
    leaning = ("She opened the talks.", "p1.1.s1", False)
    assert _kept(LEFT, lost, leaning) == ["Tomas Roe of Velm left early."]
    assert _kept(OPENING, leaning) == ["Mara Lind opened the talks.", "She opened the talks."]


def test_a_repair_is_offered_quotations_only_where_one_was_wanted() -> None:
    evidence = evidence_of(article_of(SOURCE))
    plain_one = DraftSentence("Mara Lind opened 40 talks.", ("p1.1.s1",))
    quoting = DraftSentence("Roe said {q1}.", ("p1.1.s2",), (quote(WORDS, place="p1.1.s2", speaker="Tomas Roe"),))
    failing = verify_answer(DraftAnswer(True, (plain_one, quoting)), evidence).failing
    assert [len(item.cards) for item in failing] == [0, 1]
