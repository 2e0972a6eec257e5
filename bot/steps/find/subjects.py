"""The words that name who speaks: names, `the minister`, `she`; read out of the words before or behind a verb.

Owns the shape of such phrases. Which verb and which quotation they belong to is `steps/find/cues_before` and
`cues_after`; whom they mean is `steps/find/naming`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.lexicon import word_set
from bot.steps.find.reporting_verbs import ALSO_NOUNS, VERBS

MAX_PHRASE_CHARS = 220
"""A subject with its apposition is shorter than this; longer stretches are other sentences."""
_UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_SHORT = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Prof|St|Rev|Hon|Capt|Maj|Adm|Jr|Sr|Del)\."
_TOKEN = rf"(?:{_SHORT}|(?:[{_UPPER}]\.)+|[{_UPPER}][\w’'&\u00ad-]*)"
_LINK = r"(?:(?:de|da|di|del|della|der|den|van|von|bin|ibn|al|el|la|le|of|for|the|du|dos)\s+){0,2}"
_GAP = r"(?:[^\S\n]+|\n(?!\s*\n))"
"""Between the words of a name; never the end of a paragraph, where a heading would run into the text."""

NAME = rf"{_TOKEN}(?:{_GAP}{_LINK}{_TOKEN}){{0,7}}"
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Ii]t)"
BARE_NAME = re.compile(NAME)
_NAME_AT_END = re.compile(rf"(?<![\w’'.-])(?P<name>{NAME})$")
_PRONOUN_AT_END = re.compile(rf"(?:^|(?<=[\s(—–]))(?P<name>{PRONOUN})$")
_PARENTHESIS = re.compile(r"\s*\([^()]{1,60}\)")
_CONTRACTED = re.compile(r"(?<=[hH]e|ey)[’'](?:s|re|ve|d|ll)$|(?<=\bI)[’'](?:m|ve|d|ll)$")
_APPOSED = re.compile(
    rf"(?<![\w’'.-])(?P<name>{NAME})(?:,\s+(?:an?\s|the\s|who\s|whose\s|[a-z\d]|[RDI]-)[^,;\x00—–]*)+$"
)
"""A name with everything said of it up to a closing comma."""
_WORD = re.compile(r"[^\s,;:()\x00—–]+")
DETERMINERS = word_set("the a an his her their its our my one another several some many two three most other both")
PREPOSITIONS = word_set(
    "of for in at on from with about to by through against over under into during after before between among near",
    "behind across around up down off within without despite amid since until like than outside inside via per",
)
_BOUNDARY = re.compile(
    r"[,;:\x00—–―]|--|(?<!\w)(?:that|but|when|while|as|if|because|although|though|whereas|which|what|whom|where|how|why"
    r"|so|or|yet)(?!\w)"
)
_AND = re.compile(r"\band\s+(?=[A-Z](?!\.)|he\b|she\b|they\b|the\b|an?\b|his\b|her\b|their\b|its\b)")
"""`and` before another subject; within `the mayor and governor` it is part of one."""
PEOPLE = word_set(
    "officials critics sources experts analysts supporters prosecutors police aides republicans democrats lawmakers",
    "protesters demonstrators organizers organisers residents voters activists advisers advisors allies insiders",
    "attorneys lawyers leaders members researchers scientists authorities investigators reporters opponents",
    "families groups senators doctors teachers students parents witnesses others people men women media proponents",
    "ministers diplomats soldiers workers fans players survivors economists historians scholars campaigners",
)
"""Plural nouns that speak without an article."""
_NOT_IN_PHRASE = word_set(
    "is was are were has had have will would could did does do be been not never he she they we it"
)
_NOT_SUBJECTS = word_set(
    "Often Once Following Like Partial Transcript After Before When While Although Though Since Because Until If",
    "As On In At By For From With Without Then Later Earlier Also Here There Now Still Yet But And Or So Not Even",
    "Just Only Again Every All This That These Those What Who",
    "Meanwhile However Instead Indeed Today Yesterday Monday Tuesday Wednesday Thursday Friday Saturday Sunday January",
    "February March April June July August September October November December Asked Speaking Amid Despite During",
    "Unlike Under Over About Perhaps Maybe Sometimes Recently Finally First Second Third Whether To",
)
"""Words that open sentences: with a verb behind them they are not the one who speaks."""
_POSSESSIVE = ("'s", "’s", "s'", "s’")
ADJECTIVE = re.compile(r"(?:an|ish|ese|ic|ch|al)$")
_FINITE = frozenset(verb for verb in VERBS - ALSO_NOUNS if not verb.endswith("ing"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a subject, where they stand in the phrase they were read from, and the role beside them."""

    words: str
    at: int
    role: str | None = None


