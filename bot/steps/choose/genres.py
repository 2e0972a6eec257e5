"""Articles that are no report of one event: round-ups of many stories, opinion, advice, results of games.

Judged by the headline as outlets write it. What follows from it is `select` (a round-up tells no story) and
`rank_stories`.
"""

from __future__ import annotations

import re

from bot.domain.article import Article

_ROUNDUP = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:things|stories|takeaways|headlines|photos|charts)\b"
    r"|\bthings to know\b|\bthe week in\b|\bweek in review\b|\bnews from around\b|\bin (?:pictures|photos)\b"
    r"|^(?:photos?|pictures|gallery|video|watch)\s*:|\bphotos? of the (?:day|week)\b"
    r"|\b(?:daily|morning|evening|nightly|weekly|weekend|news) "
    r"(?:briefing|brief|roundup|round-up|digest|newsletter|update)\b"
    r"|\b(?:podcast|newsletter|quiz|crossword|horoscope|lottery|round-?up)\b|\blive ?(?:updates|blog)\b|^live:",
    re.IGNORECASE,
)
_TOPIC_LIST = re.compile(r"(?P<topics>[^,:]+(?:, (?:and )?[^,:]+){2,})\s*(?::|\.\.\.|…|$)")
_TOPIC_WORDS = 4
_MIN_LIST_WORDS = 6
_OPINION = re.compile(
    r"(?:opinion|op-ed|editorial|column|commentary|letters?|perspective|review|analysis)\b\s*[:|]", re.IGNORECASE
)
_ADVICE = re.compile(
    r"^(?:how (?:to|do|does|can|much|many|long|the|you)|what to (?:know|do|watch)|what (?:is|are|does|we know)|where to"
    r"|when (?:is|to)|why|who(?: is|['’]s)|(?:the )?best|should|can (?:you|i)|do (?:you|i)|is (?:it|there))\b"
    r"|\b(?:what to know|explained|explainer|how to watch|recipes?|gift guide|shopping|horoscopes?|fact check)\b"
    r"|\bhere['’]s (?:what|how|why)\b",
    re.IGNORECASE,
)
_SPORT = re.compile(
    r"\b(?:NFL|NBA|WNBA|MLB|NHL|MLS|NCAA|UFC|WWE|PGA|LIV|FIFA|UEFA|ATP|WTA|NASCAR|F1|touchdowns?|quarterbacks?|"
    r"home ?runs?|homers?|innings?|playoffs?|postseason|offseason|preseason|bullpen|goalkeepers?|strikers?|"
    r"midfielders?|semi-?finals?|quarter-?finals?|grand slam|wide receivers?|linebackers?|free agents?|trade deadline|"
    r"rebounds|super bowl|world series|premier league|champions league|head coach|heavyweight|wickets?|hat-trick|"
    r"rushing yards|draft pick|all-star|tennis|golf(?:er)?|baseball|basketball|football|soccer|hockey)\b"
)
_MIN_SPORT_WORDS = 4
_LEAD_CHARS = 1500


def is_roundup(article: Article) -> bool:
    """Whether the article tells many stories in a few lines each: its sentences belong to no one story."""
    return _ROUNDUP.search(article.title) is not None or _lists_topics(article.title)


def _lists_topics(title: str) -> bool:
    """`Ferry strike, storm warning, new harbour master: what …`: three topics or more."""
    found = _TOPIC_LIST.match(title)
    topics = [topic.split() for topic in found["topics"].split(", ")] if found else []
    is_short = all(len(topic) <= _TOPIC_WORDS for topic in topics)
    return bool(topics) and is_short and sum(len(topic) for topic in topics) >= _MIN_LIST_WORDS


def is_report(article: Article) -> bool:
    """Whether the article reports, as far as its headline says: neither opinion nor advice nor a round-up."""
    is_other = _OPINION.match(article.title) or _ADVICE.search(article.title)
    return article.source_type != "column" and not is_other and not is_roundup(article)


def is_sport(article: Article) -> bool:
    """Whether headline and opening speak of games again and again."""
    opening = f"{article.title} {article.revision.text[:_LEAD_CHARS]}"
    return len(_SPORT.findall(opening)) >= _MIN_SPORT_WORDS
