"""How closely a claim keeps to the cited sentences: a measure to compare rules with, no rule itself.

Owns the share of neighbouring words that are neighbours there too. On claims judged by people it tells supported from
unsupported ones better than any share of single words (docs/decisions/0013), and still refuses too many true
paraphrases to be a rule: what must hold is `rules_*`.
"""

from __future__ import annotations

from itertools import pairwise

from bot.steps.find.anchors import iter_words
from bot.steps.verify.ground import Ground
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import verb_stem


def closeness(prose: str, ground: Ground) -> float:
    """Share of our neighbouring content words that one cited sentence has side by side as well, 0..1.

    1 where there are no two words to speak of.
    """
    ours = list(pairwise(_content(prose)))
    theirs = {pair for text in ground.texts for pair in pairwise(_content(text))}
    return sum(pair in theirs for pair in ours) / len(ours) if ours else 1.0


def _content(text: str) -> list[str]:
    return [verb_stem(word) for word in iter_words(text) if word.lower() not in STOP_WORDS]
