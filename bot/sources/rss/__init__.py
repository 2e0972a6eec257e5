"""Feeds in RSS, RDF, Atom and JSON Feed: asks the server whether anything changed, then reads what did.

`encoding` → `reading` (which parser) → `entries` (what becomes of them). Pages of entries are fetched by
`flows/ingest`; a site without a feed is `sources/page`.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from bot.domain.feed import Feed, Listing, Validators
from bot.ports import Clock, Fetcher, Source
from bot.sources.rss.entries import to_items, to_plain
from bot.sources.rss.reading import is_cut_off, read_feed

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Options:
    """`max_items`: entries of one look that are handed on, in the feed's order."""

    max_items: int = 500


def build(options: Options, fetcher: Fetcher, *, clock: Clock | None = None) -> Source:
    """A source for any number of feeds and threads. `clock` tells which dates lie in the future."""
    return FeedSource(options, fetcher, clock or _now)


def parse_feed(body: bytes, *, url: str, content_type: str = "", now: datetime | None = None) -> Listing:
    """Read a feed without any network. Raises SourceError with one plain line.

    A feed that ends too early yields its whole entries and no validators, so that it is read again.
    """
    raw = read_feed(body, content_type=content_type)
    items, warnings = to_items(raw, url=urljoin(url, raw.base), now=now or _now())
    validators = Validators(body_sha256=hashlib.sha256(body).hexdigest())
    if is_cut_off(body):
        # The last entry may be half there.
        items, validators = items[:-1], Validators()
        warnings = (*warnings, "the feed ends too early; its last entry is left out")
    if not raw.entries:
        warnings = (*warnings, "the feed holds no entries")
    title = to_plain(raw.title) or None
    return Listing(items=items, validators=validators, title=title, parser=raw.parser, warnings=warnings)


class FeedSource:
    """Implements Source."""

    def __init__(self, options: Options, fetcher: Fetcher, clock: Clock) -> None:
        self._options = options
        self._fetcher = fetcher
        self._clock = clock

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        """One look. Bytes in `feed.options["body"]` (a file that the caller has read) stand in for a request."""
        given = feed.options.get("body")
        if isinstance(given, bytes):
            content_type = str(feed.options.get("content_type", ""))
            return parse_feed(given, url=feed.url, content_type=content_type, now=self._clock())
        page = self._fetcher.fetch(feed.url, validators=validators, accept=ACCEPT)
        if page.status == 304:
            return Listing(validators=validators, is_unchanged=True, moved_to=page.moved_to)
        digest = hashlib.sha256(page.body).hexdigest()
        fresh = Validators(page.etag, page.last_modified, digest)
        if digest == validators.body_sha256:
            return Listing(validators=fresh, is_unchanged=True, moved_to=page.moved_to)
        listing = parse_feed(page.body, url=page.url, content_type=page.content_type, now=self._clock())
        return replace(
            self._limited(listing),
            validators=fresh if listing.validators.body_sha256 else Validators(),
            moved_to=page.moved_to,
        )

    def _limited(self, listing: Listing) -> Listing:
        extra = len(listing.items) - self._options.max_items
        if extra <= 0:
            return listing
        warning = f"only the first {self._options.max_items} entries are read; {extra} more are passed over"
        return replace(listing, items=listing.items[: self._options.max_items], warnings=(*listing.warnings, warning))


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
