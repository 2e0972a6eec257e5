"""V12: what is denied, and what may be said of it."""

from __future__ import annotations

import pytest

from tests.grounds import broken, check, quote


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board did not raise the levy on boats.", "The board raised the levy on boats."),
        ("The board raised the levy on boats.", "The board did not raise the levy on boats."),
        ("No boat of the northern fleet left the port.", "A boat of the northern fleet left the port."),
        ("The board never closed the lock, but it raised fares.", "The board closed the lock and never raised fares."),
        ("The board couldn’t open the lock before Friday.", "The board could open the lock before Friday."),
        ("Roe denied taking money from the insurers.", "Roe admitted taking money from the insurers."),
        ("The board will not raise fares and will close the lock.", "The board will not close the lock."),
    ],
)
def test_v12_denial_and_affirmation_are_not_exchanged(source: str, text: str) -> None:
    assert "V12" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board did not raise the levy on boats.", "The levy on boats was not raised by the board."),
        ("The board did not raise the levy on boats.", "The board declined to raise the levy on boats."),
        ("The talks ended without agreement on night boats.", "The talks ended with no agreement on night boats."),
        ("The talks failed to bring agreement on boats.", "The talks did not bring agreement on boats."),
        ("Boat No. 3 left the northern port on time.", "Boat No. 3 left the northern port on time."),
        ("The board lost a no-confidence vote in the hall.", "The board lost a vote of no confidence in the hall."),
    ],
)
def test_v12_the_same_denial_in_other_words_stands(source: str, text: str) -> None:
    assert broken(text, source) == set()


def test_v12_negation_may_stand_in_any_cited_sentence() -> None:
    source = "The board met on Tuesday in the hall. It did not raise the levy."
    assert broken("The board met on Tuesday and did not raise the levy.", source, "p1.1.s1", "p1.1.s2") == set()


LISTS = "“Lists are not people,” said Miro Roe, the envoy of the northern harbour."


def test_v12_a_denial_inside_the_printed_quotation_is_said_by_it() -> None:
    words = quote("Lists are not people", speaker="Miro Roe")
    assert check("Miro Roe, the envoy of the northern harbour, said {q1}.", LISTS, quotes=(words,)).claim is not None


def test_v12_what_the_printed_quotation_denies_is_not_affirmed_beside_it() -> None:
    words = quote("Lists are not people", speaker="Miro Roe")
    checked = check("Miro Roe, the envoy, saw the lists as people and said {q1}.", LISTS, quotes=(words,))
    assert {failure.rule for failure in checked.failures} == {"V12"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The board declined to answer the envoy.", "The board agreed to answer the envoy."),
        ("The board failed to close the lock in time.", "The board managed to close the lock in time."),
        ("Boats left without pilots on Tuesday.", "Boats left with pilots on Tuesday."),
        ("The board no longer wants the northern lock.", "The board still wants the northern lock."),
        ("The board has denied all the charges.", "The board has not denied all the charges."),
        ("Lind said she would not close the lock.", "Lind has not said she would close the lock."),
        ("Lind did not sail because she was ill, and was not given leave.", "Lind did sail because she was ill."),
        ("The harbour was without water on Tuesday.", "The harbour was not without water on Tuesday."),
        ("The lock is only 40 years old.", "The lock is not only 40 years old."),
        ("The board was firm that it does not sell boats.", "The board was not firm that it does not sell boats."),
    ],
)
def test_v12_negation_of_every_kind_is_followed_to_what_it_governs(source: str, text: str) -> None:
    assert "V12" in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("At least 40 boats of the fleet left the port.", "No fewer than 40 boats of the fleet left the port."),
        ("The board not only closed the lock but sold it.", "The board closed the lock and sold it."),
        ("The board didn’t just close the lock, it sold it.", "The board did not just close the lock, it sold it."),
        ("The board did not refuse to sell the lock.", "The board agreed to sell the lock."),
        ("The board won’t sell the lock to Orsa.", "The board will not sell the lock to Orsa."),
        ("The board rejected the plan that Orsa made.", "The plan made by Orsa was rejected by the board."),
    ],
)
def test_v12_what_only_looks_like_a_negation_is_none(source: str, text: str) -> None:
    assert "V12" not in broken(text, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "Roe, who declined to give his name at first, told the board that the lock stays open.",
            "Roe told the board that the lock stays open.",
        ),
        ("Experts say the lock was built in May, but nobody knows why it leaks.", "The lock was built in May."),
        ("Not to be outdone, the new ferry left the northern port at dawn.", "The new ferry left the northern port."),
    ],
)
def test_v12_a_denied_clause_may_be_left_out(source: str, text: str) -> None:
    assert broken(text, source) == set()


def test_v12_an_irregular_verb_is_followed() -> None:
    assert "V12" in broken("Lind took money from the insurers.", "Lind did not take money from the insurers.")


def test_v12_a_denial_within_quoted_words_is_seen() -> None:
    source = (
        "Oda Lind, who took office in May, told reporters: “We did not raise the levy to punish pilots. We raised it.”"
    )
    assert "V12" in broken("Lind said the board raised the levy to punish pilots.", source)
    assert "V12" not in broken("Lind said the levy was not raised to punish pilots.", source)


def test_v12_what_stands_beside_a_quoted_denial_is_affirmed() -> None:
    source = (
        "Oda Lind told reporters: “We did not raise the levy to punish pilots. We raised it because the lock is old.”"
    )
    assert "V12" not in broken("Lind said the board raised the levy because the lock is old.", source)
