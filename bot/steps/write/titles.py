"""Headings that stored words offer: an outlet's headline cut to what it says whole, or the main clause of a sentence.

Owns the cutting, and which words are no headline whatever stands below. Whether the cited sentences bear a heading out
is for `headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.lexicon import find_negators
from bot.steps.find.furniture import has_narrator
from bot.steps.find.instructions import is_instruction
from bot.steps.find.standing import has_verb, leans
from bot.steps.verify.rules_shape import rule_v2_stray_marks, rule_v18_links

MIN_WORDS = 3
MIN_CUT_WORDS = 4
"""A headline that was cut off needs more, to say something without its end."""

MIN_CLAUSE_WORDS = 5
_SITE = re.compile(r"\s+[|•·]\s+.*$|\s+[–—-]\s+(?:[A-Z][\w.&’']*\s*){1,4}$")
_UNFIT = re.compile(
    r"[{}\"“”‘]|(?<!\w)['’](?=\w)|(?<![s\w])['’]|[?!…]$|\.\.\.?$|^(?:Here['’]s|Watch|See|The Latest)\b|^[^\w$€£]"
)
_RUBRIC = re.compile(
    r"^(?:Photos?|Pictures|In pictures|Video|Watch|Live|Live updates|Gallery|Opinion|Analysis|Explainer|Exclusive"
    r"|Breaking|Factbox|Column|Podcast|Interview|Editorial|Comment|Fact check|(?:\w+ )?recap"
    r"|(?:\w+ ){1,2}updates)\s*[:|]\s+",
    re.IGNORECASE,
)
_ROUNDUP = re.compile(
    r"\b(?:things|what) (?:to|we|you need to) know\b|\blive updates\b|\bnewsletter\b|\bbriefing for\b"
    r"|\bhere['’]s\b|\b(?:full )?list of\b|\bquiz\b|\brecap\b|\bin pictures\b|^how to watch\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"(?:^|: )(?:how|why|what|who|when|where|which|can|should|is|are|do|does|will|if)\b", re.IGNORECASE
)
_ABBREVIATION = r"(?<!\bGov)(?<!\bSen)(?<!\bRep)(?<!\bGen)(?<!\bRev)(?<!\bProf)(?<!\bCapt)(?<!\bSgt)(?<!\bInc)"
_SENTENCE_END = re.compile(rf"(?<=[a-z\d]{{2}}){_ABBREVIATION}\.\s+(?=[A-Z])")
_STOP = re.compile(r"(?<![.A-Z])\.$")
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|…)$")
_LINKS = frozenset(
    "to for as after that with in on of over from amid by at into than and or who which when while because about"
    " against between under during per".split()
)
_DETERMINERS = frozenset("the a an its his her their this that these those".split())
_TURNS = frozenset("until unless if without except before but not no never only though although despite".split())
"""What follows these words may turn what stands before: a headline that lost it says something else."""

_MOST = re.compile(r"\b(?:\w{3,}est|most|least|first|last|only|second|third)\b", re.IGNORECASE)
"""`The youngest person …` of what, the lost end said."""

_HANGING = frozenset(
    "more less worth most least over nearly almost some all new first reportedly allegedly just".split()
)
_TAIL = re.compile(
    r"(?:, (?:which|who|whose|where|as|after|while|with|and|\w+ing)| [—–-]{1,2}|;"
    r"| (?:after|as|amid|while|since|when|because|where|which|in a \w+ that))\s"
)
_TELLS = re.compile(
    r"\b(?:said|says|according|told|reported|alleged\w*|claim\w*|believe\w*|accus\w*|if|unless)\b", re.I
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,’'/-]{2,40}(?:,? [A-Z][a-z]+)?(?: \([^)]*\))? ?[–—-]+ ")


def titles_of(headline: str) -> Iterator[str]:
    """A headline without rubric and site, then without its second sentence, then either side of its colon."""
    title = _RUBRIC.sub("", _SITE.sub("", " ".join(headline.split())))
    for one in _parts(title):
        whole = _without_lost_end(one) if _CUT_OFF.search(one) else _STOP.sub("", one)
        if whole:
            yield whole


def clauses_of(text: str) -> Iterator[str]:
    """The sentence itself, and its main clause unless what is cut away says who tells it, or turns it."""
    sentence = _STOP.sub("", _DATELINE.sub("", " ".join(text.split())))
    yield sentence
    for found in _TAIL.finditer(sentence):
        head, tail = sentence[: found.start()].rstrip(" ,"), sentence[found.start() :]
        is_whole = len(head.split()) >= MIN_CLAUSE_WORDS and has_verb(head)
        if (
            is_whole
            and not _TELLS.search(tail)
            and not set(tail.lower().split()[:2]) & _TURNS
            and not find_negators(tail)
        ):
            yield head


def is_heading(title: str, *, may_explain: bool = False) -> bool:
    """Words that may stand as a heading: no quotation, question, rubric, markup or instruction, and nothing that leans.

    `How the talks failed` announces an explanation and tells nothing: only with `may_explain`.
    """
    if len(title.split()) < MIN_WORDS or _UNFIT.search(title) or _ROUNDUP.search(title) or is_instruction(title):
        return False
    if has_narrator(title) or (not may_explain and (_EXPLAINS.search(title) or leans(title))):
        return False
    return not (*rule_v2_stray_marks(title), *rule_v18_links(title))


def _parts(title: str) -> Iterator[str]:
    yield title
    first = _SENTENCE_END.split(title, 1)[0]
    if first != title:
        yield first
    if ": " in title:
        before, after = title.split(": ", 1)
        parts = [part for part in (after, before) if len(part.split()) >= MIN_CUT_WORDS]
        yield from (part[:1].upper() + part[1:] for part in parts)


def _without_lost_end(title: str) -> str | None:
    """A headline that a page cut off, up to the last phrase that is surely whole; None where there is none."""
    words = _CUT_OFF.sub("", title).split()
    comma = next((at for at in range(len(words) - 1, MIN_CUT_WORDS - 2, -1) if words[at].endswith(",")), None)
    if comma is not None:
        return " ".join(words[: comma + 1]).rstrip(",")
    if words[-1].lower() in _DETERMINERS:
        words = words[:-2]  # what came before the article waited for its noun
    ends = [at for at, word in enumerate(words) if word.lower() in _LINKS | _TURNS]
    if not ends or words[ends[-1]].lower() in _TURNS:
        return None
    end = ends.pop()
    if words[end].lower() == "of" and not ends:
        return None
    if words[end].lower() == "of" or (ends and end - ends[-1] <= 2 and words[end - 1].islower()):
        end = ends.pop()  # `declare states of …`, `for borrowers with …`: the noun before it says nothing yet
    kept = words[:end]
    if _MOST.search(" ".join(kept)):
        return None
    while kept and (kept[-1].lower() in _LINKS | _HANGING | _DETERMINERS or kept[-1].endswith(("ing", "ly"))):
        kept.pop()
    return " ".join(kept) if len(kept) >= MIN_CUT_WORDS else None
