"""The Slack of these tests answers the real client libraries the way Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import ARCHIVED, BOT_TOKEN, FOREIGN, NEWS, SlackServer
from tests.servers.slack_rules import live_tokens

pytestmark = pytest.mark.filterwarnings("ignore:The top-level `text` argument")


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


def call(slack: SlackServer, method: str, *, token: str = BOT_TOKEN, **arguments: Any) -> Any:
    client = AsyncWebClient(token=token, base_url=slack.url, retry_handlers=[], timeout=5)
    return asyncio.run(getattr(client, method)(**arguments))


def error_of(slack: SlackServer, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(slack, method, **arguments)
    return str(caught.value.response["error"])


def test_keeps_messages_with_threads_and_shows_metadata_only_on_request(slack: SlackServer) -> None:
    metadata = {"event_type": "made_here", "event_payload": {"key": "a:1"}}
    root = call(slack, "chat_postMessage", channel=NEWS, text="root", metadata=metadata)["ts"]
    call(slack, "chat_postMessage", channel=NEWS, text="below", thread_ts=root)
    plain = call(slack, "conversations_history", channel=NEWS)["messages"]
    full = call(slack, "conversations_history", channel=NEWS, include_all_metadata=True)["messages"]
    thread = call(slack, "conversations_replies", channel=NEWS, ts=root)["messages"]
    assert [one["text"] for one in plain] == ["root"] and "metadata" not in plain[0]
    assert full[0]["metadata"] == metadata
    assert [one["text"] for one in thread] == ["root", "below"]


def test_pages_through_history_from_the_newest(slack: SlackServer) -> None:
    for number in range(5):
        call(slack, "chat_postMessage", channel=NEWS, text=str(number))
    first = call(slack, "conversations_history", channel=NEWS, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = call(slack, "conversations_history", channel=NEWS, limit=3, cursor=cursor)
    assert [one["text"] for one in first["messages"] + second["messages"]] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": FOREIGN, "text": "x"}, "not_in_channel"),
        ({"channel": ARCHIVED, "text": "x"}, "is_archived"),
        ({"channel": NEWS, "text": ""}, "no_text"),
        ({"channel": NEWS, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": NEWS, "text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"channel": NEWS, "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"channel": NEWS, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": NEWS, "text": "x", "metadata": {"event_type": "only"}}, "invalid_metadata_format"),
    ],
)
def test_refuses_what_slack_refuses(slack: SlackServer, arguments: dict[str, Any], error: str) -> None:
    assert error_of(slack, "chat_postMessage", **arguments) == error


def test_refuses_blocks_that_are_too_much_together(slack: SlackServer) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_900}}
    assert error_of(slack, "chat_postMessage", channel=NEWS, text="x", blocks=[section] * 5) == "msg_blocks_too_long"


def test_refuses_a_foreign_token(slack: SlackServer) -> None:
    assert error_of(slack, "auth_test", token="xoxb-other") == "invalid_auth"


@pytest.mark.parametrize("kind", ["reset", "close", "hold"])
def test_a_cut_answer_leaves_the_message_there(slack: SlackServer, kind: str) -> None:
    slack.fail("chat.postMessage", kind, hold_s=60)
    with pytest.raises((aiohttp.ClientError, OSError, TimeoutError)):
        call(slack, "chat_postMessage", channel=NEWS, text="there")
    assert [one.text for one in slack.messages()] == ["there"]


def test_a_rate_limit_says_when_to_come_back_and_posts_nothing(slack: SlackServer) -> None:
    slack.fail("chat.postMessage", "429", retry_after="7")
    with pytest.raises(SlackApiError) as caught:
        call(slack, "chat_postMessage", channel=NEWS, text="x")
    assert caught.value.response.headers["Retry-After"] == "7"
    assert slack.messages() == []
    call(slack, "chat_postMessage", channel=NEWS, text="x")


def test_sees_what_would_come_to_life() -> None:
    alive = {"text": "<!here> <@U1>", "blocks": [{"type": "image", "image_url": "https://a.example/x"}]}
    dead = {"text": "&lt;!here&gt;", "parse": "none", "link_names": False, "blocks": []}
    assert len(live_tokens(alive)) == 3
    assert live_tokens(dead) == []
