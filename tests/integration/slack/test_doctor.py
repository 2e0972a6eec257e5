"""`check` says in plain lines what is right and what is wrong with the tokens, and never raises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.platforms.slack import check
from tests.servers.slack import SlackServer
from tests.slack_bot import options_for


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


def bad_lines(slack: SlackServer, **changes: str) -> list[str]:
    return [line for line, is_good in check(options_for(slack, **changes)) if not is_good]


def test_all_is_well(slack: SlackServer) -> None:
    lines = check(options_for(slack))
    assert all(is_good for _, is_good in lines)
    assert "@briefbot" in lines[0][0] and "Norven" in lines[0][0]
    assert lines[-1][0] == "Socket Mode works"
    assert slack.messages(None) == []


def test_http_mode_says_where_slack_must_reach_it(slack: SlackServer) -> None:
    lines = check(options_for(slack, app_token="", signing_secret="0" * 32))
    assert all(is_good for _, is_good in lines) and "/slack/events" in lines[-1][0]


def test_missing_permissions_are_named(slack: SlackServer) -> None:
    slack.scopes = slack.scopes.replace("chat:write,", "")
    (line,) = bad_lines(slack)
    assert "chat:write" in line and "manifest" in line


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ({"bot_token": "hello"}, "xoxb-"),
        ({"app_token": "", "signing_secret": ""}, "SLACK_SIGNING_SECRET"),
        ({"api_url": "http://127.0.0.1:9/api/"}, "cannot be reached"),
    ],
)
def test_what_is_wrong_is_one_line(slack: SlackServer, changes: dict[str, str], hint: str) -> None:
    (line,) = bad_lines(slack, **changes)
    assert hint in line and "\n" not in line


def test_something_else_at_the_address_is_noticed(slack: SlackServer) -> None:
    slack.fail("auth.test", "garbage")
    assert len(bad_lines(slack)) == 1


def test_credentials_of_many_workspaces_are_said_to_be_unused(slack: SlackServer) -> None:
    lines = check(options_for(slack, client_id="1.2", client_secret="s3cret"))
    assert any("not supported yet" in line for line, _ in lines)
    assert not any("s3cret" in line for line, _ in lines)
