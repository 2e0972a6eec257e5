"""What verification decided: sentences that may be printed, failures with their rule, and what may still be repaired.

Deciding is `steps/verify/gate`; asking for a repair and numbering citations is the writer's work (`steps/write/tasks`,
`steps/show/compose`). Everything here is already final text: nothing may be added to it but citation numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.digest import Change
from bot.domain.draft import DraftSentence
from bot.domain.evidence import EvidenceLine, QuoteCard
from bot.domain.ids import SentenceId

RULES: Mapping[str, str] = {
    "V1": "cite only offered sentence ids, and give every quotation exactly one placeholder",
    "V2": "write no quotation marks yourself; a quotation is only a placeholder",
    "V3": "the words of a quotation stand letter for letter in the cited sentence",
    "V4": "a quotation lies inside one pair of the source's own quotation marks",
    "V5": "a negation or condition before the quoted words stays with them",
    "V6": "the speaker is the one whom the source names for these words",
    "V7": "an office stands beside the name in a cited article and was held on the day of the event; else leave it out",
    "V8": "every number stands in a cited sentence, with its unit and its hedge",
    "V9": "every date, month and weekday stands in a cited sentence or is the cited event's date",
    "V10": "every name stands in a cited sentence, the one before it, or the title",
    "V11": "who acts, speaks or hears in a sentence does so in the cited ones; an opening pronoun follows its name",
    "V12": "what the source denies is not affirmed, and what it affirms is not denied",
    "V13": "the cited sentences hold most of what a sentence says, its verbs among it, and not the opposite of one",
    "V14": "what the source calls possible, planned, alleged or an aim is not asserted as a fact",
    "V15": "no sentence rests on machine-made or social posts alone, none of them is quoted, and what one outlet"
    " passes on from another names both",
    "V16": "nothing is taken from captions, page furniture or text that carries instructions",
    "V17": "outside quotations no more than 12 words in a row are the source's, names and numbers aside",
    "V18": "no links, mentions, markup or brackets",
    "V19": "what an earlier edition told is told again only with something to add",
    "J": "a second reader finds all of it in the cited sentences: who, how many, whether, how surely",
}
"""Each rule in plain words, as shown to the writer in a repair and to editors."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken rule: its name (`V8`), one line saying what broke it, and the stored words it was held against."""

    rule: str
    reason: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """Words printed in quotation marks, as the stored characters `start..end` of the revision named by `sentence_id`.

    `text` equals these characters exactly. `speaker` None: nobody can be named safely.
    """

    sentence_id: SentenceId
    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence that may be printed as it stands.

    `text` holds its quotes in curly marks. `is_extract` sentences are an outlet's own words (`outlet`), verbatim.
    """

    text: str
    citations: tuple[SentenceId, ...]
    quotes: tuple[LocatedQuote, ...] = ()
    is_extract: bool = False
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Outcome of one draft sentence: `claim` when it may be printed, else the failures.

    `changes` are small repairs the program made by itself (a superfluous citation removed, a speaker left unnamed).
    """

    draft: DraftSentence
    claim: CheckedSentence | None
    failures: tuple[Failure, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class RepairItem:
    """A failed sentence and all a writer needs to mend it: why it failed, the cited lines, up to three legal quotes.

    `key` places it in its draft (`headline`, `standfirst`, `d2.title`, `d2.s1`, `difference1`, `number3`, `ahead1`,
    `other2`, `s4` in an answer), counted from 1; hand the mended sentence back under it to `apply_repairs`.
    """

    key: str
    draft: DraftSentence
    failures: tuple[Failure, ...]
    cited: tuple[EvidenceLine, ...] = ()
    cards: tuple[QuoteCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that the rules let through, with its place in the draft: what a judge is asked about."""

    key: str
    draft: DraftSentence
    claim: CheckedSentence


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge model thinks of one claim: `full`, `partial` or `none`, the words not borne out, and which of
    actor, number, polarity and modality it found wrong. Advice: it can only cost a sentence its place.
    """

    key: str
    support: str
    span: str | None = None
    wrong: tuple[str, ...] = ()


Doubts = Mapping[DraftSentence, Failure]
"""Sentences that a judge does not find borne out. They are mended or dropped; no judge can save one that fails."""


@dataclass(frozen=True, slots=True)
class VerifiedDevelopment:
    """A development with at least one claim. `title` None: the proposed one failed, take one from the evidence."""

    title: str | None
    event_date: date | None
    status: str
    claims: tuple[CheckedSentence, ...]


@dataclass(frozen=True, slots=True)
class VerifiedLine:
    """A verified difference, number or look ahead. The text of a difference holds its quotes in curly marks."""

    text: str
    citations: tuple[SentenceId, ...]
    label: str | None = None
    date: date | None = None
    quotes: tuple[LocatedQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedSince:
    """What changed since edition `digest_id` of `as_of`, which readers know as `edition`. Each update is labelled with
    its development's title and cites the new sentence and the old.
    """

    digest_id: int
    as_of: datetime
    edition: str
    updates: tuple[VerifiedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedDigest:
    """What is left of a draft. `headline`/`standfirst` None: the proposed one failed.

    `failing` may be repaired; as it stands it is left out and already stands in `changes` as dropped.
    `rules` counts failures by rule, repaired ones included.
    """

    headline: str | None
    standfirst: str | None
    developments: tuple[VerifiedDevelopment, ...] = ()
    differences: tuple[VerifiedLine, ...] = ()
    numbers: tuple[VerifiedLine, ...] = ()
    ahead: tuple[VerifiedLine, ...] = ()
    other_news: tuple[CheckedSentence, ...] = ()
    failing: tuple[RepairItem, ...] = ()
    changes: tuple[Change, ...] = ()
    rules: Mapping[str, int] = field(default_factory=dict)
    proposed: int = 0
    passed: tuple[Passed, ...] = ()
    since: VerifiedSince | None = None

    @property
    def kept(self) -> int:
        """Number of sentences of developments and other news that may be printed; `proposed` is how many there were."""
        return sum(len(development.claims) for development in self.developments) + len(self.other_news)


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    """What is left of a proposed answer. Nothing left means: refuse."""

    claims: tuple[CheckedSentence, ...]
    failing: tuple[RepairItem, ...] = ()
    changes: tuple[Change, ...] = ()
    rules: Mapping[str, int] = field(default_factory=dict)
    proposed: int = 0
