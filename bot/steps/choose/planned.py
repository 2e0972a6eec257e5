"""The evidence that a plan has chosen. A plan is a proposal: ids that were not offered and repeats fall out of it.

Making a plan is `steps/write/tasks`; writing by it is the same. Nothing a plan says can bring in a sentence that
`select` did not offer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.draft import DraftPlan, PlannedDevelopment
from bot.domain.evidence import Evidence, EvidenceLine
from bot.steps.choose.differences import Difference, places_of

MAX_DEVELOPMENTS = 6
MAX_SENTENCES = 6
MAX_OTHER = 5


def kept_plan(plan: DraftPlan, evidence: Evidence, differences: tuple[Difference, ...] = ()) -> DraftPlan:
    """The plan without invented ids, repeats and empty developments, cut to its limits. First mention wins."""
    left = {str(line.sentence_id) for line in evidence.lines}
    developments = []
    for one in plan.developments[:MAX_DEVELOPMENTS]:
        ids = _take(one.sentence_ids[:MAX_SENTENCES], left)
        if ids:
            quoted = tuple(dict.fromkeys(place for place in one.quoted_ids if place in ids))
            developments.append(PlannedDevelopment(ids, quoted, one.status))
    known = range(1, len(differences) + 1)
    wanted = tuple(dict.fromkeys(number for number in plan.differences if number in known))
    return DraftPlan(tuple(developments), _take(plan.other_ids[:MAX_OTHER], left), wanted)


def planned_evidence(plan: DraftPlan, evidence: Evidence, differences: tuple[Difference, ...] = ()) -> Evidence:
    """Only the lines of a kept plan, in its order, and both sides of its differences. Quotations that it does not
    want are no longer offered.
    """
    quoted = {place for one in plan.developments for place in one.quoted_ids}
    counted = [str(place) for number in plan.differences for place in places_of(differences[number - 1])]
    chosen = [place for one in plan.developments for place in one.sentence_ids] + list(plan.other_ids)
    lines = {str(line.sentence_id): line for line in evidence.lines}
    ordered = (lines[place] for place in dict.fromkeys([*chosen, *counted]) if place in lines)
    return replace(evidence, lines=tuple(_with_wanted_cards(line, quoted) for line in ordered))


def _take(ids: Iterable[str], left: set[str]) -> tuple[str, ...]:
    taken = []
    for place in ids:
        if place in left:
            left.discard(place)
            taken.append(place)
    return tuple(taken)


def _with_wanted_cards(line: EvidenceLine, quoted: set[str]) -> EvidenceLine:
    return line if str(line.sentence_id) in quoted else replace(line, cards=())
