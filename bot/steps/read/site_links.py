"""What a page of a site links to: its feeds, and the articles on a front or section page.

Pure: takes the page's text. Fetching it, and trying what was found, are `flows/feeds` and `sources/page`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree, html

MAX_PAGE_CHARS = 3_000_000
"""More of a page is not looked at: lists of articles stand at its top."""

MIN_HEADLINE_WORDS = 4
MIN_MARKED_WORDS = 2
"""A link in a heading or an article element may be shorter: the markup already says what it is."""

MAX_TITLE_CHARS = 300

COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
"""Where sites keep a feed that their pages do not announce, most usual first."""

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}>?")
"""Inline images, and attacks: the cost of attributes grows with the square of their number."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOSE_TYPES = ("application/json", "application/xml", "text/xml")
_OTHER_FEED = re.compile(r"comment|oembed|wp-json", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|ref|ref_src", re.IGNORECASE)
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|writers?|contributors?|people|profiles?|users?|account|log-?in|sign-?in"
    r"|sign-?up|register|subscri(?:be|ptions?)|newsletters?|donate|about(?:-us)?|contact(?:-us)?|privacy(?:-policy)?"
    r"|terms(?:-\w+)*|cookies?(?:-policy)?|imprint|impressum|legal|advertis\w*|careers|jobs|help|faq|search|archives?"
    r"|page|feed|rss|sitemap|shop|cart|wp-admin|wp-login\.php)(?:/|$)",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|zip|gz|docx?|xlsx?|pptx?|xml|rss|atom|json|css|js)$", re.I
)
_DATED = re.compile(r"/(?:19|20)\d\d/\d{1,2}/|/(?:19|20)\d\d-\d\d-\d\d|\d{5,}")
_TEASER = re.compile(r"^(?:read more|continue reading|full story|more|watch|listen|share|comments?)\b", re.IGNORECASE)
_FURNITURE = frozenset(("nav", "footer", "form", "dialog"))
_ROLES = frozenset(("navigation", "contentinfo", "search", "dialog"))
_MARKS = frozenset(("article", "h1", "h2", "h3", "h4"))


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link with its words: the headline of an article or the title of a feed."""

    url: str
    title: str


def find_feeds(page: str, url: str) -> tuple[SiteLink, ...]:
    """Feeds that a page announces in its head, feeds of comments last. Empty when it is no page at all."""
    tree = _parse(page)
    if tree is None:
        return ()
    base = _base(tree, url)
    found: dict[str, SiteLink] = {}
    for link in tree.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        address = _absolute(link.get("href") or "", base)
        if not is_alternate or address is None or kind not in _FEED_TYPES + _LOOSE_TYPES:
            continue
        if kind in _FEED_TYPES or not _OTHER_FEED.search(address):
            found.setdefault(address, SiteLink(address, " ".join((link.get("title") or "").split())))
    return tuple(sorted(found.values(), key=lambda one: bool(_OTHER_FEED.search(f"{one.url} {one.title}"))))


def find_articles(page: str, url: str) -> tuple[SiteLink, ...]:
    """Links that lead to articles of the same site, in the order of the page, each once, with its longest headline."""
    tree = _parse(page)
    if tree is None:
        return ()
    base, own = _base(tree, url), urlsplit(url)
    found: dict[str, SiteLink] = {}
    for link in _content_links(tree):
        address = _article_address(link.get("href") or "", base, own.netloc)
        title = _headline(link)
        if address is None or not title or address == _without_fragment(url):
            continue
        known = found.get(address)
        if known is None or len(title) > len(known.title):
            found[address] = SiteLink(address, title)
    return tuple(found.values())


def find_site_title(page: str) -> str | None:
    """What the page calls itself."""
    tree = _parse(page)
    named = [] if tree is None else tree.xpath("//meta[@property='og:site_name']/@content | //title[1]/text()")
    titles = (" ".join(str(title).split()) for title in named)
    return next((title[:MAX_TITLE_CHARS] for title in titles if title), None)


def is_wanted_path(url: str, options: Mapping[str, object]) -> bool:
    """Whether a feed wants an address: its path holds a part of `include`, if there are any, and none of `exclude`."""
    path = urlsplit(url).path
    include, exclude = _parts(options.get("include")), _parts(options.get("exclude"))
    return (not include or any(part in path for part in include)) and not any(part in path for part in exclude)


def is_same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same but for scheme, `www.`, a slash at the end and a fragment."""
    return _bare_address(one) == _bare_address(other)


def _parts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(part) for part in value if part) if isinstance(value, Iterable) else ()


def _parse(page: str) -> Any:
    if not page.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8")
    shorter = _LONG_TAG.sub(" ", page[:MAX_PAGE_CHARS])
    try:
        return html.document_fromstring(shorter.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None


def _base(tree: Any, url: str) -> str:
    declared = next((str(href) for href in tree.xpath("//base/@href")), "")
    return _absolute(declared, url) or url


def _absolute(href: str, base: str) -> str | None:
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    if not href.strip() or parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return address.replace(" ", "%20")


def _content_links(tree: Any) -> Iterator[Any]:
    """Links outside of navigation, forms and footers, without recursion: pages may be nested very deeply."""
    inside = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        is_furniture = element.tag in _FURNITURE or (element.get("role") or "") in _ROLES
        if is_furniture:
            inside += 1 if event == "start" else -1
        elif event == "start" and element.tag == "a" and not inside:
            yield element


def _article_address(href: str, base: str, own_host: str) -> str | None:
    if href.startswith(("#", "javascript:", "mailto:")):
        return None
    address = _absolute(href, base)
    if address is None:
        return None
    parts = urlsplit(address)
    is_own = _bare_host(parts.netloc) == _bare_host(own_host)
    if not is_own or parts.path in ("", "/") or _NO_ARTICLE.search(parts.path) or _DOWNLOAD.search(parts.path):
        return None
    return _without_fragment(address)


def _headline(link: Any) -> str:
    """The words of a link if they read like a headline, else nothing."""
    heading = next((one for one in link.iter("h1", "h2", "h3", "h4")), None)
    words = " ".join((link if heading is None else heading).text_content().split())
    count = len(words.split())
    if not words or len(words) > MAX_TITLE_CHARS or _TEASER.match(words):
        return ""
    if count >= MIN_HEADLINE_WORDS:
        return words
    is_marked = heading is not None or any(one.tag in _MARKS for one in _near_ancestors(link))
    is_dated = _DATED.search(link.get("href") or "") is not None
    return words if count >= MIN_MARKED_WORDS and (is_marked or is_dated) else ""


def _near_ancestors(link: Any, *, limit: int = 6) -> Iterator[Any]:
    for number, ancestor in enumerate(link.iterancestors()):
        if number >= limit:
            return
        yield ancestor


def _without_fragment(address: str) -> str:
    """One spelling for links to the same article: no fragment, no tracking."""
    scheme, host, path, query, _ = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(name)]
    return urlunsplit((scheme, host, path, urlencode(kept), ""))


def _bare_address(url: str) -> str:
    parts = urlsplit(url.strip())
    query = f"?{parts.query}" if parts.query else ""
    return _bare_host(parts.netloc) + parts.path.rstrip("/") + query


def _bare_host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")
