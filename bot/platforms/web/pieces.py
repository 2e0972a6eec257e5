"""Pieces of text for the templates: sentences cut at their quotations, dates in words, addresses that may be links.

Pure. Only words that the program printed as a verified quotation are marked as one; nothing here makes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.digest import Citation, Claim, Line, Quote
from bot.domain.outcomes import OUTCOMES
from bot.domain.verdict import RULES

TYPE_WORDS: Mapping[str, str] = {
    "primary": "official document",
    "wire": "news agency",
    "outlet": "news outlet",
    "column": "column",
    "aggregator": "aggregator",
    "ai_generated": "machine-made text",
    "social": "social post",
}
"""Source types as readers see them."""

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_RUN = re.compile(r"“[^“”]*”")
_ID = re.compile(r"(?<![\w.])(p\d{1,18}(?:r\d{1,9})?\.\d{1,6}\.s\d{1,6})(?![\w]|\.\w)")
_CITE = re.compile(r"\[\d{1,4}\] ?")
_MARKS = re.compile(r"[“”\"„«»‘’']")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. `quote` is the verified quotation that it prints, None for our own words."""

    text: str
    quote: Quote | None = None


def claim_pieces(claim: Claim | Line, citations: Sequence[Citation]) -> tuple[Piece, ...]:
    """A claim or difference cut at its quotations. Text in marks that is none of them stays plain text."""
    is_extract = isinstance(claim, Claim) and claim.is_extract
    places = _in_extract(claim, citations) if is_extract else _in_prose(claim)
    pieces: list[Piece] = []
    at = 0
    for start, end, quote in sorted(places, key=lambda place: place[:2]):
        if start >= at:
            pieces += [Piece(claim.text[at:start]), Piece(claim.text[start:end], quote)]
            at = end
    pieces.append(Piece(claim.text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def claim_groups(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[tuple[Claim, ...], ...]:
    """Claims as paragraphs: our sentences run on, so do extracts that are neighbours in one paragraph of the source."""
    groups: list[list[Claim]] = []
    for claim in claims:
        if groups and _runs_on(groups[-1][-1], claim, citations):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return tuple(tuple(group) for group in groups)


def cited(citations: Iterable[Citation], numbers: Sequence[int]) -> tuple[Citation, ...]:
    """The citations with these numbers, in the order of the numbers."""
    known = {citation.n: citation for citation in citations}
    return tuple(known[number] for number in numbers if number in known)


def by_article(citations: Iterable[Citation]) -> tuple[tuple[Citation, ...], ...]:
    """Citations grouped by article and revision, in the order of their first numbers."""
    groups: dict[tuple[int, int], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.article_id, citation.revision), []).append(citation)
    return tuple(tuple(group) for group in groups.values())


def text_pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Plain text cut at the sentence ids in it; the second value says whether the piece is one."""
    parts = _ID.split(text)
    return tuple((part, place % 2 == 1) for place, part in enumerate(parts) if part)


def is_cite(span: Mapping[str, object]) -> bool:
    """Whether a span of a message is a citation number, `[3]`."""
    return span.get("style") == "quiet" and bool(_CITE.fullmatch(str(span.get("text"))))


def web_address(url: str | None) -> str:
    """The address when it may become a link (http or https), else empty."""
    return url if url and _WEB.fullmatch(url) else ""


def zone_of(name: str) -> tzinfo:
    """A time zone by name; UTC when it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local_date(at: datetime, zone: str = "UTC") -> date:
    """The day that an instant falls on in a time zone."""
    return at.astimezone(zone_of(zone)).date()


def spell_day(day: date | None) -> str:
    """`Monday 2 March 2026`, empty for None."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def spell_date(day: date | None) -> str:
    """`2 March 2026`, empty for None."""
    return f"{day.day} {day:%B %Y}" if day else ""


def spell_time(at: datetime | None, zone: str = "UTC") -> str:
    """`2 March 2026, 09:00 Europe/Brussels`, empty for None."""
    if at is None:
        return ""
    here = at.astimezone(zone_of(zone))
    return f"{spell_date(here.date())}, {here:%H:%M} {zone}"


def spell_count(number: int, one: str, many: str = "") -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def type_words(source_type: str) -> str:
    """A source type as readers see it."""
    return TYPE_WORDS.get(source_type, source_type)


def outcome_words(kind: str) -> str:
    """An outcome as readers see it."""
    return OUTCOMES.get(kind, kind.replace("_", " "))


def rule_words(rule: str) -> str:
    """A rule in plain words, its name when it has none."""
    return RULES.get(rule, rule)


def _in_prose(claim: Claim | Line) -> Iterator[tuple[int, int, Quote]]:
    """Printed quotations with their marks: start, end, and which one it is."""
    left = list(claim.quotes)
    for run in _RUN.finditer(claim.text):
        quote = next((one for one in left if _bare(run.group()) == _bare(one.text)), None)
        if quote is not None:
            left.remove(quote)
            yield run.start(), run.end(), quote


def _in_extract(claim: Claim | Line, citations: Sequence[Citation]) -> Iterator[tuple[int, int, Quote]]:
    """Stored quotations inside an outlet's own words, by their offsets, with the marks around them."""
    source = next(iter(cited(citations, claim.citations)), None)
    if source is None:
        return
    for quote in claim.quotes:
        start, end = quote.start - source.start, quote.end - source.start
        if start >= 0 and claim.text[start:end] == quote.text:
            before = bool(_MARKS.fullmatch(claim.text[start - 1 : start]))
            after = bool(_MARKS.fullmatch(claim.text[end : end + 1]))
            yield start - before, end + after, quote


def _runs_on(before: Claim, claim: Claim, citations: Sequence[Citation]) -> bool:
    if not before.is_extract or not claim.is_extract:
        return before.is_extract == claim.is_extract
    places = [
        one.sentence_id for one in (*cited(citations, before.citations[:1]), *cited(citations, claim.citations[:1]))
    ]
    if len(places) != 2:
        return False
    there, here = places
    return here == replace(there, sentence=there.sentence + 1)


def _bare(words: str) -> str:
    """Words without marks, and without the comma or stop that may be printed inside them."""
    return " ".join(_MARKS.sub("", words).split()).rstrip(".,")
