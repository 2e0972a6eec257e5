"""Which blocks of a page are its article.

Weighs the running text below every element, settles which furniture is furniture indeed, and finds the element that
holds the article. What stands in it without belonging to it goes in `page_trim`; blocks come from `page_blocks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.steps.read import page_lines, page_marks
from bot.steps.read.page_blocks import Block

MIN_RUNNING_WORDS = 6
MAX_LINKED = 0.5
"""A block with a larger share of its characters in links leads elsewhere."""

ACQUITTAL_SHARE = 0.5
"""What holds so much of a page's running text is no furniture, whatever it calls itself."""

BODY_SHARE = 0.5
"""An element that calls itself the body is believed if so much of the running text is in it."""

INNER_SHARE = 0.6
"""A body within a body is the better one if it keeps so much of its text."""

DESCENT_SHARE = 0.85
"""An only child: so much of its parent's running text is in it."""

TEASER_DEPTH = 4
TEASER_SHARE = 0.34
"""A card under a linked headline with more of the page's text is the article itself."""

_LEAVES = frozenset(("p", "ul", "ol", "dl", "blockquote", "li", "table", "pre"))


@dataclass(frozen=True, slots=True)
class Weights:
    """Words of running text: all of them, and those below each element."""

    total: int
    below: Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, the words of running text in them, and those of the page without its furniture."""

    blocks: Sequence[Block]
    words: int
    page_words: int


def choose_body(blocks: Sequence[Block], root: Any) -> Body:
    """The blocks of the element that holds the article, without furniture and teasers."""
    innocent = _without_furniture(_without_teasers(blocks))
    weights = weigh(innocent)
    container = _find_container(root, weights)
    inside = [block for block in innocent if _is_below(block.element, container)]
    return Body(inside, weights.below.get(container, 0), weights.total)


def running_words(block: Block) -> int:
    """Its words, if it is running text and no link; else 0."""
    if block.kind in ("heading", "time") or block.linked > MAX_LINKED * len(block.text):
        return 0
    words = page_lines.count_words(block.text) if page_lines.is_sentence(block.text) else 0
    return words if words >= MIN_RUNNING_WORDS else 0


def is_linked_heading(block: Block) -> bool:
    """Whether it is a headline that leads elsewhere."""
    return block.kind == "heading" and block.linked > MAX_LINKED * len(block.text)


def weigh(blocks: Sequence[Block]) -> Weights:
    """How much running text there is, and where."""
    below: dict[Any, int] = {}
    total = 0
    for block in blocks:
        words = running_words(block)
        if words:
            total += words
            element = block.element
            while element is not None:
                below[element] = below.get(element, 0) + words
                element = element.getparent()
    return Weights(total, below)


def _without_teasers(blocks: Sequence[Block]) -> list[Block]:
    """Without list items and cards whose heading is a link: they lead to other articles."""
    weights = weigh(blocks)
    teasers = {
        card
        for block in blocks
        if is_linked_heading(block)
        for card in _near(block.element)
        if card.tag in ("li", "article") and weights.below.get(card, 0) < TEASER_SHARE * weights.total
    }
    return [block for block in blocks if teasers.isdisjoint(_near(block.element))] if teasers else list(blocks)


def _near(element: Any) -> list[Any]:
    """The element and the nearest ones around it."""
    near = [element]
    while len(near) <= TEASER_DEPTH and (element := element.getparent()) is not None:
        near.append(element)
    return near


def _without_furniture(blocks: Sequence[Block]) -> list[Block]:
    weights = weigh(blocks)
    limit = ACQUITTAL_SHARE * max(1, weights.total)
    accused = {element for block in blocks for element in block.accused}
    guilty = {element for element in accused if weights.below.get(element, 0) < limit}
    return [block for block in blocks if guilty.isdisjoint(block.accused)]


def _find_container(root: Any, weights: Weights) -> Any:
    marked = [one for one in weights.below if one.tag not in _LEAVES and page_marks.is_body(one)]
    best = max(marked, key=weights.below.__getitem__, default=None)
    if best is None or weights.below[best] < BODY_SHARE * weights.total:
        return _descend(root, weights)
    while inner := [one for one in marked if _is_inner(one, best, weights)]:
        best = max(inner, key=weights.below.__getitem__)
    return _descend(best, weights)


def _is_inner(one: Any, outer: Any, weights: Weights) -> bool:
    return (
        one is not outer
        and weights.below[one] >= INNER_SHARE * weights.below[outer]
        and _is_below(one.getparent(), outer)
    )


def _descend(element: Any, weights: Weights) -> Any:
    while True:
        heaviest = max(element, key=lambda child: weights.below.get(child, 0), default=None)
        if heaviest is None or heaviest.tag in _LEAVES:
            return element
        if weights.below.get(heaviest, 0) < max(1, DESCENT_SHARE * weights.below.get(element, 0)):
            return element
        element = heaviest


def _is_below(element: Any, container: Any) -> bool:
    while element is not None and element is not container:
        element = element.getparent()
    return element is container
