"""News sitemaps: the addresses that a site tells search engines about, with their headlines and times.

Follows an index to its newest maps. The texts come from the articles' own pages, which `flows/ingest` fetches; what
stands in a map is `steps/read/sitemap`.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

from bot.domain.errors import SourceError
from bot.domain.feed import Feed, FeedItem, Listing, Validators
from bot.ports import Fetcher, Source
from bot.steps.read.site_links import is_wanted_path
from bot.steps.read.sitemap import MapEntry, SiteMap, read_sitemap

PARSER = "sitemap"
ACCEPT = "application/xml, text/xml, application/gzip;q=0.8, */*;q=0.5"
MAX_UNPACKED_BYTES = 10 * 1024 * 1024
"""Maps are also kept as `.xml.gz`, which no server unpacks on the way."""

_GZIP = b"\x1f\x8b"
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """`max_items`: newest addresses handed on at one look; `max_maps`: newest maps of an index that are looked at.

    A feed narrows its map with the options `include` and `exclude`: parts of paths, as a text or a list.
    """

    max_items: int = 200
    max_maps: int = 3


def build(options: Options, fetcher: Fetcher) -> Source:
    """A source for any number of maps and threads."""
    return SitemapSource(options, fetcher)


class SitemapSource:
    """Implements Source."""

    def __init__(self, options: Options, fetcher: Fetcher) -> None:
        self._options = options
        self._fetcher = fetcher

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        """One look. Unchanged when the server says so, or when the map lists the same addresses and times as before."""
        page = self._fetcher.fetch(feed.url, validators=validators, accept=ACCEPT)
        if page.status == 304:
            return Listing(validators=validators, is_unchanged=True, kind="sitemap", moved_to=page.moved_to)
        found = _read(page.body)
        warnings: tuple[str, ...] = ()
        etag, last_modified = page.etag, page.last_modified
        if found.maps:
            # An index may stay the same while its maps change: it is asked for in full each time.
            found, warnings = self._follow(found)
            etag = last_modified = None
        wanted = [one for one in found.articles if is_wanted_path(one.url, feed.options)]
        newest = sorted(wanted, key=_age)[: self._options.max_items]
        digest = hashlib.sha256(repr(newest).encode()).hexdigest()
        fresh = Validators(etag, last_modified, digest)
        is_unchanged = digest == validators.body_sha256
        return Listing(
            items=() if is_unchanged else tuple(_to_item(one) for one in newest),
            validators=fresh,
            is_unchanged=is_unchanged,
            title=found.publisher,
            kind="sitemap",
            parser=PARSER,
            warnings=warnings,
            moved_to=page.moved_to,
        )

    def _follow(self, index: SiteMap) -> tuple[SiteMap, tuple[str, ...]]:
        """What the newest maps of an index list, together. A map that cannot be read is remarked on and left out."""
        read: list[SiteMap] = []
        warnings: list[str] = []
        for entry in _newest_maps(index.maps)[: self._options.max_maps]:
            try:
                read.append(_read(self._fetcher.fetch(entry.url, accept=ACCEPT).body))
            except SourceError as error:
                warnings.append(f"the map {entry.url[:200]} is left out: {error.message}")
        if not read:
            raise SourceError(f"none of its maps can be read: {warnings[0]}", transient=True)
        articles = tuple(article for one in read for article in one.articles)
        return replace(read[0], articles=articles, maps=()), tuple(warnings)


def _read(body: bytes) -> SiteMap:
    found = read_sitemap(_unpacked(body))
    if found is None:
        raise SourceError("this is not a sitemap")
    if not found.articles and not found.maps:
        raise SourceError("this sitemap lists no addresses")
    return found


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.open(BytesIO(body)) as packed:
            plain = packed.read(MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError("this sitemap is packed in a way that cannot be unpacked") from error
    if len(plain) > MAX_UNPACKED_BYTES:
        raise SourceError(f"this sitemap is larger than {MAX_UNPACKED_BYTES // 1024 // 1024} MiB")
    return plain


def _newest_maps(maps: Sequence[MapEntry]) -> list[MapEntry]:
    """Maps of news first, then by their time; those without one stand last in the order of the index."""
    return sorted(maps, key=lambda one: ("news" not in one.url.lower(), _age(one)))


def _age(entry: MapEntry) -> float:
    """Sorts the newest first."""
    at = entry.published_at or entry.updated_at or _LONG_AGO
    return -at.timestamp()


def _to_item(entry: MapEntry) -> FeedItem:
    return FeedItem(
        guid=entry.url,
        url=entry.url,
        title=entry.title,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
    )
