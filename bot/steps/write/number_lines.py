"""Figures of the stories told, as proposed lines: what is counted, and the figure as its source gives it.

Owns which figures can be understood without their sentence. The lines are verified like any other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from bot.domain.draft import DraftLine, DraftSentence
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.lexicon import find_negators
from bot.steps.find.anchors import find_names
from bot.steps.find.counts import find_counts
from bot.steps.find.outlets import in_a_sentence
from bot.steps.find.standing import is_listing
from bot.steps.verify.check import check_sentence
from bot.steps.verify.rules_shape import rule_v18_links
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.write.speech import without_titles

MAX_NUMBERS = 4
MAX_COUNTED_WORDS = 4
MIN_COUNT = 10
NEAR_WORDS = 4
"""A name further from its figure may be anybody's."""

MIN_COUNTED_CHARS = 4
_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"“»]?")
_FIGURE = re.compile(
    r"(?<![\w-])(?<![A-Z] )(?P<figure>"
    r"(?:(?i:at least|up to|about|around|some|nearly|almost|more than|over|as many as|roughly|fewer than|less than"
    r"|close to|an estimated|approximately)\s+)?"
    r"[$€£]?\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion|trillion))?(?P<share>%|\spercent)?)"
    r"\s(?:(?P<link>of|in)\s(?:the\s)?)?(?P<what>[a-z][\w’'-]+(?:\s[a-z][\w’'-]+){0,5})",
)
_WHERE = re.compile(
    r"(?:in|at|near|off|across|from|around|outside) (?:the )?[A-Z][\w’'.-]*(?: (?:of )?[A-Z][\w’'.-]*){0,3}(?<!\.)"
)
_UNSURE = re.compile(
    r"\b(?:if|could|would|might|may|should|expected|projected|planned|between|up from|down from|earlier|initial(?:ly)?"
    r"|previous(?:ly)?|per|average|ago|last|percent(?:age)? points?)\b",
    re.IGNORECASE,
)
_MEASURES = frozenset(
    "days day weeks week months month years year hours hour minutes minute seconds times time miles mile feet foot"
    " inches dollars euros pounds crowns francs yen yuan roubles rubles kilometers kilometres meters metres"
    " degrees points point per more others other people who".split()
)
"""Alone they say how long or how far, and not what of."""

