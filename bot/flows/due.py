"""Whether there is work to do, asked often and answered without loading what does it.

Each question is one look at an index, with no lock; the answer may be out of date a moment later, so whoever does the
work still claims it. Digests are asked about in `flows/watches`, because their slots are not in the database yet.
"""

from __future__ import annotations

from datetime import datetime

from bot.ports import Store


def is_feed_due(store: Store, now: datetime) -> bool:
    """Whether `ingest.poll_due` would look at a feed. Raises StoreError."""
    with store.read() as uow:
        return uow.feeds.has_due(now)


def is_request_waiting(store: Store, now: datetime) -> bool:
    """Whether `inbox.deal_with_due` would deal with a request. Raises StoreError."""
    with store.read() as uow:
        return uow.conversations.has_waiting(now)
