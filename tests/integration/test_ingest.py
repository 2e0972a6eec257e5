"""Polling over a real store, a real fetcher and a local web server: what is stored, what is not, and why."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest

from bot import fetcher
from bot.domain.article import Article
from bot.domain.errors import NotFound
from bot.domain.feed import Feed, FeedItem, FeedState, Listing, Validators
from bot.flows.choose_items import FIRST_ITEMS
from bot.flows.ingest import LEASE_S, Intake, poll_all, poll_due
from bot.ports import Source, Store
from bot.sources import file, rss
from tests.fakes.extractor import InlineExtractor
from tests.servers.web import Answer, WebServer

START = datetime(2031, 3, 14, 8, 0, tzinfo=UTC)
RSS = "application/rss+xml"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Newsroom:
    """An intake on a web server, with helpers that say what is served and what is stored."""

    def __init__(self, web: WebServer, store: Store, intake: Intake, clock: Time) -> None:
        self.web, self.store, self.intake, self.clock = web, store, intake, clock

    def add_feed(self, name: str = "Courier", path: str = "/feed", **fields: object) -> Feed:
        with self.store.begin() as uow:
            feed = uow.feeds.add(Feed(name, self.web.url + path, origin="command", **fields))  # type: ignore[arg-type]
            uow.commit()
        return feed

    def poll(self) -> list[str | None]:
        return [one.error for one in poll_due(self.intake).feeds]

    def articles(self) -> list[Article]:
        with self.store.read() as uow:
            found = uow.articles.list_recent(since=LONG_AGO, until=FAR_AHEAD)
        return sorted(found, key=lambda article: article.id)

    def state(self, name: str = "Courier") -> FeedState:
        with self.store.read() as uow:
            return next(state for feed, state in uow.feeds.list_all() if feed.name == name)

    def outcomes(self, path: str) -> list[tuple[str, str]]:
        with self.store.read() as uow:
            return [(one.kind, one.reason) for one in uow.outcomes.list_for_url(self.web.url + path)]

    def fetched(self, path: str) -> int:
        return len(self.web.requests_for(path))


@pytest.fixture
def newsroom(store: Store) -> Iterator[Newsroom]:
    with WebServer() as web:
        clock = Time()
        fetch = fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=[web.host])
        sources: dict[str, Source] = {
            "rss": rss.build(rss.Options(), fetch, clock=clock),
            "file": file.build(file.Options(), fetch),
        }
        yield Newsroom(web, store, Intake(store, sources, fetch, InlineExtractor(), clock), clock)


def story(number: int, extra: str = "") -> str:
    places = ("Halloran", "Vessary", "Tolm", "Kestwick", "Aldermoor", "Brisca", "Oran Point", "Sturrey")
    place = places[number % len(places)]
    return (
        f"The harbour council of {place} voted on Tuesday to open berth {number} to aid ships for {number + 3} weeks."
        f"{extra and ' '}{extra}\n\n"
        f"“Nobody in {place} wanted to wait another winter,” council member Ilse Maro said after the vote.\n\n"
        f"Pilots counted {number * 7 + 11} ships outside the breakwater that morning; {place} expects more of them.\n\n"
        f"Two captains from {place} said by radio that they had water for {number + 4} days and would wait. "
        f"A third had already turned back towards the port of Brisca, the pilots said.\n\n"
        f"The ministry in Port Halloran did not say whether it would follow the vote in {place}, or when it might.\n\n"
        f"The council of {place} meets again on Friday to settle who pays for the {number + 2} tugs."
    )


def page(number: int, extra: str = "") -> str:
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in story(number, extra).split("\n\n"))
    title = f"Berth {number} opens to aid ships"
    return (
        f"<html lang='en'><head><title>{title} | Norven Courier</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article><footer>Write to us</footer></body></html>"
    )


def entry(url: str, number: int, *, full: bool = False, updated: datetime | None = None, summary: str = "") -> str:
    at = START - timedelta(hours=number)
    html = "".join(f"<p>{one}</p>" for one in story(number).split("\n\n"))
    content = f"<content:encoded><![CDATA[{html}]]></content:encoded>" if full else ""
    changed = f"<atom:updated>{updated.isoformat()}</atom:updated>" if updated else ""
    return (
        f"<item><title>Berth {number} opens to aid ships</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{format_datetime(at)}</pubDate><description>{summary or 'A vote in the council.'}</description>"
        f"{content}{changed}</item>"
    )


def feed(*entries: str) -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    return f'<rss version="2.0" {spaces}><channel><title>Norven Courier</title>{"".join(entries)}</channel></rss>'


def test_a_summary_feed_brings_whole_articles_from_their_pages(newsroom: Newsroom) -> None:
    web = newsroom.web
    urls = [web.serve(f"/a/{number}", page(number)) for number in (1, 2)]
    web.serve("/feed", feed(*(entry(url, number) for number, url in enumerate(urls, 1))), RSS, etag='"1"')
    newsroom.add_feed(publisher="Norven Courier", source_type="wire")
    assert newsroom.poll() == [None]
    found = newsroom.articles()
    assert [article.url for article in found] == urls[::-1], "older first"
    assert found[1].title == "Berth 1 opens to aid ships"
    assert found[1].revision.text == story(1)
    assert (found[1].outlet, found[1].source_type) == ("Norven Courier", "wire")
    assert found[1].revision.published_at == START - timedelta(hours=1)
    assert [one.speaker for one in found[1].revision.quotations] == ["Ilse Maro"]
    assert newsroom.outcomes("/a/1") == [("stored", "")]
    state = newsroom.state()
    assert (state.status, state.error, state.validators.etag) == ("ok", None, '"1"')
    assert state.next_poll_at is not None and state.next_poll_at > START


def test_an_unchanged_feed_costs_one_request_and_is_looked_at_less_often(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/feed", feed(entry(web.serve("/a/1", page(1)), 1)), RSS, etag='"1"')
    newsroom.add_feed()
    newsroom.poll()
    before = newsroom.state().interval_s
    newsroom.clock.pass_by(minutes=20)
    assert newsroom.poll() == [None]
    assert web.requests[-1].headers["if-none-match"] == '"1"'
    assert (newsroom.fetched("/feed"), newsroom.fetched("/a/1")) == (2, 1)
    assert newsroom.state().interval_s > before
    assert newsroom.poll() == [], "not due yet"


def test_a_server_that_always_says_not_modified_is_asked_for_everything_the_next_day(newsroom: Newsroom) -> None:
    web = newsroom.web
    first, second = (entry(web.serve(f"/a/{number}", page(number)), number) for number in (1, 2))
    web.serve("/feed", feed(first), RSS, etag='"same"')
    newsroom.add_feed()
    newsroom.poll()
    web.serve("/feed", feed(first, second), RSS, etag='"same"')
    newsroom.clock.pass_by(hours=1)
    newsroom.poll()
    assert len(newsroom.articles()) == 1, "the server lies"
    newsroom.clock.pass_by(hours=24)
    newsroom.poll()
    assert len(newsroom.articles()) == 2


def test_full_content_in_the_feed_saves_the_visit(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/feed", feed(entry(web.url + "/a/3", 3, full=True)), RSS)
    newsroom.add_feed()
    newsroom.poll()
    (article,) = newsroom.articles()
    assert "Nobody in Kestwick wanted to wait another winter" in article.revision.text
    assert newsroom.fetched("/a/3") == 0


def test_only_what_is_new_is_fetched(newsroom: Newsroom) -> None:
    web = newsroom.web
    entries = [entry(web.serve(f"/a/{number}", page(number)), number) for number in (1, 2)]
    web.serve("/feed", feed(entries[0]), RSS)
    newsroom.add_feed()
    newsroom.poll()
    web.serve("/feed", feed(*entries), RSS)
    newsroom.clock.pass_by(hours=1)
    (polled,) = poll_due(newsroom.intake).feeds
    assert (polled.stored, polled.revised, polled.failed) == (1, 0, 0)
    assert (newsroom.fetched("/a/1"), newsroom.fetched("/a/2")) == (1, 1)


@pytest.mark.parametrize(
    ("body", "status", "kind", "reason"),
    [
        ("<html><body><p>Subscribe now to continue reading this article. Log in if you are a member.</p></body></html>",
         200, "paywalled", "log in or subscribe"),
        ("<html><body><main><p>" + "We value your privacy and use cookies to improve your visit. " * 8 + "</p>"
         "<p>" + "Our partners ask for your consent to process personal data. " * 8 + "</p></main></body></html>",
         200, "no_text", "cookies and privacy"),
        ("<html><body><ul><li><a href='/x'>One</a></li></ul></body></html>", 200, "no_text", "fewer than 25 words"),
        ("gone", 404, "failed", "404"),
        ("pay", 402, "paywalled", "402"),
        (b"\x00\x01\x02\x03" * 300, 200, "failed", "binary"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_not_stored_and_says_why(
    newsroom: Newsroom, body: str | bytes, status: int, kind: str, reason: str
) -> None:
    web = newsroom.web
    bad = entry(web.serve("/bad", body, status=status), 1)
    good = entry(web.serve("/a/2", page(2)), 2)
    web.serve("/feed", feed(bad, good), RSS, etag='"1"')
    newsroom.add_feed()
    assert newsroom.poll() == [None]
    assert [article.url for article in newsroom.articles()] == [web.url + "/a/2"]
    ((found, why),) = newsroom.outcomes("/bad")
    assert found == kind and reason in why and "\n" not in why


def test_a_page_that_fails_for_now_is_tried_again_and_at_last_its_summary_is_taken(newsroom: Newsroom) -> None:
    web = newsroom.web
    summary = "The council of Halloran voted on Tuesday to open the berth to aid ships before the winter. " * 4
    late = entry(web.serve("/late", "busy", status=503), 1, summary=summary)
    web.serve("/feed", feed(late), RSS, etag='"1"')
    newsroom.add_feed()
    newsroom.poll()
    assert newsroom.state().validators == Validators(), "an ETag must not hide what is still to come"
    assert newsroom.articles() == []
    newsroom.clock.pass_by(minutes=30)
    newsroom.poll()
    assert newsroom.fetched("/late") == 2
    newsroom.clock.pass_by(hours=1)
    newsroom.poll()
    assert newsroom.fetched("/late") == 2, "patience"
    newsroom.clock.pass_by(hours=6)
    newsroom.poll()
    (article,) = newsroom.articles()
    assert "summary_only" in article.revision.flags
    assert article.revision.text == summary.strip()
    assert newsroom.state().validators.etag == '"1"'
    assert [kind for kind, _ in newsroom.outcomes("/late")] == ["failed", "failed", "stored"]


@pytest.mark.parametrize(
    "bad",
    [
        Answer(b"busy", status=503),
        Answer(b"refused", status=403),
        Answer(b"a password, please", status=401),
        Answer(b"not yet", status=404),
        Answer(b"gone", status=410),
        Answer(b""),
        Answer(b"%PDF-1.7 x", "application/pdf"),
        Answer(b"<html><body><p>Loading.</p></body></html>"),
        Answer(b"", status=302, location="/late"),
    ],
)
def test_a_page_that_comes_back_is_read_whole(newsroom: Newsroom, bad: Answer) -> None:
    web = newsroom.web
    web.serve_in_turn("/late", *[bad] * (6 if bad.location else 1), Answer(page(1).encode()))
    web.serve("/feed", feed(entry(web.url + "/late", 1)), RSS, etag='"1"')
    newsroom.add_feed()
    newsroom.poll()
    assert newsroom.articles() == []
    newsroom.clock.pass_by(minutes=30)
    newsroom.poll()
    (article,) = newsroom.articles()
    assert "wanted to wait another winter" in article.revision.text
    assert "summary_only" not in article.revision.flags


@pytest.mark.parametrize(("status", "tries"), [(402, 2), (404, 3)])
def test_what_looks_final_is_asked_for_again_and_then_left_alone(newsroom: Newsroom, status: int, tries: int) -> None:
    web = newsroom.web
    web.serve("/feed", feed(entry(web.serve("/shut", "no", status=status), 1)), RSS, etag='"1"')
    newsroom.add_feed()
    for _ in range(5):
        newsroom.poll()
        newsroom.clock.pass_by(hours=7)
    assert newsroom.fetched("/shut") == tries
    assert newsroom.state().validators.etag == '"1"'


def test_a_login_page_behind_a_redirect_is_no_article(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/login", page(5))
    web.serve("/", page(6))
    web.redirect("/a/1", web.url + "/login?next=/a/1")
    web.redirect("/a/2", web.url + "/")
    web.serve("/login?next=/a/1", page(5))
    web.serve("/feed", feed(entry(web.url + "/a/1", 1), entry(web.url + "/a/2", 2)), RSS)
    newsroom.add_feed()
    newsroom.poll()
    assert newsroom.articles() == []
    assert [newsroom.outcomes(path)[0][0] for path in ("/a/1", "/a/2")] == ["paywalled", "no_text"]


def test_of_a_new_feed_the_newest_are_taken_and_the_rest_never(newsroom: Newsroom) -> None:
    web = newsroom.web
    entries = [entry(f"{web.url}/a/{number}", number, full=True) for number in range(FIRST_ITEMS + 12)]
    web.serve("/feed", feed(*entries), RSS, etag='"1"')
    newsroom.add_feed()
    newsroom.poll()
    assert len(newsroom.articles()) == FIRST_ITEMS
    assert newsroom.outcomes(f"/a/{FIRST_ITEMS + 3}")[0][0] == "stale"
    web.serve("/feed", feed(entry(f"{web.url}/a/new", 99, full=True), *entries), RSS, etag='"2"')
    newsroom.clock.pass_by(hours=1)
    newsroom.poll()
    assert len(newsroom.articles()) == FIRST_ITEMS + 1


def test_an_updated_entry_becomes_a_revision_and_the_old_text_stays(newsroom: Newsroom) -> None:
    web = newsroom.web
    url = web.serve("/a/1", page(1))
    web.serve("/feed", feed(entry(url, 1)), RSS)
    newsroom.add_feed()
    newsroom.poll()
    web.serve("/a/1", page(1, "An earlier version named the wrong pier."))
    newsroom.clock.pass_by(hours=2)
    web.serve("/feed", feed(entry(url, 1, updated=newsroom.clock.now - timedelta(hours=1))), RSS)
    (polled,) = poll_due(newsroom.intake).feeds
    assert (polled.stored, polled.revised) == (0, 1)
    (article,) = newsroom.articles()
    assert article.revision.number == 2 and "the wrong pier" in article.revision.text
    with newsroom.store.read() as uow:
        assert "the wrong pier" not in uow.articles.get(article.id, 1).revision.text


@pytest.mark.parametrize("fault", [Answer(b"busy", status=503), Answer(b"gone", status=410), Answer(b"")])
def test_an_updated_entry_whose_page_fails_leaves_the_article_as_it_is(newsroom: Newsroom, fault: Answer) -> None:
    web, summary = newsroom.web, "The council of Halloran voted to open the berth to aid ships before the winter. " * 4
    url = web.serve("/a/1", page(1))
    web.serve("/feed", feed(entry(url, 1, summary=summary)), RSS)
    newsroom.add_feed()
    newsroom.poll()
    newsroom.clock.pass_by(hours=2)
    web.serve_in_turn("/a/1", fault)
    changed = entry(url, 1, summary=summary, updated=newsroom.clock.now - timedelta(hours=1))
    web.serve("/feed", feed(changed), RSS)
    newsroom.poll()
    assert newsroom.fetched("/a/1") == 2
    (article,) = newsroom.articles()
    assert article.revision.number == 1 and "summary_only" not in article.revision.flags
    assert newsroom.outcomes("/a/1") == [("stored", "")]


def test_a_copy_in_another_feed_is_stored_as_a_duplicate(newsroom: Newsroom) -> None:
    web = newsroom.web
    for number, name in enumerate(("one", "two", "wire")):
        web.serve(f"/{name}/feed", feed(entry(web.serve(f"/{name}/a", page(1)), number)), RSS)
    for name, kind in (("one", "outlet"), ("two", "outlet"), ("wire", "wire")):
        newsroom.add_feed(name, f"/{name}/feed", source_type=kind)
        poll_all(newsroom.intake, names=[name])
    first, copy, original = newsroom.articles()
    assert (first.duplicate_of, copy.duplicate_of) == (None, first.id)
    assert original.duplicate_of is None, "the more trusted source is not hidden behind the less trusted"
    assert newsroom.outcomes("/two/a") == [("duplicate", f"repeats article {first.id}")]


def test_nearly_the_same_text_is_a_duplicate_too(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/one/feed", feed(entry(web.serve("/one/a", page(1)), 1)), RSS)
    web.serve("/two/feed", feed(entry(web.serve("/two/a", page(1, "Read on.")), 1)), RSS)
    for name in ("one", "two"):
        newsroom.add_feed(name, f"/{name}/feed")
        poll_all(newsroom.intake, names=[name])
    first, second = newsroom.articles()
    assert second.duplicate_of == first.id


class BrokenSource:
    """A source with a fault of its own. Implements Source."""

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        return Listing(items=(FeedItem("x", None, published_at="never"),) * (1 // len(feed.tags)))  # type: ignore[arg-type]


def test_one_bad_feed_never_stops_the_rest(newsroom: Newsroom) -> None:
    web = newsroom.web
    newsroom.intake.sources["broken"] = BrokenSource()  # type: ignore[index]
    newsroom.add_feed("broken", "/none", kind="broken")
    newsroom.add_feed("unknown", "/none", kind="carrier_pigeon")
    newsroom.add_feed("dead", "/dead")
    web.serve("/html", "<html><body><p>Hello there</p></body></html>")
    newsroom.add_feed("html", "/html")
    web.serve("/feed", feed(entry(web.serve("/a/1", page(1)), 1)), RSS)
    newsroom.add_feed("good")
    errors = {one.feed: one.error for one in poll_due(newsroom.intake).feeds}
    assert len(newsroom.articles()) == 1
    assert errors.pop("good") is None
    assert errors["broken"] == "the program failed on this feed (ZeroDivisionError); see the log"
    assert all(error and "\n" not in error for error in errors.values())
    for name, error in errors.items():
        state = newsroom.state(name)
        assert (state.status, state.failures, state.error) == ("failing", 1, error)
        assert state.next_poll_at is not None and state.next_poll_at > newsroom.clock.now + timedelta(minutes=10)


def test_a_feed_that_is_gone_for_good_is_given_up(newsroom: Newsroom) -> None:
    newsroom.web.serve("/feed", "gone", status=410)
    newsroom.add_feed()
    for _ in range(6):
        newsroom.poll()
        newsroom.clock.pass_by(days=2)
    assert newsroom.fetched("/feed") == 3
    assert newsroom.state().status == "gone"


def test_a_server_that_asks_for_patience_gets_it(newsroom: Newsroom) -> None:
    newsroom.web.serve("/feed", "busy", status=429, retry_after="7200")
    newsroom.add_feed()
    newsroom.poll()
    at = newsroom.state().next_poll_at
    assert at is not None and at >= START + timedelta(hours=2)


def test_polling_twice_at_once_looks_at_each_feed_once(newsroom: Newsroom) -> None:
    web = newsroom.web
    for number in range(6):
        web.serve(f"/{number}/feed", feed(entry(web.serve(f"/{number}/a", page(number)), 1)), RSS, delay_s=0.05)
        newsroom.add_feed(f"feed {number}", f"/{number}/feed")
    threads = [threading.Thread(target=poll_due, args=(newsroom.intake,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [newsroom.fetched(f"/{number}/feed") for number in range(6)] == [1] * 6
    assert len(newsroom.articles()) == 6


def test_no_more_feeds_than_the_limit_are_polled(newsroom: Newsroom) -> None:
    for number in range(5):
        newsroom.add_feed(f"feed {number}", f"/{number}/feed")
    assert [len(poll_due(newsroom.intake, limit=2).feeds) for _ in range(3)] == [2, 2, 1]


def test_a_stop_stores_what_was_read_and_the_rest_follows(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/feed", feed(*(entry(web.serve(f"/a/{n}", page(n)), n) for n in range(1, 5))), RSS, etag='"1"')
    newsroom.add_feed()
    poll_due(newsroom.intake, should_stop=lambda: newsroom.fetched("/a/3") > 0)
    assert [article.url[-1] for article in newsroom.articles()] == ["4", "3"]
    assert newsroom.state().validators == Validators()
    newsroom.clock.pass_by(minutes=2)
    newsroom.poll()
    assert [article.url[-1] for article in newsroom.articles()] == ["4", "3", "2", "1"]
    assert newsroom.state().validators.etag == '"1"'


def test_a_lost_lease_is_taken_over(newsroom: Newsroom) -> None:
    newsroom.web.serve("/feed", feed(), RSS)
    newsroom.add_feed()
    with newsroom.store.begin() as uow:
        assert uow.feeds.claim_due(START, limit=9, lease_s=LEASE_S)
        uow.commit()
    assert newsroom.poll() == []
    newsroom.clock.pass_by(seconds=LEASE_S + 1)
    assert newsroom.poll() == [None]


def test_naming_an_unknown_feed_is_an_error(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound, match="no feed named “Nobody”"):
        poll_all(newsroom.intake, names=["Nobody"])


def test_a_guid_that_changes_at_each_look_stores_nothing_twice(newsroom: Newsroom) -> None:
    web = newsroom.web
    url = web.serve("/a/1", page(1))
    newsroom.add_feed()
    for number in range(4):
        body = feed(entry(url + f"?utm_source=feed{number}", 1)).replace(f"<guid>{url}", f"<guid>{number}-{url}")
        web.serve("/a/1?utm_source=feed" + str(number), page(1))
        web.serve("/feed", body, RSS)
        newsroom.poll()
        newsroom.clock.pass_by(hours=5)
    assert len(newsroom.articles()) == 1


def test_a_guid_that_stands_on_every_entry_is_none(newsroom: Newsroom) -> None:
    web = newsroom.web
    urls = [web.serve(f"/a/{number}", page(number)) for number in range(4)]
    entries = [entry(url, number).replace(f"<guid>{url}", "<guid>0") for number, url in enumerate(urls)]
    web.serve("/feed", feed(*entries), RSS)
    newsroom.add_feed()
    newsroom.poll()
    found = newsroom.articles()
    assert sorted(article.url for article in found) == urls
    assert {article.revision.number for article in found} == {1}


def test_an_article_of_two_feeds_of_one_site_is_fetched_once(newsroom: Newsroom) -> None:
    web = newsroom.web
    listed = entry(web.serve("/a/1", page(1)), 1)
    for name in ("one", "two"):
        web.serve(f"/{name}/feed", feed(listed), RSS)
        newsroom.add_feed(name, f"/{name}/feed")
        poll_all(newsroom.intake, names=[name])
    assert len(newsroom.articles()) == 1
    assert newsroom.fetched("/a/1") == 1


def test_near_copies_in_one_round_are_found(newsroom: Newsroom) -> None:
    web = newsroom.web
    web.serve("/a/1", page(1))
    web.serve("/b/1", page(1, "Read on."))
    web.serve("/feed", feed(entry(web.url + "/a/1", 2), entry(web.url + "/b/1", 1)), RSS)
    newsroom.add_feed()
    newsroom.poll()
    first, second = newsroom.articles()
    assert second.duplicate_of == first.id
