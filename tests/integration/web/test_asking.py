"""The whole way: a digest of the sample archive stands in a channel, a question is asked on the page and answered."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest

from bot.domain.digest import Digest
from bot.domain.watch import Slot, Watch
from bot.flows.ask_model import Writers
from bot.flows.deliver import Courier, deliver_due
from bot.flows.digest import publish_digest
from bot.flows.front_desk import Desk
from bot.flows.inbox import deal_with_due
from bot.flows.switchboard import Switchboard
from bot.host import open_host
from bot.models import extractive
from bot.platforms import web
from bot.ports import Store
from bot.prompt_files import load_prompts
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

WATCH = Watch(name="Strait Watch", channel="web:demo", window_days=2)


@dataclass
class Site:
    """A running site with the sample archive behind it."""

    url: str
    store: Store
    digest: Digest
    board: Switchboard
    courier: Courier

    def read(self, path: str, body: bytes | None = None) -> lxml.html.HtmlElement:
        """A page; redirects are followed."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("GET" if body is None else "POST", path, body, headers if body else {})
        reply = connection.getresponse()
        content, place = reply.read(), reply.getheader("Location")
        connection.close()
        assert reply.status in (200, 303), content
        return self.read(place) if place else lxml.html.document_fromstring(content.decode())

    def work(self) -> None:
        """Answer and deliver all that waits."""
        deal_with_due(self.board)
        deliver_due(self.courier)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One digest is posted to the channel `demo`."""
    with _open_site(tmp_path) as opened:
        opened.work()
        yield opened


@contextmanager
def _open_site(folder: Path) -> Iterator[Site]:
    def clock() -> datetime:
        return NOW

    store = sqlite_store(folder)
    store_samples(store)
    writers = Writers(store, load_prompts(), clock, extractive.build())
    host = open_host("127.0.0.1:0")
    platform = web.build(web.Options(), host, Desk(store, clock=clock))
    platforms = {"web": platform}
    slot = Slot(WATCH.name, f"{NOW:%Y-%m-%dT%H:%M}", NOW)
    with store.begin() as uow:
        uow.watches.add(WATCH)
        uow.watches.claim_slot(slot, NOW, lease_s=60)
        uow.commit()
    digest = publish_digest(WATCH, slot, writers=writers, platform=platform)
    host.start()
    try:
        board = Switchboard(store, writers, platforms, clock)
        yield Site(host.url, store, digest, board, Courier(store, platforms, clock))
    finally:
        host.stop(timeout_s=5)
        store.close()


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _ask(site: Site, question: str) -> lxml.html.HtmlElement:
    """Type a question into the form of the page and send it."""
    form = site.read("/channel/demo").xpath("//form")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    return site.read(form.get("action"), urlencode(fields | {"question": question}).encode())


def test_a_digest_stands_in_its_channel_and_in_the_archive(site: Site) -> None:
    (post,) = site.read("/channel/demo").xpath("//article[contains(@class, 'post')]")
    assert site.digest.headline in _words(post)
    assert site.read("/").xpath("//h3/a/@href") == [f"/digests/{site.digest.id}"]
    assert _words(site.read(f"/digests/{site.digest.id}").xpath("//h1")[0]) == site.digest.headline


def test_every_word_that_looks_proven_stands_in_a_stored_article(site: Site) -> None:
    with site.store.read() as uow:
        articles = {citation.article_id: uow.articles.get(citation.article_id) for citation in site.digest.citations}
    stored = " ".join(_bare(article.revision.text) for article in articles.values())
    for path in ("/channel/demo", f"/digests/{site.digest.id}"):
        proven = site.read(path).xpath("//main//q[@class='verified']")
        assert len(proven) == site.digest.checks.quotes > 0
        assert all(_bare(_words(one)) in stored for one in proven)


def test_every_citation_can_be_seen_in_its_context(site: Site) -> None:
    page = site.read(f"/digests/{site.digest.id}")
    for citation in site.digest.citations:
        (link,) = page.xpath(f"//li[@id='c-{citation.n}']//a[text()='See it in context']/@href")
        source = site.read(link)
        # The mark holds the whole sentence; a citation may begin after its dateline.
        assert _words(source.xpath("//mark")[0]).endswith(" ".join(citation.text.split()))
        assert "unchanged since it was read" in _words(source)


def test_a_question_on_the_page_is_answered_under_it_from_the_sources(site: Site) -> None:
    asked = _ask(site, "What did Signe Aldare say about the text?")
    assert "checking sources…" in _words(asked) and asked.xpath("//meta[@http-equiv='refresh']")
    site.work()
    page = site.read("/channel/demo")
    (answer,) = page.xpath("//div[contains(@class, 'answer')]")
    assert "“The text is closed" in " ".join(_words(one) for one in answer.xpath(".//q[@class='verified']"))
    assert answer.xpath(".//a[contains(@href, '#:~:text=')]")
    assert not page.xpath("//meta[@http-equiv='refresh']")


def test_a_question_that_no_source_answers_is_refused_on_the_page(site: Site) -> None:
    _ask(site, "Who signed the peace treaty in Geneva?")
    site.work()
    (answer,) = site.read("/channel/demo").xpath("//div[contains(@class, 'answer')]")
    assert "Geneva" in _words(answer) and not answer.xpath(".//q")


def test_thanks_need_no_answer_and_end_the_waiting(site: Site) -> None:
    _ask(site, "thanks!")
    site.work()
    page = site.read("/channel/demo")
    assert not page.xpath("//meta[@http-equiv='refresh']") and not page.xpath("//div[contains(@class, 'answer')]")


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[“”\"‘’']", "", text).split()).rstrip(".,")
