"""Posting to Slack, and finding out whether something was posted. Implements Platform.

Owns one call per part and never a second one, but for a plain version of refused blocks (a refusal posts nothing).
When to try again is `flows/deliver`; what errors mean is `api`.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Message, Part
from bot.platforms.slack.api import BAD_BLOCKS, CALL_TIMEOUT_S, NO_WAY_IN, Identity, call, open_client, status_error
from bot.platforms.slack.blocks import plain_text, render
from bot.platforms.slack.channels import PREFIX, ChannelNames
from bot.platforms.slack.links import is_response_url
from bot.platforms.slack.options import Options
from bot.platforms.slack.text import escape
from bot.ports import Host

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

EVENT_TYPE = "briefbot_delivery"
LOOK_LIMIT = 15
"""Messages asked for at once: what Slack allows the most restricted apps."""

MAX_PAGES = 20
POST_LIMIT_S = 2 * CALL_TIMEOUT_S
NAME_LIMIT_S = CALL_TIMEOUT_S / 2
"""Together less than half a lease of the outbox (30 s): nothing is posted after somebody else began to look for it."""

CLOCK_SLACK = timedelta(minutes=5)
"""How far our clock and Slack's may be apart when a message is looked for."""

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")
_SWITCHES = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
"""Nothing in a text becomes a mention, a link or a preview by itself: a preview alone can carry data out."""

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class SlackPlatform:
    """Posts to one workspace. Usable from any thread, with or without a running host."""

    name = "slack"

    def __init__(self, options: Options, host: Host | None = None) -> None:
        self._options = options
        self._host = host
        self._lazy_client: AsyncWebClient | None = None
        self.names = ChannelNames()
        self.identity = Identity()
        self.is_on_host = False

    @property
    def client(self) -> AsyncWebClient:
        """The client, made on first use."""
        if self._lazy_client is None:
            self._lazy_client = open_client(self._options)
        return self._lazy_client

    def render(self, message: Message) -> tuple[Part, ...]:
        """See Platform."""
        return render(message)

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """Post one part: the message's ts, or `reply:KEY` where only the command's own way back was open."""
        return self._run(self._post(delivery, thread if thread and _TS.fullmatch(thread) else None))

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """See Platform. Looks around the time of sending only."""
        root = thread if thread and _TS.fullmatch(thread) else None
        return self._run(self._find(delivery, root), timeout_s=MAX_PAGES * CALL_TIMEOUT_S)

    # --- posting -----------------------------------------------------------------------------------------------------

    async def _post(self, delivery: Delivery, thread: str | None) -> str:
        channel = await self._channel_of(delivery)
        try:
            return await asyncio.wait_for(self._post_in(channel, delivery, thread), POST_LIMIT_S)
        except TimeoutError as error:
            line = f"Slack did not answer within {POST_LIMIT_S} s"
            raise PlatformError(line, transient=True, outcome_unknown=True, kind="timeout") from error

    async def _channel_of(self, delivery: Delivery) -> str:
        name = delivery.spec.place.removeprefix(PREFIX)
        try:
            return await asyncio.wait_for(self.names.find(self.client, name), NAME_LIMIT_S)
        except TimeoutError as error:
            raise PlatformError("Slack does not say which channels there are", transient=True) from error
        except PlatformError as error:
            # Asking for a name posts nothing, however it failed.
            error.outcome_unknown = False
            raise

    async def _post_in(self, channel: str, delivery: Delivery, thread: str | None) -> str:
        spec, body = delivery.spec, _body(delivery.spec.part)
        try:
            return await self._send(spec.key, channel, body, thread)
        except PlatformError as error:
            code = error.facts.get("code")
            if code in BAD_BLOCKS and "blocks" in body:
                _log.warning("Slack refused the blocks of %s (%s): sending plain text", spec.key, code)
                return await self._send(spec.key, channel, _plain_body(spec.part), thread)
            if code in NO_WAY_IN and spec.reply_to:
                return await self._answer(spec.reply_to, body, key=spec.key)
            raise

    async def _send(self, key: str, channel: str, body: Mapping[str, object], thread: str | None) -> str:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        arguments = {"channel": channel, "metadata": metadata} | _SWITCHES | dict(body)
        if thread:
            arguments["thread_ts"] = thread
        answer = await call(self.client, "chat.postMessage", json=arguments, words=self._words(channel))
        ts = answer.get("ts")
        if not isinstance(ts, str) or not _TS.fullmatch(ts):
            raise PlatformError("Slack did not say which message it made", transient=True, outcome_unknown=True)
        return ts

    async def _answer(self, url: str, body: Mapping[str, object], *, key: str) -> str:
        """Answer a command where the bot is no member, by the address that came with it."""
        if not is_response_url(url, api_url=self._options.api_url):
            raise PlatformError("this command's way back does not lead to Slack", code="foreign_response_url")
        import aiohttp

        arguments = {"response_type": "in_channel", "replace_original": False} | _SWITCHES | dict(body)
        timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(url, json=arguments, allow_redirects=False) as answer,
            ):
                error = status_error(answer.status, answer.headers)
        except aiohttp.ClientConnectorError as broken:
            raise PlatformError("Slack cannot be reached", transient=True, kind="unreachable") from broken
        except (aiohttp.ClientError, OSError, TimeoutError) as broken:
            raise PlatformError("the connection to Slack broke", transient=True, outcome_unknown=True) from broken
        if error is not None:
            if error.facts.get("status") in (404, 410):
                raise PlatformError(
                    "this command can no longer be answered: Slack allows half an hour", code="used_url"
                )
            raise error
        return f"reply:{key}"

    # --- looking -----------------------------------------------------------------------------------------------------

    async def _find(self, delivery: Delivery, thread: str | None) -> str | None:
        channel = await self._channel_of(delivery)
        method = "conversations.replies" if thread else "conversations.history"
        asked: dict[str, object] = {"channel": channel, "limit": LOOK_LIMIT, "include_all_metadata": "true"}
        asked |= {"ts": thread} if thread else {}
        if delivery.sending_since is not None:
            asked["oldest"] = f"{(delivery.sending_since - CLOCK_SLACK).timestamp():.6f}"
            asked["latest"] = f"{(delivery.sending_since + CLOCK_SLACK).timestamp():.6f}"
        for _ in range(MAX_PAGES):
            page = await call(self.client, method, params=asked, words=self._words(channel))
            for message in page.get("messages") or ():
                if _key_of(message) == delivery.spec.key and self._is_own(message):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                # Answers that went by a command's own way back are in channels whose history is refused above.
                return None
            asked["cursor"] = cursor
        raise PlatformError(f"too much was said in {channel} to know whether this message was posted", code="too_many")

    def _is_own(self, message: Mapping[str, Any]) -> bool:
        return not self.identity.bot or message.get("bot_id") == self.identity.bot

    # --- running -----------------------------------------------------------------------------------------------------

    def _words(self, channel: str) -> Mapping[str, str]:
        return {"channel": channel, "bot": self.identity.name}

    def _run(self, work: Coroutine[Any, Any, Result], *, timeout_s: float = 3 * CALL_TIMEOUT_S) -> Result:
        if self._host is not None and self.is_on_host:
            return self._host.run(work, timeout_s=timeout_s)
        return asyncio.run(work)


def _body(part: Part) -> dict[str, object]:
    blocks = part.body.get("blocks")
    return {"text": escape(part.text)} | ({"blocks": blocks} if blocks else {})


def _plain_body(part: Part) -> dict[str, object]:
    blocks = part.body.get("blocks")
    text = plain_text(blocks) if isinstance(blocks, list) else part.text
    return {"text": escape(text or part.text), "mrkdwn": False}


def _key_of(message: object) -> str | None:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    return payload.get("key") if isinstance(payload, dict) else None
