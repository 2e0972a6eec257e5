"""What a sentence can be held to: its numbers, dates and names, as data.

Owns reading them out of a text. Comparing them with the cited sentences is for `rules_numbers`, `rules_dates` and
`rules_names` of `steps/verify`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.lexicon import word_set
from bot.steps.find.subjects import NAME

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_MAGNITUDES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_SPECIAL = {
    "half": 0.5, "twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0, "thrice": 3.0,
    "quarter": 0.25, "quarters": 0.25, "thirds": 1 / 3, "fifths": 0.2,
}  # fmt: skip
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₽": "rouble", "dollar": "dollar", "euro": "euro",
               "pound": "pound", "yen": "yen", "ruble": "rouble", "rouble": "rouble"}  # fmt: skip
_MEASURES = {
    "day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour", "minute": "minute",
    "km": "km", "kilometer": "km", "kilometre": "km", "mile": "mile", "meter": "metre", "metre": "metre",
    "ton": "tonne", "tonne": "tonne", "kg": "kg", "kilo": "kg", "kilogram": "kg", "barrel": "barrel", "acre": "acre",
    "hectare": "hectare", "degree": "degree", "feet": "foot", "foot": "foot", "litre": "litre", "liter": "litre",
    "gallon": "gallon", "megawatt": "megawatt", "gigawatt": "gigawatt", "nautical mile": "nautical mile",
    **{f"{power} {unit}": f"{power} {name}" for power in ("square", "cubic")
       for unit, name in {"km": "km", "kilometer": "km", "kilometre": "km", "mile": "mile", "meter": "metre",
                          "metre": "metre", "feet": "foot", "foot": "foot"}.items()},
}  # fmt: skip
_MONEY = frozenset(_CURRENCIES.values())
EXACT_UNITS = frozenset({"percent", "point", "ordinal", "many", "decade", *_MONEY, *(f"many {one}" for one in _MONEY)})
"""Units without which a number says something else: they must be there or not be there on both sides."""

_ROUND = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)}))?|(?:{'|'.join(_ONES)}))"
_WORDS = (
    rf"(?:a\s+|{_SMALL}[\s-]+)?{_ROUND}(?:[\s-]+{_ROUND})*(?:[\s-]+(?:and\s+)?{_SMALL}(?:[\s-]+{_ROUND})*)*|{_SMALL}"
)
"""`One hundred and twenty` is one number, `two and six` are two."""

_UNIT = (
    r"\s?%|[\s-]percentage[\s-]points?|[\s-]per\s?cent(?:age)?(?:[\s-]points?)?"
    rf"|[\s-](?:dollars?|euros?|pounds?|yen|r[ou]+bles?|(?:{'|'.join(_MEASURES).replace(' ', '[ -]')})s?)\b(?!-old)"
)
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w)%¦])[-−])?(?P<currency>[€$£¥₽])?\s?(?<![\w.])(?P<digits>\d+(?:,\d+)*(?:\.\d+)*[½¼¾⅓⅔⁰¹²³⁴-⁹]*)"
    r"(?P<ordinal>st\b|nd\b|rd\b|th\b|s\b)?"
    r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|k|m)\b)?"
    rf"(?P<unit>{_UNIT})?"
    rf"|(?<!\w)(?:multi-?)?(?P<words>{_WORDS})(?P<many>s)?\b"
    rf"(?P<wunit>{_UNIT}|\s+of\s+(?:dollars|euros|pounds|yen|r[ou]+bles)\b)?"
    rf"|\b(?P<special>{'|'.join([*_SPECIAL, *_ORDINALS])})\b",
    re.IGNORECASE,
)
_PLAIN_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_HEDGES = {
    "up to": "most", "at most": "most", "no more than": "most", "not more than": "most", "not less than": "least",
    "not fewer than": "least", "a maximum of": "most",
    "as many as": "most", "as much as": "most", "at least": "least", "no fewer than": "least",
    "no less than": "least", "a minimum of": "least", "upwards of": "over",
    "more than": "over", "over": "over", "above": "over", "exceeding": "over", "exceeded": "over", "exceeds": "over",
    "surpassing": "over", "surpassed": "over", "surpasses": "over", "in excess of": "over", "less than": "under",
    "fewer than": "under", "under": "under", "below": "under", "nearly": "near", "almost": "near",
    "about": "about", "around": "about", "roughly": "about", "approximately": "about", "some": "about",
    "an estimated": "about", "estimated": "about", "circa": "about", "close to": "near", "minus": "minus",
}  # fmt: skip
_HEDGE = re.compile(
    rf"\b(?P<hedge>{'|'.join(sorted(_HEDGES, key=len, reverse=True))})\s+(?:the\s+|an?\s+)?[€$£¥₽]?$", re.I
)
_ALONG = re.compile(
    r"\b(?:(?:cent(?:ered|red|ring|ering)|based|built|revolv\w+|rotat\w+|wrapped|organi[sz]ed|structured) around"
    r"\s+(?:the\s+|an?\s+)?"
    r"|(?:spread|spaced|stretch(?:ed|es|ing)?|extend(?:ed|s|ing)?|scattered|distributed|dispersed|strung|staggered|phased)"
    r"(?:\s+out)?\s+over\s+(?:the\s+|an?\s+)?)$",
    re.IGNORECASE,
)
"""`Spread over 140 kilometres`, `centred around four aims`: these say where, not how many."""

_HEDGE_BEHIND = {"or more": "least", "or so": "about", "or fewer": "most", "or less": "most", "plus": "least"}
_BEHIND = re.compile(rf"\s?\+(?!\d)|[\s-](?P<hedge>{'|'.join(_HEDGE_BEHIND)})\b", re.IGNORECASE)

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?:%|per\s?cent|million|billion))"
    r"(?:,?\s+(?P<year2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month3>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<year3>(?:19|20)\d\d)\b"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    rf"|(?<![\w'’])(?P<month4>{'|'.join(name for name in MONTHS if len(name) > 3 or name == 'may')})\b"
    r"|(?<![\d,.€$£])\b(?P<year4>(?:19|20)\d\d)\b(?![,.]\d)"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
_MONTH_PREPOSITIONS = word_set("in since until of last late early mid next by on from during before after")
_ACTS = re.compile(r"['’]s\b|\s+(?:said|says|told|added|wrote|was|is|has|had|will)\b")
_POSSESSIVE = re.compile(r"['’]s$")
_INITIALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,}")
_NAME = re.compile(rf"(?<![\w’'-])(?:{NAME})")
_OPENERS = word_set(
    "the a an this that these those he she they it we i you but and or if when while as in on at by for",
    "from with after",
    "before since because although though so yet still then also here there now what why how who where",
    "which not no yes",
    "his her their its our my your one some many most several both according meanwhile however during",
    "under over about around nearly almost roughly up close amid among against along ahead beyond inside outside near",
    "within without whether perhaps maybe today yesterday tomorrow nobody everyone somebody nothing everything anyone",
    "until despite once earlier later last next separately instead both neither either each every all more fewer",
    "first second third asked speaking talks officials leaders ministers negotiators diplomats envoys",
    "troops forces sources critics supporters analysts",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number by value, with its unit (`percent`, `dollar`, `day`, `ordinal`, `many` as in `hundreds` …) and hedge
    (`about`, `most`, …), if any. The value is NaN where only the characters can be compared (`10⁶`).
    """

    value: float
    text: str
    unit: str | None = None
    hedge: str | None = None
    end: int = field(default=0, compare=False)
    """Offset behind the number and its unit, where what it counts may follow."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as far as it is given; months count from 1, weekdays from Monday as 0."""

    text: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalised words. `opens` when they stand first in the sentence, where any word has a capital."""

    text: str
    opens: bool


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers in digits and words; those of dates are left out."""
    rest = _DATE.sub(lambda found: found.group() if _date(found) is None else _masked(found), text)
    return tuple(number for found in _NUMBER.finditer(rest) if (number := _number(rest, found)) is not None)


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Days, months, years and weekdays as written."""
    return tuple(mention for found in _DATE.finditer(text) if (mention := _date(found)) is not None)


def find_names(text: str) -> tuple[Name, ...]:
    """Runs of capitalised words, without months, weekdays and words that open sentences."""
    found = []
    for match in _NAME.finditer(text):
        opens = not text[: match.start()].rstrip(" “\"'‘(") or text[: match.start()].rstrip()[-1:] in ".!?:“”"
        words = match.group().split()
        while words and (_is_calendar_or_opener(words[0], opens=opens) or words[0][0].islower()):
            words, opens = words[1:], False
        words = [word for word in words if not _is_calendar(word)]
        if words:
            found.append(Name(" ".join(words), opens))
    return tuple(found)


def _is_calendar(word: str) -> bool:
    bare = _POSSESSIVE.sub("", word.lower()).strip(".")
    return bare in MONTHS or bare in WEEKDAYS


def _is_calendar_or_opener(word: str, *, opens: bool) -> bool:
    lowered = word.lower().strip(".,")
    return lowered in WEEKDAYS or (lowered in MONTHS and len(lowered) > 2) or (opens and lowered in _OPENERS)


def _number(text: str, found: re.Match[str]) -> Number | None:
    start = found.start() + len(found.group()) - len(found.group().lstrip())
    hedge = _hedge(text, start, found.end())
    written = found.group().strip()
    if found["special"]:
        return _special(text, found, hedge)
    if found["words"]:
        unit = _many(found["wunit"]) if found["many"] else _unit(found["wunit"], None)
        return Number(_word_value(found["words"]), written, unit, hedge, found.end())
    value = _digits_value(found["digits"]) * _MAGNITUDES.get((found["magnitude"] or "").lower(), 1.0)
    unit = _unit(found["unit"], found["currency"])
    if found["ordinal"]:
        unit = "decade" if found["ordinal"].lower() == "s" else "ordinal"
    return Number(-value if found["sign"] else value, written, unit, hedge, found.end())


def _special(text: str, found: re.Match[str], hedge: str | None) -> Number | None:
    word = found["special"].lower()
    if word not in _ORDINALS:
        return Number(_SPECIAL[word], word, None, hedge, found.end())
    if word == "second" and text[found.end() :].startswith("s"):
        return None
    return Number(_ORDINALS[word], word, "ordinal", hedge, found.end())


def _hedge(text: str, start: int, end: int) -> str | None:
    before = _HEDGE.search(text[max(0, start - 24) : start])
    if before and not _ALONG.search(text[max(0, start - 40) : start]):
        return _HEDGES[before["hedge"].lower()]
    behind = _BEHIND.match(text, end)
    return _HEDGE_BEHIND[(behind["hedge"] or "plus").lower()] if behind else None


def _digits_value(digits: str) -> float:
    """NaN for what is no plain number (`10⁶`, `1,0000`, `3.5.2`): it equals only the same characters."""
    return float(digits.replace(",", "")) if _PLAIN_DIGITS.fullmatch(digits) else math.nan


def _many(written: str | None) -> str:
    """`billions of dollars` is money, `hundreds of people` is not."""
    unit = _unit((written or "").replace("of", "").strip(), None)
    return f"many {unit}" if unit in _MONEY else "many"


def _unit(written: str | None, sign: str | None) -> str | None:
    if sign:
        return _CURRENCIES[sign]
    if not written:
        return None
    word = re.sub(r"[\s-]+", " ", written.strip(" -").lower())
    if word.startswith(("%", "per")):
        return "point" if "point" in word else "percent"
    word = word if word in _MEASURES else word.removesuffix("s")
    return _CURRENCIES.get(word) or _MEASURES.get(word, word)


def _word_value(words: str) -> float:
    total = current = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _ONES or word in _TENS:
            current += _ONES.get(word, _TENS.get(word, 0))
        elif word == "a":
            current = current or 1.0
        elif word in _MAGNITUDES:
            current = (current or 1.0) * _MAGNITUDES[word]
            if _MAGNITUDES[word] >= 1e3:
                total, current = total + current, 0.0
    return total + current


def _masked(found: re.Match[str]) -> str:
    return (" " if found["month4"] else "¦") * len(found.group())


def _date(found: re.Match[str]) -> DateMention | None:
    groups = found.groupdict()
    if groups["iso"]:
        parts = [int(part) for part in groups["iso"].split("-")]
        return DateMention(found.group(), parts[2], parts[1], parts[0])
    if groups["weekday"]:
        return DateMention(found.group(), weekday=WEEKDAYS[groups["weekday"].lower()])
    month_name = next((groups[key] for key in ("month", "month2", "month3", "month4") if groups[key]), None)
    if month_name is not None and not month_name[0].isupper():
        return None
    if groups["month4"] in ("May", "March") and not _is_month_use(found):
        return None
    day = groups["day"] or groups["day2"]
    year = groups["year"] or groups["year2"] or groups["year3"] or groups["year4"]
    month = MONTHS[month_name.lower()] if month_name else None
    return DateMention(found.group(), int(day) if day else None, month, int(year) if year else None)


def _is_month_use(found: re.Match[str]) -> bool:
    """`May` and `March` are months unless they open a sentence, follow another name, or somebody of that name acts."""
    before = found.string[: found.start()].split()
    if not before or before[-1][-1] in '.!?:“"' or _ACTS.match(found.string, found.end()):
        return False
    return before[-1].lower() in _MONTH_PREPOSITIONS or not before[-1][0].isupper()


def iter_words(text: str) -> Iterator[str]:
    """The words of a text as written, initials joined: `U.S.` is one word, `US`."""
    joined = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    return (found.group() for found in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", joined))
