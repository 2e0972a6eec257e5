"""Health pages: /healthz (the process lives), /readyz (all parts work), /metrics (Prometheus text).

Owns running checks that others add, in threads and bounded in time. Shows no versions, paths or secrets.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from aiohttp import web

from bot.domain.errors import BotError

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

CHECK_TIMEOUT_S = 5.0
"""A part that has not answered by then counts as not working; it is asked again only when it has answered."""

_NOT_IN_A_NAME = re.compile(r"[^a-zA-Z0-9_]+")

Check = Callable[[], str | None]
Describe = Callable[[], Mapping[str, str]]


class Health:
    """The checks and figures of a process, and the pages that show them."""

    def __init__(self, *, check_timeout_s: float = CHECK_TIMEOUT_S) -> None:
        self._check_timeout_s = check_timeout_s
        self._checks: dict[str, Check] = {}
        self._describers: list[Describe] = []
        self._asked: dict[str, Future[str | None]] = {}
        # Threads of their own: a check that hangs must not take those that answer Slack.
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="readyz")

    def add_check(self, name: str, check: Check) -> None:
        """A part of /readyz under this name."""
        self._checks[name] = check

    def add_metrics(self, describe: Describe) -> None:
        """Figures for /metrics: values that are numbers become gauges, words become states."""
        self._describers.append(describe)

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Routes to add to the application."""
        return (
            web.get("/healthz", self._show_alive),
            web.get("/readyz", self._show_ready),
            web.get("/metrics", self._show_metrics),
        )

    def close(self) -> None:
        """Start no more checks; one that hangs is left alone."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _show_alive(self, _request: web.Request) -> web.Response:
        return _plain("ok\n")

    async def _show_ready(self, _request: web.Request) -> web.Response:
        names = list(self._checks)
        found = await asyncio.gather(*(self._ask(name) for name in names))
        lines = [f"{name}: {problem or 'ok'}" for name, problem in zip(names, found, strict=True)]
        return _plain("\n".join(lines or ["ok"]) + "\n", status=503 if any(found) else 200)

    async def _ask(self, name: str) -> str | None:
        """What is wrong with a part in one line, None if nothing."""
        asked = self._asked.get(name)
        if asked is None or asked.done():
            asked = self._asked[name] = self._threads.submit(self._checks[name])
        answer = asyncio.wait_for(asyncio.shield(asyncio.wrap_future(asked)), self._check_timeout_s)
        (problem,) = await asyncio.gather(answer, return_exceptions=True)
        late = f"no answer within {self._check_timeout_s:g} s"
        return late if isinstance(problem, TimeoutError) else _one_line(problem)

    async def _show_metrics(self, _request: web.Request) -> web.Response:
        body, content_type = await asyncio.to_thread(self._collect)
        return web.Response(body=body, headers={"Content-Type": content_type})

    def _collect(self) -> tuple[bytes, str]:
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Figures([describe() for describe in self._describers]))
        return generate_latest(registry), CONTENT_TYPE_LATEST


class _Figures:
    """A Prometheus collector over plain facts."""

    def __init__(self, facts: Iterable[Mapping[str, str]]) -> None:
        self._facts = {name: value for one in facts for name, value in one.items()}

    def collect(self) -> Iterable[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        yield GaugeMetricFamily("briefbot_up", "1 while the process answers.", value=1)
        states = GaugeMetricFamily("briefbot_state", "Facts in words, each with the value 1.", labels=["name", "value"])
        for name, value in sorted(self._facts.items()):
            number = _number(value)
            if number is None:
                states.add_metric([name, value], 1)
            else:
                yield GaugeMetricFamily(f"briefbot_{_NOT_IN_A_NAME.sub('_', name).strip('_')}", name, value=number)
        yield states


def _one_line(problem: str | BaseException | None) -> str | None:
    if isinstance(problem, BotError):
        return " ".join(problem.message.split())
    if isinstance(problem, BaseException):
        return f"the check failed ({type(problem).__name__})"
    return " ".join(problem.split()) if problem else None


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _plain(text: str, *, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/plain", charset="utf-8")
