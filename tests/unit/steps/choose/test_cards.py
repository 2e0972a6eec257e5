"""Which sentences are offered to a writer."""

from __future__ import annotations

from bot.steps.choose.cards import citable_sentences
from tests.grounds import article_of


def offered(text: str) -> list[str]:
    return [sentence for _, sentence, _ in citable_sentences(article_of(text))]


def test_a_quotation_that_never_ends_is_not_offered() -> None:
    torn = '"According to the Gazette, the delegations are deep into their talks on a new timetable for the strait.'
    whole = "The delegations will meet again in Port Halloran on Tuesday morning."
    assert offered(f"{torn}\n\n{whole}") == [whole]


def test_notices_about_the_page_are_not_offered() -> None:
    note = "Corrections and clarifications: A previous version of this story had an outdated number of ferries."
    report = "Ferries between Port Halloran and Dornhavn sailed again on Tuesday morning."
    assert offered(f"{note}\n\n{report}") == [report]
