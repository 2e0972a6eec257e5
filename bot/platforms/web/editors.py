"""What editors see of an edition: two wordings with their differing words marked, and figures of style in words.

Pure; makes no markup. Reader-facing pieces are `pieces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.domain.digest import Band, Change, Style

MIN_LIKENESS = 0.4
"""Two texts that share fewer of their words are two sentences: marking nearly every word would show nothing."""

BAND_WORDS: Mapping[str, str] = {
    "words": "words in all",
    "headline_words": "words in the headline",
    "standfirst_words": "words in the standfirst",
    "paragraph_words": "words a paragraph",
    "paragraph_sentences": "sentences a paragraph",
    "sentence_words": "words a sentence",
    "quotations_per_100_words": "quotations in 100 words",
    "quoted_share": "share of words in quotations",
    "outlets_per_100_words": "outlets named in 100 words",
    "dates_per_110_words": "dates in 110 words",
    "plain_verb_share": "“said”, “told”, “added” among verbs of saying",
    "exclamation_marks": "exclamation marks outside quotations",
    "first_or_second_person": "“I”, “we”, “you” outside quotations",
    "questions": "questions outside quotations",
    "evaluative_per_100_words": "words of praise or blame in 100",
}
"""Bands of style as editors read them."""

_SHARES = frozenset(("quoted_share", "plain_verb_share"))
_TOKEN = re.compile(r"(\w[\w’'-]*|[^\w\s])(\s*)")
"""A word or a mark, and the white space behind it."""

Wording = tuple[tuple[str, bool], ...]
"""A text cut into runs; the second value says whether the other text has something else there."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The proposed words, and what they are compared with: what was printed, or what the source has."""

    before: Wording
    after: Wording
    evidence: Wording


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of style: what is counted, its value, its band, and which side of it the value lies on."""

    name: str
    value: str
    band: str
    verdict: str


def wordings(change: Change) -> Wordings:
    """Both wordings of a change: marked against each other, or a dropped one against the words it was held against."""
    evidence: Wording = ((change.evidence, False),) if change.evidence else ()
    if change.after is not None:
        before, after = _compared(change.before, change.after)
        return Wordings(before, after, evidence)
    if change.evidence and _likeness(change.before, change.evidence) >= MIN_LIKENESS:
        before, evidence = _compared(change.before, change.evidence)
        return Wordings(before, (), evidence)
    return Wordings(((change.before, False),), (), evidence)


def figures(style: Style) -> tuple[Figure, ...]:
    """The bands of a digest, in their order."""
    return tuple(_figure(name, band) for name, band in style.bands.items())


def _figure(name: str, band: Band) -> Figure:
    words = BAND_WORDS.get(name, name.replace("_", " "))
    return Figure(words, _spell(name, band.value), _spell_band(name, band), _side(band))


def _compared(one: str, other: str) -> tuple[Wording, Wording]:
    """Both texts without white space at their ends, cut where their words differ."""
    mine, yours = _TOKEN.findall(one), _TOKEN.findall(other)
    words = [word for word, _ in mine], [word for word, _ in yours]
    codes = SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    first = ((mine[start:end], kind != "equal") for kind, start, end, _, _ in codes)
    second = ((yours[start:end], kind != "equal") for kind, _, _, start, end in codes)
    return _runs(first), _runs(second)


def _runs(pieces: Iterable[tuple[Sequence[tuple[str, str]], bool]]) -> Wording:
    """White space behind a marked run stays unmarked."""
    runs: list[tuple[str, bool]] = []
    for tokens, differs in pieces:
        text = "".join(word + space for word, space in tokens)
        runs += [(text.rstrip(), True), (text[len(text.rstrip()) :], False)] if differs else [(text, False)]
    return tuple(run for run in runs if run[0])


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _spell(name: str, value: float) -> str:
    return f"{value:.0%}" if name in _SHARES else f"{value:g}"


def _spell_band(name: str, band: Band) -> str:
    low, high = (None if limit is None else _spell(name, limit) for limit in (band.low, band.high))
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return "none" if high == "0" else f"at most {high}"


def _side(band: Band) -> str:
    if band.met:
        return "met"
    return "low" if band.low is not None and band.value < band.low else "high"
