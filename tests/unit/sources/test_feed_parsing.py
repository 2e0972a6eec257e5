"""Feeds of every kind and quality, read without a network."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem, Listing
from bot.sources.rss import parse_feed
from bot.sources.rss.entries import is_full_text, to_plain

URL = "https://courier.example/feed"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LONG = " ".join(f"The envoys of Norvenia met for the {number}th time on the island." for number in range(60))
PARAGRAPHS = "".join(f"<p>{LONG[at : at + 600]}</p>" for at in range(0, len(LONG), 600))


def rss(items: str, *, title: str = "Norven Courier", head: str = "", namespaces: str = "") -> bytes:
    return f'{head}<rss version="2.0" {namespaces}><channel><title>{title}</title>{items}</channel></rss>'.encode()


def read(body: bytes) -> Listing:
    return parse_feed(body, url=URL, now=NOW)


def only(body: bytes) -> FeedItem:
    (item,) = read(body).items
    return item


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Norven &amp;amp; Courier</title>
<entry><title>Ferries sail</title><id>tag:courier.example,2026:1</id><link rel="edit" href="/edit/1"/>
<link rel="alternate" href="/2026/ferries"/><published>2026-03-01T10:00:00+01:00</published>
<updated>2026-03-01T11:00:00+01:00</updated><author><name>Ana Torvald</name></author><summary>Short.</summary>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Norven Courier</title></channel>
<item rdf:about="https://courier.example/2026/ferries"><title>Ferries sail</title>
<link>https://courier.example/2026/ferries</link><dc:date>2026-03-01T09:00:00Z</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Norven Courier",
    "items": [{"id": "1", "url": "https://courier.example/2026/ferries", "title": "Ferries sail", "summary": "Short.",
               "date_published": "2026-03-01T09:00:00Z", "authors": [{"name": "Ana Torvald"}]}],
}  # fmt: skip
RSS = rss(
    "<item><title>Ferries sail</title><link>/2026/ferries</link><guid isPermaLink='false'>c-1</guid>"
    "<pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate></item>"
)


@pytest.mark.parametrize("body", [RSS, ATOM.encode(), RDF.encode(), json.dumps(JSON).encode()])
def test_all_formats_give_the_same_item(body: bytes) -> None:
    item = only(body)
    assert (item.title, item.url) == ("Ferries sail", "https://courier.example/2026/ferries")
    assert item.published_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert item.html is None


def test_an_atom_feed_is_read_with_its_names_and_dates() -> None:
    listing = read(ATOM.encode())
    item = listing.items[0]
    assert listing.title == "Norven & Courier"
    assert (item.guid, item.byline, item.summary) == ("tag:courier.example,2026:1", "Ana Torvald", "Short.")
    assert item.updated_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Talks &amp;amp; &amp;lt;tolls&amp;gt;", "Talks & <tolls>"),
        ("&lt;b&gt;Talks&lt;/b&gt; resume", "Talks resume"),
        ("<![CDATA[Talks &amp; <i>tolls</i>]]>", "Talks & tolls"),
        ("Talks &mdash; &ldquo;open&rdquo; &hellip;", "Talks — “open” …"),
        ("  Talks\n\n resume ", "Talks resume"),
        ("5 &lt; 7 ships", "5 < 7 ships"),
        ("Caf&#233; fire", "Café fire"),
    ],
)
def test_titles_are_plain_text(written: str, title: str) -> None:
    assert only(rss(f"<item><title>{written}</title></item>")).title == title


def test_markup_as_the_title_of_an_atom_entry_is_not_lost() -> None:
    entry = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Talks <em>resume</em></div></title>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry>{entry}<id>1</id></entry></feed>'
    listing = read(body.encode())
    assert listing.items[0].title == "Talks resume"
    assert listing.parser == "feedparser"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://courier.example/a b", "https://courier.example/a%20b"),
        (" /a ", "https://courier.example/a"),
        ("//other.example/é", "https://other.example/%C3%A9"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_links_are_web_addresses_or_none(link: str, url: str | None) -> None:
    assert only(rss(f"<item><title>Talks</title><link>{link}</link></item>")).url == url


def test_links_are_relative_to_what_the_feed_says() -> None:
    body = ATOM.replace("<feed ", '<feed xml:base="https://mirror.example/x/" ').replace("/2026/ferries", "y")
    assert only(body.encode()).url == "https://mirror.example/x/y"


def test_content_that_is_an_article_is_full_text() -> None:
    encoded = f"<content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded>"
    namespaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    item = only(rss(f"<item><title>T</title><description>Short.</description>{encoded}</item>", namespaces=namespaces))
    assert item.html == PARAGRAPHS
    assert item.summary == "Short."


@pytest.mark.parametrize(
    ("markup", "is_content", "expected"),
    [
        (PARAGRAPHS, True, True),
        (PARAGRAPHS, False, True),
        (f"<p>{LONG[:800]}</p>", True, True),
        (f"<p>{LONG[:800]}</p>", False, False),
        (f"<p>{LONG[:300]}</p>", True, False),
        (LONG, False, False),
        (PARAGRAPHS + "<p>Read more</p>", True, False),
        (PARAGRAPHS + "<a href='/x'>Continue reading →</a>", True, False),
        (PARAGRAPHS + " [&hellip;]", True, False),
        (PARAGRAPHS + "…", False, False),
        (PARAGRAPHS + "... <p>The post Ferries sail appeared first on Norven Courier.</p>", True, False),
        (PARAGRAPHS + "<p>The post Ferries sail appeared first on Norven Courier.</p>", True, True),
        ("", True, False),
    ],
)
def test_full_text_is_told_from_a_teaser(markup: str, is_content: bool, expected: bool) -> None:
    assert is_full_text(markup, is_content=is_content) is expected


@pytest.mark.parametrize(
    ("author", "byline"),
    [("desk@courier.example (Ana Torvald)", "Ana Torvald"), ("desk@courier.example", None),
     ("Ana Torvald", "Ana Torvald"), ("https://courier.example/ana", None)],
)  # fmt: skip
def test_bylines_are_names(author: str, byline: str | None) -> None:
    assert only(rss(f"<item><title>T</title><author>{author}</author></item>")).byline == byline


def test_a_date_in_the_future_is_no_date() -> None:
    item = "<item><title>T{0}</title><guid>{0}</guid><pubDate>{1}</pubDate></item>"
    body = rss(item.format(1, "Tue, 03 Mar 2026 08:00:00 GMT") + item.format(2, "Thu, 31 Dec 2099 00:00:00 GMT"))
    listing = read(body)
    assert [one.published_at is None for one in listing.items] == [False, True]
    assert "entries dated in the future, their dates ignored: 1" in listing.warnings


def test_numbers_in_guids_are_no_dates() -> None:
    assert only(rss("<item><title>T</title><guid isPermaLink='false'>20260101</guid></item>")).published_at is None


def test_guids_are_stable_and_each_is_used_once() -> None:
    item = "<item><title>{0}</title><link>/{1}</link><guid isPermaLink='false'>same</guid></item>"
    body = rss(item.format("A", 1) + item.format("B", 2) + item.format("A", 1) + "<item><title>No guid</title></item>")
    first, second = read(body), read(body)
    guids = [one.guid for one in first.items]
    assert guids == [one.guid for one in second.items]
    assert guids[:2] == ["same", "https://courier.example/2"]
    assert guids[2].startswith("sha256:")
    assert len(guids) == 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
        (b"\n<!-- x --><html><head></head></html>", "web page"),
        (b"/etc/passwd", "neither XML nor JSON"),
        (b"http://127.0.0.1/", "neither XML nor JSON"),
        (b"file:///etc/passwd", "neither XML nor JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither XML nor JSON"),
        (b"<urlset><url><loc>x</loc></url></urlset>", "<urlset>"),
        (b'{"error": "no"}', "not a JSON Feed"),
        (b'{"items": [1, "two", null]}', "not a JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}', "not a JSON Feed"),
        (b"[" * 100_000, "not a JSON Feed"),
        (b"<" * 100_000, "neither XML nor JSON"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as refusal:
        read(body)
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "bang">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>',
        '<!DOCTYPE rss [<!-- ] ><rss> --><!ENTITY a "bang">]>',
        '<!-- <rss> --><!doctype rss [ <!ENTITY a "bang"> ]>',
    ],
)
def test_feeds_with_entities_of_their_own_are_refused(doctype: str) -> None:
    with pytest.raises(SourceError, match="entities"):
        read(rss("<item><title>&a;</title></item>", head=doctype))


def test_a_plain_document_type_and_an_article_about_entities_are_fine() -> None:
    text = "<![CDATA[How <!DOCTYPE x [ <!ENTITY a> works]]>"
    body = rss(
        f"<item><title>T</title><description>{text}</description></item>", head="<!DOCTYPE rss SYSTEM 'rss.dtd'>"
    )
    assert len(read(body).items) == 1


def test_broken_xml_is_read_as_far_as_it_makes_sense() -> None:
    listing = read(rss("<item><title>A & B <br> C</title><link>/1</link></item><item><title>D</title></item>"))
    assert [item.title for item in listing.items][1:] == ["D"]


def test_a_feed_that_is_cut_off_keeps_only_what_is_whole_and_is_read_again() -> None:
    items = "".join(f"<item><title>T{number}</title><guid>{number}</guid></item>" for number in range(3))
    whole = rss(items)
    cut = read(whole[: whole.index(b"<guid>2")])
    assert [item.title for item in cut.items] == ["T0", "T1"]
    assert cut.validators.body_sha256 is None
    assert any("too early" in warning for warning in cut.warnings)
    assert read(whole).validators.body_sha256 is not None


def test_the_tolerant_parser_takes_over_where_the_quick_one_finds_nothing() -> None:
    body = rss("<item><title>T</title></item>").replace(b"<channel>", b"<chan nel>").replace(b"</channel>", b"")
    assert read(body).items[0].title == "T"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).warnings == ("the feed holds no entries",)


@pytest.mark.parametrize(
    "body",
    [
        rss("<item " + " ".join(f"a{number}='1'" for number in range(32_000)) + "><title>T</title></item>"),
        rss("<a>" * 200_000),
        rss("<item><title>T</title><description>" + "&amp;" * 1_000_000 + "</description></item>"),
        rss("<item><title>T</title><description>" + "&lt;script&gt;" * 150_000 + "</description></item>"),
        rss("<item><title>T</title><description>" + "&lt;!--" * 250_000 + "</description></item>"),
        rss("<item><title>" + "." * 1_500_000 + "x</title></item>"),
        rss("<item><title>" + "The post " * 150_000 + "</title></item>"),
        b"<!-- " * 300_000,
        b"<?xml " + b"a" * 1_900_000,
    ],
)
def test_hostile_feeds_cost_little(body: bytes) -> None:
    started = time.process_time()
    with suppress(SourceError):
        read(body)
    assert time.process_time() - started < 3


def test_large_feeds_are_read_in_a_process_of_their_own() -> None:
    item = "<item><title>T{0}</title><guid>{0}</guid><description>" + "x" * 3000 + "</description></item>"
    body = rss("".join(item.format(number) for number in range(1000)))
    listing = read(body)
    assert len(listing.items) == 1000
    assert listing.parser == "fastfeedparser"


def test_reading_a_feed_does_not_load_the_slow_parser_here() -> None:
    read(RSS)
    assert "feedparser" not in sys.modules


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("a<b>c</b>", "ac"),
        ("<style>x</style>a", "a"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert to_plain(markup) == text
