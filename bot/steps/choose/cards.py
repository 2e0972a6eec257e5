"""Evidence lines and quote cards made from stored articles.

Owns which stored sentences and quotations may be offered to a writer at all. Which of them are offered is `select`
for a digest and `answerable` for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.article import LEADS, Article, Quotation, Sentence
from bot.domain.evidence import EvidenceLine, QuoteCard
from bot.domain.ids import SentenceId
from bot.domain.quote_speaker import SURE
from bot.domain.quote_verdict import broken_rule
from bot.steps.find.concepts import is_filler
from bot.steps.find.furniture import has_open_marks, is_furniture
from bot.steps.find.instructions import is_instruction

BARRED = frozenset({"suspicious", "caption", "boilerplate", "hidden", "anachronism"})
"""Sentence flags that keep a sentence out of every prompt."""

_POINTING = re.compile(r"(?:its|his|her|their|our|my|your|whose)\b", re.IGNORECASE)
"""A speaker named only by somebody else's name, which would have to be printed as well: `its leader`."""

MIN_WORDS = 8
MAX_WORDS = 45
MAX_WORDS_WITH_QUOTE = 60
MIN_QUOTE_WORDS = 3
MAX_QUOTE_WORDS = 45


def citable_sentences(article: Article) -> Iterator[tuple[SentenceId, str, Sentence]]:
    """Sentences that may be offered for a digest: of a fit length, unflagged, and reporting something."""
    quoted = {(one.passage, one.sentence): one.speaker for one in article.revision.quotations}
    for passage in article.revision.passages:
        for number, sentence in enumerate(passage.sentences, 1):
            text = article.revision.text[sentence.start : sentence.end]
            place = (passage.number, number)
            is_long_enough = MIN_WORDS <= len(text.split()) <= (MAX_WORDS_WITH_QUOTE if place in quoted else MAX_WORDS)
            is_torn = has_open_marks(text) and not quoted.get(place)
            if is_long_enough and is_fit(sentence, text) and not is_furniture(text) and not is_torn:
                yield SentenceId(article.id, article.revision.number, passage.number, number), text, sentence


def is_fit(sentence: Sentence, text: str) -> bool:
    """Whether a sentence may stand in a prompt: no instruction, caption, filler or furniture, and not two in one."""
    return not (BARRED | {"fused"}) & set(sentence.flags) and not is_instruction(text) and not is_filler(text)


def quotations_in(article: Article, sentence_id: SentenceId) -> tuple[Quotation, ...]:
    """Quotations of this sentence that may be printed: somebody's words, surely attributed, whole by themselves."""
    if article.source_type in LEADS:
        return ()
    return tuple(
        quotation
        for quotation in article.revision.quotations
        if (quotation.passage, quotation.sentence) == (sentence_id.passage, sentence_id.sentence)
        and _is_printable(article, quotation)
    )


def with_cards(lines: Iterable[EvidenceLine], articles: Sequence[Article]) -> tuple[EvidenceLine, ...]:
    """The lines with their quote cards, numbered `k1`, `k2`, … in order."""
    by_id = {article.id: article for article in articles}
    done, number = [], 0
    for line in lines:
        article = by_id[line.sentence_id.article]
        cards = []
        for quotation in quotations_in(article, line.sentence_id):
            number += 1
            cards.append(QuoteCard(f"k{number}", line.sentence_id, article.quotation_text(quotation), quotation))
        done.append(EvidenceLine(line.sentence_id, line.text, line.story, tuple(cards), line.score))
    return tuple(done)


def _is_printable(article: Article, quotation: Quotation) -> bool:
    words = article.quotation_text(quotation)
    return (
        quotation.kind == "speech"
        and quotation.confidence >= SURE
        and not _POINTING.match(quotation.speaker or "")
        and MIN_QUOTE_WORDS <= len(words.split()) <= MAX_QUOTE_WORDS
        and "\n" not in words
        and not is_instruction(words)
        and broken_rule(article, quotation.start, quotation.end) is None
    )
