"""The process dies between any two steps of polling: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import fetcher
from bot.domain.feed import Feed, Validators
from bot.flows.ingest import LEASE_S, Intake, poll_due
from bot.sources import rss
from bot.stores import build
from tests.fakes.extractor import InlineExtractor
from tests.servers.web import WebServer

START = datetime(2031, 3, 14, 8, 0, tzinfo=UTC)
LATER = START + timedelta(seconds=LEASE_S + 1)
ITEMS = 3
POINTS = [
    ("claimed", 1), ("claimed", 2), ("listed", 1), ("listed", 2), ("read", 1), ("read", 3), ("read", 4),
    ("fetched", 1), ("fetched", 2), ("stored", 1), ("stored", 2), ("before_commit", 1), ("before_commit", 2),
    ("committed", 1), ("committed", 2),
]  # fmt: skip

DOOMED = """
import os, signal, sys
from bot.domain import seams
from tests.integration.test_ingest_crash import START, make_intake
from bot.flows.ingest import poll_due
url, host, point, hit = sys.argv[1:]
left = [int(hit)]
def die(name):
    if name == "ingest." + point:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
seams.set_hook(die)
poll_due(make_intake(url, host, START), workers=1)
"""


def make_intake(url: str, host: str, now: datetime) -> Intake:
    def clock() -> datetime:
        return now

    fetch = fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=[host])
    sources = {"rss": rss.build(rss.Options(), fetch, clock=clock)}
    return Intake(build(url, clock=clock), sources, fetch, InlineExtractor(), clock)


def page(name: str, number: int) -> str:
    said = f"The council of {name} voted on Tuesday to open berth {number} to aid ships, its chair said in the hall. "
    return f"<html><body><article><h1>Berth {number} of {name}</h1><p>{said * 3}</p></article></body></html>"


def serve_feeds(web: WebServer) -> None:
    for name in ("Halloran", "Vessary"):
        urls = [web.serve(f"/{name}/{number}", page(name, number * 17)) for number in range(ITEMS)]
        items = "".join(f"<item><title>A vote</title><link>{url}</link><guid>{url}</guid></item>" for url in urls)
        body = f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"
        web.serve(f"/{name}", body, "application/rss+xml", etag=f'"{name}"')


@pytest.mark.parametrize(("point", "hit"), POINTS)
def test_killed_at_any_point_it_goes_on_where_it_was(tmp_path: Path, point: str, hit: int) -> None:
    url = f"sqlite:///{tmp_path / 'briefbot.db'}"
    with WebServer() as web:
        serve_feeds(web)
        survivor = make_intake(url, web.host, LATER)
        with survivor.store.begin() as uow:
            for name in ("Halloran", "Vessary"):
                uow.feeds.add(Feed(name, f"{web.url}/{name}", origin="command"))
            uow.commit()
        command = [sys.executable, "-c", DOOMED, url, web.host, point, str(hit)]
        killed = subprocess.run(command, check=False, timeout=60, cwd=Path(__file__).parents[2])
        assert killed.returncode == -signal.SIGKILL, "the point was not reached"
        with survivor.store.read() as uow:
            for feed, state in uow.feeds.list_all():
                if state.validators != Validators():
                    stored = [one for one in uow.articles.list_urls(feed.id) if one.startswith(feed.url)]
                    assert len(stored) == ITEMS, "an ETag is never newer than what is stored"
        poll_due(survivor)
        with survivor.store.read() as uow:
            for name in ("Halloran", "Vessary"):
                for number in range(ITEMS):
                    address = f"{web.url}/{name}/{number}"
                    article = uow.articles.find_by_url(address)
                    assert article is not None and article.revision.number == 1
                    assert len(uow.outcomes.list_for_url(address)) == 1
            assert uow.articles.count() == 2 * ITEMS
        survivor.store.close()
