"""A message as a reader sees it, before any platform's spelling.

`steps/show/render` makes one from a digest, an answer or a source; adapters turn it into parts within their limits.
Text in spans is plain and untrusted: an adapter must make sure that none of it can mention, ping, link or run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `style` is `plain`, `strong`, `quiet`, `quote` (verified words) or `mark` (highlighted).

    `url` makes it a link; only URLs stored with an article or made by the program may stand here.
    """

    text: str
    style: str = "plain"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `action` is a word like `sources`, `value` what it acts on."""

    label: str
    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind` is `title`, `heading`, `paragraph`, `extract`, `item`, `note`, `divider` or `buttons`."""

    kind: str
    spans: tuple[Span, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks in reading order. `fallback` is one plain line for notifications; `head` counts the first blocks that
    may stand alone in a channel while the rest goes to the thread.
    """

    fallback: str
    blocks: tuple[Block, ...]
    head: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message in a platform's own form: `body` is JSON-ready, `text` its plain fallback.

    `in_thread` parts answer the first part of the same message.
    """

    text: str
    body: dict[str, object]
    in_thread: bool = False
