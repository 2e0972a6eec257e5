"""What a judge model's advice comes to: doubts about sentences that every rule let through.

A doubt orders a repair or costs the sentence its place (grounding, section 0: published checkers reach 77% balanced
accuracy, good enough to advise and not to decide). Asking is `steps/write/tasks`; `gate` takes the doubts.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.evidence import Evidence
from bot.domain.verdict import Doubts, Failure, Judgement, Passed

MAX_JUDGED = 20
"""Claims of one call."""

RULE = "J"


def to_judge(passed: Sequence[Passed]) -> tuple[Passed, ...]:
    """Sentences of ours; an outlet's own words need no judge."""
    return tuple(one for one in passed if not one.claim.is_extract)[:MAX_JUDGED]


def doubts_of(judgements: Sequence[Judgement], judged: Sequence[Passed], evidence: Evidence) -> Doubts:
    """A failure for every judged sentence that the judge does not find borne out.

    `none` is a doubt; so is `partial` when it says what is wrong. Verdicts on anything else are ignored.
    """
    by_key = {one.key: one for one in judged}
    return {
        by_key[one.key].draft: Failure(RULE, _reason(one, by_key[one.key]), _cited(by_key[one.key], evidence))
        for one in judgements
        if one.key in by_key and (one.support == "none" or (one.support == "partial" and one.wrong))
    }


def _reason(judgement: Judgement, judged: Passed) -> str:
    """The judge's own words only where they are words of the sentence: it has read strangers' text."""
    span = judgement.span if judgement.span and judgement.span in judged.claim.text else None
    found = "the cited sentences do not say this" if span is None else f"“{span}” is not in the cited sentences"
    return f"{found}; wrong: {', '.join(judgement.wrong)}" if judgement.wrong else found


def _cited(judged: Passed, evidence: Evidence) -> str:
    lines = (evidence.line(place) for place in judged.claim.citations)
    return " ".join(line.text for line in lines if line is not None)
