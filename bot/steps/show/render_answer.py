"""Answers and look-ups as messages. Digests are `render`, plain text is `render_text`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.conversation import Answer, Nearest
from bot.domain.lookup import QuoteVerdict, SourceView
from bot.domain.message import Block, Message, Span
from bot.steps.show.render import claim_blocks
from bot.steps.show.render_spans import article_spans, heading, item, note, source_spans, spell_day

SCOPES = {
    "digest": "From the sources of this digest.",
    "channel": "Not in this digest: from earlier digests of this channel.",
    "archive": "From the whole archive, not from a digest of this channel.",
}
"""Where an answer was found, in words for readers."""

VERDICTS = {
    "verbatim": "Verbatim: these words stand in the source letter for letter.",
    "typographic": "Verbatim but for typography: the source has the same words.",
    "elsewhere": "Verbatim, but in another place than the one named.",
    "altered": "Not verbatim: the source has similar words.",
    "absent": "Nobody is quoted with these words.",
}


def answer_message(answer: Answer, *, timezone: str = "UTC") -> Message:
    """The answer with its sources and where it was found; or a refusal with its reason and what is close."""
    blocks = list(_answered(answer, timezone) if answer.answered else _refused(answer, timezone))
    if answer.notice:
        blocks.append(note(answer.notice))
    first = answer.claims[0].text if answer.answered and answer.claims else answer.reason or "No answer."
    return Message(first, tuple(blocks), head=0)


def source_message(view: SourceView, *, timezone: str = "UTC") -> Message:
    """A cited place in its context, the cited words highlighted, with all that tells how far to trust it."""
    article = view.article
    blocks = [Block("title", (Span(article.title or "untitled"),)), Block("paragraph", article_spans(article))]
    if view.verdict is not None:
        blocks.append(Block("paragraph", (Span(_verdict_line(view), "strong"),)))
        blocks += _both_wordings(view.verdict)
    blocks += [Block("extract", (Span(text, "quiet"),)) for text in (view.before,) if text]
    blocks.append(Block("extract", marked_spans(view)))
    blocks += [Block("extract", (Span(text, "quiet"),)) for text in (view.after,) if text]
    if view.also_in:
        blocks.append(heading("The same words also stand in"))
        blocks += [item(*article_spans(other, timezone=timezone)) for other in view.also_in]
    blocks.append(note(_place_line(view, timezone)))
    return Message(f"{article.outlet}: {article.title}", tuple(blocks), head=0)


def marked_spans(view: SourceView) -> tuple[Span, ...]:
    """The paragraph with the cited words as a `mark` span."""
    passage = view.article.passage(view.sentence_id.passage)
    if passage is None or view.quote_start is None or view.quote_end is None:
        return (Span(view.text),)
    start = max(view.quote_start - passage.start, 0)
    end = max(min(view.quote_end - passage.start, len(view.text)), start)
    pieces = (Span(view.text[:start]), Span(view.text[start:end], "mark"), Span(view.text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _answered(answer: Answer, timezone: str) -> Iterator[Block]:
    citations = {citation.n: citation for citation in answer.citations}
    yield from claim_blocks(answer.claims, citations)
    for citation in answer.citations:
        yield item(
            Span(f"[{citation.n}] ", "quiet", citation.deep_link or None), *source_spans(citation, timezone=timezone)
        )
    yield note(SCOPES.get(answer.scope, ""))


def _refused(answer: Answer, timezone: str) -> Iterator[Block]:
    yield Block("paragraph", (Span(answer.reason or "The archive holds no answer to this."),))
    if answer.nearest:
        yield heading("What comes close")
        for one in answer.nearest:
            yield item(*_nearest_spans(one, timezone))


def _nearest_spans(near: Nearest, timezone: str) -> Iterator[Span]:
    yield Span(near.title, url=near.url if near.url.startswith(("http://", "https://")) else None)
    if near.published_at is not None:
        yield Span(f" – {spell_day(near.published_at, timezone).split(',', 1)[0]}", "quiet")
    yield Span(f" – {near.sentence_id}", "quiet")


def _verdict_line(view: SourceView) -> str:
    assert view.verdict is not None
    parts = [VERDICTS.get(view.verdict.verdict, view.verdict.verdict)]
    parts += [_speaker_line(view.verdict)] if view.verdict.speaker else []
    is_doubtful = view.verdict.flags or view.verdict.speaker_verdict == "contradicted"
    if (view.verdict.verdict in ("altered", "absent") or is_doubtful) and view.verdict.why:
        parts.append(f"({view.verdict.why})")
    return " ".join(parts)


def _both_wordings(verdict: QuoteVerdict) -> list[Block]:
    """For similar words: ours and the source's, with what differs in brackets."""
    if verdict.given is None or verdict.stored is None:
        return []
    return [item(Span("Given: ", "quiet"), Span(verdict.given)), item(Span("Source: ", "quiet"), Span(verdict.stored))]


def _speaker_line(verdict: QuoteVerdict) -> str:
    wrong = ", not by the speaker you named" if verdict.speaker_verdict == "contradicted" else ""
    right = ", as you say" if verdict.speaker_verdict == "confirmed" else ""
    return f"Said by {verdict.speaker}{wrong or right}."


def _place_line(view: SourceView, timezone: str) -> str:
    revision = view.article.revision
    parts = [
        f"{view.sentence_id}, revision {revision.number}",
        f"published {spell_day(revision.published_at, timezone)}"
        if revision.published_at
        else "publication date unknown",
        f"stored {spell_day(revision.fetched_at, timezone)}",
        f"text sha256 {revision.text_sha256[:12]}…",
    ]
    return " · ".join(parts)
