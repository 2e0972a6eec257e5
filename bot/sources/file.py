"""Files on this machine: one file, or a folder that is looked at again and again.

Reads `.html .htm .txt .md .jsonl`; the hash of names, sizes and times tells whether anything has changed. What is in a
document is found by the Extractor when its item is taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from heapq import nlargest
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.domain.errors import SourceError
from bot.domain.feed import Feed, FeedItem, Listing, Validators
from bot.ports import Fetcher, Source
from bot.steps.read.document import SUFFIXES, type_of_name
from bot.steps.read.json_lines import read_json_line

MAX_WARNINGS = 20
_Stat = tuple[float, int, Path]
"""Time of the last change, size in bytes, path."""


@dataclass(frozen=True, slots=True)
class Options:
    """How many files of a folder are looked at (the newest), and how large each, and all together, may be."""

    max_files: int = 500
    max_file_bytes: int = 10 * 1024 * 1024
    max_total_bytes: int = 64 * 1024 * 1024


def build(options: Options, fetcher: Fetcher) -> Source:
    """The adapter; it fetches nothing."""
    return FileSource(options)


class FileSource:
    """Implements Source. The address of a feed is a path or a file: address."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        """See Source. A file that cannot be read becomes a warning; a folder that is gone is an error."""
        root = _path_of(feed.url)
        stats = sorted(_list_stats(root), key=lambda stat: stat[2])
        told = "\n".join(f"{changed!r} {size} {path}" for changed, size, path in stats)
        seen = Validators(body_sha256=sha256(told.encode("utf-8", "surrogateescape")).hexdigest())
        if seen.body_sha256 == validators.body_sha256:
            return Listing(validators=seen, is_unchanged=True, title=root.name, kind="file", parser="file")
        warnings: list[str] = []
        items = [item for stat in self._chosen(stats, warnings) for item in _read(stat, warnings)]
        return Listing(
            items=tuple(items),
            validators=seen,
            title=root.name,
            kind="file",
            parser="file",
            warnings=tuple(warnings[:MAX_WARNINGS]),
        )

    def _chosen(self, stats: list[_Stat], warnings: list[str]) -> Iterator[_Stat]:
        newest = nlargest(self._options.max_files, stats)
        if len(newest) < len(stats):
            warnings.append(f"only the newest {len(newest)} of {len(stats)} files are read")
        left_bytes = self._options.max_total_bytes
        for stat in newest:
            _, size, path = stat
            if size > self._options.max_file_bytes:
                warnings.append(f"{path.name} has more than {self._options.max_file_bytes / 1024**2:g} MB: not read")
                continue
            left_bytes -= size
            if left_bytes < 0:
                warnings.append(f"the files are too large together: {path.name} and older ones are not read")
                return
            yield stat


def _path_of(url: str) -> Path:
    if url.startswith("file:"):
        parts = urlsplit(url)
        if parts.netloc not in ("", "localhost"):
            raise SourceError(f"{url} is on another machine; write file:///PATH")
        return Path(unquote(parts.path))
    if "://" in url:
        raise SourceError(f"{url} is no path; a feed of kind file names a file or a folder")
    return Path(url).expanduser().absolute()


def _list_stats(root: Path) -> Iterator[_Stat]:
    try:
        paths = [root] if root.is_file() else [path for path in root.rglob("*") if path.is_file()]
        if not paths and not root.is_dir():
            raise SourceError(f"{root} does not exist")
        for path in paths:
            is_hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.suffix.lower() in SUFFIXES and not is_hidden:
                told = path.stat()
                # A file that was moved here keeps its old time of writing; the other time is that of the move.
                yield max(told.st_mtime, told.st_ctime), told.st_size, path
    except OSError as error:
        raise SourceError(f"{root} cannot be read: {error.strerror}") from error


def _read(stat: _Stat, warnings: list[str]) -> Iterator[FeedItem]:
    changed, _, path = stat
    updated_at = datetime.fromtimestamp(changed, UTC)
    try:
        content = path.read_bytes()
    except OSError as error:
        warnings.append(f"{path.name} cannot be read: {error.strerror}")
        return
    if path.suffix.lower() != ".jsonl":
        media_type = type_of_name(path.name)
        yield FeedItem(path.as_uri(), None, updated_at=updated_at, content=content, content_type=media_type)
        return
    for number, line in enumerate(content.decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item, remarks = read_json_line(line, origin=path.as_uri())
        except SourceError as error:
            warnings.append(f"{path.name}, line {number}: {error.message}")
            continue
        warnings += [f"{path.name}, line {number}: {remark}" for remark in remarks]
        yield replace(item, updated_at=updated_at)
