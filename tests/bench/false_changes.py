"""Sentences made false in one thing, family by family: a number, a date, a name, a negation, a hedge.

Owns how a true sentence is turned. A family yields nothing where its turn could leave the sentence true, so every one
that passes the rules is a fault of the rules. Turns that keep the truth are `lawful_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bot.domain.lexicon import word_set
from bot.steps.find.anchors import find_dates, find_names

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_WORDED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS = re.compile(r"(?<![\w.,$€£:/-])\d+(?:,\d{3})*(?![\w.,:/%-])")
_COUNTED = re.compile(r"(?<![\w.,$€£:/-])(\d+(?:,\d{3})*) (?!(?:and|or|to|of|in|at|on)\b)([a-z]{3,})")
_YEAR = re.compile(r"\b(?:in|since|until|of|by|from|during) ((?:19|20)\d\d)\b(?![-,.]\d)")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!\d|,\d)|\b(?:in|since|until) ({'|'.join(MONTHS)})\b")
_UNITS = {
    "kilometers": "miles", "kilometres": "miles", "miles": "kilometres", "hours": "days", "days": "weeks",
    "weeks": "months", "months": "years", "years": "months", "minutes": "hours", "tons": "pounds", "feet": "metres",
    "pounds": "tons", "acres": "hectares", "degrees": "percent",
}  # fmt: skip
_MEASURED = re.compile(rf"(?<=\d )(?:{'|'.join(_UNITS)})\b(?!-old| old)")
_ORDERS = {"hundreds": "thousands", "thousands": "hundreds", "million": "billion", "billion": "million",
           "dozens": "hundreds", "thousand": "million"}  # fmt: skip
_ORDER = re.compile(rf"\b(?:{'|'.join(_ORDERS)})\b")
_BOUNDS = {
    "more than": "less than", "less than": "more than", "at least": "at most", "over": "under", "up to": "at least",
    "as many as": "at least", "fewer than": "more than", "at most": "at least", "under": "over",
}  # fmt: skip
_HEDGES = (*_BOUNDS, "about", "around", "nearly", "almost", "roughly", "approximately", "an estimated")
_BOUND = re.compile(rf"\b({'|'.join(_BOUNDS)}) (?=[$€£]?\d)")
_HEDGE = re.compile(rf"\b(?:{'|'.join(_HEDGES)}) (?=[$€£]?\d)(?!(?:19|20)\d\d\b)")
_BARE = re.compile(rf"(?<=[a-z] )(?!(?:19|20)\d\d\b)(?=\d+(?:,\d{{3}})* (?!{'|'.join(MONTHS)})[a-z]{{4,}})")
_BEFORE_BARE = word_set("than least most to about around over under nearly almost roughly approximately some estimated "
                        "many few the a each every only just no number age aged ages all these those last past first "
                        "next another and or between from some other")  # fmt: skip
_NEGATED = re.compile(
    r"\b((?:is|was|are|were|has|had|have|does|do|did|would|could|should)(?:n['’]t| not)|will not|won['’]t|cannot|"
    r"can['’]t)\b"
)
_AUXILIARY = re.compile(r" (?:is|was|will|can|are|were|has|had) (?!not\b|no\b|never\b|nothing\b|n['’]t)(?=[a-z])")
_TURNED = (
    ("no longer", "no longer", "still"), ("never", "never ", ""), ("no", "no", "some"),
    ("without", "without", "with"), ("denied", "denied", "confirmed"), ("deny", "deny", "confirm"),
    ("denies", "denies", "confirms"), ("denying", "denying", "confirming"), ("refused to", "refused to", "agreed to"),
    ("refuses to", "refuses to", "agrees to"), ("refusing to", "refusing to", "agreeing to"),
    ("lacks", "lacks", "has"), ("lacked", "lacked", "had"), ("lack of", "lack of", "amount of"),
    ("rejected", "rejected", "accepted"), ("failed to", "failed to", "managed to"),
    ("unable to", "unable to", "able to"),
    ("declined to", "declined to", "agreed to"), ("neither", "neither", "both"), ("none of", "none of", "all of"),
)  # fmt: skip
_ASSERTED = (
    (r" (?:may|might|could) (?!have\b|be\b|not\b)(?=[a-z])", " will "), (r" (?:may|might|could) be (?=[a-z])", " is "),
    (r" (?:may|might|could) have (?=[a-z])", " have "), (r"\b(?:reportedly|allegedly|possibly|perhaps|probably) ", ""),
    (r"\b(?:is|are) (?:likely|expected) to (?=[a-z])", "will "), (r"\balleged ", ""),
    (r"\bsuspected (?=\w+(?:s|er|man)\b)", ""), (r"\b(?:is|are) (?:considering|planning) ", "has decided on "),
)  # fmt: skip
_DIRECTIONS = {
    "rose": "fell", "fell": "rose", "increased": "decreased", "decreased": "increased", "gained": "lost",
    "lost": "won", "won": "lost", "higher": "lower", "lower": "higher", "increase": "decrease", "before": "after",
    "after": "before", "approved": "rejected", "supported": "opposed", "opposed": "supported", "began": "ended",
    "accepted": "rejected", "up": "down", "down": "up", "opened": "closed", "closed": "opened", "best": "worst",
    "largest": "smallest", "first": "last", "won't": "will",
}  # fmt: skip
_DIRECTION = re.compile(rf" ({'|'.join(_DIRECTIONS)}) ")


def false_changes(text: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Family and changed sentence, at most one of each. `others` are names from elsewhere in the article."""
    for family, change in _FAMILIES.items():
        changed = next((one for one in change(text) if one != text), None)
        if changed is not None:
            yield family, changed
    yield from _names(text, others)


