"""The text of a page's article: paragraphs, headings, items and rows, one after the other.

Puts `page_blocks`, `page_body` and `page_trim` together. Where they find next to nothing on a page full of text,
trafilatura is asked, whose judgement rests on other signs (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

from bot.steps.read import page_lines
from bot.steps.read.page_blocks import Block, list_blocks
from bot.steps.read.page_body import choose_body, weigh
from bot.steps.read.page_trim import Known, trim

DOUBTFUL_SHARE = 0.3
"""With less of a page's running text the choice of the element may be wrong."""

ASKED_FROM_WORDS = 60
"""Pages with less running text have no article that could have been missed."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The article's paragraphs, and all blocks of the page, by which a wall or a list of links is known."""

    paragraphs: Sequence[str]
    blocks: Sequence[Block]


def read_page_text(root: Any, known: Known) -> PageText:
    """What a page has for an article; no paragraphs if it has none."""
    blocks = list_blocks(root)
    body = choose_body(blocks, root)
    chosen = trim(body.blocks, known)
    paragraphs = [block.text for block in chosen]
    if weigh(chosen).total < DOUBTFUL_SHARE * weigh(blocks).total and weigh(blocks).total >= ASKED_FROM_WORDS:
        other = _ask_trafilatura(root)
        if _count(other) > 2 * _count(paragraphs):
            paragraphs = other
    return PageText(paragraphs, blocks)


def _ask_trafilatura(root: Any) -> list[str]:
    import trafilatura

    from bot.steps.read.page_marks import is_hidden

    for element in [one for one in root.iter() if isinstance(one.tag, str) and is_hidden(one)]:
        if element.tag not in ("html", "body") and element.getparent() is not None:
            element.drop_tree()
    text = trafilatura.extract(html.tostring(root, encoding="unicode"), favor_precision=True, include_comments=False)
    lines = (" ".join(line.split()) for line in (text or "").split("\n"))
    return [line for line in lines if line and not page_lines.is_furniture(line)]


def _count(paragraphs: Sequence[str]) -> int:
    return sum(page_lines.count_words(one) for one in paragraphs if page_lines.is_sentence(one))
