"""Page furniture around an article, one kind at a time; every article here is invented."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from bot.domain.errors import SourceError
from bot.steps.read.clean_text import extract_text

TITLE = "Ostreya offers a pause in the Serren Strait"
ONE = "PORT HALLORAN – Ostreya offered a pause of thirty days in the strait, two officials said."
TWO = "“It is a small key for a large door,” Foreign Minister Signe Aldare said after the session."
THREE = "She declined to publish the text."
FOUR = "The navies would withdraw by five miles from the shipping lane, according to the officials."
BODY = [ONE, TWO, THREE, FOUR]


def page(*lines: str) -> str:
    return "\n".join(lines)


def body_of(text: str) -> list[str]:
    return extract_text(text).text.split("\n\n")


def test_a_plain_text_is_left_as_it_is() -> None:
    found = extract_text(page(TITLE, "", ONE, "", TWO, "", THREE, "", FOUR), url="file:///a.txt")
    assert found.title == TITLE
    assert found.text == "\n\n".join(BODY)
    assert (found.url, found.language, found.flags) == ("file:///a.txt", "en", ())
    assert (found.byline, found.publisher, found.published_at, found.page_date) == (None, None, None, None)


@pytest.mark.parametrize(
    "furniture",
    [
        "Share", "Share on Facebook", "Facebook Twitter WhatsApp", "Copy link", "Newsletter", "Advertisement",
        "Story continues below advertisement", "Sign up for our morning newsletter", "Follow us on social",
        "Subscribe now to our weekly round-up and never miss a story from our reporters and guest writers again.",
        "google cta", "0:00", "12:04 / 31:17", "Listen to this article", "5 min read", "article image",
        "We use cookies to improve your visit. By staying you agree to our policy.", "https://example.com/abc",
        "Categories", "Analysis | Dockside", "© 2031 Harbour Media. All rights reserved.", "×", "Read more: a log",
        "Ana Rehn (@anarehn) / Twitter", "Want more of our stories on your phone?", "Got a tip? Write to us.",
        "Photo by Ilse Maro / Dockside", "Updated at 14:10",
    ],
)  # fmt: skip
def test_furniture_between_paragraphs_is_dropped(furniture: str) -> None:
    assert body_of(page(TITLE, ONE, furniture, TWO, THREE, furniture, FOUR)) == BODY


def test_a_repeated_title_and_a_banner() -> None:
    found = extract_text(page("All the harbour news.", "Friday, Mar 14, 2031", "", TITLE, "", TITLE, "", *BODY))
    assert found.title == TITLE
    assert found.text.split("\n\n") == BODY
    assert found.page_date == date(2031, 3, 14)
    assert found.published_at is None


def test_a_labelled_date_is_the_day_of_publication() -> None:
    found = extract_text(page(TITLE, "By Ana Rehn and Tom Vell", "Published: 13 March 2031, 09:30 GMT", *BODY))
    assert found.published_at == datetime(2031, 3, 13, tzinfo=UTC)
    assert found.byline == "Ana Rehn and Tom Vell"
    assert found.text.split("\n\n") == BODY


def test_a_banner_in_the_future_is_bounded_by_the_day_of_fetching() -> None:
    found = extract_text(page("March 14, 2039", TITLE, *BODY), fetched_on=date(2031, 3, 15))
    assert found.page_date == date(2031, 3, 15)


def test_section_headings_are_no_passages() -> None:
    assert body_of(page(TITLE, ONE, "A door and a key", TWO, THREE, "What the navies would do", FOUR)) == BODY


def test_a_list_of_headlines_ends_the_article() -> None:
    sidebar = [
        "Ferry fares to rise in spring", "Mayor opens new fish market", "Pilot, 84, Retires After a Lifetime at Sea",
        "“Never again,” says skipper of grounded barge", "Weather: a cold week",
    ]  # fmt: skip
    assert body_of(page(TITLE, *BODY, "Close", *sidebar, "×")) == BODY


def test_an_article_goes_on_after_a_block_of_links() -> None:
    links = ["Ferry fares to rise in spring", "Mayor opens new fish market", "Pilot retires after a lifetime"]
    assert body_of(page(TITLE, ONE, TWO, *links, THREE, FOUR, FOUR.replace("five", "six"))) == [
        *BODY,
        FOUR.replace("five", "six"),
    ]


@pytest.mark.parametrize(
    "end",
    ["Related Articles", "Comments (12)", "Leave a Comment", "Prev Article", "You may also like", "More from Harbour"],
)
def test_what_stands_below_an_end_mark_is_of_other_things(end: str) -> None:
    other = "The mayor opened the fish market on Monday and bought the first herring himself."
    assert body_of(page(TITLE, *BODY, end, other)) == BODY


def test_an_end_mark_above_the_body_ends_nothing() -> None:
    assert body_of(page(TITLE, "Comments (12)", "Related articles", *BODY)) == BODY


def test_teasers_of_other_articles_are_dropped() -> None:
    teaser = [
        "Mayor opens fish market",
        "Top image credit: The mayor with a herring in 2031 (Creative Commons license)",
        "",
        "Mayor opens fish market",
        "Harbour life",
        "The mayor opened the fish market on Monday and bought the first herring himself.",
        "keep readingShow less",
    ]
    assert body_of(page(TITLE, TITLE, "A second half of the story without a stop", *BODY, *teaser)) == BODY


def test_a_teaser_that_does_not_repeat_its_headline() -> None:
    other = "The mayor opened the fish market on Monday and bought the first herring himself."
    assert body_of(page(TITLE, *BODY, "Mayor opens fish market", other, "Keep reading")) == BODY


def test_captions_are_no_passages_and_may_date_the_article() -> None:
    found = extract_text(
        page(
            TITLE,
            "Pilots of the Serren station wait for a signal at Cape Dorn, Ostreya on March 11, 2031",
            ONE,
            "Foreign Minister Signe Aldare, 51, (pictured with her envoy) has asked both navies to wait",
            TWO,
            "Karim Desht listens to a question in the hall of St. Brann, Tolmesh, 12 March 2031",
            THREE,
            "An envoy leaves the council. (Photo by Ilse Maro/Dockside)",
            FOUR,
        )
    )
    assert found.text.split("\n\n") == BODY
    assert found.event_date == date(2031, 3, 12)
    assert "caption_removed" in found.flags


def test_a_body_sentence_with_a_full_date_is_no_caption() -> None:
    dated = "The strait was closed on March 3, 2031, and no ship has passed since."
    assert body_of(page(TITLE, ONE, dated, TWO, THREE, FOUR)) == [ONE, dated, TWO, THREE, FOUR]


def test_self_promotion_names_the_outlet_and_goes() -> None:
    found = extract_text(page(TITLE, *BODY, "Stay tuned to The Harbour Lights for real-time updates on the strait."))
    assert found.publisher == "The Harbour Lights"
    assert found.text.split("\n\n") == BODY
    assert "self_promotion" in found.flags


@pytest.mark.parametrize(("tag", "is_column"), [("Analysis | Straits", True), ("OPINION", True), ("Analysis", False)])
def test_a_section_of_views_is_flagged(tag: str, is_column: bool) -> None:
    found = extract_text(page("The envoys were right", tag, *BODY))
    assert ("column_tag" in found.flags) is is_column


def test_a_block_that_was_cut_mid_word_is_a_repeat() -> None:
    whole = f"{TITLE}. {ONE} {TWO}"
    found = extract_text(page("Categories", "Ana Rehn (@anarehn) / Twitter", whole[:-8], "", TITLE, *BODY))
    assert found.title == TITLE
    assert found.text.split("\n\n") == BODY


def test_a_pulled_quotation_is_said_once() -> None:
    pulled = "“It is a small key for a large door,” Foreign Minister Signe Aldare said"
    assert body_of(page(TITLE, pulled + ".", ONE, TWO, THREE, FOUR))[0] == ONE


def test_a_chatbot_repost_is_flagged_and_keeps_its_words() -> None:
    link = "share.google/aimode/abc123"
    opening = ". While teams have agreed, the leaders have yet to speak.Recent talks ended in Halloran on March 4, 2031"
    found = extract_text(
        page("Categories", f"{link} {TITLE} {opening[:80]}", "Listen to this article", link, TITLE, opening, *BODY)
    )
    assert found.title == TITLE
    assert found.text.split("\n\n") == [opening[2:], *BODY]
    assert "chatbot_share" in found.flags


def test_hard_wrapped_lines_are_joined() -> None:
    text = """Ostreya offers a pause

