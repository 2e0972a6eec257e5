"""A draft after verification, advice and repair: at most two rounds, then what still fails is dropped.

Owns the order in which rules, judge and writer have their say. What stands is `steps/verify/gate`, what a judge's
advice is worth `steps/verify/judged`; who writes and what happens when that fails is `flows/draft_digest`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.draft import DraftDigest, DraftSentence
from bot.domain.errors import ModelError
from bot.domain.evidence import Evidence
from bot.domain.verdict import Failure, Passed, RepairItem, VerifiedDigest
from bot.flows.ask_model import Writers, ask, fits, input_tokens
from bot.flows.clerk import Clerk
from bot.steps.verify.gate import apply_repairs, verify_digest
from bot.steps.verify.judged import doubts_of, to_judge
from bot.steps.verify.salvage import orphans_of
from bot.steps.write.tasks import MAX_REPAIRS, Fixes, Result, Task, judge_task, repair_task

MAX_ROUNDS = 2


@dataclass(slots=True)
class _Mending:
    """One draft on its way. `doubts` are a judge's; `repaired` what was asked to be mended so far."""

    draft: DraftDigest
    evidence: Evidence
    writers: Writers
    clerk: Clerk
    subject: tuple[str, str]
    repaired: list[RepairItem] = field(default_factory=list)
    doubts: dict[DraftSentence, Failure] = field(default_factory=dict)

    def verify(self) -> VerifiedDigest:
        return verify_digest(self.draft, self.evidence, repaired=self.repaired, doubts=self.doubts)

    def ask(self, task: Task[Result]) -> Result | None:
        """The reply; None when it is not worth its price or cannot be had: what needs mending is then dropped."""
        limit = self.writers.prompts.max_output_tokens(task.prompt_id)
        if not fits(task, self.writers) or input_tokens(task, self.writers) > self.clerk.room_in:
            return None
        if not self.clerk.allows(limit):
            return None
        subject, place = self.subject
        try:
            return ask(task, self.writers, model=self.clerk, subject=subject, place=place)
        except ModelError:
            return None


def mend_digest(
    draft: DraftDigest, evidence: Evidence, *, writers: Writers, clerk: Clerk, subject: tuple[str, str]
) -> tuple[DraftDigest, VerifiedDigest]:
    """The draft as mended, and what of it stands. `subject` names watch and channel for the ledger."""
    mending = _Mending(draft, evidence, writers, clerk, subject)
    verified = _judged(mending, mending.verify())
    for _ in range(MAX_ROUNDS):
        fixes = _fixes(mending, verified.failing)
        if fixes is None:
            break
        mending.repaired += verified.failing
        mending.draft = apply_repairs(mending.draft, fixes)
        verified = mending.verify()
    verified = _judged(mending, verified, again=True)
    orphans = orphans_of(mending.draft, verified)
    if orphans:
        mending.repaired += _orphaned(verified, orphans)
        mending.draft = apply_repairs(mending.draft, orphans)
        verified = mending.verify()
    return mending.draft, verified


def _orphaned(verified: VerifiedDigest, keys: Container[str]) -> Iterator[RepairItem]:
    """Sentences about to be withdrawn, so that their loss is told."""
    failure = Failure("V11", "the sentence that it leans on is not printed")
    return (RepairItem(one.key, one.draft, (failure,)) for one in verified.passed if one.key in keys)


def _judged(mending: _Mending, verified: VerifiedDigest, *, again: bool = False) -> VerifiedDigest:
    """With the judge's doubts, if there is a judge. `again` hears it on sentences mended because of a doubt, and
    drops those on which it cannot be heard: a doubt once raised is not forgotten.
    """
    if not mending.writers.judge:
        return verified
    claims = to_judge(_doubted(mending, verified) if again else verified.passed)
    if not claims:
        return verified
    judgements = mending.ask(judge_task(claims, mending.evidence, nonce=mending.writers.make_nonce()))
    if judgements is not None:
        mending.doubts |= doubts_of(judgements, claims, mending.evidence)
    elif again:
        unheard = Failure("J", "a second reader doubted it and was not heard again")
        mending.doubts |= {one.draft: unheard for one in claims}
    return mending.verify()


def _doubted(mending: _Mending, verified: VerifiedDigest) -> list[Passed]:
    """Sentences now standing in the place of a doubted one."""
    keys = {item.key for item in mending.repaired if any(one.rule == "J" for one in item.failures)}
    return [one for one in verified.passed if one.key in keys]


def _fixes(mending: _Mending, failing: Sequence[RepairItem]) -> Fixes | None:
    """Repairs of as many sentences as there is room for, the first ones first; None when none can be had."""
    asked = failing[:MAX_REPAIRS]
    while asked:
        task = repair_task(asked, mending.evidence, nonce=mending.writers.make_nonce())
        if fits(task, mending.writers) and input_tokens(task, mending.writers) <= mending.clerk.room_in:
            return mending.ask(task)
        asked = asked[:-1]
    return None
