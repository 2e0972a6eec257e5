"""What stands inside the element of an article without being of it: title, links elsewhere, calls to the reader, tail.

Judges blocks one by one and by their neighbours. Which element is the article, `page_body` says; what a line is by its
words alone, `page_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.steps.read import page_lines
from bot.steps.read.page_blocks import Block

MAX_LINK_SHARE = 0.8
MAX_LIST_LINK_SHARE = 0.6
TOP_BLOCKS = 6
"""So far down a title may stand, under a kicker and a date."""

MAX_CALL_WORDS = 45
"""Longer blocks that speak of newsletters and followers are about them."""

MAX_BARE_CALL_WORDS = 8
"""Shorter ones need no link to be a button."""

TAIL_SHARE = 0.5

_MARKUP = re.compile(
    r"<(?:img|iframe|script|div|a|p|span|style|amp-\w+)\b[^<>]*>|\[/?(?:button|caption|embed|gallery|video|vc_\w+)\b"
)
_CALL = re.compile(
    r"\bclick(?:ing)? here to (?:subscribe|sign|get|read)\b|\bsubscribe (?:to|here|now|for)\b|\bby clicking here\b"
    r"|\bsign(?:ing)? up (?:for|to|here)\b.*\b(?:news|inbox|email|alerts?|free)|\bclick to tweet\b|\byour inbox\b"
    r"|\b(?:our|the|free|daily|weekly) newsletters?\b|\b(?:like|find|join) us on\b|\bleave a comment\b"
    r"|\bfollow (?:us|him|her|them|me|@\w+|[\w .]+ on (?:twitter|facebook|instagram|x))\b|\bsend us\b"
    r"|\b(?:download|get) (?:the|our) .{0,30}\bapp\b|\bhave a (?:news )?(?:tip|story|question)\b|\bget access to\b"
    r"|\bmay be reached at\b|\bemail (?:him|her|us|the author)\b|\b(?:full|more) coverage\b|\bshare your thoughts\b"
    r"|\blisten (?:to|live|back)\b.*\bhere\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:see|read|watch|listen|learn|more)\b.{0,30}|related\b.{0,40}|also|don[’']t miss.*|further reading.*"
    r"|explore further|story timeline|top stories.*|most read.*|recommended.*|in this (?:story|article)"
    r"|you may also.*|topics?|tags?|source)[:.…]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a page says of its article: titles, the summary, and whether it is a live blog, whose times are text."""

    titles: Container[str | None]
    summary: str | None = None
    is_live: bool = False


def trim(blocks: Sequence[Block], known: Known) -> list[Block]:
    """The blocks that an editor would call the article."""
    kept = _without_top(_without_links(blocks), known)
    kept = [block for block in kept if not _is_noise(block, is_live=known.is_live)]
    return _without_tail(_until_end(kept))


def _without_links(blocks: Sequence[Block]) -> list[Block]:
    """Without lists of links, links that stand alone, and the labels above them."""
    kept: list[Block] = []
    index = 0
    while index < len(blocks):
        run = _take_list(blocks, index)
        if _leads_elsewhere(run):
            while kept and _LABEL.fullmatch(kept[-1].text):
                kept.pop()
        else:
            kept.extend(run)
        index += len(run)
    return kept


def _take_list(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """The items of one list, or one block."""
    end = start + 1
    if blocks[start].kind == "item":
        parent = blocks[start].element.getparent()
        while end < len(blocks) and blocks[end].kind == "item" and blocks[end].element.getparent() is parent:
            end += 1
    return blocks[start:end]


def _leads_elsewhere(run: Sequence[Block]) -> bool:
    if run[0].kind == "heading":
        return False
    share = MAX_LIST_LINK_SHARE if run[0].kind == "item" else MAX_LINK_SHARE
    return sum(block.linked for block in run) > share * sum(len(block.text) for block in run)


def _without_top(blocks: Sequence[Block], known: Known) -> list[Block]:
    """Without the title and what stands above it, the byline and date, and the summary where it stands apart."""
    above = [index for index, block in enumerate(blocks[:TOP_BLOCKS]) if block.text in known.titles]
    kept = list(blocks[above[-1] + 1 if above else 0 :])
    while len(kept) > 1 and _is_top_line(kept[0], kept[1], known):
        kept.pop(0)
    return kept


def _is_top_line(first: Block, second: Block, known: Known) -> bool:
    if page_lines.BANNER_DATE.fullmatch(first.text) or page_lines.BYLINE.fullmatch(first.text):
        return True
    return first.text == known.summary and first.element.getparent() is not second.element.getparent()


def _is_noise(block: Block, *, is_live: bool) -> bool:
    text = block.text
    if block.kind == "time":
        return not is_live
    if _MARKUP.match(text) or not any(map(str.isalnum, text)):
        return True
    if block.kind in ("heading", "row"):
        return False
    if page_lines.is_furniture(text) or (text.endswith(":") and _LABEL.fullmatch(text)):
        return True
    return _is_call(block)


def _is_call(block: Block) -> bool:
    """Asks readers to subscribe, follow or write; in running text only if it carries the link to do so."""
    words = page_lines.count_words(block.text)
    if words > MAX_CALL_WORDS or not _CALL.search(block.text):
        return False
    return block.linked > 0 or words <= MAX_BARE_CALL_WORDS


def _until_end(blocks: Sequence[Block]) -> list[Block]:
    """Up to a label in the second half after which a page speaks of other things."""
    sizes = [page_lines.count_words(block.text) for block in blocks]
    seen = 0
    for index, block in enumerate(blocks):
        if seen * 2 >= sum(sizes) and page_lines.END.fullmatch(block.text.rstrip(":")):
            return list(blocks[:index])
        seen += sizes[index]
    return list(blocks)


def _without_tail(blocks: Sequence[Block]) -> list[Block]:
    """Without headings with nothing below them, and links at the end."""
    kept = list(blocks)
    while kept and _is_tail(kept[-1]):
        kept.pop()
    return kept


def _is_tail(block: Block) -> bool:
    is_link = block.linked > TAIL_SHARE * len(block.text)
    return block.kind == "heading" or is_link or _LABEL.fullmatch(block.text) is not None
