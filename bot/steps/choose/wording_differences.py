"""One utterance in two wordings, or from two people: what was said, as two independent sources quote it.

Strict on purpose: a shorter piece of the same words, another spelling, or a sentence that was said twice is none. Which
sources are independent is `pairs`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from bot.domain.article import Article, Quotation, Story
from bot.domain.fold import fold
from bot.domain.ids import SentenceId
from bot.domain.lexicon import CONDITIONS, HEDGES, is_negator
from bot.domain.speaker import is_same_speaker
from bot.steps.choose.cards import quotations_in
from bot.steps.choose.pairs import Sentences, independent_pairs
from bot.steps.find.segment import segment
from bot.steps.find.speakers import is_name
from bot.steps.words.stop_words import STOP_WORDS

MIN_QUOTE_WORDS = 9
"""Shorter sentences are said twice in one hour, a little differently each time."""

MIN_QUOTE_RUN = 4
"""Words in a row that both wordings share."""

MIN_QUOTE_LIKENESS = 0.65
"""Share of equal words in the stretch that both outlets quote; less alike are two different sentences."""

MIN_QUOTE_SHARE = 0.6
"""Share of the shorter quotation that this stretch covers: two speeches may have half a sentence in common."""

MAX_LOOSE_WORDS = 1
"""Words that both sides may have before the stretch, or behind it: with other words there it was said twice."""

SPELLING_LIKENESS = 0.75
"""Equal letters of two words that are one word, spelt or cut into pieces differently."""

_CONTRACTIONS = (
    ("can't", "cannot"), ("won't", "will not"), ("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"),
    ("'ll", " will"), ("'d", " would"), ("it's", "it is"), ("that's", "that is"), ("what's", "what is"),
)  # fmt: skip
_SPLIT = re.compile(r"\w+(?:'\w+)*")


@dataclass(frozen=True, slots=True)
class Wording:
    """One side of a quotation that is worded differently: its place, its stored words and its speaker."""

    sentence_id: SentenceId
    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """One utterance in two wordings. The first is the more trusted one."""

    sides: tuple[Wording, Wording]


@dataclass(frozen=True, slots=True)
class SpeakerDifference:
    """The same words from two people. The first is the more trusted one."""

    sides: tuple[Wording, Wording]


Quoted = TypeVar("Quoted", WordingDifference, SpeakerDifference)


def wordings_that_differ(stories: Sequence[Story], sentences: Sentences) -> list[WordingDifference]:
    """Each utterance that two independent sources quote in different words, across stories."""
    spoken, said = _all_spoken(stories, sentences)
    found = [
        WordingDifference((mine, yours))
        for one, other in independent_pairs(said)
        for mine in spoken[one.id]
        for yours in spoken[other.id]
        if _is_reworded(mine, yours) and not _quotes(one, yours) and not _quotes(other, mine)
    ]
    return _each_once(found)


def speakers_that_differ(stories: Sequence[Story], sentences: Sentences) -> list[SpeakerDifference]:
    """The same words that two independent sources hear from two people, across stories."""
    spoken, said = _all_spoken(stories, sentences)
    found = [
        SpeakerDifference((mine, yours))
        for one, other in independent_pairs(said)
        for mine in spoken[one.id]
        for yours in spoken[other.id]
        if _plain(mine.words) == _plain(yours.words)
        and not is_same_speaker(mine.speaker, yours.speaker)
        and not _names(one, yours.speaker)
        and not _names(other, mine.speaker)
    ]
    return _each_once(found)


def _names(article: Article, speaker: str) -> bool:
    """Whether an article names a speaker at all: then it may be we who heard the wrong one."""
    return speaker.rsplit(maxsplit=1)[-1] in article.revision.text


def _all_spoken(stories: Sequence[Story], sentences: Sentences) -> tuple[dict[int, list[Wording]], list[Story]]:
    """What is said in each article, and the stories in which anything is."""
    articles = [one for story in stories for one in story.articles]
    spoken = {article.id: _spoken(article, sentences.get(article.id, ())) for article in articles}
    return spoken, [story for story in stories if any(spoken[one.id] for one in story.articles)]


def _each_once(found: Sequence[Quoted]) -> list[Quoted]:
    used: set[str] = set()
    kept: list[Quoted] = []
    for difference in found:
        words = {_plain(side.words) for side in difference.sides}
        if not words & used:
            used |= words
            kept.append(difference)
    return kept


def _spoken(article: Article, offered: Sequence[tuple[SentenceId, str]]) -> list[Wording]:
    """What named people say in the offered sentences of an article, sentence by sentence."""
    found = []
    for quotation in (one for place, _ in offered for one in quotations_in(article, place)):
        for place, _ in offered:
            sentence = article.sentence(place)
            start, end = max(quotation.start, sentence.start if sentence else 0), quotation.end
            said = article.revision.text[start : min(end, sentence.end if sentence else 0)]
            found += [
                Wording(place, words, str(quotation.speaker))
                for words in _single_sentences(said)
                if _is_comparable(words, quotation)
            ]
    return found


def _single_sentences(said: str) -> list[str]:
    """Sentences within marks, which storage keeps together."""
    return [said[one.start : one.end].strip() for passage in segment(said) for one in passage.sentences]


def _is_comparable(words: str, quotation: Quotation) -> bool:
    """Whole words of a named person; with a gap or a bracket nobody knows what was said there."""
    has_gap = any(mark in words for mark in ("...", "…", "[", "(", ". . ."))
    is_named = bool(quotation.speaker) and is_name(str(quotation.speaker))
    return is_named and not has_gap and len(words.split()) >= MIN_QUOTE_WORDS


def _is_reworded(mine: Wording, yours: Wording) -> bool:
    """Almost the same words with other telling words inside: not a shorter or longer piece of the same."""
    if not is_same_speaker(mine.speaker, yours.speaker):
        return False
    ours, theirs = _full_words(mine.words), _full_words(yours.words)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()[:-1]
    if not blocks or max(block.size for block in blocks) < MIN_QUOTE_RUN:
        return False
    last = blocks[-1]
    before = min(blocks[0].a, blocks[0].b)
    behind = min(len(ours) - last.a - last.size, len(theirs) - last.b - last.size)
    if max(before, behind) > MAX_LOOSE_WORDS:
        return False
    first_stretch = ours[blocks[0].a : last.a + last.size]
    second_stretch = theirs[blocks[0].b : last.b + last.size]
    lengths = len(first_stretch), len(second_stretch)
    likeness = 2 * sum(block.size for block in blocks) / sum(lengths)
    is_whole = min(lengths) >= max(MIN_QUOTE_WORDS, MIN_QUOTE_SHARE * min(len(ours), len(theirs)))
    return is_whole and likeness >= MIN_QUOTE_LIKENESS and _differ(first_stretch, second_stretch)


def _differ(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether somewhere other words stand, of which one carries content or turns the sense; spelling is no difference.

    A word that stands on both sides, only elsewhere, counts for nothing.
    """
    common = Counter(ours) & Counter(theirs)
    for kind, first, last, start, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        mine, yours = ours[first:last], theirs[start:end]
        if kind != "equal" and not _is_spelling(mine, yours) and any(_tells(word, common) for word in (*mine, *yours)):
            return True
    return False


