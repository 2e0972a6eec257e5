"""Who writes a digest, and what happens when the model fails: plan, write, mend, or leave it to the offline engine.

Owns what readers are told about a fallback. What to ask is `steps/write/tasks`, mending `flows/mend_digest`, budgets
`flows/clerk`; reading candidates and publishing is `flows/digest`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.digest import NO_COST, Cost, PromptStamp
from bot.domain.draft import DraftDigest, DraftPlan
from bot.domain.errors import ModelError
from bot.domain.evidence import Evidence
from bot.domain.told import Before
from bot.domain.verdict import VerifiedDigest
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers, ask, fits
from bot.flows.clerk import Clerk
from bot.flows.mend_digest import mend_digest
from bot.ports import Model
from bot.steps.choose.planned import kept_plan, planned_evidence
from bot.steps.verify.gate import verify_digest
from bot.steps.verify.salvage import is_believable_silence, is_enough
from bot.steps.write.difference_lines import offered_differences, with_differences
from bot.steps.write.tasks import WEEKLY_OUTPUT, Orders, Result, Task, digest_task, plan_task, thinned

MIN_LINES = 4
"""Evidence is not thinned out further than this."""

MIN_PLANNED = 15
"""Fewer lines are not worth a plan: all of them fit into one digest."""

CHOOSABLE = frozenset({"shape", "empty", "length", "refusal", "language"})
"""Kinds of failure of a plan after which writing without one may still go well."""

REASONS = {
    "timeout": "it did not answer in time",
    "deadline": "it did not answer in time",
    "busy": "its server is busy",
    "server": "its server failed",
    "unreachable": "its server could not be reached",
    "quota": "its account has no credit left",
    "key": "its server refused the key",
    "refusal": "it declined to write",
    "silence": "it found nothing to report in news of several sources",
    "thin": "too few of its sentences could be proven",
    "empty": "its reply was empty",
    "length": "its reply was cut off",
    "language": "it wrote in another language",
    "shape": "its reply could not be read",
    "unreadable": "its reply could not be read",
}
"""What readers are told, by kind of ModelError. A server's own words stay in the ledger."""


@dataclass(frozen=True, slots=True)
class Commission:
    """An edition to be written. `engine` is `auto`, `offline` or `model`; `deadline_s` bounds all calls together."""

    watch: Watch
    as_of: datetime
    before: Before
    engine: str = "auto"
    deadline_s: float = 240.0

    @property
    def orders(self) -> Orders:
        """What a writer is told of it."""
        return Orders(self.watch, self.as_of, self.before)

    @property
    def subject(self) -> tuple[str, str]:
        """Watch and channel, for the ledger."""
        return self.watch.name, self.watch.channel


@dataclass(frozen=True, slots=True)
class Drafted:
    """What could be proven, on the evidence that the writer saw. `engine` is `model` or `offline`."""

    verified: VerifiedDigest
    evidence: Evidence
    engine: str = "offline"
    prompts: tuple[PromptStamp, ...] = ()
    notice: str | None = None
    cost: Cost = NO_COST


def draft_digest(evidence: Evidence, commission: Commission, writers: Writers) -> Drafted:
    """A proven draft by whoever can write it. Raises ModelError only when the commission insists on the model.

    Evidence without a line needs no writer: the draft is empty, which makes a digest of one line.
    """
    evidence = replace(evidence, offices=writers.offices)
    model, why_not = _choose(commission, writers)
    if not evidence.lines:
        return Drafted(VerifiedDigest(None, None), evidence)
    if model.is_offline:
        return replace(_offline(evidence, commission, writers), notice=_explain(why_not))
    factor = WEEKLY_OUTPUT if commission.watch.length == "weekly" else 1.0
    clerk = Clerk(model, commission.deadline_s, factor)
    try:
        drafted = _by_model(evidence, commission, writers, clerk)
    except ModelError as error:
        if commission.engine == "model":
            raise
        why_not = REASONS.get(str(error.facts.get("kind")), "it failed")
        drafted = replace(_offline(evidence, commission, writers), notice=_explain(why_not))
    return replace(drafted, cost=clerk.cost)


