"""What quoted words leave behind: may they be cut out of their surroundings without changing the sense?

Owns the questions asked of a found span: inside one pair of marks, somebody else's words inside, what is left of the
touched sentences. Finding the span is `domain/quote`.
"""

from __future__ import annotations

import re

from bot.domain.article import Article, Quotation
from bot.domain.fold import DOUBLE_MARKS
from bot.domain.lexicon import CONDITIONS, find_negators, find_turning_words, is_negator

MIN_WORDS = 3
"""Fewer words prove nothing unless the source itself marks exactly these words."""

NEGATOR_REACH_WORDS = 4
"""A negator this close before the opening mark governs the quoted words ("not a 'realistic outcome'")."""

_EDGE = " \t\n,.;:!?…\"'“”„«»‘’‚‹›—–-"
_ENDS = re.compile(r"[.!?…][\"'”’»]*\s+(?=[\"'“‘„«]?[^\W\d_a-zà-öø-ÿ])|[.!?…][\"'”’»]*\s+(?=\d)")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs))$")
_NEVER_SAID = re.compile(
    r"[\"”»’']?,?\s+(?:[\w’'-]+\s+){1,4}?(?P<not>never|not|didn[’']t|hasn[’']t|won[’']t)\s+(?:say|said|tell|told|claim|write)"
)
_CONDITION_BEHIND = re.compile(
    r"[\"”»’']?,?\s+(?:only\s+|but\s+only\s+|even\s+)?(if|unless|provided that|as long as)\b"
)
_INSCRIBED = re.compile(
    r"[\"”»’']?,?[\"”»’']?\s*(?:the|a|an|her|his|their|its|our)\s+(?:[\w’-]+\s+){0,2}?"
    r"(?:motto|slogan|inscription|caption|banner|placard|plaque|sign|headline|title|proverb|saying|lyrics?|chant)\b"
)
_INNER = re.compile(r"[“\"„«]([^”\"“»]+)[”\"“»]|(?<!\w)[‘'‚]([^‘]+?)[’'](?!\w)")


def enclosing(article: Article, start: int, end: int) -> Quotation | None:
    """The stored quotation whose marks hold these characters, None for narration."""
    for quotation in article.revision.quotations:
        if quotation.start <= start and end <= quotation.end:
            return quotation
    return None


def is_whole(text: str, quotation: Quotation, start: int, end: int) -> bool:
    """True when nothing but edge punctuation of the marked words is left out."""
    left = text[quotation.start : start] + text[end : quotation.end]
    return not left.strip(_EDGE)


def is_inner_speech(text: str, quotation: Quotation, start: int, end: int) -> bool:
    """True when the words lie inside marks within the marks: they are somebody else's."""
    for found in _INNER.finditer(text, quotation.start, quotation.end):
        group = 1 if found.group(1) is not None else 2
        if found.start(group) <= start and end <= found.end(group):
            return True
    return False


def is_long_enough(text: str, quotation: Quotation, start: int, end: int) -> bool:
    """At least three words, or exactly the words that the source marks."""
    return len(text[start:end].split()) >= MIN_WORDS or is_whole(text, quotation, start, end)


def lost_turn(text: str, quotation: Quotation, start: int, end: int) -> str | None:
    """The negation, hedge, condition, contrast, bound or question cut off from the sentences the words stand in.

    Only what is inside the marks counts here; None when what is left turns nothing.
    """
    left = text[quotation.start : start] + text[end : quotation.end]
    if not left.strip(_EDGE) and "?" not in left:
        return None
    first, last = sentence_bounds(text, quotation, start, end)
    for offset, word in find_turning_words(text[first:last]):
        at = first + offset
        if not start <= at < end:
            return word
    return None


def outer_negator(text: str, quotation: Quotation, paragraph_start: int) -> str | None:
    """A negator that governs the marks from outside: among the four words before them, or as the verb of saying."""
    found = find_negators(_just_before(text, quotation, paragraph_start))
    if found:
        return found[-1][1]
    if quotation.cue is not None and is_negator(quotation.cue):
        return quotation.cue
    behind = _NEVER_SAID.match(text, quotation.end)
    return behind.group("not") if behind else None


def outer_condition(text: str, quotation: Quotation, paragraph_start: int) -> str | None:
    """A condition (`if`, `unless`) among the four words before the opening mark, or right behind the closing one."""
    words = _just_before(text, quotation, paragraph_start).split()
    before = next((word for word in reversed(words) if word.strip(",").casefold() in CONDITIONS), None)
    behind = None if before else _CONDITION_BEHIND.match(text, quotation.end)
    return behind[1] if behind else before


def is_inscription(text: str, quotation: Quotation) -> bool:
    """True when the words behind the marks call what is quoted a motto, a sign or a saying: nobody spoke it."""
    return _INSCRIBED.match(text, quotation.end) is not None


def _just_before(text: str, quotation: Quotation, paragraph_start: int) -> str:
    before = text[paragraph_start : quotation.start].rstrip(DOUBLE_MARKS + "‘'‚ ")
    clause = re.split(r"[.!?;:]\s|[\"”»]", before)[-1]
    return " ".join(clause.split()[-NEGATOR_REACH_WORDS:])


def sentence_bounds(text: str, quotation: Quotation, start: int, end: int) -> tuple[int, int]:
    """Start of the first and end of the last sentence touched by `start..end`, within the marks."""
    borders = [quotation.start]
    for found in _ENDS.finditer(text, quotation.start, quotation.end):
        if text[found.start()] != "." or not _ABBREVIATED.search(text, quotation.start, found.start()):
            borders.append(found.end())
    first = max(border for border in borders if border <= start)
    last = min((border for border in borders if border >= end), default=quotation.end)
    return first, last
