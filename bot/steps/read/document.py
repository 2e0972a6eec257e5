"""What kind of document some bytes are, and the reader that fits.

Owns telling pages, texts and everything else apart, by content before name before declared type, since servers lie.
The article in a page is `extract` (imported only when a page comes: its libraries are large), in a text `clean_text`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import Message
from urllib.parse import urlsplit

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.steps.read.clean_text import extract_text, take_text
from bot.steps.read.decoding import UTF16_BOMS, decode
from bot.steps.read.language import settle_language

PREPARED_TEXT = "text/plain; prepared=yes"
"""Content type of a text that is the article and nothing else: only its paragraphs are set apart."""

HEAD_BYTES = 4096
MAX_CONTROL_SHARE = 0.02

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
_LEADING = r"(?is)\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype\s+(?!html)[^>]*>\s*)*"
_PAGE = re.compile(_LEADING + r"<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|title|meta)\b")
_WHOLE_PAGE = re.compile(_LEADING + r"<(?:!doctype\s+html|html)\b")
_FEED = re.compile(_LEADING + r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".jsonl": "application/jsonl",
}
SUFFIXES = tuple(_TYPES)
"""Names of files that can be taken in."""

_TEXT_NAMES = tuple(suffix for suffix, media_type in _TYPES.items() if media_type in ("text/plain", "text/markdown"))


def type_of_name(name: str) -> str:
    """Content type by a file's name; empty when the name says nothing."""
    return next((media_type for suffix, media_type in _TYPES.items() if name.lower().endswith(suffix)), "")


def read_document(
    content: bytes, *, url: str | None, content_type: str = "", hints: FeedItem | None = None
) -> Extracted:
    """Main text and metadata of a page or text. Raises SourceError when it is neither or no article is in it."""
    told = _parse_type(content_type)
    kind = find_kind(content, url=url, content_type=content_type)
    charset = told.get_param("charset")
    text = decode(content, charset if isinstance(charset, str) else None)
    if kind == "page":
        from bot.steps.read.extract import extract_page

        found = extract_page(text, url=url, hints=hints)
    elif kind == "prepared":
        found = _filled(take_text(text, url=url, title=hints.title if hints else None), hints)
    else:
        found = _filled(extract_text(text, url=url), hints)
    text = _UNSTORABLE.sub("\ufffd", found.text)
    return replace(found, text=text, language=settle_language(found.language, text))


def find_kind(content: bytes, *, url: str | None, content_type: str = "") -> str:
    """`page`, `text` or `prepared`. Raises SourceError that names what it is when no article can be in it."""
    _refuse_binary(content)
    told = _parse_type(content_type)
    if told.get_param("prepared"):
        return "prepared"
    head = decode(content[: HEAD_BYTES - HEAD_BYTES % 4])
    if _FEED.match(head):
        raise SourceError("no article text found: this is a feed or site map, not an article")
    if _WHOLE_PAGE.match(head):
        return "page"
    if _is_json(head, told.get_content_type()):
        raise SourceError("no article text found: this is JSON data, not an article")
    name = urlsplit(url).path.lower() if url else ""
    if "markdown" in content_type or name.endswith(_TEXT_NAMES):
        return "text"
    is_declared = told.get_content_type() in ("text/html", "application/xhtml+xml") or name.endswith((".html", ".htm"))
    return "page" if is_declared or _PAGE.match(head) else "text"


def _refuse_binary(content: bytes) -> None:
    if not content.strip():
        raise SourceError("the document is empty")
    known = next((name for magic, name in _MAGIC if content.startswith(magic)), None)
    if known:
        raise SourceError(f"this is {known}, not a page or a text")
    head = content[:HEAD_BYTES]
    if head.startswith(UTF16_BOMS):
        return
    controls = sum(map(head.count, (bytes((code,)) for code in _CONTROL)))
    if b"\x00" in head or controls > MAX_CONTROL_SHARE * len(head):
        raise SourceError("this is a binary file, not a page or a text")


def _parse_type(content_type: str) -> Message:
    told = Message()
    told["Content-Type"] = " ".join(content_type.split()) or "application/octet-stream"
    return told


def _is_json(head: str, media_type: str) -> bool:
    looks = re.match(r'\s*(?:\{\s*"|\[\s*(?:\{|\[|"|\d))', head) is not None
    return looks and (media_type.endswith("json") or media_type in ("application/octet-stream", "text/html"))


def _filled(found: Extracted, hints: FeedItem | None) -> Extracted:
    """What the text does not say of itself, from the entry that led to it."""
    if hints is None:
        return found
    published_at = found.published_at or hints.published_at
    return replace(
        found,
        title=found.title or hints.title,
        byline=found.byline or hints.byline,
        publisher=found.publisher or hints.publisher,
        published_at=published_at,
        page_date=found.page_date or (published_at.date() if published_at else None),
    )
