"""The Slack adapter on a real host, connected to the Slack of these tests, with a desk that only remembers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.domain.conversation import Event
from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.errors import BotError, NotFound
from bot.domain.message import Message, Part
from bot.host import open_host
from bot.host.server import AsyncHost
from bot.platforms.slack import Options, build
from bot.platforms.slack.post import SlackPlatform
from tests.servers.slack import NEWS, SlackServer, wait_until


def _open_gate() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class MemoryDesk:
    """Accepts each key once, `delay_s` after it was asked and not before `gate` is open; `failures` are raised first,
    one a call. `sources_gate` holds up what shows the sources.
    """

    delay_s: float = 0.0
    gate: threading.Event = field(default_factory=_open_gate)
    sources_gate: threading.Event = field(default_factory=_open_gate)
    failures: list[BotError] = field(default_factory=list)
    sources: dict[int, Message] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    events: list[Event] = field(default_factory=list)
    calls: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accept(self, event: Event) -> bool:
        """See FrontDesk."""
        time.sleep(self.delay_s)
        self.gate.wait(60)
        with self._lock:
            self.calls += 1
            if self.failures:
                raise self.failures.pop(0)
            is_new = all(one.key != event.key for one in self.events)
            if is_new:
                self.events.append(event)
            return is_new

    def list_places(self) -> tuple[str, ...]:
        """See FrontDesk."""
        return self.places

    def show_sources(self, digest_id: int) -> Message:
        """See FrontDesk."""
        self.sources_gate.wait(60)
        if digest_id not in self.sources:
            raise NotFound(f"there is no digest {digest_id}")
        return self.sources[digest_id]

    def wait_for(self, number: int = 1, *, timeout_s: float = 60.0) -> list[Event]:
        """That many events, once they are there."""
        wait_until(lambda: len(self.events) >= number, timeout_s=timeout_s, what=f"{number} accepted events")
        return self.events


@dataclass
class SlackBot:
    """What runs."""

    slack: SlackServer
    host: AsyncHost
    desk: MemoryDesk
    platform: SlackPlatform


def options_for(slack: SlackServer, **changes: object) -> Options:
    """Settings that fit this Slack."""
    options = Options(
        bot_token=slack.bot_token,
        app_token=slack.app_token if slack.mode == "socket" else "",
        signing_secret=slack.signing_secret if slack.mode == "http" else "",
        api_url=slack.url,
    )
    return replace(options, **changes)  # type: ignore[arg-type]


@contextmanager
def running_bot(slack: SlackServer, desk: MemoryDesk | None = None, **changes: object) -> Iterator[SlackBot]:
    """Start the adapter against a Slack that runs, and stop it in the end."""
    host = open_host("127.0.0.1:0")
    chosen = desk or MemoryDesk()
    platform = build(options_for(slack, **changes), host, chosen)  # type: ignore[arg-type]
    assert isinstance(platform, SlackPlatform)
    host.start()
    try:
        slack.target = f"{host.url}/slack/events"
        if slack.mode == "socket":
            slack.wait_for_connection()
        yield SlackBot(slack, host, chosen, platform)
    finally:
        host.stop()


def delivery_of(part: Part, *, key: str = "digest:7:0", place: str = f"slack:{NEWS}", **fields: object) -> Delivery:
    """A claimed delivery of one part, sent just now."""
    spec = NewDelivery(key=key, group=key.rsplit(":", 1)[0], number=0, place=place, part=part, **fields)  # type: ignore[arg-type]
    return Delivery(id=1, spec=spec, state="sending", version=1, attempts=1)
