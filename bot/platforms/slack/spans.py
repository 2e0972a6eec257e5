"""Runs of text: cleaned, measured, and split so that a citation stays with its claim. Knows no Slack block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.message import Span
from bot.platforms.slack.links import safe_url
from bot.platforms.slack.text import clean, cut_at, is_blank


def clean_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with clean text and safe addresses; nothing at all if a reader would see nothing."""
    cleaned = tuple(replace(span, text=text, url=safe_url(span.url)) for span in spans if (text := clean(span.text)))
    return () if is_blank("".join(span.text for span in cleaned)) else cleaned


def visible_chars(spans: Iterable[Span]) -> int:
    """What Slack counts: text and link targets."""
    return sum(len(span.text) + len(span.url or "") for span in spans)


def split_spans(spans: Sequence[Span], *, max_chars: int) -> list[tuple[Span, ...]]:
    """Pieces of at most `max_chars` each, which joined are the whole again."""
    pieces: list[tuple[Span, ...]] = []
    rest = list(spans)
    while rest:
        piece, rest = _take(rest, max_chars)
        pieces.append(tuple(piece))
    return pieces


def _take(spans: list[Span], max_chars: int) -> tuple[list[Span], list[Span]]:
    taken: list[Span] = []
    room = max_chars
    for number, span in enumerate(spans):
        size = visible_chars((span,))
        if size <= room:
            taken.append(span)
            room -= size
            continue
        return _cut(taken, spans[number:], room, max_chars)
    return taken, []


def _cut(taken: list[Span], rest: list[Span], room: int, max_chars: int) -> tuple[list[Span], list[Span]]:
    span = rest[0]
    if span.url is None and (not taken or room > max_chars // 4):
        end = cut_at(span.text, max(room, 1))
        head, tail = replace(span, text=span.text[:end]), replace(span, text=span.text[end:])
        return [*taken, head], [tail, *rest[1:]]
    if not taken:
        return _cut_link(span, rest, max_chars)
    # What stands before goes on alone; if the next is a citation, the claim it belongs to moves with it.
    keep = _claim_start(taken) if span.url is not None else len(taken)
    return taken[:keep], taken[keep:] + rest


def _claim_start(taken: list[Span]) -> int:
    """Index after which the last claim begins: behind the last citation that is followed by words. 0 never."""
    for at in range(len(taken) - 1, 0, -1):
        if taken[at - 1].url is not None and taken[at].url is None and re.search(r"\w", taken[at].text):
            return at
    return len(taken)


def _cut_link(span: Span, rest: list[Span], max_chars: int) -> tuple[list[Span], list[Span]]:
    # A label that alone is too long: it is repeated over several links to the same place, or loses the link.
    room = max_chars - len(span.url or "")
    if room < 200:
        return [], [replace(span, url=None), *rest[1:]]
    end = cut_at(span.text, room)
    return [replace(span, text=span.text[:end])], [replace(span, text=span.text[end:]), *rest[1:]]
