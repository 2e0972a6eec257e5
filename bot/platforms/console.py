"""Posts to standard output: for trying things out, and for watches whose digests go into a log or a pipe.

Owns nothing but the printing; the text is `steps/show/render_text`. There is nothing to click and nobody to answer.
"""

from __future__ import annotations

import re
import sys
import threading
from dataclasses import dataclass

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Message, Part
from bot.ports import FrontDesk, Host, Platform
from bot.steps.show.render_text import message_text

_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that move the cursor, colour or retitle a terminal, or turn the direction of its text."""


@dataclass(frozen=True, slots=True)
class Options:
    """The console has no settings."""


def build(options: Options, host: Host | None = None, desk: FrontDesk | None = None) -> Platform:
    """The console; it hosts nothing and asks nothing."""
    return Console()


class Console:
    """Implements Platform. What this process printed is what has been posted: nobody reads what a dead one printed."""

    name = "console"

    def __init__(self) -> None:
        self._printed: set[str] = set()
        self._turn = threading.Lock()

    def render(self, message: Message) -> tuple[Part, ...]:
        """The whole message as one part; no part for a message in which there is nothing to read."""
        text = _clean(message_text(message))
        if not text:
            return ()
        fallback = " ".join(_clean(message.fallback).split()) or text.splitlines()[0]
        return (Part(text=fallback, body={"text": text}),)

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """Print the part with one empty line after it."""
        out = sys.stdout
        text = _clean(str(delivery.spec.part.body.get("text") or delivery.spec.part.text))
        encoding = getattr(out, "encoding", None) or "utf-8"
        shown = text.encode(encoding, "replace").decode(encoding)
        with self._turn:
            try:
                out.write(shown + "\n\n")
                out.flush()
            except (OSError, ValueError) as error:
                raise PlatformError("standard output is closed: nothing can be printed any more") from error
            self._printed.add(delivery.spec.key)
        return delivery.spec.key

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """Whether this process has printed it."""
        return delivery.spec.key if delivery.spec.key in self._printed else None


def _clean(text: str) -> str:
    """The text with one kind of line end, without anything that a terminal would obey."""
    lines = _COMMANDS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
