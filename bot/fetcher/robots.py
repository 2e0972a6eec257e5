"""What a site asks of robots: its robots.txt, kept for a day, and whether it lets a page be read.

Feeds and sitemaps are made for programs and not asked about; pages are (`ports.Fetcher`). Parsing is protego's, by the
rules of RFC 9309; unlike it, a file that cannot be had forbids nothing, as crawlers usually hold it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from protego import Protego

from bot.domain.errors import SourceError

AGENT = "briefbot"
"""The name that a robots.txt calls us by."""

KEPT_S = 86_400.0
KEPT_AFTER_FAILURE_S = 600.0
MAX_BYTES = 500 * 1024
"""The least that RFC 9309 asks to read of a file; the rest is not looked at."""

MAX_SITES = 1_000

Load = Callable[[str], bytes]
"""Address of a robots.txt → its bytes. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class _Kept:
    rules: Protego | None
    until: float


class Robots:
    """Rules of sites, for any number of threads."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def allows(self, url: str) -> bool:
        """Whether the site of this address lets it be read. May fetch the site's robots.txt."""
        parts = urlsplit(url)
        rules = self._rules(f"{parts.scheme}://{parts.netloc}")
        return rules is None or bool(rules.can_fetch(url, AGENT))

    def _rules(self, site: str) -> Protego | None:
        with self._lock:
            kept = self._kept.get(site)
        if kept is None or kept.until < time.monotonic():
            kept = self._read(site)
            with self._lock:
                self._kept[site] = kept
                self._kept.move_to_end(site)
                while len(self._kept) > MAX_SITES:
                    self._kept.popitem(last=False)
        return kept.rules

    def _read(self, site: str) -> _Kept:
        now = time.monotonic()
        try:
            body = self._load(f"{site}/robots.txt")
        except SourceError as error:
            return _Kept(None, now + (KEPT_AFTER_FAILURE_S if error.transient else KEPT_S))
        return _Kept(Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")), now + KEPT_S)
