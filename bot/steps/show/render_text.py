"""Messages as plain text for terminals: wrapped, with the addresses written out.

Owns line breaks and indents only; what a message holds is `render` and `render_answer`.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from bot.domain.conversation import Answer
from bot.domain.digest import Digest
from bot.domain.lookup import SourceView
from bot.domain.message import Block, Message
from bot.steps.show.render import digest_message
from bot.steps.show.render_answer import answer_message, source_message

WIDTH = 88


def digest_text(digest: Digest, *, width: int = WIDTH) -> str:
    """A whole digest."""
    return message_text(digest_message(digest), width=width)


def answer_text(answer: Answer, *, width: int = WIDTH) -> str:
    """An answer or a refusal."""
    return message_text(answer_message(answer), width=width)


def source_text(view: SourceView, *, width: int = WIDTH) -> str:
    """A cited place; the cited words stand between >> and <<."""
    return message_text(source_message(view), width=width)


def message_text(message: Message, *, width: int = WIDTH) -> str:
    """Any message. Control characters of strangers' text become spaces: none of it can command a terminal."""
    parts: list[str] = []
    before = ""
    for block in message.blocks:
        text = "\n".join(_block_lines(block, width))
        if not text:
            continue
        is_list = block.kind == before == "item"
        parts.append(text if not parts else ("\n" if is_list or before == "heading" else "\n\n") + text)
        before = block.kind
    return "".join(parts)


def _block_lines(block: Block, width: int) -> Iterator[str]:
    text = _visible("".join(f">>{span.text}<<" if span.style == "mark" else span.text for span in block.spans))
    if block.kind == "title":
        yield from _wrapped(text, width)
        yield "=" * min(len(text), width)
    elif block.kind == "extract":
        yield from _wrapped(text, width, first="  | ", rest="  | ")
    elif block.kind == "item":
        yield from _wrapped(text, width, first="- ", rest="  ")
        yield from (f"  {url}" for url in _addresses(block))
    elif block.kind == "divider":
        yield "-" * width
    elif block.kind == "heading":
        yield from _wrapped(text, width, first="## ", rest="   ")
    elif block.kind != "buttons":
        yield from _wrapped(text, width)


def _addresses(block: Block) -> Iterator[str]:
    """Links of whole words; those of numbers lead to the same pages."""
    for span in block.spans:
        if span.url and not span.text.strip(" []").isdigit():
            yield _visible(span.url).replace(" ", "%20")


def _wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _visible(text: str) -> str:
    shown = (" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)
    return " ".join("".join(shown).split())
