"""Socket Mode kept alive: the SDK connects anew by itself, and when it does not, a new client takes its place.

Owns one connection and the line that /readyz shows about it. The SDK's client has stayed deaf after idle reconnects
(python-slack-sdk#1446, bolt-python#1529), so a client found dead twice is never started again but replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.domain.errors import PlatformError

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

CHECK_EVERY_S = 20.0
CONNECT_WAIT_S = 20.0
CLOSE_WAIT_S = 5.0
FIRST_WAIT_S, MAX_WAIT_S = 1.0, 60.0

_log = logging.getLogger(__name__)
Make = Callable[[], Awaitable["AsyncSocketModeHandler"]]


class SocketKeeper:
    """Keeps one Socket Mode connection. All methods but `problem` run on the loop."""

    def __init__(self, make: Make, *, check_every_s: float = CHECK_EVERY_S, first_wait_s: float = FIRST_WAIT_S) -> None:
        self._make = make
        self._check_every_s = check_every_s
        self._first_wait_s = first_wait_s
        self._handler: AsyncSocketModeHandler | None = None
        self._task: asyncio.Task[None] | None = None
        self._lost_at: float | None = time.monotonic()
        self.replaced = 0

    def problem(self) -> str | None:
        """One line when there is no connection; from any thread."""
        lost_at = self._lost_at
        return None if lost_at is None else f"no connection to Slack for {time.monotonic() - lost_at:.0f} s"

    async def start(self) -> None:
        """Connect, and go on looking after it. Raises PlatformError for what waiting does not mend (a wrong token)."""
        try:
            await self._replace()
        except PlatformError as error:
            if not error.transient:
                raise
            _log.warning("%s; trying again", error.message)
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Stop looking after it, and close."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._close()

    async def _keep(self) -> None:
        failures, strikes = 0, 0
        while True:
            is_down = self._handler is None
            await asyncio.sleep(min(self._first_wait_s * 2**failures, MAX_WAIT_S) if is_down else self._check_every_s)
            strikes = 0 if await self._is_alive() else strikes + 1
            if strikes < 2 and self._handler is not None:
                continue
            try:
                await self._replace()
                failures, strikes = 0, 0
            except PlatformError as error:
                failures = min(failures + 1, 10)
                _log.warning("%s; trying again", error.message)

    async def _is_alive(self) -> bool:
        client = self._handler.client if self._handler is not None else None
        is_alive = (
            client is not None
            and await client.is_connected()
            and client.message_receiver is not None
            and not client.message_receiver.done()
            and not client.message_processor.done()
        )
        if is_alive:
            self._lost_at = None
        elif self._lost_at is None:
            self._lost_at = time.monotonic()
        return is_alive

    async def _replace(self) -> None:
        if self._handler is not None:
            _log.warning("the connection to Slack is dead: opening a new one")
            self.replaced += 1
        await self._close()
        handler = await self._make()
        try:
            await asyncio.wait_for(handler.client.connect(), CONNECT_WAIT_S)  # type: ignore[no-untyped-call]
        except TimeoutError as error:
            await _close_quietly(handler)
            raise PlatformError("Slack's socket cannot be reached", transient=True) from error
        except asyncio.CancelledError:
            await _close_quietly(handler)
            raise
        self._handler = handler
        await self._is_alive()

    async def _close(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            await _close_quietly(handler)


async def _close_quietly(handler: AsyncSocketModeHandler) -> None:
    # What is left of a broken connection may fail to close; it is given up all the same.
    with contextlib.suppress(TimeoutError, OSError, RuntimeError):
        await asyncio.wait_for(handler.client.close(), CLOSE_WAIT_S)  # type: ignore[no-untyped-call]
