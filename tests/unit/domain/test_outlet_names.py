"""What a feed calls itself is a name only while it is short enough to be one."""

from __future__ import annotations

from bot.domain.article import MAX_OUTLET_CHARS
from tests.grounds import article_of


def test_a_feed_that_calls_itself_a_paragraph_is_known_by_its_host() -> None:
    assert article_of("Ferries wait.", publisher="Port Tidings").outlet == "Port Tidings"
    assert article_of("Ferries wait.", publisher="x" * (MAX_OUTLET_CHARS + 1)).outlet == "tidings.example"