def _names(text: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = [name.text for name in find_names(text) if not name.opens]
    if names:
        yield "name unknown", _put(text, names[0], "Quillon Zabriskie")
    if names and others:
        yield "name exchanged", _put(text, names[0], others[len(text) % len(others)])


def _put(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def _number(text: str) -> Iterator[str]:
    for found in _DIGITS.finditer(text):
        if not any(found.group() in mention.text for mention in find_dates(text)):
            yield _spliced(text, found.span(), str(int(found.group().replace(",", "")) + 1))


def _number_word(text: str) -> Iterator[str]:
    for one, other in pairwise(_WORDED):
        yield re.sub(rf"\b{one}\b(?!-)", other, text, count=1)


def _swapped_numbers(text: str) -> Iterator[str]:
    for one, other in pairwise(_COUNTED.finditer(text)):
        are_years = any(1900 <= int(count[1].replace(",", "")) < 2100 for count in (one, other))
        if one[1] != other[1] and one[2] != other[2] and not are_years:
            yield text[: one.start(1)] + other[1] + text[one.end(1) : other.start(1)] + one[1] + text[other.end(1) :]


def _magnitude(text: str) -> Iterator[str]:
    for found in _DIGITS.finditer(text):
        if not any(found.group() in mention.text for mention in find_dates(text)):
            yield _spliced(text, found.span(), f"{found.group()} million")


def _order(text: str) -> Iterator[str]:
    yield _ORDER.sub(lambda found: _ORDERS[found.group()], text, count=1)


def _percent(text: str) -> Iterator[str]:
    yield re.sub(r"(?<=\d)(?:%| percent\b(?!age))", " percentage points", text, count=1)


def _percent_dropped(text: str) -> Iterator[str]:
    yield re.sub(r"(?<=\d)(?:%| percent\b(?!age)) of (?=[a-z])", " ", text, count=1)


def _currency(text: str) -> Iterator[str]:
    yield re.sub(r"\$(?=\d)", "€", text, count=1)
    yield re.sub(r"[€£](?=\d)", "$", text, count=1)
    yield re.sub(r"((?:\d|lion|ions of) )dollars\b", r"\1euros", text, count=1)


def _unit(text: str) -> Iterator[str]:
    yield _MEASURED.sub(lambda found: _UNITS[found.group()], text, count=1)


def _hedge_dropped(text: str) -> Iterator[str]:
    yield _HEDGE.sub("", text, count=1)


def _hedge_added(text: str) -> Iterator[str]:
    for found in _BARE.finditer(text):
        if text[: found.start()].rsplit(maxsplit=1)[-1].lower() not in _BEFORE_BARE:
            yield f"{text[: found.start()]}more than {text[found.start() :]}"


def _bound_turned(text: str) -> Iterator[str]:
    yield _BOUND.sub(lambda found: f"{_BOUNDS[found[1]]} ", text, count=1)


def _weekday(text: str) -> Iterator[str]:
    day = re.search(rf"\b(?:{'|'.join(DAYS)})\b(?!s)", text)
    if day is not None:
        yield _spliced(text, day.span(), DAYS[(DAYS.index(day.group()) + 3) % 7])


def _month(text: str) -> Iterator[str]:
    found = _MONTH.search(text)
    if found is not None:
        group = 1 if found[1] else 3
        yield _spliced(text, found.span(group), MONTHS[(MONTHS.index(found[group]) + 1) % 12])


def _day(text: str) -> Iterator[str]:
    found = _MONTH.search(text)
    if found is not None and found[2]:
        yield _spliced(text, found.span(2), str(int(found[2]) % 27 + 1))


def _year(text: str) -> Iterator[str]:
    found = _YEAR.search(text)
    if found is not None:
        yield _spliced(text, found.span(1), str(int(found[1]) + 1))


def _negation_dropped(text: str) -> Iterator[str]:
    found = _NEGATED.search(text)
    if found is not None:
        yield _spliced(text, found.span(), _affirmed(found.group()))


def _affirmed(negated: str) -> str:
    if negated.startswith(("ca", "wo")):
        return "will" if negated.startswith("wo") else "can"
    return re.sub(r" not$|n['’]t$", "", negated)


def _negation_word_turned(text: str) -> Iterator[str]:
    for given, old, new in _TURNED:
        if given != "no" or not re.search(r"\bno (?:longer|one|more|less|fewer|doubt|matter|\d)", text):
            yield re.sub(rf"\b{old}\b" if old[-1] != " " else rf"\b{old}", new, text, count=1)


def _negation_added(text: str) -> Iterator[str]:
    yield _AUXILIARY.sub(lambda found: f"{found.group()}not ", text, count=1)


def _negation_moved(text: str) -> Iterator[str]:
    found = _NEGATED.search(text)
    if found is None:
        return
    for other in _AUXILIARY.finditer(text):
        if other.start() > found.end():
            moved = f"{text[found.end() : other.end()]}not {text[other.end() :]}"
            yield text[: found.start()] + _affirmed(found.group()) + moved
        elif other.end() < found.start():
            before = f"{text[: other.end()]}not {text[other.end() : found.start()]}"
            yield before + _affirmed(found.group()) + text[found.end() :]


def _modality(text: str) -> Iterator[str]:
    for pattern, plain in _ASSERTED:
        yield re.sub(pattern, plain, text, count=1)


def _direction(text: str) -> Iterator[str]:
    yield _DIRECTION.sub(lambda found: f" {_DIRECTIONS[found[1]]} ", text, count=1)


def _spliced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


_FAMILIES: dict[str, Callable[[str], Iterator[str]]] = {
    "number": _number,
    "number word": _number_word,
    "numbers swapped": _swapped_numbers,
    "magnitude": _magnitude,
    "order of magnitude": _order,
    "percent to points": _percent,
    "percent dropped": _percent_dropped,
    "currency": _currency,
    "unit": _unit,
    "hedge dropped": _hedge_dropped,
    "hedge added": _hedge_added,
    "bound turned": _bound_turned,
    "weekday": _weekday,
    "month": _month,
    "day": _day,
    "year": _year,
    "negation dropped": _negation_dropped,
    "negation word turned": _negation_word_turned,
    "negation added": _negation_added,
    "negation moved": _negation_moved,
    "modality": _modality,
    "direction": _direction,
}
