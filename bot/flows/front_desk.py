"""The desk at which platforms ask: it stores what was said and reads what they show.

Implements `FrontDesk` of `bot/ports` over the store. Computes nothing: requests are dealt with by `flows/inbox`, which
`on_accept` wakes. What shows a source is imported when somebody asks for one: an idle program is small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Event
from bot.domain.delivery import Delivery
from bot.domain.digest import Digest
from bot.domain.lookup import SourceView
from bot.domain.message import Message
from bot.flows.letterbox import Letterbox
from bot.ports import Clock, Store

MAX_TEXT_CHARS = 8_000
"""What is kept of one message: a question is cut at an eighth of it, a quotation to look up at half."""


class Desk:
    """Implements FrontDesk. `on_accept` is called after a new request was committed, on the caller's thread."""

    def __init__(self, store: Store, *, clock: Clock, on_accept: Callable[[], None] | None = None) -> None:
        self._store = store
        self._letterbox = Letterbox(store)
        self._clock = clock
        self.on_accept = on_accept

    def accept(self, event: Event) -> bool:
        """See FrontDesk. A deletion takes effect at once, ahead of the questions that wait."""
        is_new = self._letterbox.drop(replace(event, text=event.text[:MAX_TEXT_CHARS]))
        if is_new and self.on_accept is not None:
            self.on_accept()
        return is_new

    def show_sources(self, digest_id: int) -> Message:
        """See FrontDesk."""
        from bot.steps.show.render import sources_message

        return sources_message(self.get_digest(digest_id))

    def list_digests(self, *, before: datetime | None = None, limit: int = 50) -> tuple[Digest, ...]:
        """See FrontDesk; newest first."""
        with self._store.read() as uow:
            return uow.digests.list_recent(limit=limit, before=before)

    def get_digest(self, digest_id: int) -> Digest:
        """See FrontDesk. Raises NotFound."""
        with self._store.read() as uow:
            return uow.digests.get(digest_id)

    def view_source(self, ref: str) -> SourceView:
        """See FrontDesk."""
        from bot.flows.lookup import view_source

        return view_source(ref, store=self._store)

    def list_places(self) -> tuple[str, ...]:
        """See FrontDesk."""
        with self._store.read() as uow:
            return tuple(sorted({watch.channel for watch in uow.watches.list_all()}))

    def list_posted(self, place: str) -> tuple[Delivery, ...]:
        """See FrontDesk."""
        with self._store.read() as uow:
            return uow.deliveries.list_posted(place)

    def list_questions(self, place: str) -> tuple[tuple[Event, str], ...]:
        """See FrontDesk."""
        with self._store.read() as uow:
            return uow.conversations.list_events(place)

    def describe(self) -> Mapping[str, str]:
        """See FrontDesk."""
        with self._store.read() as uow:
            deliveries = uow.deliveries.count_by_state()
            feeds = [state.status for _, state in uow.feeds.list_all()]
            newest = next(iter(uow.digests.list_recent(limit=1)), None)
            facts = {
                "articles": str(uow.articles.count()),
                "feeds": str(len(feeds)),
                "feeds_failing": str(sum(status in ("failing", "gone") for status in feeds)),
                "watches": str(len(uow.watches.list_all())),
                "last_digest_at": newest.as_of.isoformat() if newest else "never",
            }
        return facts | {f"deliveries_{state}": str(count) for state, count in sorted(deliveries.items())}
