"""The small pieces of a printed message: claims with their quotations marked, citation numbers, source lines, dates.

Owns how one sentence and one source look; their order is `render` and `render_answer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.article import Article
from bot.domain.digest import Citation, Claim, Digest
from bot.domain.message import Block, Span

TYPE_LABELS: Mapping[str, str] = {
    "primary": "primary source",
    "wire": "news agency",
    "column": "column",
    "aggregator": "aggregator",
    "ai_generated": "AI-generated",
    "social": "social post",
}
"""How a type of source is called; an ordinary outlet needs no label."""

_PRINTED_QUOTE = re.compile(r"“[^“”]*”")
_OPENING_MARKS = "“\"„«‘'‹”»"
_CLOSING_MARKS = "”\"“»’'›«"


def heading(text: str) -> Block:
    """A heading without a link."""
    return Block("heading", (Span(text, "strong"),))


def note(text: str) -> Block:
    """A quiet line."""
    return Block("note", (Span(text, "quiet"),))


def item(*spans: Span) -> Block:
    """A line of a list."""
    return Block("item", spans)


def new_words(digest: Digest) -> str:
    """How the first paragraph ends: `2 stories are new`; of stories that went on without a proven line, how many."""
    since = digest.since
    new = since.new if since else 0
    went_on = sum(one.status == "update" for one in digest.developments) - (len(since.updates) if since else 0)
    more = [f"{went_on} more went on"] if went_on > 0 else []
    if new:
        return " and ".join([*more, "1 story is new" if new == 1 else f"{new} stories are new"])
    return " and ".join([*more, "no other story is new" if since and since.updates else "no story is new"])


def prose_block(claims: Sequence[Claim], citations: Mapping[int, Citation]) -> Block:
    """Sentences of ours as one paragraph."""
    spans: list[Span] = []
    for claim in claims:
        if spans:
            spans.append(Span(" "))
        spans.extend(claim_spans(claim, citations))
    return Block("paragraph", tuple(spans))


def claim_spans(claim: Claim, citations: Mapping[int, Citation]) -> tuple[Span, ...]:
    """A sentence with its quotations as `quote` spans and its numbers behind it."""
    places = _extract_quotes(claim, citations) if claim.is_extract else _prose_quotes(claim)
    return (*_styled(claim.text, places), *citation_spans(claim.citations, citations))


def citation_spans(numbers: Iterable[int], citations: Mapping[int, Citation]) -> Iterator[Span]:
    """` [1][2]`, each number a link to its exact sentence."""
    for place, number in enumerate(numbers):
        if place == 0:
            yield Span(" ")
        citation = citations.get(number)
        yield Span(f"[{number}]", "quiet", (citation.deep_link or None) if citation else None)


def source_spans(citation: Citation, *, timezone: str = "UTC") -> tuple[Span, ...]:
    """`Outlet – headline – date – type`, the headline a link to the article."""
    url = citation.url if citation.url.startswith(("http://", "https://")) else None
    return (
        Span(citation.publisher or "Unnamed source", "strong"),
        Span(" – "),
        Span(citation.title or "untitled", url=url),
        Span(_tail(citation.event_date, citation.published_at, citation.source_type, timezone), "quiet"),
    )


def article_spans(article: Article, *, timezone: str = "UTC") -> tuple[Span, ...]:
    """The same of an article."""
    url = article.url if article.url.startswith(("http://", "https://")) else None
    published = article.revision.published_at
    return (
        Span(article.outlet, "strong"),
        Span(" – "),
        Span(article.title or "untitled", url=url),
        Span(_tail(article.event_date, published, article.source_type, timezone), "quiet"),
    )


def spell_day(day: date | datetime | None, timezone: str = "UTC") -> str:
    """`10 April 2025`; of an instant with its time and zone: `10 April 2025, 08:00 (Europe/Brussels)`."""
    if day is None:
        return "undated"
    if isinstance(day, datetime):
        local = day.astimezone(ZoneInfo(timezone))
        return f"{local.day} {local:%B %Y}, {local:%H:%M} ({timezone})"
    return f"{day.day} {day:%B %Y}"


def _tail(event: date | None, published: datetime | None, source_type: str, timezone: str) -> str:
    day = event or (published.astimezone(ZoneInfo(timezone)).date() if published else None)
    parts = [spell_day(day), TYPE_LABELS.get(source_type, "")]
    return "".join(f" – {part}" for part in parts if part)


def _prose_quotes(claim: Claim) -> list[tuple[int, int]]:
    """Where the program set quotation marks: it is the only one to write curly double marks in prose."""
    return [found.span() for found in _PRINTED_QUOTE.finditer(claim.text)] if claim.quotes else []


def _extract_quotes(claim: Claim, citations: Mapping[int, Citation]) -> list[tuple[int, int]]:
    """Stored quotations inside an extract, with the marks around them."""
    citation = citations.get(claim.citations[0]) if claim.citations else None
    if citation is None:
        return []
    places = []
    for quote in claim.quotes:
        start, end = quote.start - citation.start, quote.end - citation.start
        if claim.text[max(start, 0) : end] != quote.text:
            continue
        has_marks = (
            claim.text[start - 1 : start] in tuple(_OPENING_MARKS),
            claim.text[end : end + 1] in tuple(_CLOSING_MARKS),
        )
        places.append((start - has_marks[0], end + has_marks[1]))
    return places


def _styled(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Span]:
    at = 0
    for start, end in sorted(places):
        if start < at:
            continue
        if start > at:
            yield Span(text[at:start])
        yield Span(text[start:end], "quote")
        at = end
    if at < len(text):
        yield Span(text[at:])
