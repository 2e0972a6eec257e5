"""Sentences that can be printed alone, and those that tell news."""

from __future__ import annotations

import pytest

from bot.steps.find.furniture import is_furniture
from bot.steps.find.outlets import in_a_sentence
from bot.steps.find.standing import has_verb, is_listing, is_torn, leans, stands_alone, tells_news


@pytest.mark.parametrize(
    "text",
    [
        "Mara Lind opened the harbour of Orsa on Friday.",
        "The mayor of Orsa said that the ferry would sail.",
        "The lighthouse museum in Brenmoor reopened on Tuesday.",
        "First lady Ada Venn visited the port.",
        "Some 6,500 people have left their homes in Lowen.",
        "Last week, the council of Orsa banned night crossings.",
        "Lind warned of thin ice, and Oskar Venn echoed this warning.",
        "“Ice is thin,” Lind said, and Oskar Venn shared that view.",
        "Oskar Venn shared the view that the ice is thin.",
        "The council of Orsa backed that proposal of the pilots.",
    ],
)
def test_a_sentence_that_says_whom_it_is_about_stands_alone(text: str) -> None:
    assert stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "He opened the harbour.",
        "Less than two months later, Orsa left the pact.",
        "Days later, Orsa left the pact.",
        "At one point, Lind asked for water.",
        "First, Orsa plays Lowen.",
        "Others who earn more should wait.",
        "Such is her standing in Orsa.",
        "Even his wife doubted Oskar Venn.",
        "Ferries were meanwhile waiting in Orsa.",
        "Another ferry sank near Orsa.",
        "Harbour chief Mara Lind echoed this sentiment: “There is no ice to break.”",
        "Mara Lind, who opened the harbour, shared that view.",
        "Oskar Venn rejected these claims on Friday.",
        "Mara Lind voiced similar concerns in Orsa.",
        "According to the lawsuit, Orsa deceived its lenders.",
        "Here's the deal: Orsa raised its fees today.",
        "The title is a coveted one in Orsa.",
        "The latest example: Orsa banned night crossings.",
    ],
)
def test_a_sentence_that_counts_on_what_was_said_before_does_not(text: str) -> None:
    assert not stands_alone(text)


def test_who_knows_the_story_knows_which_company() -> None:
    assert leans("The company said that it would pay.")
    assert not leans("The company said that it would pay.", knows_the_story=True)


@pytest.mark.parametrize(
    ("text", "is_news"),
    [
        ("Mara Lind opened the harbour of Orsa on Friday.", True),
        ("The council of Orsa approved the sale of the ferry.", True),
        ("Ada Venn stepped out of the bus with a daughter into the heart of Orsa.", False),
        ("Prices may be slowing, but food is still dear.", False),
        ("For nearly eight years, Ada Venn has fought for the port of Orsa.", False),
        ("If Orsa votes on Friday, Lowen will follow.", False),
    ],
)
def test_news_names_somebody_and_says_what_happened_when_or_who_says_so(text: str, is_news: bool) -> None:
    assert tells_news(text) == is_news


def test_tables_read_aloud_are_listings() -> None:
    assert is_listing("Orsa beat Lowen 7-6, 6-1 on Friday.")
    assert is_listing("It gave 38 to Orsa, 33 to Lowen, 28 to Sund, 27 to Velm and 19 to Brenmoor.")
    assert not is_listing("Orsa gave 38 ferries to Lowen and 33 to Sund.")


def test_addresses_and_items_have_no_verb() -> None:
    assert not has_verb("Orsa Early College, 3223 Harbour Avenue.")
    assert has_verb("Envoys of Orsa sat down in Lowen.")


def test_a_lost_link_leaves_a_space_before_the_comma() -> None:
    assert is_torn("The port , which reopened, is full.")
    assert not is_torn("The port, which reopened, is full.")


@pytest.mark.parametrize(
    "text",
    [
        "Recommendations are independently chosen by the editors of Port Tidings.",
        "Watch the interview of Ada Venn on Friday.",
        "Ferry reporter Ada Venn explains how the port works.",
        "Ada Venn and Oskar Roe listen during a hearing in Orsa, May 21, 2031.",
        "— The port of Orsa reopened on Friday.",
        "The plan is a danger, said the deputy Ada Venn, D-N.",
    ],
)
def test_notices_captions_and_torn_pieces_are_no_report(text: str) -> None:
    assert is_furniture(text)


def test_bodies_have_their_article_and_papers_their_name() -> None:
    assert in_a_sentence("Foreign Ministry of Ostreya") == "the Foreign Ministry of Ostreya"
    assert in_a_sentence("Strait Pilots' Union") == "Strait Pilots' Union"
    assert in_a_sentence("The Harbour Gazette") == "The Harbour Gazette"
    assert in_a_sentence("Port Tidings") == "Port Tidings"
