"""What quoted words leave behind inside and around their marks."""

from __future__ import annotations

import pytest

from bot.domain.article import Article, Quotation
from bot.domain.quote_context import enclosing, is_inner_speech, is_long_enough, is_whole, lost_turn, outer_negator
from tests.grounds import article_of


def spot(article: Article, words: str) -> tuple[Quotation | None, int, int]:
    start = article.revision.text.index(words)
    return enclosing(article, start, start + len(words)), start, start + len(words)


def lost(text: str, words: str) -> str | None:
    article = article_of(text)
    quotation, start, end = spot(article, words)
    assert quotation is not None
    return lost_turn(article.revision.text, quotation, start, end)


def test_narration_and_the_reporter_between_two_quotations_are_in_no_marks() -> None:
    article = article_of("“We will stay.” Mara Lind said. “We will wait.” Boats left.")
    assert spot(article, "Mara Lind said")[0] is None
    assert spot(article, "stay.” Mara Lind said. “We")[0] is None
    assert spot(article, "We will wait")[0] is not None


@pytest.mark.parametrize(
    ("text", "words", "word"),
    [
        ("“We will not sail by night.” Mara Lind said.", "sail by night", "not"),
        ("“Nobody here has taken a bribe.” Mara Lind said.", "has taken a bribe", "Nobody"),
        ("“We couldn’t open the harbour.” Mara Lind said.", "open the harbour", "couldn’t"),
        ("“If the talks fail, we will strike on Friday.” Tomas Roe said.", "we will strike on Friday", "If"),
        ("“We will open, but only for small boats.” Mara Lind said.", "We will open", "but"),
        ("“Perhaps the fares will fall this year.” Mara Lind said.", "the fares will fall", "Perhaps"),
        ("“We lose up to 40 ferries this year.” Tomas Roe said.", "40 ferries this year", "up to"),
        ("“Did we move too slowly last year?” Mara Lind said.", "we move too slowly last year", "?"),
        ("“The fares fall unless the fuel rises.” Tomas Roe said.", "The fares fall", "unless"),
    ],
)
def test_a_turn_cut_off_from_the_words_is_named(text: str, words: str, word: str) -> None:
    found = lost(text, words)
    assert found is not None
    assert found.lower() == word.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will not sail by night. The boats stay in port.” Mara Lind said.", "The boats stay in port"),
        ("“We have 40 boats. Mr. Roe has none.” Mara Lind said.", "We have 40 boats"),
        ("“We will not sail by night.” Mara Lind said.", "We will not sail"),
        ("“The boats stay in port until the ice is gone.” Mara Lind said.", "until the ice is gone"),
        ("“Boat No. 3 will sail on Friday evening.” Mara Lind said.", "will sail on Friday evening"),
    ],
)
def test_turns_of_other_sentences_and_kept_turns_do_no_harm(text: str, words: str) -> None:
    assert lost(text, words) is None


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert lost("“We will not follow Mr. Roe into the strait.” Mara Lind said.", "Roe into the strait") == "not"


def test_inner_marks_belong_to_somebody_else() -> None:
    article = article_of("Bram Oduya said: “The company told us “your jobs are safe” on Monday.”")
    text = article.revision.text
    inner, start, end = spot(article, "your jobs are safe")
    assert inner is not None
    assert is_inner_speech(text, inner, start, end)
    outer, first, last = spot(article, "The company told us")
    assert outer is not None
    assert not is_inner_speech(text, outer, first, last)


def test_single_words_count_only_when_the_source_marks_exactly_them() -> None:
    article = article_of("Mara Lind called the plan “unworkable” and “a very bad idea for us”.")
    text = article.revision.text
    for words, is_enough in (("unworkable", True), ("bad idea", False), ("very bad idea", True)):
        quotation, start, end = spot(article, words)
        assert quotation is not None
        assert is_long_enough(text, quotation, start, end) is is_enough
    quotation, start, end = spot(article, "unworkable")
    assert quotation is not None
    assert is_whole(text, quotation, start, end)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lind said that this was not a “realistic outcome” for Orsa.", "not"),
        ("Lind never spoke of “a realistic outcome” for Orsa.", "never"),
        ("Not now. Lind spoke of “a realistic outcome” for Orsa.", None),
        ("Lind did not travel to the island of Velm and spoke of “a realistic outcome” for Orsa.", None),
    ],
)
def test_a_negator_before_the_marks_is_seen_within_its_reach(text: str, word: str | None) -> None:
    article = article_of(text)
    quotation = article.revision.quotations[0]
    assert outer_negator(text, quotation, 0) == word
