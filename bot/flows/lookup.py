"""Look-ups: a cited place in its context, who said something and whether verbatim, what became of an address.

Owns reading the archive for `/source`, `source` and `why`; the command `verify` is `flows/verify`. The judgement itself
is `domain/quote_verdict`; a near match is always called similar, never verified.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.article import Article, Outcome
from bot.domain.errors import NotFound, StoreError, UserError
from bot.domain.ids import SentenceId, parse_sentence_id
from bot.domain.lookup import QuoteVerdict, SourceView
from bot.domain.quote import locate
from bot.domain.quote_verdict import FOUND, verdict_of
from bot.ports import Store, UnitOfWork
from bot.steps.keep.dedupe import normalise_url
from bot.steps.verify.nearest import NearMatch, find_near

MAX_ALSO_IN = 5
"""Other articles with the same wording that are named."""

PHRASE_HITS = 40
SIMILAR_HITS = 20
MAX_QUOTE_CHARS = 4000

_RANK = {"verbatim": 4, "typographic": 3, "elsewhere": 2, "altered": 1, "absent": 0}


Fits = Callable[[Article], bool]
"""Whether an article is one that was asked about."""


def _any_article(_: Article) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Near:
    """A similar passage and the article in which it is."""

    article: Article
    match: NearMatch


def view_source(ref: str, *, store: Store) -> SourceView:
    """The place that a sentence id, passage id or article URL names. Raises UserError for anything else, NotFound.

    Numbers of a digest or thread are resolved to a sentence id by the caller, who knows the digest.
    """
    with store.read() as uow:
        place = parse_sentence_id(ref)
        if place is None and "://" in ref:
            found = find_at(ref.strip(), uow)
            if found is None:
                raise NotFound(f"no stored article has the address {ref.strip()[:200]}")
            place = SentenceId(found.id, found.revision.number, 1, 1)
        if place is None:
            raise UserError(f"“{ref[:80]}” is no sentence id (like p12.3.s2), no address and no quoted words")
        article = intact(uow.articles.get(place.article, place.revision))
    sentence = article.sentence(place)
    if sentence is None:
        raise NotFound(f"article {place.article} has no sentence {place}")
    return _view(article, place, sentence.start, sentence.end)


def find_quote(
    words: str, *, store: Store, speaker: str | None = None, fits: Fits = _any_article
) -> SourceView | QuoteVerdict:
    """Who said this, where, verbatim or not: the best place in the archive, or the bare verdict `absent`.

    Tried in order: letter for letter, then but for typography, then an outlet's own words (`absent` with the place,
    because nobody is quoted with them), then the most similar passage (`altered`). Articles that do not fit are as if
    they were not stored.
    """
    words = words.strip()[:MAX_QUOTE_CHARS]
    with store.read() as uow:
        judged = judge_everywhere(words, store, uow, speaker=speaker, fits=fits)
        best = max(judged, key=lambda pair: _merit(pair[1]), default=None)
        if best is not None and best[1].verdict in FOUND:
            others = [article for article, verdict in judged if verdict.verdict in FOUND and article.id != best[0].id]
            return replace(_quote_view(*best), also_in=tuple(others[:MAX_ALSO_IN]))
        told = _told_by_outlet(words, judged)
        near = None if told is not None else _most_similar(words, store, uow, fits)
    if told is not None:
        return told
    if near is not None:
        verdict = altered(near, None if best is None else best[1])
        return _quote_view(near.article, verdict)
    return best[1] if best is not None else QuoteVerdict("absent", "nothing like these words is in the archive")


def why(url: str, *, store: Store) -> tuple[Outcome, ...]:
    """All that became of the article at this address, oldest first. Raises NotFound when it was never seen."""
    with store.read() as uow:
        article = find_at(url, uow)
        urls = dict.fromkeys([url, normalise_url(url)] + ([article.url, article.canonical_url] if article else []))
        outcomes = {outcome for one in urls for outcome in uow.outcomes.list_for_url(one)}
    if not outcomes and article is None:
        raise NotFound(f"nothing is known of {url[:200]}: no feed has listed it and it was never imported")
    return tuple(sorted(outcomes, key=lambda outcome: outcome.at))


def find_at(url: str, uow: UnitOfWork) -> Article | None:
    """The article at an address as people copy it: with what a newsletter hangs on it, or a mark behind `#`."""
    return uow.articles.find_by_url(url) or uow.articles.find_by_url(normalise_url(url))


def judge_everywhere(
    words: str, store: Store, uow: UnitOfWork, *, speaker: str | None, fits: Fits = _any_article
) -> list[tuple[Article, QuoteVerdict]]:
    """What every intact article that holds the words, more or less, makes of them."""
    ids = dict.fromkeys(hit.article_id for hit in store.search.find_phrase(words, limit=PHRASE_HITS))
    articles = [article for one in ids if (article := uow.articles.get(one)).is_intact and fits(article)]
    return [(article, verdict_of(words, article, speaker=speaker)) for article in articles]


def _merit(verdict: QuoteVerdict) -> tuple[int, bool, bool]:
    return _RANK[verdict.verdict], verdict.speaker_verdict == "confirmed", not verdict.flags


def _most_similar(words: str, store: Store, uow: UnitOfWork, fits: Fits) -> Near | None:
    best: Near | None = None
    for hit in store.search.search(words[:400], limit=SIMILAR_HITS):
        match = find_near(words, hit.text)
        if match is not None and (best is None or match.score > best.match.score):
            article = uow.articles.get(hit.article_id)
            if article.is_intact and fits(article):
                moved = replace(match, start=match.start + hit.start, end=match.end + hit.start)
                best = Near(article, moved)
    return best


def _told_by_outlet(words: str, judged: Sequence[tuple[Article, QuoteVerdict]]) -> SourceView | None:
    """The place where an article itself says this, outside any quotation."""
    for article, verdict in judged:
        span = locate(words, article.revision.text)
        if verdict.verdict == "absent" and span is not None:
            return replace(_view(article, _sentence_at(article, span[0]), *span), verdict=verdict)
    return None


def altered(near: Near, judged: QuoteVerdict | None) -> QuoteVerdict:
    """The verdict on words that are only similar; the given one if it says more."""
    if judged is not None and judged.verdict == "altered":
        return judged
    place = _sentence_at(near.article, near.match.start)
    why_not = f"similar, not verbatim ({near.match.score:.0f}%): {near.match.difference}"
    match = near.match
    found = QuoteVerdict("altered", why_not, near.article.id, place, match.start, match.end)
    return replace(found, given=match.given, stored=match.stored)


def _quote_view(article: Article, verdict: QuoteVerdict) -> SourceView:
    start = verdict.start or 0
    place = verdict.sentence_id or _sentence_at(article, start)
    view = _view(article, place, start, verdict.end or start)
    return replace(view, verdict=verdict)


def _view(article: Article, place: SentenceId, start: int, end: int) -> SourceView:
    around = [article.passage(place.passage + step) for step in (-1, 0, 1)]
    text = article.revision.text
    before, here, after = (text[one.start : one.end] if one else "" for one in around)
    return SourceView(place, article, before, here, after, start, end)


def _sentence_at(article: Article, offset: int) -> SentenceId:
    for passage in article.revision.passages:
        if passage.start <= offset < passage.end:
            numbers = [number for number, one in enumerate(passage.sentences, 1) if one.start <= offset]
            return SentenceId(article.id, article.revision.number, passage.number, max(numbers, default=1))
    return SentenceId(article.id, article.revision.number, 1, 1)


def intact(article: Article) -> Article:
    """The article itself. Raises StoreError when its stored text is damaged."""
    if not article.is_intact:
        raise StoreError(f"the stored text of article {article.id} is damaged: restore a backup, then ask again")
    return article
