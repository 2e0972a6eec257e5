"""Importing: articles from files that somebody names, with a reason for each one that is not taken in.

Owns walking the paths and the sum that `import` prints. Reading and storing one article is `intake`; a folder that is
looked at again and again is a feed of kind `file`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.domain.article import Article
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.domain.intake import Imported, ImportedArticle, Rejected
from bot.flows.documents import list_files, read_file
from bot.flows.intake import Intake, Read, Taken, read_item, store_items
from bot.ports import Progress
from bot.steps.keep.incoming import DATE_IN_FUTURE
from bot.steps.read.json_lines import read_json_line

CHUNK = 50
WORKERS = 3
"""One reads files and stores, the others wait for child processes."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An article in a file, or why there is none; `remarks` are about fields that were not used."""

    path: Path
    line: int | None = None
    item: FeedItem | None = None
    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sum:
    """What has come of it so far."""

    changes: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Rejected] = field(default_factory=list)
    articles: list[ImportedArticle] = field(default_factory=list)


def import_paths(intake: Intake, paths: Sequence[Path], *, progress: Progress | None = None) -> Imported:
    """Take in `.html .txt .md .jsonl` files, and those in folders. What cannot be read is listed, the rest goes on."""
    so_far = _Sum()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="import") as pool:
        entries = _find_all(paths)
        reading = _submit(entries, intake, pool)
        while reading:
            # The next chunk is read while this one is stored.
            following = _submit(entries, intake, pool)
            _store(reading, intake, so_far)
            if progress:
                progress.step(f"{sum(so_far.changes.values())} articles taken in, {len(so_far.rejected)} rejected")
            reading = following
    changes = so_far.changes
    return Imported(
        imported=changes["stored"],
        revised=changes["revised"],
        unchanged=changes["unchanged"],
        rejected=tuple(so_far.rejected),
        articles=tuple(so_far.articles),
        remarks=tuple(so_far.remarks),
    )


def _find_all(paths: Sequence[Path]) -> Iterator[_Found]:
    for path in paths:
        try:
            files = list_files(path)
        except SourceError as error:
            yield _Found(path, reason=error.message)
            continue
        if not files:
            yield _Found(path, reason="there is no .html, .txt, .md or .jsonl file in this folder")
        for file in files:
            yield from _find_lines(file) if file.suffix.lower() == ".jsonl" else _find_document(file)


def _find_document(path: Path) -> Iterator[_Found]:
    try:
        yield _Found(path, item=read_file(path))
    except SourceError as error:
        yield _Found(path, reason=error.message)


def _find_lines(path: Path) -> Iterator[_Found]:
    number = 0
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(line, path, number)
    except OSError as error:
        yield _Found(path, number + 1, reason=f"cannot be read: {error.strerror}")
    if number == 0:
        yield _Found(path, reason="the document is empty")


def _read_line(line: str, path: Path, number: int) -> _Found:
    try:
        item, remarks = read_json_line(line, origin=path.resolve().as_uri())
    except SourceError as error:
        return _Found(path, number, reason=error.message)
    return _Found(path, number, item, remarks=remarks)


def _submit(
    entries: Iterator[_Found], intake: Intake, pool: ThreadPoolExecutor
) -> list[tuple[_Found, Future[Read] | None]]:
    return [
        (found, pool.submit(read_item, found.item, intake) if found.item else None) for found in islice(entries, CHUNK)
    ]


def _store(reading: Sequence[tuple[_Found, Future[Read] | None]], intake: Intake, so_far: _Sum) -> None:
    read = [(found, future.result()) for found, future in reading if future is not None]
    taken = iter(store_items([one for _, one in read], intake))
    for found, future in reading:
        so_far.remarks += [Rejected(str(found.path), found.line, remark) for remark in found.remarks]
        if future is None:
            so_far.rejected.append(Rejected(str(found.path), found.line, found.reason))
        else:
            _count(next(taken), found, so_far)


def _count(taken: Taken, found: _Found, so_far: _Sum) -> None:
    if taken.article is None:
        so_far.rejected.append(Rejected(str(found.path), found.line, taken.reason))
        return
    article = taken.article
    if DATE_IN_FUTURE in article.revision.flags:
        so_far.remarks.append(Rejected(str(found.path), found.line, _ahead(article, found.item)))
    so_far.changes[taken.change] += 1
    so_far.articles.append(
        ImportedArticle(article.id, article.url, article.title, article.source_type, article.revision.flags)
    )


def _ahead(article: Article, item: FeedItem | None) -> str:
    """What became of a stamp that lies after the clock: kept if it is a day or two ahead, else unknown."""
    told = item.published_at if item else None
    said = f"published_at {told.isoformat(timespec='minutes')}" if told else "the date of publication"
    if article.revision.published_at is None:
        return f"{said} lies in the future and is not used: the article counts as undated"
    return f"{said} lies in the future: no digest before then uses the article"
