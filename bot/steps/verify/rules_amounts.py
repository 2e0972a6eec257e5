"""V8: a number keeps its place: what it changes from, to or by, its period, its year, whom it counts, its whole.

Judges numbers that equal one of the source; whether they do is `rules_numbers`. The traits are read in `number_traits`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lexicon import word_set
from bot.domain.verdict import Failure
from bot.steps.find.anchors import iter_words
from bot.steps.verify.ground import Ground
from bot.steps.verify.number_traits import PERIODS, Setting, find_settings, people_kind
from bot.steps.verify.rules_numbers import is_same_number

_RESULT = re.compile(r"(?<![\w.,$€£])(?<!from )(?P<one>\d+)(?:\s+to\s+|[-–])(?P<other>\d+)(?![\w%]|[.,]\d)")
_LOSING = word_set(
    "lose loses lost losing loss defeat defeats defeated beaten against reject rejected rejects rejecting trail trails",
    "trailed trailing down behind oppose opposed",
)
"""Words by which a result is told from the other side: who was beaten 1-2 was beaten by two to one."""

_UNANIMOUS = re.compile(r"\bunanim", re.IGNORECASE)
_TOLD = {
    "change": "changes it {}",
    "period": "gives it per {}",
    "year": "gives it for {}",
    "month": "gives it for {}",
    "fate": "counts the {}",
}


def rule_v8_amounts(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """No number of ours is taken out of its place: `rose by 12%` is not `rose to 12%`, nor a day a week.

    Only what the source says of every equal number counts: where it says nothing, nothing is turned round.
    """
    ours = list(find_settings(prose))
    offered = [setting for text in ground.texts for setting in find_settings(text)]
    reasons = [reason for one in ours if (reason := _moved(one, offered, ground))]
    reasons += [*_exchanged_parts(ours, offered), *_turned_results(prose, ground.text)]
    return tuple(Failure("V8", reason, ground.text) for reason in reasons)


def _moved(ours: Setting, offered: Sequence[Setting], ground: Ground) -> str | None:
    equal = [other for other in offered if is_same_number(ours.number, other.number)]
    if not equal:
        return None
    for trait, told in _TOLD.items():
        mine, theirs = ours.traits[trait], [other.traits[trait] for other in equal]
        if mine and all(theirs) and not any(mine & one for one in theirs):
            return f"of “{ours.number.text}” the source {told.format(' or '.join(sorted(theirs[0])))}"
    return _invented_period(ours, equal, ground) or _invented_people(ours, equal, ground)


def _invented_period(ours: Setting, equal: Sequence[Setting], ground: Ground) -> str | None:
    """`A week` needs a source that speaks of weeks."""
    period = next(iter(ours.traits["period"]), None)
    if period is None or any(other.traits["period"] for other in equal):
        return None
    if re.search(rf"\b(?:{period}|{PERIODS[period]}|annum)", ground.text, re.IGNORECASE):
        return None
    return f"no cited sentence gives “{ours.number.text}” per {period}"


def _invented_people(ours: Setting, equal: Sequence[Setting], ground: Ground) -> str | None:
    """Sailors are people, but people are sailors only if the source speaks of sailors."""
    kind = next(iter(ours.traits["people"]), "people")
    counted = [other.traits["people"] for other in equal]
    if kind == "people" or not all(counted) or any(people_kind(word) == kind for word in iter_words(ground.text)):
        return None
    if any(people_kind(f"{word}s") == kind for word in iter_words(ground.text)):
        return None
    return f"the source counts “{ours.number.text}” {next(iter(counted[0]))}, not {kind}"


def _exchanged_parts(ours: Sequence[Setting], offered: Sequence[Setting]) -> list[str]:
    """The part in the place of the whole (`21 names, 34 of them`), or of another part (`three of the injured`)."""
    found = []
    for one in (setting for setting in ours if setting.part_of is not None):
        equal = [other for other in offered if is_same_number(one.number, other.number)]
        parts = [other for other in offered if other.part_of is not None and other not in equal]
        if not equal or any(other.part_of is not None for other in equal):
            continue
        if any(_takes_place(one, other, ours) for other in parts):
            found.append(f"“{one.number.text}” is no part in the source, “{parts[0].number.text}” is")
    return found


def _takes_place(ours: Setting, other: Setting, all_ours: Sequence[Setting]) -> bool:
    if other.part_of != "them":
        return other.part_of == ours.part_of
    return any(is_same_number(one.number, other.number) and one.part_of is None for one in all_ours)


def _turned_results(prose: str, source: str) -> list[str]:
    """`5 to 7` for `7 to 5`, unless one of the two tells it from the loser's side; nor is a counted vote unanimous."""
    given = {(found["one"], found["other"]) for found in _RESULT.finditer(source)}
    is_unanimous = _UNANIMOUS.search(prose) and not _UNANIMOUS.search(source)
    if is_unanimous and any("0" not in pair for pair in given):
        return ["the source counts votes of two sides, ours calls it unanimous"]
    if {word.lower() for word in iter_words(f"{prose} {source}")} & _LOSING:
        return []
    said = [(found["one"], found["other"]) for found in _RESULT.finditer(prose)]
    turned = [(one, other) for one, other in said if (one, other) not in given and (other, one) in given]
    return [f"“{one} to {other}” stands the other way round in the source" for one, other in turned]
