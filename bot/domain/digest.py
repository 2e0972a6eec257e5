"""A digest as published: only verified claims, each with its citations.

Made by `steps/show/compose` from what `steps/verify/gate` let through. Offsets are code points in the cited revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.ids import SentenceId


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited sentence. `n` is its number in this digest or answer; `deep_link` opens the page at exactly `text`.

    `text_sha256` is the hash of the whole revision text at verification time.
    """

    n: int
    sentence_id: SentenceId
    article_id: int
    revision: int
    url: str
    deep_link: str
    publisher: str | None
    title: str
    published_at: datetime | None
    event_date: date | None
    source_type: str
    start: int
    end: int
    text: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words printed in quotation marks: the stored characters `start..end` of the revision cited as `n`.

    `speaker` None means that nobody could be named safely; the outlet is named instead.
    """

    text: str
    speaker: str | None
    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A published sentence. `text` already holds its quotes in curly marks; citation numbers are added by renderers.

    `is_extract` marks an outlet's own words, shown as an extract with the outlet's name (`outlet`), not as our prose.
    """

    text: str
    citations: tuple[int, ...]
    quotes: tuple[Quote, ...] = ()
    is_extract: bool = False
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Development:
    """An item of a digest. `status` is `new`, `update` or `background`; `label` warns the reader (`single source`)."""

    title: str
    event_date: date | None
    status: str
    label: str | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A difference between sources, a number or a look ahead. `label` names what a number counts.

    Only a difference has `quotes`; its text already holds them in curly marks.
    """

    text: str
    citations: tuple[int, ...]
    label: str | None = None
    date: date | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed sentence that was repaired or dropped, kept for editors: rule (`V8`), why, and both wordings."""

    action: str
    rule: str
    reason: str
    before: str
    after: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the digest was made from: articles and feeds looked at, and how many articles ended in which outcome."""

    articles: int
    feeds: int
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Band:
    """A measured figure of style and the band that it should lie in; a limit of None is open."""

    value: float
    low: float | None
    high: float | None
    met: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How a digest is written, in figures: `score` is the share of bands met (0..1).

    `extract_share` is the share of words that are outlets' own: with many of them the bands judge the outlets.
    """

    score: float
    extract_share: float
    bands: Mapping[str, Band] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checks:
    """What verification did: quotes printed, claims kept/repaired/dropped, failures by rule name. `style` is None for
    a digest that tells nothing.
    """

    quotes: int
    claims_kept: int
    claims_repaired: int
    claims_dropped: int
    rules: Mapping[str, int] = field(default_factory=dict)
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What writing took: calls to a language model, failed ones included, their tokens, price and waiting time.

    `usd` is 0 where no prices are set; all is 0 when no model was asked.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    usd: float = 0.0
    seconds: float = 0.0


NO_COST = Cost()


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since edition `digest_id` of `as_of`, in words `edition` (`Monday’s edition`): said first.

    `updates` are labelled with the title of their development and cite the new sentence and the old one; `new` counts
    the developments whose story was never told.
    """

    digest_id: int
    as_of: datetime
    edition: str
    updates: tuple[Line, ...] = ()
    new: int = 0


@dataclass(frozen=True, slots=True)
class PromptStamp:
    """Which prompt wrote this: id, version and sha-256 of its body."""

    id: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition of a watch. `engine` is `model` or `offline`; `notice` tells readers what they must know first
    (for example that the model failed and this is an automatic extract). `id` is 0 until it is stored.
    """

    id: int
    watch: str
    slot: str
    as_of: datetime
    engine: str
    headline: str
    standfirst: str
    developments: tuple[Development, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    checks: Checks
    prompts: tuple[PromptStamp, ...] = ()
    differences: tuple[Line, ...] = ()
    numbers: tuple[Line, ...] = ()
    ahead: tuple[Line, ...] = ()
    other_news: tuple[Claim, ...] = ()
    changes: tuple[Change, ...] = ()
    notice: str | None = None
    timezone: str = "UTC"
    length: str = "daily"
    since: Since | None = None
    cost: Cost = NO_COST

    @property
    def is_empty(self) -> bool:
        """True when nothing in the window is worth reporting; such a digest is one honest line."""
        return not self.developments and not self.other_news
