"""Entries → feed items: clean titles, absolute links, stable guids, true dates, and whether the full text is there.

Pure. Markup of full texts stays as it is: cleaning it is the extractor's work.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote, urljoin

from bot.domain.feed import FeedItem
from bot.sources.rss.dates import parse_date
from bot.sources.rss.raw import RawEntry, RawFeed

MAX_AHEAD = timedelta(days=2)
"""Clocks of publishers run ahead by hours; a date beyond this is an error or a trick to stay on top."""

MIN_CONTENT_CHARS = 600
"""A content element with less text than this may still be a teaser; the page decides."""

MIN_SUMMARY_CHARS = 2000
MIN_SUMMARY_PARAGRAPHS = 4
"""A description counts as the full text only when it is as long as an article and has paragraphs."""

MAX_GUID_CHARS = 500

# What is never closed reaches to the end: a pattern that gave up there would start again at every opening.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(r"<(?:p|br)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/?(?:p|div|li|ul|ol|blockquote|h\d|tr)|br)\b[^<>]*>", re.IGNORECASE)
_FOOTER = re.compile(r"\s*(?:The post .{1,300}? (?:appeared first|first appeared) on .{1,120})$", re.DOTALL)
_FOOTER_CHARS = 500
_TEASER = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\b(?:read more|read on|continue reading|full (?:story|article)|more\s*[»›>→]+"
    r"|read the (?:full|rest|whole)\b.{0,60}|weiterlesen|lire la suite|leer más))[\s.»›>→:]*$",
    re.IGNORECASE,
)
_ENDING_CHARS = 200
_TAIL_CHARS = 2000
_OPENING_CHARS = 4000
_PLAIN_LINK = re.compile(r"https?://[a-z0-9.-]+(?:/[\w/.~-]*)?(?:\?[\w=&.~-]*)?", re.ASCII)
_BYLINE = re.compile(r"^\S+@\S+\s*\((.+)\)$")


def to_items(feed: RawFeed, *, url: str, now: datetime) -> tuple[tuple[FeedItem, ...], tuple[str, ...]]:
    """Items in the feed's order and remarks about what is odd. `url` is where the feed was read."""
    items = [_to_item(entry, url) for entry in feed.entries]
    kept, repeated = _without_repeats(items)
    dated, ahead = _without_future(kept, now)
    undated = sum(1 for item in dated if item.published_at is None) - ahead
    remarks = (
        (repeated, "entries that stand in the feed twice: {}"),
        (ahead, "entries dated in the future, their dates ignored: {}"),
        (undated, "entries without a date that can be read: {}"),
        (sum(1 for item in dated if item.url is None), "entries without a link to a page: {}"),
    )
    return tuple(dated), tuple(text.format(count) for count, text in remarks if count)


def to_plain(markup: str) -> str:
    """Text of a piece of HTML in one line."""
    text = markup
    if "<" in text or "]]>" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def is_full_text(markup: str, *, is_content: bool) -> bool:
    """Whether an entry's own text is the whole article. When in doubt it is not: then its page is fetched."""
    least = MIN_CONTENT_CHARS if is_content else MIN_SUMMARY_CHARS
    if len(markup) < least or not _is_long(markup, least):
        return False
    if _TEASER.search(_without_footer(to_plain(_ending(markup)))[-_ENDING_CHARS:]):
        return False
    return is_content or len(_PARAGRAPH.findall(markup)) >= MIN_SUMMARY_PARAGRAPHS


def _is_long(markup: str, least: int) -> bool:
    """Whether it has so many characters of text; most have them near their start."""
    opening = markup[: 3 * least]
    if len(to_plain(opening)) >= least:
        return True
    return len(opening) < len(markup) and len(to_plain(markup)) >= least


def _ending(markup: str) -> str:
    """The last part, from the first whole tag or word of it."""
    if len(markup) <= _TAIL_CHARS:
        return markup
    return markup[-_TAIL_CHARS:].partition(">")[2] or markup[-_TAIL_CHARS:]


def _without_footer(text: str) -> str:
    return text[:-_FOOTER_CHARS] + _FOOTER.sub("", text[-_FOOTER_CHARS:])


def _to_item(entry: RawEntry, base: str) -> FeedItem:
    link = _absolute(entry.link, base) or _absolute(entry.guid if "://" in entry.guid else "", base)
    text = next((markup for markup, is_content in ((entry.content, True), (entry.summary, False))
                 if markup and is_full_text(markup, is_content=is_content)), None)  # fmt: skip
    return FeedItem(
        guid=_guid(entry, link),
        url=link,
        title=to_plain(entry.title) or None,
        published_at=parse_date(entry.published),
        updated_at=parse_date(entry.updated),
        summary=_summary(entry, is_whole=text is not None),
        html=text,
        byline=_byline(entry.byline),
    )


def _summary(entry: RawEntry, *, is_whole: bool) -> str | None:
    """The description; of a text that is here in full its opening will do."""
    markup = entry.summary or entry.content
    return (
        to_plain(markup[:_OPENING_CHARS].rpartition("<")[0] if is_whole and len(markup) > _OPENING_CHARS else markup)
        or None
    )


def _absolute(link: str, base: str) -> str | None:
    """An http address, None for everything else that stands where a link should be."""
    if _PLAIN_LINK.fullmatch(link):
        return link
    try:
        joined = urljoin(base, link.strip())
    except ValueError:
        return None
    if not link.strip() or not re.match(r"https?://[^/]", joined, re.IGNORECASE):
        return None
    # The host stays as it is: a name in other letters has an encoding of its own.
    start, slash, rest = joined.partition("://")[2].partition("/")
    return joined.partition("://")[0].lower() + "://" + start + slash + quote(rest, safe="/?&=+,;:@!$'()*~%-._[]#")


def _guid(entry: RawEntry, link: str | None) -> str:
    guid = " ".join(entry.guid.split()) or link
    if guid and len(guid) <= MAX_GUID_CHARS:
        return guid
    text = guid or "\n".join((entry.title, entry.summary, entry.content))
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _byline(author: str) -> str | None:
    name = to_plain(author)
    named = _BYLINE.match(name)
    name = named[1].strip() if named else name
    return None if not name or "@" in name or name.lower().startswith(("http:", "https:")) else name


def _without_repeats(items: Sequence[FeedItem]) -> tuple[list[FeedItem], int]:
    """Leaves out what stands there twice; where two articles share a guid, the later goes by its address."""
    kept: list[FeedItem] = []
    seen: set[tuple[str, str | None, str | None]] = set()
    guids: set[str] = set()
    for item in items:
        key = (item.guid, item.url, item.title)
        if item.title and key in seen:
            continue
        seen.add(key)
        is_taken = item.guid in guids and item.url is not None
        kept.append(replace(item, guid=str(item.url)) if is_taken else item)
        guids.add(kept[-1].guid)
    return kept, len(items) - len(kept)


def _without_future(items: Sequence[FeedItem], now: datetime) -> tuple[list[FeedItem], int]:
    latest = now + MAX_AHEAD
    checked = []
    for item in items:
        if not any(at and at > latest for at in (item.published_at, item.updated_at)):
            checked.append(item)
            continue
        published = item.published_at if item.published_at and item.published_at <= latest else None
        updated = item.updated_at if item.updated_at and item.updated_at <= latest else None
        checked.append(replace(item, published_at=published, updated_at=updated))
    return checked, sum(1 for item, old in zip(checked, items, strict=True) if item.published_at != old.published_at)
