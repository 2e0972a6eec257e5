"""From clean text to a revision ready to be stored: sentences, quotations, event dates, hash.

Composes `segment`, `quotations` and `dates`; decides nothing itself.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from bot.domain.article import Extracted, Revision
from bot.steps.find.event_days import find_event_dates
from bot.steps.find.quotations import find_quotations
from bot.steps.find.segment import segment

MAX_TITLE_CHARS = 300


def make_revision(extracted: Extracted, *, number: int, fetched_at: datetime) -> Revision:
    """A revision of `extracted`. A missing title is made from the first words of the text."""
    text = extracted.text
    passages = segment(text, extracted.language)
    event_from, event_to = find_event_dates(
        text, passages, published=extracted.published_at, page_date=extracted.page_date, seen=fetched_at.date()
    )
    if event_to is None and extracted.event_date:
        event_from = event_to = extracted.event_date
    return Revision(
        number=number,
        title=(extracted.title or _opening(text))[:MAX_TITLE_CHARS],
        text=text,
        text_sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        fetched_at=fetched_at,
        passages=passages,
        quotations=find_quotations(text, passages, extracted.language),
        byline=extracted.byline,
        published_at=extracted.published_at,
        published_conf=extracted.published_conf,
        page_date=extracted.page_date,
        event_from=event_from,
        event_to=event_to,
        language=extracted.language,
        flags=extracted.flags,
    )


def _opening(text: str) -> str:
    words = text.split("\n", 1)[0].split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
