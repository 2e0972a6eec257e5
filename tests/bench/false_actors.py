"""Sentences made false in who does what: actors exchanged, a verb made another one, an aim told as a deed.

Owns these turns, made by patterns of their own and not by the reader of clauses that is measured. Other turns are
`false_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.domain.lexicon import word_set

_NAME = r"(?:(?:Mr|Ms|Mrs|Dr)\. )?[A-Z][\w’-]+(?: [A-Z][\w’-]+){0,3}"
_PAST = r"[a-z]{3,}ed|told|struck|hit|sent|beat|gave|met|sued|paid|took|lost|shot"
_VERB = rf"(?:(?:has|had|have|also|later|then) ){{0,2}}(?P<verb>{_PAST})"
_OTHER = rf"(?:(?:the|former|fellow|its|his|her) ){{0,2}}(?P<other>{_NAME})\b(?![’'])"
_OPENERS = word_set(
    "The A An In On At After Before When While As If But And This That It He She They His Her Their For With By From",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday June July August September October",
    "During Since Although Though Because Both Some Many Most Several One Two Three However",
)
_ACTIVE = re.compile(rf"(?:^|(?<=[,;] )|(?<=\bthat )|(?<=\band ))(?P<one>{_NAME}) {_VERB} {_OTHER}")
_PASSIVE = re.compile(rf"(?P<one>{_NAME}) (?:was|were|is|are|been|be) (?P<verb>[a-z]+ed) by {_OTHER}")
_SAYING = "said|told|added|announced|warned|argued|wrote"
_SAID = re.compile(rf"^(?P<one>{_NAME}) (?P<verb>{_SAYING})\b.*?(?<=[a-z] )(?P<other>{_NAME})\b(?![’'])")
_MUTUAL = word_set("met married joined faced played debated agreed talked shared")
_OPPOSITES = {
    "accepted": "rejected", "rejected": "accepted", "approved": "vetoed", "won": "lost", "supported": "opposed",
    "opposed": "supported", "backed": "opposed", "praised": "condemned", "condemned": "praised", "arrested": "released",
    "released": "detained", "agreed": "refused", "began": "ended", "ended": "began", "started": "ended",
    "opened": "closed", "closed": "opened", "rose": "fell", "fell": "rose", "increased": "decreased",
    "raised": "lowered",     "banned": "allowed", "allowed": "banned",
    "confirmed": "denied", "attacked": "defended", "defended": "attacked",
    "bought": "sold", "sold": "bought", "arrived": "left", "strengthened": "weakened", "convicted": "acquitted",
    "increase": "decrease", "decline": "rise", "growth": "decline", "victory": "defeat", "allies": "enemies",
}  # fmt: skip
_OPPOSITE = re.compile(rf"(?<= )({'|'.join(_OPPOSITES)})(?= )")
_OTHER_VERBS = ("attended", "postponed", "celebrated", "inspected", "rebuilt", "borrowed", "mocked", "translated")
_AIMING = (
    "visited|traveled|travelled|flew|came|returned|called|arrived|asked|urged|planned|wants|wanted|hopes|plans|"
    "offered|agreed|vowed|pledged|promised"
)
_PURPOSE = re.compile(
    rf"(?P<one>{_NAME}) (?P<verb>{_AIMING})(?P<between>[^,.;]{{0,40}}?) to (?P<aim>[a-z]{{4,}})"
    r"(?= (?:the|a|its|his|her|with|more|their)\b)"
)


def false_actors(text: str) -> Iterator[tuple[str, str]]:
    """Family and changed sentence, at most one of each."""
    for family, change in _FAMILIES.items():
        changed = next((one for one in change(text) if one != text), None)
        if changed is not None:
            yield family, changed


def _exchanged(text: str) -> Iterator[str]:
    for pattern in (_ACTIVE, _PASSIVE):
        for found in pattern.finditer(text):
            if _may_change(found):
                yield _exchange(text, found)


def _sayer_exchanged(text: str) -> Iterator[str]:
    found = _SAID.match(text)
    if found is not None and _may_change(found):
        yield _exchange(text, found)


def _active_for_passive(text: str) -> Iterator[str]:
    """`Velm was attacked by Ostreya` told as `Velm attacked Ostreya`."""
    found = _PASSIVE.search(text)
    if found is not None and _may_change(found):
        yield f"{text[: found.start()]}{found['one']} {found['verb']} {found['other']}{text[found.end() :]}"


def _may_change(found: re.Match[str]) -> bool:
    one, other = found["one"], found["other"]
    if one.split()[0] in _OPENERS or other.split()[0] in _OPENERS or found["verb"] in _MUTUAL:
        return False
    rest = found.string[found.end("other") :]
    return not set(one.split()) & set(other.split()) and not re.match(r" (?:and|[A-Z])", rest)


def _exchange(text: str, found: re.Match[str]) -> str:
    one, other = found.span("one"), found.span("other")
    return text[: one[0]] + found["other"] + text[one[1] : other[0]] + found["one"] + text[other[1] :]


def _opposite(text: str) -> Iterator[str]:
    yield _OPPOSITE.sub(lambda found: _OPPOSITES[found.group()], text, count=1)


def _other_verb(text: str) -> Iterator[str]:
    """The verb between two names by one that has nothing to do with it."""
    found = _ACTIVE.search(text)
    if found is not None and found["one"].split()[0] not in _OPENERS:
        other = _OTHER_VERBS[len(text) % len(_OTHER_VERBS)]
        yield text[: found.start("verb")] + other + text[found.end("verb") :]


def _aim_as_deed(text: str) -> Iterator[str]:
    """`Lind visited Velm to repair the dam` told as `Lind repaired the dam`."""
    found = _PURPOSE.search(text)
    if found is not None and found["one"].split()[0] not in _OPENERS:
        aim = found["aim"]
        past = aim + "d" if aim.endswith("e") else aim[:-1] + "ied" if aim.endswith("y") else aim + "ed"
        yield f"{text[: found.start('verb')]}{past}{text[found.end() :]}"


def _hearer(text: str) -> Iterator[str]:
    yield re.sub(rf"^({_NAME}) said ", r"\1 told the Tolmesh Harbour Board ", text, count=1)


def _hearer_press(text: str) -> Iterator[str]:
    yield re.sub(rf"^({_NAME}) said (?!on|in|at|during|to)", r"\1 told lawmakers ", text, count=1)


_FAMILIES: dict[str, Callable[[str], Iterator[str]]] = {
    "actors exchanged": _exchanged,
    "sayer exchanged": _sayer_exchanged,
    "patient made actor": _active_for_passive,
    "opposite verb": _opposite,
    "verb changed": _other_verb,
    "aim told as deed": _aim_as_deed,
    "hearer named": _hearer,
    "hearer invented": _hearer_press,
}
