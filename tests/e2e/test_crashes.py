"""kill -9 at the points between two writes: after a restart there is one digest and one answer, whatever happened.

The points inside a delivery, after which the program waits before it posts again, are in `tests/integration`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Newsroom
from tests.e2e.process import Bot, wait_until
from tests.e2e.reading import text_of
from tests.e2e.test_slack_service import archive_size, whole_digest
from tests.servers.slack import PATIENT_S, SlackServer

POINTS = (
    "ingest.before_commit",
    "inbox.claimed",
    "digest.written",
    "digest.queued",
    "digest.published",
    "inbox.before_commit",
)


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_nothing_and_doubles_nothing(newsroom: Newsroom, tmp_path: Path, point: str) -> None:
    with SlackServer(mode="socket", patience_s=PATIENT_S) as slack:
        bot = Bot(tmp_path, newsroom.settings(), BRIEFBOT_ALLOW_HOSTS=newsroom.host, **slack.environment())
        try:
            bot.start(BRIEFBOT_CRASH_AT=point)
            slack.wait_for_connection()
            if not point.startswith("ingest"):
                wait_until(lambda: archive_size(bot) >= 29, what=bot.read_log)
                assert slack.command("/brief", "now").is_acknowledged
            assert bot.wait_for_end() == -9
            bot.start()
            slack.wait_for_connection(2)
            wait_until(lambda: archive_size(bot) >= 29, what=bot.read_log)
            if point.startswith("ingest"):
                slack.command("/brief", "now")
            digest = wait_until(lambda: whole_digest(slack), what=bot.read_log)
            slack.reply(digest[0].ts, "How many monitors would the draft accord put on the water?")
            count = len(digest)
            wait_until(lambda: slack.messages(thread=digest[0].ts)[count:], what=bot.read_log)
            wait_until(lambda: archive_size(bot) == 30, what=bot.read_log)
            parents = [one for one in slack.messages() if "Strait Watch" in text_of(one) and not one.thread_ts]
            assert len(parents) == 1, "one digest"
            texts = [text_of(part) for part in slack.messages(thread=digest[0].ts)]
            assert len(texts) == len(set(texts)), "no part twice"
            assert bot.stop() == 0
        finally:
            bot.kill()


def test_a_second_process_on_the_same_data_is_refused(newsroom: Newsroom, tmp_path: Path) -> None:
    from tests.e2e.process import run_command

    with Bot(tmp_path, newsroom.settings(), BRIEFBOT_ALLOW_HOSTS=newsroom.host):
        second = run_command("run", home=tmp_path, BRIEFBOT_HTTP="127.0.0.1:0")
    assert second.returncode == 1
    assert "another briefbot runs" in second.stderr


def test_a_digest_is_posted_on_its_schedule_once(newsroom: Newsroom, tmp_path: Path) -> None:
    with (
        SlackServer(mode="socket", patience_s=PATIENT_S) as slack,
        Bot(
            tmp_path, newsroom.settings(schedule="* * * * *"), BRIEFBOT_ALLOW_HOSTS=newsroom.host, **slack.environment()
        ),
    ):
        wait_until(lambda: whole_digest(slack))
        parents = [one for one in slack.messages() if "Strait Watch" in text_of(one) and not one.thread_ts]
        assert len(parents) == 1
