"""With which sentence a story opens: news that stands by itself, of its newest trusted report.

Owns the order of preference. What follows an opening is `extracts`; rules on a single sentence are
`steps/find/standing`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.article import Article
from bot.domain.evidence import Evidence, EvidenceLine
from bot.steps.choose.genres import is_report
from bot.steps.find.dates import resolve_dates
from bot.steps.find.standing import stands_alone, tells_news
from bot.steps.write.speech import must_be_rebuilt

OPENING_WORDS = (8, 45)
EARLY_PASSAGES = 4
"""A report says its news before its fifth paragraph."""

DAY_FACTOR = 0.85
"""What a day of age costs an opening: yesterday's agency is worth less than today's paper."""

_AHEAD = re.compile(r"\b(?:will|(?:is|are) (?:to|set|due|scheduled|expected|planned|heading|headed))\b")

Rank = tuple[bool, bool, bool, bool, float, int, int]


def find_opening(lines: Sequence[EvidenceLine], evidence: Evidence, *, must_tell: bool = False) -> EvidenceLine | None:
    """The best of the lines that can open a story; with `must_tell` only early ones that tell news."""
    fit = [line for line in lines if stands_alone(line.text) and not must_be_rebuilt(line)]
    if must_tell:
        fit = [line for line in fit if is_news(line, evidence)]
    newest = max((day_of(line, evidence) for line in fit), default=date.min)
    return min(fit, key=lambda line: _rank(line, evidence, newest), default=None)


def is_news(line: EvidenceLine, evidence: Evidence) -> bool:
    """Whether a line tells the news of a report, and so may be printed alone."""
    is_early = line.sentence_id.passage <= EARLY_PASSAGES
    opens_with_quote = line.text[:1] in "“\"„«‘'"
    is_past = is_overtaken(line, evidence)
    return (
        is_early
        and not is_past
        and not opens_with_quote
        and tells_news(line.text)
        and is_report(_article(line, evidence))
    )


def is_overtaken(line: EvidenceLine, evidence: Evidence) -> bool:
    """Whether a line announces what was to happen on a day that is past by now: its news came after it."""
    published = _article(line, evidence).revision.published_at
    if published is None or evidence.as_of is None or not _AHEAD.search(line.text):
        return False
    days = resolve_dates(line.text, published.date())
    return bool(days) and max(days) < evidence.as_of.date()


def day_of(line: EvidenceLine, evidence: Evidence) -> date:
    """The day of what a line's article reports."""
    return _article(line, evidence).event_date or date.min


def _rank(line: EvidenceLine, evidence: Evidence, newest: date) -> Rank:
    article, place = _article(line, evidence), line.sentence_id
    age_days = (newest - day_of(line, evidence)).days
    is_unfit = is_overtaken(line, evidence) or not OPENING_WORDS[0] <= len(line.text.split()) <= OPENING_WORDS[1]
    is_late = line.text[:1] in "“\"„«‘'" or place.passage > EARLY_PASSAGES
    worth = article.trust * DAY_FACTOR**age_days
    return (
        is_unfit,
        not tells_news(line.text),
        is_late,
        not is_report(article),
        -worth,
        place.passage,
        place.sentence,
    )


def _article(line: EvidenceLine, evidence: Evidence) -> Article:
    return evidence.articles[line.sentence_id.article]