def _choose(commission: Commission, writers: Writers) -> tuple[Model, str | None]:
    """The engine to begin with, and why it is the offline one although there is a model."""
    if commission.engine == "offline":
        return writers.offline, None
    model, why_not = writers.preferred(commission.watch.channel)
    if commission.engine == "model" and model.is_offline:
        unset = "no language model is set up: give [model] a name, and OPENAI_API_KEY or OPENAI_BASE_URL"
        raise ModelError(why_not or unset, kind="unset")
    return model, why_not


def _explain(why: str | None) -> str | None:
    if why is None:
        return None
    return f"Written without the language model, because {why}: sentences of the sources as they stand."


def _by_model(evidence: Evidence, commission: Commission, writers: Writers, clerk: Clerk) -> Drafted:
    plan = _plan(evidence, commission, writers, clerk)
    if plan is not None and plan.is_empty and is_believable_silence(DraftDigest("", ""), evidence):
        return Drafted(VerifiedDigest(None, None), evidence, "model", tuple(clerk.prompts.values()))
    task = _fitting(evidence, commission, writers, plan)
    subject, place = commission.subject
    draft = ask(task, writers, model=clerk, subject=subject, place=place)
    draft, verified = mend_digest(draft, task.evidence, writers=writers, clerk=clerk, subject=commission.subject)
    if not is_believable_silence(draft, evidence) and not is_enough(draft, verified):
        kind = "thin" if verified.proposed else "silence"
        raise ModelError(f"the model's draft was not used: {REASONS[kind]}", kind=kind)
    # Differences are the program's own: what a plan leaves out is told all the same.
    return Drafted(with_differences(verified, evidence), evidence, "model", tuple(clerk.prompts.values()))


def _plan(evidence: Evidence, commission: Commission, writers: Writers, clerk: Clerk) -> DraftPlan | None:
    """What of the evidence to tell; None when there is little to choose from, or no plan can be had."""
    if not writers.plan or len(evidence.lines) < MIN_PLANNED:
        return None

    def task_of(offered: Evidence) -> Task[DraftPlan]:
        return plan_task(offered, commission.orders, nonce=writers.make_nonce())

    task = _thinned_to_fit(evidence, task_of, writers)
    subject, place = commission.subject
    try:
        proposed = ask(task, writers, model=clerk, subject=subject, place=place)
    except ModelError as error:
        if error.facts.get("kind") not in CHOOSABLE:
            raise
        return None
    return kept_plan(proposed, task.evidence, offered_differences(task.evidence))


def _offline(evidence: Evidence, commission: Commission, writers: Writers) -> Drafted:
    task = digest_task(evidence, commission.orders, nonce=writers.make_nonce())
    draft = ask(task, writers, model=writers.offline)
    return Drafted(verify_digest(draft, evidence), evidence)


def _fitting(evidence: Evidence, commission: Commission, writers: Writers, plan: DraftPlan | None) -> Task[DraftDigest]:
    """The task with as much of the evidence as its prompt may hold, by the plan if it chose anything."""
    by_plan = plan if plan is not None and not plan.is_empty else None
    if by_plan is not None:
        evidence = planned_evidence(by_plan, evidence, offered_differences(evidence))

    def task_of(offered: Evidence) -> Task[DraftDigest]:
        return digest_task(offered, commission.orders, nonce=writers.make_nonce(), plan=by_plan)

    return _thinned_to_fit(evidence, task_of, writers)


def _thinned_to_fit(evidence: Evidence, task_of: Callable[[Evidence], Task[Result]], writers: Writers) -> Task[Result]:
    task = task_of(evidence)
    while not fits(task, writers) and len(task.evidence.lines) > MIN_LINES:
        task = task_of(thinned(task.evidence))
    return task
