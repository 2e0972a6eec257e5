"""Channels by name: `#news` becomes the id that every other call wants, and back the place that a watch names.

Remembers what it found. A watch for `slack:#news` and what is said in that channel must have one place, or the thread
under its digest would not be known as ours.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from bot.domain.errors import BotError, PlatformError
from bot.platforms.slack.api import call, text_of
from bot.ports import FrontDesk

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

PREFIX = "slack:"
PAGE_SIZE = 200
MAX_PAGES = 50
REFRESH_EVERY_S = 60.0
UNKNOWN_AGAIN_S = 600.0
"""A name that is no channel is asked for again after this long: somebody may have invited the bot."""

_log = logging.getLogger(__name__)


class ChannelNames:
    """Ids of channels by name, as far as they have been asked for."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    async def find(self, client: AsyncWebClient, channel: str) -> str:
        """The id of `#name`; an id stays as it is. Raises PlatformError."""
        if not channel.startswith("#"):
            return channel
        name = channel[1:].lower()
        if name not in self._ids:
            self._ids |= await _list_ids(client, name)
        if name not in self._ids:
            raise PlatformError(
                f"the bot sees no channel {channel}: check the name, or invite it there", code="no_name"
            )
        return self._ids[name]


class NamedPlaces:
    """The places that watches name with a `#`, by channel id. Kept up to date in the background."""

    def __init__(self, desk: FrontDesk, names: ChannelNames, client: AsyncWebClient) -> None:
        self._desk = desk
        self._names = names
        self._client = client
        self._places: dict[str, str] = {}
        self._asked_at: dict[str, float] = {}

    def place_of(self, place: str) -> str:
        """The place of `slack:C…` as a watch names it; itself when no watch does."""
        return self._places.get(place, place)

    async def keep(self) -> None:
        """Look for new names for ever."""
        while True:
            await self.refresh()
            await asyncio.sleep(REFRESH_EVERY_S)

    async def refresh(self) -> None:
        """Look for names once. Never raises: what cannot be found now is looked for later."""
        try:
            named = [place for place in await asyncio.to_thread(self._desk.list_places) if place.startswith("slack:#")]
        except BotError as error:
            _log.warning("the channels of the watches cannot be read: %s", error.message)
            return
        found: dict[str, str] = {}
        for place in named:
            channel = await self._ask(place)
            if channel is not None:
                found[PREFIX + channel] = place
        self._places = found

    async def _ask(self, place: str) -> str | None:
        known = next((channel for channel, named in self._places.items() if named == place), None)
        if known is not None:
            return known.removeprefix(PREFIX)
        if time.monotonic() - self._asked_at.get(place, -UNKNOWN_AGAIN_S) < UNKNOWN_AGAIN_S:
            return None
        self._asked_at[place] = time.monotonic()
        try:
            return await self._names.find(self._client, place.removeprefix(PREFIX))
        except PlatformError as error:
            if error.transient:
                del self._asked_at[place]
            _log.warning("%s: %s", place, error.message)
            return None


async def _list_ids(client: AsyncWebClient, wanted: str) -> dict[str, str]:
    found: dict[str, str] = {}
    asked: dict[str, object] = {
        "types": "public_channel,private_channel",
        "exclude_archived": "true",
        "limit": PAGE_SIZE,
    }
    for _ in range(MAX_PAGES):
        page = await call(client, "conversations.list", params=asked)
        found |= {text_of(one, "name").lower(): text_of(one, "id") for one in page.get("channels") or ()}
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if wanted in found or not cursor:
            break
        asked["cursor"] = cursor
    return found
