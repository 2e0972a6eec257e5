"""Slack's events, through Bolt, to the front desk: stored first, acknowledged always well within three seconds.

Owns the order of storing and acknowledging. What an event means is `incoming`; nothing is computed on the loop, and
nothing waits for other work of the program: the desk is called in threads of its own.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.conversation import Event
from bot.domain.errors import BotError
from bot.platforms.slack.api import Identity, text_of
from bot.platforms.slack.incoming import is_for_us, pressed, read_command, read_event, read_rating
from bot.platforms.slack.modal import PAGE, SOURCES, SourcesModal
from bot.platforms.slack.options import Options
from bot.ports import Clock, FrontDesk

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_bolt.response import BoltResponse
    from slack_sdk.web.async_client import AsyncWebClient

ACCEPT_WAIT_S = 2.0
"""Slack waits three seconds; after two it is told yes, and the event goes on being stored."""

THREADS = 8
RATE = "rate"
_ANY = re.compile("")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is known of the workspace. `identity` is asked anew each time: it may become known later; `place_of` gives
    the place of a channel the name that a watch has for it.
    """

    api_url: str
    identity: Callable[[], Identity]
    place_of: Callable[[str], str]


class Listener:
    """Takes what Bolt hands over."""

    def __init__(
        self,
        desk: FrontDesk,
        modal: SourcesModal,
        *,
        workspace: Workspace,
        clock: Clock = lambda: datetime.fromtimestamp(time.time(), UTC),
    ) -> None:
        self._desk = desk
        self._modal = modal
        self._workspace = workspace
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="slack-inbox")
        self._running: set[asyncio.Task[None]] = set()

    async def take_event(self, body: dict[str, Any]) -> BoltResponse | None:
        """An Events API payload. Bolt acknowledges when this returns None."""
        if not is_for_us(body, self._workspace.identity()):
            return None
        return await self._store(read_event(body, self._workspace.identity(), received_at=self._clock()))

    async def take_command(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """A slash command."""
        event = None
        if is_for_us(body, self._workspace.identity()):
            event = read_command(body, api_url=self._workspace.api_url, received_at=self._clock())
        refusal = await self._store(event)
        return refusal if refusal is not None else await ack()

    async def take_action(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """A pressed button."""
        found = pressed(body) if is_for_us(body, self._workspace.identity()) else None
        word, action = found if found is not None else ("", {})
        value = text_of(action, "value")
        if word == SOURCES:
            self._run(self._modal.open(text_of(body, "trigger_id"), value))
        elif word == PAGE:
            self._run(self._modal.turn(text_of(body, "view", "id"), value))
        elif word == RATE:
            refusal = await self._store(read_rating(body, action, received_at=self._clock()))
            if refusal is not None:
                return refusal
        return await ack()

    async def stop(self) -> None:
        """Let what is being stored be stored."""
        for task in self._running:
            task.cancel()
        await asyncio.to_thread(self._threads.shutdown, wait=True)

    async def _store(self, event: Event | None) -> BoltResponse | None:
        """None when it is stored, or will be; else the refusal that makes Slack send it again."""
        if event is None:
            return None
        event = replace(event, place=self._workspace.place_of(event.place))
        storing = asyncio.get_running_loop().run_in_executor(self._threads, self._desk.accept, event)
        ready, _ = await asyncio.wait({storing}, timeout=ACCEPT_WAIT_S)
        if not ready:
            _log.warning("event %s is not stored after %g s: acknowledged all the same", event.key, ACCEPT_WAIT_S)
            storing.add_done_callback(lambda done: _report(event, done))
            return None
        return None if _report(event, storing) else _unavailable()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def build_app(
    options: Options, client: AsyncWebClient, listener: Listener, identity: Callable[[], Identity]
) -> AsyncApp:
    """Bolt with our three listeners. Signatures are checked before it (`signed_http`), bots are told apart after it."""
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Never None: Bolt would then talk to whatever address the payload names. Foreign workspaces end in Listener.
        known = identity()
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=known.user,
            bot_id=known.bot,
            bot_token=options.bot_token,
        )

    app = AsyncApp(
        name="briefbot",
        logger=_quiet_logger(),
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        # Bolt would acknowledge an event before we have stored it.
        process_before_response=True,
    )
    app.client.base_url, app.client.timeout, app.client.retry_handlers = client.base_url, client.timeout, []

    async def on_event(body: dict[str, Any]) -> BoltResponse | None:
        return await listener.take_event(body)

    async def on_command(body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        return await listener.take_command(body, ack)

    async def on_action(body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        return await listener.take_action(body, ack)

    app.event(_ANY)(on_event)
    app.command(_ANY)(on_command)
    app.action(_ANY)(on_action)
    return app


def _report(event: Event, done: asyncio.Future[bool]) -> bool:
    """Whether it was stored; if not, says why in the log."""
    error = None if done.cancelled() else done.exception()
    if error is None:
        return not done.cancelled()
    line = error.message if isinstance(error, BotError) else type(error).__name__
    _log.error("event %s was not stored: %s", event.key, line)
    return False


def _unavailable() -> BoltResponse:
    from slack_bolt.response import BoltResponse

    return BoltResponse(status=503, body="try again")


def _quiet_logger() -> logging.Logger:
    """Bolt's own log, errors only and one line an entry: the rest is about payloads that strangers can shape."""
    logger = logging.getLogger("slack_bolt.briefbot")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_without_trace)
    return logger


def _without_trace(record: logging.LogRecord) -> bool:
    record.exc_info = record.exc_text = None
    lines = record.getMessage().splitlines()
    record.msg, record.args = (lines[0] if lines else ""), ()
    return True
