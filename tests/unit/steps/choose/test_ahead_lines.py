"""What the sources announce for a coming day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.steps.choose.ahead_lines import ahead_lines
from tests.grounds import article_of, evidence_of

VOTE = "The Harbour Council of Orsa will vote on the ferry accord on 14 May 2031."


def test_an_announced_day_is_told_with_its_outlet() -> None:
    (line,) = ahead_lines(evidence_of(article_of(VOTE)), ())
    assert line.text == "The Harbour Council of Orsa will vote on the ferry accord, according to Port Tidings."
    assert (line.date, line.citations) == (date(2031, 5, 14).isoformat(), ("p1.1.s1",))


def test_the_next_day_comes_first_and_nothing_is_told_twice() -> None:
    later = VOTE.replace("14 May", "20 May").replace("vote on the ferry accord", "meet the envoys of Velm")
    evidence = evidence_of(article_of(later, number=1), article_of(VOTE, number=2), article_of(VOTE, number=3))
    assert [line.citations for line in ahead_lines(evidence, ())] == [("p2.1.s1",), ("p1.1.s1",)]
    assert [line.citations for line in ahead_lines(evidence, (VOTE,))] == [("p1.1.s1",)]


@pytest.mark.parametrize(
    "text",
    [
        VOTE.replace("14 May 2031", "Wednesday"),
        VOTE.replace("14 May 2031", "7 May 2031"),
        VOTE.replace("14 May 2031", "14 August 2031"),
        VOTE.replace("on 14", "on 12 or 14"),
        VOTE.replace("will vote", "could vote"),
        VOTE.replace("will vote", "will not vote"),
        VOTE.replace("will vote", "voted"),
        VOTE.replace("on the ferry accord", "on the ferry accord if it is ready"),
        VOTE.replace("The Harbour Council of Orsa", "It"),
        VOTE.replace("The Harbour Council of Orsa", "The council"),
        f"“{VOTE}” Mara Lind said.",
    ],
)
def test_a_guess_a_doubt_or_a_past_day_is_not_told(text: str) -> None:
    assert ahead_lines(evidence_of(article_of(text)), ()) == ()
