"""V13: the cited sentences hold most of what we say.

A share of words, nothing finer: who did what to whom is for the rules on actors.
"""

from __future__ import annotations

from bot.domain.lexicon import word_set
from bot.domain.speaker import spelling
from bot.domain.verdict import Failure
from bot.steps.find.anchors import find_numbers, iter_words
from bot.steps.find.concepts import content_stems
from bot.steps.verify.ground import MIN_SUPPORTED_WORDS, Ground
from bot.steps.words.names import canonical
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

MIN_SUPPORT = 0.55

MIN_SUPPORT_WITH_QUOTE = 0.4
"""Share of our content words that the cited sentences must hold (grounding 2.8); less when a quotation carries ours."""

_REPORTING = frozenset(
    stem(word)
    for word in word_set(
        "say said tell told add added write wrote report reported according announce announced statement note noted",
        "spokesman spokeswoman spokesperson official officials",
    )
)
"""Words by which we say who said it: they need no support of their own."""

_HEDGING = word_set("about around nearly almost roughly some over under least most up close more less fewer than")


def rule_v13_support(prose: str, ground: Ground, *, least: float = MIN_SUPPORT) -> tuple[Failure, ...]:
    """The cited sentences together hold most of our content words."""
    held = set(content_stems(ground.text))
    words = [word for word in iter_words(prose) if word.lower() not in STOP_WORDS]
    words = [word for word in words if stem(word.lower()) not in _REPORTING and not _is_counted(word)]
    if len(words) < MIN_SUPPORTED_WORDS:
        return ()
    missing = [word for word in words if not _is_supported(word, held, ground)]
    if 1 - len(missing) / len(words) >= least:
        return ()
    told = ", ".join(missing[:6])
    return (Failure("V13", f"the cited sentences do not hold most of it ({told})", ground.text),)


def _is_counted(word: str) -> bool:
    """Numbers and their hedges are judged by V8."""
    return word.lower() in _HEDGING or bool(find_numbers(word))


def _is_supported(word: str, held: set[str], ground: Ground) -> bool:
    if stem(word.lower()) in held:
        return True
    if not (word[0].isupper() or word[0].isdigit()):
        return False
    return canonical(word) in ground.names or spelling(word) in ground.names or word[0].isdigit()
