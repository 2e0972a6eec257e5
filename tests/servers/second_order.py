"""A site that points inside from everywhere a site can point, and the whole intake let loose on it.

Run by `everywhere.run_everywhere`, in a network where every address answers. Prints as JSON which addresses were
connected to, how many connections the kernel began, and what became of each way in.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot import extractor, fetcher
from bot.domain.errors import BotError
from bot.domain.feed import Feed
from bot.flows.feeds import add_feed
from bot.flows.ingest import Intake, poll_all
from bot.sources import page, rss, sitemap
from bot.steps.read.opml import read_opml
from bot.stores import build
from tests.servers.everywhere import count_begun, list_reached
from tests.servers.web import WebServer

SITE = "http://herald.example"
HERALD = "93.184.215.14"
DNS = {"herald.example": (HERALD,), "courier.example": (HERALD,), "vault": ("10.0.0.9",)}
SECOND_SITE = "http://courier.example"
INSIDE = "http://10.0.0.9"
LINKS = ("/2026/03/14/ferries-sail", "/2026/03/14/harbour-opens", "/2026/03/14/council-meets")
NOW = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)

ITEM = f"""<item><title>{{0}}</title><link>{{1}}</link><guid>{{0}}</guid>
<pubDate>Sat, 14 Mar 2026 07:00:00 GMT</pubDate><enclosure url="{INSIDE}/a.mp3" type="audio/mpeg" length="1"/>
<comments>{INSIDE}/comments</comments><source url="{INSIDE}/source">x</source></item>"""
FEED = f"""<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{INSIDE}/style.xsl"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Herald</title><link>{INSIDE}/</link>
<docs>{INSIDE}/docs</docs><cloud domain="10.0.0.9" port="80" path="/hub" registerProcedure="x" protocol="xml-rpc"/>
<image><url>{INSIDE}/icon.png</url></image><atom:link rel="hub" href="{INSIDE}/hub"/>
<atom:link rel="self" href="{INSIDE}/self"/><atom:link rel="next" href="{INSIDE}/next"/>
{ITEM.format("Straight inside", INSIDE + "/article")}
{ITEM.format("By a redirect", SITE + "/moved")}
{ITEM.format("A page of links", SITE + "/page")}
{ITEM.format("A name of the inside", "http://vault/")}
{ITEM.format("A file", "file:///etc/hostname")}
</channel></rss>"""
PARAGRAPHS = "".join(
    f"<p>The harbour council of Serren said on Friday that ferry {number} would sail again within {number} days.</p>"
    for number in range(2, 10)
)
PAGE = f"""<!doctype html><html><head><title>A page of links</title><link rel="icon" href="{INSIDE}/favicon.ico">
<link rel="canonical" href="{INSIDE}/canonical"><link rel="amphtml" href="{INSIDE}/amp"><base href="{INSIDE}/">
<link rel="stylesheet" href="{INSIDE}/style.css"><meta property="og:image" content="{INSIDE}/og.png">
<meta http-equiv="refresh" content="0;url={INSIDE}/refresh"><script src="{INSIDE}/script.js"></script></head>
<body><img src="{INSIDE}/pixel.gif"><iframe src="{INSIDE}/frame"></iframe>
<article>{PARAGRAPHS}</article></body></html>"""
ANNOUNCING = f"""<!doctype html><title>x</title><link rel="alternate" type="application/rss+xml" href="{INSIDE}/feed">
<a href="{INSIDE}/rss.xml">RSS</a><p>Nothing else.</p>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{0}/in-map</loc></url></urlset>"""
MAPS = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{INSIDE}/map.xml</loc></sitemap><sitemap><loc>{SITE}/map.xml</loc></sitemap></sitemapindex>"""
OPML = f"""<opml version="2.0"><body><outline text="a" xmlUrl="{INSIDE}/opml.xml" htmlUrl="{INSIDE}/"/>
<outline text="b" type="include" url="{INSIDE}/more.opml"/></body></opml>"""

LISTED = (f"{INSIDE}/article", f"{SITE}/moved", f"{SITE}/page", "http://vault/", f"{INSIDE}/in-map", SITE + LINKS[0])
ADDED = (
    f"{INSIDE}/feed",
    "http://nobody.example/feed",
    f"{SECOND_SITE}/front",
    "http://vault/",
    "file:///etc/hostname",
)


def main() -> None:
    with ExitStack() as stack:
        canaries = [stack.enter_context(WebServer(bind=("::", port))) for port in (80, 443, 6379)]
        _serve_site(canaries[0])
        before = count_begun()
        told = _let_loose(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
        begun = count_begun() - before
        reached = [place for canary in canaries for place in list_reached(canary)]
        print(json.dumps({"reached": reached, "begun": begun, "told": told}))


def _serve_site(web: WebServer) -> None:
    web.serve("/herald.rss", FEED, "application/rss+xml")
    web.serve("/page", PAGE)
    web.serve("/front", ANNOUNCING)
    web.serve("/maps.xml", MAPS, "application/xml")
    web.serve("/map.xml", MAP.format(INSIDE), "application/xml")
    web.serve("/links", "<!doctype html>" + "".join(f"<h2><a href='{link}'>A long headline</a></h2>" for link in LINKS))
    for path in ("/moved", "/robots.txt", "/feed-moved", *LINKS):
        web.redirect(path, INSIDE + path, 301)


def _let_loose(folder: Path, stack: ExitStack) -> dict[str, str]:
    """Poll feeds of every kind, then add some as a person in a chat would; what each was told."""
    store = build(f"sqlite:///{folder}/bot.db", clock=lambda: NOW)
    stack.callback(store.close)
    reader = fetcher.build(
        fetcher.Options(total_timeout_s=60, host_gap_s=0), resolve=lambda host, _port: DNS.get(host, ())
    )
    extracting = extractor.build(extractor.Options())
    stack.callback(extracting.close)
    sources = {
        "rss": rss.build(rss.Options(), reader),
        "page": page.build(page.Options(), reader),
        "sitemap": sitemap.build(sitemap.Options(), reader),
    }
    wanted = [
        Feed("feed", SITE + "/herald.rss"),
        Feed("moved", SITE + "/feed-moved"),
        Feed("page", SITE + "/links", kind="page"),
        Feed("maps", SITE + "/maps.xml", kind="sitemap"),
        *(Feed(f"opml {number}", one.url) for number, one in enumerate(read_opml(OPML.encode()))),
    ]
    with store.begin() as uow:
        for feed in wanted:
            uow.feeds.add(feed)
        uow.commit()
    poll_all(Intake(store, sources, reader, extracting, lambda: NOW))
    with store.read() as uow:
        told = {feed.name: state.error or "" for feed, state in uow.feeds.list_all()}
        told |= {one.url: one.reason for url in LISTED for one in uow.outcomes.list_for_url(url)}
    for url in ADDED:
        try:
            add_feed(url, name=None, store=store, fetcher=reader, sources=sources, origin="chat")
        except BotError as error:
            told["add " + url] = error.message
    return told


if __name__ == "__main__":
    main()
