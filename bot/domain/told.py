"""What earlier editions of a watch told: their sentences, each with the stored sentences that it cited.

Kept as the stored digests themselves, so nothing can drift from what was printed. What is new against it is decided in
`steps/choose/continuity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bot.domain.article import Article
from bot.domain.ids import SentenceId


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that edition `digest_id` of `as_of` printed, and the sentences it rests on."""

    text: str
    digest_id: int
    as_of: datetime
    citations: tuple[SentenceId, ...] = ()


@dataclass(frozen=True)
class Before:
    """Sentences of earlier editions, newest edition first, and the articles they cite by id, in the cited revision.

    `digest_id` and `as_of` are of the last edition; None when there is none. It may have told nothing.
    """

    told: tuple[Told, ...] = ()
    articles: Mapping[int, Article] = field(default_factory=dict)
    digest_id: int | None = None
    as_of: datetime | None = None

    @cached_property
    def editions(self) -> Mapping[int, int]:
        """The last edition that cited an article, by the article's id."""
        found: dict[int, int] = {}
        for one in self.told:
            for place in one.citations:
                found.setdefault(place.article, one.digest_id)
        return found

    @cached_property
    def texts(self) -> Sequence[str]:
        """What was printed, each sentence once."""
        return tuple(dict.fromkeys(one.text for one in self.told))

    def told_of(self, article_ids: frozenset[int]) -> tuple[Told, ...]:
        """The sentences that rest on one of these articles."""
        return tuple(one for one in self.told if any(place.article in article_ids for place in one.citations))
