"""Which stored articles a watch may use at all: the first cut, with an outcome for each one left out.

Decides by duplicate, mute words, topics and text. Dates are judged in `select`, after stories have dated their
articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.article import Article, Outcome
from bot.domain.watch import Watch
from bot.steps.words.names import canonical
from bot.steps.words.stems import stem

MIN_WORDS = 25
"""Less text than this is a headline or a stub behind a paywall: nothing to quote, nothing to check."""

LEAD_CHARS = 700
"""A topic named here is what the article is about; further down it must come back to count."""

TOPIC_MENTIONS = 2
MUTE_MENTIONS = 3

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """Articles that may be used, and what became of the others."""

    kept: tuple[Article, ...]
    outcomes: tuple[Outcome, ...]


def screen_articles(articles: Sequence[Article], *, watch: Watch, as_of: datetime) -> Screened:
    """Leave out duplicates, muted and off-topic articles, and stubs. Every article is either kept or has an outcome."""
    topics = [_key(topic) for topic in watch.topics]
    mute = [_key(word) for word in watch.mute]
    kept, outcomes = [], []
    for article in articles:
        verdict = _verdict(article, topics, mute)
        if verdict is None:
            kept.append(article)
        else:
            outcomes.append(Outcome(article.url, *verdict, as_of, article.id, watch.name))
    return Screened(tuple(kept), tuple(outcomes))


def is_about(article: Article, phrase: str) -> bool:
    """Whether a topic stands in the headline or the opening, or comes up more than once."""
    return _is_topic(article, _key(phrase))


def _verdict(article: Article, topics: Sequence[Key], mute: Sequence[Key]) -> tuple[str, str] | None:
    if article.duplicate_of is not None:
        return "duplicate", f"repeats article {article.duplicate_of}"
    if len(article.revision.text.split()) < MIN_WORDS:
        if "paywalled" in article.revision.flags:
            return "paywalled", "only the opening is public"
        return "no_text", f"fewer than {MIN_WORDS} words of text"
    muted = next((key for key in mute if _is_muted(article, key)), None)
    if muted is not None:
        return "muted", f"muted word: {' '.join(muted)}"
    if topics and not any(_is_topic(article, key) for key in topics):
        return "off_topic", "none of the watch's topics is in it"
    return None


def _key(phrase: str) -> Key:
    return tuple(stem(canonical(word)) for word in _WORD.findall(phrase))


def _count(key: Key, text: str) -> int:
    if not key:
        return 0
    words = _key(text)
    return sum(words[at : at + len(key)] == key for at in range(len(words) - len(key) + 1))


def _is_topic(article: Article, key: Key) -> bool:
    text = article.revision.text
    return bool(_count(key, f"{article.title}\n{text[:LEAD_CHARS]}")) or _count(key, text) >= TOPIC_MENTIONS


def _is_muted(article: Article, key: Key) -> bool:
    """In the headline, in the address (`/sport/`), or all over the text."""
    path = re.sub(r"[^\w]+", " ", urlsplit(article.canonical_url).path)
    return bool(_count(key, article.title) or _count(key, path)) or _count(key, article.revision.text) >= MUTE_MENTIONS
