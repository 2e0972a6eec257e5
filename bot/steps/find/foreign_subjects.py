"""Where marks stand in a German or French sentence, and what it says of who spoke, before pronouns are resolved.

Owns these values and what the two languages read alike; `foreign_quotations` asks with a place, `cues_german` and
`cues_french` answer with whoever the sentence tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.steps.find.foreign_names import People

_APPOSITION = re.compile(r",\s[^,:\x00]{2,90},")


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of a pair of marks, of the sentence that it stands in, and of the end of its paragraph."""

    sentence_start: int
    outer_start: int
    outer_end: int
    limit: int


@dataclass(frozen=True, slots=True)
class Told:
    """The subject's words and where they stand; `name` when they are, or surely mean, somebody named."""

    words: str
    at: int
    name: str | None = None
    role: str | None = None
    is_pronoun: bool = False
    is_nominal: bool = False
    pattern: str = "unattributed"
    cue: str | None = None

    def by(self, pattern: str, cue: str) -> Told:
        """The same, found by this pattern and verb."""
        return replace(self, pattern=pattern, cue=cue)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language words a subject: pronouns, descriptions like `der Minister`, and what to make of one."""

    pronoun: re.Pattern[str]
    described: re.Pattern[str]
    describe: Callable[[str, re.Match[str], int, People], Told]


def read_subject(phrase: str, at: int, people: People, wording: Wording) -> Told | None:
    """The subject that a phrase begins with: a pronoun, a description, or a name."""
    pronoun = wording.pronoun.match(phrase)
    if pronoun is not None:
        return Told(pronoun.group(), at, is_pronoun=True)
    described = wording.described.match(phrase)
    if described is not None:
        return wording.describe(phrase, described, at, people)
    named = people.read(phrase, at)
    return None if named is None else Told(named.name, named.at, name=named.name, role=named.role)


def without_apposition(rest: str) -> str:
    """What is left of a phrase behind its subject without the apposition that it begins with."""
    is_open = rest.startswith(",") and not rest.endswith(",")
    return _APPOSITION.sub("", f"{rest}," if is_open else rest, count=1)
