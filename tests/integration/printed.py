"""What an honest reader with the archive at hand checks in a printed digest. Uses none of the program's own rules."""

from __future__ import annotations

import re
from hashlib import sha256

from bot.domain.article import Article
from bot.domain.digest import Citation, Claim, Digest, Quote
from bot.ports import Store

_DOUBLE = re.compile(r"[\"“”„‟«»″〝〞＂]")
_PRINTED = re.compile(r"“([^“”]*)”")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITALISED = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]{3,}\b")
_BANNED = re.compile(
    r"https?:|<!|@(?:channel|everyone|here)|evil\.example|strait-prize|surrendered|\]\(", re.IGNORECASE
)
_TITLES = frozenset("the of for and minister foreign president prime defence colonel".split())


def check_printed(digest: Digest, store: Store) -> None:
    """Fails with a plain line on the first thing that a reader could not find in the archive as printed."""
    cited = {citation.n: citation for citation in digest.citations}
    assert list(cited) == list(range(1, len(cited) + 1)), "citations are numbered from 1 in order"
    articles = {n: _article(citation, store) for n, citation in cited.items()}
    for n, citation in cited.items():
        _check_citation(citation, articles[n])
    since = digest.since.updates if digest.since else ()
    used: set[int] = set()
    for claim in claims_of(digest):
        used.update(claim.citations)
        _check_claim(claim, cited, articles)
    for line in (*since, *digest.differences, *digest.numbers, *digest.ahead):
        used.update(line.citations)
        _check_claim(Claim(f"{line.label or ''} {line.text}".strip(), line.citations, line.quotes), cited, articles)
    assert used == set(cited), "every source is used and every number has its source"
    for heading in (digest.headline, digest.standfirst, *(one.title for one in digest.developments)):
        assert not _DOUBLE.search(heading), f"a quotation mark in a heading: {heading}"
        assert not _BANNED.search(heading), heading
    printed = (*claims_of(digest), *digest.differences)
    assert digest.checks.quotes == sum(len(one.quotes) for one in printed)


def claims_of(digest: Digest) -> tuple[Claim, ...]:
    """All printed sentences."""
    return (*(claim for development in digest.developments for claim in development.claims), *digest.other_news)


def articles_told(digest: Digest) -> set[int]:
    """The articles that its sentences rest on; what it looks back at in its first paragraph is not told again."""
    articles = {citation.n: citation.article_id for citation in digest.citations}
    return {articles[number] for claim in claims_of(digest) for number in claim.citations}


def _article(citation: Citation, store: Store) -> Article:
    with store.read() as uow:
        return uow.articles.get(citation.article_id, citation.revision)


def _check_citation(citation: Citation, article: Article) -> None:
    text = article.revision.text
    assert text[citation.start : citation.end] == citation.text
    assert sha256(text.encode()).hexdigest() == citation.text_sha256
    assert citation.deep_link.startswith(article.canonical_url + "#:~:text=")
    assert article.source_type not in ("ai_generated", "social"), "a lead is cited"
    assert article.duplicate_of is None


def _check_claim(claim: Claim, cited: dict[int, Citation], articles: dict[int, Article]) -> None:
    assert claim.text.strip() and claim.citations, claim
    assert not _BANNED.search(claim.text), claim.text
    for quote in claim.quotes:
        _check_quote(quote, articles[quote.n])
    if claim.is_extract:
        citation = cited[claim.citations[0]]
        assert claim.text == citation.text and claim.outlet == citation.publisher, claim
        return
    printed = [_plain(words) for words in _PRINTED.findall(claim.text)]
    assert printed == [_plain(quote.text) for quote in claim.quotes], claim
    outside = _PRINTED.sub(" ", claim.text)
    assert not _DOUBLE.search(outside), f"a mark that no quotation stands behind: {claim.text}"
    for quote in claim.quotes:
        assert quote.speaker is None or quote.speaker.split()[-1] in outside, f"speaker not named: {claim}"
    _check_prose(outside, [cited[n] for n in claim.citations], articles)


def _check_quote(quote: Quote, article: Article) -> None:
    assert article.revision.text[quote.start : quote.end] == quote.text, f"not verbatim: {quote}"
    stored = [one for one in article.revision.quotations if one.start <= quote.start and quote.end <= one.end]
    assert stored, f"not inside one pair of marks: {quote}"
    if quote.speaker is not None:
        said_by = stored[0].speaker or ""
        assert quote.speaker.split()[-1] == said_by.split()[-1], f"{quote.speaker} for {said_by}: {quote.text}"


def _check_prose(prose: str, citations: list[Citation], articles: dict[int, Article]) -> None:
    """Every digit stands in a cited sentence (or is of the event's date), every name in a cited article."""
    near = " ".join(citation.text for citation in citations)
    days = " ".join(
        f"{one.event_date:%A} {one.event_date.day} {one.event_date:%B %Y}" for one in citations if one.event_date
    )
    for number in _DIGITS.findall(prose):
        assert re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", f"{near} {days}"), f"{number} in {prose!r}"
    held = " ".join(
        f"{articles[one.n].revision.text} {articles[one.n].title} {articles[one.n].outlet}" for one in citations
    )
    for name in _CAPITALISED.findall(prose):
        country = re.sub(r"(?<=.{5})(?:i|an)$", "", name)
        assert name.lower() in _TITLES or country in f"{held} {days}", f"{name} in {prose!r}"


def _plain(words: str) -> str:
    """Words without marks and closing stops: inner marks are turned to single, stops move inside."""
    return re.sub(r"[\"“”‘’'„«»]", "", words).rstrip(".,!?… ")
