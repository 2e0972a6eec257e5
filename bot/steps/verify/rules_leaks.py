"""V16 on words: nothing is said in words that stand in an article only where the page, and not the report, speaks.

Whole lines of furniture are gone before an article is stored, and not kept anywhere; this looks at what cleaning let
through (`steps/find/furniture`, captions). Cited places are judged by `rules_source`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.article import Article
from bot.domain.verdict import Failure
from bot.steps.find.furniture import is_furniture
from bot.steps.read.page_lines import is_caption
from bot.steps.verify.ground import Ground

LEAK_WORDS = 5
"""So many words in a row are no coincidence (grounding 2.8)."""

_WORD = re.compile(r"[^\W_]+")

MIN_PLAIN_WORDS = 3
"""Names may stand in a caption and in our sentence alike: `Queen Elizabeth II's death`."""

Gram = tuple[str, ...]


def rule_v16_furniture(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """No LEAK_WORDS words of ours in a row stand in a cited article only in a credit, a notice or a caption."""
    ours = [tuple(word.lower() for word in gram) for gram in _runs(prose) if _is_telling(gram)]
    for article in ground.articles:
        leaked = _furniture_grams(_passages(article)) if ours else frozenset()
        found = next((gram for gram in ours if gram in leaked), None)
        if found is not None:
            return (Failure("V16", f"“{' '.join(found)}” stands only in a caption or notice of the page"),)
    return ()


def _passages(article: Article) -> tuple[tuple[str, ...], ...]:
    text = article.revision.text
    return tuple(tuple(text[one.start : one.end] for one in each.sentences) for each in article.revision.passages)


@lru_cache(maxsize=256)
def _furniture_grams(passages: tuple[tuple[str, ...], ...]) -> frozenset[Gram]:
    """Runs of words of the page that no sentence of the report holds. Only a paragraph by itself is a caption."""
    told = [(text, is_furniture(text) or (len(one) == 1 and is_caption(text))) for one in passages for text in one]
    report = {gram for text, is_page in told if not is_page for gram in _grams(text)}
    return frozenset(gram for text, is_page in told if is_page for gram in _grams(text) if gram not in report)


def _grams(text: str) -> Iterator[Gram]:
    return (tuple(word.lower() for word in gram) for gram in _runs(text))


def _is_telling(gram: Gram) -> bool:
    return sum(word.islower() and len(word) > 1 for word in gram) >= MIN_PLAIN_WORDS


def _runs(text: str) -> Iterator[Gram]:
    words = _WORD.findall(text)
    return (tuple(words[at : at + LEAK_WORDS]) for at in range(len(words) - LEAK_WORDS + 1))
