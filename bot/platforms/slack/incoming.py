"""What Slack sends, read into Events: pure, and safe against any shape of payload.

Owns which messages concern the bot: mentions, replies in threads, direct messages, deletions, commands, ratings; never
those of bots. Whether a thread is ours is the flow's business; acknowledging is `listen`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.conversation import Event
from bot.platforms.slack.api import Identity, text_of
from bot.platforms.slack.blocks import ACTION_PREFIX
from bot.platforms.slack.links import is_response_url

MAX_TEXT_CHARS = 40_000
_SPOKEN_SUBTYPES = frozenset({"", "thread_broadcast", "file_share", "me_message"})
_PLACE_ID = re.compile(r"[A-Z0-9]{2,32}")
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")
_TOKEN = re.compile(
    r"""<(?:
        @[^<>|]+ (?:\|[^<>]*)?
        | \#[^<>|]+ (?:\|(?P<channel>[^<>]*))?
        | !(?P<special>[^<>|]+) (?:\|(?P<shown>[^<>]*))?
        | (?P<url>[a-z][a-z0-9+.-]*:[^<>|\s]*) (?:\|(?P<label>[^<>]*))?
    )>""",
    re.VERBOSE,
)
"""Slack's markup for people, channels, broadcasts and dates, and links."""

Body = Mapping[str, Any]


def is_for_us(body: Body, identity: Identity) -> bool:
    """Whether this came from the workspace whose token the bot has. Before that is known, everything is."""
    if not identity.team:
        return True
    team, enterprise = team_of(body), _enterprise_of(body)
    return team in ("", identity.team) and enterprise in ("", identity.enterprise)


def team_of(body: Body) -> str:
    """The workspace a payload belongs to: where the app is installed, not where the speaker comes from."""
    found = text_of(_authorization(body), "team_id") or text_of(body, "team_id")
    return found or text_of(body, "team", "id") or text_of(body, "user", "team_id")


def read_event(body: Body, identity: Identity, *, received_at: datetime) -> Event | None:
    """An Events API payload as an Event; None when nobody said anything to the bot."""
    event = body.get("event")
    event_id, channel = text_of(body, "event_id"), text_of(event, "channel")
    if not isinstance(event, dict) or not event_id or not _PLACE_ID.fullmatch(channel):
        return None
    key = f"slack:{team_of(body)}:{event_id}"
    if deleted := _deleted_ts(event):
        return Event(key, "deleted", f"slack:{channel}", "", "", received_at, message=deleted)
    kind = _kind(event, text_of(_authorization(body), "user_id") or identity.user)
    if kind is None or _is_from_bot(event, identity):
        return None
    ts, thread = _ts(event, "ts"), _ts(event, "thread_ts")
    if not ts:
        return None
    return Event(
        key=key,
        kind=kind,
        place=f"slack:{channel}",
        text=plain_words(text_of(event, "text")),
        user=text_of(event, "user"),
        at=_moment(ts) or received_at,
        thread=thread,
        message=ts,
    )


def read_command(body: Body, *, api_url: str, received_at: datetime) -> Event | None:
    """A slash command as an Event; None when it lacks what a command has."""
    trigger, channel, command = (text_of(body, name) for name in ("trigger_id", "channel_id", "command"))
    if not trigger or not command or not _PLACE_ID.fullmatch(channel):
        return None
    return Event(
        key=f"slack:{team_of(body)}:trigger:{trigger}",
        kind="command",
        place=f"slack:{channel}",
        text=text_of(body, "text")[:MAX_TEXT_CHARS],
        user=text_of(body, "user_id"),
        at=received_at,
        command=command,
        reply_to=_way_back(body, api_url),
    )


def read_rating(body: Body, action: Body, *, received_at: datetime) -> Event | None:
    """A pressed `rate` button as an Event."""
    channel = text_of(body, "channel", "id") or text_of(body, "container", "channel_id")
    trigger = text_of(body, "trigger_id")
    if not trigger or not _PLACE_ID.fullmatch(channel):
        return None
    message = body.get("message")
    ts = _ts(message, "ts") or _ts(body.get("container"), "message_ts")
    return Event(
        key=f"slack:{team_of(body)}:trigger:{trigger}",
        kind="rating",
        place=f"slack:{channel}",
        text=text_of(action, "value"),
        user=text_of(body, "user", "id"),
        at=received_at,
        thread=_ts(message, "thread_ts") or ts,
        message=ts,
        payload={"value": text_of(action, "value")},
    )


def pressed(body: Body) -> tuple[str, Body] | None:
    """The word of the pressed button (`sources`) and the action itself; None when it is none of ours."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    action_id = text_of(first, "action_id")
    if not isinstance(first, dict) or not action_id.startswith(ACTION_PREFIX):
        return None
    return action_id.removeprefix(ACTION_PREFIX).rsplit("_", 1)[0], first


def plain_words(text: str) -> str:
    """What a person wrote, as they saw it: without ids of people, with names of links and channels, unescaped."""
    words = _TOKEN.sub(_seen, text[:MAX_TEXT_CHARS])
    return re.sub(r" {2,}", " ", html.unescape(words)).strip()


# --- parts of payloads -----------------------------------------------------------------------------------------------


def _kind(event: Body, bot_user: str) -> str | None:
    kind, subtype = text_of(event, "type"), text_of(event, "subtype")
    if kind == "app_mention":
        return "mention"
    if kind != "message" or subtype not in _SPOKEN_SUBTYPES:
        return None
    if text_of(event, "channel_type") == "im":
        return "direct"
    if bot_user and f"<@{bot_user}" in text_of(event, "text"):
        # Slack sends a mention twice, as a message and as an app_mention with another id: this is the other one.
        return None
    if text_of(event, "text").lstrip().startswith("<@"):
        # Said to somebody else in the thread.
        return None
    thread = _ts(event, "thread_ts")
    return "reply" if thread and thread != _ts(event, "ts") else None


def _is_from_bot(event: Body, identity: Identity) -> bool:
    user = text_of(event, "user")
    return bool(event.get("bot_id")) or bool(event.get("bot_profile")) or not user or user == identity.user


def _deleted_ts(event: Body) -> str | None:
    if text_of(event, "type") != "message":
        return None
    subtype = text_of(event, "subtype")
    if subtype == "message_deleted":
        return _ts(event, "deleted_ts")
    # A deleted message that has replies stays as a tombstone.
    is_tombstone = subtype == "message_changed" and text_of(event, "message", "subtype") == "tombstone"
    return _ts(event.get("message"), "ts") if is_tombstone else None


def _authorization(body: Body) -> object:
    found = body.get("authorizations")
    return found[0] if isinstance(found, list) and found else None


def _enterprise_of(body: Body) -> str:
    authorization = _authorization(body)
    if isinstance(authorization, dict):
        # In shared channels the outer fields may be those of the other side.
        return text_of(authorization, "enterprise_id") or text_of(body, "enterprise_id")
    return text_of(body, "enterprise_id") or text_of(body, "enterprise", "id")


def _way_back(body: Body, api_url: str) -> str | None:
    url = text_of(body, "response_url")
    return url if url and is_response_url(url, api_url=api_url) else None


def _ts(node: object, name: str) -> str | None:
    found = text_of(node, name)
    return found if _TS.fullmatch(found) else None


def _moment(ts: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _seen(token: re.Match[str]) -> str:
    if token["url"]:
        return token["label"] or token["url"]
    if token["special"]:
        return token["shown"] or ""
    if token["channel"]:
        return f"#{token['channel']}"
    # People are never named: what is asked may go to a language model.
    return ""
