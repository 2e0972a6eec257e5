"""Dated things to come, as the sources announce them: sentences that stand by themselves and name one coming day.

Owns which stored sentences look ahead. They are proposed with their outlet's name and verified like any other. A
weekday is no date here: which one is meant is a guess, and the day is printed in front of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.domain.article import Article
from bot.domain.draft import DraftLine
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.steps.find.anchors import find_dates, find_names
from bot.steps.find.concepts import is_dangling, overlap
from bot.steps.find.dates import resolve_dates
from bot.steps.find.furniture import has_narrator
from bot.steps.find.outlets import in_a_sentence
from bot.steps.verify.rules_shape import rule_v18_links

MAX_AHEAD = 3
MAX_AHEAD_DAYS = 14
MAX_WORDS = 30
MIN_WORDS = 5
TOLD_OVERLAP = 0.6

_ANNOUNCES = re.compile(
    r"\bwill (?:be|meet|vote|hold|open|begin|start|take|sign|visit|travel|return|decide|publish|resume|join|close)\b"
    r"|\b(?:is|are) (?:to|expected|scheduled|due|set|planned)\b"
)
_DOUBTS = re.compile(r"\b(?:if|unless|could|would|might|may|not|no|never|was|were)\b|[“”\"?—–]|\d (?:or|to|and) \d")
"""Lower case only: `May` is a month."""


def find_announced(
    offered: Iterable[tuple[SentenceId, str]], articles: Mapping[int, Article], as_of: datetime
) -> list[tuple[date, SentenceId, str]]:
    """Sentences that announce a coming day, with that day; the next day first, each announcement once."""
    found: list[tuple[date, SentenceId, str]] = []
    for place, text in offered:
        day = _coming_day(text, articles[place.article], as_of.date()) if _is_announcement(text) else None
        if day is not None:
            found.append((day, place, text))
    kept: list[tuple[date, SentenceId, str]] = []
    for one in sorted(found):
        if not any(one[0] == other[0] and overlap(one[2], other[2]) >= TOLD_OVERLAP for other in kept):
            kept.append(one)
    return kept[:MAX_AHEAD]


def ahead_lines(evidence: Evidence, told: Sequence[str]) -> tuple[DraftLine, ...]:
    """At most MAX_AHEAD lines; what a `told` text says already is left out."""
    if evidence.as_of is None:
        return ()
    offered = ((line.sentence_id, line.text) for line in evidence.lines)
    return tuple(
        _line(place, text, day, outlet)
        for day, place, text in find_announced(offered, evidence.articles, evidence.as_of)
        if not rule_v18_links(outlet := evidence.articles[place.article].outlet)
        and not any(overlap(text, one) >= TOLD_OVERLAP for one in told)
    )


def _is_announcement(text: str) -> bool:
    names = [name.text for name in find_names(text) if not name.opens or " " in name.text]
    is_alone = bool(names) and not is_dangling(text) and not has_narrator(text)
    is_sure = _ANNOUNCES.search(text) is not None and _DOUBTS.search(text) is None
    return is_alone and is_sure and len(text.split()) <= MAX_WORDS


def _coming_day(text: str, article: Article, today: date) -> date | None:
    """The only date of the sentence, when it is a day of a month and lies ahead."""
    mentions, published = find_dates(text), article.revision.published_at
    if len(mentions) != 1 or mentions[0].day is None or published is None:
        return None
    day = next(iter(resolve_dates(text, published.date())), None)
    return day if day is not None and today < day <= today + timedelta(days=MAX_AHEAD_DAYS) else None


def _without_day(text: str) -> str:
    """The sentence without `on 27 November 2026`, as that day stands in front of it; other ways to say it stay."""
    found = find_dates(text)
    written = (
        re.search(rf",? on (?:\w+day,? )?(?:the )?{re.escape(found[0].text)}(?=[,.;]?(?:\s|$))", text)
        if found
        else None
    )
    if written is None:
        return text
    rest = f"{text[: written.start()]}{text[written.end() :]}"
    return rest if len(rest.split()) >= MIN_WORDS and not rest.startswith(",") else text


def _line(place: SentenceId, text: str, day: date, outlet: str) -> DraftLine:
    said = _without_day(text.rstrip().removesuffix("."))
    return DraftLine(f"{said}, according to {in_a_sentence(outlet)}.", (str(place),), date=day.isoformat())
