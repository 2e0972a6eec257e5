"""Different words for the same country, capital, body or people.

Owns the alias table and the canonical form of a text's words, for comparing names only. Persons are matched by
`domain/speaker`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.domain.speaker import plain, spelling
from bot.steps.words.given_names import FEMALE, MALE

ALIASES: Mapping[str, str] = {
    "us": "u.s. usa united-states america american americans washington white-house",
    "uk": "u.k. united-kingdom britain british britons london great-britain downing-street",
    "eu": "e.u. european-union brussels",
    "ukraine": "ukrainian ukrainians kyiv kiev",
    "russia": "russian russians moscow kremlin russian-federation",
    "china": "chinese beijing",
    "germany": "german germans berlin",
    "france": "french paris elysee",
    "poland": "polish poles warsaw",
    "israel": "israeli israelis jerusalem tel-aviv",
    "iran": "iranian iranians tehran",
    "turkey": "turkish turks ankara turkiye",
    "italy": "italian italians rome",
    "spain": "spanish spaniards madrid",
    "japan": "japanese tokyo",
    "canada": "canadian canadians ottawa",
    "india": "indian indians new-delhi",
    "belarus": "belarusian belarusians minsk",
    "hungary": "hungarian hungarians budapest",
    "finland": "finnish finns helsinki",
    "sweden": "swedish swedes stockholm",
    "norway": "norwegian norwegians oslo",
    "denmark": "danish danes copenhagen",
    "netherlands": "dutch the-hague holland",
    "belgium": "belgian belgians",
    "austria": "austrian austrians vienna",
    "switzerland": "swiss bern",
    "romania": "romanian romanians bucharest",
    "estonia": "estonian estonians tallinn",
    "latvia": "latvian latvians riga",
    "lithuania": "lithuanian lithuanians vilnius",
    "greece": "greek greeks athens",
    "egypt": "egyptian egyptians cairo",
    "syria": "syrian syrians damascus",
    "korea": "korean koreans seoul pyongyang",
    "saudi arabia": "saudi saudis riyadh",
    "europe": "european europeans",
    "africa": "african africans",
    "asia": "asian asians",
    "palestine": "palestinian palestinians",
    "gaza": "gazan gazans",
    "nato": "north-atlantic-treaty-organization north-atlantic-treaty-organisation alliance",
    "un": "u.n. united-nations",
    "washington": "washington d.c",
    "state department": "state-department",
    "pentagon": "defense-department department-of-defense",
}
"""Canonical name to its other words; a hyphen stands for a space. A capital stands for its government, as in news."""

MIN_COUNTRY_CHARS = 5
"""Shorter names are too often the beginning of another word."""

_CANONICAL = {
    spelling(alias.replace("-", " ")): name
    for name, aliases in ALIASES.items()
    for alias in (*aliases.split(), name)
    if alias != "washington" or name == "us"
}
_PHRASES = tuple(sorted((alias for alias in _CANONICAL if " " in alias), key=len, reverse=True))
_PHRASE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _PHRASES))})\b")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def canonical(word: str) -> str:
    """The word that stands for this one when names are compared: `Ukrainian` and `Kyiv` are `ukraine`."""
    form = spelling(word)
    return _CANONICAL.get(form, form)


def is_alias(word: str) -> bool:
    """True for a country, capital, people or body that this table knows."""
    return spelling(word) in _CANONICAL


def is_nationality(word: str, names: frozenset[str]) -> bool:
    """Whether a word is the adjective or the people of one of these names, or their country, by its ending.

    `names` are plain. Countries of the alias table and given names (`Julian` is no `Julia`) are left to others.

    >>> is_nationality("Kavarian", frozenset({"kavaria"})), is_nationality("Tolmesh", frozenset({"tolmeshi"}))
    (True, True)
    """
    ours = _countries(plain(word))
    return any(ours & _countries(name) for name in names)


@lru_cache(maxsize=8192)
def _countries(name: str) -> frozenset[str]:
    """A name and what its ending was added to; nothing for a short, known or given name."""
    single = name.removesuffix("s") if name.endswith(("ans", "is")) else name
    root = single[:-1] if single.endswith(("an", "i")) else single.removesuffix("ese")
    forms = {name, single, root}
    if any(is_alias(form) or spelling(form) in MALE | FEMALE for form in forms):
        return frozenset()
    return frozenset(form for form in forms if len(form) >= MIN_COUNTRY_CHARS)


@lru_cache(maxsize=2048)
def canonical_words(text: str) -> frozenset[str]:
    """Canonical forms of all words of a text, and the countries behind names of several words."""
    folded = plain(text)
    found = {_CANONICAL[spelling(phrase)] for phrase in _PHRASE.findall(folded)}
    for word in _WORD.findall(folded):
        found.add(canonical(word))
        found.add(spelling(word))
    return frozenset(found)
