"""Whether a sentence says anything that earlier editions did not: new, an addition to what was told, or a repeat.

Owns what counts as an addition: a number, a date, a quotation, a name, a reversal. Counts that moved are `evolutions`;
how a digest says what changed is `steps/write/since_lines`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.fold import fold
from bot.domain.lexicon import find_negators
from bot.domain.told import Told
from bot.steps.find.anchors import find_dates, find_names, find_numbers
from bot.steps.find.concepts import content_stems
from bot.steps.find.counted import find_counted
from bot.steps.words.names import canonical_words

REPEAT_AT = 0.6
"""Cosine of content words from which two sentences say the same (grounding 2.12)."""

NAME_PARTS = 2
"""A name of one word is as often an adjective or an outlet; two words are somebody or some place."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Something that a sentence says and earlier editions did not: `kind` is number, date, weekday, quote, name or
    reversal. A weekday keeps a sentence from being a repeat, and is no news by itself.
    """

    kind: str
    words: str


def likeness(one: str, other: str) -> float:
    """Cosine of the content words of two sentences, 0..1."""
    mine, yours = _counted(one), _counted(other)
    shared = sum(count * yours[stem] for stem, count in mine.items())
    return shared / math.sqrt(_square(mine) * _square(yours)) if shared else 0.0


def is_same_matter(one: str, other: str, *, least: float) -> bool:
    """Whether two sentences are so much alike, and not in names alone: one person is in the news for many things."""
    return bool(_deeds(one) & _deeds(other)) and likeness(one, other) >= least


def find_alike(text: str, told: Iterable[Told]) -> tuple[Told, ...]:
    """What was told and says the same as this sentence, give or take a fact."""
    return tuple(one for one in told if likeness(text, one.text) >= REPEAT_AT)


def find_additions(
    text: str, told: Sequence[Told], *, quotes: Sequence[str] = (), sources: Iterable[str] = ()
) -> tuple[Addition, ...]:
    """What a sentence adds to all these together. `quotes` are the words it quotes.

    `sources` are texts that what was told rests on: what they held already is no news, printed or not.
    """
    known = "\n".join((*(one.text for one in told), *sources))
    return (
        *_new_numbers(text, known),
        *_new_dates(text, known),
        *_new_quotes(quotes, known),
        *_new_names(text, known),
        *_reversals(text, told),
    )


def is_repeat(text: str, told: Sequence[Told], *, quotes: Sequence[str] = ()) -> bool:
    """Whether earlier editions said the same and this adds nothing to it."""
    alike = find_alike(text, told)
    return bool(alike) and not find_additions(text, alike, quotes=quotes)


@lru_cache(maxsize=8192)
def _deeds(text: str) -> frozenset[str]:
    """Content words that are no names: those without a capital."""
    return frozenset(content_stems(" ".join(word for word in text.split() if word[:1].islower())))


@lru_cache(maxsize=8192)
def _counted(text: str) -> Counter[str]:
    return Counter(content_stems(text))


def _square(counted: Counter[str]) -> int:
    return sum(count * count for count in counted.values())


def _new_numbers(text: str, known: str) -> Iterator[Addition]:
    given = {(number.value, number.unit) for number in find_numbers(known)}
    for one in find_counted(text):
        if (one.number.value, one.number.unit) not in given:
            yield Addition("number", one.written)


def _new_dates(text: str, known: str) -> Iterator[Addition]:
    given = {date.text.casefold() for date in find_dates(known)}
    for date in find_dates(text):
        if date.text.casefold() not in given:
            yield Addition("date" if date.weekday is None else "weekday", date.text)


def _new_quotes(quotes: Iterable[str], known: str) -> Iterator[Addition]:
    plain = _plain(known)
    for words in quotes:
        if _plain(words).rstrip(".,") not in plain:
            yield Addition("quote", words)


def _new_names(text: str, known: str) -> Iterator[Addition]:
    given = canonical_words(known)
    for name in find_names(text):
        is_told = bool(canonical_words(name.text.rsplit(maxsplit=1)[-1]) & given)
        if not is_told and (len(name.text.split()) >= NAME_PARTS or not name.opens):
            yield Addition("name", name.text)


def _reversals(text: str, told: Sequence[Told]) -> Iterator[Addition]:
    """The same said of the same, once with something denied and once not."""
    for one in told:
        if likeness(text, one.text) >= REPEAT_AT and _denied(text) != _denied(one.text):
            yield Addition("reversal", one.text)
            return


def _denied(text: str) -> frozenset[str]:
    """The first content word behind every negator."""
    return frozenset(stem for at, word in find_negators(text) for stem in content_stems(text[at + len(word) :])[:1])


def _plain(words: str) -> str:
    return " ".join(fold(words).text.casefold().split())
