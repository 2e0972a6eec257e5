"""Web pages: the archive, one digest, one source passage in its context, and channels that stand on a page.

Implements Platform under the name `web`; a channel is `web:NAME` and stands at /channel/NAME. Owns pages and the
question form; the server, its door and its health pages are `bot/host`. No page needs or allows a script.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.platforms.web.adapter import WebPlatform
from bot.ports import FrontDesk, Host

__all__ = ["Options", "build"]


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of `[web]`. `title` names the site; `password` is asked for on every page (see `bot/host`)."""

    title: str = "Briefings"
    password: str = field(default="", repr=False)


def build(options: Options, host: Host | None, desk: FrontDesk | None) -> WebPlatform:
    """The adapter. With a host and a desk it adds its pages to the web server; without them it only posts."""
    if host is not None and desk is not None:
        from bot.platforms.web.routes import add_pages

        add_pages(host.web, desk, title=options.title)
    return WebPlatform()
