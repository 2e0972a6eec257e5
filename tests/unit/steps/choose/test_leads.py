"""What a reader is told of leads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.article import Article, Story
from bot.domain.watch import Watch
from bot.steps.choose.leads import lead_notice
from bot.steps.choose.window import window_of
from tests.grounds import article_of

WINDOW = window_of(Watch("W"), datetime(2031, 5, 7, 8, 0, tzinfo=UTC))
TEXT = "The ferries of Orsa stay in the northern port because the ice on the lake is thick."


def piece(number: int, source_type: str, **fields: object) -> Article:
    return article_of(TEXT, number=number, source_type=source_type, **fields)


def notice(*articles: Article) -> str | None:
    families = tuple(frozenset((one.id,)) for one in articles)
    return lead_notice([Story("s1", articles, families, date(2031, 5, 6))], window=WINDOW)


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["ai_generated"], "1 AI-generated page on 6 May 2031"),
        (["ai_generated", "ai_generated", "social"], "2 AI-generated pages and 1 social post on 6 May 2031"),
    ],
)
def test_leads_that_nobody_confirms_are_counted(kinds: list[str], told: str) -> None:
    found = notice(*(piece(number, kind) for number, kind in enumerate(kinds, 1)))
    assert found == f"Left out as unconfirmed: {told}, told by no other source."


def test_a_lead_that_another_source_tells_needs_no_notice() -> None:
    assert notice(piece(1, "ai_generated"), piece(2, "outlet")) is None


def test_leads_of_other_days_are_not_mentioned() -> None:
    assert notice(piece(1, "social", published_at=datetime(2031, 4, 1, tzinfo=UTC))) is None
    assert notice(piece(1, "outlet")) is None
