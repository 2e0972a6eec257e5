"""V7: offices beside names, as the source gives them and as they were held on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.draft import DraftSentence
from bot.domain.office import NO_OFFICES, Offices, Term
from bot.steps.verify.check import check_sentence
from tests.grounds import article_of, evidence_of

# The articles of tests.grounds were published on 6 May 2031.
OFFICES = Offices(
    (
        Term("Mara Lind", "president", "ukraine", date(2025, 3, 1), date(2030, 3, 1), frozenset({"president"})),
        Term("Tomas Roe", "president", "ukraine", date(2030, 3, 1), None, frozenset({"president"}), date(2035, 1, 1)),
    )
)


def broken(text: str, source: str, *cited: str, offices: Offices = NO_OFFICES) -> set[str]:
    evidence = replace(evidence_of(article_of(source)), offices=offices)
    checked = check_sentence(DraftSentence(text, cited or ("p1.1.s1",)), evidence)
    return {failure.rule for failure in checked.failures}


SOURCE = (
    "Foreign Minister Ada Stahl met the harbour master, Jan Kern, in Tolmesh on Tuesday.\n\n"
    "Stahl left in the evening. Former Governor Piet Vos stayed.\n\n"
    "The prime minister had asked for it, the board said in a note.\n\n"
    "Nobody from the harbour club was there, and the hall was closed by noon."
)


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Ada Stahl met Jan Kern in Tolmesh.",
        "Ada Stahl, the foreign minister, met Kern in Tolmesh.",
        "Harbour master Jan Kern met Stahl in Tolmesh.",
        "Minister Stahl met Kern in Tolmesh.",
        "Ms. Stahl met Mr. Kern in Tolmesh.",
    ],
)
def test_an_office_as_the_article_gives_it(text: str) -> None:
    assert "V7" not in broken(text, SOURCE)


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Ada Stahl met Jan Kern in Tolmesh.",
        "Defence Minister Ada Stahl met Jan Kern in Tolmesh.",
        "Former Foreign Minister Ada Stahl met Jan Kern in Tolmesh.",
        "Ada Stahl, the governor, met Kern in Tolmesh.",
        "Stahl met Senator Jan Kern in Tolmesh.",
    ],
)
def test_an_office_that_no_article_gives_is_refused(text: str) -> None:
    assert "V7" in broken(text, SOURCE)


def test_former_is_neither_added_nor_dropped() -> None:
    assert "V7" not in broken("Former Governor Piet Vos stayed in Tolmesh.", SOURCE, "p1.2.s2")
    assert "V7" in broken("Governor Piet Vos stayed in Tolmesh.", SOURCE, "p1.2.s2")


def test_the_facts_may_give_an_office() -> None:
    source = "Roe spoke of the ferries in Kyiv on Tuesday."
    assert "V7" in broken("President Tomas Roe spoke of the ferries.", source)
    assert "V7" not in broken("President Tomas Roe spoke of the ferries.", source, offices=OFFICES)


def test_the_facts_refuse_what_an_article_has_wrong() -> None:
    source = "Talks with President Mara Lind began in Kyiv on Tuesday."
    assert "V7" not in broken("Talks with President Mara Lind began.", source)
    assert "V7" in broken("Talks with President Mara Lind began.", source, offices=OFFICES)
    other = "Ukrainian President Jan Kern came to Kyiv on Tuesday."
    assert "V7" in broken("Ukrainian President Jan Kern came to Kyiv.", other, offices=OFFICES)


def test_a_sentence_with_a_wrong_office_is_not_cited() -> None:
    source = "The ferries were late, and talks with former President Tomas Roe failed on Tuesday."
    assert "V7" in broken("The ferries were late on Tuesday.", source, offices=OFFICES)
    assert "V7" not in broken("The ferries were late on Tuesday.", source)
