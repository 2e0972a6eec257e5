"""An Extractor without child processes, for tests that are about something else."""

from __future__ import annotations

from bot.domain.article import Extracted
from bot.domain.feed import FeedItem
from bot.steps.read.document import read_document


class InlineExtractor:
    """Implements Extractor: reads in the calling thread, with no limits."""

    def extract(
        self, content: bytes, *, url: str | None, content_type: str, hints: FeedItem | None = None
    ) -> Extracted:
        """As the real one, but for the limits."""
        return read_document(content, url=url, content_type=content_type, hints=hints)
