"""V3 exact words, V4 inside marks, V5 negation and condition kept, V6 the right speaker; and what is printed."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.domain.ids import SentenceId
from bot.steps.verify.rules_quote import stored_quotes
from tests.grounds import article_of, broken, check, quote

SOURCE = (
    "Mara Lind, the harbour minister of Orsa, spoke to reporters on Tuesday. “We will not sail by lantern, but we will"
    " sail by day,” Lind said.\n\n"
    "Tomas Roe called the plan “unworkable” and said the pilots “have waited long enough”.\n\n"
    "“The board told us “your berths are safe” on Monday,” Roe said."
)
SAID = "we will sail by day"
ALL = "We will not sail by lantern, but we will sail by day"


def text_of(text: str, source: str | Article, *, words: str, speaker: str | None = None, place: str = "p1.1.s2") -> str:
    checked = check(text, source, place, quotes=(quote(words, place=place, speaker=speaker),))
    assert checked.claim is not None, checked.failures
    return checked.claim.text


def test_stored_words_are_printed_with_curly_marks_and_their_place() -> None:
    checked = check("Lind said {q1}.", SOURCE, "p1.1.s2", quotes=(quote(ALL, place="p1.1.s2", speaker="Mara Lind"),))
    assert checked.claim is not None
    assert checked.claim.text == f"Lind said, “{ALL}.”"
    (located,) = checked.claim.quotes
    article = article_of(SOURCE)
    assert article.revision.text[located.start : located.end] == located.text == ALL
    assert (str(located.sentence_id), located.speaker) == ("p1.1.s2", "Mara Lind")


def test_the_sentence_of_the_words_is_added_to_the_citations() -> None:
    wanted = (quote(ALL, place="p1.1.s1", speaker="Mara Lind"),)
    checked = check("Lind said {q1}.", SOURCE, "p1.1.s1", quotes=wanted)
    assert checked.claim is not None
    assert checked.claim.citations == (SentenceId(1, 1, 1, 1), SentenceId(1, 1, 1, 2))
    assert [(one.action, one.rule) for one in checked.changes] == [("repaired", "V3")]


@pytest.mark.parametrize(
    ("words", "place", "rule"),
    [
        ("We will sail by lantern", "p1.1.s2", "V3"),
        ("We will not sail by lanterns", "p1.1.s2", "V3"),
        ("have waited long enough", "p1.1.s2", "V3"),  # another paragraph
        ("", "p1.1.s2", "V3"),
        ("We will not ... sail by day", "p1.1.s2", "V3"),  # no ellipsis in print
        ("[Lind] will not sail by lantern", "p1.1.s2", "V3"),
        ("sail by", "p1.1.s2", "V3"),  # too short, not marked by itself
        ("spoke to reporters on Tuesday", "p1.1.s1", "V4"),
        ("your berths are safe", "p1.3.s1", "V4"),
        (SAID, "p1.1.s2", "V5"),
        ("sail by lantern", "p1.1.s2", "V5"),
    ],
)
def test_other_words_fall(words: str, place: str, rule: str) -> None:
    assert rule in broken("Lind said {q1}.", SOURCE, place, quotes=(quote(words, place=place),))


def test_endless_quotations_fall() -> None:
    long = "We " + "wait and " * 25 + "see."
    assert broken("Lind said {q1}.", f"“{long}” Mara Lind said.", quotes=(quote(long),)) == {"V3"}


def test_a_single_word_that_the_source_marks_may_be_printed() -> None:
    assert text_of("Roe called the plan {q1}.", SOURCE, words="unworkable", place="p1.2.s1") == (
        "Roe called the plan “unworkable.”"
    )


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ("Lind said this was not a “realistic outcome for Orsa”.", "Lind spoke of a {q1}.", "V5"),
        ("Lind said this was not a “realistic outcome for Orsa”.", "Lind said this was not a {q1}.", None),
        ("Lind said that unless talks resume “Orsa will close”.", "Lind said {q1}.", "V5"),
        ("Lind said that unless talks resume “Orsa will close”.", "Lind said that {q1} unless talks resume.", None),
        ("Lind said “Orsa will close” if talks fail.", "Lind said {q1}.", "V5"),
        ("Lind said “Orsa will close” if talks fail.", "Lind said {q1} if talks fail.", None),
        ("“Orsa will close the lock,” Lind never said.", "Lind said {q1}.", "V5"),
        ("“Orsa will close the lock,” Lind did not say.", "Lind said {q1}.", "V5"),
    ],
)
def test_what_governs_the_marks_from_outside_is_kept(source: str, text: str, rule: str | None) -> None:
    words = source[source.index("“") + 1 : source.index("”")]
    assert broken(text, source, quotes=(quote(words),)) - {"V12"} == ({rule} if rule else set())


@pytest.mark.parametrize(
    "text", ["Mara Lind said {q1}.", "{q1}, Lind said.", "According to Mara Lind, {q1}.", "She said {q1}."]
)
def test_the_stored_speaker_may_be_named(text: str) -> None:
    assert broken(text, SOURCE, "p1.1.s2", quotes=(quote(ALL, place="p1.1.s2", speaker="Mara Lind"),)) == set()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tomas Roe said {q1}.", "Mara Lind"),
        ("{q1}, Tomas Roe said.", "Mara Lind"),
        ("She said {q1}.", "Tomas Roe"),
        ("According to Tomas Roe, {q1}.", None),
        ("Tomas Roe, the envoy, told reporters that {q1}.", None),
    ],
)
def test_another_speaker_falls(text: str, speaker: str | None) -> None:
    source = SOURCE.replace("\n\nTomas Roe called", " Tomas Roe, the envoy, told nobody.\n\nTomas Roe called")
    assert "V6" in broken(text, source, "p1.1.s2", quotes=(quote(ALL, place="p1.1.s2", speaker=speaker),))


COUNCIL = (
    "Mayor Ana Ruiz met Piet Dorn, the opposition leader, on Monday. Judge Omar Vance watched.\n\n"
    "“Orsa will pay for its own lock,” Dorn said in a statement."
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The opposition leader said {q1}.", None),
        ("{q1}, said the opposition leader.", None),
        ("Piet Dorn said {q1}.", None),
        ("The statement said {q1}.", None),
        ("The mayor said {q1}.", "V6"),
        ("The judge told reporters that {q1}.", "V6"),
        ("{q1}, the court said.", "V6"),
        ("The letter said {q1}.", "V6"),
        ("{q1}, according to the council.", "V6"),
    ],
)
def test_a_common_noun_is_the_speaker_only_if_the_source_calls_them_so(text: str, rule: str | None) -> None:
    words = "Orsa will pay for its own lock"
    failed = broken(text, COUNCIL, "p1.2.s1", quotes=(quote(words, place="p1.2.s1"),))
    assert ("V6" in failed) == (rule == "V6")


@pytest.mark.parametrize("text", ["{q1}", "said {q1}", "according said {q1}", "It was said that {q1}"])
def test_words_that_are_said_to_be_nobodys_fall(text: str) -> None:
    assert "V6" in broken(text, SOURCE, "p1.1.s2", quotes=(quote(ALL, place="p1.1.s2", speaker="Mara Lind"),))


def test_the_outlet_may_be_named_in_place_of_anybody() -> None:
    wanted = (quote(ALL, place="p1.1.s2", speaker="Port Tidings"),)
    assert broken("According to Port Tidings, {q1}.", SOURCE, "p1.1.s2", quotes=wanted) == set()


def test_scare_quotes_are_said_by_nobody() -> None:
    source = "The so-called “night fleet” of Orsa stays in port, Mara Lind said on Tuesday."
    assert article_of(source).revision.quotations[0].kind == "term"
    assert "V6" in broken("Mara Lind said {q1}.", source, quotes=(quote("night fleet", speaker="Mara Lind"),))


def test_an_extract_keeps_its_quotations_and_may_not_cut_one() -> None:
    article = article_of("“We wait. We do not sail,” Mara Lind said. The ferries stay in port.")
    first = stored_quotes(article, SentenceId(1, 1, 1, 1))
    assert first is None or [one.text for one in first] == ["We wait. We do not sail,"]
    (kept,) = stored_quotes(article_of(SOURCE), SentenceId(1, 1, 1, 2)) or ()
    assert kept.speaker == "Mara Lind"
    assert stored_quotes(article, SentenceId(1, 1, 9, 9)) is None
