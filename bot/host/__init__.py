"""Where platforms live: one asyncio loop in a thread of its own, and the web server on it.

`open_host` makes a Host (see `bot/ports`); nothing is imported or bound before it is called and started. What is
served is added by the platforms; this package owns the guards at the door and the health pages, no other content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.host.server import AsyncHost

__all__ = ["AsyncHost", "open_host"]


def open_host(address: str, *, public_url: str = "", password: str = "") -> AsyncHost:
    """A host for `HOST:PORT` (port 0: any free one), not yet started. Raises ConfigError.

    `public_url` is how readers reach it, if not by a loopback name; `password` guards every page, and is required
    when the address can be reached from other machines.
    """
    from bot.host.address import check_reach, parse_address
    from bot.host.server import AsyncHost as AsyncHost

    place = parse_address(address)
    check_reach(place, public_url=public_url, password=password)
    return AsyncHost(place, public_url=public_url, password=password)
