"""Feeds and articles that a page links to."""

from __future__ import annotations

import time

import pytest

from bot.steps.read.site_links import find_articles, find_feeds, find_site_title, is_same_address

URL = "https://courier.example/world/"


def test_announced_feeds_come_with_their_titles_and_comments_last() -> None:
    page = """<html><head><title>x</title>
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
      <link rel="alternate" type="application/rss+xml" title="Norven  Courier" href="../feed">
      <link rel="ALTERNATE feed" type="application/atom+xml; charset=utf-8" href="https://feeds.example/atom">
      <link rel="alternate" type="application/json" href="/wp-json/x">
      <link rel="alternate" hreflang="de" href="/de/">
      <link rel="stylesheet" type="text/css" href="/style.css">
      <link rel="alternate" type="application/rss+xml" href="javascript:x">
      <link rel="alternate" type="application/rss+xml">"""
    assert [(link.url, link.title) for link in find_feeds(page, URL)] == [
        ("https://courier.example/feed", "Norven Courier"),
        ("https://feeds.example/atom", ""),
        ("https://courier.example/comments/feed", "Comments"),
    ]


PAGE = """<html><head><title> World | Norven Courier </title></head><body>
<nav><a href="/2026/nav-link-with-many-words">A link with many words in navigation</a></nav>
<div role="navigation"><a href="/2026/other-nav">Another link with many words here</a></div>
<main>
 <article><a href="/2026/03/01/ferries#top"><img src="x"></a>
  <h2><a href="/2026/03/01/ferries?utm_source=x">Ferries sail</a></h2>
  <p><a href="/2026/03/01/ferries">Read more about this long story</a></p></article>
 <a href="/2026/tolls"><h3>Tolls rise</h3><p>Long teaser text that goes on and on</p></a>
 <p><a href="story?id=7&utm_medium=y">The harbour master has resigned today</a></p>
 <p><a href="/about/team">Who we are and what we do</a> <a href="/tag/strait">All about the strait of Serren</a>
  <a href="/author/ana">All articles by Ana Torvald here</a> <a href="/login?next=/">Log in to read the news</a>
  <a href="https://other.example/2026/story">A story on another site altogether</a>
  <a href="/files/report.pdf">Download the report of the commission</a>
  <a href="mailto:a@b">Write to the editors of this</a>
  <a href="/">Back to the front page now</a> <a href="/short">Two words</a>
  <a href="#x">A link within the same page</a></p>
</main><footer><a href="/2026/footer">A link with many words in footer</a></footer></body></html>"""


def test_articles_are_told_from_the_furniture() -> None:
    assert [(link.url, link.title) for link in find_articles(PAGE, URL)] == [
        ("https://courier.example/2026/03/01/ferries", "Ferries sail"),
        ("https://courier.example/2026/tolls", "Tolls rise"),
        ("https://courier.example/world/story?id=7", "The harbour master has resigned today"),
    ]


def test_the_site_has_a_title() -> None:
    assert find_site_title(PAGE) == "World | Norven Courier"
    named = '<meta property="og:site_name" content="Norven Courier"><title>x</title>'
    assert find_site_title(named) == "Norven Courier"
    assert find_site_title("") is None


@pytest.mark.parametrize(
    "page", ["", "   ", "plain words", "<", "\x00\x01", "<rss><channel/></rss>", "<a href='http://[x'>a b c d e"]
)
def test_what_is_no_page_links_to_nothing(page: str) -> None:
    assert find_articles(page, URL) == ()
    assert find_feeds(page, URL) == ()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<nav>" * 100_000 + "<a href=x>one two three four</a>",
        "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">",
        "<h1>" * 3000 + "<a href='/x/y'>one two three four five</a>" * 3000,
    ],
)
def test_hostile_pages_cost_little(page: str) -> None:
    started = time.process_time()
    find_articles(page, URL)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://www.courier.example/feed/", "http://courier.example/feed", True),
        ("https://courier.example/feed#x", "https://COURIER.example/feed", True),
        ("https://courier.example/feed?a=1", "https://courier.example/feed", False),
        ("https://courier.example/feed", "https://courier.example/other", False),
    ],
)
def test_addresses_of_the_same_place(one: str, other: str, expected: bool) -> None:
    assert is_same_address(one, other) is expected
