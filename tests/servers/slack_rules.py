"""What Slack refuses, and what it would bring to life: limits and markup, written down from its documentation.

Used by the Slack server of these tests and by assertions about what was posted. Knows nothing of the bot's own code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_TEXT_CHARS = 40_000
MAX_BLOCK_CHARS = 13_000
MAX_BLOCKS = {"message": 50, "modal": 100}

Block = dict[str, Any]


def message_error(arguments: dict[str, Any]) -> str | None:
    """The error code Slack would answer to this chat.postMessage or response_url body; None when it is fine."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks")
    if not isinstance(text, str) or (blocks is not None and not isinstance(blocks, list)):
        return "invalid_arguments"
    if not text.strip() and not blocks:
        return "no_text"
    if len(text) > MAX_TEXT_CHARS:
        return "msg_too_long"
    if blocks and (error := blocks_error(blocks, surface="message")):
        return error
    return _metadata_error(arguments.get("metadata"))


def view_error(view: dict[str, Any]) -> str | None:
    """The error code Slack would answer to this modal."""
    title = view.get("title") or {}
    if view.get("type") != "modal" or title.get("type") != "plain_text" or not 1 <= len(title.get("text", "")) <= 24:
        return "invalid_arguments"
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        return "invalid_arguments"
    if not view.get("blocks"):
        return "invalid_arguments"
    return "invalid_arguments" if blocks_error(view["blocks"], surface="modal") else None


def blocks_error(blocks: list[Block], *, surface: str) -> str | None:
    """`invalid_blocks`, `msg_blocks_too_long` or None."""
    if len(blocks) > MAX_BLOCKS[surface]:
        return "invalid_blocks"
    if not all(isinstance(block, dict) and _is_fine(block) for block in blocks):
        return "invalid_blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        return "invalid_blocks"
    if surface == "message" and sum(counted_chars(block) for block in blocks) > MAX_BLOCK_CHARS:
        return "msg_blocks_too_long"
    return None


def counted_chars(node: object) -> int:
    """Characters of text and links in a block."""
    if isinstance(node, list):
        return sum(counted_chars(one) for one in node)
    if not isinstance(node, dict):
        return 0
    own = sum(len(node[name]) for name in ("text", "url") if isinstance(node.get(name), str))
    return own + sum(counted_chars(value) for value in node.values())


def visible_text(blocks: list[Block]) -> str:
    """The characters a reader sees, one block after the other."""
    return "\n".join("".join(_texts(block)) for block in blocks)


def links(blocks: list[Block]) -> list[tuple[str, str]]:
    """Every link of rich text as label and address."""
    return [(node.get("text", ""), node["url"]) for node in _nodes(blocks) if node.get("type") == "link"]


def live_tokens(arguments: dict[str, Any]) -> list[str]:
    """Everything in a posted message that Slack would turn into a mention, broadcast, picture or emoji, and links that
    stand in marked-up text. Links of rich text are not listed here: see `links`.
    """
    found = _live_in_markup(str(arguments.get("text") or ""), arguments)
    for node in _nodes(arguments.get("blocks") or []):
        kind = node.get("type")
        if kind in ("user", "usergroup", "channel", "broadcast", "emoji", "image", "video", "file", "markdown"):
            found.append(f"{kind}:{node}")
        elif kind == "mrkdwn":
            found += _live_in_markup(node["text"], arguments)
        elif kind == "plain_text" and node.get("emoji", True):
            found += re.findall(r":[a-z0-9_+-]+:", node["text"])
    return found


# --- blocks ----------------------------------------------------------------------------------------------------------


def _is_fine(block: Block) -> bool:
    check = _CHECKS.get(str(block.get("type")))
    return check is not None and check(block) and len(str(block.get("block_id", ""))) <= 255


def _header(block: Block) -> bool:
    return _is_text(block.get("text"), 150, kinds=("plain_text",))


