"""Figures that can be understood without their sentence."""

from __future__ import annotations

import pytest

from bot.steps.write.number_lines import number_lines
from tests.grounds import article_of, evidence_of


@pytest.mark.parametrize(
    ("text", "label", "figure"),
    [
        ("Lake Relief registered 4,200 displaced islanders on Friday.", "Displaced islanders, Lake Relief", "4,200"),
        ("The council sent at least 120 monitors in Orsa home.", "Monitors in Orsa", "at least 120"),
        ("The museum in Brenmoor reopened and sold 2,700 tickets.", "Tickets in Brenmoor", "2,700"),
        ("The storm killed 22 people near Cape Sund on Friday.", "People killed near Cape Sund", "22"),
        ("Some 6,500 people have left their homes near Cape Sund.", "People displaced near Cape Sund", "some 6,500"),
        ("An estimated 120 monitors in Orsa went home.", "Monitors in Orsa", "an estimated 120"),
        ("The Lake Bank paid $1.6 million in harbour fees.", "Harbour fees, Lake Bank", "$1.6 million"),
    ],
)
def test_a_figure_is_given_with_what_is_counted_and_its_source(text: str, label: str, figure: str) -> None:
    (line,) = number_lines(evidence_of(article_of(text)), [1])
    assert (line.label, line.text) == (label, f"{figure}, according to Port Tidings")
    assert line.citations == ("p1.1.s1",)


@pytest.mark.parametrize(
    "text",
    [
        "Orsa could send 120 monitors in May.",
        "Orsa sent no 120 monitors in May.",
        "Lake Relief said that 120 monitors would sail.",
        "Lake Relief waited 12 days.",
        "Lake Relief votes in 2031 elections.",
        "The law AB 1643 requires beacons in Orsa.",
        "“We saw 120 monitors in Orsa,” Mara Lind said.",
    ],
)
def test_a_figure_that_says_nothing_alone_is_left_out(text: str) -> None:
    assert number_lines(evidence_of(article_of(text)), [1]) == ()


def test_a_figure_whose_hedge_cannot_be_kept_is_not_proposed() -> None:
    assert number_lines(evidence_of(article_of("The council counted 120 or so monitors in Orsa.")), [1]) == ()


def test_a_figure_that_another_part_gives_is_not_given_again() -> None:
    evidence = evidence_of(article_of("The museum in Brenmoor reopened and sold 2,700 tickets."))
    assert number_lines(evidence, [1])
    assert number_lines(evidence, [1], printed={"p1.1.s1"}) == ()
