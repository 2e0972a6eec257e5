"""What a page's markup says of its article: title, author, outlet, dates, language, address.

JSON-LD goes before OpenGraph and microdata, those before guesses. Values are strangers' words: stripped, never
trusted. The main text is `extract`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.steps.read.language import detect_language

MAX_NODES = 500
"""JSON-LD items looked at in one page."""

_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|LiveBlog", re.IGNORECASE)


def find_linked_data(tree: Any) -> Mapping[str, Any]:
    """The first article described in JSON-LD, else an empty mapping."""
    for document in _documents(tree):
        for node in list_nodes(document):
            if any(_ARTICLE_TYPES.search(str(kind)) for kind in listed(node.get("@type"))):
                return node
    return {}


def _documents(tree: Any) -> Iterator[Any]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        with suppress(ValueError, RecursionError):
            yield json.loads(script, strict=False)


def find_summary(tree: Any) -> str | None:
    """The page's description of itself."""
    return read_meta(tree, "og:description", "description")


def list_types(linked: Mapping[str, Any]) -> frozenset[str]:
    """The types that the linked data gives the page."""
    return frozenset(str(kind) for kind in listed(linked.get("@type")))


def is_article(tree: Any, linked: Mapping[str, Any]) -> bool:
    """Whether its markup calls it an article."""
    return bool(linked) or read_meta(tree, "og:type") == "article"


def find_nodes(tree: Any) -> dict[str, Any]:
    """What the linked data describes, by its id: persons are often named in one place only."""
    return {
        str(node["@id"]): node
        for document in _documents(tree)
        for node in list_nodes(document)
        if "@id" in node and "name" in node
    }


def find_publisher(tree: Any, linked: Mapping[str, Any]) -> str | None:
    """Name of the outlet."""
    node = next(iter(listed(linked.get("publisher"))), None)
    name = node.get("name") if isinstance(node, dict) else node
    return words_of(name) or read_meta(tree, "og:site_name", "application-name")


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


def list_nodes(document: Any) -> Iterator[Mapping[str, Any]]:
    """The items of a document of linked data, at most MAX_NODES."""
    return islice(_walk_nodes(document), MAX_NODES)


def _walk_nodes(document: Any) -> Iterator[Mapping[str, Any]]:
    for item in listed(document):
        if isinstance(item, dict):
            yield item
            yield from _walk_nodes(item.get("@graph"))


def listed(value: Any) -> list[Any]:
    """A value of linked data as a list: one, several or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def words_of(value: Any) -> str | None:
    """Words of a value, entities decoded and spaces squeezed; None when there are none."""
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def read_meta(tree: Any, *names: str) -> str | None:
    """The first of these meta elements that says something."""
    for name in names:
        found = tree.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name)
        words = words_of(found[0]) if found else None
        if words:
            return words
    return None


def _bare_host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")
