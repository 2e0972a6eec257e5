"""What dealing with a request needs, and what comes of it.

Shared by `flows/inbox` (who gets an answer), `flows/commands` (`/brief`) and `flows/sources` (`/source`). Holds values
only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.conversation import Answer
from bot.domain.message import Block, Message, Span
from bot.flows.ask_model import Writers
from bot.ports import Clock, Fetcher, Platform, Source, Store


@dataclass(frozen=True, slots=True)
class Switchboard:
    """The parts of the program that a request may need, and its ceilings per hour.

    `platforms` are by the first part of a place (`slack` of `slack:C…`); without a `fetcher` no feed can be added.
    `lease_s` is how long one request may take before another worker may try it again.
    """

    store: Store
    writers: Writers
    platforms: Mapping[str, Platform]
    clock: Clock
    fetcher: Fetcher | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    questions_per_person: int = 20
    questions_per_hour: int = 200
    lease_s: float = 300.0

    def platform_of(self, place: str) -> Platform | None:
        """The platform that a place belongs to, None if it is not running here."""
        return self.platforms.get(place.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request comes to. `message` None: nothing is to be posted (any more); `state` is the end of its event."""

    message: Message | None
    answer: Answer | None = None
    state: str = "done"
    reason: str = ""


def plain_message(*lines: str) -> Message:
    """A message of plain lines. Strangers' text may stand in them: a platform escapes plain spans."""
    shown = [line for line in lines if line]
    return Message(shown[0], tuple(Block("paragraph", (Span(line),)) for line in shown))


def plain_reply(*lines: str, state: str = "done", reason: str = "") -> Reply:
    """A reply of plain lines."""
    return Reply(plain_message(*lines), state=state, reason=reason)
