"""Fetches within bounds: follows redirects itself, each one checked like the first address, and says what came of it.

One hop is `curl`, what comes back `answer`; which addresses are allowed is `guard`.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.errors import ConfigError, SourceError
from bot.domain.feed import Page, Validators
from bot.fetcher.answer import Answer, Limits, too_slow
from bot.fetcher.guard import Guard
from bot.fetcher.pace import Pace
from bot.fetcher.urls import Target, follow, parse_url

if TYPE_CHECKING:
    from bot.fetcher.curl import Curl
    from bot.fetcher.robots import Robots

MAX_RETRY_AFTER_S = 7 * 86400.0

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_TRANSIENT = frozenset((408, 425, 429))
_STATUS_LINES = {
    401: "{host} wants a password for this (401)",
    402: "{host} wants payment for this (402)",
    403: "{host} refuses to show this (403)",
    404: "{host} has nothing at this address (404)",
    410: "{host} says that this is gone for good (410)",
    429: "{host} asks for fewer requests (429)",
    451: "{host} may not show this for legal reasons (451)",
}


class CurlFetcher:
    """Implements Fetcher."""

    def __init__(self, limits: Limits, guard: Guard, pace: Pace) -> None:
        self._limits = replace(limits, ca_file=_find_ca_file(limits.ca_file))
        self._guard = guard
        self._pace = pace

    def fetch(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*", asks_robots: bool = False
    ) -> Page:
        """GET `url`, see `ports.Fetcher`. `moved_to` is set when every redirect on the way was a permanent one."""
        target = parse_url(url)
        headers = _request_headers(validators or Validators(), accept)
        deadline = time.monotonic() + self._limits.total_timeout_s
        is_permanent, hops = True, 0
        while True:
            if asks_robots and self._limits.robots and not self._robots.allows(target.url):
                raise SourceError(f"{target.host[:100]} asks robots not to read this page (robots.txt)")
            with self._pace.turn(f"{target.host}:{target.port}") as waited_s:
                deadline += waited_s
                answer = self._get(target, headers, deadline)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                break
            hops += 1
            if hops > self._limits.max_redirects:
                raise SourceError(f"{parse_url(url).host} redirects more than {self._limits.max_redirects} times")
            is_permanent = is_permanent and answer.status in _PERMANENT
            target = follow(target, location)
        return _to_page(target, answer, moved_to=target.url if hops and is_permanent else None)

    @cached_property
    def _curl(self) -> Curl:
        from bot.fetcher.curl import Curl

        return Curl(self._limits)

    @cached_property
    def _robots(self) -> Robots:
        from bot.fetcher.robots import Robots

        return Robots(lambda url: self.fetch(url, accept="text/plain, */*;q=0.5").body)

    def _get(self, target: Target, headers: list[bytes], deadline: float) -> Answer:
        connect_s = self._limits.connect_timeout_s
        addresses = self._guard.check(target, timeout_s=min(connect_s, self._left_s(target, deadline)))
        return self._curl.get(target, addresses, headers, timeout_s=self._left_s(target, deadline))

    def _left_s(self, target: Target, deadline: float) -> float:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise too_slow(target, self._limits)
        return left_s


def _find_ca_file(chosen: str) -> str:
    if chosen and not Path(chosen).is_file():
        raise ConfigError(f"[fetch] ca_file names a file that is not there: {chosen}")
    if chosen:
        return chosen
    system = ssl.get_default_verify_paths().cafile
    if system:
        return system
    try:
        import certifi
    except ImportError:
        return ""
    return certifi.where()


def _request_headers(validators: Validators, accept: str) -> list[bytes]:
    pairs = {
        "Accept": accept,
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    told = {name: value for name, value in pairs.items() if value and value.isprintable()}
    return [f"{name}: {value}".encode("latin-1", "ignore") for name, value in told.items()]


def _to_page(target: Target, answer: Answer, *, moved_to: str | None) -> Page:
    headers = answer.headers
    if answer.status not in (200, 304):
        raise _refused(target.host[:100], answer.status, headers)
    return Page(
        url=target.url,
        status=answer.status,
        body=answer.body.getvalue() if answer.status == 200 else b"",
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        moved_to=moved_to,
        headers=headers,
    )


def _refused(host: str, status: int, headers: Mapping[str, str]) -> SourceError:
    usual = "{host} has a fault of its own ({status})" if status >= 500 else "{host} answered with status {status}"
    return SourceError(
        _STATUS_LINES.get(status, usual).format(host=host, status=status),
        transient=status in _TRANSIENT or status >= 500,
        retry_after_s=_retry_after_s(headers),
        status=status,
    )


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds, given as such or as a date; a date is held against the server's own clock."""
    value = headers.get("retry-after", "")
    if value.isdigit():
        return min(float(value), MAX_RETRY_AFTER_S)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return min(max(wait.total_seconds(), 0.0), MAX_RETRY_AFTER_S)
