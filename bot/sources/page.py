"""Sites without a feed: the articles that a front or section page links to.

Titles are the words of the links; dates and texts come from the articles' own pages, which `flows/ingest` fetches. What
counts as a link to an article is `steps/read/site_links`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.domain.errors import SourceError
from bot.domain.feed import Feed, FeedItem, Listing, Page, Validators
from bot.ports import Fetcher, Source
from bot.steps.read.decoding import decode
from bot.steps.read.site_links import find_articles, find_site_title, is_wanted_path

PARSER = "page"
ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]{1,40})", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Options:
    """`max_items`: links of one page that are handed on, from its top.

    A feed narrows its page with the options `include` and `exclude`: parts of paths, as a text or a list.
    """

    max_items: int = 100


def build(options: Options, fetcher: Fetcher) -> Source:
    """A source for any number of pages and threads."""
    return PageSource(options, fetcher)


class PageSource:
    """Implements Source."""

    def __init__(self, options: Options, fetcher: Fetcher) -> None:
        self._options = options
        self._fetcher = fetcher

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        """One look. Unchanged when the page says so, or when it links to the same articles as before."""
        page = self._fetcher.fetch(feed.url, validators=validators, accept=ACCEPT, asks_robots=True)
        if page.status == 304:
            return Listing(validators=validators, is_unchanged=True, kind="page", moved_to=page.moved_to)
        text = _text(page)
        links = [link for link in find_articles(text, page.url) if is_wanted_path(link.url, feed.options)]
        if not links:
            raise SourceError("there are no links to articles on this page")
        digest = hashlib.sha256("\n".join(f"{link.url} {link.title}" for link in links).encode()).hexdigest()
        fresh = Validators(page.etag, page.last_modified, digest)
        if digest == validators.body_sha256:
            return Listing(validators=fresh, is_unchanged=True, kind="page", moved_to=page.moved_to)
        items = tuple(FeedItem(guid=link.url, url=link.url, title=link.title) for link in links)
        return Listing(
            items=items[: self._options.max_items],
            validators=fresh,
            title=find_site_title(text),
            kind="page",
            parser=PARSER,
            moved_to=page.moved_to,
        )


def _text(page: Page) -> str:
    charset = _CHARSET.search(page.content_type)
    text = decode(page.body, charset[1] if charset else None)
    if _FEED.match(text[:4000]):
        raise SourceError('this is a feed, not a page: read it with kind = "rss"')
    return text
