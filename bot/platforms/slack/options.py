"""Settings of Slack, and whether they can be right. Connects to nothing: whether Slack takes them is `doctor`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.domain.errors import ConfigError

DEFAULT_API_URL = "https://slack.com/api/"
_TOKEN = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of `[slack]`. `socket` is `auto` (when there is an app token), `on` or `off`.

    `client_id` and `client_secret` are kept for apps that serve many workspaces, which this version does not.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = DEFAULT_API_URL
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    socket: str = "auto"

    @property
    def uses_socket(self) -> bool:
        """Whether the bot connects to Slack by itself."""
        return self.socket != "off" and bool(self.app_token)


def check_options(options: Options, *, is_listening: bool = True) -> None:
    """Raise ConfigError for a missing or mistaken token; `is_listening` also asks for a way in."""
    if not options.bot_token and options.client_id:
        raise ConfigError(
            "SLACK_CLIENT_ID (many workspaces) is not supported yet: set SLACK_BOT_TOKEN of one workspace"
        )
    _check_token(options.bot_token, "SLACK_BOT_TOKEN", "xoxb-", "the Bot User OAuth Token of “OAuth & Permissions”")
    if options.app_token:
        _check_token(options.app_token, "SLACK_APP_TOKEN", "xapp-", "an App-Level Token with connections:write")
    if options.socket not in ("auto", "on", "off"):
        raise ConfigError(f"[slack] socket must be auto, on or off, not “{options.socket}”")
    if options.socket == "on" and not options.app_token:
        raise ConfigError("[slack] socket is on, but SLACK_APP_TOKEN is missing")
    _check_api_url(options.api_url)
    if is_listening and not options.uses_socket and not options.signing_secret:
        raise ConfigError(
            "Slack cannot reach the bot: set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)"
        )


def _check_token(token: str, name: str, prefix: str, what: str) -> None:
    if not token:
        raise ConfigError(f"{name} is missing: it is {what}, and begins with {prefix}")
    if not token.startswith(prefix):
        raise ConfigError(f"{name} must begin with {prefix}: it is {what}")
    if not _TOKEN.fullmatch(token):
        raise ConfigError(f"{name} holds characters that no token has: copy it again")


def _check_api_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good:
        raise ConfigError("SLACK_API_URL must be an address like https://slack.com/api/")
