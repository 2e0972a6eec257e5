"""What a page's markup says of its article: title, author, outlet, dates, language, address.

JSON-LD goes before OpenGraph and microdata, those before guesses. Values are strangers' words: stripped, never
trusted. The main text is `extract`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import htmldate

from bot.steps.read.language import detect_language
from bot.steps.read.moments import read_moment

MAX_NODES = 500
"""JSON-LD items looked at in one page."""

_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|LiveBlog", re.IGNORECASE)
_BYLINE_OPENING = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)
_TIMES = "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'publish')]/@datetime"


def find_linked_data(tree: Any) -> Mapping[str, Any]:
    """The first article described in JSON-LD, else an empty mapping."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            document = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for count, node in enumerate(_nodes(document)):
            if any(_ARTICLE_TYPES.search(str(kind)) for kind in _listed(node.get("@type"))):
                return node
            if count > MAX_NODES:
                break
    return {}


def find_title(tree: Any, linked: Mapping[str, Any]) -> str | None:
    """The headline without the site's name."""
    headline = _words(linked.get("headline"))
    if headline:
        return headline
    page_title = _meta(tree, "og:title", "twitter:title") or _words("".join(tree.xpath("//title[1]//text()"))) or ""
    headings = find_headings(tree)
    told = next((heading for heading in headings if heading in page_title), None)
    site = find_publisher(tree, linked) or ""
    return told or _without_site(page_title, site) or next(iter(headings), None)


def find_shared_title(tree: Any) -> str | None:
    """The title under which it is shared."""
    return _meta(tree, "og:title", "twitter:title")


def find_summary(tree: Any) -> str | None:
    """The page's description of itself."""
    return _meta(tree, "og:description", "description")


def list_types(linked: Mapping[str, Any]) -> frozenset[str]:
    """The types that the linked data gives the page."""
    return frozenset(str(kind) for kind in _listed(linked.get("@type")))


def is_article(tree: Any, linked: Mapping[str, Any]) -> bool:
    """Whether its markup calls it an article."""
    return bool(linked) or _meta(tree, "og:type") == "article"


def find_headings(tree: Any) -> list[str]:
    """The texts of its top headings."""
    return [words for heading in tree.xpath("//h1") if (words := " ".join(heading.text_content().split()))]


def find_author(tree: Any, linked: Mapping[str, Any]) -> str | None:
    """Names of the authors, comma between them; None when the outlet names only itself."""
    nodes = (node.get("name") if isinstance(node, dict) else node for node in _listed(linked.get("author")))
    told = ", ".join(dict.fromkeys(name for node in nodes if (name := _words(node))))
    found = told or _meta(tree, "author", "article:author", "byl", "parsely-author")
    if not found or found.startswith(("http:", "https:", "@")) or found == find_publisher(tree, linked):
        return None
    return _BYLINE_OPENING.sub("", found)


def find_publisher(tree: Any, linked: Mapping[str, Any]) -> str | None:
    """Name of the outlet."""
    node = next(iter(_listed(linked.get("publisher"))), None)
    name = node.get("name") if isinstance(node, dict) else node
    return _words(name) or _meta(tree, "og:site_name", "application-name")


def find_published_at(tree: Any, linked: Mapping[str, Any]) -> datetime | None:
    """When the markup says that it was published, in UTC; a stamp without zone counts as UTC."""
    stamps = (linked.get("datePublished"), _meta(tree, "article:published_time", "datePublished", "og:published_time"))
    found = (read_moment(stamp) for stamp in (*stamps, *tree.xpath(_TIMES)))
    return next((at for at in found if at), None)


def find_page_date(tree: Any) -> date | None:
    """The date that the page shows, by htmldate: not sure enough to be the day of publication."""
    found = htmldate.find_date(tree, original_date=True, extensive_search=False)
    return date.fromisoformat(found) if found else None


def find_language(tree: Any, text: str) -> str | None:
    """ISO 639-1 code: as declared, else as the text reads."""
    declared = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    return (
        declared if re.fullmatch(r"[a-z]{2}(?:[-_]\w+)*", tree.get("lang") or declared, re.I) else detect_language(text)
    )


def find_canonical(tree: Any, url: str | None) -> str | None:
    """The address that the page calls its own, if it is on the same host and no front page."""
    found = tree.xpath("//link[@rel='canonical']/@href")
    if not found or not url:
        return None
    try:
        canonical = urljoin(url, found[0].strip())
        parts, own = urlsplit(canonical), urlsplit(url)
    except ValueError:
        return None
    same_host = _bare_host(parts.netloc) == _bare_host(own.netloc)
    is_page = parts.scheme in ("http", "https") and (parts.path not in ("", "/") or bool(parts.query))
    return canonical if same_host and is_page else None


def find_own_address(tree: Any) -> str | None:
    """The address that a page in hand calls its own: how a saved file is known again."""
    found = (*tree.xpath("//link[@rel='canonical']/@href"), *tree.xpath("//meta[@property='og:url']/@content"))
    for address in (one.strip() for one in found):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and parts.path not in ("", "/"):
            return str(address)
    return None


def is_paid(linked: Mapping[str, Any]) -> bool:
    """Whether the markup says that the article is not free to read."""
    return str(linked.get("isAccessibleForFree", "")).lower() == "false"


def _nodes(document: Any) -> Iterator[Mapping[str, Any]]:
    for item in _listed(document):
        if isinstance(item, dict):
            yield item
            yield from _nodes(item.get("@graph"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str | None:
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _meta(tree: Any, *names: str) -> str | None:
    for name in names:
        found = tree.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name)
        words = _words(found[0]) if found else None
        if words:
            return words
    return None


def _without_site(title: str, site: str) -> str | None:
    """Cut the site's name at the end; after a dash only if it is known to be the site's."""
    if site:
        title = re.sub(rf"\s+[|–—·:-]\s+{re.escape(site)}$", "", title, flags=re.IGNORECASE)
    cut = re.sub(r"\s+[|·]\s+[^|·]{2,40}$", "", title)
    return (cut if len(cut.split()) >= 3 else title) or None


def _bare_host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")
