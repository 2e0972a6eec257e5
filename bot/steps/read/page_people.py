"""Who wrote a page's article: persons, no outlets, roles or addresses.

Linked data and meta elements go before the byline that readers see, unless that names more people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.steps.read.page_marks import is_hidden
from bot.steps.read.page_metadata import find_publisher, listed, read_meta, words_of

MAX_NAME_WORDS = 5
MAX_BYLINE_CHARS = 160
MAX_BYLINES = 6

_META = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author")
_VISIBLE = (
    "//*[@rel='author' or contains(@itemprop,'author') or contains(@class,'byline') or contains(@class,'author')"
    " or contains(@class,'Byline') or contains(@class,'Author')]"
)
_BY = re.compile(
    r"^(?:(?:written|posted|published|reported|words|story|text|reviewed) )?(?:by|von|par|por)\b:?\s*", re.I
)
_CUT = re.compile(
    r"\s*(?:@\w+|\S+@\S+|https?:\S+|\||•|·|—| - |\d|(?<=[a-z]{3}\.) |\b(?:Updated|Published|Posted|Follow|Contact"
    r"|Special to|Photos? by|(?:Jan|Febr)uary|March|April|June|July|August|(?:Sept|Nov|Dec)ember|October)\b).*",
    re.DOTALL | re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_NO_PERSON = re.compile(
    r"\b(?:staff|editors?|editorial|reporters?|writers?|correspondents?|columnists?|contributors?|contributing|admin\w*"
    r"|news\w*|press|agenc(?:y|ies)|wires?|services?|reuters|bloomberg|associated|media|magazine|times|post|journal"
    r"|gazette|daily|herald|tribune|chronicle|insider|business|today|team|desk|bureau|guest|the|company|inc|ltd|online"
    r"|network|university|agency|radio|tv|channel|blog|office|department|redaktion|rédaction|senior|politics|sports?"
    r"|science|founder|director|ceo|dr|prof|advance|entertainment|unknown|author|user|theater|theatre)\b|\.\w{2,4}$",
    re.IGNORECASE,
)
_PARTICLES = frozenset("de del della der den di da dos du el la le van von bin ibn al ter ten y e zu".split())
_NAME = re.compile(r"[^\W\d_][\w.'’-]*")


def find_author(tree: Any, linked: Mapping[str, Any], nodes: Mapping[str, Any] | None = None) -> str | None:
    """Names of the authors, comma between them; None when nobody is named. `nodes` are linked data by their id."""
    outlet = find_publisher(tree, linked) or ""
    told = _persons(_told_names(linked, nodes or {}), outlet)
    told = told or _persons(filter(None, [read_meta(tree, *_META)]), outlet)
    seen = _find_byline(tree, outlet)
    is_more = len(seen) > len(told) and {name.lower() for name in told} <= {name.lower() for name in seen}
    return ", ".join(seen if is_more else told) or None


def _told_names(linked: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterable[str]:
    for node in (*listed(linked.get("author")), *([] if linked.get("author") else listed(linked.get("creator")))):
        known = nodes.get(str(node.get("@id")), node) if isinstance(node, dict) else node
        if isinstance(known, dict) and "Organization" in str(known.get("@type", "")):
            continue
        for one in listed(known.get("name") if isinstance(known, dict) else known):
            if name := words_of(one):
                yield name


def _find_byline(tree: Any, outlet: str) -> list[str]:
    """The first line that looks like one and names persons."""
    looked_at = 0
    for element in tree.xpath(_VISIBLE):
        text = " ".join(element.itertext()) if not is_hidden(element) else ""
        text = " ".join(text.split())
        if not text or _is_aside(element):
            continue
        looked_at += 1
        if looked_at > MAX_BYLINES:
            break
        if len(text) <= MAX_BYLINE_CHARS or _BY.match(text):
            names = _persons([text[:MAX_BYLINE_CHARS]], outlet)
            if names:
                return names
    return []


def _is_aside(element: Any) -> bool:
    """Whether it stands in a comment or beside the article."""
    for one in (element, *element.iterancestors()):
        marks = f"{one.get('class', '')} {one.get('id', '')}".lower()
        if one.tag in ("aside", "footer", "li", "form") or re.search(
            r"comment|related|sidebar|recommend|teaser", marks
        ):
            return True
        if one.tag in ("article", "main", "body"):
            return False
    return False


def _persons(texts: Iterable[str], outlet: str) -> list[str]:
    """Persons named in bylines, each once."""
    names: dict[str, str] = {}
    for text in texts:
        bare = _CUT.sub("", _BY.sub("", text.strip()))
        pieces = [name for piece in _SPLIT.split(bare) if (name := _tidy_name(piece))]
        for name in pieces:
            # A single word beside others is a place, a role or an outlet.
            if _is_person(name, outlet) and (" " in name or len(pieces) == 1):
                names.setdefault(name.lower(), name)
    return list(names.values())


def _tidy_name(piece: str) -> str:
    name = _BY.sub("", piece).strip(" .-–—()[]")
    return name.title() if name.isupper() and " " in name else name


def _is_person(name: str, outlet: str) -> bool:
    words = name.split()
    if not words or len(words) > MAX_NAME_WORDS or _NO_PERSON.search(name):
        return False
    if not all(_NAME.fullmatch(word) and (word[0].isupper() or word in _PARTICLES) for word in words):
        return False
    if len(words) == 1 and (name.isupper() or len(name) < 3 or any(map(str.isupper, name[1:]))):
        return False
    return re.sub(r"\W", "", name.lower()) not in re.sub(r"\W", "", outlet.lower())
