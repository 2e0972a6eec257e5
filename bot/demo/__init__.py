"""The main job on sample data: invented feeds served on loopback and polled for real, a digest, a page to ask on.

Owns no logic of its own: everything runs as it does in production, with the offline engine and a database in a folder
that is deleted afterwards. The articles are `articles/*.md`, the server is `server`.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.app import App, now_utc
from bot.config import General, Settings
from bot.demo.newsroom import load_articles, load_outlets
from bot.demo.server import FeedServer
from bot.domain.digest import Digest
from bot.domain.feed import Feed
from bot.domain.watch import Watch
from bot.logs import set_up_logs

TITLE = "Strait Watch"
CHANNEL = "web:demo"
WINDOW_DAYS = 3
QUESTIONS = (
    "What did Karim Desht say about the timetable?",
    "How many people were displaced?",
    "Who signed the peace treaty in Geneva?",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An opened program whose archive holds the sample articles."""

    app: App
    watch: Watch
    now: datetime


def run_once() -> int:
    """Print the digest."""
    from bot.flows.digest import write_digest
    from bot.steps.show.render_text import digest_text

    with _open_sample(port=0) as sample:
        written = write_digest(sample.watch, as_of=sample.now, writers=sample.app.writers)
        sys.stdout.write(digest_text(written.digest).rstrip("\n") + "\n")
    return 0


def serve(port: int) -> int:
    """The digest as it stands in a channel, until Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _open_sample(port=port) as sample:
        running = sample.app.start()
        digest = _post(sample)
        base = f"http://{running.host.address}"
        say = sys.stderr.write
        say(f"\nThe digest stands at  {base}/channel/demo\n")
        say(f"The archive is at     {base}/\n\nAsk there, for example:\n")
        for question in QUESTIONS:
            say(f"  {question}\n")
        say(f"\nDigest {digest.id} holds {digest.checks.quotes} verified quotations. Ctrl-C ends the demo.\n")
        sys.stderr.flush()
        stop.wait()
        running.stop()
    return 0


def _post(sample: Sample) -> Digest:
    from bot.flows.post_now import post_now

    courier = sample.app.courier(sample.app.platforms)
    return post_now(sample.watch, as_of=sample.now, writers=sample.app.writers, courier=courier)


@contextmanager
def _open_sample(*, port: int) -> Iterator[Sample]:
    from bot.flows.ingest import poll_all

    # The reader's own zone decides what "today" is in the sample articles.
    local = now_utc().astimezone()
    articles = load_articles(local)
    with tempfile.TemporaryDirectory(prefix="briefbot-demo-") as home, FeedServer(articles) as server:
        app = App(_settings(Path(home), server.url, port))
        set_up_logs("warning", app.redaction)
        try:
            app.add_settings()
            polled = poll_all(app.intake)
            count = sum(one.stored for one in polled.feeds)
            sys.stderr.write(f"read {count} articles of {len(polled.feeds)} invented outlets\n")
            yield Sample(app, app.find_watch(TITLE), now_utc() + timedelta(seconds=1))
        finally:
            app.close()


def _settings(home: Path, url: str, port: int) -> Settings:
    feeds = tuple(
        Feed(
            name=outlet.name,
            url=f"{url}/{slug}/feed",
            publisher=outlet.name,
            source_type=outlet.source_type,
            tags=("strait",),
        )
        for slug, outlet in load_outlets().items()
    )
    watch = Watch(name=TITLE, channel=CHANNEL, feeds=("strait",), mute=("sport",), window_days=WINDOW_DAYS)
    general = General(home=str(home), http=f"127.0.0.1:{port}", allow_hosts=(urlsplit(url).netloc,))
    return Settings(general=general, feeds=feeds, watches=(watch,))
