"""Messages as Slack blocks: parts within Slack's limits, nothing cut, nothing of a stranger's text alive.

Text of spans goes into `rich_text` and `plain_text` only, which Slack shows letter by letter; links come from
`Span.url` alone. Posting is `post`. Limits: Slack's block reference, bolt-js#2509 (some 13,200 characters a message).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.message import Block, Button, Message, Part, Span
from bot.platforms.slack.spans import clean_spans, split_spans, visible_chars
from bot.platforms.slack.text import clean, cut_at, is_blank

MAX_BLOCKS = 50
MAX_MODAL_BLOCKS = 100
MAX_MESSAGE_CHARS = 9_000
"""Visible characters and link targets of one message; Slack refuses near 13,000."""

LONG_MESSAGE_CHARS = 2_500
"""A message up to here stands in the channel as a whole; a longer one with a head continues in its thread."""

MAX_ELEMENT_CHARS = 2_900
MAX_HEADER_CHARS = 150
MAX_BUTTONS = 25
ACTION_PREFIX = "brief_"

_STYLES: dict[str, dict[str, bool]] = {"strong": {"bold": True}, "quote": {"italic": True}, "mark": {"bold": True}}

SlackBlock = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block that stays in one piece. `lead` ones (headings) never end a part."""

    kind: str
    body: SlackBlock
    text: str
    chars: int

    @property
    def is_lead(self) -> bool:
        return self.kind in ("title", "heading", "divider")


def render(message: Message) -> tuple[Part, ...]:
    """Parts of a message. A message in which a reader would see nothing has none."""
    head = _units(message.blocks[: message.head])
    rest = _units(message.blocks[message.head :])
    is_short = sum(unit.chars for unit in head + rest) <= LONG_MESSAGE_CHARS and len(head + rest) <= MAX_BLOCKS
    groups = _pack(head + rest) if is_short or not head else _pack(head) + _pack(rest)
    fallback = clean(message.fallback)
    return tuple(
        Part(
            text=fallback if number == 0 and not is_blank(fallback) else _text_of(units),
            body={"blocks": [unit.body for unit in _join_lists(units)]},
            in_thread=number > 0,
        )
        for number, units in enumerate(groups)
    )


def modal_views(message: Message, *, title: str) -> tuple[SlackBlock, ...]:
    """A message as the pages of a modal, each with room for one more block (100 are allowed)."""
    pages = _pack(_units(message.blocks), max_blocks=MAX_MODAL_BLOCKS - 2, max_chars=3 * MAX_MESSAGE_CHARS)
    return tuple(
        {
            "type": "modal",
            "title": _plain(title[:24]),
            "close": _plain("Close"),
            "blocks": [unit.body for unit in _join_lists(units)] + _page_note(number, len(pages)),
        }
        for number, units in enumerate(pages, 1)
    )


def plain_text(blocks: Iterable[SlackBlock]) -> str:
    """What a reader sees in these blocks, as plain lines: for when Slack refuses the blocks themselves."""
    return "\n".join(line for block in blocks if (line := _flatten(block).strip()))


# --- blocks to units -------------------------------------------------------------------------------------------------


def _units(blocks: Sequence[Block]) -> list[_Unit]:
    return [unit for block in blocks for unit in _block_units(block)]


def _block_units(block: Block) -> Iterator[_Unit]:
    if block.kind == "divider":
        yield _Unit("divider", {"type": "divider"}, "", 0)
    elif block.kind == "buttons":
        yield from _button_units(block.buttons)
    else:
        spans = clean_spans(block.spans)
        for piece in split_spans(spans, max_chars=MAX_ELEMENT_CHARS):
            yield _Unit(block.kind, _text_block(block.kind, piece), _join(piece), visible_chars(piece))


def _text_block(kind: str, spans: Sequence[Span]) -> SlackBlock:
    text = _join(spans)
    has_link = any(span.url for span in spans)
    if kind == "title" and len(text) <= MAX_HEADER_CHARS and not has_link:
        return {"type": "header", "text": _plain(" ".join(text.split()))}
    if kind == "note" and not has_link:
        return {"type": "context", "elements": [_plain(text)]}
    elements = [_element(span, is_strong=kind in ("title", "heading")) for span in spans]
    if kind == "extract":
        return _rich_text({"type": "rich_text_quote", "elements": elements})
    section = {"type": "rich_text_section", "elements": elements}
    if kind == "item":
        return _rich_text({"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": [section]})
    return _rich_text(section)


