"""Topic and mute rules: where the words or the pattern of each hit an article, in plain words.

How a rule is written is `steps/words/rule_text`; the words of an article are `reading`; who stays is `screen`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.steps.choose.reading import Reading, phrase_key
from bot.steps.words.patterns import matches_in
from bot.steps.words.rule_text import read_rule_text, shown_rule

TOPIC_MENTIONS = 2
MUTE_MENTIONS = 3
"""A word told so often in the text is what the article is about; in headline and opening or address once is enough."""

_PLACES = {
    "title": "in the headline",
    "text": "in the text",
    "url": "in the address",
    "author": "in the author's name",
    "outlet": "in the outlet's name",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: as written, the field it is about (None: the usual ones), and its words or its compiled pattern."""

    written: str
    field: str | None
    key: str
    pattern: Any = None


@lru_cache(maxsize=1_000)
def read_rule(written: str) -> Rule:
    """A rule from what was written. Raises UserError, one line."""
    text = read_rule_text(written)
    return Rule(written, text.field, phrase_key(text.phrase) if text.phrase else "", text.pattern)


def find_muted(reading: Reading, rule: Rule) -> str | None:
    """Where a mute rule hits: in the headline, the address, or all over the text; a pattern anywhere. Else None."""
    if rule.field is not None:
        return _in_field(reading, rule)
    if rule.pattern is not None:
        return _by_pattern(reading, rule.pattern, "title", "text")
    for field, place in (("title", _PLACES["title"]), ("path", _PLACES["url"])):
        if rule.key in reading.words(field):
            return place
    times = reading.count_told(rule.key, enough=MUTE_MENTIONS)
    return f"{times} times in the text" if times >= MUTE_MENTIONS else None


def find_topic(reading: Reading, rule: Rule) -> str | None:
    """Where a topic is told: in the headline or the opening, or more than once; a pattern anywhere. Else None."""
    if rule.field is not None:
        return _in_field(reading, rule)
    if rule.pattern is not None:
        return _by_pattern(reading, rule.pattern, "title", "text")
    if rule.key in reading.words("title"):
        return _PLACES["title"]
    if rule.key not in reading.words("text"):
        return None
    if reading.is_in_opening(rule.key):
        return "in the opening"
    is_told = reading.count_told(rule.key, enough=TOPIC_MENTIONS) >= TOPIC_MENTIONS
    return "more than once in the text" if is_told else None


def is_mentioned(reading: Reading, rule: Rule) -> bool:
    """Whether the words of a rule stand anywhere at all, furniture included: in passing, when it does not hit."""
    return bool(rule.key) and rule.key in reading.words(rule.field or "text")


def spell_rules(rules: Sequence[Rule], *, most: int = 5) -> str:
    """`“NATO”, “ferry talks” and 3 more`."""
    shown = ", ".join(f"“{shown_rule(rule.written)}”" for rule in rules[:most])
    return shown + (f" and {len(rules) - most} more" if len(rules) > most else "")


def _in_field(reading: Reading, rule: Rule) -> str | None:
    field = rule.field or "text"
    if rule.pattern is not None:
        return _by_pattern(reading, rule.pattern, field)
    is_there = reading.count_told(rule.key, enough=1) if field == "text" else rule.key in reading.words(field)
    return _PLACES[field] if is_there else None


def _by_pattern(reading: Reading, pattern: Any, *fields: str) -> str | None:
    for field in fields:
        places = matches_in(pattern, reading.raw(field))
        if field == "text":
            places = (place for place in places if reading.is_told_at(place[0]))
        if next(places, None) is not None:
            return _PLACES[field]
    return None
