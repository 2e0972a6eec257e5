"""Deliveries: message parts on their way to a channel.

`pending` → `sending` (committed before the call) → `posted`. A call whose outcome nobody knows becomes `unknown` and
is looked for on the platform before it may be sent again. `failed` is for good, with a reason that people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.message import Part


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A part to be posted. `key` is unique for ever (`digest:7:0`), `number` its order within `group`; part n waits
    for part n-1. `thread` answers an existing thread; otherwise parts with `in_thread` answer the group's first part.
    """

    key: str
    group: str
    number: int
    place: str
    part: Part
    thread: str | None = None
    reply_to: str | None = None
    digest_id: int | None = None
    answer_id: int | None = None
    not_before_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A stored delivery with its state. `version` rises with every claim, so a worker that slept can see that it lost
    its lease; `posted_ref` is the platform's id of the message (Slack's ts).
    """

    id: int
    spec: NewDelivery
    state: str
    version: int
    attempts: int
    posted_ref: str | None = None
    error: str | None = None
    sending_since: datetime | None = None