def _element(span: Span, *, is_strong: bool) -> SlackBlock:
    style = _STYLES.get(span.style, {}) | ({"bold": True} if is_strong else {})
    element: SlackBlock = {"type": "text", "text": span.text}
    if span.url is not None:
        element = {"type": "link", "url": span.url, "text": span.text}
    return element | ({"style": style} if style else {})


def _button_units(buttons: Sequence[Button]) -> Iterator[_Unit]:
    for start in range(0, len(buttons), MAX_BUTTONS):
        row = buttons[start : start + MAX_BUTTONS]
        elements = [
            {
                "type": "button",
                # Ids must differ within a block; the action is what stands between the prefix and the last mark.
                "action_id": f"{ACTION_PREFIX}{button.action}_{number}",
                "text": _plain(clean(button.label)[:75]),
                "value": button.value[:2000],
            }
            for number, button in enumerate(row, start)
        ]
        yield _Unit("buttons", {"type": "actions", "elements": elements}, "", sum(len(b.label) for b in row))


def _rich_text(element: SlackBlock) -> SlackBlock:
    return {"type": "rich_text", "elements": [element]}


def _plain(text: str) -> SlackBlock:
    # Without `emoji: false` Slack turns :lock: in a headline into a picture.
    return {"type": "plain_text", "text": text, "emoji": False}


def _join(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


# --- units to parts --------------------------------------------------------------------------------------------------


def _pack(
    units: Sequence[_Unit], *, max_blocks: int = MAX_BLOCKS, max_chars: int = MAX_MESSAGE_CHARS
) -> list[list[_Unit]]:
    """Fill parts in order. A heading moves on with what it heads; parts of dividers alone are left out."""
    parts: list[list[_Unit]] = [[]]
    for unit in units:
        here = parts[-1]
        if here and (len(here) == max_blocks or sum(one.chars for one in here) + unit.chars > max_chars):
            moved = _take_leads(here)
            parts.append([*moved, unit])
        else:
            here.append(unit)
    return [part for part in parts if any(unit.text or unit.kind == "buttons" for unit in part)]


def _take_leads(part: list[_Unit]) -> list[_Unit]:
    """Take the headings off the end of a part; a part of nothing but headings stays whole."""
    keep = len(part)
    while keep > 0 and part[keep - 1].is_lead:
        keep -= 1
    if keep == 0:
        return []
    moved = part[keep:]
    del part[keep:]
    return [unit for unit in moved if unit.kind != "divider"]


def _join_lists(units: Sequence[_Unit]) -> Iterator[_Unit]:
    """Neighbouring items become one list, so that Slack sets them close together."""
    pending: _Unit | None = None
    for unit in units:
        if pending is not None and pending.kind == unit.kind == "item":
            pending = _merge(pending, unit)
            continue
        if pending is not None:
            yield pending
        pending = unit
    if pending is not None:
        yield pending


def _merge(first: _Unit, second: _Unit) -> _Unit:
    (one,), (other,) = first.body["elements"], second.body["elements"]
    merged = one | {"elements": one["elements"] + other["elements"]}
    return _Unit("item", _rich_text(merged), f"{first.text}\n{second.text}", first.chars + second.chars)


def _text_of(units: Sequence[_Unit]) -> str:
    """A line for notifications of a later part: its first words."""
    first = next((unit.text for unit in units if unit.text), "…")
    end = cut_at(first, 200)
    return first[:end].rstrip() + ("…" if end < len(first) else "")


def _page_note(number: int, pages: int) -> list[SlackBlock]:
    if pages == 1:
        return []
    return [{"type": "context", "elements": [_plain(f"Page {number} of {pages}")]}]


def _flatten(block: SlackBlock) -> str:
    if block["type"] in ("rich_text", "context"):
        return "\n".join(_flatten(element) for element in block["elements"])
    if block["type"] == "rich_text_list":
        return "\n".join("• " + _flatten(element) for element in block["elements"])
    if block["type"] in ("rich_text_section", "rich_text_quote"):
        return "".join(_flatten(element) for element in block["elements"])
    text = block.get("text", "")
    return str(text["text"] if isinstance(text, dict) else text)
