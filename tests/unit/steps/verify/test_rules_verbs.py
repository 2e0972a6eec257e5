"""V13 and V14 on verbs: opposites, acts that nobody tells of, aims told as deeds."""

from __future__ import annotations

import pytest

from tests.grounds import broken


@pytest.mark.parametrize(
    ("ours", "source"),
    [
        ("Grain exports fell by a tenth in May.", "Grain exports rose by a tenth in May."),
        ("The council accepted the harbour plan.", "The council rejected the harbour plan."),
        ("Ostreya sold the ferry.", "Ostreya bought the ferry."),
        ("The talks ended on Monday in Tolmesh.", "The talks began on Monday in Tolmesh."),
        ("Exports fell while imports rose sharply.", "Exports rose while imports fell sharply."),
        ("Police released the harbour master.", "Police arrested the harbour master."),
        ("The ferry left after the storm.", "The ferry left before the storm."),
        ("Turnout went down in the north.", "Turnout went up in the north."),
        ("It was the last ferry of the season.", "It was the first ferry of the season."),
        ("A court on Monday approved the toll rise.", "A court on Monday suspended the toll rise."),
        ("Some 300 people have returned to their homes.", "Some 300 people have left their homes."),
        ("Both crews would advance two miles.", "Both crews would withdraw two miles."),
        ("The port of Orsa cut its mooring fee.", "The port of Orsa kept its mooring fee."),
        ("The port of Orsa raised its mooring fee.", "The port of Orsa kept its mooring fee."),
        ("Lind said she was delighted and would comply.", "Lind said she was disappointed but would comply."),
        ("The storm ended the talks in Velm.", "The storm hit Velm, interrupting the talks."),
        ("The crews moved two miles into the port.", "The crews moved two miles from the port."),
        ("Lind won the appeal.", "Lind promised to appeal against the vote."),
        ("The ally of Velm has a new fleet.", "The enemy of Velm has a new fleet."),
    ],
)
def test_an_opposite_is_refused(ours: str, source: str) -> None:
    assert broken(ours, source) & {"V12", "V13"}


@pytest.mark.parametrize(
    ("ours", "source"),
    [
        ("Grain exports grew by a tenth in May.", "Grain exports rose by a tenth in May."),
        ("The council opposed the harbour plan.", "The council did not support the harbour plan."),
        ("Velm bought the ferry from Ostreya.", "Ostreya sold the ferry to Velm."),
        ("The storm came before the ferry left.", "The ferry left after the storm came."),
        ("Exports rose while imports fell.", "Imports fell while exports rose."),
        (
            "The council supported the plan and rejected the other.",
            "The council rejected one plan and backed the other.",
        ),
        ("A court approved the sale and the toll.", "The court approved the sale after it had suspended the toll."),
        ("The crews moved into Velm from Orsa.", "The crews moved from Orsa into Velm."),
        ("The board approved the toll, a court suspended it.", "A court suspended the toll that the board wanted."),
        ("The crews left Velm and returned home.", "The crews returned home after they had left Velm."),
        ("The port kept its fee, Lind said.", "The port has cut wages but kept its fee, Lind said."),
        ("Lind lost the appeal.", "The court dismissed the appeal of Lind."),
        ("The board raised the toll.", "The board raised the toll after it had cut the fare."),
    ],
)
def test_the_same_in_other_words_passes(ours: str, source: str) -> None:
    assert not {failure for failure in broken(ours, source) if failure in ("V12", "V13")}


def test_what_one_does_to_another_stands_in_the_source() -> None:
    source = "Lind congratulated Roe on the new harbour in Velm."
    assert "V13" in broken("Lind arrested Roe at the new harbour in Velm.", source)
    assert "V13" not in broken("Lind praised Roe.", "Lind hailed Roe in Velm.")


def test_a_loaded_verb_of_saying_needs_a_source_that_uses_it() -> None:
    source = "Lind said that the ferry had been late twice."
    assert "V13" in broken("Lind admitted that the ferry had been late twice.", source)
    assert "V13" not in broken("Lind noted that the ferry had been late twice.", source)
    assert "V13" not in broken("Lind conceded that it was late.", "Lind acknowledged that it was late.")


def test_an_aim_is_not_told_as_a_deed() -> None:
    source = "Lind visited Velm to repair the harbour wall."
    assert "V14" in broken("Lind has repaired the harbour wall in Velm.", source)
    assert "V14" not in broken("Lind went to Velm to repair the harbour wall.", source)
    assert "V14" not in broken("Lind repaired the wall.", "Lind managed to repair the harbour wall.")
    assert "V14" not in broken("Lind and Roe discussed the wall.", "Lind and Roe met to discuss the harbour wall.")
