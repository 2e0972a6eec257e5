"""How alike articles are in their words, names, numbers and days.

Owns the vectors and the sparse matrix of pairs. Decides nothing: grouping is `cluster`, copied text is `families`.
Weights were fitted on ECB+ (772 texts, 66 events) and on random draws of 4 to 120 of its texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise

from bot.domain.article import Article
from bot.steps.find.dates import contradicts, month_days_in
from bot.steps.words.stems import stem
from bot.steps.words.stop_words import STOP_WORDS

LEAD_SENTENCES = 4
SENTENCES_READ = 24
REST_WEIGHT = 0.3
"""What a word after the lead counts: background is shared by many stories."""

NAME_WEIGHT = 3.0
"""What a capitalised word or a number counts: who and how many tell two similar events apart."""

PAIR_WEIGHT = 0.5
"""What two neighbouring words count together ("security mission")."""

LONE_TERM_SHARE = 0.1
"""How much a word that no other article has adds to the length of a vector: little, so that small archives work."""

STRONGEST_TERMS = 100
MIN_LIKENESS = 0.05
"""Pairs below count as zero, so that thousands of articles stay a sparse matrix."""

MAX_GAP_DAYS = 14

_WORD = re.compile(r"[^\W\d_]{2,}|\d[\d,.]*\d")

Vector = Mapping[str, float]
Likenesses = dict[int, dict[int, float]]
When = tuple[date | None, frozenset[tuple[int, int]]]
"""The event day, and for an undated article the days of the year that it names."""


def compare_all(articles: Sequence[Article], vectors: Sequence[Vector]) -> Likenesses:
    """Likeness (0 to about 1.2) of every pair at or above MIN_LIKENESS, by position; symmetric."""
    times = [_when(article) for article in articles]
    likenesses: Likenesses = {position: {} for position in range(len(articles))}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, vector in enumerate(vectors):
        cosines: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for other, other_weight in postings[term]:
                cosines[other] += weight * other_weight
            postings[term].append((position, weight))
        for other, cosine in cosines.items():
            if cosine < MIN_LIKENESS:
                continue
            likeness = cosine * _nearness(times[position], times[other])
            if likeness >= MIN_LIKENESS:
                likenesses[position][other] = likenesses[other][position] = likeness
    return likenesses


def make_vectors(articles: Sequence[Article]) -> list[Vector]:
    """Tf-idf vectors of the terms that at least two articles share, strongest first."""
    counted = [_count_terms(article) for article in articles]
    documents = Counter(term for counts in counted for term in counts)
    return [_weigh(counts, documents, len(articles)) for counts in counted]


def _when(article: Article) -> When:
    day = article.event_date
    return day, frozenset() if day else month_days_in(article.revision.text)


def _nearness(one: When, other: When) -> float:
    """Factor for two times: 1.2 on the same day, below 1 after three days, 0 beyond MAX_GAP_DAYS, 1 if unknown."""
    if one[0] and other[0]:
        gap_days = abs((one[0] - other[0]).days)
        return 0.4 + 0.8 * math.exp(-gap_days / 3) if gap_days <= MAX_GAP_DAYS else 0.0
    day, named = (one[0], other[1]) if one[0] else (other[0], one[1])
    return 0.0 if day and contradicts(named, day, within_days=MAX_GAP_DAYS) else 1.0


def _weigh(counts: Mapping[str, float], documents: Mapping[str, int], total: int) -> Vector:
    weights = {term: math.log(1 + count) * math.log(1 + total / documents[term]) for term, count in counts.items()}
    squares = (w * w * (1.0 if documents[term] > 1 else LONE_TERM_SHARE) for term, w in weights.items())
    length = math.sqrt(sum(squares)) or 1.0
    shared = sorted((term for term in weights if documents[term] > 1), key=lambda term: (-weights[term], term))
    return {term: weights[term] / length for term in shared[:STRONGEST_TERMS]}


def _count_terms(article: Article) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for words, weight in _weighted_sentences(article):
        stems = [stem(word.lower()) for word in words]
        for word, stemmed in zip(words, stems, strict=True):
            counts[stemmed] += weight * (NAME_WEIGHT if not word[0].islower() else 1.0)
        for one, other in pairwise(stems):
            counts[f"{one} {other}"] += weight * PAIR_WEIGHT
    return counts


def _weighted_sentences(article: Article) -> Iterator[tuple[list[str], float]]:
    text = article.revision.text
    sentences = (sentence for passage in article.revision.passages for sentence in passage.sentences)
    # Capitals say nothing in a headline: many outlets capitalise every word.
    yield _content_words(article.title.lower()), 1.0
    for number, sentence in enumerate(islice(sentences, SENTENCES_READ)):
        yield _content_words(text[sentence.start : sentence.end]), 1.0 if number < LEAD_SENTENCES else REST_WEIGHT


def _content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in STOP_WORDS]
