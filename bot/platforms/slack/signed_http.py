"""The door for Slack's own requests (HTTP mode): what is not signed by Slack in the last five minutes gets no further.

Owns headers, signature, age, size and form of a request; dealing with what it says is Bolt's and `listen`'s work.
Signing: https://docs.slack.dev/authentication/verifying-requests-from-slack (v0 scheme).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

PATH = "/slack/events"
MAX_AGE_S = 300
BODY_WAIT_S = 8.0
"""A body that has not come by then is given up: Slack itself gives up after three seconds."""

_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_STAMP = re.compile(r"[0-9]{1,12}")
_log = logging.getLogger(__name__)


class SignedDoor:
    """Checks requests and hands the good ones to Bolt."""

    def __init__(
        self, app: AsyncApp, secret: str, *, clock: Callable[[], float] = time.time, body_wait_s: float = BODY_WAIT_S
    ) -> None:
        self._app = app
        self._secret = secret.encode()
        self._clock = clock
        self._body_wait_s = body_wait_s

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one request: 401 unsigned or stale, 408 too slow, 400 unreadable, else what the listeners say."""
        stamp, signature = _single(request, "X-Slack-Request-Timestamp"), _single(request, "X-Slack-Signature")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return _refuse(401, "not signed")
        if abs(self._clock() - int(stamp)) > MAX_AGE_S:
            return _refuse(401, "too old")
        try:
            body = await asyncio.wait_for(request.read(), self._body_wait_s)
        except TimeoutError:
            return _refuse(408, "too slow")
        if not hmac.compare_digest(self._sign(stamp, body), signature):
            return _refuse(401, "not signed")
        text = _readable(body, request.content_type)
        return _refuse(400, "unreadable") if text is None else await self._hand_on(text, dict(request.headers))

    def _sign(self, stamp: str, body: bytes) -> str:
        signed = b"v0:" + stamp.encode() + b":" + body
        return "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()

    async def _hand_on(self, text: str, headers: Mapping[str, str]) -> web.Response:
        from slack_bolt.adapter.aiohttp import to_aiohttp_response
        from slack_bolt.request.async_request import AsyncBoltRequest

        try:
            request = AsyncBoltRequest(body=text, headers=dict(headers))
            response = await self._app.async_dispatch(request)
        except Exception as error:  # noqa: BLE001  one incoming event: Bolt trips over shapes that it does not know
            _log.warning("a signed request of unknown shape was refused (%s)", type(error).__name__)
            return _refuse(400, "unreadable")
        if response.status == 500:
            return _refuse(400, "unreadable")
        return await to_aiohttp_response(response)


def _single(request: web.Request, name: str) -> str:
    """The value of a header that stands there exactly once; else nothing."""
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 else ""


def _readable(body: bytes, content_type: str) -> str | None:
    """The body as text, when there is an object in it that Bolt will find as well."""
    try:
        text = body.decode("utf-8")
        if content_type == "application/json" or text.startswith("{"):
            found = json.loads(text)
        else:
            fields = dict(parse_qsl(text, keep_blank_values=True))
            found = json.loads(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return None
    return text if isinstance(found, dict) and found else None


def _refuse(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text)
