"""What an article calls somebody: whether `the mayor` and a name are put side by side in it, and so are one person.

Owns this reading of plain text only. Offices on a given day are `domain/office`; whom a pronoun means was found when
the article was stored (`steps/find/speakers`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.domain.speaker import name_words, plain, spelling

_LINKS = word_set("of for at in from with to on by who whose whom that which said told and")
"""Where the words that tell what somebody is end, and those of where or of whom begin."""

_UNTELLING = word_set("man woman person official speaker politician mr mrs ms miss dr one other")
"""Nouns that fit anybody: they neither name a speaker nor rule one out."""

_SEXES = re.compile(r"(?<=[a-z]{4})(?:woman|women|person|people|persons|men)$")
_TITLE = r"(?:[A-Z][\w’'-]*\.?)"
_REMEMBERED = 2048
"""One article is asked about the same few speakers for each of its quotations."""


def head_noun(description: str) -> str:
    """The noun that says what somebody is: `leader` of `the opposition leader of Lorne`; may be empty.

    >>> head_noun("the mayor of the harbour town")
    'mayor'
    """
    words = plain(description.split(",", 1)[0]).split()
    end = next((at for at, word in enumerate(words) if at and word in _LINKS), len(words))
    return _one_form(words[end - 1].strip("“”\"'")) if words else ""


def is_untelling(description: str) -> bool:
    """Whether the words fit anybody (`the official`)."""
    return head_noun(description) in _UNTELLING


def is_description(name: str) -> bool:
    """`the mayor`, `officials`, `a Velm envoy`: a common noun, not a name."""
    words = name.split(",", 1)[0].split()
    return bool(words) and words[-1][:1].islower()


def is_called(name: str, description: str, text: str) -> bool:
    """Whether the text puts the noun beside the name: `Mayor Ana Ruiz`, `Ana Ruiz, the mayor`, `her aide, Karl Mota,`.

    >>> is_called("Ruiz", "the mayor", "Mayor Ana Ruiz spoke."), is_called("Dorn", "the mayor", "Mayor Ana Ruiz spoke.")
    (True, False)
    """
    surname, noun = name_words(name)[-1:], head_noun(description)
    return bool(surname) and bool(noun) and noun in _nouns_beside(surname[0], text)


def others_called(name: str, description: str, text: str) -> bool:
    """Whether the text gives this noun to a name, and only to others than this one."""
    noun = head_noun(description)
    if not noun or is_called(name, description, text):
        return False
    titled = re.compile(rf"(?<![\w’'-])(?P<noun>[\w’'-]+)\s+{_TITLE}")
    return any(_one_form(plain(found["noun"])) == noun for found in titled.finditer(text))


@lru_cache(maxsize=_REMEMBERED)
def _nouns_beside(surname: str, text: str) -> frozenset[str]:
    """Every noun that stands right before or, between commas, right behind a name with this surname."""
    found: set[str] = set()
    for one in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text):
        if one.group()[:1].isupper() and spelling(one.group()) == surname:
            found |= _before(text[max(0, one.start() - 120) : one.start()], text[one.end() : one.end() + 2])
            found |= _behind(text[one.end() : one.end() + 160])
    return frozenset(_one_form(plain(word)) for word in found)


def _before(before: str, behind: str) -> set[str]:
    """`Mayor Ana `, `the harbour chief Mara `, `the head of the board, Mara ` (closed by a comma)."""
    clause = re.split(r"[!?;:()“”\"\n]|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.\s", before)[-1]
    first, comma, last = clause.rpartition(",")
    words = (last if comma else clause).split()
    titles = _titles(words)
    is_apposed = comma and behind[:1] in (",", ".") and all(word[:1].isupper() for word in words)
    described = re.search(r"\b(?:the|an?|his|her|its|their|\w+[’']s)\s+([^,]+)$", first, re.IGNORECASE)
    return titles | {head_noun(described[1])} if is_apposed and described else titles


def _titles(words: list[str]) -> set[str]:
    """Names and titles with capitals right before the surname, and the common noun that these stand behind."""
    at = len(words)
    while at and words[at - 1][:1].isupper():
        at -= 1
    capitals = words[at:]
    nearest = {words[at - 1]} if at else set()
    behind_of = re.search(r"(\w+) (?:of|for|at) (?:the )?(?:[\w’'-]+ )?$", " ".join(words[:at]) + " ")
    return set(capitals) | {word for word in nearest if word not in _LINKS} | ({behind_of[1]} if behind_of else set())


def _behind(behind: str) -> set[str]:
    """`, the opposition leader,`, ` is the mayor`, ` (mayor)`."""
    found = re.match(
        r"(?:,\s+(?:who\s+(?:is|was|became)\s+)?|\s+\(|\s+(?:is|was|became)\s+(?=(?:the|an?|elected|named)\s))"
        r"(?P<what>(?:the|an?|his|her|its|their|now|former|[\w’'-]+)\s[^,.;:()“”\"\n]{2,90}|[a-z]+(?=[,.)]))",
        behind,
    )
    if found is None or re.match(r"(?:who|which|but|and|while|as|when|said|told|he|she)\b", found["what"]):
        return set()
    parts = re.split(r"\s+and\s+", found["what"])
    return {head_noun(part) for part in parts} | {head_noun(parts[0])}


def _one_form(noun: str) -> str:
    """`spokeswoman` is `spokesman`, `ministers` is `minister`."""
    noun = _SEXES.sub("man", noun)
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun
