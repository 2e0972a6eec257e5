"""Whether Slack takes the tokens and grants what the bot needs, for `briefbot doctor`. Posts nothing."""

from __future__ import annotations

import asyncio

from bot.domain.errors import BotError, ConfigError, PlatformError
from bot.platforms.slack.api import answer_of, call, open_client, text_of
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.options import Options, check_options

Line = tuple[str, bool]


def check(options: Options) -> list[Line]:
    """Lines for people, each with whether it is good. Never raises BotError."""
    try:
        check_options(options)
    except ConfigError as error:
        return [(error.message, False)]
    return asyncio.run(_ask(options))


async def _ask(options: Options) -> list[Line]:
    lines: list[Line] = []
    if options.client_id or options.client_secret:
        lines.append(("SLACK_CLIENT_ID is set, but many workspaces are not supported yet: it is not used", True))
    try:
        lines += await _check_bot(options)
        if options.uses_socket:
            lines.append(await _check_socket(options))
    except BotError as error:
        return [*lines, (error.message, False)]
    if options.signing_secret:
        lines.append(("HTTP mode: Slack must reach this bot at https://YOUR-HOST/slack/events", True))
    return lines


async def _check_bot(options: Options) -> list[Line]:
    data, headers = await answer_of(open_client(options).api_call("auth.test"))
    team, user = text_of(data, "team") or "?", text_of(data, "user") or "?"
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    missing = [scope for scope in SCOPES if scope not in granted]
    lines = [(f"the bot token belongs to @{user} in workspace {team}", True)]
    if not granted:
        return [*lines, ("Slack did not say which permissions the token has", True)]
    if missing:
        names = ", ".join(missing)
        return [*lines, (f"the app lacks {names}: update it from the manifest and install it again", False)]
    return [*lines, (f"the app has all {len(SCOPES)} permissions it needs", True)]


async def _check_socket(options: Options) -> Line:
    try:
        await call(open_client(options, token=options.app_token), "apps.connections.open")
    except PlatformError as error:
        if error.transient:
            raise
        line = (
            "Slack refused SLACK_APP_TOKEN: make an App-Level Token with connections:write, and switch Socket Mode on"
        )
        return (f"{line} ({error.facts.get('code')})", False)
    return ("Socket Mode works", True)
