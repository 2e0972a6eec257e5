"""Articles and what is found in them when they are stored.

Offsets are Unicode code points in `Revision.text`, end exclusive. `text` never changes: a changed page is a new
revision. Reading pages is `steps/read/extract`; finding sentences and quotations is `steps/find/segment`,
`steps/find/quotations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from bot.domain.ids import SentenceId
from bot.domain.outcomes import OUTCOMES

SOURCE_TYPES = ("primary", "wire", "outlet", "column", "aggregator", "ai_generated", "social")

TRUST: Mapping[str, float] = {
    "primary": 0.95,
    "wire": 0.9,
    "outlet": 0.8,
    "column": 0.75,
    "aggregator": 0.45,
    "social": 0.2,
    "ai_generated": 0.1,
}
"""Starting trust per source type; where sources word a thing differently the more trusted wording is shown."""

LEADS = frozenset({"ai_generated", "social"})
"""Source types that are leads only: never quoted, never a sole citation."""

PUBLISHED_CONF = ("markup", "feed", "dateline", "url", "banner", "guessed")
"""How a time of publication is known: `markup` the page's data say it, `feed` the entry that led to it, `dateline` the
first words of the text, `url` the address, `banner` a labelled line on the page, `guessed` some date on it. None with a
time is a revision of before this was kept; None without one is unknown.
"""

GUESSED = "guessed"

YEAR_INFERRED = "year_inferred"
"""Flag of a revision whose event day has a year that the text does not give."""

MAX_OUTLET_CHARS = 80
"""Longer than the longest name of a newspaper; a feed may call itself anything."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Clean text and metadata of one page or file. None means unknown, never a guess.

    `published_conf` says how `published_at` is known (PUBLISHED_CONF); `page_date` is the banner or fetch date; `flags`
    are short words such as `paywalled`, `caption_removed`, `truncated`. `text` has one blank line between paragraphs.
    """

    url: str | None
    title: str | None
    text: str
    byline: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    page_date: date | None = None
    event_date: date | None = None
    language: str | None = None
    source_type: str | None = None
    canonical_url: str | None = None
    flags: tuple[str, ...] = ()
    published_conf: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by offsets. Flags: `fused` (a missing full stop inside), `suspicious` (reads like an instruction),
    `anachronism` (gives somebody an office that was not theirs on the day of the event).
    """

    start: int
    end: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a revision: number counted from 1, offsets, its sentences in order (numbers count from 1)."""

    number: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation found at storage. `start`/`end` exclude the marks; `passage`/`sentence` count from 1.

    `speaker` is as named in the text (resolved from pronouns), None when nobody can be named. `pattern` names the
    rule that found the speaker, `confidence` is 0..1. `via` keeps a second-hand chain ("according to the BBC").
    `kind` is `speech` for words somebody said or wrote, `term` for scare quotes and titles that nobody said.
    """

    start: int
    end: int
    passage: int
    sentence: int
    speaker: str | None = None
    role: str | None = None
    cue: str | None = None
    pattern: str = "unattributed"
    confidence: float = 0.0
    via: str | None = None
    kind: str = "speech"


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable reading of an article. `text_sha256` is of `text` in UTF-8, compared before a quote is printed.

    `event_from` without `event_to`: the text only looks forward to that day. `published_conf`: see PUBLISHED_CONF.
    """

    number: int
    title: str
    text: str
    text_sha256: str
    fetched_at: datetime
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...] = ()
    byline: str | None = None
    published_at: datetime | None = None
    page_date: date | None = None
    event_from: date | None = None
    event_to: date | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()
    published_conf: str | None = None

    @property
    def told_published_at(self) -> datetime | None:
        """When it was published, None when that is a guess: what makes an article fresh."""
        return None if self.published_conf == GUESSED else self.published_at


@dataclass(frozen=True, slots=True)
class Article:
    """One piece at one canonical URL, with one of its revisions (the newest, unless an older one was asked for).

    `duplicate_of` is the id of the article that this one repeats; such articles are stored and never cited.
    """

    id: int
    url: str
    canonical_url: str
    publisher: str | None
    source_type: str
    trust: float
    first_seen_at: datetime
    revision: Revision
    feed_id: int | None = None
    duplicate_of: int | None = None

    @property
    def title(self) -> str:
        """Headline of the revision in hand."""
        return self.revision.title

    @property
    def is_intact(self) -> bool:
        """Whether the text is still the one whose hash was stored: asked before any of it is printed or posted."""
        encoded = self.revision.text.encode("utf-8", "surrogatepass")
        return sha256(encoded).hexdigest() == self.revision.text_sha256

    @property
    def outlet(self) -> str:
        """Name shown to readers: the publisher, else the host of the URL, else the name of the file it came from.

        What is longer than MAX_OUTLET_CHARS is no name, whatever a feed calls itself.
        """
        host, _, path = self.url.split("//", 1)[-1].partition("/")
        named = self.publisher if self.publisher and len(self.publisher) <= MAX_OUTLET_CHARS else None
        return named or host.removeprefix("www.") or path.rsplit("/", 1)[-1] or "unnamed source"

    @property
    def event_date(self) -> date | None:
        """Date of what the article reports: its event, else the day it was published; a guessed day is neither."""
        published = self.revision.told_published_at
        return self.revision.event_to or (published.date() if published else None)

    def passage(self, number: int) -> Passage | None:
        """Passage by number, None if there is none."""
        index = number - 1
        return self.revision.passages[index] if 0 <= index < len(self.revision.passages) else None

    def sentence(self, sentence_id: SentenceId) -> Sentence | None:
        """Sentence by id, None if the id is of another article or revision or out of range."""
        if (sentence_id.article, sentence_id.revision) != (self.id, self.revision.number):
            return None
        passage = self.passage(sentence_id.passage)
        index = sentence_id.sentence - 1
        return passage.sentences[index] if passage and 0 <= index < len(passage.sentences) else None

    def sentence_text(self, sentence_id: SentenceId) -> str | None:
        """Stored characters of a sentence, None if it does not exist."""
        sentence = self.sentence(sentence_id)
        return None if sentence is None else self.revision.text[sentence.start : sentence.end]

    def quotation_text(self, quotation: Quotation) -> str:
        """Stored characters of a quotation without its marks."""
        return self.revision.text[quotation.start : quotation.end]


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article about to be stored: no id yet. The store decides whether it is new, a revision or unchanged."""

    url: str
    canonical_url: str
    publisher: str | None
    source_type: str
    trust: float
    revision: Revision
    fingerprint: bytes = b""
    feed_id: int | None = None
    guid: str | None = None
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ingested item. `kind` is one of OUTCOMES; `reason` says by which rule, of what, or why.

    `watch` is None for what became of it when it came in, else the watch for one of whose editions it was looked at, at
    the time `at` of the edition; `digest_id` is None when that edition was written and not published.
    """

    url: str
    kind: str
    reason: str
    at: datetime
    article_id: int | None = None
    watch: str | None = None
    digest_id: int | None = None

    def __post_init__(self) -> None:
        """One enumeration for all: a kind that is not in it would be a word that nobody explains."""
        if self.kind not in OUTCOMES:
            raise ValueError(f"there is no outcome “{self.kind}”")


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same event. `families` groups article ids that count as one source."""

    id: str
    articles: tuple[Article, ...]
    families: tuple[frozenset[int], ...] = ()
    event_date: date | None = None
    keywords: Mapping[str, float] = field(default_factory=dict)
