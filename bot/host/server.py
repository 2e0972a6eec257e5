"""The loop, its thread, and the web server. Implements Host of `bot/ports`.

Owns starting, stopping and calling onto the loop from other threads. Guards are `guards`, health pages `health`;
routes are added to `web` by the platforms before the start. Computes nothing on the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.domain.errors import ConfigError, PlatformError
from bot.host.address import Address, known_hosts
from bot.host.guards import add_headers, only_known_hosts, only_with_password, show_errors
from bot.host.health import CHECK_TIMEOUT_S, Check, Describe, Health

MAX_BODY_BYTES = 1024 * 1024
"""No request is larger: Slack's largest payload is about a quarter of it, a question is a few kilobytes."""

MAX_WORKERS = 8
"""Threads that wait for the store on behalf of the loop. More would only compete with it for the interpreter."""

SWITCH_INTERVAL_S = 0.0005
"""How soon a thread that computes gives way. The usual 5 ms pass at every bit of input or output of the loop: fifty
commands would wait over a second for their acknowledgement while an answer is being looked for."""

START_TIMEOUT_S = 60.0
DRAIN_TIMEOUT_S = 3.0
"""How long a request that is being answered may take to end when the server stops."""

Result = TypeVar("Result")
Work = Callable[[], Awaitable[None]]
_log = structlog.get_logger(__name__)


class AsyncHost:
    """One asyncio loop in a thread, with a web server on it. Add routes to `web`, then `start`."""

    def __init__(
        self, address: Address, *, public_url: str = "", password: str = "", check_timeout_s: float = CHECK_TIMEOUT_S
    ) -> None:
        guards: list[Middleware] = [show_errors, only_known_hosts(known_hosts(address, public_url))]
        if password:
            guards.append(only_with_password(password))
        self.web = web.Application(middlewares=guards, client_max_size=MAX_BODY_BYTES)
        self.web.on_response_prepare.append(add_headers)
        self._address = address
        self._health = Health(check_timeout_s=check_timeout_s)
        self.web.add_routes(self._health.routes())
        self._runner: web.AppRunner | None = None
        self._to_start: list[Work] = []
        self._to_stop: list[Work] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """`HOST:PORT` it listens on: with the real port once it has started."""
        return str(self._address)

    @property
    def url(self) -> str:
        """How this machine reaches it."""
        host = "127.0.0.1" if self._address.is_wildcard else self._address.host
        return f"http://{Address(host, self._address.port)}"

    def on_start(self, work: Work) -> None:
        """See Host."""
        self._to_start.append(work)

    def on_stop(self, work: Work) -> None:
        """See Host."""
        self._to_stop.append(work)

    def add_check(self, name: str, check: Check) -> None:
        """See Host."""
        self._health.add_check(name, check)

    def add_metrics(self, describe: Describe) -> None:
        """Figures for /metrics, asked for in a thread whenever somebody looks."""
        self._health.add_metrics(describe)

    def start(self) -> None:
        """Bind, then run the start work in order. Raises ConfigError when the address cannot be had.

        After an error nothing is left running.
        """
        if self._thread is not None:
            raise RuntimeError("the host has been started already")
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run_loop, args=(self._loop,), name="host", daemon=True)
        self._thread.start()
        try:
            self.run(self._start(), timeout_s=START_TIMEOUT_S)
        except BaseException:
            self.stop()
            raise

    def stop(self, timeout_s: float = 15.0) -> None:
        """Run the stop work in reverse order, close the server, end the thread. Never raises; again is no harm."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None or not thread.is_alive():
            return
        until = time.monotonic() + timeout_s
        try:
            self.run(self._stop(timeout_s), timeout_s=timeout_s)
        except PlatformError:
            _log.warning("the web server did not stop in time", timeout_s=timeout_s)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(loop.stop)
        thread.join(max(1.0, until - time.monotonic()))
        self._health.close()

    def run(self, work: Coroutine[Any, Any, Result], *, timeout_s: float = 60.0) -> Result:
        """Run on the loop from another thread; what it returns or raises.

        Raises PlatformError when the host does not run, or (with `outcome_unknown`) when the time is over.
        """
        loop, thread = self._loop, self._thread
        if loop is None or thread is None or not thread.is_alive() or loop.is_closed():
            work.close()
            raise PlatformError("the host is not running", transient=True)
        if threading.current_thread() is thread:
            work.close()
            raise RuntimeError("run() would wait for itself: it is for other threads than the loop's")
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result(timeout_s)
        except TimeoutError:
            if future.done():
                raise
            future.cancel()
            late = f"no answer within {timeout_s:g} s"
            raise PlatformError(late, transient=True, outcome_unknown=True) from None

    async def _start(self) -> None:
        self._runner = web.AppRunner(
            self.web, access_log=None, handle_signals=False, shutdown_timeout=DRAIN_TIMEOUT_S, keepalive_timeout=30.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._address.host, self._address.port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(_cannot_listen(self._address, error)) from error
        self._address = Address(self._address.host, self._runner.addresses[0][1])
        for work in self._to_start:
            await work()

    async def _stop(self, timeout_s: float) -> None:
        for work in reversed(self._to_stop):
            # What is left must be stopped all the same, whatever fails here.
            (failed,) = await asyncio.gather(_bounded(work, timeout_s / 2), return_exceptions=True)
            if failed is not None:
                _log.error("a platform did not stop cleanly", exc_info=failed)
        if self._runner is not None:
            await self._runner.cleanup()


async def _bounded(work: Work, timeout_s: float) -> None:
    await asyncio.wait_for(work(), timeout_s)


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(MAX_WORKERS, thread_name_prefix="desk"))
    try:
        loop.run_forever()
    finally:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _cannot_listen(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{address} is used by another program: stop it, or set BRIEFBOT_HTTP to another port"
    if error.errno == errno.EACCES:
        return f"this user may not listen on {address}: set BRIEFBOT_HTTP to a port above 1023"
    return f"cannot listen on {address} ({error.strerror or 'unknown host'}): set BRIEFBOT_HTTP to an address of ours"