_PLURALS = frozenset("children women men troops police personnel".split())
_VERBAL = re.compile(r"\w+(?:ed|ing)$")
_SPEAKS = re.compile(r"\s+(?:said|says|told|tells|added|reported|reports|announced|wrote|estimates?|estimated)\b")
_ACCORDING = re.compile(r"\baccording to (?:the )?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


def number_lines(evidence: Evidence, stories: Sequence[int], *, printed: Container[str] = ()) -> tuple[DraftLine, ...]:
    """At most MAX_NUMBERS figures, one of each told story (`stories`, in order) before the second of any.

    `printed` are ids of sentences whose figures another part of the edition gives already.
    """
    fit = [line for line in evidence.lines if str(line.sentence_id) not in printed]
    found = [list(_figures([line for line in fit if line.story == one], evidence)) for one in stories]
    turns = max((len(lines) for lines in found), default=0)
    in_turn = [lines[turn] for turn in range(min(turns, 2)) for lines in found if turn < len(lines)]
    labels: dict[str, DraftLine] = {}
    for line in in_turn:
        labels.setdefault(str(line.label), line)
    return tuple(labels.values())[:MAX_NUMBERS]


def _figures(lines: Sequence[EvidenceLine], evidence: Evidence) -> Iterator[DraftLine]:
    for line in lines:
        text = _QUOTED.sub(lambda found: " " * len(found.group()), line.text)
        figures = list(_FIGURE.finditer(text))
        if len(figures) != 1 or _UNSURE.search(text) or find_negators(text) or is_listing(text):
            continue
        label = _fate_label(line.sentence_id, text) or _label(text, figures[0])
        outlet = evidence.articles[line.sentence_id.article].outlet
        if label is not None:
            said = "" if rule_v18_links(outlet) else f", according to {in_a_sentence(outlet)}"
            figure = figures[0]["figure"]
            proposed = DraftLine(f"{figure[:1].lower()}{figure[1:]}{said}", (str(line.sentence_id),), label=label)
            if _is_proven(proposed, evidence):
                yield proposed


def _is_proven(line: DraftLine, evidence: Evidence) -> bool:
    """A figure that lost its hedge or its thing on the way is not proposed: the gate would only drop it."""
    sentence = DraftSentence(f"{line.label} {line.text}", line.citations)
    return check_sentence(sentence, evidence).claim is not None


def _fate_label(place: SentenceId, text: str) -> str | None:
    """`People displaced near Cape Dorn`: what befell those who are counted."""
    count = next(iter(find_counts(place, text)), None)
    where = _WHERE.search(text)
    return f"{count.people[:1].upper()}{count.people[1:]} {count.fate} {where.group()}" if count and where else None


def _label(text: str, found: re.Match[str]) -> str | None:
    """What is counted, and whose or where: `Tickets, Harbour Museum`; None where a reader could not tell."""
    counted = _counted(found["what"])
    whose = _whose(text, found.start(), found.start("what") + len(counted)) if counted else None
    is_bare = not re.search(r"[$€£%]|percent", found["figure"])
    if counted is None or whose is None or (found["link"] == "of") != bool(found["share"]):
        return None
    if is_bare and (found["link"] or not _is_count(found["figure"], counted)):
        return None
    if found["share"]:
        counted = f"share of {counted}"
    return f"{counted[:1].upper()}{counted[1:]}{whose}"


def _is_count(figure: str, counted: str) -> bool:
    """Ten things or more, in the plural; a bare year counts nothing."""
    plain = re.sub(r"[^\d.]", "", figure)
    is_year = re.fullmatch(r"(?:19|20)\d\d", figure) is not None
    is_plural = counted.endswith("s") or counted.rsplit(maxsplit=1)[-1] in _PLURALS
    return not is_year and is_plural and ("illion" in figure or float(plain.rstrip(".") or 0) >= MIN_COUNT)


def _counted(what: str) -> str | None:
    """The noun phrase behind a figure, up to the next small word or verb."""
    words: list[str] = []
    for word in what.split():
        if word in STOP_WORDS or (words and _VERBAL.match(word)):
            break
        words.append(word)
    is_plain = words and words[-1] not in _MEASURES and not _VERBAL.match(words[-1]) and "-" not in words[-1]
    if not is_plain or len(words) > MAX_COUNTED_WORDS or len(words[-1]) < MIN_COUNTED_CHARS or words[0] in _MEASURES:
        return None
    return " ".join(words)


def _whose(text: str, at: int, end: int) -> str | None:
    """` in Ansk` right behind what is counted (it ends at `end`), else the name close before the figure (at `at`).

    Else the only place that is named before it.
    """
    place = _WHERE.match(text, end + 1)
    if place is not None:
        return f" {place.group()}"
    names = [name for name in find_names(text[:at]) if " " in name.text or not (name.opens or name.text.isupper())]
    for name in names[-1:]:
        start = text.rfind(name.text, 0, at)
        between = text[start + len(name.text) : at].split()
        is_whole = bool(between) and between[0] not in ("and", "&") and len(between) <= NEAR_WORDS
        if is_whole and not _is_teller(text, start, start + len(name.text)):
            inside = next((one for one in _WHERE.finditer(text[:at]) if one.end() == start + len(name.text)), None)
            return f" {inside.group()}" if inside else f", {_POSSESSIVE.sub('', without_titles(name.text))}"
    only = _WHERE.search(text[:at]) if len(find_names(text[:at])) == 1 else None
    return f" {only.group()}" if only is not None else None


def _is_teller(text: str, start: int, end: int) -> bool:
    return _SPEAKS.match(text, end) is not None or _ACCORDING.search(text[:start]) is not None