PORT HALLORAN - Ostreya offered a pause of thirty days in the
strait, two officials said. The navies would withdraw by five
miles.

She declined to publish the text, and nobody in the hall asked
for it twice.
"""
    assert body_of(text) == [
        "PORT HALLORAN - Ostreya offered a pause of thirty days in the strait, two officials said. "
        "The navies would withdraw by five miles.",
        "She declined to publish the text, and nobody in the hall asked for it twice.",
    ]


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    found = extract_text(
        page(
            "---", 'title: "A pause: what is known"', "byline: Ana Rehn", "publisher: Harbour Gazette",
            "date: 2031-03-13", "source_type: wire", "---",
            "# Ostreya offers a pause", "![Pilots](pilots.jpg)",
            "Ostreya [offered a pause](https://example.com/a_(b)) of **thirty days** in the *strait*, officials said.",
            "## The text", "> “It is a small key,” Signe Aldare said. She declined to publish the text of the offer.",
            "| a | b |", "| - | - |", "- The navies would withdraw by five miles from the lane.",
        )
    )  # fmt: skip
    assert found.title == "A pause: what is known"
    assert (found.byline, found.publisher, found.source_type) == ("Ana Rehn", "Harbour Gazette", "wire")
    assert found.published_at == datetime(2031, 3, 13, tzinfo=UTC)
    assert found.text.split("\n\n") == [
        "Ostreya offered a pause of thirty days in the strait, officials said.",
        "“It is a small key,” Signe Aldare said. She declined to publish the text of the offer.",
        "- The navies would withdraw by five miles from the lane.",
    ]


def test_a_top_heading_is_the_title() -> None:
    assert extract_text(page("Harbour news of the day", "# " + TITLE, *BODY)).title == TITLE


@pytest.mark.parametrize(
    "header", ["---\ntitle: [broken\n---\n", "---\njust words\n---\n", "---\nsource_type: oracle\ndate: soon\n---\n"]
)
def test_a_strange_header_spoils_nothing(header: str) -> None:
    found = extract_text(header + page(TITLE, *BODY))
    assert found.text.endswith("\n\n".join(BODY))
    assert (found.source_type, found.published_at) == (None, None)


@pytest.mark.parametrize("text", ["", "\n\n", "Home\nNews\nSport", "Only a few words here."])
def test_a_text_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="no article text found"):
        extract_text(text)


def test_scripts_without_spaces_count_as_words() -> None:
    said = "外務大臣は月曜日に港で会談を行い、停戦を提案したと述べた。"
    text = f"停戦協議\n{said}両国の海軍は五海里後退し、水先人は船に戻る予定である。"
    assert extract_text(text).title == "停戦協議"


@pytest.mark.parametrize(
    "hostile", ["[" * 100_000, "*a " * 50_000, "By " + "Aa " * 50_000, "A headline\n" * 20_000, "“" * 50_000]
)
def test_hostile_texts_take_no_longer_than_others(hostile: str) -> None:
    started = time.process_time()
    assert extract_text(page(TITLE, *BODY, hostile)).text.startswith(ONE)
    assert time.process_time() - started < 5
