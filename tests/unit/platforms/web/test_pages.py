"""The pages as HTML, read back with a parser: what stands on them, and that no text becomes markup."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import lxml.html
import pytest

from bot.domain.digest import Claim, Since
from bot.domain.lookup import QuoteVerdict
from bot.domain.message import Block, Message, Span
from bot.platforms.web.channel import build_threads
from bot.platforms.web.forms import FormSeal
from bot.platforms.web.pages import (
    Site,
    archive_page,
    channel_page,
    digest_page,
    message_page,
    source_page,
    standalone_digest,
)
from tests.hostile_text import HOSTILE, HOSTILE_URLS
from tests.web_samples import (
    AFTER,
    NOW,
    make_article,
    make_citation,
    make_delivery,
    make_digest,
    make_message,
    make_question,
    make_view,
)

SITE = Site("Strait Watch bot")
SEAL = FormSeal(b"a secret of the tests")
ELEMENTS = frozenset(
    "html head meta title link style body a header footer nav main div p h1 h2 h3 section article time span strong q"
    " sup blockquote ul ol li dl dt dd code del ins details summary mark form fieldset input label button hr"
    " table thead tbody tr th td".split()
)
LINKS = re.compile(r"#[\w-]*|/[\w./?=&%+:#-]*|https?://[^\s\"<>]+")


def _read(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def _find(tree: lxml.html.HtmlElement, name: str, kind: str = "") -> list[lxml.html.HtmlElement]:
    wanted = f'[contains(concat(" ", @class, " "), " {kind} ")]' if kind else ""
    return tree.xpath(f"//{name}{wanted}")


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split()).replace("\u2060", "")


def _channel(*messages: Message, questions: tuple[tuple[object, str], ...] = (), look: int = 0) -> str:
    posted = [make_delivery(number, message) for number, message in enumerate(messages, start=7)]
    threads = build_threads(posted, questions, now=NOW)  # type: ignore[arg-type]
    forms = {thread.ref: SEAL.issue("demo", thread.ref) for thread in threads}
    return channel_page("demo", threads, SITE, forms=forms, look=look)


# --- what stands there -----------------------------------------------------------------------------------------------


def test_a_digest_shows_every_section() -> None:
    tree = _read(digest_page(make_digest(), SITE))
    assert [_words(one) for one in _find(tree, "h1")] == ["Strait Watch: Ministers agree text of the Serren accord"]
    assert [_words(one) for one in _find(tree, "h2")] == [
        "Text of the accord is closed",
        "Where sources differ",
        "In numbers",
        "Ahead",
        "Other news",
        "Sources",
        "How this was made",
    ]
    page = _words(tree)
    for words in (
        "18 March 2027, 07:30 Europe/Brussels",
        "comes late",
        "single source",
        "update",
        "Monitors: 120 monitors",
        "Saturday 20 March 2027",
        "214 articles of 9 feeds",
        "the same as another article",
        "digest_write v3",
    ):
        assert words in page, words


def test_only_proven_words_look_proven() -> None:
    digest = make_digest()
    bold = Claim("He said “nobody proved this” twice.", (2,))
    development = replace(digest.developments[0], claims=(*digest.developments[0].claims, bold))
    tree = _read(digest_page(replace(digest, developments=(development,)), SITE))
    shown = [_words(one) for one in _find(tree, "article")[0].xpath('.//q[@class="verified"]')]
    assert shown == ["“The text is closed. What is left is ink.”"]
    assert "“nobody proved this”" in _words(tree)


def test_every_number_leads_to_its_source_and_every_source_to_its_place() -> None:
    tree = _read(digest_page(make_digest(), SITE))
    targets = set(tree.xpath("//@id"))
    numbers = tree.xpath('//sup[@class="cite"]/a/@href')
    assert numbers and all(link.removeprefix("#") in targets for link in numbers)
    source = tree.get_element_by_id("c-2")
    links = dict(zip((_words(a) for a in source.xpath(".//a")), source.xpath(".//a/@href"), strict=True))
    assert links["See it in context"] == "/source/p1.2.s2?digest=7&n=2"
    assert links["Open the source at this sentence"].startswith(
        "https://wire.example/serren/talks?a=1&b=2#:~:text=Ships"
    )
    assert "Ships withdraw six nautical miles from the lane." in _words(source)


def test_links_that_leave_the_site_give_nothing_away() -> None:
    for page in (
        digest_page(make_digest(), SITE),
        source_page(make_view(), SITE),
        _channel(make_message(url="https://a.example")),
    ):
        away = [a for a in _find(_read(page), "a") if a.get("href").startswith("http")]
        assert away and all(a.get("rel") == "noopener noreferrer nofollow" for a in away)


def test_differing_sources_stand_side_by_side() -> None:
    (sides,) = _find(_read(digest_page(make_digest(), SITE)), "div", "sides")
    assert [[_words(part) for part in side] for side in sides] == [
        ["Ships withdraw six nautical miles from the lane.", "Meridian Wire · 18 March 2027 [2]"],
        [AFTER, "The Harbour Gazette · 18 March 2027 [3]"],
    ]


def test_editors_see_what_was_dropped_and_why() -> None:
    (changes,) = _find(_read(digest_page(make_digest(), SITE)), "details", "changes")
    words = _words(changes)
    assert "dropped broke the rule: every number stands in a cited sentence" in words
    assert "V8 “150” stands in no cited sentence" in words
    assert "Proposed Aldo Signe said so. Printed Signe Aldare said so." in words
    repaired = changes.xpath(".//li")[1]
    assert [_words(one) for one in repaired.xpath(".//del")] == ["Aldo"]
    assert [_words(one) for one in repaired.xpath(".//ins")] == ["Aldare"]


def test_editors_see_style_and_cost() -> None:
    tree = _read(digest_page(make_digest(), SITE))
    (style,) = _find(tree, "details", "style")
    rows = [[_words(cell) for cell in row.xpath("./th | ./td")] for row in style.xpath(".//tbody/tr")]
    assert rows == [["words in all", "412", "350 to 550"], ["share of words in quotations", "5% low", "10% to 30%"]]
    assert "Style: 1 of 2 bands met" in _words(style)
    assert "25% of the words are extracts" in _words(style)
    assert "3 calls to the model, 11,200 tokens in, 1,900 out, 21.4 seconds, 0.0123 USD." in _words(tree)


def test_what_changed_is_said_first() -> None:
    tree = _read(digest_page(make_digest(), SITE))
    (since,) = _find(tree, "section", "since")
    said = "Since Wednesday’s edition: The mission – 120 monitors, up from 90[3][1]; 1 story is new."
    assert _words(since) == f"{said} That edition"
    assert since.xpath(".//a/@href") == ["#c-3", "#c-1", "/digests/6"]
    assert since.getnext().tag == "section"
    assert not _find(_read(digest_page(make_digest(since=None), SITE)), "section", "since")


def test_an_empty_digest_is_one_honest_line() -> None:
    digest = make_digest(developments=(), other_news=(), citations=(), differences=(), numbers=(), ahead=(), changes=())
    tree = _read(digest_page(digest, SITE))
    assert [_words(one) for one in _find(tree, "h2")] == ["How this was made"]


def test_a_standalone_digest_needs_no_server() -> None:
    page = standalone_digest(make_digest())
    tree = _read(page)
    assert not tree.xpath("//link[@rel='stylesheet'] | //script | //img")
    assert all(link.startswith(("#", "https://")) for link in tree.xpath("//a/@href"))
    (style,) = tree.xpath("//style/text()")
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"style-src 'sha256-{hashed}'" in policy and policy.startswith("default-src 'none'")


def test_the_cited_words_are_marked_between_the_paragraphs_around_them() -> None:
    view = make_view()
    tree = _read(source_page(view, SITE, digest_id=7, n=2))
    assert [_words(one) for one in _find(tree, "mark")] == ["Ships withdraw six nautical miles from the lane."]
    (context,) = _find(tree, "div", "context")
    assert [_words(one) for one in context] == [view.before, view.text, view.after]
    page = _words(tree)
    for words in ("Meridian Wire", "news agency", "Mira Solberg", "18 March 2027, 04:30 UTC", "Text of accord agreed"):
        assert words in page, words
    assert view.article.revision.text_sha256 in page and "unchanged since it was read" in page
    links = tree.xpath("//a/@href")
    assert "/digests/7#c-2" in links
    assert any(link.startswith("https://wire.example/serren/talks?a=1&b=2#:~:text=Ships%20withdraw") for link in links)


def test_who_speaks_in_the_marked_words_is_named() -> None:
    tree = _read(source_page(make_view(words="“The text is closed. What is left is ink,” she said."), SITE))
    (speakers,) = _find(tree, "section", "speakers")
    assert _words(speakers) == "Who says this “The text is closed. What is left is ink,” Signe Aldare"
    assert not _find(_read(source_page(make_view(), SITE)), "section", "speakers")


def test_damaged_text_is_called_so() -> None:
    article = make_article()
    bad = replace(article, revision=replace(article.revision, text_sha256="0" * 64))
    page = _words(_read(source_page(replace(make_view(), article=bad), SITE)))
    assert "do not rely on this page" in page and "unchanged" not in page


def test_a_verdict_is_shown_with_its_reason() -> None:
    view = replace(make_view(), verdict=QuoteVerdict("altered", "similar, not verbatim (91%)"))
    assert "altered : similar, not verbatim (91%)" in _words(_read(source_page(view, SITE))).replace(
        "altered:", "altered :"
    )


def test_a_place_without_offsets_or_address_is_shown_all_the_same() -> None:
    article = make_article(url="file:///home/me/notes.txt")
    view = replace(make_view(article), quote_start=None, quote_end=None, before="", also_in=())
    tree = _read(source_page(view, SITE))
    assert not _find(tree, "mark")
    assert all(not link.startswith("file") for link in tree.xpath("//a/@href"))


def test_the_archive_is_by_day_and_names_watches() -> None:
    digests = [
        make_digest(3),
        make_digest(2, watch="Harbour Weekly", as_of=NOW - timedelta(hours=7)),
        make_digest(1, as_of=NOW - timedelta(hours=8)),
    ]
    tree = _read(archive_page(digests, SITE, watches=("Harbour Weekly", "Strait Watch"), older="/?before=x"))
    # 22:30 and 23:30 in UTC are 23:30 and 00:30 in Brussels.
    assert [_words(one) for one in _find(tree, "h2")] == ["Thursday 18 March 2027", "Wednesday 17 March 2027"]
    assert tree.xpath("//h3/a/@href") == ["/digests/3", "/digests/2", "/digests/1"]
    assert "/?watch=Harbour%20Weekly" in tree.xpath("//a/@href") and "/?before=x" in tree.xpath("//a/@href")


def test_an_empty_archive_says_how_the_first_digest_comes() -> None:
    assert "briefbot digest WATCH --post" in _words(_read(archive_page([], SITE)))


def test_a_channel_shows_messages_oldest_first_and_opens_the_newest() -> None:
    tree = _read(_channel(make_message("First"), make_message("Second")))
    posts = _find(tree, "article", "post")
    assert [_words(post.xpath(".//h2")[0]) for post in posts] == ["First", "Second"]
    assert [len(post.xpath(".//details")) for post in posts] == [1, 0]
    assert tree.xpath("//a[@class='full']/@href") == ["/digests/7", "/digests/8"]
    assert "/source/p1.2.s3" in tree.xpath("//a/@href")


def test_a_channel_waits_for_an_answer_by_itself_and_then_no_more() -> None:
    waiting = _read(_channel(make_message(), questions=((make_question("abc"), "accepted"),), look=4))
    assert waiting.xpath("//meta[@http-equiv='refresh']/@content") == ["1; url=/channel/demo?look=5#q-abc"]
    assert "checking sources…" in _words(waiting) and waiting.get_element_by_id("q-abc") is not None
    assert waiting.xpath("//fieldset/@disabled")
    noted = _read(_channel(make_message(), questions=((make_question("abc"), "ignored"),)))
    assert not noted.xpath("//meta[@http-equiv='refresh']") and not noted.xpath("//fieldset/@disabled")


def test_a_quiet_channel_says_so() -> None:
    assert "Nothing has been posted here yet" in _words(_read(_channel()))


# --- no text becomes markup ------------------------------------------------------------------------------------------


def _digest_of(text: str) -> str:
    article = make_article(title=text, publisher=text)
    citation = make_citation(1, "Ships withdraw six nautical miles from the lane.", article, text=text)
    digest = make_digest()
    claim = Claim(text, (1,), is_extract=True, outlet=text)
    development = replace(
        digest.developments[0], title=text, label=text, status=text, claims=(claim, Claim(text, (1,)))
    )
    lines = (replace(digest.differences[0], text=text, label=text, citations=(1,)),)
    changes = tuple(
        replace(one, rule=text, reason=text, before=text, after=text, evidence=text) for one in digest.changes
    )
    since = Since(6, NOW, text, (replace(lines[0], quotes=()),), 1)
    changed = replace(digest, headline=text, standfirst=text, notice=text, watch=text, developments=(development,))
    changed = replace(changed, since=since)
    changed = replace(changed, differences=lines, numbers=lines, ahead=lines, other_news=(claim,), changes=changes)
    return digest_page(
        replace(changed, citations=(citation,), coverage=replace(digest.coverage, outcomes={text: 1})), SITE
    )


def _source_of(text: str) -> str:
    body = f"{text.replace(chr(10), ' ')}\n\nBefore {text} after.\n\n{text}"
    article = make_article(title=text, text=body, byline=text, publisher=text)
    view = make_view(article, f"Before {text} after.")
    return source_page(replace(view, also_in=(article,)), Site(text))


def _archive_of(text: str) -> str:
    digest = make_digest(headline=text, standfirst=text, watch=text)
    return archive_page([digest], Site(text), watch=text, watches=(text,))


def _channel_of(text: str) -> str:
    styles = ("plain", "strong", "quiet", "quote", "mark", text)
    spans = tuple(Span(text, style) for style in styles)
    kinds = ("title", "heading", "paragraph", "extract", "item", "note")
    message = Message(text, tuple(Block(kind, spans) for kind in kinds))
    return _channel(message, questions=((make_question("abc", text=text), "accepted"),))


PAGES: tuple[Callable[[str], str], ...] = (
    _digest_of,
    _source_of,
    _archive_of,
    _channel_of,
    lambda text: message_page(text, text, Site(text)),
    lambda text: standalone_digest(make_digest(headline=text, standfirst=text)),
)


@pytest.mark.parametrize("make", PAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(make: Callable[[str], str], text: str) -> None:
    tree = _read(make(text).encode("utf-8", "replace").decode())
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names <= ELEMENTS
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@style | //@srcdoc")
    assert all(LINKS.fullmatch(link) for link in tree.xpath("//a/@href"))
    assert tree.xpath("//form/@action") in ([], ["/channel/demo/questions"])
    assert not tree.xpath("//meta[@http-equiv='refresh'][not(starts-with(@content, '1; url=/channel/demo?'))]")
    readable = text.encode("utf-8", "replace").decode().split("\x00")[0].strip()[:12].strip()
    assert " ".join(readable.split()) in _words(tree)


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_hostile_addresses_are_no_links(url: str) -> None:
    article = make_article(url=url)
    citation = make_citation(1, "Ships withdraw six nautical miles from the lane.", article, deep_link=url)
    pages = (
        digest_page(make_digest(citations=(citation,)), SITE),
        source_page(replace(make_view(article), also_in=(article,)), SITE),
        _channel(make_message(url=url)),
    )
    for page in pages:
        for link in _read(page).xpath("//@href | //@src | //@action"):
            assert link.startswith(("#", "/", "data:image/svg+xml,%3Csvg")) and not link.startswith("//"), link
