"""The headline of a page's article, without the name of its site.

What the page shows as a heading goes before what it tells search engines, as long as the two speak of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.steps.read.page_marks import is_hidden
from bot.steps.read.page_metadata import find_publisher, read_meta, words_of

SAME_SHARE = 0.25
"""A heading is the article's if it shares so many of its words with a title that the markup tells."""

MIN_TITLE_WORDS = 3


def find_title(tree: Any, linked: Mapping[str, Any]) -> str | None:
    """The heading that fits what the markup tells, else that; None when there is neither."""
    told = list_told_titles(tree, linked)
    headings = [one for one in find_headings(tree) if not _is_site(one, find_publisher(tree, linked))]
    best = max(headings, key=lambda one: max((_likeness(one, title) for title in told), default=0.0), default=None)
    if best and (not told or max(_likeness(best, title) for title in told) >= SAME_SHARE):
        return best
    return next(iter(told), None) or best


def list_told_titles(tree: Any, linked: Mapping[str, Any]) -> list[str]:
    """Titles that the markup tells, surest first, without the site's name."""
    site = find_publisher(tree, linked) or ""
    found = (
        words_of(linked.get("headline")),
        read_meta(tree, "og:title", "twitter:title"),
        words_of("".join(tree.xpath("(//head/title|//title)[1]//text()"))),
    )
    return [title for one in found if one and (title := _without_site(one, site))]


def find_headings(tree: Any) -> list[str]:
    """The texts of its top headings that readers see."""
    headings = (one for one in tree.iter("h1") if not is_hidden(one))
    return [words for one in headings if (words := " ".join(one.text_content().split()))]


def _likeness(one: str, other: str) -> float:
    ours, theirs = _word_set(one), _word_set(other)
    return len(ours & theirs) / max(1, min(len(ours | theirs), 2 * min(len(ours), len(theirs))))


def _word_set(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _is_site(heading: str, site: str | None) -> bool:
    return bool(site) and _word_set(heading) <= _word_set(site or "")


def _without_site(title: str, site: str) -> str | None:
    """Cut the site's name at the end; after a dash only if it is known to be the site's."""
    known: Sequence[str] = [re.escape(site), re.escape(re.sub(r"^the ", "", site, flags=re.I))] if site else []
    for name in known:
        title = re.sub(rf"\s+[|–—·:-]\s+(?:the )?{name}(?:\.\w{{2,3}})?$", "", title, flags=re.IGNORECASE)
    cut = re.sub(r"(?:\s+[|·»]\s+[^|·»]{2,40})+$", "", title)
    if len(cut.split()) < MIN_TITLE_WORDS:
        cut = title
    bare = re.sub(r"\s+[–—-]\s+[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}$", "", cut)
    return (bare if len(bare.split()) > MIN_TITLE_WORDS else cut) or None
