"""V9: every day, month, year and weekday of ours is the source's, or that of the cited event.

Reading dates out of a text is `steps/find/anchors`, which day a weekday means `steps/find/dates`; the dates of an event
are those of its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.article import Article
from bot.domain.verdict import Failure
from bot.steps.find.anchors import DateMention, find_dates, find_numbers
from bot.steps.find.dates import resolve_dates
from bot.steps.verify.ground import Ground

MAX_EVENT_DAYS = 3
"""An event of so many days lends us each of them; of a longer one (every weekday is in it) only the first and last."""


Dates = tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class _Offered:
    """The dates `written` in the cited sentences, the days that these have `meant`, those `lent` by the event, and the
    `numbers` of the cited sentences: `2000 people` looks like a year.
    """

    written: Dates
    meant: Dates
    lent: Dates
    numbers: frozenset[float]


def rule_v9_dates(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """Days, months, years and weekdays stand in the cited sentences, in this or another form (`Tuesday`, `6 May`).

    The day of the cited event may be added to them, and never stand in the place of one.
    """
    numbers = frozenset(number.value for number in find_numbers(ground.text))
    meant, lent = map(_of_day, _meant_days(ground)), map(_of_day, _event_days(ground.articles))
    ours, offered = _dates_in(prose), _Offered(_dates_in(ground.text), tuple(meant), tuple(lent), numbers)
    reasons = (_judge(mention, ours, offered) for mention in ours)
    return tuple(Failure("V9", reason, ground.text) for reason in reasons if reason)


def _judge(mention: DateMention, ours: Dates, offered: _Offered) -> str | None:
    """Why a date may not be said."""
    stated = (*offered.written, *offered.meant) if _precision(mention) == "day" else offered.written
    if _precision(mention) == "year" and mention.year in offered.numbers:
        return None
    is_stated = any(_agrees(mention, other) for other in stated)
    if not is_stated and not any(_agrees(mention, other) for other in offered.lent):
        return f"“{mention.text}” is neither in a cited sentence nor the event's date"
    if is_stated and ours.count(mention) <= max(1, offered.written.count(mention)):
        return None
    other = _left_out(mention, ours, offered)
    return f"“{mention.text}” stands where the source says “{other.text}”" if other else None


def _left_out(mention: DateMention, ours: Dates, offered: _Offered) -> DateMention | None:
    """A date of the source, as precise as this one of ours, that we do not say."""
    alike = [one for one in offered.written if _precision(one) == _precision(mention)]
    days = [mine for mine in ours if _precision(mine) == "day"]
    said = [*ours, *(one for one in offered.meant if any(_agrees(mine, one) for mine in days))]
    return next((one for one in alike if not any(_agrees(one, mine) or _agrees(mine, one) for mine in said)), None)


def _precision(mention: DateMention) -> str:
    if mention.day is not None or mention.weekday is not None:
        return "day"
    return "month" if mention.month is not None else "year"


def _dates_in(text: str) -> Dates:
    """The dates of a text; a weekday beside its day of the month is one date."""
    found: list[DateMention] = []
    for mention in find_dates(text):
        last = found[-1] if found else None
        if last is not None and _is_one_date(last, mention, text):
            words = f"{last.text}, {mention.text}"
            found[-1] = DateMention(words, mention.day, mention.month, mention.year, last.weekday)
        else:
            found.append(mention)
    return tuple(found)


def _is_one_date(weekday: DateMention, day: DateMention, text: str) -> bool:
    if weekday.weekday is None or weekday.day is not None or day.day is None:
        return False
    return re.search(rf"{re.escape(weekday.text)},?\s+(?:the\s+)?{re.escape(day.text)}", text) is not None


def _meant_days(ground: Ground) -> Iterator[date]:
    """The days that the cited sentences mean by a weekday or a date without a year."""
    for one in ground.ids:
        article = next(article for article in ground.articles if article.id == one.article)
        published = article.revision.published_at
        yield from resolve_dates(article.sentence_text(one) or "", published.date() if published else None)


def _of_day(day: date) -> DateMention:
    return DateMention(day.isoformat(), day.day, day.month, day.year, day.weekday())


def _event_days(articles: Iterable[Article]) -> list[date]:
    days: list[date] = []
    for article in articles:
        revision = article.revision
        first, last = revision.event_from or revision.event_to, revision.event_to or revision.event_from
        if first and last and (last - first).days <= MAX_EVENT_DAYS:
            days.extend(first + timedelta(days=number) for number in range((last - first).days + 1))
        elif first and last:
            days.extend((first, last))
        elif revision.published_at:
            days.append(revision.published_at.date())
    return days


def _agrees(ours: DateMention, theirs: DateMention) -> bool:
    """The other mention gives at least all that ours gives."""
    parts = (
        (ours.day, theirs.day),
        (ours.month, theirs.month),
        (ours.year, theirs.year),
        (ours.weekday, theirs.weekday),
    )
    return all(mine is None or mine == other for mine, other in parts)
