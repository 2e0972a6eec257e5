"""The Slack app as a manifest, for `briefbot init`: exactly the events, commands and permissions that are used.

Form and limits: Slack's app manifest reference, version 2.
"""

from __future__ import annotations

from typing import Any

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "mpim:history",
)
EVENTS = ("app_mention", "message.channels", "message.groups", "message.im", "message.mpim")
COMMANDS = (
    ("/brief", "Digests of this channel: now, next, list, add, pause, resume, why, feeds", "help"),
    ("/ask", "Ask the archive; every answer is quoted and cited", "QUESTION"),
    ("/source", "Show the passage behind a citation, or who said these words", 'N | "WORDS" | URL'),
)
PLACEHOLDER_URL = "https://YOUR-HOST"


def manifest(mode: str, *, url: str = PLACEHOLDER_URL) -> dict[str, Any]:
    """The manifest for `socket` or `http`; `url` is where Slack reaches the bot in HTTP mode."""
    if mode not in ("socket", "http"):
        raise ValueError(f"no such mode: {mode}")
    is_http = mode == "http"
    base = url.rstrip("/")
    endpoint = base if base.endswith("/slack/events") else f"{base}/slack/events"
    where = {"request_url": endpoint} if is_http else {}
    commands = [
        {"command": command, "description": description, "usage_hint": hint, "should_escape": False}
        | ({"url": endpoint} if is_http else {})
        for command, description, hint in COMMANDS
    ]
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Briefbot",
            "description": "Digests and answers in which every quotation is verbatim and every claim is cited",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "briefbot", "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": where | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | where,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not is_http,
            "token_rotation_enabled": False,
        },
    }
