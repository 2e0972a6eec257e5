"""Which child reads which document: started when needed, kept for the next one, gone when idle.

A child that failed is never used again. Sizes are checked here, before anything is copied.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.extractor.child import Child, Gone, Limits
from bot.extractor.wire import pack, read_extracted, spell_hints


class Pool:
    """Implements Extractor; any number of threads may call it, `workers` documents are read at a time."""

    def __init__(self, limits: Limits, *, workers: int, max_bytes: int, idle_s: float) -> None:
        self._limits = limits
        self._max_bytes = max_bytes
        self._idle_s = idle_s
        self._free = threading.BoundedSemaphore(workers)
        self._changed = threading.Condition()
        self._idle: list[tuple[float, Child]] = []
        self._watcher: threading.Thread | None = None
        self._is_closed = False

    def extract(
        self, content: bytes, *, url: str | None, content_type: str, hints: FeedItem | None = None
    ) -> Extracted:
        """See Extractor. Facts of the error: `kind` paywalled or no_text when the page said so, ended when it broke."""
        if len(content) > self._max_bytes:
            raise SourceError(f"this document has more than {self._max_bytes / 1024**2:g} MB and is not read")
        request = pack({"url": url, "content_type": content_type, "hints": spell_hints(hints)}, content)
        with self._free:
            reply = self._ask(request)
        if "error" in reply:
            raise SourceError(str(reply["error"]), url=url or "", kind=reply.get("kind"))
        try:
            return read_extracted(reply["found"])
        except (KeyError, TypeError, ValueError) as error:
            raise SourceError("the reader of documents answered nonsense", kind="ended") from error

    def close(self) -> None:
        """Stop every idle child; one at work is stopped when it has answered."""
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for _, child in idle:
            child.stop()

    def _ask(self, request: bytes) -> dict[str, Any]:
        try:
            return self._ask_one(request)
        except Gone:
            pass
        try:
            return self._ask_one(request)
        except Gone as error:
            raise SourceError("the processes that read documents end at once", transient=True) from error

    def _ask_one(self, request: bytes) -> dict[str, Any]:
        child = self._take()
        is_sound = False
        try:
            reply = child.ask(request)
            is_sound = not reply.get("last")
        finally:
            if not is_sound or not self._keep(child):
                child.stop()
        return reply

    def _take(self) -> Child:
        while True:
            with self._changed:
                child = self._idle.pop()[1] if self._idle else None
            if child is None:
                return Child(self._limits)
            if child.is_alive:
                return child
            child.stop()

    def _keep(self, child: Child) -> bool:
        with self._changed:
            if self._is_closed:
                return False
            self._idle.append((time.monotonic(), child))
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="extractor-idle", daemon=True)
                self._watcher.start()
        return True

    def _watch(self) -> None:
        """Stop children that have been idle for long; ends when there are none."""
        with self._changed:
            while self._idle:
                since, child = self._idle[0]
                left_s = since + self._idle_s - time.monotonic()
                if left_s > 0:
                    self._changed.wait(left_s)
                    continue
                self._idle.pop(0)
                child.stop()
            self._watcher = None
