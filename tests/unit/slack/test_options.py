"""Mistakes in Slack's settings are one line that names the variable and how to mend it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.domain.errors import ConfigError
from bot.domain.message import Block, Message, Span
from bot.platforms.slack import Options, build

GOOD = {"bot_token": "xoxb-1-2-abc", "app_token": "xapp-1-A-2-abc"}


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"bot_token": ""}, "SLACK_BOT_TOKEN is missing"),
        ({"bot_token": "xapp-1-A-2-abc"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({"bot_token": "xoxp-1-2"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({"bot_token": "xoxb-1 2"}, "copy it again"),
        ({"bot_token": "xoxb-1\nX-Header: y"}, "copy it again"),
        ({"app_token": "xoxb-1-2-abc"}, "SLACK_APP_TOKEN must begin with xapp-"),
        ({"app_token": ""}, "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)"),
        ({"socket": "off"}, "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)"),
        ({"socket": "on", "app_token": ""}, "SLACK_APP_TOKEN is missing"),
        ({"socket": "perhaps"}, "auto, on or off"),
        ({"api_url": "slack.com/api"}, "SLACK_API_URL"),
        ({"api_url": "http://[::1/"}, "SLACK_API_URL"),
        ({"bot_token": "", "client_id": "1.2"}, "many workspaces"),
    ],
)
def test_a_mistake_is_one_line(changes: dict[str, str], hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build(Options(**(GOOD | changes)), None, object())  # type: ignore[arg-type]
    assert hint in caught.value.message and "\n" not in caught.value.message
    assert not any(secret in caught.value.message for secret in ("xoxb-1 2", "xoxp-1-2", "xoxb-1-2-abc", "xapp-1-A"))


def test_to_post_only_the_bot_token_is_needed() -> None:
    assert build(Options(bot_token="xoxb-1-2-abc")).name == "slack"


def test_secrets_do_not_show() -> None:
    shown = repr(Options(bot_token="xoxb-S1", app_token="xapp-S2", signing_secret="S3", client_secret="S4"))
    assert not any(f"S{number}" in shown for number in range(1, 5))


def test_rendering_and_settings_import_none_of_the_chat_libraries() -> None:
    script = (
        "import sys\n"
        "from bot.platforms.slack import Options, build\n"
        "from bot.platforms.slack.manifest import manifest\n"
        "manifest('socket'); build(Options(bot_token='xoxb-1'))\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'slack_bolt', 'slack_sdk', 'aiohttp'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rendering_needs_no_connection() -> None:
    (part,) = build(Options(bot_token="xoxb-1")).render(Message("x", (Block("paragraph", (Span("x"),)),)))
    assert part.body["blocks"]
