"""Whether two ways of naming a speaker mean the same one, by surname and first name, never by guess.

Owns spelling variants and titles. Who spoke is found by `steps/find/quotations`; other names are `steps/words/names`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.domain.lexicon import word_set

TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness rev reverend father sister rabbi imam sheikh",
    "president vice prime minister premier chancellor king queen prince princess emperor pope cardinal bishop",
    "archbishop secretary deputy undersecretary under assistant ambassador envoy special representative minister",
    "foreign defence defense interior finance justice economy energy health home state treasury general major",
    "lieutenant colonel captain admiral commander sergeant brigadier marshal chief staff senator sen rep",
    "congressman congresswoman congressperson governor gov mayor councillor councilman councilwoman speaker",
    "spokesman spokeswoman spokesperson chairman chairwoman chair director head leader former ex then acting",
    "interim incoming outgoing senior junior high lt gen col maj capt sgt adm hon judge attorney justice",
    "officer executive ceo analyst economist author candidate nominee opposition commissioner mp mep",
    "adviser advisor coach counselor administrator",
)
"""Words before a name that are not the name. Compared in lower case, without full stops."""

_ARTICLES = frozenset(("the", "a", "an"))
_COURTESY = frozenset(("mr", "mrs", "ms", "miss", "dr"))
BODIES = word_set(
    "department ministry office agency committee council commission bureau party government administration court",
    "union company campaign team service embassy parliament senate congress bank group house command",
)
"""Last words of bodies: the word before them is part of the name, not a title."""
_PRONOUNS = word_set("he she they it we i you who him her them his their one")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_SPELLINGS = (("yy", "y"), ("iy", "y"), ("ii", "i"), ("ei", "ey"), ("ow", "ov"), ("ew", "ev"))
_REMEMBERED = 8192
"""Names whose forms are kept: one article asks for the same few hundred thousands of times."""

_LAST_I = re.compile(r"(?<=[a-z]{3})i\b")


@lru_cache(maxsize=_REMEMBERED)
def plain(name: str) -> str:
    """A name without accents, case, full stops and possessive: for comparing names only, never for words of a quote."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'"))
    kept = "".join(char for char in letters if not unicodedata.combining(char)).casefold()
    return re.sub(r"'s\b|(?<=s)'(?!\w)|\.", "", kept)


@lru_cache(maxsize=_REMEMBERED)
def spelling(word: str) -> str:
    """One spelling for the usual transliterations: Zelenskyy is Zelensky, Dmitri is Dmitry, Sergei is Sergey."""
    word = plain(word)
    for variant, usual in _SPELLINGS:
        word = word.replace(variant, usual)
    return _LAST_I.sub("y", word)


@lru_cache(maxsize=_REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without titles, articles and what follows a comma, in one spelling."""
    found = _WORD.findall(name.split(",", 1)[0])
    words = [plain(word) for word in found if plain(word) and (word[-1] == "." or plain(word) not in _ARTICLES)]
    if words and words[-1] not in BODIES:
        words = [word for word in words if word not in TITLES]
    return tuple(spelling(word) for word in words)


def is_pronoun(name: str) -> bool:
    """True for `he`, `she`, `they` and the like, which name nobody."""
    return plain(name).strip() in _PRONOUNS


def is_same_speaker(claimed: str, stored: str) -> bool:
    """True when both name one speaker: equal surnames and no contradicting first name, or the same organisation.

    >>> is_same_speaker("Okafor", "Lena Okafor"), is_same_speaker("Ada Okafor", "Lena Okafor")
    (True, False)
    """
    ours, theirs = name_words(claimed), name_words(stored)
    if not ours or not theirs or any(is_pronoun(one) or _ends_in_a_noun(one) for one in (claimed, stored)):
        return _is_same_title(claimed, stored)
    if ours == theirs:
        return True
    short, long = sorted((ours, theirs), key=len)
    return short[-1] == long[-1] and short[-1] not in BODIES and _fits(short[:-1], long[:-1])


def extra_words(claimed: str, stored: str) -> str:
    """What a claimed speaker says beyond the stored name: a role, which the article must hold as well. May be empty.

    >>> extra_words("Lena Okafor, head of the port authority", "Lena Okafor")
    'head of the port authority'
    """
    known = {spelling(word) for word in _WORD.findall(stored)}
    parts = []
    for part in claimed.split(","):
        words = [word for word in part.split() if not _is_known(spelling(word), known)]
        parts.append(" ".join(words).strip())
    joined = " ".join(part for part in parts if part)
    return "" if plain(joined) in _ARTICLES | _COURTESY else joined


def _ends_in_a_noun(name: str) -> bool:
    """`a Lind adviser` is not Lind: a phrase that ends in a common noun names nobody, whatever names it holds."""
    words = name.split(",", 1)[0].split()
    return len(words) > 1 and words[-1][:1].islower() and any(word[:1].isupper() for word in words[:-1])


def _is_known(word: str, known: set[str]) -> bool:
    return word in known or any(_is_initial(word, other) for other in known)


def _fits(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """First names agree when each given one equals, or is the initial of, one of the fuller name."""
    return all(any(word == other or _is_initial(word, other) for other in long) for word in short)


def _is_initial(word: str, other: str) -> bool:
    return len(min((word, other), key=len)) == 1 and word[0] == other[0]


def _is_same_title(claimed: str, stored: str) -> bool:
    ours, theirs = plain(claimed).removeprefix("the "), plain(stored).removeprefix("the ")
    return bool(ours) and ours == theirs and not is_pronoun(claimed)
