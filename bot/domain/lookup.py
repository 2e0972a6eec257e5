"""What search and look-ups bring back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article
from bot.domain.ids import SentenceId


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Limits on a search. Times are half-open [`published_from`, `published_to`); empty means no limit."""

    published_from: datetime | None = None
    published_to: datetime | None = None
    article_ids: frozenset[int] | None = None
    feed_ids: frozenset[int] | None = None
    publishers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked piece of text; a higher `score` is better. Offsets are code points in the article's newest revision.

    `start`, `end` and `text` are a run of whole passages, up to about 1,200 characters; `passage` and `passage_id` name
    the one among them that fits the query best.
    """

    rank: int
    score: float
    passage_id: str
    article_id: int
    revision: int
    passage: int
    url: str
    title: str
    publisher: str | None
    published_at: datetime | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QuoteVerdict:
    """Whether words stand in stored text. `verdict`: verbatim, typographic, elsewhere, altered or absent.

    `rendered` are the stored characters that may be printed (None unless verbatim or typographic or elsewhere);
    `speaker_verdict`: confirmed, contradicted or unknown; `flags` such as `ellipsis`, `bracket`; `why` one line.
    `given` and `stored` are set for similar words: both wordings, with what differs in brackets.
    """

    verdict: str
    why: str
    article_id: int | None = None
    sentence_id: SentenceId | None = None
    start: int | None = None
    end: int | None = None
    rendered: str | None = None
    speaker: str | None = None
    speaker_verdict: str = "unknown"
    flags: tuple[str, ...] = ()
    given: str | None = None
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited place in its context. `text` is its whole paragraph, `before`/`after` the paragraphs around it (or "").

    `quote_start`/`quote_end` bound the cited sentence or quotation within it, as code points of the revision's text:
    subtract the passage's `start` to mark them in `text`. `also_in` are other articles with the same wording.
    """

    sentence_id: SentenceId
    article: Article
    before: str
    text: str
    after: str
    quote_start: int | None = None
    quote_end: int | None = None
    also_in: tuple[Article, ...] = ()
    verdict: QuoteVerdict | None = None
