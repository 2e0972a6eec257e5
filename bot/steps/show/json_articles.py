"""JSON forms of documents, quotations, imports, feeds and stories, as the commands print them.

Owns names and shapes; times are ISO 8601, unknown is null. Digests and answers are `json_forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from w3lib.html import remove_tags, remove_tags_with_content, replace_entities

from bot.domain.article import Article, Extracted, Quotation, Story
from bot.domain.feed import FeedItem, Listing
from bot.domain.intake import Imported, Rejected
from bot.steps.find.event_days import find_event_dates
from bot.steps.find.segment import segment
from bot.steps.find.typing import classify_source


def extract_json(extracted: Extracted, *, id: object = None) -> dict[str, object]:
    """A document as it would be stored: with its source type, the signals that were seen, and the day of its event."""
    kind, _, signals = classify_source(extracted, configured=None)
    passages = segment(extracted.text, extracted.language)
    _, event_date = find_event_dates(
        extracted.text, passages, published=extracted.published_at, page_date=extracted.page_date
    )
    return {
        "id": id,
        "url": extracted.url,
        "title": extracted.title,
        "byline": extracted.byline,
        "publisher": extracted.publisher,
        "published_at": _spelled(extracted.published_at),
        "page_date": _spelled(extracted.page_date),
        "event_date": _spelled(event_date or extracted.event_date),
        "language": extracted.language,
        "source_type": kind,
        "flags": list(dict.fromkeys((*extracted.flags, *signals))),
        "text": extracted.text,
    }


def quotations_json(text: str, quotations: Iterable[Quotation], *, id: object = None) -> dict[str, object]:
    """Quotations with the words between their marks."""
    return {"id": id, "quotations": [_quotation(text, one) for one in quotations]}


def import_json(imported: Imported) -> dict[str, object]:
    """Counts, what was refused and why, what is stored now."""
    return {
        "imported": imported.imported,
        "revised": imported.revised,
        "unchanged": imported.unchanged,
        "rejected": [_rejected(one) for one in imported.rejected],
        "remarks": [_rejected(one) for one in imported.remarks],
        "articles": [
            {
                "id": one.id,
                "url": one.url,
                "title": one.title,
                "source_type": one.source_type,
                "flags": list(one.flags),
            }
            for one in imported.articles
        ],
    }


def listing_json(listing: Listing, *, url: str) -> dict[str, object]:
    """A feed as it was read."""
    return {
        "url": url,
        "kind": listing.kind,
        "parser": listing.parser,
        "title": listing.title,
        "entries": [_entry(item) for item in listing.items],
        "warnings": list(listing.warnings),
    }


def story_json(story: Story) -> dict[str, object]:
    """A story with its articles; `families` are ids that count as one source."""
    return {
        "id": story.id,
        "event_date": _spelled(story.event_date),
        "keywords": list(story.keywords),
        "families": [sorted(family) for family in story.families],
        "articles": [_article(article) for article in story.articles],
    }


def _article(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": _spelled(article.revision.published_at),
        "event_date": _spelled(article.event_date),
        "source_type": article.source_type,
    }


def _quotation(text: str, one: Quotation) -> dict[str, object]:
    return {
        "text": text[one.start : one.end],
        "start": one.start,
        "end": one.end,
        "speaker": one.speaker,
        "role": one.role,
        "cue": one.cue,
        "pattern": one.pattern,
        "confidence": one.confidence,
        "kind": one.kind,
    }


def _entry(item: FeedItem) -> dict[str, object]:
    return {
        "guid": item.guid,
        "url": item.url,
        "title": item.title,
        "published_at": _spelled(item.published_at),
        "updated_at": _spelled(item.updated_at),
        "summary": item.summary,
        "text": _plain(item.html) if item.text is None else item.text,
    }


def _plain(html: str | None) -> str | None:
    if html is None:
        return None
    blocks = re.sub(
        r"(?i)<(?:br|/p|/div|/li|/h\d)\b[^>]*>", "\n\n", remove_tags_with_content(html, ("script", "style"))
    )
    lines = (" ".join(replace_entities(line).split()) for line in remove_tags(blocks).split("\n\n"))
    return "\n\n".join(line for line in lines if line) or None


def _rejected(one: Rejected) -> dict[str, object]:
    return {"path": one.path, "line": one.line, "reason": one.reason}


def _spelled(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
