"""Marked changes to a quotation that stay lawful: an ellipsis over harmless words, a bracketed letter or name.

Owns finding words that were changed in this way; such a finding is flagged, and whether it may be printed is for the
caller. Plain words are found by `domain/quote`, the verdict is `domain/quote_verdict`.
"""

from __future__ import annotations

import re

from bot.domain.article import Article
from bot.domain.fold import fold, fold_stored
from bot.domain.lexicon import find_turning_words
from bot.domain.quote import Needle, find_all, prepare
from bot.domain.quote_context import MIN_WORDS, enclosing
from bot.domain.speaker import is_same_speaker

MAX_GAP_CHARS = 60
"""An ellipsis may leave out this much; more is another statement."""

_ELLIPSIS = re.compile(r" ?(?:\. ?\. ?\.(?: ?\.)?) ?")
_BRACKET = re.compile(r"\[([^\][]*)\]")
_PRONOUN = r"(?:he|she|it|they|we|i|him|her|them|his|their|its|this|that|these|those|you)"
_MODAL = re.compile(r"\b(?:should|would|could|must|shall|will|can|ought|able|want|wanted|hope|hoped)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.!?;:](?:[\"']|\s|$)")
"""What is left out may not reach into another clause: the rest would be a statement that nobody made."""


def find_spans(needle: Needle, article: Article) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where the words stand: as they are, else with lawful brackets or ellipses (then flagged)."""
    text = article.revision.text
    spans = find_all(needle, text)
    if spans:
        return spans, ()
    if _ELLIPSIS.search(needle.folded):
        return _find_with_gap(needle, article), ("ellipsis",)
    if "[" in needle.folded:
        return _find_with_brackets(needle, article), ("bracket",)
    return (), ()


def _find_with_gap(needle: Needle, article: Article) -> tuple[tuple[int, int], ...]:
    """Fragments of three words or more, in order, inside one quotation, with harmless words between them."""
    parts = [prepare(part) for part in _ELLIPSIS.split(needle.folded) if part.strip()]
    fragments = [part for part in parts if part is not None]
    if len(fragments) < 2 or any(len(part.folded.split()) < MIN_WORDS for part in fragments):
        return ()
    text = article.revision.text
    chains = [[span] for span in find_all(fragments[0], text)]
    for fragment in fragments[1:]:
        chains = [
            [*chain, span]
            for chain in chains
            for span in find_all(fragment, text)
            if _is_lawful_gap(text, chain[-1][1], span[0])
        ]
    whole = [(chain[0][0], chain[-1][1]) for chain in chains]
    return tuple(span for span in whole if enclosing(article, *span))


def _is_lawful_gap(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    if not gap.strip() or end - start > MAX_GAP_CHARS:
        return False
    return not find_turning_words(gap) and not _CLAUSE_END.search(fold(gap).text) and not _MODAL.search(gap)


def _find_with_brackets(needle: Needle, article: Article) -> tuple[tuple[int, int], ...]:
    """A bracketed first letter, or a name of the same paragraph in place of a pronoun; nothing else."""
    names = [name for name in _BRACKET.findall(needle.folded) if len(name) > 1]
    pattern = _bracket_pattern(needle.folded)
    if pattern is None:
        return ()
    folded = fold_stored(article.revision.text)
    spans = [folded.span(*found.span()) for found in pattern.finditer(folded.text)]
    return tuple(span for span in spans if all(_is_referent(name, span, article) for name in names))


def _bracket_pattern(folded: str) -> re.Pattern[str] | None:
    parts = _BRACKET.split(folded)
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part)
        elif len(part) == 1 and part.isalpha():
            pattern += f"[{part.lower()}{part.upper()}]"
        elif part[:1].isupper():
            pattern += f"(?i:{_PRONOUN})"
        else:
            return None
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _is_referent(name: str, span: tuple[int, int], article: Article) -> bool:
    """The bracketed name stands in the same paragraph, outside the words, and is not the speaker's own."""
    quotation = enclosing(article, *span)
    passage = article.passage(quotation.passage) if quotation else None
    if quotation is None or passage is None:
        return False
    text = article.revision.text
    around = text[passage.start : span[0]] + text[span[1] : passage.end]
    is_own = quotation.speaker is not None and is_same_speaker(name, quotation.speaker)
    return name in fold(around).text and not is_own
