"""The sources of a digest in a modal: opened within Slack's three seconds, in pages when it is long.

Owns what is shown and turning pages. A trigger opens a view within 3 s only, so a slow archive first shows a waiting
line. What the sources are is the desk's business.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.domain.errors import BotError, NotFound, PlatformError
from bot.domain.message import Block, Message, Span
from bot.platforms.slack.api import call, text_of
from bot.platforms.slack.blocks import ACTION_PREFIX, modal_views
from bot.ports import FrontDesk

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

TITLE = "Sources"
DESK_WAIT_S = 1.2
SOURCES, PAGE = "sources", "page"

View = dict[str, Any]
_log = logging.getLogger(__name__)


class SourcesModal:
    """Opens and turns the pages of the sources modal."""

    def __init__(self, desk: FrontDesk, client: AsyncWebClient) -> None:
        self._desk = desk
        self._client = client

    async def open(self, trigger: str, value: str) -> None:
        """Open it for the digest whose number is `value`. Never raises: the worst is a line in the modal."""
        views = asyncio.ensure_future(asyncio.to_thread(self._views, value))
        try:
            ready, _ = await asyncio.wait({views}, timeout=DESK_WAIT_S)
            first = views.result()[0] if ready else _waiting()
            opened = await call(self._client, "views.open", json={"trigger_id": trigger, "view": first})
            if not ready:
                view_id = text_of(opened, "view", "id")
                await self._show(view_id, (await views)[0])
        except PlatformError as error:
            _log.warning("the sources of digest %s were not shown: %s", value, error.message)

    async def turn(self, view_id: str, value: str) -> None:
        """Show another page; `value` is `DIGEST:PAGE`, counted from 0. Never raises."""
        digest, _, page = value.partition(":")
        views = await asyncio.to_thread(self._views, digest)
        number = min(int(page), len(views) - 1) if page.isascii() and page.isdigit() and len(page) < 6 else 0
        try:
            await self._show(view_id, views[number])
        except PlatformError as error:
            _log.warning("page %s of the sources of digest %s was not shown: %s", page, digest, error.message)

    async def _show(self, view_id: str, view: View) -> None:
        await call(self._client, "views.update", json={"view_id": view_id, "view": view})

    def _views(self, value: str) -> tuple[View, ...]:
        """The pages, with buttons that lead from one to the next."""
        try:
            message = self._desk.show_sources(_number(value))
        except NotFound:
            message = _line("This digest is not in the archive any more.")
        except BotError as error:
            _log.warning("the sources of digest %s cannot be read: %s", value, error.message)
            message = _line("The archive cannot be read right now. Please try again in a minute.")
        views = modal_views(message, title=TITLE) or modal_views(_line("This digest has no sources."), title=TITLE)
        if len(views) == 1:
            return views
        return tuple(
            view | {"blocks": [*view["blocks"], _turners(value, number, len(views))]}
            for number, view in enumerate(views)
        )


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 18):
        raise NotFound(f"there is no digest {value!r}")
    return int(value)


def _turners(value: str, number: int, pages: int) -> View:
    wanted = [(number - 1, "Previous page")] if number > 0 else []
    wanted += [(number + 1, "Next page")] if number + 1 < pages else []
    buttons = [
        {
            "type": "button",
            "action_id": f"{ACTION_PREFIX}{PAGE}_{page}",
            "text": {"type": "plain_text", "text": label, "emoji": False},
            "value": f"{value}:{page}",
        }
        for page, label in wanted
    ]
    return {"type": "actions", "elements": buttons}


def _waiting() -> View:
    return modal_views(_line("Looking up the sources …"), title=TITLE)[0]


def _line(text: str) -> Message:
    return Message(text, (Block("paragraph", (Span(text),)),))
