"""Where sources differ: what contradicts, and the many things that only look like it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.article import Article, Story
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.verdict import VerifiedDigest, VerifiedLine
from bot.steps.choose.cards import citable_sentences, with_cards
from bot.steps.choose.differences import CountDifference, Difference, WordingDifference, find_differences
from bot.steps.find.anchors import find_numbers
from bot.steps.find.counts import can_both_be_true, find_counts
from bot.steps.write.difference_lines import difference_lines, with_differences
from tests.grounds import PUBLISHED, article_of

OUTLETS = {1: "Port Tidings", 2: "Lake Wire", 3: "Velm Gazette", 4: "Radio Orsa"}
PLACE = SentenceId(1, 1, 1, 1)
FLED = "Some 6,500 people have left their homes near Cape Sund since the flood on Tuesday night, the governor said."
COUNTED = "The relief agency has counted 4,200 displaced people near Cape Sund since the flood on Tuesday night."
LIND = "“We can live with this text, but we cannot live with its timetable,” Mara Lind told reporters in Orsa."
LIND_TOO = "“We can live with the text, but not with the timetable,” Mara Lind, the minister of Orsa, said."


def side(text: str, number: int, **fields: object) -> Article:
    return article_of(text, number=number, publisher=OUTLETS[number], **fields)


def story_of(*articles: Article, families: tuple[frozenset[int], ...] | None = None) -> Story:
    alone = tuple(frozenset((one.id,)) for one in articles)
    return Story("s1", articles, alone if families is None else families, date(2031, 5, 6))


def found(*articles: Article, families: tuple[frozenset[int], ...] | None = None) -> tuple[Difference, ...]:
    return found_in(story_of(*articles, families=families))


def found_in(*stories: Story) -> tuple[Difference, ...]:
    articles = [article for story in stories for article in story.articles]
    return find_differences(stories, [(at, text) for one in articles for at, text, _ in citable_sentences(one)])


def evidence_of(*articles: Article) -> Evidence:
    lines = [EvidenceLine(at, text, 1) for one in articles for at, text, _ in citable_sentences(one)]
    by_id = {one.id: one for one in articles}
    return Evidence(with_cards(lines, articles), by_id, (story_of(*articles),), PUBLISHED, date(2031, 5, 5))


def test_two_independent_counts_of_one_thing_are_a_difference() -> None:
    (difference,) = found(side(FLED, 1), side(COUNTED, 2))
    assert isinstance(difference, CountDifference)
    assert [one.written for one in difference.sides] == ["some 6,500", "4,200"]


def test_one_outlet_one_family_leads_and_copies_are_no_two_sources() -> None:
    one, other = side(FLED, 1), side(COUNTED, 2)
    assert found(one, other, families=(frozenset((1, 2)),)) == ()
    assert found(one, article_of(COUNTED, number=2, publisher=OUTLETS[1])) == ()
    assert found(one, side(COUNTED, 2, duplicate_of=9)) == ()
    for kind in ("social", "ai_generated", "aggregator"):
        assert found(one, side(COUNTED, 2, source_type=kind)) == ()


def test_another_day_is_another_event_and_a_later_larger_count_an_evolution() -> None:
    later = PUBLISHED + timedelta(hours=5)
    assert found(side(COUNTED, 1), side(FLED, 2, published_at=later)) == ()
    assert len(found(side(FLED, 1), side(COUNTED, 2, published_at=later))) == 1
    far = datetime(2031, 5, 20, 9, 0, tzinfo=UTC)
    assert found(side(FLED, 1), side(COUNTED, 2, published_at=far)) == ()


def test_an_article_that_gives_both_figures_contradicts_nobody() -> None:
    told = f"{FLED}\n\nThe agency speaks of 4,200 people in all."
    assert found(side(told, 1), side(COUNTED, 2)) == ()


@pytest.mark.parametrize(
    "other",
    [
        COUNTED.replace("Cape Sund", "Port Velm"),
        COUNTED.replace("displaced", "injured"),
        COUNTED.replace("since the flood on Tuesday night", "in a storm last winter"),
        COUNTED.replace("4,200", "another 4,200"),
        COUNTED.replace("has counted", "has not counted"),
        COUNTED.replace("has counted", "could count"),
        COUNTED.replace("on Tuesday night", "in 2019"),
        COUNTED.replace("4,200", "about 6,000"),
        COUNTED.replace("4,200", "at least 4,200").replace("people", "people,"),
        COUNTED.replace("4,200", "as many as 7,000"),
        COUNTED.replace("4,200", "40"),
        COUNTED.replace("has counted", "counted on Wednesday morning"),
        COUNTED.replace("displaced people", "people confirmed displaced"),
    ],
)
def test_what_can_be_read_as_both_true_is_no_difference(other: str) -> None:
    assert found(side(FLED, 1), side(other, 2)) == ()


@pytest.mark.parametrize(
    ("one", "other", "is_possible"),
    [
        ("12", "14", False),
        ("at least 12", "14", True),
        ("at least 14", "12", False),
        ("more than 20", "at least 50", True),
        ("up to 30", "40", False),
        ("up to 50", "40", True),
        ("about 100", "108", True),
        ("about 100", "130", False),
        ("6,500", "6,512", True),
        ("7,000", "6,512", True),
        ("61", "61", True),
        ("3", "60", True),
    ],
)
def test_numbers_contradict_each_other_only_where_no_reading_makes_both_true(
    one: str, other: str, is_possible: bool
) -> None:
    (first,), (second,) = find_numbers(one), find_numbers(other)
    assert can_both_be_true(first, second) is is_possible
    assert can_both_be_true(second, first) is is_possible


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The blast killed 12 people in Orsa.", ["killed people event"]),
        ("At least 12 soldiers were killed near Orsa.", ["killed soldiers event"]),
        ("The blast left 30 injured in Orsa.", ["injured people event"]),
        ("The death toll rose to 14 in Orsa.", []),
        ("Police arrested 40 protesters in Orsa.", ["arrested protesters event"]),
        ("The blast killed 12 people and injured 30 people.", ["killed people event", "injured people event"]),
        ("The blast killed 12 people in Orsa and killed 3 people in Velm.", []),
        ("The 12-year-old was killed in Orsa.", []),
        ("Twelve of the 40 people were hurt, 12 of them children.", []),
        ("The 120 monitors arrived in Orsa.", []),
        ("Five people were killed, up from two.", []),
    ],
)
def test_counts_are_read_with_what_they_count(text: str, kinds: list[str]) -> None:
    assert [count.kind for count in find_counts(PLACE, text)] == kinds


def test_one_utterance_in_two_wordings_is_a_difference_across_stories() -> None:
    one, other = side(LIND, 1), side(LIND_TOO, 2)
    (difference,) = found_in(story_of(one), Story("s2", (other,), (frozenset((2,)),)))
    assert isinstance(difference, WordingDifference)
    assert all(one.speaker == "Mara Lind" for one in difference.sides)


@pytest.mark.parametrize(
    "other",
    [
        LIND,
        "“We can live with this text,” Mara Lind told reporters in Orsa, and left the building.",
        LIND.replace("this text", "that text"),
        LIND.replace("cannot live", "can't live"),
        LIND.replace("this text", "this ... text"),
        LIND_TOO.replace("Mara Lind", "Tomas Roe"),
        "“We can live with a harbour, with a ferry and with rain,” Mara Lind said in Orsa on Tuesday.",
        f"{LIND_TOO}\n\n{LIND}",
    ],
)
def test_the_same_words_a_part_of_them_or_other_words_are_no_difference(other: str) -> None:
    assert found(side(LIND, 1), side(other, 2)) == ()


def test_a_contraction_is_no_other_word() -> None:
    one = "“The hour has come for a new crew, and I’m glad that so many are ready to row,” Mara Lind said in Orsa."
    other = "“And I am glad that so many are ready to row,” Mara Lind told the council of the port of Orsa."
    assert found(side(one, 1), side(other, 2)) == ()


def test_two_sentences_that_begin_alike_and_end_apart_are_two_utterances() -> None:
    one = "“That is before you look at the clear gaps between the two ports and their fleets,” Mara Lind said in Orsa."
    other = (
        "“And that is before you look at the gaps between who sails and who stays,” Mara Lind told the council of Orsa."
    )
    assert found(side(one, 1), side(other, 2)) == ()


def test_only_the_sentence_that_differs_is_compared() -> None:
    longer = LIND_TOO.replace("timetable,”", "timetable. I shall tell the ministers of Orsa so today,”")
    (difference,) = found(side(LIND, 1), side(longer, 2))
    assert isinstance(difference, WordingDifference)
    assert difference.sides[1].words == "We can live with the text, but not with the timetable."


def test_each_difference_becomes_a_sentence_that_names_both_outlets_and_cites_both() -> None:
    evidence = evidence_of(side(FLED, 1), side(COUNTED, 2), side(LIND, 3), side(LIND_TOO, 4))
    counted, worded = with_differences(VerifiedDigest(None, None), evidence).differences
    assert (
        counted.text
        == "People displaced near Cape Sund: Port Tidings reports some 6,500, Lake Wire 4,200 (both on 6 May 2031)."
    )
    assert [one.article for one in counted.citations] == [1, 2]
    assert (
        worded.text.startswith("According to Velm Gazette, Mara Lind said") and "according to Radio Orsa" in worded.text
    )
    assert [quote.speaker for quote in worded.quotes] == ["Mara Lind", "Mara Lind"]
    assert all(f"“{quote.text}" in worded.text for quote in worded.quotes)


def test_a_difference_that_the_writer_told_is_not_told_again() -> None:
    evidence = evidence_of(side(FLED, 1), side(COUNTED, 2))
    (line,) = difference_lines(evidence)
    places = tuple(one.sentence_id for one in evidence.lines)
    told = VerifiedDigest(None, None, differences=(VerifiedLine("Port Tidings says so, Lake Wire does not.", places),))
    assert line.citations == tuple(str(place) for place in places)
    assert with_differences(told, evidence) == told
