"""Reads one feed in a process of its own: bytes in, one JSON document out. Started by `reading`, never imported by it.

The process may spend little time and memory and can open nothing once it has started: a hostile feed harms only itself.
"""

from __future__ import annotations

import dataclasses
import io
import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

from bot.sources.rss.fast import read_fast
from bot.sources.rss.raw import RawEntry, RawFeed

CPU_LIMIT_S = 10
MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024


def main() -> int:
    """Read standard input with the parser named on the command line, write the feed (or null) to standard output."""
    read = read_fast if sys.argv[1] == "fast" else _tolerant_reader()
    body = sys.stdin.buffer.read()
    _restrict()
    feed = read(body)
    json.dump(dataclasses.asdict(feed) if feed else None, sys.stdout)
    return 0


def _restrict() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tolerant_reader() -> Any:
    import feedparser

    def read(body: bytes) -> RawFeed | None:
        # Bytes in a BytesIO only: from anything else this parser opens paths and addresses by itself.
        parsed = feedparser.parse(
            io.BytesIO(body),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
        info = parsed.feed
        if not parsed.get("version") and not parsed.entries and not info:
            return None
        entries = tuple(_to_entry(entry) for entry in parsed.entries)
        return RawFeed("feedparser", info.get("title", ""), info.get("link", ""), entries)

    return read


def _to_entry(entry: Mapping[str, Any]) -> RawEntry:
    content = next((part.get("value", "") for part in entry.get("content", ())), "")
    summary = entry.get("summary", "")
    return RawEntry(
        guid=entry.get("id", ""),
        title=entry.get("title", ""),
        link=entry.get("link", ""),
        published=entry.get("published", "") or entry.get("updated", ""),
        updated=entry.get("updated", ""),
        summary=summary,
        content="" if content.strip() == summary.strip() else content,
        byline=entry.get("author", ""),
    )


if __name__ == "__main__":
    sys.exit(main())