def subject_at_end(before: str, verb: str = "") -> Subject | None:
    """The subject that ends where a verb begins: the last noun phrase of `before`, with nothing left of its clause."""
    before = _blank_parentheses(before.rstrip()).rstrip()
    phrase, role = _without_apposition(before.rstrip(" ,"), is_closed=before.endswith(","))
    phrase = _CONTRACTED.sub("", phrase).rstrip()
    start = _clause_start(phrase)
    found = read_subject(phrase[start:], verb)
    if found is None or (verb in ALSO_NOUNS and _goes_on_as_noun(found.words)):
        return None
    return Subject(found.words, found.at + start, role_of(role) or found.role)


def _goes_on_as_noun(words: str) -> bool:
    """`protests demands`, `Roe’s past references`: a plural or an owner before such a form makes a noun of it."""
    last = words.rsplit(maxsplit=1)[-1]
    is_plural = last[:1].islower() and last.endswith("s") and not last.endswith(("ss", "us"))
    return is_plural or any(word.endswith(_POSSESSIVE) for word in words.split())


def whole_subject(phrase: str, verb: str = "") -> Subject | None:
    """The subject when a phrase is one from its first word to its last, a role or an apposition included."""
    head, _, apposition = _blank_parentheses(phrase).partition(",")
    apposition = apposition.strip(" ,")
    named = named_behind(head, apposition)
    if named is not None:
        return Subject(named, phrase.find(named, len(head)), head.strip())
    if _BOUNDARY.search(head.strip()) or head.strip().split(" ", 1)[0].lower() in PREPOSITIONS:
        return None
    found = read_subject(head, verb)
    return None if found is None else Subject(found.words, found.at, role_of(apposition) or found.role)


def read_subject(phrase: str, verb: str = "") -> Subject | None:
    """The name, pronoun or nominal at the end of a stretch of words that holds no verb."""
    phrase = phrase.rstrip()
    pronoun = _PRONOUN_AT_END.search(phrase)
    if pronoun is not None:
        return Subject(pronoun["name"], pronoun.start())
    words = list(_WORD.finditer(phrase))
    if not words or any(word.group().lower() in _NOT_IN_PHRASE for word in words):
        return None
    named = _NAME_AT_END.search(phrase)
    return _named(phrase, named, verb) if named is not None else _nominal(phrase, words)


def is_no_subject(subject: str, verb: str = "") -> bool:
    """`Okafor’s` of `Okafor’s remarks`, `Often`, the `Norvenian` of `Norvenian claims`: nobody who speaks."""
    if verb in ALSO_NOUNS and " " not in subject and ADJECTIVE.search(subject):
        return True
    return subject.endswith(_POSSESSIVE) or subject.split(maxsplit=1)[0] in _NOT_SUBJECTS


def named_behind(head: str, apposition: str) -> str | None:
    """`Her deputy, Tomas Reyle,`: the name, when it is what stands between the commas and the head is no name."""
    words = head.split()
    if not words or any(word in VERBS or word in _NOT_IN_PHRASE for word in words):
        return None
    is_described = words[0].lower() in DETERMINERS and len(words) > 1 and words[1][:1].islower()
    if not words[-1][:1].islower() and not is_described:
        return None
    opens = (
        words[0].lower() in DETERMINERS
        or words[0].endswith(_POSSESSIVE)
        or any(word.endswith(_POSSESSIVE) for word in words[:-1])
    )
    return apposition if opens and BARE_NAME.fullmatch(apposition) and not is_no_subject(apposition) else None


