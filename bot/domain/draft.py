"""What a writer proposes. Nothing here has been checked: only `steps/verify/gate` turns a draft into claims.

Ids are kept as the text that the writer gave, so that an invented one can be reported.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Words that the writer wants in quotation marks: `key` stands as `{key}` in the sentence."""

    key: str
    sentence_id: str
    words: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A proposed sentence. `text` holds no quotation marks, only `{q1}` placeholders.

    `extract` names a sentence id whose stored words are to stand alone as the outlet's own (the offline engine);
    `text` is then ignored.
    """

    text: str
    citations: tuple[str, ...] = ()
    quotes: tuple[DraftQuote, ...] = ()
    extract: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class DraftDevelopment:
    """A proposed item: title, ISO event date or None, and its sentences."""

    title: str
    sentences: tuple[DraftSentence, ...]
    event_date: str | None = None
    status: str = "new"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A proposed difference, number or look ahead: text with citations and, for a look ahead, an ISO date.

    Only a difference has `quotes`, which stand in its text as in a sentence.
    """

    text: str
    citations: tuple[str, ...]
    label: str | None = None
    date: str | None = None
    quotes: tuple[DraftQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDigest:
    """A whole proposed digest."""

    headline: str
    standfirst: str
    developments: tuple[DraftDevelopment, ...] = ()
    differences: tuple[DraftLine, ...] = ()
    numbers: tuple[DraftLine, ...] = ()
    ahead: tuple[DraftLine, ...] = ()
    other_news: tuple[DraftSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedDevelopment:
    """A proposed choice: the sentences to tell one development with, in order, and whose quotations to print."""

    sentence_ids: tuple[str, ...]
    quoted_ids: tuple[str, ...] = ()
    status: str = "new"


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A proposed choice among the evidence, most important development first; all empty means that nothing is new.

    `differences` are numbers of offered differences.
    """

    developments: tuple[PlannedDevelopment, ...] = ()
    other_ids: tuple[str, ...] = ()
    differences: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it chose nothing."""
        return not self.developments and not self.other_ids


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A proposed answer. `missing` says what the evidence lacks when `answerable` is false."""

    answerable: bool
    sentences: tuple[DraftSentence, ...] = ()
    missing: str | None = None
