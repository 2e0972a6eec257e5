"""What one source says and an independent one denies: `agreed` against `did not agree`.

Only sentences that are the same but for the denial are compared: everything looser finds two statements that are both
true. Which sources are independent is `pairs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bot.domain.article import Story
from bot.domain.ids import SentenceId
from bot.domain.lexicon import CONDITIONS, CONTRASTS, HEDGES, find_negators
from bot.steps.choose.pairs import Sentences, independent_pairs, shared_names
from bot.steps.find.anchors import iter_words
from bot.steps.find.concepts import content_stems

MIN_LIKENESS = 0.75
"""Share of the longer sentence's content that both hold: the statement is the same."""

MIN_STEMS = 4
_NOT = ("not", "never", "cannot")
_TURNING = HEDGES | CONDITIONS | CONTRASTS | {"before", "until", "yet", "still", "would", "will", "should", "or"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One side: a sentence that says or denies something. `denied` is the stem of the word that is denied, if any."""

    sentence_id: SentenceId
    text: str
    denied: str | None


@dataclass(frozen=True, slots=True)
class PolarityDifference:
    """One source says it, the other denies it. The first is the more trusted one."""

    sides: tuple[Statement, Statement]


def statements_that_differ(story: Story, sentences: Sentences) -> Iterator[PolarityDifference]:
    """Pairs of sentences of a story that say the same, once with a `not` and once without."""
    pairs = list(independent_pairs([story]))
    met = {article.id: article for pair in pairs for article in pair}
    statements = {number: [_statement(*said) for said in sentences.get(number, ())] for number in met}
    for one, other in pairs:
        for mine, yours in product(statements[one.id], statements[other.id]):
            if mine and yours and mine.denied != yours.denied and _say_the_same(mine, yours):
                yield PolarityDifference((mine, yours))


def _statement(place: SentenceId, text: str) -> Statement | None:
    """A plain statement or a plain denial: nothing quoted, asked, foreseen or hedged."""
    words = {word.lower() for word in iter_words(text)}
    if words & _TURNING or any(mark in text for mark in '?“"«'):
        return None
    denials = [(at, word.lower()) for at, word in find_negators(text)]
    if any(word not in _NOT and not word.endswith(("n't", "n’t")) for _, word in denials) or len(denials) > 1:
        return None
    behind = content_stems(text[denials[0][0] :].partition(" ")[2]) if denials else ()
    return Statement(place, text, behind[0] if behind else None) if not denials or behind else None


def _say_the_same(mine: Statement, yours: Statement) -> bool:
    """The denied word stands in the other sentence as well, and nearly all others in both."""
    denied = mine.denied or yours.denied
    if mine.denied and yours.denied:
        return False
    ours, theirs = set(content_stems(mine.text)), set(content_stems(yours.text))
    shared = ours & theirs
    is_alike = len(shared) >= MIN_STEMS and len(shared) >= MIN_LIKENESS * max(len(ours), len(theirs))
    has_other_number = any(stem[:1].isdigit() for stem in ours ^ theirs)
    return denied in shared and is_alike and not has_other_number and bool(shared_names(mine.text, yours.text))
