"""What polling and importing brought: for commands, logs and health.

What became of each single item stands in the store (`Outcome`); this is only the sum.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file, or one line of it, that was not taken in, or a field of it that was not used; `line` counts from 1."""

    path: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article of an import, new or not."""

    id: int
    url: str
    title: str
    source_type: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """One import. `remarks` are about lines that were taken in all the same."""

    imported: int = 0
    revised: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    articles: tuple[ImportedArticle, ...] = ()
    remarks: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """One look at one feed. `failed` counts items that could not be read; `error` says why the feed could not."""

    feed: str
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    failed: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Polled:
    """One round."""

    feeds: tuple[FeedPoll, ...] = ()
