"""Posting to a page: the outbox row is itself the message, so nothing is sent anywhere.

Implements Platform. What stands in a channel is read back from the outbox by `channel`.
"""

from __future__ import annotations

import dataclasses
import re

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Block, Message, Part
from bot.platforms.web.pieces import web_address

CHANNEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""What may follow `web:` and stand in the address of a channel."""

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class WebPlatform:
    """Implements Platform. A part is a whole message, in the neutral form of `domain/message`."""

    name = "web"

    def render(self, message: Message) -> tuple[Part, ...]:
        """One part: a page has no limits. Its text is escaped when the page is made; buttons are the page's own."""
        return (Part(_storable(message.fallback), {"blocks": [_as_json(block) for block in message.blocks]}),)

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """The reference of the message, which stands on the page as soon as the outbox has it as posted."""
        return _reference(delivery)

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """Always certain: the message is the row in hand."""
        return _reference(delivery)


def _as_json(block: Block) -> dict[str, object]:
    spans = [dataclasses.asdict(span) | {"text": _storable(span.text)} for span in block.spans]
    return {"kind": block.kind, "spans": [span | {"url": _link(span["url"])} for span in spans]}


def _link(url: object) -> str | None:
    return web_address(url if isinstance(url, str) else None) or None


def _storable(text: str) -> str:
    """The text with a replacement character for what no database keeps."""
    return _UNSTORABLE.sub("\ufffd", text)


def _reference(delivery: Delivery) -> str:
    name = delivery.spec.place.removeprefix("web:")
    if not CHANNEL_NAME.fullmatch(name):
        raise PlatformError(f"web:{name[:80]} is no channel: letters, digits, dot, dash and underscore, like web:demo")
    return delivery.spec.key
