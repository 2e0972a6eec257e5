"""Digests, answers and sources as messages and as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.article import Article
from bot.domain.digest import Checks, Digest
from bot.domain.ids import SentenceId
from bot.domain.lookup import QuoteVerdict, SourceView
from bot.domain.message import Block, Message
from bot.steps.show.render import digest_message, sources_message
from bot.steps.show.render_answer import answer_message, source_message
from bot.steps.show.render_text import answer_text, digest_text, message_text, source_text
from tests.digests import ANSWER, AT, DIGEST, REFUSAL, TWO
from tests.samples import make_article


def _text(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def _of(message: Message, kind: str) -> list[str]:
    return [_text(block) for block in message.blocks if block.kind == kind]


def _empty(digest: Digest = DIGEST) -> Digest:
    return replace(
        digest,
        headline="Lake Watch: no new developments",
        developments=(),
        other_news=(),
        differences=(),
        numbers=(),
        ahead=(),
        citations=(),
        notice=None,
        checks=Checks(0, 0, 0, 0),
    )


def test_a_digest_reads_from_headline_to_checks() -> None:
    message = digest_message(DIGEST)
    assert message.fallback == DIGEST.headline
    assert _of(message, "title") == [DIGEST.headline]
    assert _of(message, "heading") == [
        "Ferry talks end without agreement · update, single source",
        "Velm makes an offer",
        "Where sources differ",
        "In numbers",
        "To watch",
        "Other news",
        "Sources",
    ]
    assert _of(message, "item")[:4] == [
        "Port Tidings counts 40 ferries, Lake Wire 38. [1][3]",
        "ferries in port: about 40 [1]",
        "9 May 2031: The two sides may meet again. [4]",
        "Up to 1,200 people marched in Orsa. [1]",
    ]


def test_the_head_may_stand_alone_and_ends_with_the_first_development() -> None:
    message = digest_message(DIGEST)
    head = [_text(block) for block in message.blocks[: message.head]]
    assert head == [
        DIGEST.headline,
        DIGEST.standfirst,
        "Written without the language model.",
        "Ferry talks end without agreement · update, single source",
        "Ministers broke off talks on Tuesday. [1] Mara Lind said “We will not sail by lantern.” [2]",
        "",
    ]


def test_a_lead_under_its_own_headline_needs_no_heading() -> None:
    lead = replace(DIGEST.developments[0], title="Orsa and Velm break off talks")
    message = digest_message(replace(DIGEST, developments=(lead, DIGEST.developments[1])))
    assert "Orsa and Velm break off talks" not in " ".join(_of(message, "heading"))
    assert "Single source" in _of(message, "note")


def test_every_number_is_a_link_to_its_exact_sentence_and_every_quotation_is_a_quote_span() -> None:
    message = digest_message(DIGEST)
    spans = [span for block in message.blocks for span in block.spans]
    assert {span.url for span in spans if span.text == "[2]"} == {TWO.deep_link}
    assert [span.text for span in spans if span.style == "quote"] == [
        "“We will not sail by lantern.”",
        "“We will not sail by lantern",
    ]
    assert {span.url for span in spans if span.url} <= {
        link for citation in DIGEST.citations for link in (citation.url, citation.deep_link)
    }


def test_extracts_stand_apart_with_their_outlet_and_only_neighbours_are_joined() -> None:
    assert _of(digest_message(DIGEST), "extract") == [
        "Velm offered to pay. [3] It expects to meet on Friday. [4] — Lake Wire",
        "“We will not sail by lantern,” said Mara Lind. [2] — Port Tidings",
    ]


def test_sources_are_listed_once_per_article_with_date_and_type() -> None:
    sources = _of(digest_message(DIGEST), "item")[-2:]
    assert sources == [
        "1, 2 Port Tidings – Ferry talks stall over night crossings – 6 May 2031",
        "3, 4 Lake Wire – Velm offers – 6 May 2031 – news agency",
    ]


def test_a_page_of_ones_own_is_linked_where_there_is_one() -> None:
    message = digest_message(DIGEST, source_url=lambda citation: f"/source/{citation.sentence_id}")
    spans = [span for block in message.blocks for span in block.spans if span.text == "passage"]
    assert [span.url for span in spans] == ["/source/p7.1.s1", "/source/p9r2.2.s2"]


@pytest.mark.parametrize(
    ("quotes", "dropped", "line"),
    [
        (0, 0, "No quotations in this edition; every sentence was checked against the sentences it cites."),
        (1, 0, "The one quotation was verified letter for letter against its source."),
        (2, 1, "All 2 quotations verified letter for letter against their sources. 1 proposal that could not be proven"
               " was left out."),
        (2, 3, "All 2 quotations verified letter for letter against their sources. 3 proposals that could not be proven"
               " were left out."),
    ],
)  # fmt: skip
def test_the_footer_says_what_was_checked(quotes: int, dropped: int, line: str) -> None:
    digest = replace(DIGEST, checks=replace(DIGEST.checks, quotes=quotes, claims_dropped=dropped))
    assert _of(digest_message(digest), "note")[-1].startswith(line + " From 9 articles")


def test_the_last_line_says_from_what_it_was_made_in_the_readers_time() -> None:
    assert _of(digest_message(DIGEST), "note")[-1].endswith(
        "From 9 articles of 3 feeds, 2 of them used · as of 7 May 2031, 08:30 (Europe/Brussels)."
    )
    offline = digest_message(replace(DIGEST, engine="offline"))
    assert "automatic extract, no language model" in _of(offline, "note")[-1]


def test_a_stored_digest_has_buttons_and_an_unstored_one_has_none() -> None:
    message = digest_message(DIGEST)
    assert [(button.action, button.value) for block in message.blocks for button in block.buttons] == [
        ("sources", "12"),
        ("rate", "12:up"),
        ("rate", "12:down"),
    ]
    assert message.blocks[message.head - 1].buttons[0].action == "sources"
    assert not [block for block in digest_message(replace(DIGEST, id=0)).blocks if block.kind == "buttons"]


def test_an_empty_edition_is_short_and_has_nothing_to_click() -> None:
    message = digest_message(_empty())
    assert [block.kind for block in message.blocks] == ["title", "paragraph", "note"]


def test_the_sources_message_shows_the_cited_words() -> None:
    message = sources_message(DIGEST)
    assert _of(message, "extract") == [citation.text for citation in DIGEST.citations]
    assert "This edition cites nothing." in _of(sources_message(_empty()), "note")


def test_an_answer_shows_its_sources_and_where_it_was_found() -> None:
    message = answer_message(ANSWER)
    assert [_text(block) for block in message.blocks] == [
        "Mara Lind said “We will not sail by lantern.” [1]",
        "[1] Port Tidings – Ferry talks stall over night crossings – 6 May 2031",
        "From the sources of this digest.",
    ]
    assert message.fallback == ANSWER.claims[0].text


def test_a_refusal_gives_its_reason_and_what_is_near() -> None:
    message = answer_message(REFUSAL)
    assert _of(message, "paragraph") == ["The archive says nothing of who pays for lanterns."]
    assert _of(message, "item") == ["Velm offers – 7 May 2031 – p9.2.s2"]


def _view(**fields: object) -> SourceView:
    new = make_article("https://courier.example/1")
    article = Article(3, new.url, new.canonical_url, new.publisher, "outlet", 0.8, AT, new.revision)
    text = article.revision.text
    passage = article.revision.passages[0]
    start = text.index("We will")
    view = SourceView(
        SentenceId(3, 1, 1, 2), article, "", text[passage.start : passage.end], "", start, start + len("We will not")
    )
    return replace(view, **fields)  # type: ignore[arg-type]


def test_a_source_marks_exactly_the_cited_characters() -> None:
    (marked,) = [span.text for block in source_message(_view()).blocks for span in block.spans if span.style == "mark"]
    assert marked == "We will not"
    assert ">>We will not<<" in source_text(_view()).replace("\n  | ", " ")


def test_a_similar_passage_is_never_called_verbatim() -> None:
    verdict = QuoteVerdict("altered", "similar, not verbatim (91%): “shall” for “will”")
    text = " ".join(message_text(source_message(_view(verdict=verdict))).split())
    assert "Not verbatim" in text
    assert "“shall” for “will”" in text


def test_text_is_wrapped_and_spells_out_addresses() -> None:
    text = digest_text(DIGEST, width=60)
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 60
    assert "https://news.example/7" in text
    assert answer_text(REFUSAL).startswith("The archive says nothing")


def test_no_character_of_a_source_can_command_a_terminal() -> None:
    evil = replace(DIGEST, headline="Lake\x1b[2J Watch:\x07 \u202etalks\nend")
    text = digest_text(evil)
    assert not any(char in text for char in "\x1b\x07\u202e")
    assert text.splitlines()[0] == "Lake [2J Watch: talks end"
