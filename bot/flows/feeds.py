"""Adding and checking feeds: finds what can be read at an address, and puts it into the store.

Owns discovery: the address itself, what its page announces, the usual paths, and at last the page as it is. Reading is
the sources' work; polling is `flows/ingest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bot.domain.errors import SourceError, UserError
from bot.domain.feed import Feed, Listing, Page, Validators
from bot.ports import Fetcher, Source, Store
from bot.steps.read.decoding import decode
from bot.steps.read.site_links import COMMON_PATHS, find_feeds, is_same_address

MAX_NAME_CHARS = 80
MAX_CANDIDATES = 10
"""Addresses tried for one site, at most."""

MAX_FILE_BYTES = 10 * 1024 * 1024
ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Discovered:
    """What can be read at an address: `kind` and `url` for the feed, and what the first look brought."""

    kind: str
    url: str
    listing: Listing

    @property
    def name(self) -> str:
        """The feed's own title, or its host."""
        title = " ".join(_CONTROLS.sub(" ", self.listing.title or "").split())
        return title[:MAX_NAME_CHARS].strip() or urlsplit(self.url).netloc


def discover(url: str, *, fetcher: Fetcher, sources: Mapping[str, Source]) -> Discovered:
    """The feed at an address, else the site's feed, else its page with links to articles.

    Raises SourceError when the address cannot be read, UserError when there is nothing to read at it.
    """
    page = fetcher.fetch(url, accept=ACCEPT)
    listing = _read_itself(page, sources)
    if listing is not None:
        return Discovered("rss", page.moved_to or url, listing)
    for candidate in _candidates(page):
        listing = _try(Feed(name=candidate, url=candidate), sources)
        if listing is not None:
            return Discovered("rss", listing.moved_to or candidate, listing)
    listing = _try(Feed(name=url, url=url, kind="page"), sources)
    if listing is not None:
        return Discovered("page", page.moved_to or url, listing)
    raise UserError(f"{url} has no feed and no links to articles; give the address of its feed or of a section page")


def add_feed(  # noqa: PLR0913  one word for each thing a person may say about a feed, and the ports it takes
    url: str,
    *,
    name: str | None = None,
    tags: tuple[str, ...] = (),
    store: Store,
    fetcher: Fetcher,
    sources: Mapping[str, Source],
    origin: str,
) -> Feed:
    """Discover, then store; returns the stored feed.

    Raises UserError for an address or a name that is there already, SourceError for one that cannot be read.
    """
    url = _complete(url)
    _refuse_known(url, _known_feeds(store))
    found = discover(url, fetcher=fetcher, sources=sources)
    feed = Feed(name=name or found.name, url=found.url, kind=found.kind, tags=tags, origin=origin)
    with store.begin() as uow:
        known = tuple(one for one, _ in uow.feeds.list_all())
        _refuse_known(feed.url, known)
        stored = uow.feeds.add(feed if name else replace(feed, name=_free_name(feed, known)))
        uow.commit()
    return stored


def check_feed(target: str, *, fetcher: Fetcher, sources: Mapping[str, Source]) -> Listing:
    """Read a feed once without storing anything. `target` is an address or a local file.

    Raises SourceError with one plain line, UserError when there is no such file or nothing to read.
    """
    path = Path(target)
    if "://" not in target and path.exists():
        given = Feed(name=target, url="", options={"body": _read_file(path)})
        return sources["rss"].list_items(given, Validators())
    if "://" not in target and ("." not in target.partition("/")[0] or target.startswith((".", "/"))):
        raise UserError(f"there is no file {target}; an address starts with https://")
    return discover(_complete(target), fetcher=fetcher, sources=sources).listing


def _read_itself(page: Page, sources: Mapping[str, Source]) -> Listing | None:
    """What was fetched, read as a feed; None when it is a web page, where a feed may be announced."""
    options = {"body": page.body, "content_type": page.content_type}
    try:
        return sources["rss"].list_items(Feed(name=page.url, url=page.url, options=options), Validators())
    except SourceError as error:
        if error.facts.get("found") == "page" or "html" in page.content_type.lower():
            return None
        raise


def _try(feed: Feed, sources: Mapping[str, Source]) -> Listing | None:
    """A listing with something in it, or nothing."""
    try:
        listing = sources[feed.kind].list_items(feed, Validators())
    except SourceError:
        return None
    return listing if listing.items else None


def _candidates(page: Page) -> Iterator[str]:
    """What the page announces, then the usual places beside it and at the root of its site."""
    announced = [link.url for link in find_feeds(decode(page.body), page.url)]
    beside = page.url.partition("?")[0].rstrip("/") + COMMON_PATHS[0]
    usual = [beside, *(urljoin(page.url, path) for path in COMMON_PATHS)]
    tried: set[str] = set()
    for candidate in (*announced, *usual):
        if candidate not in tried and len(tried) < MAX_CANDIDATES:
            tried.add(candidate)
            yield candidate


def _complete(url: str) -> str:
    url = url.strip()
    return url if "://" in url else f"https://{url}"


def _known_feeds(store: Store) -> tuple[Feed, ...]:
    with store.read() as uow:
        return tuple(feed for feed, _ in uow.feeds.list_all())


def _refuse_known(url: str, known: tuple[Feed, ...]) -> None:
    for feed in known:
        if is_same_address(feed.url, url):
            raise UserError(f"{url} is read already, as “{feed.name}”")


def _free_name(feed: Feed, known: tuple[Feed, ...]) -> str:
    names = {one.name for one in known}
    host = urlsplit(feed.url).netloc
    choices = (feed.name, f"{feed.name} ({host})", *(f"{feed.name} ({number})" for number in range(2, 100)))
    return next((choice for choice in choices if choice not in names), feed.url)


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UserError(f"{path} is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
