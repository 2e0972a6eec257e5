"""Differences between sources as proposed lines: one sentence that names both outlets and takes no side.

The offline engine prints these; a model may phrase the counts itself, and what it leaves out is added. Finding them is
`steps/choose/differences`; the lines are verified like any other sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.article import Article
from bot.domain.digest import Change
from bot.domain.draft import DraftDigest, DraftLine, DraftQuote
from bot.domain.evidence import Evidence
from bot.domain.lexicon import word_set
from bot.domain.speaker import TITLES, plain
from bot.domain.verdict import VerifiedDigest, VerifiedLine
from bot.steps.choose.differences import (
    MAX_DIFFERENCES,
    CountDifference,
    Difference,
    PolarityDifference,
    SpeakerDifference,
    ValueDifference,
    WordingDifference,
    find_differences,
    places_of,
    shared_names,
)
from bot.steps.choose.window import spell_days
from bot.steps.find.anchors import find_names
from bot.steps.find.concepts import content_stems
from bot.steps.find.counts import FATES
from bot.steps.verify.gate import verify_digest
from bot.steps.verify.rules_copying import MAX_COPIED_WORDS
from bot.steps.verify.rules_shape import rule_v18_links

_FATE_WORDS = {fate: re.compile(rf"\b{fate}\b", re.IGNORECASE) for fate in FATES}
_DENIAL = re.compile(r"\b(?P<verb>is|are|was|were|has|have|had|does|do|did)(?:n['’]t| not| never) (?:\w+ly )?\w+", re.I)
_PHRASE_OPENERS = word_set("to on in at by for from with after before during over under between against about into")
_NEUTRAL = {"killed": "dead", "injured": "hurt", "arrested": "held", "displaced": "displaced"}
"""What is said where neither source uses the plain word."""


def offered_differences(evidence: Evidence) -> tuple[Difference, ...]:
    """The first few differences whose both sides are among the evidence."""
    lines = tuple((line.sentence_id, line.text) for line in evidence.lines)
    found = find_differences(evidence.stories, lines)
    return tuple(one for one in found if _line(one, evidence) is not None)[:MAX_DIFFERENCES]


def difference_lines(evidence: Evidence) -> tuple[DraftLine, ...]:
    """At most MAX_DIFFERENCES lines, each with both sentences as its citations."""
    found = (_line(one, evidence) for one in offered_differences(evidence))
    return tuple(line for line in found if line is not None)


def with_differences(verified: VerifiedDigest, evidence: Evidence) -> VerifiedDigest:
    """The digest with verified lines for the differences that it does not tell, up to MAX_DIFFERENCES in all.

    A line that does not cite two outlets tells no difference between sources and goes.
    """
    two_sided = tuple(line for line in verified.differences if len(_outlets(line, evidence)) > 1)
    lost = [_dropped(line, evidence) for line in verified.differences if line not in two_sided]
    verified = replace(verified, differences=two_sided, changes=(*verified.changes, *lost))
    told = {frozenset(str(place) for place in line.citations) for line in verified.differences}
    missing = [line for line in difference_lines(evidence) if not any(set(line.citations) <= one for one in told)]
    proven = verify_digest(DraftDigest("", "", differences=tuple(missing)), evidence).differences
    room = max(MAX_DIFFERENCES - len(verified.differences), 0)
    return replace(verified, differences=(*verified.differences, *proven[:room]))


def _dropped(line: VerifiedLine, evidence: Evidence) -> Change:
    cited = (evidence.line(place) for place in line.citations)
    held = "\n".join(one.text for one in cited if one is not None)
    return Change("dropped", "V15", "a difference between sources must cite two outlets", line.text, None, held)


def _outlets(line: VerifiedLine, evidence: Evidence) -> set[str]:
    return {article.outlet for place in line.citations if (article := evidence.article(place)) is not None}


def count_of(difference: CountDifference) -> str:
    """What the sources count, for a writer: `people displaced`."""
    first = difference.sides[0]
    texts = " ".join(side.text for side in difference.sides)
    fate = first.fate if _FATE_WORDS[first.fate].search(texts) else _NEUTRAL.get(first.fate, first.fate)
    return f"{first.people} {fate}"


def _line(difference: Difference, evidence: Evidence) -> DraftLine | None:
    articles = [evidence.article(place) for place in places_of(difference)]
    if articles[0] is None or articles[1] is None:
        return None
    if any(rule_v18_links(article.outlet) for article in articles if article):
        return None  # an outlet known only by its host has no name that may stand in a sentence
    sides = _dated_sides(articles[0], articles[1])
    citations = tuple(str(place) for place in places_of(difference))
    if isinstance(difference, WordingDifference):
        return _wording_line(difference, sides, citations)
    if isinstance(difference, SpeakerDifference):
        return _speaker_line(difference, sides, citations)
    if isinstance(difference, PolarityDifference):
        return _polarity_line(difference, sides, citations)
    told = _what_is_told(difference)
    if told is None:
        return None
    one, other = (side.written for side in difference.sides)
    told = f"{told[:1].upper()}{told[1:]}"
    return DraftLine(f"{told}: {sides[0]} reports {one}, {sides[1]} {other}{sides[2]}.", citations)


def _dated_sides(one: Article, other: Article) -> tuple[str, str, str]:
    """The outlets with the days that they report, or without if it is one day; what then stands at the end."""
    days = [spell_days(article.event_date, article.event_date) for article in (one, other) if article.event_date]
    if len(days) < 2:
        return one.outlet, other.outlet, ""
    if days[0] == days[1]:
        return one.outlet, other.outlet, f" (both on {days[0]})"
    return f"{one.outlet} ({days[0]})", f"{other.outlet} ({days[1]})", ""


def _what_is_told(difference: CountDifference | ValueDifference) -> str | None:
    """What the values are of, with a place or a name that both sentences have; None when they share none."""
    one, other = difference.sides
    if isinstance(difference, CountDifference):
        where = _where(one.text, other.text)
        return f"{count_of(difference)} {where}" if where else None
    about = difference.sides[0].about
    if about.endswith("’s age"):
        return about
    where = _where(one.text, other.text)
    names = shared_names(one.text, other.text)
    return f"{about} {where}" if where else f"{about} ({names[0]})" if names else None


def _polarity_line(
    difference: PolarityDifference, sides: tuple[str, str, str], citations: tuple[str, ...]
) -> DraftLine | None:
    """What the one says, shortened, and the denied verb of the other; None when the verb is lost by that."""
    denied = next(side.denied for side in difference.sides if side.denied)
    told = next(side.text for side in difference.sides if not side.denied)
    clause = _shortened(_as_clause(told))
    if denied not in content_stems(clause):
        return None
    denial = _DENIAL.search(next(side.text for side in difference.sides if side.denied))
    if denial is None:
        return None
    says, denies = (sides[1], sides[0]) if difference.sides[0].denied else (sides[0], sides[1])
    pronoun = "it" if denial["verb"].lower() in ("is", "was", "has", "does") else "they"
    told = f"According to {says}, {clause}; according to {denies}, {pronoun} {denial.group()}"
    return DraftLine(f"{told}{sides[2]}.", citations)


def _shortened(clause: str) -> str:
    """So many words as may be taken over, up to the end of a phrase."""
    words = clause.split()
    if len(words) <= MAX_COPIED_WORDS:
        return clause
    ends = [at for at in range(1, MAX_COPIED_WORDS) if words[at].lower() in _PHRASE_OPENERS]
    return " ".join(words[: ends[-1]]) if ends else ""


def _as_clause(text: str) -> str:
    """A sentence as it may follow a comma: without its stop, its first letter small unless it opens a name."""
    first = text.split(" ", 1)[0]
    is_name = any(name.text.startswith(first) for name in find_names(text))
    return (text if is_name else text[:1].lower() + text[1:]).rstrip(" .")


def _speaker_line(difference: SpeakerDifference, sides: tuple[str, str, str], citations: tuple[str, ...]) -> DraftLine:
    one, other = difference.sides
    quote = DraftQuote("q1", str(one.sentence_id), one.words, one.speaker)
    first = f"According to {sides[0]}, {one.speaker} said {{q1}}"
    text = f"{first}; according to {sides[1]}, it was {other.speaker}{sides[2]}."
    return DraftLine(text, citations, quotes=(quote,))


def _wording_line(difference: WordingDifference, sides: tuple[str, str, str], citations: tuple[str, ...]) -> DraftLine:
    speaker = _speaker([side.speaker for side in difference.sides])
    quotes = tuple(
        DraftQuote(f"q{number}", str(side.sentence_id), side.words, speaker)
        for number, side in enumerate(difference.sides, 1)
    )
    text = f"According to {sides[0]}, {speaker} said {{q1}}; according to {sides[1]}, {{q2}}{sides[2]}."
    return DraftLine(text, citations, quotes=quotes)


def _speaker(names: Sequence[str]) -> str:
    """The name without titles, in full if one source has it in full."""
    bare = [" ".join(word for word in name.split() if plain(word) not in TITLES) or name for name in names]
    full = [name for name in bare if " " in name] or bare
    return min(full, key=len)


def _where(one: str, other: str) -> str | None:
    """Where it happened, in words that both sentences use: `near Cape Dorn`. None when they share no such words."""
    for name in shared_names(one, other):
        found = re.search(rf"\b(?:in|near|at|off|on|around|outside) (?:the )?{re.escape(name)}(?![\w’'-])", one)
        if found and f" {found.group()}" in f" {other}":
            return found.group()
    return None
