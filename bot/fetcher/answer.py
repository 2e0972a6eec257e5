"""What comes back on one hop, taken in piece by piece and stopped when it breaks a bound. Knows nothing of curl."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO

from bot.domain.errors import SourceError
from bot.fetcher.urls import Target

MAX_RATIO = 100
"""Decoded bytes per sent byte: prose packs 3 to 10 times; beyond this an answer is made to fill memory."""

RATIO_FREE_BYTES = 1024 * 1024
DISCARD_BYTES = 64 * 1024
"""How much of an error page is read (and thrown away) so that its connection can be used again."""


_STATUS_LINE = re.compile(r"HTTP/[\d.]+ (\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch; see `fetcher.Options`."""

    user_agent: str
    total_timeout_s: float
    connect_timeout_s: float
    max_bytes: int
    max_redirects: int
    ca_file: str
    robots: bool


@dataclass(slots=True)
class Answer:
    """What came back on one hop. Header names in lower case; `excess` says which bound was broken."""

    max_bytes: int
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: BytesIO = field(default_factory=BytesIO)
    excess: str = ""
    _is_begun: bool = False

    def take_header(self, line: bytes) -> None:
        """A status line starts over: only the headers of the last answer count."""
        text = line.decode("latin-1").strip()
        if not self._is_begun and (first := _STATUS_LINE.match(text)):
            self.headers.clear()
            self.status = int(first[1])
            self._is_begun = True
            return
        self._is_begun = bool(text)
        name, colon, value = text.partition(":")
        if colon:
            self.headers[name.strip().lower()] = value.strip()

    def take_body(self, chunk: bytes) -> int | None:
        """Keep a decoded chunk; any number but its length makes curl stop."""
        size = self.body.tell() + len(chunk)
        if self.status != 200:
            if size > DISCARD_BYTES:
                return 0
        elif size > self.max_bytes:
            self.excess = "size"
            return 0
        elif self._is_bomb(size):
            self.excess = "ratio"
            return 0
        self.body.write(chunk)
        return None

    def _is_bomb(self, size: int) -> bool:
        sent = self.headers.get("content-length", "")
        return size > RATIO_FREE_BYTES and sent.isdigit() and size > MAX_RATIO * int(sent)


def too_slow(target: Target, limits: Limits) -> SourceError:
    """The error of a fetch whose time is up."""
    limit_s = limits.total_timeout_s
    return SourceError(f"{target.host[:100]} is too slow: no whole answer within {limit_s:g} s", transient=True)
