"""Sentences said otherwise and still true, family by family: what a writer may do with a stored sentence.

Owns how a sentence is reworded. A family yields nothing where its turn could change what is said, so every one that the
rules refuse is a fault of the rules. Turns that make a sentence false are `false_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.domain.lexicon import find_negators

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SAID_LAST = re.compile(
    r"^(?P<what>[A-Z][^,;:]{25,}), (?P<who>(?:[A-Z][\w.’'-]+ ?){1,4}) (?P<verb>said|told reporters)\.$"
)
_SAID_FIRST = re.compile(r"^(?P<who>[A-Z][^,;:]{2,40}) (?:said|says) (?:that )?(?P<what>[a-z][^;:]{25,})\.$")
_BY = re.compile(
    r"^(?P<what>(?:The|A|An|[A-Z]\w+) [\w ]{2,40}) (?:was|were) (?P<verb>\w{3,}ed) by (?P<who>[A-Z][\w’' -]+)\.$"
)
_VERBS = {" said ": " stated ", " announced ": " said ", " told reporters ": " said ", " stated ": " said "}
_TAIL = re.compile(r"^(?P<main>[A-Z].{40,}?), (?:which|who|where|adding|including|while|as) (?P<tail>[^,]{12,})\.$")
_DENYING_TAIL = re.compile(r"^(?P<main>[A-Z].{30,}?), (?:but|which|who|although|though|and) (?P<tail>[^,]{12,})\.$")
_ASIDE = re.compile(r"^(?P<first>[A-Z][^,]{8,}), (?:a|an|the|who|which) (?P<aside>[^,]{8,60}), (?P<rest>[^,]{20,})$")
_PEOPLES = {
    "French": "France", "German": "Germany", "Russian": "Russia", "Ukrainian": "Ukraine", "Israeli": "Israel",
    "Chinese": "China", "Japanese": "Japan", "Canadian": "Canada", "Indian": "India", "Italian": "Italy",
    "Iranian": "Iran", "Turkish": "Turkey", "Brazilian": "Brazil", "Mexican": "Mexico", "Pakistani": "Pakistan",
    "Taiwanese": "Taiwan", "Australian": "Australia", "Kenyan": "Kenya", "Cuban": "Cuba", "Colombian": "Colombia",
}  # fmt: skip
_OFFICE = re.compile(
    rf"\b(?P<people>{'|'.join(_PEOPLES)}) (?P<office>president|prime minister|government|parliament|army|military|"
    r"authorities|officials)\b",
    re.IGNORECASE,
)
_CAPITALS = (
    (r"\bU\.S\. (?=officials|government|president|forces|troops|military)", "American "),
    (r"\bthe United States (?=has|said|will|is|and)", "Washington "),
    (r"\bthe United Kingdom\b", "Britain"),
    (r"\bUkraine (?=said|says|has said|wants|will)", "Kyiv "),
    (r"\bRussia (?=said|says|has said|wants|will)", "Moscow "),
    (r"\bthe White House said\b", "Washington said"),
    (r"\bthe Kremlin\b", "Moscow"),
)
_WORDED = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
           "10": "ten", "11": "eleven", "12": "twelve", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
           "seven": "7", "eight": "8", "nine": "9"}  # fmt: skip
_MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_WORDED_COUNT = re.compile(rf"\b(?P<before>[a-z]+|{_MONTH_NAMES}) (?P<count>{'|'.join(_WORDED)}) (?=[a-z]{{3,}})")
_ON_DAY = re.compile(rf"\bon ({'|'.join(DAYS)})\b(?! (?:night|morning|evening|afternoon))")
_FORWARD = re.compile(
    r"\b(?:will|would|next|plans?|scheduled|set|due|expected|until|by|last|every|each)\b", re.IGNORECASE
)
_OTHER_WORDS = (
    (r"\bmore than (?=[$€£]?\d)", "over "),
    (r"\babout (?=[$€£]?\d)", "around "),
    (r"\bnearly (?=[$€£]?\d)", "almost "),
    (r"\bat least (?=[$€£]?\d)", "no fewer than "),
    (r"\bdid not\b", "didn’t"),
    (r"\b(did|is|was|has|could|would)n['’]t\b", r"\1 not"),
    (r"(?<=\d)%", " percent"),
    (r"(?<=\d) percent\b(?!age)", "%"),
    (r"\$(\d[\d.]*) (million|billion)\b", r"\1 \2 dollars"),
    (r"(?<=\d),(?=\d{3} [a-z])", ""),
    (r"\bSept\. (?=\d)", "September "),
    (r"\bAug\. (?=\d)", "August "),
    (r"\b(August|September|October) (\d{1,2})\b(?!\d|,)", r"\2 \1"),
    (r"\bmay (?!be\b|have\b|not\b)(?=[a-z])", "could "),
    (r"\bis likely to\b", "will probably"),
    (r"\bis expected to\b", "is likely to"),
    (r"\bdid not say\b", "declined to say"),
)


def lawful_changes(text: str, published: date) -> Iterator[tuple[str, str]]:
    """Family and reworded sentence, at most one of each."""
    for family, change in _FAMILIES.items():
        changed = next((one for one in change(text) if one != text), None)
        if changed is not None:
            yield family, changed
    yield from _dated(text, published)


def joined(one: str, other: str) -> str | None:
    """Two sentences as one; None where the second cannot follow a comma."""
    if not re.match(r"(?:The|A|An|He|She|They|It) [a-z]", other) or not one.endswith(".") or len(one + other) > 320:
        return None
    return f"{one[:-1]}, and {other[0].lower()}{other[1:]}"


def _said_last(text: str) -> Iterator[str]:
    found = _SAID_LAST.match(text)
    if found is not None:
        what = found["what"] if re.match(r"[A-Z][A-Z.]|[A-Z]\w+ [A-Z]|I\b", found["what"]) else _lowered(found["what"])
        yield f"{found['who']} {found['verb']} that {what}."


def _said_first(text: str) -> Iterator[str]:
    found = _SAID_FIRST.match(text)
    if found is not None:
        yield f"According to {_named(found['who'])}, {found['what']}."


def _named(who: str) -> str:
    first = who.split(maxsplit=1)[0]
    return _lowered(who) if first in ("The", "A", "An", "His", "Her", "Their", "Some", "Officials", "Police") else who


def _lowered(text: str) -> str:
    known = re.match(r"(?:The|A|An|It|They|He|She|There|This|That|Some|Many|Two|Three|More|Most|All|At|In)\b", text)
    return text[0].lower() + text[1:] if known else text


def _active(text: str) -> Iterator[str]:
    found = _BY.match(text)
    if found is not None and not find_negators(text):
        yield f"{found['who']} {found['verb']} {_lowered(found['what'])}."


def _verb(text: str) -> Iterator[str]:
    for verb, other in _VERBS.items():
        yield text.replace(verb, other, 1)


def _tail_dropped(text: str) -> Iterator[str]:
    found = _TAIL.match(text)
    if found is not None and not find_negators(found["tail"]):
        yield f"{found['main']}."


def _denial_dropped(text: str) -> Iterator[str]:
    """A clause that denies something is left out as a whole."""
    found = _DENYING_TAIL.match(text)
    if found is not None and find_negators(found["tail"]) and not find_negators(found["main"]):
        yield f"{found['main']}."


def _aside_dropped(text: str) -> Iterator[str]:
    found = _ASIDE.match(text)
    if found is not None and not find_negators(found["aside"]):
        yield f"{found['first']} {found['rest']}"


def _people(text: str) -> Iterator[str]:
    found = _OFFICE.search(text)
    if found is not None and found["people"] in _PEOPLES and not re.match(r" [A-Z]", text[found.end() :]):
        article = "" if re.search(r"\b[Tt]he $", text[: found.start()]) else "the "
        office = f"{article}{found['office']} of {_PEOPLES[found['people']]}"
        yield text[: found.start()] + office + text[found.end() :]


def _capital(text: str) -> Iterator[str]:
    for pattern, other in _CAPITALS:
        yield re.sub(pattern, other, text, count=1)


def _number_form(text: str) -> Iterator[str]:
    found = next((one for one in _WORDED_COUNT.finditer(text) if one["before"][0].islower()), None)
    if found is not None:
        yield text[: found.start("count")] + _WORDED[found["count"]] + text[found.end("count") :]


def _other_words(text: str) -> Iterator[str]:
    for pattern, other in _OTHER_WORDS:
        yield re.sub(pattern, other, text, count=1)


def _dated(text: str, published: date) -> Iterator[tuple[str, str]]:
    """`On Monday` by its date: the last Monday that was, in a sentence that does not look ahead."""
    found = _ON_DAY.search(text)
    if found is None or _FORWARD.search(text):
        return
    day = published - timedelta(days=(published.weekday() - DAYS.index(found[1])) % 7)
    yield "weekday to date", f"{text[: found.start()]}on {day.day} {day:%B}{text[found.end() :]}"


_FAMILIES: dict[str, Callable[[str], Iterator[str]]] = {
    "speaker put first": _said_last,
    "speaker by according to": _said_first,
    "passive to active": _active,
    "reporting verb": _verb,
    "last clause dropped": _tail_dropped,
    "denied clause dropped": _denial_dropped,
    "aside dropped": _aside_dropped,
    "people to country": _people,
    "capital for country": _capital,
    "number form": _number_form,
    "other words": _other_words,
}