def _tells(word: str, common: Counter[str]) -> bool:
    is_telling = word not in STOP_WORDS or is_negator(word) or word in HEDGES | CONDITIONS
    return is_telling and not common[word] and len(word) > 1 and word != "00"


def _is_spelling(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """`neighbour` and `neighbor`, `11th` and `eleventh`, `IE` and its long form."""
    if not mine or not yours:
        return False
    if "".join(mine) == "".join(yours):
        return True
    if SequenceMatcher(None, "".join(mine), "".join(yours), autojunk=False).ratio() >= SPELLING_LIKENESS:
        return True
    if any(word[0].isdigit() for word in mine) != any(word[0].isdigit() for word in yours):
        return len(mine) == len(yours)
    short, long = sorted((mine, yours), key=len)
    return "".join(word[0] for word in long) == "".join(short)


def _full_words(words: str) -> list[str]:
    """The words with `I'm` as `I am`."""
    said = f" {_plain(words)} "
    for short, full in _CONTRACTIONS:
        said = said.replace(f"{short} ", f"{full} ")
    return said.split()


def _quotes(article: Article, wording: Wording) -> bool:
    """Whether an article holds this wording too: then both were said."""
    return _plain(wording.words) in _plain(article.revision.text)


def _plain(words: str) -> str:
    return " ".join(_SPLIT.findall(fold(words).text.casefold()))