def _named(phrase: str, found: re.Match[str], verb: str) -> Subject | None:
    name = drop_openers(found["name"])
    if not name or is_no_subject(name, verb):
        return None
    at = found.end("name") - len(name)
    before = phrase[:at].split()
    last = before[-1] if before else ""
    if last.lower() in PREPOSITIONS:
        return _nominal(phrase, list(_WORD.finditer(phrase)))
    if last in VERBS and last not in ALSO_NOUNS:
        return None
    if last in ("the", "The"):
        at = phrase.rfind(last, 0, at)
        return Subject(phrase[at:], at)
    return Subject(name, at, _role(before))


def _role(before: list[str]) -> str | None:
    """The role words before a name; a time or a place that opens the sentence is none."""
    start = max((at for at, word in enumerate(before) if word.lower() in DETERMINERS), default=0)
    words = before[start:]
    return role_of(" ".join(words))


def role_of(words: str | None) -> str | None:
    """The words, when they can say who somebody is; not a time, a place or `meanwhile`."""
    parts = words.split() if words else []
    if not parts or parts[0].lower() in PREPOSITIONS:
        return None
    is_telling = parts[0] == "who" and any(word in VERBS for word in parts[1:3])
    if is_telling or (parts[0] != "who" and parts[0].capitalize() in _NOT_SUBJECTS):
        return None
    return None if len(parts) == 1 and parts[0].lower() in DETERMINERS else words


def drop_openers(name: str) -> str:
    """A name without `On Tuesday` and the like before it."""
    words = name.split()
    while len(words) > 1 and words[0] in _NOT_SUBJECTS:
        words = words[1:]
    return name[name.find(words[0]) :] if words else ""


def _nominal(phrase: str, words: list[re.Match[str]]) -> Subject | None:
    """From the last determiner that no preposition stands before; or a plural or possessive noun without one."""
    for index in range(len(words) - 1, -1, -1):
        before = words[index - 1].group().lower() if index else ""
        if words[index].group().lower() in DETERMINERS and before not in PREPOSITIONS:
            return Subject(phrase[words[index].start() :], words[index].start()) if index < len(words) - 1 else None
    first = words[0].group()
    if first[0].isdigit() or any(word.group().endswith(_POSSESSIVE) for word in words[:-1]):
        return Subject(phrase[words[0].start() :], words[0].start()) if first.lower() not in PREPOSITIONS else None
    plural = next((word for word in reversed(words) if word.group().lower() in PEOPLE), None)
    if plural is None or first.lower() in PREPOSITIONS:
        return None
    return Subject(phrase[words[0].start() : plural.end()], words[0].start())


def _without_apposition(phrase: str, *, is_closed: bool) -> tuple[str, str | None]:
    """`Mara Lind, the minister` before a verb: the name and its role; only when a comma closes the apposition."""
    if not is_closed:
        return phrase, None
    apposed = _APPOSED.search(phrase, _sentence_like_start(phrase))
    if apposed is not None and not is_no_subject(apposed["name"]):
        return phrase[: apposed.end("name")], phrase[apposed.end("name") :].strip(" ,")
    relative = re.search(r",\s+who\b[^,]*$", phrase)
    opened = relative.start() if relative else phrase.rfind(",")
    if opened <= 0:
        return phrase, None
    head, role = phrase[:opened], phrase[opened + 1 :].strip()
    named = named_behind(head[_clause_start(head) :].strip(), role)
    if named is not None:
        return phrase, head[_clause_start(head) :].strip()
    return head, role


def _sentence_like_start(phrase: str) -> int:
    return max(phrase.rfind(mark) for mark in (";", ":", "\x00", "—", "–", "―")) + 1


def _blank_parentheses(phrase: str) -> str:
    return _PARENTHESIS.sub(lambda found: " " * len(found.group()), phrase)


def _clause_start(phrase: str) -> int:
    found = [*_BOUNDARY.finditer(phrase), *_AND.finditer(phrase)]
    verbs = [word for word in _WORD.finditer(phrase) if word.group() in _FINITE]
    return max((one.end() for one in [*found, *verbs]), default=0)
