"""Rewritten copies: texts that tell one event with the same facts in other words, and show no reporting of their own.

Rewriting leaves hardly a common run of words (two retellings of one meeting share 3 of 1,000), so what cannot show
where it comes from is taken for one source. Copied words are `families`; signs of rewriting are `typing`.
"""

from __future__ import annotations

import re

from bot.domain.article import LEADS, Article
from bot.domain.lexicon import word_set
from bot.steps.find.anchors import find_names, find_numbers
from bot.steps.find.typing import RETOLD_SIGNALS
from bot.steps.words.names import canonical

SHARED_FACTS = 3
"""Names and numbers, one number among them."""

RETOLD_SIGNS = 2
"""So many signals, one of them in the words, make an outlet's text a retelling."""

RETOLD_GAP_DAYS = 1
"""A retelling gives the day of the event or the day on which the report that it retells came out."""

_WORD = re.compile(r"\w+")
_HEARD_BY = re.compile(
    r"\b(?:(?:seen|obtained|reviewed|verified) by|told|tells|interview(?:ed)? (?:with|by)|speaking to|spoke to)"
    r" (?:the )?(?P<outlet>us\b|this newspaper|[A-Z][\w.&’'-]*(?: [A-Z\d][\w.&’'-]*){0,4})"
)
_WEAK_TYPES = frozenset({"aggregator", *LEADS})
_UNSIGNED = frozenset({"no_byline", "no_outlet"})
_NO_AUTHOR = word_set(
    "staff editor editors editorial newsroom admin desk team reporter reporters correspondent agencies"
)


def author_of(article: Article) -> str | None:
    """Who signs, if that is a person or an agency: `Newsroom staff` is nobody."""
    byline = article.revision.byline or ""
    words = _words(byline)
    return byline if words and not _NO_AUTHOR & set(words) else None


def may_be_retold(article: Article) -> bool:
    """Of a kind that retells others, or with signs of it, and without a sign of own reporting."""
    return (article.source_type in _WEAK_TYPES or _looks_retold(article)) and not _reports_itself(article)


def tell_the_same(one: Article, other: Article) -> bool:
    """Whether two retellings are of one day and share enough names and numbers."""
    days = one.event_date, other.event_date
    if days[0] is None or days[1] is None:
        is_one_day = days[0] == days[1]
    else:
        is_one_day = abs((days[0] - days[1]).days) <= RETOLD_GAP_DAYS
    shared = _facts(one) & _facts(other)
    return is_one_day and len(shared) >= SHARED_FACTS and any(fact.startswith("#") for fact in shared)


def _looks_retold(article: Article) -> bool:
    flags = set(article.revision.flags)
    signs = flags & (RETOLD_SIGNALS | _UNSIGNED)
    return article.source_type == "outlet" and len(signs) >= RETOLD_SIGNS and not RETOLD_SIGNALS.isdisjoint(signs)


def _reports_itself(article: Article) -> bool:
    """A named reporter, or words said or papers shown to this very outlet; `told the BBC` elsewhere is the BBC's."""
    if author_of(article):
        return True
    own = _words(article.publisher or "")
    own = own[1:] if own[:1] == ["the"] else own
    heard = [_words(found["outlet"]) for found in _HEARD_BY.finditer(article.revision.text)]
    return any(name in (["us"], ["this", "newspaper"]) or (own and name[: len(own)] == own) for name in heard)


def _facts(article: Article) -> frozenset[str]:
    """Names (by their last word, as titles vary) and numbers by value."""
    text = article.revision.text
    sentences = [text[one.start : one.end] for passage in article.revision.passages for one in passage.sentences]
    names = {canonical(name.text.split()[-1]) for said in sentences for name in find_names(said) if not name.opens}
    numbers = {f"#{one.value:g} {one.unit or ''}" for said in sentences for one in find_numbers(said) if one.value > 1}
    return frozenset(names | numbers)


def _words(name: str) -> list[str]:
    return _WORD.findall(name.lower())
