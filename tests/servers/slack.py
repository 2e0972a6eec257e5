"""A Slack on loopback that speaks the real protocol to the real libraries: Web API, Socket Mode, signed HTTP, hooks.

    with SlackServer(mode="http", target="http://127.0.0.1:8080/slack/events") as slack:
        slack.command("/ask", "what changed?")
        (answer,) = slack.wait_for_messages(1)

In `socket` mode the bot connects by itself; in `http` mode set `target` (also later). It keeps what was posted, plays
people, and fails on demand (`fail`). What Slack refuses is `slack_rules`. All calls block and may come from any thread.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web

from tests.servers.slack_rules import message_error, view_error

Result = TypeVar("Result")

TEAM, API_APP = "T0NORVEN", "A0BRIEF"
BOT_USER, BOT_ID = "U0BRIEFBOT", "B0BRIEFBOT"
PERSON = "U0ADA"
BOT_TOKEN, APP_TOKEN = "xoxb-1-testing-bot", "xapp-1-A0BRIEF-1-testing"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,"
    "mpim:history"
)
NEWS, OTHER, FOREIGN, ARCHIVED, DIRECT = "C0NEWS", "C0OTHER", "C0FOREIGN", "C0ARCHIVED", "D0ADA"
ACK_LIMIT_S = 3.0
PATIENT_S = 60.0
"""For tests that are not about these three seconds: how quick it is, `tests/bench/bench_ack` measures."""
HOOK_USES = 5


@dataclass
class Channel:
    """A conversation; `is_member` says whether the bot is in it."""

    id: str
    name: str = ""
    is_member: bool = True
    is_archived: bool = False
    is_im: bool = False


@dataclass
class Posted:
    """A message as Slack keeps it. `via` is `api`, `hook` or `person`; `arguments` are as they came in."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    user: str = BOT_USER
    bot_id: str | None = None
    via: str = "api"
    arguments: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons of all its blocks."""
        return [one for block in self.blocks if block["type"] == "actions" for one in block["elements"]]


@dataclass
class Receipt:
    """What became of something sent to the bot. `status` None: not acknowledged in time; Socket Mode counts as 200."""

    kind: str
    payload: dict[str, Any]
    status: int | None = None
    waited_s: float = 0.0
    body: str = ""
    attempts: int = 0

    @property
    def is_acknowledged(self) -> bool:
        """Whether Slack would be content."""
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Call:
    """One call of the Web API. `error` None: it was answered with ok."""

    method: str
    arguments: dict[str, Any]
    at: float
    token: str
    error: str | None = None


@dataclass
class OpenedView:
    """A modal as opened, pushed or updated."""

    method: str
    view_id: str
    view: dict[str, Any]
    trigger_id: str | None
    at: float


@dataclass
class Fault:
    """One planned failure. `is_stored`: the call takes effect all the same."""

    kind: str
    times: int
    is_stored: bool
    retry_after: str | None
    hold_s: float
    skip: int = 0


class SlackServer:
    """See the module. `retries` redelivers events that were not acknowledged, as Slack does; `echo` sends the bot its
    own messages as events, as Slack does. `patience_s` is how long it waits for an acknowledgement and lets a trigger
    live: Slack's three seconds, or more where a busy machine must not decide about a test that is not about time.
    """

    def __init__(
        self,
        *,
        mode: str = "socket",
        target: str | None = None,
        retries: int = 3,
        echo: bool = True,
        patience_s: float = ACK_LIMIT_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.mode, self.target, self.retries, self.echo = mode, target, retries, echo
        self.signing_secret, self.bot_token, self.app_token = SIGNING_SECRET, BOT_TOKEN, APP_TOKEN
        self.scopes = SCOPES
        self._patience_s = patience_s
        self.history_lag_s = 0.0
        self.channels = {
            one.id: one
            for one in (
                Channel(NEWS, "news"),
                Channel(OTHER, "other"),
                Channel(FOREIGN, "foreign", is_member=False),
                Channel(ARCHIVED, "archived", is_archived=True),
                Channel(DIRECT, is_im=True),
            )
        }
        self.posted: list[Posted] = []
        self.ephemeral: list[dict[str, Any]] = []
        self.calls: list[Call] = []
        self.views: list[OpenedView] = []
        self.receipts: list[Receipt] = []
        self.hook_calls: list[tuple[str, dict[str, Any]]] = []
        self.connections = 0
        self._clock = clock
        self._numbers = count(1)
        self._last_ts = 0.0
        self._faults: dict[str, list[Fault]] = {}
        self._triggers: dict[str, float] = {}
        self._hooks: dict[str, tuple[str, int]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-server", daemon=True)
        self._background: set[asyncio.Task[Any]] = set()

    # --- life --------------------------------------------------------------------------------------------------------

    def __enter__(self) -> SlackServer:
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"http://127.0.0.1:{self._port}/api/"

    def environment(self) -> dict[str, str]:
        """The variables with which a bot finds this Slack."""
        own = {"SLACK_APP_TOKEN": self.app_token} if self.mode == "socket" else {}
        if self.mode == "http":
            own = {"SLACK_SIGNING_SECRET": self.signing_secret}
        return {"SLACK_BOT_TOKEN": self.bot_token, "SLACK_API_URL": self.url} | own

    # --- reading -----------------------------------------------------------------------------------------------------

    def messages(self, channel: str | None = NEWS, *, thread: str | None = None) -> list[Posted]:
        """What the bot posted, oldest first: in a channel (None: anywhere), or in one thread of it."""
        return [
            one
            for one in list(self.posted)
            if one.user == BOT_USER
            and channel in (None, one.channel)
            and (thread is None or one.thread_ts == thread or one.ts == thread)
        ]

    def wait_for_messages(
        self,
        number: int = 1,
        channel: str | None = NEWS,
        *,
        thread: str | None = None,
        timeout_s: float = 60.0,
        like: Callable[[Posted], bool] = lambda posted: True,
    ) -> list[Posted]:
        """Wait until that many messages of the bot stand there. Fails with what there is instead."""

        def found() -> list[Posted]:
            return [one for one in self.messages(channel, thread=thread) if like(one)]

        wait_until(lambda: len(found()) >= number, timeout_s=timeout_s, what=f"{number} messages in {channel}")
        return found()

    def wait_for_connection(self, number: int = 1, *, timeout_s: float = 60.0) -> None:
        """Wait until the bot has connected that many times in all and is connected now."""
        wait_until(
            lambda: self.connections >= number and bool(self._open_sockets()), timeout_s=timeout_s, what="a socket"
        )

    def wait_for_view(self, number: int = 1, *, timeout_s: float = 60.0) -> OpenedView:
        """The view of that number, once it has been opened."""
        wait_until(lambda: len(self.views) >= number, timeout_s=timeout_s, what=f"view {number}")
        return self.views[number - 1]

    def calls_of(self, method: str) -> list[Call]:
        """Calls of one method, oldest first."""
        return [call for call in list(self.calls) if call.method == method]

    # --- people ------------------------------------------------------------------------------------------------------

    def say(
        self, text: str, *, channel: str = NEWS, thread: str | None = None, user: str = PERSON, **fields: object
    ) -> tuple[Receipt, Posted]:
        """A person writes a message; the bot gets the event if it is in the channel."""
        posted = self._store(channel, text, user=user, thread_ts=thread, via="person")
        return self.send_event(self.message_event(posted, **fields)), posted

    def mention(
        self, text: str, *, channel: str = NEWS, thread: str | None = None, user: str = PERSON
    ) -> tuple[Receipt, Posted]:
        """A person mentions the bot: Slack sends an `app_mention` and the `message` as well."""
        posted = self._store(channel, f"<@{BOT_USER}> {text}", user=user, thread_ts=thread, via="person")
        event = self.message_event(posted) | {"type": "app_mention"}
        event.pop("channel_type")
        receipt = self.send_event(event)
        self.send_event(self.message_event(posted))
        return receipt, posted

    def reply(self, thread: str, text: str, *, channel: str = NEWS, user: str = PERSON) -> tuple[Receipt, Posted]:
        """A person writes in a thread."""
        return self.say(text, channel=channel, thread=thread, user=user)

    def direct(self, text: str, *, user: str = PERSON, thread: str | None = None) -> tuple[Receipt, Posted]:
        """A person writes to the bot alone."""
        return self.say(text, channel=DIRECT, user=user, thread=thread)

    def delete(self, posted: Posted) -> Receipt:
        """A message is deleted."""
        self.posted.remove(posted)
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": posted.channel,
            "channel_type": self._channel_type(posted.channel),
            "deleted_ts": posted.ts,
            "previous_message": {"type": "message", "user": posted.user, "text": posted.text, "ts": posted.ts},
            "ts": self._next_ts(),
        }
        return self.send_event(event)

    def edit(self, posted: Posted, text: str) -> Receipt:
        """A message is changed."""
        before, posted.text = posted.text, text
        current = {"type": "message", "user": posted.user, "text": text, "ts": posted.ts, "edited": {"user": PERSON}}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": posted.channel,
            "channel_type": self._channel_type(posted.channel),
            "message": current | ({"thread_ts": posted.thread_ts} if posted.thread_ts else {}),
            "previous_message": {"type": "message", "user": posted.user, "text": before, "ts": posted.ts},
            "ts": self._next_ts(),
        }
        return self.send_event(event)

    def command(self, command: str, text: str = "", *, channel: str = NEWS, user: str = PERSON) -> Receipt:
        """A person uses a slash command."""
        return self._run(self.command_async(command, text, channel=channel, user=user))

    async def command_async(self, command: str, text: str = "", *, channel: str = NEWS, user: str = PERSON) -> Receipt:
        """The same from a coroutine on the server's loop (see `together`)."""
        return await self._deliver("slash_commands", self.command_payload(command, text, channel=channel, user=user))

    def together(self, works: list[Coroutine[Any, Any, Result]], *, timeout_s: float = 60.0) -> list[Result]:
        """Run many of the `_async` calls at the same time."""

        async def run() -> list[Result]:
            return list(await asyncio.gather(*works))

        return self._run(run(), timeout_s=timeout_s)

    def click(self, posted: Posted, action: str, *, user: str = PERSON, value: str | None = None) -> Receipt:
        """A person presses a button; `action` is how its action_id is, or begins after `brief_`."""
        button = next(
            one
            for one in posted.buttons
            if (one["action_id"] == action or one["action_id"].startswith((action, f"brief_{action}")))
            and value in (None, one.get("value"))
        )
        payload = self._interaction(user) | {
            "container": {"type": "message", "message_ts": posted.ts, "channel_id": posted.channel},
            "channel": {"id": posted.channel, "name": self.channels[posted.channel].name},
            "message": self._shown(posted, with_metadata=True),
            "response_url": self._new_hook(posted.channel),
            "actions": [button | {"block_id": "b1", "action_ts": self._next_ts()}],
        }
        return self._run(self._deliver("interactive", payload))

    def click_view(self, opened: OpenedView, action: str, *, user: str = PERSON) -> Receipt:
        """A person presses a button of a modal."""
        buttons = [one for block in opened.view["blocks"] if block["type"] == "actions" for one in block["elements"]]
        button = next(one for one in buttons if action in one["action_id"])
        payload = self._interaction(user) | {
            "container": {"type": "view", "view_id": opened.view_id},
            "view": opened.view | {"id": opened.view_id, "hash": "1", "app_installed_team_id": TEAM},
            "actions": [button | {"block_id": "b1", "action_ts": self._next_ts()}],
        }
        return self._run(self._deliver("interactive", payload))

    # --- raw traffic -------------------------------------------------------------------------------------------------

    def send_event(self, event: dict[str, Any], **outer: object) -> Receipt:
        """Send an event; `outer` replaces fields around it (`event_id`, `team_id`)."""
        return self._run(self._deliver("events_api", self.event_payload(event, **outer)))

    def deliver_again(self, receipt: Receipt, *, retry_num: int = 1) -> Receipt:
        """Send the same thing once more, marked as a retry."""
        return self._run(self._deliver(receipt.kind, receipt.payload, retry_num=retry_num))

    def event_payload(self, event: dict[str, Any], **outer: object) -> dict[str, Any]:
        """An event in its envelope."""
        number = next(self._numbers)
        return {
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": API_APP,
            "type": "event_callback",
            "event": event,
            "event_id": f"Ev{number:08d}",
            "event_time": int(self._clock()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        } | outer

    def message_event(self, posted: Posted, **fields: object) -> dict[str, Any]:
        """The event of a message."""
        event: dict[str, Any] = {
            "type": "message",
            "channel": posted.channel,
            "channel_type": self._channel_type(posted.channel),
            "user": posted.user,
            "text": posted.text,
            "ts": posted.ts,
            "event_ts": posted.ts,
            "team": TEAM,
        }
        if posted.thread_ts:
            event["thread_ts"] = posted.thread_ts
        if posted.bot_id:
            event["bot_id"] = posted.bot_id
        return event | fields

    def command_payload(
        self, command: str, text: str, *, channel: str = NEWS, user: str = PERSON, **fields: object
    ) -> dict[str, Any]:
        """The fields of a slash command."""
        return {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "norven",
            "channel_id": channel,
            "channel_name": self.channels[channel].name or "directmessage",
            "user_id": user,
            "user_name": "ada",
            "command": command,
            "text": text,
            "api_app_id": API_APP,
            "is_enterprise_install": "false",
            "response_url": self._new_hook(channel),
            "trigger_id": self._new_trigger(),
        } | fields

    def signed_headers(self, body: bytes, *, age_s: float = 0.0, secret: str | None = None) -> dict[str, str]:
        """The headers of a request that Slack has signed."""
        stamp = str(int(self._clock() - age_s))
        key = (secret or self.signing_secret).encode()
        digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def send_raw(self, body: bytes, headers: dict[str, str] | list[tuple[str, str]]) -> tuple[int, str]:
        """POST anything to the bot's endpoint: status and text of the answer."""

        async def send() -> tuple[int, str]:
            async with (
                ClientSession(timeout=ClientTimeout(total=30)) as session,
                session.post(str(self.target), data=body, headers=headers) as answer,
            ):
                return answer.status, await answer.text()

        return self._run(send())

    # --- trouble -----------------------------------------------------------------------------------------------------

    def fail(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        is_stored: bool | None = None,
        retry_after: str | None = "1",
        hold_s: float = 60.0,
        skip: int = 0,
    ) -> None:
        """Let the next calls of a method (or `hook`) fail: `reset`, `close`, `hold`, `500`, `429`, `garbage`, or an
        error code. The first three, 500, internal_error and fatal_error take effect first unless `is_stored` is False.
        """
        stored = kind in ("reset", "close", "hold", "500", "internal_error", "fatal_error")
        fault = Fault(kind, times, stored if is_stored is None else is_stored, retry_after, hold_s, skip)
        self._faults.setdefault(method, []).append(fault)

    def drop_sockets(self) -> None:
        """Cut every connection without a word."""

        async def drop() -> None:
            for one in self._open_sockets():
                transport = getattr(one._req, "transport", None)
                if transport is not None:
                    transport.abort()

        self._run(drop())

    def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to connect anew, as Slack does every few hours."""

        async def ask() -> None:
            for one in self._open_sockets():
                await one.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

        self._run(ask())

    # --- sending -----------------------------------------------------------------------------------------------------

    async def _deliver(self, kind: str, payload: dict[str, Any], *, retry_num: int = 0) -> Receipt:
        receipt = Receipt(kind, payload)
        self.receipts.append(receipt)
        tries = 1 + (self.retries if kind == "events_api" else 0)
        for number in range(retry_num, retry_num + tries):
            receipt.attempts += 1
            started = time.monotonic()
            send = self._send_by_socket if self.mode == "socket" else self._send_by_http
            receipt.status, receipt.body = await send(kind, payload, number)
            receipt.waited_s = time.monotonic() - started
            if receipt.is_acknowledged:
                break
            await asyncio.sleep(0.1)
        return receipt

    async def _send_by_socket(self, kind: str, payload: dict[str, Any], retry_num: int) -> tuple[int | None, str]:
        envelope_id = f"env-{next(self._numbers)}"
        envelope: dict[str, Any] = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry_num, "retry_reason": "timeout" if retry_num else ""}
        deadline = time.monotonic() + 10.0
        while not self._open_sockets():
            if time.monotonic() > deadline:
                return None, "no connection"
            await asyncio.sleep(0.02)
        self._acks[envelope_id] = self._loop.create_future()
        try:
            await self._open_sockets()[-1].send_json(envelope)
            answer = await asyncio.wait_for(self._acks[envelope_id], self._patience_s)
        except (TimeoutError, ConnectionError):
            return None, ""
        finally:
            self._acks.pop(envelope_id, None)
        return 200, json.dumps(answer["payload"]) if answer.get("payload") else ""

    async def _send_by_http(self, kind: str, payload: dict[str, Any], retry_num: int) -> tuple[int | None, str]:
        if kind == "events_api":
            body, content_type = json.dumps(payload).encode(), "application/json"
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        headers = self.signed_headers(body) | {"Content-Type": content_type}
        if retry_num:
            headers |= {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": "http_timeout"}
        try:
            async with self._session.post(str(self.target), data=body, headers=headers) as answer:
                return answer.status, await answer.text()
        except (ClientError, TimeoutError, OSError):
            return None, ""

    def _interaction(self, user: str) -> dict[str, Any]:
        return {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "norven"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user, "username": "ada", "name": "ada", "team_id": TEAM},
            "api_app_id": API_APP,
            "token": "unused",
            "trigger_id": self._new_trigger(),
            "state": {"values": {}},
        }

    # --- receiving ---------------------------------------------------------------------------------------------------

    async def _start(self) -> None:
        application = web.Application(client_max_size=4 * 2**20)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_post("/hooks/{hook}", self._hook)
        application.router.add_get("/link", self._link)
        self._runner = web.AppRunner(application, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._session = ClientSession(timeout=ClientTimeout(total=self._patience_s))

    async def _stop(self) -> None:
        for task in list(self._background):
            task.cancel()
        for one in self._open_sockets():
            await one.close()
        await self._session.close()
        await self._runner.cleanup()
        held = asyncio.all_tasks() - {asyncio.current_task()}
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse(heartbeat=None)
        await connection.prepare(request)
        self._sockets.append(connection)
        self.connections += 1
        await connection.send_json(
            {"type": "hello", "num_connections": len(self._open_sockets()), "connection_info": {"app_id": API_APP}}
        )
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                waiting = self._acks.get(answer.get("envelope_id", ""))
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        return connection

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        hook = request.match_info["hook"]
        arguments = await request.json()
        self.hook_calls.append((hook, arguments))
        channel, uses = self._hooks.get(hook, ("", HOOK_USES))
        if uses >= HOOK_USES:
            return web.Response(status=404, text="used_url")
        self._hooks[hook] = (channel, uses + 1)
        fault = self._next_fault("hook")
        error = message_error(arguments) or (fault.kind if fault and not fault.is_stored else None)
        if error is None and arguments.get("response_type") == "in_channel":
            self._store_call(channel, arguments, via="hook")
        elif error is None:
            self.ephemeral.append(arguments | {"channel": channel})
        if fault is not None:
            return await self._spoil(request, fault)
        return web.Response(status=500, text=error) if error else web.Response(text="ok")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        call = Call(method, arguments, time.monotonic(), token)
        self.calls.append(call)
        fault = self._next_fault(method)
        if fault is not None and not fault.is_stored:
            call.error = fault.kind
            return await self._spoil(request, fault)
        answer = self._answer(method, arguments, token)
        call.error = answer.get("error")
        if fault is not None:
            call.error = fault.kind
            return await self._spoil(request, fault)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _answer(self, method: str, arguments: dict[str, Any], token: str) -> dict[str, Any]:
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        answer = getattr(self, "_" + method.replace(".", "_").lower(), None)
        if answer is None:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True} | answer(arguments)

    async def _spoil(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "hold":
            await asyncio.sleep(fault.hold_s)
        if fault.kind in ("reset", "close", "hold"):
            if fault.kind == "reset":
                raw = request.transport.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.transport.abort()
            return web.Response()
        if fault.kind == "500":
            return web.Response(status=500, text="server error")
        if fault.kind == "garbage":
            return web.Response(text="<html>ok</html>", content_type="text/html")
        if fault.kind == "429":
            headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        return web.json_response({"ok": False, "error": fault.kind})

    def _next_fault(self, method: str) -> Fault | None:
        for fault in self._faults.get(method, []):
            if fault.skip > 0:
                fault.skip -= 1
                return None
            if fault.times > 0:
                fault.times -= 1
                return fault
        return None

    # --- methods -----------------------------------------------------------------------------------------------------

    def _auth_test(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": "https://norven.example/",
            "team": "Norven",
            "user": "briefbot",
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://127.0.0.1:{self._port}/link?ticket={next(self._numbers)}"}

    def _chat_postmessage(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._channel(arguments.get("channel"))
        error = _channel_error(channel) or message_error(arguments)
        thread = arguments.get("thread_ts")
        if error is None and thread and not any(one.ts == thread for one in self.posted):
            error = "thread_not_found"
        if error or channel is None:
            return {"ok": False, "error": error}
        posted = self._store_call(channel.id, arguments, via="api")
        return {"channel": channel.id, "ts": posted.ts, "message": self._shown(posted)}

    def _chat_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        error = message_error(arguments)
        found = [one for one in self.posted if one.ts == arguments.get("ts") and one.via == "api"]
        if error or not found:
            return {"ok": False, "error": error or "message_not_found"}
        found[0].text, found[0].blocks = arguments.get("text") or "", arguments.get("blocks") or []
        return {"channel": found[0].channel, "ts": found[0].ts}

    def _conversations_list(self, arguments: dict[str, Any]) -> dict[str, Any]:
        shown = [_described(one) for one in self.channels.values() if not one.is_im]
        if str(arguments.get("exclude_archived", "")).lower() in ("1", "true"):
            shown = [one for one in shown if not one["is_archived"]]
        page, cursor = _page(shown, arguments, default=100)
        return {"channels": page, "response_metadata": {"next_cursor": cursor}}

    def _conversations_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._channel(arguments.get("channel"))
        return {"channel": _described(channel)} if channel else {"ok": False, "error": "channel_not_found"}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._channel(arguments.get("channel"))
        if error := _channel_error(channel, is_archive_fine=True):
            return {"ok": False, "error": error}
        found = [one for one in self.posted if one.channel == channel.id and one.thread_ts in (None, one.ts)]
        return self._listing(sorted(found, key=lambda one: one.ts, reverse=True), arguments)

    def _conversations_replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._channel(arguments.get("channel"))
        if error := _channel_error(channel, is_archive_fine=True):
            return {"ok": False, "error": error}
        root = arguments.get("ts")
        found = [one for one in self.posted if one.channel == channel.id and root in (one.ts, one.thread_ts)]
        if not found:
            return {"ok": False, "error": "thread_not_found"}
        return self._listing(sorted(found, key=lambda one: one.ts), arguments)

    def _views_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._open_view("open", arguments)

    def _views_push(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._open_view("push", arguments)

    def _views_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        view = _decoded(arguments.get("view"))
        known = {one.view_id for one in self.views}
        if view_error(view) or arguments.get("view_id") not in known:
            return {"ok": False, "error": view_error(view) or "not_found"}
        return self._keep_view("update", str(arguments["view_id"]), view, None)

    def _open_view(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        view, trigger = _decoded(arguments.get("view")), str(arguments.get("trigger_id"))
        made_at = self._triggers.get(trigger)
        if made_at is None:
            return {"ok": False, "error": "invalid_trigger_id"}
        if time.monotonic() - made_at > self._patience_s:
            return {"ok": False, "error": "expired_trigger_id"}
        if error := view_error(view):
            return {"ok": False, "error": error}
        del self._triggers[trigger]
        return self._keep_view(method, f"V{next(self._numbers):05d}", view, trigger)

    def _keep_view(self, method: str, view_id: str, view: dict[str, Any], trigger: str | None) -> dict[str, Any]:
        self.views.append(OpenedView(method, view_id, view, trigger, time.monotonic()))
        return {"view": view | {"id": view_id}}

    # --- the store ---------------------------------------------------------------------------------------------------

    def _store_call(self, channel: str, arguments: dict[str, Any], *, via: str) -> Posted:
        posted = self._store(
            channel,
            arguments.get("text") or "",
            user=BOT_USER,
            thread_ts=arguments.get("thread_ts"),
            via=via,
        )
        posted.blocks, posted.metadata = arguments.get("blocks") or [], arguments.get("metadata")
        posted.arguments, posted.bot_id = arguments, BOT_ID
        is_reachable = bool(self._open_sockets()) if self.mode == "socket" else self.target is not None
        if self.echo and is_reachable:
            task = self._loop.create_task(
                self._deliver("events_api", self.event_payload(self.message_event(posted, subtype="bot_message")))
            )
            self._background.add(task)
            task.add_done_callback(self._background.discard)
        return posted

    def _store(self, channel: str, text: str, *, user: str, thread_ts: str | None, via: str) -> Posted:
        posted = Posted(channel, self._next_ts(), text, thread_ts=thread_ts, user=user, via=via, at=time.monotonic())
        self.posted.append(posted)
        return posted

    def _listing(self, found: list[Posted], arguments: dict[str, Any]) -> dict[str, Any]:
        oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
        seen = time.monotonic() - self.history_lag_s
        found = [one for one in found if oldest < float(one.ts) < latest and one.at <= seen]
        with_metadata = str(arguments.get("include_all_metadata", "")).lower() in ("1", "true")
        page, cursor = _page(found, arguments, default=100)
        shown = [self._shown(one, with_metadata=with_metadata) for one in page]
        more = {"has_more": bool(cursor)}
        return {"messages": shown} | more | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})

    def _shown(self, posted: Posted, *, with_metadata: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": "message", "user": posted.user, "text": posted.text, "ts": posted.ts}
        optional = {"thread_ts": posted.thread_ts, "bot_id": posted.bot_id, "blocks": posted.blocks}
        if with_metadata:
            optional["metadata"] = posted.metadata
        return shown | {name: value for name, value in optional.items() if value}

    def _channel(self, name: object) -> Channel | None:
        text = str(name or "")
        by_name = (one for one in self.channels.values() if text.startswith("#") and one.name == text[1:])
        return self.channels.get(text) or next(by_name, None)

    def _channel_type(self, channel: str) -> str:
        return "im" if self.channels[channel].is_im else "channel"

    def _next_ts(self) -> str:
        self._last_ts = max(self._clock(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def _new_trigger(self) -> str:
        trigger = f"{next(self._numbers)}.{TEAM}.trigger"
        self._triggers[trigger] = time.monotonic()
        return trigger

    def _new_hook(self, channel: str) -> str:
        hook = f"hook{next(self._numbers)}"
        self._hooks[hook] = (channel, 0)
        return f"http://127.0.0.1:{self._port}/hooks/{hook}"

    def _open_sockets(self) -> list[web.WebSocketResponse]:
        self._sockets = [
            one for one in self._sockets if not one.closed and one._req is not None and one._req.transport is not None
        ]
        return self._sockets

    def _run(self, work: Coroutine[Any, Any, Result], *, timeout_s: float = 60.0) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)


def wait_until(is_done: Callable[[], bool], *, timeout_s: float = 60.0, what: str = "it") -> None:
    """Wait for something to become true, looking every 10 ms."""
    deadline = time.monotonic() + timeout_s
    while not is_done():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s:g} s in vain for {what}")
        time.sleep(0.01)


async def _arguments(request: web.Request) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    elif request.method == "POST":
        arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "metadata"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


def _decoded(view: object) -> dict[str, Any]:
    found = json.loads(view) if isinstance(view, str) else view
    return found if isinstance(found, dict) else {}


def _described(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_im,
        "is_archived": channel.is_archived,
        "is_member": channel.is_member,
    }


def _channel_error(channel: Channel | None, *, is_archive_fine: bool = False) -> str | None:
    if channel is None:
        return "channel_not_found"
    if not channel.is_member:
        return "not_in_channel"
    return "is_archived" if channel.is_archived and not is_archive_fine else None


def _page(items: list[Any], arguments: dict[str, Any], *, default: int) -> tuple[list[Any], str]:
    start, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit") or default)
    rest = start + limit < len(items)
    return items[start : start + limit], str(start + limit) if rest else ""
