"""Bytes → what the feed says: refuses what is no feed, then the quick parser, then the tolerant one in a child process.

Large bodies go to a child in any case, for the sake of this process's memory. What becomes of the entries is `entries`.
"""

from __future__ import annotations

import html.entities
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

from bot.domain.errors import SourceError
from bot.sources.rss.encoding import to_utf8
from bot.sources.rss.fast import read_fast
from bot.sources.rss.raw import RawFeed, feed_from_json

IN_PROCESS_BYTES = 2 * 1024 * 1024
"""Feeds up to this size are read here: a child costs 0.2 s, a hostile feed of this size under a second and 40 MB."""

CHILD_TIMEOUT_S = 20.0
MAX_OUTPUT_BYTES = 64 * 1024 * 1024

_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_PROLOG = re.compile(
    rb"(?:\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^<>\[]*(?:\[[^\]]*\])?[^<>]*>)*", re.IGNORECASE | re.DOTALL
)
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([a-z][\w.-]*)", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_OPENINGS = (b"<item>", b"<entry>", b"<item ")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ROOT_OF_FEED = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_BASE = re.compile(rb"\sxml:base\s*=\s*[\"']([^\"'<>]{1,500})[\"']")
_MARKUP_IN_FIELDS = re.compile(rb"<(?:\w+:)?(?:title|summary)\b[^<>]*type\s*=\s*[\"'][^\"'<>]*xhtml", re.IGNORECASE)
"""Atom fields that hold elements instead of text: the quick parser sees nothing in them."""

_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{200000}")
"""An inline image, or an attack: the cost of attributes grows with the square of their number."""

_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_HEAD_BYTES = 65536


def read_feed(body: bytes, *, content_type: str = "") -> RawFeed:
    """What these bytes say. Raises SourceError with one plain line when they are no feed or cannot be read in time."""
    text = to_utf8(body, content_type)
    root = _refuse_non_feeds(text)
    if root != "json":
        text = _NAMED.sub(_to_character, text)
    is_heavy = len(text) > IN_PROCESS_BYTES or _LONG_TAG.search(text) is not None
    feed = _read_in_child("fast", text) if is_heavy else read_fast(text)
    if feed is None or _is_missing_something(feed, text):
        feed = _read_tolerantly(text, feed, root)
    base = _BASE.search(text[:_HEAD_BYTES].partition(b"<entry")[0].partition(b"<item")[0])
    return replace(feed, base=base[1].decode("utf-8", "replace")) if base else feed


def is_cut_off(body: bytes) -> bool:
    """Whether an XML feed ends before its last element does: the rest is still on its way, or was lost."""
    head = _ELEMENT.match(body, _prolog_end(body))
    if head is None or body[head.start() :].partition(b">")[0].endswith(b"/"):
        return False
    return (
        re.search(rb"</(?:[\w.-]+:)?" + re.escape(head[1]) + rb"\s*(?:>|\Z)", body[-_HEAD_BYTES:], re.IGNORECASE)
        is None
    )


def _prolog_end(body: bytes) -> int:
    match = _PROLOG.match(body, 0, _HEAD_BYTES)
    return match.end() if match else 0


def _refuse_non_feeds(text: bytes) -> str:
    """The name of the first element in lower case, or `json`."""
    start = text[:_HEAD_BYTES].lstrip()
    if not start:
        raise SourceError("the answer is empty: there is no feed at this address")
    if start.startswith((b"{", b"[")):
        return "json"
    head = _ELEMENT.match(text, _prolog_end(text))
    name = head[1].decode("ascii", "replace").lower() if head else ""
    if name in ("html", "head", "body") or start[:14].lower().startswith(b"<!doctype html"):
        raise SourceError("this is a web page, not a feed", found="page")
    if name not in _ROOTS and not _ROOT_OF_FEED.search(start):
        found = f"its first element is <{name[:40]}>" if name else "it is neither XML nor JSON"
        raise SourceError(f"this is not a feed: {found}")
    if _defines_entities(text, head):
        raise SourceError("this feed defines its own entities, which is not read for safety")
    return name


def _defines_entities(text: bytes, head: re.Match[bytes] | None) -> bool:
    """Whether its document type may define entities. Articles about XML may speak of them further down."""
    if not _ENTITY.search(text):
        return False
    prolog = text[: head.start()] if head else text
    doctype = _DOCTYPE.search(prolog)
    return doctype is not None and b"[" in prolog[doctype.start() :]


def _to_character(match: re.Match[bytes]) -> bytes:
    """Names of characters that HTML knows and XML does not: parsers would drop them, and words with them."""
    character = html.entities.html5.get(match[1].decode("ascii"))
    return match[0] if character is None else character.encode("utf-8")


def _is_missing_something(feed: RawFeed, text: bytes) -> bool:
    # Plain counting is many times quicker than the patterns, and enough for most feeds.
    if len(feed.entries) != sum(text.count(opening) for opening in _OPENINGS) and len(feed.entries) < len(
        _ENTRY.findall(text)
    ):
        return True
    return b"xhtml" in text and _MARKUP_IN_FIELDS.search(text) is not None


def _read_tolerantly(text: bytes, feed: RawFeed | None, root: str) -> RawFeed:
    if root == "json":
        if feed is None:
            raise SourceError("this is JSON, but not a JSON Feed")
        return feed
    tolerant = _read_in_child("tolerant", text)
    best = tolerant if feed is None or (tolerant and len(tolerant.entries) >= len(feed.entries)) else feed
    if best is None:
        raise SourceError("this is not a feed that can be read: its XML is broken beyond repair")
    return best


def _read_in_child(parser: str, body: bytes) -> RawFeed | None:
    try:
        done = subprocess.run(  # noqa: S603  our own module; the body goes in by standard input
            [sys.executable, "-m", "bot.sources.rss.child", parser],
            input=body,
            capture_output=True,
            timeout=CHILD_TIMEOUT_S,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},  # and nothing else: a parser needs no secrets
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if done.returncode != 0 or len(done.stdout) > MAX_OUTPUT_BYTES:
        raise _too_heavy()
    values: Any = json.loads(done.stdout)
    return feed_from_json(values) if values else None


def _too_heavy() -> SourceError:
    return SourceError("this feed takes too much time or memory to read")
