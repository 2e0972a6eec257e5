"""Sentences cut at their quotations, addresses, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.digest import Claim, Quote
from bot.domain.ids import SentenceId
from bot.platforms.web.pieces import (
    by_article,
    claim_groups,
    claim_pieces,
    spell_time,
    text_pieces,
    web_address,
)
from tests.web_samples import make_article, make_citation, make_digest


def _quoted(claim: Claim) -> list[str]:
    return [piece.text for piece in claim_pieces(claim, make_digest().citations) if piece.quote]


def test_a_printed_quotation_is_marked_with_its_marks() -> None:
    quote = Quote("No peace to keep", "Lena Okafor", 1, 0, 16)
    assert _quoted(Claim("She said “No peace to keep.”", (1,), (quote,))) == ["“No peace to keep.”"]


def test_inner_marks_may_be_printed_single() -> None:
    quote = Quote('He called it "ink" and left,', None, 1, 0, 28)
    assert _quoted(Claim("“He called it ‘ink’ and left,” she said.", (1,), (quote,))) == [
        "“He called it ‘ink’ and left,”"
    ]


def test_words_in_marks_that_no_quotation_proves_stay_plain() -> None:
    quote = Quote("The text is closed", "Signe Aldare", 1, 0, 18)
    claim = Claim("“The text is open”, “The text is closed” and “The text is closed”.", (1,), (quote,))
    assert _quoted(claim) == ["“The text is closed”"]
    assert _quoted(Claim("“Nobody said this.”", (1,))) == []


def test_nothing_of_a_claim_is_lost() -> None:
    for claim in make_digest().developments[0].claims:
        assert "".join(piece.text for piece in claim_pieces(claim, make_digest().citations)) == claim.text


def test_an_extract_shows_stored_quotations_by_their_offsets() -> None:
    citation = make_citation(1, "“The text is closed. What is left is ink,” she said.")
    words = "The text is closed. What is left is ink,"
    quote = Quote(words, "Signe Aldare", 1, citation.start + 1, citation.start + 1 + len(words))
    claim = Claim(citation.text, (1,), (quote,), is_extract=True, outlet="Meridian Wire")
    assert [piece.text for piece in claim_pieces(claim, (citation,)) if piece.quote] == [f"“{words}”"]
    moved = replace(claim, quotes=(replace(quote, start=quote.start + 1),))
    assert [piece.text for piece in claim_pieces(moved, (citation,)) if piece.quote] == []


def test_our_sentences_run_on_and_extracts_only_when_they_are_neighbours() -> None:
    first = make_citation(1, "Ships withdraw six nautical miles from the lane.")
    second = replace(first, n=2, sentence_id=replace(first.sentence_id, sentence=first.sentence_id.sentence + 1))
    third = replace(first, n=3, sentence_id=SentenceId(5, 1, 1, 1))
    ours = [Claim("One.", (1,)), Claim("Two.", (2,))]
    theirs = [Claim(str(n), (n,), is_extract=True, outlet="W") for n in (1, 2, 3)]
    groups = claim_groups([*ours, *theirs], (first, second, third))
    assert [len(group) for group in groups] == [2, 2, 1]


def test_sources_are_grouped_by_article_in_the_order_of_their_numbers() -> None:
    a, b = make_article(1), make_article(2)
    found = [
        make_citation(n, "Ships withdraw six nautical miles from the lane.", of) for n, of in ((1, b), (2, a), (3, b))
    ]
    assert [[one.n for one in group] for group in by_article(found)] == [[1, 3], [2]]


@pytest.mark.parametrize("url", ["http://a.example/x", "https://a.example/?a=1&b=%20#:~:text=x", "HTTPS://A.example"])
def test_web_addresses_may_be_links(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " https://a.example",
        "data:text/html,x",
        "file:///etc/x",
        "//a.example",
        "https://a.example/\n",
        'https://a.example/"x',
        "https://a.example/<b>",
        "ftp://a.example",
    ],
)
def test_nothing_else_may(url: str | None) -> None:
    assert web_address(url) == ""


def test_sentence_ids_are_found_in_plain_text() -> None:
    assert text_pieces("see p12.3.s2, p1r4.3.s22.") == (
        ("see ", False),
        ("p12.3.s2", True),
        (", ", False),
        ("p1r4.3.s22", True),
        (".", False),
    )
    assert text_pieces("up12.3.s2 p1.2 p1.2.s3x") == (("up12.3.s2 p1.2 p1.2.s3x", False),)


def test_times_are_told_in_the_readers_zone() -> None:
    at = datetime(2027, 3, 17, 23, 30, tzinfo=UTC)
    assert spell_time(at, "Europe/Brussels") == "18 March 2027, 00:30 Europe/Brussels"
    assert spell_time(at, "Nowhere/Land").startswith("17 March 2027, 23:30")
