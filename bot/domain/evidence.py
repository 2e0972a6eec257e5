"""Evidence: the stored sentences that a writer may use, and the quotations it may print from them.

Choosing evidence is `steps/choose/select`; nothing outside an Evidence may be cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.article import Article, Quotation, Story
from bot.domain.ids import SentenceId
from bot.domain.office import NO_OFFICES, Offices
from bot.domain.told import Told


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quotation that may be printed: its key in the prompt (`k3`), its place, words and stored attribution."""

    key: str
    sentence_id: SentenceId
    text: str
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One citable sentence with what a reader needs to place it. `story` numbers its story here from 1."""

    sentence_id: SentenceId
    text: str
    story: int
    cards: tuple[QuoteCard, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that may be cited: lines in prompt order, the articles they come from by id, and the stories behind them.

    `window_from`/`as_of` bound the digest's window (event dates); both None for an answer. `told` is what earlier
    editions told of a story, by its number; the articles behind it are among `articles`, but not to be cited.
    `offices` are the office holders known, by which sentences are doubted.
    """

    lines: tuple[EvidenceLine, ...]
    articles: Mapping[int, Article]
    stories: tuple[Story, ...] = ()
    as_of: datetime | None = None
    window_from: date | None = None
    told: Mapping[int, tuple[Told, ...]] = field(default_factory=dict)
    offices: Offices = NO_OFFICES

    def line(self, sentence_id: SentenceId) -> EvidenceLine | None:
        """The line with this id, None if it was not offered."""
        return next((line for line in self.lines if line.sentence_id == sentence_id), None)

    def article(self, sentence_id: SentenceId) -> Article | None:
        """The article (in the cited revision) behind an id, None if it is not part of this evidence."""
        article = self.articles.get(sentence_id.article)
        return article if article and article.revision.number == sentence_id.revision else None
