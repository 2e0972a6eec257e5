"""A page's text as blocks in reading order: paragraphs, headings, list items, table rows, each with where it stood.

Leaves out what no reader sees; notes which elements around a block look like furniture. Choosing the article among the
blocks is `page_body`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.steps.read import page_marks

MAX_BLOCKS = 20_000
MAX_DEPTH = 200
"""Pages of people nest 20 to 60 elements; deeper ones are made to break readers."""

MAX_CELL_CHARS = 300
"""Longer cells hold running text: the table is the page's layout."""

_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = "\v"
_NO_TEXT = re.compile("[\u00ad\u200b\ufeff\u2060]")
_KINDS = {"li": "item", "dt": "item", "dd": "item", "blockquote": "quote"} | dict.fromkeys(
    page_marks.HEADING_TAGS, "heading"
)

Accused = tuple[Any, ...]


@dataclass(slots=True)
class Block:
    """One run of text. `kind` is text, heading, item, quote, row or time; `linked` counts its characters in links.

    `accused` are the elements around it that look like furniture, outermost first.
    """

    kind: str
    text: str
    linked: int
    element: Any
    accused: Accused


class _Full(Exception):
    pass


def list_blocks(root: Any) -> list[Block]:
    """What readers see below an element, at most MAX_BLOCKS."""
    walker = _Walker()
    with suppress(_Full):
        walker.walk(root, (), "text")
    return walker.blocks


class _Walker:
    """The run of text that is open, and the blocks that are complete."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._timed = 0
        self._depth = 0

    def walk(self, element: Any, accused: Accused, kind: str) -> None:
        """An element that stands on its own."""
        if element.tag == "tr" and self._take_row(element, accused):
            return
        kind = _KINDS.get(element.tag, kind)
        self._descend(element, element, accused, kind)
        self._close(element, accused, kind)

    def _visit(self, child: Any, parent: Any, accused: Accused, kind: str) -> None:
        tag = child.tag
        if not isinstance(tag, str):
            pass
        elif tag == "br":
            self._parts.append(_BREAK)
        elif tag in page_marks.SKIPPED_TAGS or page_marks.is_hidden(child):
            pass
        elif tag in page_marks.BLOCK_TAGS:
            self._close(parent, accused, kind)
            self.walk(child, (*accused, child) if page_marks.is_furniture(child) else accused, kind)
        else:
            self._visit_inline(child, parent, accused, kind)
        if child.tail:
            self._parts.append(child.tail)

    def _visit_inline(self, element: Any, parent: Any, accused: Accused, kind: str) -> None:
        """Its text belongs to the run that is open; furniture within a sentence is left out."""
        is_apart = element.tag not in ("a", "time") and page_marks.is_furniture(element)
        if is_apart:
            if "".join(self._parts).strip():
                return
            accused = (*accused, element)
        before = len(self._parts)
        self._descend(element, parent, accused, kind)
        if is_apart:
            self._close(parent, accused, kind)
        elif element.tag == "a":
            self._linked += sum(map(len, self._parts[before:]))
        elif element.tag == "time":
            self._timed += sum(map(len, self._parts[before:]))

    def _descend(self, element: Any, parent: Any, accused: Accused, kind: str) -> None:
        """What is in an element whose text belongs to `parent`."""
        self._depth += 1
        if self._depth <= MAX_DEPTH:
            if element.text:
                self._parts.append(element.text)
            for child in element:
                self._visit(child, parent, accused, kind)
        self._depth -= 1

    def _close(self, element: Any, accused: Accused, kind: str) -> None:
        if not self._parts:
            return
        whole, linked, timed = "".join(self._parts), self._linked, self._timed
        self._parts.clear()
        self._linked = self._timed = 0
        if timed and timed >= len(whole.strip()):
            kind, accused = "time", _without_stamps(accused, whole)
        for line in _split_lines(whole):
            in_links = min(linked, len(line))
            linked -= in_links
            self._add(Block(kind, line, in_links, element, accused))

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= MAX_BLOCKS:
            raise _Full
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.element.tag == "dt" and block.element.tag == "dd" and last.text.endswith(":"):
            last.text, last.linked = f"{last.text} {block.text}", last.linked + block.linked
            return
        self.blocks.append(block)

    def _take_row(self, row: Any, accused: Accused) -> bool:
        """A row of short cells is one line; a row of long ones is the page's layout."""
        cells = [cell for cell in row if cell.tag in ("td", "th") and not page_marks.is_hidden(cell)]
        texts = [" ".join("".join(_seen_texts(cell, 0)).split()) for cell in cells]
        if not texts or max(map(len, texts)) > MAX_CELL_CHARS or row.find(".//table") is not None:
            return False
        line = " | ".join(text for text in texts if text)
        if line:
            linked = sum(len(link.text_content()) for link in row.iter("a"))
            self._add(Block("row", line, min(linked, len(line)), row, accused))
        return True


def _without_stamps(accused: Accused, text: str) -> Accused:
    """Without the elements that hold this time and nothing else."""
    while accused and len(accused[-1].text_content().strip()) <= len(text):
        accused = accused[:-1]
    return accused


def _seen_texts(element: Any, depth: int) -> Iterator[str]:
    """The texts below an element that readers see."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in page_marks.SKIPPED_TAGS and not page_marks.is_hidden(child):
            gap = " " if tag == "br" or tag in page_marks.BLOCK_TAGS else ""
            yield gap
            if depth < MAX_DEPTH:
                yield from _seen_texts(child, depth + 1)
            yield gap
        yield child.tail or ""


def _split_lines(text: str) -> Iterator[str]:
    """Lines of a run: a break sets them apart unless it fell within a sentence."""
    text = _NO_TEXT.sub("", text)
    held = ""
    for piece in text.split(_BREAK):
        line = _SPACE.sub(" ", piece).strip()
        if held and line and held[-1].isalnum() and line[0].islower():
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held
