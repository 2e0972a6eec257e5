"""One line of a `.jsonl` file of articles.

Fields: `text`, and any of `url title published_at publisher byline source_type`; others are ignored. What is wrong with
a line is either a reason to refuse it (no text) or a remark (a field that cannot be read counts as unknown).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b

from bot.domain.article import SOURCE_TYPES
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.steps.read.moments import read_moment

MAX_LINE_CHARS = 10_000_000
_WORDS = ("title", "publisher", "byline")


def read_json_line(line: str, *, origin: str) -> tuple[FeedItem, tuple[str, ...]]:
    """The article of a line, and remarks. Raises SourceError with the reason why there is none.

    `origin` is the address of the file. An article without an address is known by its file and its words, so that it
    may move within the file.
    """
    if len(line) > MAX_LINE_CHARS:
        raise SourceError(f"the line has more than {MAX_LINE_CHARS:,} characters")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise SourceError("the line is not valid JSON") from None
    if not isinstance(fields, Mapping):
        raise SourceError("the line is not a JSON object")
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SourceError("the line has no text")
    return _item(fields, text, origin), tuple(_remarks(fields))


def _item(fields: Mapping[str, object], text: str, origin: str) -> FeedItem:
    words = {name: _words(fields.get(name)) for name in _WORDS}
    url = _address(fields.get("url"))
    digest = blake2b(f"{words['title']}\n{text}".encode(errors="replace"), digest_size=8).hexdigest()
    source_type = fields.get("source_type")
    return FeedItem(
        guid=url or f"{origin}?item={digest}",
        url=url,
        title=words["title"],
        published_at=read_moment(fields.get("published_at")),
        byline=words["byline"],
        publisher=words["publisher"],
        source_type=source_type if isinstance(source_type, str) and source_type in SOURCE_TYPES else None,
        text=text,
    )


def _remarks(fields: Mapping[str, object]) -> list[str]:
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    checks = {name: _words(given.get(name)) for name in _WORDS} | {"url": _address(given.get("url"))}
    remarks = [
        f"{name} is not used: {_shown(given[name])}" for name, read in checks.items() if name in given and not read
    ]
    if "published_at" in given and read_moment(given["published_at"]) is None:
        remarks.append(f"published_at is no time that can be read: {_shown(given['published_at'])}")
    if "source_type" in given and given["source_type"] not in SOURCE_TYPES:
        remarks.append(f"source_type {_shown(given['source_type'])} is not one of {', '.join(SOURCE_TYPES)}")
    return remarks


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if text.startswith(("http://", "https://")) and not any(char.isspace() for char in text) else None


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:79] + "…"
