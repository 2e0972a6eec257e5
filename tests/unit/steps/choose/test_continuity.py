"""What a sentence adds to what was told before."""

from __future__ import annotations

import pytest

from bot.domain.told import Told
from bot.steps.choose.continuity import find_additions, is_repeat, is_same_matter, likeness
from tests.grounds import NOW

BEFORE = "Ministers of Orsa and Velm broke off their ferry talks on Tuesday without agreeing on night crossings."


def told(*texts: str) -> list[Told]:
    return [Told(text, 7, NOW) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        BEFORE,
        "The ministers of Velm and Orsa have broken off ferry talks without agreeing on any night crossings.",
        "On Tuesday, ministers of Orsa and Velm broke off the talks on ferry and night crossings without agreeing.",
    ],
)
def test_the_same_in_other_words_is_a_repeat(text: str) -> None:
    assert is_repeat(text, told("Something else was told of a bridge.", BEFORE))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (BEFORE.replace("their", "their 12"), "number", "12 ferry talks"),
        (BEFORE.replace("on Tuesday", "on 6 May"), "date", "6 May"),
        (BEFORE.replace("on Tuesday", "on Friday"), "weekday", "Friday"),
        (BEFORE.replace("Velm", "Velm and Cape Dorn"), "name", "Cape Dorn"),
        ("Ministers of Orsa and Velm did not break off their ferry talks on night crossings.", "reversal", BEFORE),
    ],
)
def test_a_fact_more_is_no_repeat(text: str, kind: str, words: str) -> None:
    assert not is_repeat(text, told(BEFORE))
    assert (kind, words) in [(one.kind, one.words) for one in find_additions(text, told(BEFORE))]


def test_a_new_quotation_is_an_addition_and_one_that_was_printed_is_not() -> None:
    quoted = BEFORE.replace("without", "with “by lantern light” and without")
    assert [one.kind for one in find_additions(quoted, told(BEFORE), quotes=["by lantern light"])] == ["quote"]
    assert is_repeat(quoted, told(quoted), quotes=["by lantern light,"])


def test_facts_count_against_all_that_was_told_together() -> None:
    parts = (BEFORE.replace("their", "their 12"), BEFORE.replace("Velm", "Velm and Cape Dorn"))
    both = BEFORE.replace("their", "their 12").replace("Velm", "Velm and Cape Dorn")
    assert not find_additions(both, told(*parts))
    assert is_repeat(both, told(*parts))


def test_another_matter_is_no_repeat_though_it_adds_no_fact() -> None:
    assert likeness(BEFORE, "The lantern festival of the islands drew a crowd.") == 0
    assert not is_repeat("The lantern festival of the islands drew a crowd.", told(BEFORE))
    assert not is_repeat("", told(BEFORE, ""))


def test_a_name_in_common_is_not_the_same_matter() -> None:
    one, other = "President Mara Lind of Orsa opened a bridge.", "President Mara Lind of Orsa met voters."
    assert likeness(one, other) >= 0.5
    assert not is_same_matter(one, other, least=0.2)
    assert is_same_matter(one, "The bridge that Mara Lind opened has been closed.", least=0.2)
