"""No secret reaches a log line, wherever it stands."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot.logs import MASK, Redaction, set_up_logs

SECRET = "correct-horse-battery"
CANARIES = (
    SECRET,
    "xoxb-123456789-abcdefghij",
    "xapp-1-A0123-987654321",
    "xoxe.xoxp-1-abcdefghijkl",
    "sk-proj-abcdefghijklmnop",
)


@pytest.fixture
def out() -> io.StringIO:
    stream = io.StringIO()
    set_up_logs("debug", Redaction([SECRET]), stream=stream)
    return stream


@pytest.mark.parametrize("canary", CANARIES)
def test_secrets_are_masked_in_every_place_of_a_line(out: io.StringIO, canary: str) -> None:
    log = structlog.get_logger("test")
    log.warning(f"event with {canary}", token=canary, nested={"list": [canary]})
    logging.getLogger("slack_sdk").error("failed with %s", canary)
    try:
        raise ValueError(f"traceback with {canary}")
    except ValueError:
        log.exception("went wrong")
    written = out.getvalue()
    assert canary not in written
    assert written.count(MASK) >= 5


def test_passwords_in_addresses_are_masked(out: io.StringIO) -> None:
    structlog.get_logger("test").info("connecting", url="postgresql://bot:hunter2@db.example/news")
    assert "hunter2" not in out.getvalue()
    assert "db.example/news" in out.getvalue()


def test_a_line_is_one_json_object_whatever_stands_in_it(out: io.StringIO) -> None:
    structlog.get_logger("test").info("title", title='two\nlines \x1b[31m and a "quote" %s {}')
    (line,) = out.getvalue().splitlines()
    assert json.loads(line)["title"].startswith("two\nlines")


def test_words_that_are_no_secrets_stay() -> None:
    text = "The sk-8 plan, task-12345678 and https://news.example/a@b stay as they are"
    assert Redaction(["abc"]).clean(text) == text
