"""The style of a finished digest in figures, each held against its band.

Owns what is counted and the bands (the style card in figures). Changes nothing and gates nothing: editors see it. Words
in quotation marks are somebody else's, so manners are judged outside of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from bot.domain.digest import Band, Claim, Digest, Line, Style
from bot.domain.lexicon import word_set
from bot.steps.find.anchors import find_dates, find_names
from bot.steps.find.outlets import is_outlet
from bot.steps.find.reporting_verbs import VERBS
from bot.steps.show.render import paragraphs_of
from bot.steps.verify.rules_relay import RELAYED

Limits = tuple[float | None, float | None]

WORDS: Mapping[str, Limits] = {"daily": (350, 550), "weekly": (600, 900)}
BANDS: Mapping[str, Limits] = {
    "headline_words": (5, 10),
    "standfirst_words": (9, 17),
    "paragraph_words": (33, 60),
    "paragraph_sentences": (1.2, 2.5),
    "sentence_words": (18, 31),
    "quotations_per_100_words": (1.5, 3.0),
    "quoted_share": (0.10, 0.30),
    "outlets_per_100_words": (0.7, None),
    "dates_per_110_words": (1, None),
    "plain_verb_share": (0.6, None),
    "exclamation_marks": (None, 0),
    "first_or_second_person": (None, 0),
    "questions": (None, 0),
    "evaluative_per_100_words": (None, 0.2),
}
"""Bands of the style card, measured on a year of a printed column; a limit of None is open."""

_PLAIN = re.compile(r"\b(?:said|told|added|wrote|posted|reported|according to)\b", re.IGNORECASE)
_PAST = frozenset(verb for verb in VERBS if verb.endswith("ed")) | word_set("said told wrote")
"""A digest reports in the past; the same words in other forms are mostly nouns: a report, a claim."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_PERSONS = re.compile(r"(?<![\w.])(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|[Mm]e|[Oo]urselves|[Yy]ourself)(?![\w.])")
_NUMERAL = re.compile(r"(?<=[a-z]) I(?= )(?! (?:am|was|have|had|will|would|think|do|did|can)\b)")
"""`Artemis I lifted off`: nobody speaks."""

_EVALUATIVE = word_set(
    "stunning stunningly crucial crucially dramatic dramatically historic bold boldly stark starkly undoubtedly",
    "significant significantly remarkable remarkably unprecedented shocking shockingly alarming alarmingly tragic",
    "tragically landmark pivotal groundbreaking staggering devastating brutal heroic disastrous brilliant amazing",
    "extraordinary extraordinarily vital chilling outrageous fortunately unfortunately sadly",
)


def measure_style(digest: Digest) -> Style | None:
    """Every band of a digest; the score is the share of bands met. None for a digest that tells nothing."""
    if digest.is_empty:
        return None
    text = _Text(digest)
    limits = {"words": WORDS.get(digest.length, WORDS["daily"]), **BANDS}
    bands = {name: _band(value, *limits[name]) for name, value in _values(digest, text).items()}
    score = sum(band.met for band in bands.values()) / len(bands)
    return Style(score, text.extract_share, bands)


@dataclass(frozen=True)
class _Text:
    """The printed sentences of a digest, headings and source lists aside."""

    digest: Digest

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return (*(claim for one in self.digest.developments for claim in one.claims), *self.digest.other_news)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        since = self.digest.since.updates if self.digest.since else ()
        return (*since, *self.digest.differences, *self.digest.numbers, *self.digest.ahead)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        labelled = (f"{line.label or ''} {line.text}".strip() for line in self.lines)
        return (*(claim.text for claim in self.claims), *labelled)

    @cached_property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts)

    @cached_property
    def outside(self) -> str:
        """What stands outside quotation marks, one sentence a line."""
        return "\n".join(_QUOTED.sub(" ", text) for text in self.texts)

    @cached_property
    def extract_share(self) -> float:
        """Share of the words that are an outlet's own."""
        return sum(len(claim.text.split()) for claim in self.claims if claim.is_extract) / max(self.words, 1)


def _values(digest: Digest, text: _Text) -> Mapping[str, float]:
    paragraphs = list(_paragraphs(digest))
    sentences = sum(len(one) for one in paragraphs)
    spoken = sum(len(claim.text.split()) for one in paragraphs for claim in one)
    printed: tuple[Claim | Line, ...] = (*text.claims, *text.lines)
    quotes = [quote for one in printed for quote in one.quotes]
    per_word = 1 / max(text.words, 1)
    return {
        "words": text.words,
        "headline_words": len(digest.headline.removeprefix(f"{digest.watch}: ").split()),
        "standfirst_words": len(digest.standfirst.split()),
        "paragraph_words": spoken / max(len(paragraphs), 1),
        "paragraph_sentences": sentences / max(len(paragraphs), 1),
        "sentence_words": spoken / max(sentences, 1),
        "quotations_per_100_words": 100 * len(quotes) * per_word,
        "quoted_share": sum(len(quote.text.split()) for quote in quotes) * per_word,
        "outlets_per_100_words": 100 * _outlets(digest, text, paragraphs) * per_word,
        "dates_per_110_words": 110 * sum(len(find_dates(one)) for one in text.texts) * per_word,
        "plain_verb_share": _plain_verb_share(text.outside),
        "exclamation_marks": text.outside.count("!"),
        "first_or_second_person": len(_PERSONS.findall(_NUMERAL.sub(" ", text.outside))),
        "questions": text.outside.count("?"),
        "evaluative_per_100_words": 100 * _evaluative(text.outside) * per_word,
    }


def _paragraphs(digest: Digest) -> Iterator[Sequence[Claim]]:
    """Sentences that are printed in one block; every item of other news is one by itself."""
    citations = {citation.n: citation for citation in digest.citations}
    for development in digest.developments:
        yield from paragraphs_of(development.claims, citations)
    for claim in digest.other_news:
        yield (claim,)


def _outlets(digest: Digest, text: _Text, paragraphs: Sequence[Sequence[Claim]]) -> int:
    """Outlets named in our sentences, and those that stand under a block of their own words."""
    names = {citation.publisher or urlsplit(citation.url).netloc for citation in digest.citations}
    ours = "\n".join(
        (*(claim.text for claim in text.claims if not claim.is_extract), *(line.text for line in text.lines))
    )
    found = [one.text for one in find_names(ours) if any(is_outlet(one.text, name) for name in names)]
    relayed = [one for one in RELAYED.finditer(ours) if not any(name in one[0] for name in found)]
    named = len(found) + len(relayed)
    return named + sum(one[0].is_extract for one in paragraphs)


def _plain_verb_share(text: str) -> float:
    """Of the verbs that report what somebody says, the share that takes no side; 1 where nobody says anything."""
    plain = len(_PLAIN.findall(text))
    others = sum(word in _PAST and not _PLAIN.fullmatch(word) for word in _lowered(text))
    return plain / (plain + others) if plain + others else 1.0


def _evaluative(text: str) -> int:
    return sum(word in _EVALUATIVE for word in _lowered(text))


def _lowered(text: str) -> Iterator[str]:
    return (found.group().lower() for found in _WORD.finditer(text))


def _band(value: float, low: float | None, high: float | None) -> Band:
    shown = round(value, 2)
    met = (low is None or shown >= low) and (high is None or shown <= high)
    return Band(shown, low, high, met)
