"""Bringing Slack up on the host and down again: who we are, the socket, the door for signed requests.

Owns the order of starting and what stops it: a wrong token does, in one line; a Slack that cannot be reached does not.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.domain.errors import ConfigError, PlatformError
from bot.platforms.slack.api import REFUSED_TOKEN, call, fetch_identity, open_client, text_of
from bot.platforms.slack.channels import NamedPlaces
from bot.platforms.slack.listen import Listener, Workspace, build_app
from bot.platforms.slack.modal import SourcesModal
from bot.platforms.slack.options import Options
from bot.platforms.slack.post import SlackPlatform
from bot.platforms.slack.signed_http import PATH, SignedDoor
from bot.platforms.slack.sockets import SocketKeeper
from bot.ports import FrontDesk, Host

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp

IDENTITY_EVERY_S = 30.0
PING_EVERY_S = 5.0
"""A dropped connection is noticed within one of these, a silent one within four."""

_log = logging.getLogger(__name__)


def connect(platform: SlackPlatform, options: Options, host: Host, desk: FrontDesk | None) -> None:
    """Add to the host all that Slack needs. Without a desk the bot only posts."""
    life = _Life(platform, options)
    if desk is not None:
        life.listen(host, desk)
    host.on_start(life.start)
    host.on_stop(life.stop)


class _Life:
    """What is started with the host and stopped with it."""

    def __init__(self, platform: SlackPlatform, options: Options) -> None:
        self._platform = platform
        self._options = options
        self._listener: Listener | None = None
        self._sockets: SocketKeeper | None = None
        self._places: NamedPlaces | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def listen(self, host: Host, desk: FrontDesk) -> None:
        """Routes and listeners; nothing is connected yet."""
        client = self._platform.client
        self._places = NamedPlaces(desk, self._platform.names, client)
        workspace = Workspace(self._options.api_url, lambda: self._platform.identity, self._places.place_of)
        self._listener = Listener(desk, SourcesModal(desk, client), workspace=workspace)
        app = build_app(self._options, client, self._listener, lambda: self._platform.identity)
        if self._options.signing_secret:
            host.web.router.add_post(PATH, SignedDoor(app, self._options.signing_secret).receive)
        if self._options.uses_socket:
            self._sockets = SocketKeeper(lambda: self._make_handler(app))
            host.add_check("slack", self._sockets.problem)

    async def start(self) -> None:
        """Raises ConfigError for a refused token; waits for nothing that only time can mend."""
        self._platform.is_on_host = True
        try:
            self._platform.identity = await fetch_identity(self._platform.client)
        except PlatformError as error:
            if error.facts.get("code") in REFUSED_TOKEN:
                raise ConfigError(error.message) from error
            _log.warning("%s; trying again", error.message)
            self._tasks.append(asyncio.create_task(self._learn_identity()))
        if self._places is not None:
            self._tasks.append(asyncio.create_task(self._places.keep()))
        if self._sockets is not None:
            try:
                await self._sockets.start()
            except PlatformError as error:
                raise ConfigError(_socket_line(error)) from error

    async def stop(self) -> None:
        """Close the socket first, so that nothing new comes in; then let what came in be stored."""
        self._platform.is_on_host = False
        for task in self._tasks:
            task.cancel()
        if self._sockets is not None:
            await self._sockets.stop()
        if self._listener is not None:
            await self._listener.stop()

    async def _learn_identity(self) -> None:
        while not self._platform.identity.team:
            await asyncio.sleep(IDENTITY_EVERY_S)
            try:
                self._platform.identity = await fetch_identity(self._platform.client)
            except PlatformError as error:
                _log.warning("%s; trying again", error.message)

    async def _make_handler(self, app: AsyncApp) -> AsyncSocketModeHandler:
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        client = open_client(self._options, token=self._options.app_token)
        answer = await call(client, "apps.connections.open")
        handler = AsyncSocketModeHandler(app, self._options.app_token, web_client=client, ping_interval=PING_EVERY_S)
        # Asked for by ourselves, so that a refused token is an error and not an endless loop inside the SDK.
        handler.client.wss_uri = text_of(answer, "url") or None
        return handler


def _socket_line(error: PlatformError) -> str:
    if error.facts.get("code") in REFUSED_TOKEN:
        return "Slack refused SLACK_APP_TOKEN: it must be an App-Level Token with the scope connections:write"
    return f"Socket Mode cannot start: {error.message}"
