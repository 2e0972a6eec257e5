"""A platform in memory whose faults can be scripted: implements Platform, passes its contract suite.

It counts what a channel would show. `faults` are taken one per post, `look_faults` one per look; what was accepted
shows up in a look only after `lag_s`.
"""

from __future__ import annotations

import textwrap
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Block, Message, Part
from bot.ports import Clock

ACCEPTED_THEN_RESET = "accepted, then reset"
RESET_BEFORE = "reset before it was accepted"
REFUSED = "connection refused"
PERMANENT = "not in channel"
BUG_BEFORE = "bug before posting"
BUG_AFTER = "bug after posting"


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass, or run back."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Posted:
    """A message as it stands in the channel."""

    key: str
    place: str
    thread: str | None
    ref: str
    text: str
    at: datetime


@dataclass
class FakePlatform:
    """See the module. A number among the faults is a 429 with that many seconds to wait."""

    clock: Clock
    name: str = "fake"
    lag_s: float = 0.0
    max_chars: int = 120
    faults: deque[str | float | None] = field(default_factory=deque)
    look_faults: deque[str | float | None] = field(default_factory=deque)
    messages: list[Posted] = field(default_factory=list)
    posts: list[tuple[str, datetime]] = field(default_factory=list)
    looks: list[tuple[str, datetime]] = field(default_factory=list)

    def fail(self, *faults: str | float | None) -> None:
        """Script the next posts; None lets one pass."""
        self.faults.extend(faults)

    def fail_looks(self, *faults: str | float | None) -> None:
        """Script the next looks."""
        self.look_faults.extend(faults)

    @property
    def keys(self) -> list[str]:
        """Keys of what stands in the channels, in order of arrival."""
        return [message.key for message in self.messages]

    def render(self, message: Message) -> tuple[Part, ...]:
        """One part per block or piece of it."""
        pieces = [piece for block in message.blocks for piece in self._pieces(block)]
        return tuple(
            Part(message.fallback if n == 0 else piece, {"text": piece}, in_thread=n > 0)
            for n, piece in enumerate(pieces)
        )

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """Accept, or fail as scripted."""
        self.posts.append((delivery.spec.key, self.clock()))
        fault = self.faults.popleft() if self.faults else None
        self._raise_before(fault)
        ref = f"{self.name}.{len(self.messages) + 1}"
        spec = delivery.spec
        self.messages.append(Posted(spec.key, spec.place, thread, ref, spec.part.text, self.clock()))
        if fault == ACCEPTED_THEN_RESET:
            raise PlatformError("the connection was reset", transient=True, outcome_unknown=True)
        if fault == BUG_AFTER:
            raise RuntimeError("a bug in the adapter")
        return ref

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """What shows up by now."""
        self.looks.append((delivery.spec.key, self.clock()))
        fault = self.look_faults.popleft() if self.look_faults else None
        if fault == BUG_BEFORE:
            raise RuntimeError("a bug in the adapter")
        if fault is not None:
            raise PlatformError("the channel could not be read", transient=True)
        shown = self.clock() - timedelta(seconds=self.lag_s)
        found = [message for message in self.messages if message.key == delivery.spec.key and message.at <= shown]
        return found[0].ref if found else None

    def _raise_before(self, fault: str | float | None) -> None:
        if isinstance(fault, int | float):
            raise PlatformError("too many messages", transient=True, retry_after_s=float(fault))
        if fault == BUG_BEFORE:
            raise RuntimeError("a bug in the adapter")
        if fault == RESET_BEFORE:
            raise PlatformError("the connection was reset", transient=True, outcome_unknown=True)
        if fault == REFUSED:
            raise PlatformError("nobody listens there", transient=True)
        if fault == PERMANENT:
            raise PlatformError("the bot is not in that channel; invite it")

    def _pieces(self, block: Block) -> Iterable[str]:
        text = "".join(span.text for span in block.spans) + " ".join(f"[{button.label}]" for button in block.buttons)
        return textwrap.wrap(text, self.max_chars)
