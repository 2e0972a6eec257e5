"""What a reader sees in posted blocks: words, quotations, links. Knows Slack's documented forms, not our renderer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from tests.servers.slack import Posted

_QUOTED = re.compile(r"“([^“”]+)”")
_EDGES = ".,;:!?… "


def elements(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every leaf of rich text, and every plain text."""
    for block in blocks:
        if block.get("type") in ("text", "link", "plain_text", "mrkdwn"):
            yield block
        for name in ("elements", "text"):
            inner = block.get(name)
            if isinstance(inner, dict):
                yield {"type": "text", "text": inner["text"]}
            elif isinstance(inner, list):
                yield from elements(inner)


def text_of(*posted: Posted) -> str:
    """The words of messages as shown, one line for each block."""
    return "\n".join(_shown(message) for message in posted)


def _shown(message: Posted) -> str:
    blocks = ("".join(str(one.get("text", "")) for one in elements([block])) for block in message.blocks)
    return "\n".join(blocks) or message.text


def links_of(*posted: Posted) -> list[str]:
    """Addresses behind the links of messages."""
    return [one["url"] for message in posted for one in elements(message.blocks) if one.get("type") == "link"]


def quotations_of(*posted: Posted) -> list[str]:
    """Words in quotation marks, without the punctuation that American style puts inside."""
    return [words.strip(_EDGES) for words in _QUOTED.findall(text_of(*posted))]


def fragment_of(link: str) -> str | None:
    """The words that a link's text fragment opens the page at (its beginning, if it is a range)."""
    found = re.search(r"#:~:text=(?:[^,&]*-,)?([^,&]+)", link)
    return unquote(found.group(1)) if found else None
