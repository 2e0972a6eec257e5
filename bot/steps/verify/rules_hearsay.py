"""V14 on accusations: what one named party only says of another is not told as a fact.

Owns that case alone. A plain fact may stand without the office that gave it out; who is said to have spoken is
`rules_actor`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.verdict import Failure
from bot.steps.find.clauses import read_clauses
from bot.steps.verify.ground import Ground
from bot.steps.words.verbs import SAYING, verb_stem

SAME_LETTERS = 5
"""Names that begin alike for so long are taken for one party."""

_CONTESTED = frozenset(
    verb_stem(word)
    for word in (
        "cross fire attack violate kill shell bomb ram invade breach shoot steal murder torture poison sabotage hack "
        "bribe assassinate abduct kidnap sink assault massacre ambush shove expel"
    ).split()
)
"""Acts that the one side charges and the other denies. Elsewhere digests may drop who gave out a fact."""

_ATTRIBUTED = re.compile(
    r"\b(?:according to|accus\w+|alleg\w+|blam\w+|claim\w*|reported\w*|charg\w+|version|account|officials|statement)\b",
    re.IGNORECASE,
)


def rule_v14_hearsay(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """A named actor's contested act, told in the cited sentences only by another named party, keeps an attribution."""
    mine = read_clauses(prose)
    if _ATTRIBUTED.search(prose) or any(clause.stem in SAYING for clause in mine):
        return ()
    for ours in mine:
        actors = frozenset().union(*ours.actors)
        if ours.stem not in _CONTESTED or not actors or ours.form != "finite":
            continue
        told = [text for text in ground.texts if any(clause.stem == ours.stem for clause in read_clauses(text))]
        sayers = [_sayer(text, ours.stem, actors) for text in told]
        if sayers and all(sayers):
            return (Failure("V14", f"it is only {sayers[0]} who says so in the cited sentence", ground.text),)
    return ()


def _sayer(text: str, stem: str, actors: frozenset[str]) -> str | None:
    """The named party, other than who acts, that a text has the act from."""
    clauses = read_clauses(text)
    act = next(at for at, clause in enumerate(clauses) if clause.stem == stem)
    for at, clause in enumerate(clauses):
        if clause.stem not in SAYING or not clause.actors:
            continue
        is_all_before = at < act or not clause.is_sure
        own = clause.before if is_all_before else frozenset().union(*clause.actors)
        if not any(_is_same(one, other) for one in own for other in actors):
            return _spoken(clause.actors)
    return None


def _is_same(one: str, other: str) -> bool:
    """`Kavaria` and `Kavarian`: a party and what belongs to it."""
    shared = min(len(one), len(other), SAME_LETTERS)
    return one == other or (shared >= SAME_LETTERS - 1 and one[:shared] == other[:shared])


def _spoken(names: Sequence[frozenset[str]]) -> str:
    return " ".join(sorted(names[0])).title()
