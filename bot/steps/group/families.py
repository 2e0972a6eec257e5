"""Which articles of a story count as one source, however many outlets print them.

Counts copied words, shared quotations and agency credits; rewriting that leaves no common words is `retellings`. Which
articles belong to a story is `cluster`; exact and near copies are refused earlier, in `dedupe`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.domain.article import Article
from bot.steps.group.retellings import author_of, may_be_retold, tell_the_same

COPIED_JACCARD = 0.25
COPIED_CONTAINMENT = 0.5
"""Half of the shorter text's five-word runs: a cut-down copy."""

SHINGLE_WORDS = 5
SHARED_QUOTATIONS = 2
QUOTATION_WORDS = 6

_WORD = re.compile(r"\w+")
_DATELINE_AGENCY = re.compile(r"^[^\n]{0,60}?\((?P<agency>[A-Z][\w .&-]{1,30})\)\s*[—–-]")
_AGENCIES = {
    "reuters": "reuters", "thomson reuters": "reuters", "ap": "ap", "associated press": "ap",
    "the associated press": "ap", "afp": "afp", "agence france presse": "afp", "dpa": "dpa", "upi": "upi",
    "united press international": "upi", "xinhua": "xinhua", "tass": "tass", "interfax": "interfax", "ansa": "ansa",
    "efe": "efe", "pa media": "pa", "bloomberg": "bloomberg", "kyodo": "kyodo", "anadolu": "anadolu",
}  # fmt: skip
_CLOSING_CREDIT = re.compile(
    r"(?:©|\(c\)|copyright|source:|from|[—–-])?\s*(?:\d{4}\s+)?(?P<agency>[^\n]{2,40}?)\.?", re.I
)
_REUTERS_SIGN_OFF = re.compile(r"\((?:Additional )?[Rr]eporting by [^()]*;[^()]*[Ee]diting by [^()]*\)\s*$")


def find_families(articles: Sequence[Article]) -> tuple[frozenset[int], ...]:
    """Sets of article ids that count as one source, in the order of their first article; every article is in one."""
    parent = {article.id: article.id for article in articles}
    for one, other in _same_source_pairs(articles):
        first, second = sorted((_root(parent, one), _root(parent, other)))
        parent[second] = first
    families: dict[int, set[int]] = defaultdict(set)
    for article in articles:
        families[_root(parent, article.id)].add(article.id)
    return tuple(frozenset(family) for family in families.values())


def _root(parent: Mapping[int, int], article_id: int) -> int:
    while parent[article_id] != article_id:
        article_id = parent[article_id]
    return article_id


def _same_source_pairs(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    yield from _sharing((article.id, {article.canonical_url}) for article in articles)
    yield from _sharing((article.id, _credits(article)) for article in articles)
    yield from _copied(articles)
    yield from _quoting_alike(articles)
    retold = [article for article in articles if may_be_retold(article)]
    yield from ((one.id, other.id) for one, other in combinations(retold, 2) if tell_the_same(one, other))


def _sharing(keyed: Iterable[tuple[int, set[str]]]) -> Iterator[tuple[int, int]]:
    """Pairs that hold the same key; chained, so that a key of n articles makes n - 1 pairs."""
    holder: dict[str, int] = {}
    for article_id, keys in keyed:
        for key in keys:
            yield holder.setdefault(key, article_id), article_id


def _credits(article: Article) -> set[str]:
    """Whose words these are: the outlet (two reports of one outlet are one source), its agency, a named author."""
    text = article.revision.text
    dateline = _DATELINE_AGENCY.match(text)
    closing = _CLOSING_CREDIT.fullmatch(text.rstrip().rsplit("\n", 1)[-1].strip())
    names = {_source_name(article.publisher or ""), _source_name(dateline["agency"]) if dateline else ""}
    if closing and _plain(closing["agency"]) in _AGENCIES:
        names.add(_source_name(closing["agency"]))
    if _REUTERS_SIGN_OFF.search(text):
        names.add("reuters")
    names.add(_source_name(author_of(article) or ""))
    return names - {""}


def _source_name(name: str) -> str:
    plain = _plain(name)
    return _AGENCIES.get(plain, plain)


def _plain(name: str) -> str:
    return " ".join(_WORD.findall(name.lower()))


def _copied(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    shingles = {article.id: _shingles(article.revision.text) for article in articles}
    holders: dict[int, list[int]] = defaultdict(list)
    for article_id, prints in shingles.items():
        for print_ in prints:
            holders[print_].append(article_id)
    common = Counter(pair for ids in holders.values() if len(ids) > 1 for pair in combinations(ids, 2))
    for (one, other), count in common.items():
        sizes = len(shingles[one]), len(shingles[other])
        if count >= COPIED_JACCARD * (sum(sizes) - count) or count >= COPIED_CONTAINMENT * min(sizes):
            yield one, other


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[at : at + SHINGLE_WORDS])) for at in range(len(words) - SHINGLE_WORDS + 1)}


def _quoting_alike(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    quotations = {article.id: _long_quotations(article) for article in articles}
    for one, other in combinations(quotations, 2):
        if len(quotations[one] & quotations[other]) >= SHARED_QUOTATIONS:
            yield one, other


def _long_quotations(article: Article) -> frozenset[str]:
    texts = (_plain(article.quotation_text(quotation)) for quotation in article.revision.quotations)
    return frozenset(text for text in texts if len(text.split()) >= QUOTATION_WORDS)
