"""Slack: `Options`, `build`, and `check` for the doctor. How messages look is `blocks`, what comes in is `listen`.

`build` connects nothing: it adds routes, start and stop work to the host. Without a desk the bot only posts; without a
host it posts from the caller's own thread. Nothing of the chat libraries is imported before `build`.
"""

from __future__ import annotations

from bot.platforms.slack.options import Options, check_options
from bot.ports import FrontDesk, Host, Platform

__all__ = ["Options", "build", "check"]


def build(options: Options, host: Host | None = None, desk: FrontDesk | None = None) -> Platform:
    """The adapter. Raises ConfigError for a missing or mistaken token."""
    from bot.platforms.slack.post import SlackPlatform

    check_options(options, is_listening=desk is not None)
    platform = SlackPlatform(options, host)
    if host is not None:
        from bot.platforms.slack.connect import connect

        connect(platform, options, host, desk)
    return platform


def check(options: Options) -> list[tuple[str, bool]]:
    """What `briefbot doctor` says about Slack: lines, each with whether it is good."""
    from bot.platforms.slack.doctor import check as ask_slack

    return ask_slack(options)
