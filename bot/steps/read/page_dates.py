"""When a page's article was published: what the markup says, and the day that readers see.

A stamp goes before a banner, a banner before the address; a time of change is no time of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.steps.find.dates import resolve_dates
from bot.steps.read.moments import EARLIEST_YEAR, read_moment
from bot.steps.read.page_blocks import Block
from bot.steps.read.page_metadata import read_meta, words_of

BANNER_BLOCKS = 14
"""So near to the headline a line with a date is the article's."""

MAX_BANNER_WORDS = 25

_META = (
    "article:published_time", "datePublished", "og:published_time", "og:pubdate", "pubdate", "publish-date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "date",
    "article:published", "article.published", "cXenseParse:recs:publishtime", "publication_date", "publishdate",
)  # fmt: skip
_TIMES = "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'publish') or contains(@class,'entry-date')]"
_DAY = re.compile(
    r"\b(?:(?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}\.? (?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.?,? (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b"
)
_CHANGED = re.compile(r"\b(?:updated|modified|edited|aktualisiert|mis à jour|reviewed)\b", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PATH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(\d\d|[a-z]{3})[/-]?(\d\d)(?!\d)")


def find_published_at(tree: Any, linked: Mapping[str, Any]) -> datetime | None:
    """When the markup says that it was published, in UTC; a stamp without zone counts as UTC."""
    return next((at for stamp in _stamps(tree, linked) if (at := read_moment(stamp))), None)


def find_day(
    tree: Any, linked: Mapping[str, Any], blocks: Sequence[Block], *, title: str | None, url: str | None
) -> date | None:
    """The day of publication as its own clock writes it, else as the page shows it, else as its address says."""
    for stamp in _stamps(tree, linked):
        if read_moment(stamp):
            return _day_as_written(str(stamp))
    return (
        next((day for stamp in _stamps(tree, linked) if (day := _told_day(str(stamp or "")))), None)
        or _find_banner(blocks, title)
        or _day_of_path(url)
        or _guess_day(tree)
    )


def _stamps(tree: Any, linked: Mapping[str, Any]) -> Iterator[str | None]:
    yield words_of(linked.get("datePublished"))
    for name in _META:
        yield read_meta(tree, name)
    for element in tree.xpath(f"{_TIMES} | //*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or words_of(element.text_content()[:60])


def _day_as_written(stamp: str) -> date | None:
    """In the stamp's own zone: the evening of the 18th stays the 18th."""
    found = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", stamp)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    at = read_moment(stamp)
    return at.date() if at else None


def _told_day(text: str) -> date | None:
    found = _DAY.search(text)
    day = next(iter(resolve_dates(found[0].title(), None)), None) if found else None
    return day if day and day.year >= EARLIEST_YEAR else None


def _find_banner(blocks: Sequence[Block], title: str | None) -> date | None:
    """The first date near the headline that is not said to be one of change."""
    start = next((index for index, block in enumerate(blocks) if block.text == title), None)
    if start is None:
        return None
    changed = None
    for block in blocks[max(0, start - 3) : start + BANNER_BLOCKS]:
        if len(block.text.split()) > MAX_BANNER_WORDS:
            continue
        day = _told_day(block.text)
        if day and not _CHANGED.search(block.text):
            return day
        changed = changed or day
    return changed


def _day_of_path(url: str | None) -> date | None:
    found = _PATH_DAY.search(urlsplit(url).path.lower()) if url else None
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else 0
    return _day(int(found[1]), month, int(found[3]))


def _guess_day(tree: Any) -> date | None:
    import htmldate

    found = htmldate.find_date(tree, original_date=True, extensive_search=False)
    return date.fromisoformat(found) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= EARLIEST_YEAR else None
    except ValueError:
        return None
