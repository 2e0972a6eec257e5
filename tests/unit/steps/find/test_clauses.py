"""Who does what to whom, read off the order of words."""

from __future__ import annotations

import pytest

from bot.steps.find.clauses import Clause, read_clauses


def first(text: str) -> Clause:
    return read_clauses(text)[0]


def names(found: tuple[frozenset[str], ...]) -> set[str]:
    return {word for one in found for word in one}


@pytest.mark.parametrize(
    ("text", "stem", "actors", "patients"),
    [
        ("Lind told Roe that the ferry had sunk.", "tell", {"lind"}, {"roe"}),
        ("Ostreya attacked Velm on Monday.", "attack", {"ostreya"}, {"velm"}),
        ("Ostreya attacks Velm.", "attack", {"ostreya"}, {"velm"}),
        ("Velm was attacked by Ostreya.", "attack", {"ostreya"}, {"velm"}),
        ("Lind, the minister of ports, accused Roe.", "accus", {"lind"}, {"roe"}),
        ("“No,” said Minister Roe.", "say", {"roe"}, set()),
        ("Lind, Stahl and Roe backed Kern.", "back", {"lind", "stahl", "roe"}, {"kern"}),
        ("The minister praised Lind.", "prais", set(), {"lind"}),
        ("She had already told Lind the news.", "tell", set(), {"lind"}),
        ("Gen. Mara Lind has repeatedly warned the board.", "warn", {"mara", "lind"}, set()),
    ],
)
def test_subject_verb_and_object(text: str, stem: str, actors: set[str], patients: set[str]) -> None:
    clause = first(text)
    assert (clause.stem, clause.is_sure) == (stem, True)
    assert names(clause.actors) == actors
    assert names(clause.patients) == patients


@pytest.mark.parametrize(
    "text",
    [
        "The chairman of Ostreya rejected the plan.",
        "Lind’s office rejected the plan.",
        "Roe said the plan had failed and rejected it.",
        "In Tolmesh, Roe met Lind, and the board in Velm rejected the plan.",
    ],
)
def test_a_subject_that_is_not_next_to_its_verb_is_not_sure(text: str) -> None:
    clause = next(one for one in read_clauses(text) if one.stem == "reject")
    assert not clause.is_sure or not clause.actors


def test_an_infinitive_knows_the_verb_before_it() -> None:
    visited, repair = read_clauses("Lind visited Velm to repair the dam.")
    assert (visited.form, repair.form, repair.governor) == ("finite", "infinitive", "visit")


def test_a_modal_is_told_from_a_deed() -> None:
    assert first("Ostreya may have attacked Velm.").form == "modal"


@pytest.mark.parametrize("text", ["Ostreya attacks kill five.", "Lind of Tolmesh, a hundred miles away.", ""])
def test_nouns_are_no_verbs(text: str) -> None:
    assert not [clause for clause in read_clauses(text) if clause.stem in ("attack", "hundr")]


def test_the_hearer_is_kept_as_written() -> None:
    assert first("Lind told the Velm Courier last week that she was ill.").hearer == ("Velm", "Courier")
    assert first("Lind told lawmakers the dam was safe.").hearer == ("lawmakers",)


@pytest.mark.parametrize(
    ("text", "verb", "actor"),
    [
        ("The harbour master, Jan Kern, said Roe had left.", "said", "kern"),
        ("Roe's deputy, Jan Kern, rejected the plan.", "rejected", "kern"),
        ("The head of the port in the Velmlands, Kern, rejected the plan.", "rejected", "kern"),
        ("Roe, who took office in May, met Lind.", "took", "roe"),
        ("Roe met Lind and rejected the plan.", "rejected", "roe"),
        ("Ostreya has offered help, and has denied the rest.", "denied", "ostreya"),
        ("Ostreya has offered help, and Velm has denied the rest.", "denied", "velm"),
    ],
)
def test_a_subject_in_commas_before_who_or_of_the_verb_before(text: str, verb: str, actor: str) -> None:
    clause = next(one for one in read_clauses(text) if one.verb == verb)
    assert clause.is_sure
    assert any(actor in name for name in clause.actors)


@pytest.mark.parametrize(
    "text",
    [
        "A court in Ansk, Ostreya, rejected the plan.",
        "Roe met Lind, who was late and rejected the plan.",
        "The board of Ostreya, who rejected the plan, left.",
    ],
)
def test_a_place_in_commas_and_an_open_subject_are_not_sure(text: str) -> None:
    clause = next(one for one in read_clauses(text) if one.verb == "rejected")
    assert not clause.is_sure
