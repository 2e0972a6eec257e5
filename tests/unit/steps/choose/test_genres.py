"""Round-ups, opinion, advice and games, told by their headlines."""

from __future__ import annotations

import pytest

from bot.steps.choose.genres import is_report, is_roundup, is_sport
from tests.grounds import article_of


@pytest.mark.parametrize(
    "title",
    [
        "5 things to know for Friday",
        "Ferry strike, storm warning, new harbour master: what to know",
        "News from around our islands",
        "Photos: The regatta of Orsa",
    ],
)
def test_round_ups(title: str) -> None:
    assert is_roundup(article_of("Orsa met Velm.", title=title))


@pytest.mark.parametrize("title", ["Orsa, Lowen, ferry strike: pilots walk out", "Orsa and Velm break off talks"])
def test_a_headline_on_one_event_is_a_report(title: str) -> None:
    article = article_of("Orsa met Velm.", title=title)
    assert not is_roundup(article)
    assert is_report(article)


@pytest.mark.parametrize(
    "title", ["Opinion: Orsa is right", "How to take the ferry", "Why Orsa left", "Pact, explained"]
)
def test_opinion_and_advice_are_no_reports(title: str) -> None:
    assert not is_report(article_of("Orsa met Velm.", title=title))


def test_games_are_told_by_their_words() -> None:
    text = "The quarterback of Orsa threw two touchdowns in the NFL playoffs, a football record."
    assert is_sport(article_of(text, title="Orsa wins"))
    assert not is_sport(article_of("The football field of Orsa was flooded.", title="Orsa floods"))
