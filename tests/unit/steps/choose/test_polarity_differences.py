"""Statements that one source makes and another denies, and words that two people are said to have said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.article import Article, Story
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.verdict import VerifiedDigest
from bot.steps.choose.cards import citable_sentences, with_cards
from bot.steps.choose.differences import Difference, PolarityDifference, SpeakerDifference, find_differences
from bot.steps.write.difference_lines import with_differences
from tests.grounds import PUBLISHED, article_of

AGREED = "The envoys of Orsa agreed on Tuesday to open the northern port to the ferries of Velm."
DENIED = "The envoys of Orsa did not agree on Tuesday to open the northern port to the ferries of Velm."
SAID = "“We shall open the northern port before the ice is gone,” {} told reporters in Orsa."


def side(text: str, number: int) -> Article:
    return article_of(text, number=number, publisher={1: "Port Tidings", 2: "Lake Wire"}[number])


def story_of(*articles: Article) -> Story:
    return Story("s1", articles, tuple(frozenset((one.id,)) for one in articles), date(2031, 5, 6))


def found(one: str, other: str) -> tuple[Difference, ...]:
    articles = (side(one, 1), side(other, 2))
    offered = [(at, text) for article in articles for at, text, _ in citable_sentences(article)]
    return find_differences([story_of(*articles)], offered)


def printed(one: str, other: str) -> list[str]:
    articles = (side(one, 1), side(other, 2))
    lines = [EvidenceLine(at, text, 1) for article in articles for at, text, _ in citable_sentences(article)]
    by_id = {article.id: article for article in articles}
    evidence = Evidence(with_cards(lines, articles), by_id, (story_of(*articles),), PUBLISHED, date(2031, 5, 5))
    return [line.text for line in with_differences(VerifiedDigest(None, None), evidence).differences]


def test_a_statement_and_its_denial_differ() -> None:
    (difference,) = found(AGREED, DENIED)
    assert isinstance(difference, PolarityDifference)
    assert [side.denied for side in difference.sides] == [None, "agre"]


@pytest.mark.parametrize(
    "other",
    [
        AGREED,
        DENIED.replace("did not agree", "could not agree yet"),
        DENIED.replace("to open the northern port", "on the price of herring in the southern hills"),
        DENIED.replace("did not agree on Tuesday to open", "agreed on Tuesday not to close"),
        DENIED.replace("ferries of Velm", "ferries of Velm unless it snows"),
        AGREED.replace("agreed", "refused"),
        DENIED.replace("the ferries", "12 ferries"),
    ],
)
def test_anything_but_the_plain_denial_of_the_same_is_none(other: str) -> None:
    assert found(AGREED, other) == ()


def test_the_same_words_from_two_people_differ() -> None:
    (difference,) = found(SAID.format("Mara Lind"), SAID.format("Tomas Roe"))
    assert isinstance(difference, SpeakerDifference)
    assert [side.speaker for side in difference.sides] == ["Mara Lind", "Tomas Roe"]


def test_an_article_that_names_both_people_is_no_side() -> None:
    assert found(SAID.format("Mara Lind"), SAID.format("Tomas Roe") + " Mara Lind stood next to him.") == ()


def test_both_kinds_are_printed_with_both_outlets() -> None:
    (line,) = printed(AGREED, DENIED)
    told = "According to Port Tidings, the envoys of Orsa agreed on Tuesday; according to Lake Wire, they did not agree"
    assert line == f"{told} (both on 6 May 2031)."
    (line,) = printed(DENIED, AGREED)
    assert line.startswith("According to Lake Wire, the envoys of Orsa agreed on Tuesday; according to Port Tidings,")
    (line,) = printed(SAID.format("Mara Lind"), SAID.format("Tomas Roe"))
    assert line.endswith("according to Lake Wire, it was Tomas Roe (both on 6 May 2031).")
