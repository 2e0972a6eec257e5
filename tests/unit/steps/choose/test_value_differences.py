"""Amounts, ages and days that sources give differently, and what comes of two values of one slot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.article import Article, Story
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.verdict import VerifiedDigest
from bot.steps.choose.cards import citable_sentences, with_cards
from bot.steps.choose.differences import ValueDifference, find_differences
from bot.steps.choose.value_differences import compare_values
from bot.steps.write.difference_lines import with_differences
from tests.grounds import PUBLISHED, article_of

OUTLETS = {1: "Port Tidings", 2: "Lake Wire"}
SEIZED = "The coast guard of Orsa seized 14 crates of amber near Cape Sund during a search of the harbour on Tuesday."
SEIZED_TOO = "In a search of the harbour near Cape Sund the coast guard of Orsa seized 31 crates of amber on Tuesday."
AID = "Ostreya pledged $725 million in harbour aid for Orsa at the donors' conference, the treasury said."
PAUSE = "Ostreya offered a 30-day pause in the Serren Strait to the envoys of Orsa, the ministry said."
CUT = "Homes in Orsa and Velm were dark on Tuesday after two undersea cables off Cape Sund were cut by an anchor."
CUT_TOO = "An anchor cut three undersea cables off Cape Sund on Tuesday and left homes in Orsa and Velm dark."
AGED = "Mara Lind, 44, was named harbour master of Orsa on Tuesday by the council of the port."
AGED_TOO = "The council named 46-year-old Mara Lind, an engineer, to lead the port of Orsa."
DUE = "The envoys set a deadline of June 9 for the ferries of Orsa to leave the northern port."
DUE_TOO = "Ferries of Orsa have a deadline of 12 June to leave the northern port, the envoys said."


def side(text: str, number: int, **fields: object) -> Article:
    return article_of(text, number=number, publisher=OUTLETS[number], **fields)


def story_of(*articles: Article, is_one_family: bool = False) -> Story:
    ids = [one.id for one in articles]
    families = (frozenset(ids),) if is_one_family else tuple(frozenset((one,)) for one in ids)
    return Story("s1", articles, families, date(2031, 5, 6))


def outcomes(*articles: Article, is_one_family: bool = False) -> list[str]:
    sentences = {one.id: [(at, text) for at, text, _ in citable_sentences(one)] for one in articles}
    return [one.outcome for one in compare_values(story_of(*articles, is_one_family=is_one_family), sentences)]


def values(*articles: Article) -> list[list[str]]:
    offered = [(at, text) for one in articles for at, text, _ in citable_sentences(one)]
    found = find_differences([story_of(*articles)], offered)
    assert all(isinstance(one, ValueDifference) for one in found)
    return [[side.written for side in one.sides] for one in found if isinstance(one, ValueDifference)]


def printed(*articles: Article) -> list[str]:
    lines = [EvidenceLine(at, text, 1) for one in articles for at, text, _ in citable_sentences(one)]
    by_id = {one.id: one for one in articles}
    evidence = Evidence(with_cards(lines, articles), by_id, (story_of(*articles),), PUBLISHED, date(2031, 5, 5))
    return [line.text for line in with_differences(VerifiedDigest(None, None), evidence).differences]


@pytest.mark.parametrize(
    ("one", "other", "written"),
    [
        (SEIZED, SEIZED_TOO, ["14", "31"]),
        (AID, AID.replace("$725 million", "about $950 million"), ["$725 million", "about $950 million"]),
        (PAUSE, PAUSE.replace("30-day", "60-day"), ["30-day", "60-day"]),
        (CUT, CUT_TOO, ["two", "three"]),
        (AGED, AGED_TOO, ["44", "46"]),
        (DUE, DUE_TOO, ["June 9", "12 June"]),
    ],
)
def test_values_of_one_slot_that_cannot_both_be_true_differ(one: str, other: str, written: list[str]) -> None:
    assert values(side(one, 1), side(other, 2)) == [written]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SEIZED, SEIZED_TOO.replace("31 crates", "14 crates")),
        (SEIZED, SEIZED_TOO.replace("31 crates", "31 barrels")),
        (SEIZED, SEIZED_TOO.replace("seized 31", "burned 31")),
        (SEIZED, SEIZED_TOO.replace("guard of Orsa seized", "guard of Velm seized")),
        (SEIZED, SEIZED_TOO.replace("In a search", "In another search")),
        (SEIZED, SEIZED_TOO.replace("seized 31", "has seized a total of 31")),
        (SEIZED, SEIZED_TOO.replace("seized 31", "found nets and 31")),
        (SEIZED, SEIZED_TOO.replace("seized 31", "did not seize 31")),
        (SEIZED, SEIZED_TOO.replace("on Tuesday", "on Monday")),
        (SEIZED, SEIZED_TOO.replace("31 crates", "at least 10 crates")),
        (SEIZED, f"{SEIZED_TOO}\n\nThe first 14 crates were opened at once, the guard of Orsa said in the evening."),
        (AID, AID.replace("pledged", "could pledge").replace("$725", "$950")),
        (CUT, CUT_TOO.replace("undersea cables", "cables")),
        (CUT, CUT_TOO.replace("homes in Orsa and Velm", "many homes")),
        (AGED, AGED_TOO.replace("Mara Lind", "Ana Lind")),
        (DUE, DUE_TOO.replace("deadline", "hearing")),
        (DUE, DUE_TOO.replace("have a deadline of", "had their deadline moved to")),
        (DUE, DUE_TOO.replace("12 June", "12 December")),
        (DUE, f"{DUE_TOO}\n\nAn older text of the order speaks of 9 June as the day on which all must be gone."),
    ],
)
def test_what_can_be_read_as_both_true_or_of_two_things_is_none(one: str, other: str) -> None:
    assert values(side(one, 1), side(other, 2)) == []


def test_each_pair_of_values_has_one_of_five_outcomes() -> None:
    one, other = side(SEIZED, 1), side(SEIZED_TOO, 2)
    assert outcomes(one, other) == ["difference"]
    assert outcomes(one, side(SEIZED_TOO.replace("31", "about 15"), 2)) == ["compatible"]
    assert outcomes(one, other, is_one_family=True) == ["same family"]
    assert outcomes(one, side(SEIZED_TOO, 2, source_type="ai_generated")) == ["source error"]
    far = PUBLISHED + timedelta(days=7)
    assert outcomes(side(AGED, 1), side(AGED_TOO, 2, published_at=far)) == ["evolution"]


def test_a_later_larger_count_of_victims_is_an_evolution() -> None:
    early = "The flood near Cape Sund killed 12 people, the governor of Orsa said after the rain."
    late = "The flood near Cape Sund has killed 19 people, the governor of Orsa said after the rain."
    assert outcomes(side(early, 1), side(late, 2, published_at=PUBLISHED + timedelta(hours=5))) == ["evolution"]
    assert outcomes(side(early, 1), side(late, 2)) == ["difference"]


def test_a_line_gives_both_outlets_values_and_days() -> None:
    assert printed(side(SEIZED, 1), side(SEIZED_TOO, 2)) == [
        "Crates near Cape Sund: Port Tidings reports 14, Lake Wire 31 (both on 6 May 2031)."
    ]
    next_day = datetime(2031, 5, 7, 9, 0, tzinfo=UTC)
    assert printed(side(AGED, 1), side(AGED_TOO.replace("Orsa.", "Orsa on Wednesday."), 2, published_at=next_day)) == [
        "Mara Lind’s age: Port Tidings (6 May 2031) reports 44, Lake Wire (7 May 2031) 46."
    ]
    assert printed(side(DUE, 1), side(DUE_TOO, 2)) == [
        "Deadline (Orsa): Port Tidings reports June 9, Lake Wire 12 June (both on 6 May 2031)."
    ]
