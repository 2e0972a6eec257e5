"""Only what Slack has signed in the last five minutes gets in, and nothing at the door is ever an error of ours."""

from __future__ import annotations

import asyncio
import json
import socket
import time

import pytest

from bot.host import open_host
from bot.platforms.slack.signed_http import SignedDoor
from tests.servers.slack import NEWS, SIGNING_SECRET, SlackServer
from tests.slack_bot import SlackBot

STAMP, SIGNATURE, KIND = "X-Slack-Request-Timestamp", "X-Slack-Signature", "Content-Type"
JSON = {KIND: "application/json"}


def event_body(slack: SlackServer, *, spaces: bool = False) -> bytes:
    """A mention nobody has seen yet."""
    event = {"type": "app_mention", "channel": NEWS, "user": "U0ADA", "text": "signed", "ts": "1700000000.000100"}
    payload = slack.event_payload(event)
    return json.dumps(payload, indent=2 if spaces else None, ensure_ascii=spaces).encode()


@pytest.mark.parametrize("age_s", [0, 250, -250])
@pytest.mark.parametrize("spaces", [False, True])
def test_a_signed_request_gets_in_however_it_is_spelled(http_bot: SlackBot, age_s: float, spaces: bool) -> None:
    body = event_body(http_bot.slack, spaces=spaces)
    status, _ = http_bot.slack.send_raw(body, http_bot.slack.signed_headers(body, age_s=age_s) | JSON)
    assert status == 200
    assert [one.text for one in http_bot.desk.wait_for()] == ["signed"]


@pytest.mark.parametrize(
    "changes",
    [
        {STAMP: None},
        {SIGNATURE: None},
        {STAMP: None, SIGNATURE: None},
        {STAMP: ""},
        {STAMP: "soon"},
        {STAMP: "-1"},
        {STAMP: "+1700000000"},
        {STAMP: "1700000000.5"},
        {STAMP: "1e9"},
        {STAMP: "٠١٢٣"},
        {STAMP: "9" * 5000},
        {STAMP: "0"},
        {SIGNATURE: ""},
        {SIGNATURE: "v0="},
        {SIGNATURE: "v0=é"},
        {SIGNATURE: "v0=" + "0" * 64},
        {SIGNATURE: "v0=" + "0" * 63},
        {SIGNATURE: "upper"},
        {SIGNATURE: "v1"},
        {SIGNATURE: "bare"},
        {SIGNATURE: "quoted"},
    ],
    ids=str,
)
def test_anything_else_is_turned_away(http_bot: SlackBot, changes: dict[str, str | None]) -> None:
    body = event_body(http_bot.slack)
    headers = http_bot.slack.signed_headers(body) | JSON
    good = headers[SIGNATURE]
    forms = {"upper": "v0=" + good[3:].upper(), "v1": "v1" + good[2:], "bare": good[3:], "quoted": f'"{good}"'}
    headers |= {name: forms.get(value or "", value) for name, value in changes.items()}  # type: ignore[misc]
    status, text = http_bot.slack.send_raw(body, {name: value for name, value in headers.items() if value is not None})
    assert status == 401, text
    assert http_bot.desk.calls == 0


@pytest.mark.parametrize("age_s", [302, -302, 86_400])
def test_an_old_or_future_request_is_turned_away_though_signed(http_bot: SlackBot, age_s: float) -> None:
    body = event_body(http_bot.slack)
    status, _ = http_bot.slack.send_raw(body, http_bot.slack.signed_headers(body, age_s=age_s) | JSON)
    assert (status, http_bot.desk.calls) == (401, 0)


def test_a_changed_body_or_another_secret_is_turned_away(http_bot: SlackBot) -> None:
    body = event_body(http_bot.slack)
    signed, other = http_bot.slack.signed_headers(body), http_bot.slack.signed_headers(body, secret="f" * 32)
    answers = [http_bot.slack.send_raw(body + b" ", signed | JSON), http_bot.slack.send_raw(body, other | JSON)]
    assert [status for status, _ in answers] == [401, 401]
    assert http_bot.desk.calls == 0


def test_a_header_that_stands_there_twice_is_turned_away(http_bot: SlackBot) -> None:
    body = event_body(http_bot.slack)
    headers = list((http_bot.slack.signed_headers(body) | JSON).items())
    twice = [*headers, next(one for one in headers if one[0] == SIGNATURE)]
    assert http_bot.slack.send_raw(body, twice)[0] == 401
    assert http_bot.desk.calls == 0


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[1, 2]", b"{", b"", b"[" * 6000, b'{"a":' * 6000, b"null"])
def test_an_unreadable_body_is_refused_though_signed(http_bot: SlackBot, body: bytes) -> None:
    status, text = http_bot.slack.send_raw(body, http_bot.slack.signed_headers(body) | JSON)
    assert status == 400, text


def test_the_address_is_confirmed_to_slack_alone(http_bot: SlackBot) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-123", "token": "unused"}).encode()
    signed = http_bot.slack.send_raw(body, http_bot.slack.signed_headers(body) | JSON)
    unsigned = http_bot.slack.send_raw(body, JSON)
    assert (signed[0], "c-123" in signed[1]) == (200, True)
    assert (unsigned[0], "c-123" in unsigned[1]) == (401, False)


def test_a_signed_command_replayed_within_the_window_has_one_key(http_bot: SlackBot) -> None:
    fields = http_bot.slack.command_payload("/ask", "once")
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    headers = http_bot.slack.signed_headers(body, age_s=200) | {KIND: "application/x-www-form-urlencoded"}
    assert [http_bot.slack.send_raw(body, headers)[0] for _ in range(3)] == [200, 200, 200]
    assert len(http_bot.desk.wait_for()) == 1 and http_bot.desk.calls == 3


def test_a_body_that_trickles_is_given_up() -> None:
    class NoApp:
        pass

    host = open_host("127.0.0.1:0")
    door = SignedDoor(NoApp(), SIGNING_SECRET, body_wait_s=0.3)  # type: ignore[arg-type]
    host.web.router.add_post("/slack/events", door.receive)
    host.start()
    try:
        with SlackServer(mode="http") as slack:
            headers = slack.signed_headers(b"x" * 100) | {"Host": "h", "Content-Length": "100"}
        head = "POST /slack/events HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        port = int(host.url.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            started = time.monotonic()
            connection.sendall(head.encode() + b"\r\nx")
            status = connection.recv(64).split()[1]
        assert (status, time.monotonic() - started < 7) == (b"408", True)
    finally:
        host.stop()


def test_other_methods_are_not_allowed(http_bot: SlackBot) -> None:
    async def get() -> int:
        import aiohttp

        async with aiohttp.ClientSession() as session, session.get(str(http_bot.slack.target)) as answer:
            return answer.status

    assert asyncio.run(get()) == 405
