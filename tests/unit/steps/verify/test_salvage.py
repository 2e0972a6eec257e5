"""Whether what is left of a draft is still an edition."""

from __future__ import annotations

import pytest

from bot.domain.article import Story
from bot.domain.draft import DraftDevelopment, DraftDigest, DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import CheckedSentence, RepairItem, VerifiedDevelopment, VerifiedDigest
from bot.steps.verify.salvage import is_believable_silence, is_enough, orphans_of

PLACE = SentenceId(1, 1, 1, 1)


def _draft(*developments: tuple[str, ...], other: int = 0) -> DraftDigest:
    made = tuple(DraftDevelopment("", tuple(DraftSentence(text) for text in texts)) for texts in developments)
    return DraftDigest("", "", made, other_news=(DraftSentence("Also."),) * other)


def _verified(*kept: int, proposed: int) -> VerifiedDigest:
    claim = CheckedSentence("Told.", (PLACE,))
    made = tuple(VerifiedDevelopment(None, None, "new", (claim,) * number) for number in kept)
    return VerifiedDigest(None, None, made, proposed=proposed)


@pytest.mark.parametrize(
    ("proposed", "kept", "is_one"),
    [
        ((3, 3, 3), (3, 3, 3), True),
        ((3, 3, 3), (2, 1, 1), True),
        ((3, 3, 3), (1, 1, 1), False),
        ((3, 3, 3), (3, 3), False),
        ((3, 3, 3, 3), (3, 3, 3), True),
        ((2, 2), (2, 1), True),
        ((2, 2), (2,), False),
        ((2,), (1,), True),
        ((2,), (), False),
    ],
)
def test_three_developments_or_all_and_two_fifths_of_the_sentences_make_an_edition(
    proposed: tuple[int, ...], kept: tuple[int, ...], is_one: bool
) -> None:
    draft = _draft(*(("Told.",) * number for number in proposed))
    assert is_enough(draft, _verified(*kept, proposed=sum(proposed))) is is_one


def test_silence_is_believed_only_where_no_news_is_shared() -> None:
    alone = Evidence((), {}, (Story("s1", (), (frozenset({1}),)),))
    shared = Evidence((), {}, (Story("s1", (), (frozenset({1}), frozenset({2}))),))
    assert is_believable_silence(_draft(), alone)
    assert not is_believable_silence(_draft(), shared)
    assert not is_believable_silence(_draft(other=1), alone)


@pytest.mark.parametrize(
    ("texts", "lost", "gone"),
    [
        (("Talks ended.", "He said so.", "Ships sail."), {"d1.s1"}, {"d1.s2"}),
        (("Talks ended.", "He said so.", "She said more."), {"d1.s1"}, {"d1.s2", "d1.s3"}),
        (("Talks ended.", "Venn said so."), {"d1.s1"}, set()),
        (("Talks ended.", "He said so."), set(), set()),
        (("", "He said so."), set(), {"d1.s2"}),
    ],
)
def test_sentences_that_lean_on_a_lost_one_are_orphans(texts: tuple[str, ...], lost: set[str], gone: set[str]) -> None:
    failing = tuple(RepairItem(key, DraftSentence(""), ()) for key in lost)
    assert set(orphans_of(_draft(texts), VerifiedDigest(None, None, failing=failing))) == gone
