"""The sample newsroom on loopback, once for all tests of this folder: its articles only ever are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.newsroom import SampleArticle, load_articles, load_outlets
from bot.demo.server import FeedServer
from tests.e2e.process import settings_for

WATCH = """
[[watches]]
name = "Strait Watch"
channel = "slack:C0NEWS"
schedule = "{schedule}"
timezone = "Europe/Brussels"
feeds = ["strait"]
mute = ["sport"]
window_days = 2
"""

NEVER = "0 0 29 2 *"


class Newsroom:
    """A running feed server with what it serves."""

    def __init__(self, server: FeedServer, articles: tuple[SampleArticle, ...]) -> None:
        self.url = server.url
        self.articles = articles

    @property
    def host(self) -> str:
        """For BRIEFBOT_ALLOW_HOSTS."""
        return self.url.removeprefix("http://")

    @property
    def text(self) -> str:
        """Every word of every article."""
        return "\n\n".join(paragraph for article in self.articles for paragraph in (article.title, *article.paragraphs))

    def settings(self, *, schedule: str = NEVER, more: str = "") -> str:
        """All outlets as feeds, and a watch of the news channel."""
        feeds = {outlet.name: f"{self.url}/{slug}/feed" for slug, outlet in load_outlets().items()}
        return settings_for(feeds, watch=WATCH.format(schedule=schedule), more=more)


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """Served for real; feeds, pages, ETags."""
    articles = load_articles(datetime.now(UTC))
    with FeedServer(articles) as server:
        yield Newsroom(server, articles)
