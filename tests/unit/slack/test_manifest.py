"""The app manifest keeps Slack's documented limits and asks for exactly what the bot uses."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.platforms.slack.manifest import SCOPES, manifest

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
SCOPE_OF_CALL = {
    "chat.postMessage": {"chat:write"},
    "slash commands": {"commands"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
}
MANIFESTS = {
    "socket": manifest("socket"),
    "http": manifest("http"),
    "http at a place": manifest("http", url="https://bot.norven.example/"),
}


@pytest.fixture(params=MANIFESTS.values(), ids=MANIFESTS.keys())
def app(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_names_and_descriptions_have_the_allowed_length(app: dict[str, Any]) -> None:
    display, bot_user = app["display_information"], app["features"]["bot_user"]
    assert set(display) <= {"name", "description", "long_description", "background_color"}
    assert 1 <= len(display["name"]) <= 35
    assert 1 <= len(display["description"]) <= 140
    assert 1 <= len(bot_user["display_name"]) <= 80
    assert re.fullmatch(r"[a-z0-9._-]+", bot_user["display_name"])


def test_commands_are_complete_and_short_enough(app: dict[str, Any]) -> None:
    commands = app["features"]["slash_commands"]
    assert [one["command"] for one in commands] == ["/brief", "/ask", "/source"]
    for one in commands:
        assert set(one) <= {"command", "url", "description", "usage_hint", "should_escape"}
        assert 2 <= len(one["command"]) <= 32 and one["command"].startswith("/")
        assert 1 <= len(one["description"]) <= 2000 and 1 <= len(one["usage_hint"]) <= 1000


def test_the_permissions_are_those_of_its_events_and_calls(app: dict[str, Any]) -> None:
    events = app["settings"]["event_subscriptions"]["bot_events"]
    needed = {SCOPE_OF_EVENT[event] for event in events}.union(*SCOPE_OF_CALL.values())
    assert set(app["oauth_config"]["scopes"]["bot"]) == needed == set(SCOPES)
    assert set(app["oauth_config"]) == {"scopes"}
    assert len(set(events)) == len(events)


def test_only_known_sections_stand_in_it(app: dict[str, Any]) -> None:
    assert set(app) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert app["_metadata"] == {"major_version": 2}
    assert set(app["features"]) <= {"app_home", "bot_user", "slash_commands"}
    assert set(app["settings"]) == {
        "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled"
    }  # fmt: skip
    assert app["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_socket_mode_needs_no_address() -> None:
    assert MANIFESTS["socket"]["settings"]["socket_mode_enabled"] is True
    assert "http" not in str(MANIFESTS["socket"])


def test_http_mode_points_everything_at_one_address() -> None:
    app = MANIFESTS["http at a place"]
    wanted = "https://bot.norven.example/slack/events"
    settings = app["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == wanted
    assert {one["url"] for one in app["features"]["slash_commands"]} == {wanted}
    assert manifest("http", url=wanted) == app


def test_another_mode_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="carrier pigeon"):
        manifest("carrier pigeon")
