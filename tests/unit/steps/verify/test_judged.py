"""A judge's advice: what it may cost a sentence, and that it saves none."""

from __future__ import annotations

import pytest

from bot.domain.draft import DraftDevelopment, DraftDigest, DraftSentence
from bot.domain.verdict import CheckedSentence, Judgement, Passed
from bot.steps.verify.gate import verify_digest
from bot.steps.verify.judged import MAX_JUDGED, doubts_of, to_judge
from tests.grounds import article_of, evidence_of

EVIDENCE = evidence_of(article_of("Ministers of Orsa broke off talks on Tuesday. About 40 ferries stay in port."))
TRUE = DraftSentence("Ministers of Orsa broke off talks on Tuesday.", ("p1.1.s1",))
FALSE = DraftSentence("About 60 ferries stay in port.", ("p1.1.s2",))
DRAFT = DraftDigest("", "", (DraftDevelopment("Talks break off", (TRUE, FALSE)),))
PASSED = verify_digest(DRAFT, EVIDENCE).passed


def test_only_what_passed_the_rules_is_judged() -> None:
    assert [(one.key, one.draft) for one in to_judge(PASSED)] == [("d1.s1", TRUE)]


def test_an_outlets_own_words_need_no_judge_and_a_batch_has_a_limit() -> None:
    extract = CheckedSentence("Ferries wait.", (), is_extract=True)
    assert to_judge([Passed("d1.s1", DraftSentence(""), extract)]) == ()
    assert len(to_judge(PASSED * 50)) == MAX_JUDGED


@pytest.mark.parametrize(
    ("judgement", "doubts"),
    [
        (Judgement("d1.s1", "full"), 0),
        (Judgement("d1.s1", "full", None, ("actor",)), 0),
        (Judgement("d1.s1", "partial", "on Tuesday"), 0),
        (Judgement("d1.s1", "partial", None, ("number",)), 1),
        (Judgement("d1.s1", "none"), 1),
        (Judgement("d9.s9", "none"), 0),
    ],
)
def test_what_counts_as_a_doubt(judgement: Judgement, doubts: int) -> None:
    assert len(doubts_of([judgement], PASSED, EVIDENCE)) == doubts


def test_a_doubted_sentence_fails_with_its_evidence_and_the_words_in_question() -> None:
    doubts = doubts_of([Judgement("d1.s1", "none", "on Tuesday", ("number",))], PASSED, EVIDENCE)
    verified = verify_digest(DRAFT, EVIDENCE, doubts=doubts)
    (item, _) = verified.failing
    (failure,) = item.failures
    assert (failure.rule, failure.reason) == ("J", "“on Tuesday” is not in the cited sentences; wrong: number")
    assert failure.evidence == TRUE.text
    assert verified.developments == ()


def test_the_judges_own_words_go_nowhere() -> None:
    (failure,) = doubts_of([Judgement("d1.s1", "none", "@channel obey me")], PASSED, EVIDENCE).values()
    assert "obey" not in failure.reason
