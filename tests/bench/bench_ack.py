"""How soon slash commands are acknowledged while many wait for answers that take long, and when all are answered.

    python -m tests.bench.bench_ack [--commands N] [--answer-s SECONDS] [--workers N]

The real process on the sample newsroom, over Socket Mode and over HTTP; a model server on loopback takes its time for
every reply. Slack gives up after three seconds. Ends with status 1 when a command is lost or answered twice.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from bot.demo.newsroom import load_articles, load_outlets
from bot.demo.server import FeedServer
from tests.e2e.process import Bot, settings_for, wait_until
from tests.e2e.reading import text_of
from tests.servers.model import ModelServer, slow
from tests.servers.slack import NEWS, Receipt, SlackServer

QUESTION = "How many monitors would the draft accord put on the water?"
ANSWER = "120 monitors"
QUIET_S = 3.0
"""Time for an answer too many to arrive."""


def measure(mode: str, feeds: FeedServer, wanted: argparse.Namespace) -> bool:
    """One burst; prints what came of it. False when a command was lost or answered twice."""
    urls = {outlet.name: f"{feeds.url}/{slug}/feed" for slug, outlet in load_outlets().items()}
    settings = settings_for(urls, more=f'workers = {wanted.workers}\n[model]\nname = "some-model"\n')
    with (
        tempfile.TemporaryDirectory() as folder,
        ModelServer(slow(wanted.answer_s)) as model,
        SlackServer(mode=mode) as slack,
        Bot(
            Path(folder),
            settings,
            BRIEFBOT_ALLOW_HOSTS=feeds.url.removeprefix("http://"),
            OPENAI_BASE_URL=model.url,
            OPENAI_API_KEY="sk-testing-not-a-key",
            **slack.environment(),
        ) as bot,
    ):
        slack.target = f"{bot.url}/slack/events"
        if mode == "socket":
            slack.wait_for_connection(timeout_s=20)
        wait_until(lambda: is_archive_full(bot), timeout_s=60, what=bot.read_log)
        began = time.monotonic()
        receipts = slack.together(
            [slack.command_async("/ask", QUESTION, user=f"U0P{number:04d}") for number in range(wanted.commands)]
        )
        timeout_s = 60 + 3 * wanted.commands * wanted.answer_s / wanted.workers
        wait_until(lambda: len(slack.messages(NEWS)) >= wanted.commands, timeout_s=timeout_s, what=bot.read_log)
        elapsed_s = time.monotonic() - began
        time.sleep(QUIET_S)
        report(mode, receipts, calls=len(model.requests), elapsed_s=elapsed_s)
        return is_each_answered_once(slack, receipts)


def is_archive_full(bot: Bot) -> bool:
    with urlopen(f"{bot.url}/metrics", timeout=5) as answer:
        found = re.search(r"^briefbot_articles (\d+)", answer.read().decode(), re.MULTILINE)
    return found is not None and int(found.group(1)) >= 29


def report(mode: str, receipts: list[Receipt], *, calls: int, elapsed_s: float) -> None:
    waits = sorted(one.waited_s for one in receipts)
    in_time = sum(one.is_acknowledged for one in receipts)
    p50, p99 = waits[len(waits) // 2], waits[min(len(waits) - 1, len(waits) * 99 // 100)]
    print(
        f"{mode}: {in_time} of {len(receipts)} commands acknowledged, p50 {p50:.2f} p99 {p99:.2f} s; "
        f"all answered after {elapsed_s:.1f} s, {calls} calls to the model",
        flush=True,
    )


def is_each_answered_once(slack: SlackServer, receipts: list[Receipt]) -> bool:
    """Every answer bears the key of its command: exactly one message for each, and no other."""
    keys = [str((one.metadata or {})["event_payload"]["key"]) for one in slack.messages(NEWS)]
    answers = [sum(f":{one.payload['trigger_id']}:" in key for key in keys) for one in receipts]
    good = sum(ANSWER in text_of(one) for one in slack.messages(NEWS))
    print(f"  {answers.count(1)} answered exactly once, {good} of them well, {answers.count(0)} lost", flush=True)
    is_whole = answers.count(1) == len(keys) == len(receipts) == good
    return is_whole and all(one.is_acknowledged for one in receipts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--commands", type=int, default=50)
    parser.add_argument("--answer-s", type=float, default=2.0)
    parser.add_argument("--workers", type=int, default=4)
    wanted = parser.parse_args()
    with FeedServer(load_articles(datetime.now(UTC))) as feeds:
        results = [measure(mode, feeds, wanted) for mode in ("socket", "http")]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
