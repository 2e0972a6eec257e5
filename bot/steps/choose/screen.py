"""Which stored articles a watch may use at all: the first cut, with an outcome for each one left out.

Decides by damage, duplicate, retraction, text, mute rules and topics, in this order: what is muted stays muted whatever
its topic. Dates are judged in `select`, after stories have dated their articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article, Outcome
from bot.domain.retraction import is_retracted
from bot.domain.watch import Watch
from bot.steps.choose.reading import Reading
from bot.steps.choose.rules import Rule, find_muted, find_topic, is_mentioned, read_rule, spell_rules

MIN_WORDS = 25
"""Less text than this is a headline or a stub behind a paywall: nothing to quote, nothing to check."""

DAMAGED = ("failed", "its stored text is damaged: restore a backup")


@dataclass(frozen=True, slots=True)
class Screened:
    """Articles that may be used, and what became of the others."""

    kept: tuple[Article, ...]
    outcomes: tuple[Outcome, ...]


def screen_articles(articles: Sequence[Article], *, watch: Watch, as_of: datetime) -> Screened:
    """Leave out what cannot be used and what the watch does not want. Every article is either kept or has an outcome.

    Raises UserError, one line, for a rule of the watch that cannot be read.
    """
    topics = [read_rule(topic) for topic in watch.topics]
    mute = [read_rule(rule) for rule in watch.mute]
    kept, outcomes = [], []
    for article in articles:
        verdict = _verdict(article, topics, mute)
        if verdict is None:
            kept.append(article)
        else:
            outcomes.append(Outcome(article.url, *verdict, as_of, article.id, watch.name))
    return Screened(tuple(kept), tuple(outcomes))


def is_about(article: Article, topic: str) -> bool:
    """Whether an article tells a topic: in the headline or the opening, or more than once."""
    return find_topic(Reading(article), read_rule(topic)) is not None


def _verdict(article: Article, topics: Sequence[Rule], mute: Sequence[Rule]) -> tuple[str, str] | None:
    if not article.is_intact:
        return DAMAGED
    if article.duplicate_of is not None:
        return "duplicate", f"repeats article {article.duplicate_of}"
    if is_retracted(article.revision):
        return "retracted", "its outlet has taken it back"
    if len(article.revision.text.split(maxsplit=MIN_WORDS)) < MIN_WORDS:
        if "paywalled" in article.revision.flags:
            return "paywalled", "only the opening is public"
        return "no_text", f"fewer than {MIN_WORDS} words of text"
    return _by_rules(Reading(article), topics, mute)


def _by_rules(reading: Reading, topics: Sequence[Rule], mute: Sequence[Rule]) -> tuple[str, str] | None:
    for rule in mute:
        place = find_muted(reading, rule)
        if place is not None:
            return "muted", f"muted by {spell_rules([rule])} {place}"
    if not topics or any(find_topic(reading, rule) is not None for rule in topics):
        return None
    passing = [rule for rule in topics if is_mentioned(reading, rule)]
    aside = f"; {spell_rules(passing)} only in passing" if passing else ""
    return "off_topic", f"none of {spell_rules(topics)} is told in it{aside}"
