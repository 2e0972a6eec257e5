"""How an article names itself to readers, and what its ids lead to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.article import Article
from bot.domain.ids import SentenceId
from tests.samples import make_revision

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def article(url: str, publisher: str | None = None) -> Article:
    return Article(7, url, url, publisher, "outlet", 0.8, NOW, make_revision())


@pytest.mark.parametrize(
    ("url", "publisher", "shown"),
    [
        ("https://www.courier.example/2026/03/talks", "The Norven Courier", "The Norven Courier"),
        ("https://www.courier.example/2026/03/talks", None, "courier.example"),
        ("file:///home/desk/articles/talks.txt", None, "talks.txt"),
        ("", None, "unnamed source"),
    ],
)
def test_an_outlet_always_has_a_name(url: str, publisher: str | None, shown: str) -> None:
    assert article(url, publisher).outlet == shown


def test_a_sentence_id_leads_to_stored_characters_or_nowhere() -> None:
    one = article("https://courier.example/1")
    assert one.sentence_text(SentenceId(7, 1, 1, 2)) == "“We will not shell the bridge,” she said."
    for wrong in (SentenceId(8, 1, 1, 1), SentenceId(7, 2, 1, 1), SentenceId(7, 1, 9, 1), SentenceId(7, 1, 1, 99)):
        assert one.sentence_text(wrong) is None


def test_the_event_counts_before_the_day_of_the_page() -> None:
    assert article("https://courier.example/1").event_date == date(2026, 3, 2)
