"""The article inside an HTML page.

Main text comes from trafilatura without comments, mended here; what markup says of the page is `page_metadata`.
Imported only where documents are read (docs/decisions/0004): its libraries are large. Plain text is `clean_text`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from copy import deepcopy
from typing import Any

import trafilatura

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.steps.read import page_lines, page_metadata
from bot.steps.read.decoding import UTF16_BOMS, decode
from bot.steps.read.notices import find_notice

MIN_TEXT_WORDS = 25
STUB_WORDS = 120
"""Every subscription site asks for one on every page; below so few words it stands for the rest of the text."""

_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:read|continue|keep reading|unlock)|already a (?:subscriber|member)\b|to continue reading"
    r"|create (?:a free|an) account to|(?:log|sign) in to (?:read|continue)|(?:article|content|story) is for (?:our )?"
    r"(?:subscribers|members|premium)|subscribers? only|nur für abonnenten|réservé (?:à nos|aux) abonnés",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"verify (?:that )?you are (?:a )?human|enable javascript and cookies|are you a robot|captcha|checking your browser"
    r"|unusual traffic from your",
    re.IGNORECASE,
)
_STYLE = "translate(@style, ' ', '')"
_HIDDEN_STYLES = ("display:none", "visibility:hidden", "font-size:0", "opacity:0;", "text-indent:-9")
_HIDDEN_CLASSES = ("sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden")
_HIDDEN = "//*[@hidden or @aria-hidden='true' or self::figcaption{}{}]".format(
    "".join(f" or contains({_STYLE}, '{style}')" for style in _HIDDEN_STYLES),
    "".join(f" or contains(concat(' ', @class, ' '), ' {name} ')" for name in _HIDDEN_CLASSES),
)
"""What no reader sees, where instructions like to hide; and captions, which describe a picture and not the event."""


def extract_page(content: bytes | str, *, url: str | None, hints: FeedItem | None = None) -> Extracted:
    """Text and metadata of a page. `hints` is the feed's entry: its title, date and author fill what the page omits.

    Raises SourceError with the reason when there is no article text: a login wall, a challenge, a list of links.
    """
    tree = _parse(content)
    linked = page_metadata.find_linked_data(tree)
    title = page_metadata.find_title(tree, linked) or (hints.title if hints else None)
    _drop_hidden(tree)
    text = "\n\n".join(_tidy(_main_text(tree), {title, *page_metadata.find_headings(tree)}))
    if not _is_running_text(text):
        reason, kind = _why_empty(tree)
        raise SourceError(f"no article text found: {reason}", url=url or "", kind=kind)
    notice = find_notice(text)
    if notice:
        raise SourceError(f"no article text found: {notice[0]}", url=url or "", kind=notice[1])
    published_at = page_metadata.find_published_at(tree, linked) or (hints.published_at if hints else None)
    return Extracted(
        url=url or page_metadata.find_own_address(tree),
        title=title,
        text=text,
        byline=page_metadata.find_author(tree, linked) or (hints.byline if hints else None),
        publisher=page_metadata.find_publisher(tree, linked) or (hints.publisher if hints else None),
        published_at=published_at,
        page_date=published_at.date() if published_at else page_metadata.find_page_date(tree),
        language=page_metadata.find_language(tree, text),
        canonical_url=page_metadata.find_canonical(tree, url),
        flags=_find_flags(tree, linked, text),
    )


def _parse(content: bytes | str) -> Any:
    if isinstance(content, bytes) and b"\x00" in content[:2048] and not content.startswith(UTF16_BOMS):
        raise SourceError("this is a binary file, not a page")
    tree = trafilatura.load_html(content if isinstance(content, str) else decode(content))
    if tree is None:
        raise SourceError("no article text found: this is not an HTML page, or it is nested too deeply")
    return tree


def _drop_hidden(tree: Any) -> None:
    for element in tree.xpath(_HIDDEN):
        if element.tag not in ("html", "body", "main", "article") and element.getparent() is not None:
            element.drop_tree()


def _main_text(tree: Any) -> str:
    """Precise first; the default where that leaves too little."""
    text = trafilatura.extract(deepcopy(tree), favor_precision=True, include_comments=False, include_tables=True) or ""
    if not _is_running_text(text):
        text = trafilatura.extract(deepcopy(tree), include_comments=False, include_tables=True) or text
    return str(text)


def _is_running_text(text: str) -> bool:
    sentences = (line for line in text.split("\n") if page_lines.is_sentence(line.strip()))
    return sum(page_lines.count_words(line) for line in sentences) >= MIN_TEXT_WORDS


def _tidy(text: str, titles: Container[str | None]) -> Sequence[str]:
    """Paragraphs without the title above, buttons, and the list of other stories below."""
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n")]
    kept = [line for line in lines if line and not page_lines.is_furniture(line)]
    while kept and kept[0] in titles:
        kept.pop(0)
    while kept and page_lines.END.fullmatch(kept[-1]):
        kept.pop()
    return _until_other_stories(kept)


def _until_other_stories(lines: Sequence[str]) -> Sequence[str]:
    for index, line in enumerate(lines):
        if page_lines.END.fullmatch(line) and all(page_lines.is_headline(other) for other in lines[index:]):
            return lines[:index]
    return lines


def _find_flags(tree: Any, linked: Mapping[str, Any], text: str) -> tuple[str, ...]:
    """`paywalled` when the markup says so, or when little text stands beside a request to subscribe."""
    is_stub = page_lines.count_words(text) < STUB_WORDS and _PAYWALL.search(_visible(tree))
    return ("paywalled",) if page_metadata.is_paid(linked) or is_stub else ()


def _visible(tree: Any) -> str:
    return " ".join(tree.xpath("string(//body)").split())[:40_000]


def _why_empty(tree: Any) -> tuple[str, str]:
    """The reason, and the outcome that it leads to."""
    visible = _visible(tree)
    if _CHALLENGE.search(visible):
        return "the site asks visitors to prove that they are human", "failed"
    if _PAYWALL.search(visible):
        return "the page asks readers to log in or subscribe", "paywalled"
    return f"fewer than {MIN_TEXT_WORDS} words of running text on this page", "no_text"
