"""Whether what is about to be posted still stands in the store, character for character.

Owns the comparison of printed citations and quotations with stored texts. Everything was proven before; this finds what
was damaged since. Reading the store is `flows/recheck`, and why a text may be quoted at all `steps/verify/rules_quote`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.article import Article
from bot.domain.digest import Citation, Quote


def find_damage(
    citations: Iterable[Citation], quotes: Iterable[Quote], articles: Mapping[tuple[int, int], Article]
) -> str | None:
    """The first thing that is not as it was when it was proven, in one line; None when all is.

    `articles` are by id and revision number, as they are read now.
    """
    by_number: dict[int, Article] = {}
    for citation in citations:
        article = articles.get((citation.article_id, citation.revision))
        if article is None or not _is_cited_text(citation, article):
            return f"the stored text of article {citation.article_id}, which it cites, is damaged"
        by_number[citation.n] = article
    for quote in quotes:
        article = by_number.get(quote.n)
        if article is None or not _is_said_there(quote, article):
            return "a quotation in it is not the one that was proven: its words, place or speaker differ"
    return None


def _is_cited_text(citation: Citation, article: Article) -> bool:
    is_same_text = article.is_intact and article.revision.text_sha256 == citation.text_sha256
    return is_same_text and article.revision.text[citation.start : citation.end] == citation.text


def _is_said_there(quote: Quote, article: Article) -> bool:
    if article.revision.text[quote.start : quote.end] != quote.text:
        return False
    around = [one for one in article.revision.quotations if one.start <= quote.start and quote.end <= one.end]
    return quote.speaker is None or any(one.speaker == quote.speaker for one in around)