def _section(block: Block) -> bool:
    fields = block.get("fields", [])
    has_text = "text" in block
    texts = (not has_text or _is_text(block["text"], 3000)) and all(_is_text(one, 2000) for one in fields)
    return texts and (has_text or bool(fields)) and len(fields) <= 10


def _context(block: Block) -> bool:
    elements = block.get("elements")
    return isinstance(elements, list) and 1 <= len(elements) <= 10 and all(_is_text(one, 3000) for one in elements)


def _divider(block: Block) -> bool:
    return set(block) <= {"type", "block_id"}


def _actions(block: Block) -> bool:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        return False
    ids = [element.get("action_id") for element in elements]
    return len(set(ids)) == len(ids) and all(_is_button(element) for element in elements)


def _is_button(element: Block) -> bool:
    sizes = (("value", 2000), ("url", 3000), ("action_id", 255))
    return (
        element.get("type") == "button"
        and _is_text(element.get("text"), 75, kinds=("plain_text",))
        and all(len(str(element.get(name, ""))) <= limit for name, limit in sizes)
    )


def _input(block: Block) -> bool:
    element = block.get("element") or {}
    return _is_text(block.get("label"), 2000, kinds=("plain_text",)) and element.get("type") == "plain_text_input"


def _rich_text(block: Block) -> bool:
    elements = block.get("elements")
    return isinstance(elements, list) and bool(elements) and all(_is_rich_element(element) for element in elements)


def _is_rich_element(element: Block) -> bool:
    children = element.get("elements")
    if not isinstance(children, list) or not children:
        return False
    if element.get("type") == "rich_text_list":
        is_list = element.get("style") in ("bullet", "ordered") and 0 <= element.get("indent", 0) <= 8
        return is_list and all(one.get("type") == "rich_text_section" and _is_rich_element(one) for one in children)
    if element.get("type") not in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        return False
    return all(_is_leaf(child) for child in children)


def _is_leaf(child: Block) -> bool:
    if child.get("type") == "text":
        return isinstance(child.get("text"), str) and bool(child["text"]) and _is_style(child)
    if child.get("type") == "link":
        url = child.get("url")
        return isinstance(url, str) and re.match(r"[a-z]+:", url) is not None and len(url) <= 3000 and _is_style(child)
    return child.get("type") in ("user", "usergroup", "channel", "broadcast", "emoji", "date", "color")


def _is_style(child: Block) -> bool:
    return set(child.get("style", {})) <= {"bold", "italic", "strike", "code", "underline"}


def _is_text(node: object, limit: int, *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> bool:
    if not isinstance(node, dict) or node.get("type") not in kinds or not isinstance(node.get("text"), str):
        return False
    known = {"type", "text", "emoji"} if node["type"] == "plain_text" else {"type", "text", "verbatim"}
    return 1 <= len(node["text"]) <= limit and set(node) <= known


_CHECKS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
}


def _metadata_error(metadata: object) -> str | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        return "invalid_metadata_format"
    payload = metadata["event_payload"]
    is_flat = isinstance(payload, dict) and all(isinstance(one, str | int | float | bool) for one in payload.values())
    return None if isinstance(metadata["event_type"], str) and is_flat else "invalid_metadata_format"


# --- markup ----------------------------------------------------------------------------------------------------------


def _live_in_markup(text: str, arguments: dict[str, Any]) -> list[str]:
    found = re.findall(r"<[^<>]+>", text)
    if arguments.get("link_names") not in (False, 0, "false", "0", None) or arguments.get("parse") == "full":
        found += re.findall(r"[@#]\w+", text)
    if arguments.get("parse") != "none":
        found += re.findall(r"https?://\S+", text)
    found += re.findall(r"@(?:channel|here|everyone)\b", text)
    return found


def _nodes(node: object) -> Iterator[Block]:
    if isinstance(node, list):
        for one in node:
            yield from _nodes(one)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _nodes(value)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _texts(one)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _texts(value)
