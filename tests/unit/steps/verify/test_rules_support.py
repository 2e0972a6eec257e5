"""V13: what the cited sentences hold and what they do not."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from tests.grounds import article_of, broken


@pytest.fixture
def thin() -> Article:
    return article_of("The northern lock stays closed because of ice, the harbour board said.")


def test_v13_a_sentence_that_the_cited_ones_do_not_hold_falls(thin: Article) -> None:
    assert "V13" in broken("The harbour board plans to buy new icebreakers and dismiss its chairman.", thin)
    assert "V13" in broken("Critics called the winter plan reckless and demanded answers.", thin)


def test_v13_a_paraphrase_stands(thin: Article) -> None:
    assert broken("Ice keeps the northern lock closed, according to the harbour board.", thin) == set()
    assert broken("The lock remains shut.", thin) == set()
