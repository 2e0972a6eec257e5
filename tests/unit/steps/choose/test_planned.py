"""A plan can only leave things out."""

from __future__ import annotations

from bot.domain.draft import DraftPlan, PlannedDevelopment
from bot.steps.choose.planned import MAX_DEVELOPMENTS, MAX_OTHER, MAX_SENTENCES, kept_plan, planned_evidence
from tests.grounds import article_of, evidence_of

TEXT = "“We will wait for the ice to go,” Mara Lind said. Ferries stay in port. Buoys were lit. Pilots met. Boats sank."
EVIDENCE = evidence_of(article_of(TEXT), article_of(TEXT, number=2))
IDS = [str(line.sentence_id) for line in EVIDENCE.lines]


def test_invented_ids_repeats_and_empty_developments_fall_out() -> None:
    plan = DraftPlan(
        (
            PlannedDevelopment((IDS[0], "p9.9.s9", IDS[0], IDS[1]), (IDS[0], IDS[3]), "update"),
            PlannedDevelopment((IDS[0], "p9.9.s9")),
        ),
        (IDS[1], IDS[2], "p9.9.s9"),
        (0, 1, 7),
    )
    kept = kept_plan(plan, EVIDENCE)
    assert kept.developments == (PlannedDevelopment((IDS[0], IDS[1]), (IDS[0],), "update"),)
    assert (kept.other_ids, kept.differences) == ((IDS[2],), ())


def test_a_plan_is_cut_to_its_limits() -> None:
    plan = DraftPlan((PlannedDevelopment(tuple(IDS)),), tuple(IDS))
    kept = kept_plan(plan, EVIDENCE)
    assert len(kept.developments) <= MAX_DEVELOPMENTS
    assert len(kept.developments[0].sentence_ids) == MAX_SENTENCES
    assert len(kept.other_ids) <= MAX_OTHER


def test_the_evidence_of_a_plan_is_its_lines_in_its_order_with_the_quotations_it_wants() -> None:
    plan = DraftPlan((PlannedDevelopment((IDS[6], IDS[5]), (IDS[5],)), PlannedDevelopment((IDS[0],))), (IDS[2],))
    chosen = planned_evidence(plan, EVIDENCE)
    assert [str(line.sentence_id) for line in chosen.lines] == [IDS[6], IDS[5], IDS[0], IDS[2]]
    assert [len(line.cards) for line in chosen.lines] == [0, 1, 0, 0]
    assert chosen.stories == EVIDENCE.stories


def test_an_empty_plan_is_known_as_one() -> None:
    assert kept_plan(DraftPlan((PlannedDevelopment(("p9.9.s9",)),)), EVIDENCE).is_empty
