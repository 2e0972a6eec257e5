"""The cited sentences of one of ours as one body of evidence, for the rules on what a sentence asserts.

Owns gathering them, what may be borrowed from around them, and the share of our words that a text holds. Judging is
`rules_numbers`, `rules_dates`, `rules_names`, `rules_polarity` and `rules_support`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.article import Article
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.lexicon import word_set
from bot.domain.speaker import plain, spelling
from bot.steps.find.anchors import iter_words
from bot.steps.words.names import canonical_words

MIN_SUPPORTED_WORDS = 4
"""With fewer words of our own there is no share to speak of."""

_SENTENCE_STOPS = word_set(
    "a an and as at be but by for from had has have he her his in is it its of on or said says she that the their they",
    "this to was were which who will with would not no",
)

Printed = tuple[int, int, int]
"""Characters that our sentence prints in quotation marks: article id, start, end."""


@dataclass(frozen=True)
class Ground:
    """The cited sentences as one body of evidence, with what may be borrowed from around them.

    `unquoted` are the same sentences without the words that ours prints in quotation marks.
    """

    ids: tuple[SentenceId, ...]
    articles: tuple[Article, ...]
    texts: tuple[str, ...]
    unquoted: tuple[str, ...]
    around: str

    @cached_property
    def text(self) -> str:
        """All cited sentences."""
        return "\n".join(self.texts)

    @cached_property
    def names(self) -> frozenset[str]:
        """Canonical words of cited sentences, their predecessors, titles and outlets."""
        return canonical_words(self.text) | canonical_words(self.around)

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Plain words with a capital, of the cited sentences and what is around them."""
        return frozenset(plain(word) for word in iter_words(f"{self.text}\n{self.around}") if word[0].isupper())

    @cached_property
    def stored(self) -> str:
        """Whole plain text of the cited articles, for spelling out a name and for telling words from names."""
        return " ".join(plain(article.revision.text) for article in self.articles)


def ground_of(cited: Sequence[SentenceId], evidence: Evidence, *, printed: Sequence[Printed] = ()) -> Ground:
    """Gather what the cited sentences say. Unknown ids are left out. `printed` are the quotations of our sentence."""
    places = [(one, article) for one in cited if (article := evidence.article(one)) is not None]
    articles = tuple({article.id: article for _, article in places}.values())
    texts = tuple(text for one, article in places if (text := article.sentence_text(one)) is not None)
    unquoted = tuple(_without(printed, one, article) for one, article in places if article.sentence(one) is not None)
    before = [_predecessor(one, article) for one, article in places]
    speakers = [speaker for one, article in places for speaker in _speakers(one, article)]
    known = [words for article in articles for words in (article.title, article.outlet, article.revision.byline or "")]
    around = "\n".join([*before, *speakers, *known])
    return Ground(tuple(one for one, _ in places), articles, texts, unquoted, around)


def overlap(ours: str, theirs: str) -> float:
    """Share of our content words that theirs holds; 0 where there are too few to speak of (`Lind said`)."""
    mine = {spelling(word) for word in iter_words(ours)} - _SENTENCE_STOPS
    if len(mine) < MIN_SUPPORTED_WORDS:
        return 0.0
    return len(mine & {spelling(word) for word in iter_words(theirs)}) / len(mine)


def _without(printed: Sequence[Printed], one: SentenceId, article: Article) -> str:
    """A cited sentence but for the characters that we print in quotation marks."""
    sentence = article.sentence(one)
    if sentence is None:
        return ""
    spans = [(start, end) for number, start, end in printed if number == article.id]
    kept = (at for at in range(sentence.start, sentence.end) if not any(start <= at < end for start, end in spans))
    return "".join(article.revision.text[at] for at in kept)


def _predecessor(one: SentenceId, article: Article) -> str:
    """The sentence before: in the same paragraph, else the last of the paragraph before."""
    passage = article.passage(one.passage)
    if passage is None or one.sentence > 1:
        before = SentenceId(one.article, one.revision, one.passage, one.sentence - 1)
        return article.sentence_text(before) or ""
    earlier = article.passage(one.passage - 1)
    if earlier is None:
        return ""
    before = SentenceId(one.article, one.revision, one.passage - 1, len(earlier.sentences))
    return article.sentence_text(before) or ""


def _speakers(one: SentenceId, article: Article) -> list[str]:
    sentence = article.sentence(one)
    if sentence is None:
        return []
    return [
        quotation.speaker
        for quotation in article.revision.quotations
        if quotation.speaker and quotation.start < sentence.end and quotation.end > sentence.start
    ]
