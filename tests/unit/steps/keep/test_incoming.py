"""From a read document to an article: who is believed about what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.article import Extracted
from bot.domain.feed import Feed, FeedItem
from bot.domain.office import Offices, Term
from bot.steps.keep.incoming import make_article

NOW = datetime(2031, 3, 14, 8, 0, tzinfo=UTC)
TEXT = "The harbour council voted on Tuesday to open the berth to aid ships, its chair Ana Rehn said in the hall. " * 4
PAGE = Extracted("https://courier.example/a?utm_source=x", "Berth opens", TEXT.strip(), publisher="The Page Itself")
ITEM = FeedItem("guid-1", "https://courier.example/a", source_type=None)
FEED = Feed("Courier", "https://courier.example/feed", publisher="Norven Courier", source_type="wire", id=4)


def test_settings_go_before_the_entry_and_the_entry_before_guesses() -> None:
    configured = make_article(PAGE, item=ITEM, feed=FEED, now=NOW)
    assert (configured.publisher, configured.source_type, configured.trust) == ("Norven Courier", "wire", 0.9)
    assert (configured.feed_id, configured.guid) == (4, "guid-1")
    plain = make_article(PAGE, item=replace(ITEM, source_type="column"), feed=None, now=NOW)
    assert (plain.publisher, plain.source_type, plain.feed_id) == ("The Page Itself", "column", None)


def test_the_page_names_its_canonical_address() -> None:
    assert make_article(PAGE, item=ITEM, feed=None, now=NOW).canonical_url == "https://courier.example/a"
    told = replace(PAGE, canonical_url="https://courier.example/b?id=3&fbclid=9")
    assert make_article(told, item=ITEM, feed=None, now=NOW).canonical_url == "https://courier.example/b?id=3"


def test_without_an_address_the_entry_is_known_by_its_guid() -> None:
    bare = make_article(replace(PAGE, url=None), item=FeedItem("file:///a.txt", None), feed=None, now=NOW)
    assert bare.url == bare.canonical_url == "file:///a.txt"


def dated(at: datetime | None, page_date: date | None = None) -> tuple[datetime | None, date | None, bool]:
    found = make_article(replace(PAGE, published_at=at, page_date=page_date), item=ITEM, feed=None, now=NOW)
    revision = found.revision
    return revision.published_at, revision.page_date, "date_in_future" in revision.flags


def test_no_stamp_pins_an_article_on_top() -> None:
    soon, far = NOW + timedelta(hours=2), NOW + timedelta(days=9000)
    assert dated(NOW - timedelta(hours=1)) == (NOW - timedelta(hours=1), None, False)
    assert dated(soon) == (soon, None, True)
    assert dated(far) == (None, None, True)
    assert dated(None, date(2040, 1, 1)) == (None, NOW.date(), False)


def test_signals_become_flags_once() -> None:
    flags = make_article(replace(PAGE, flags=("paywalled", "no_byline")), item=ITEM, feed=None, now=NOW).revision.flags
    assert flags == ("paywalled", "no_byline")


def test_an_office_that_was_not_held_that_day_flags_sentence_and_article_and_costs_trust() -> None:
    term = Term("Tomas Roe", "president", "norvenia", date(2030, 3, 1), None, frozenset({"president"}))
    text = f"{TEXT.strip()} The council had met former President Tomas Roe on Monday."
    page = replace(PAGE, text=text, published_at=NOW - timedelta(hours=3))
    found = make_article(page, item=ITEM, feed=None, now=NOW, offices=Offices((term,)))
    flagged = [text[one.start : one.end] for one in found.revision.passages[0].sentences if "anachronism" in one.flags]
    assert flagged == ["The council had met former President Tomas Roe on Monday."]
    assert "anachronism" in found.revision.flags
    assert found.trust == 0.6
    plain = make_article(page, item=ITEM, feed=None, now=NOW)
    assert plain.trust == 0.8
    assert "anachronism" not in plain.revision.flags
