"""Digests as messages: blocks in reading order, in the form of a printed round-up.

Owns what a reader sees of a digest; answers and look-ups are `render_answer`, plain text is `render_text`. Changes no
word: numbers, links, labels and headings are added around verified sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from bot.domain.digest import Citation, Claim, Cost, Development, Digest, Line
from bot.domain.message import Block, Button, Message, Span
from bot.domain.outcomes import USED
from bot.steps.show.render_spans import (
    citation_spans,
    claim_spans,
    heading,
    item,
    new_words,
    note,
    prose_block,
    source_spans,
    spell_day,
)

SourceUrl = Callable[[Citation], str]


def digest_message(digest: Digest, *, source_url: SourceUrl | None = None) -> Message:
    """The whole edition. Numbers link to the exact sentence; `source_url` adds a link to each source's passage.

    `head` covers headline, standfirst, notice, the first development and the button for sources: what may stand alone
    in a channel.
    """
    citations = {citation.n: citation for citation in digest.citations}
    head = [*_opening(digest), *_since(digest, citations), *_first(digest, citations), *_source_button(digest)]
    rest = [
        *(block for one in digest.developments[1:] for block in development_blocks(one, citations)),
        *_lines("Where sources differ", digest.differences, citations),
        *_lines("In numbers", digest.numbers, citations),
        *_lines("To watch", digest.ahead, citations),
        *_other_news(digest, citations),
        *_sources(digest, source_url),
        note(f"{_checks_line(digest)} {_made_from(digest)}"),
        *_rate_buttons(digest),
    ]
    return Message(digest.headline, (*head, *rest), head=len(head))


def sources_message(digest: Digest, *, source_url: SourceUrl | None = None) -> Message:
    """The sources of a digest with their cited words, in the order of their numbers: for a modal or a page."""
    blocks = [Block("title", (Span(f"Sources: {digest.headline}"),))]
    if not digest.citations:
        blocks.append(note("This edition cites nothing."))
    for citation in digest.citations:
        blocks.append(heading(f"{citation.n}  {citation.publisher or 'Unnamed source'}"))
        blocks.append(Block("paragraph", source_spans(citation)))
        blocks.append(Block("extract", (Span(citation.text, "quote"),)))
        passage = source_url(citation) if source_url else ""
        links = [Span("Open the page at this sentence", url=citation.deep_link)] if citation.deep_link else []
        links += [Span(" · ")] if links and passage else []
        links += [Span("Show the passage", url=passage)] if passage else []
        if links:
            blocks.append(Block("paragraph", tuple(links)))
        blocks.append(note(f"{citation.sentence_id}, characters {citation.start} to {citation.end}"))
    return Message(f"Sources of {digest.headline}", tuple(blocks))


def development_blocks(development: Development, citations: dict[int, Citation]) -> Iterator[Block]:
    """Heading, then paragraphs: our own prose in one, extracts of an outlet each as such."""
    marks = [development.status] if development.status == "update" else []
    marks += [development.label] if development.label else []
    label = (Span(f" · {', '.join(marks)}", "quiet"),) if marks else ()
    yield Block("heading", (Span(development.title, "strong"), *label))
    yield from claim_blocks(development.claims, citations)


def claim_blocks(claims: Sequence[Claim], citations: dict[int, Citation]) -> Iterator[Block]:
    """One block for each paragraph; under an extract stands its outlet."""
    for run in paragraphs_of(claims, citations):
        if not run[0].is_extract:
            yield prose_block(run, citations)
            continue
        words = [span for claim in run for span in (*claim_spans(claim, citations), Span(" "))][:-1]
        outlet = run[0].outlet or citations[run[0].citations[0]].publisher or "unnamed source"
        yield Block("extract", (*words, Span(f" — {outlet}", "quiet")))


def paragraphs_of(claims: Sequence[Claim], citations: dict[int, Citation]) -> Iterator[tuple[Claim, ...]]:
    """Prose sentences together as one paragraph; extracts that follow each other in their article together as one."""
    for is_extract, group in groupby(claims, key=lambda claim: claim.is_extract):
        if is_extract:
            yield from _runs(tuple(group), citations)
        else:
            yield tuple(group)


def _runs(claims: Sequence[Claim], citations: dict[int, Citation]) -> Iterator[tuple[Claim, ...]]:
    """Extracts that are neighbours in one paragraph of their article: printed as one, without hiding a gap."""
    run: list[Claim] = []
    for claim in claims:
        if run and not _follows(claim, run[-1], citations):
            yield tuple(run)
            run = []
        run.append(claim)
    if run:
        yield tuple(run)


def _follows(claim: Claim, before: Claim, citations: dict[int, Citation]) -> bool:
    here, there = (citations[one.citations[0]].sentence_id for one in (claim, before))
    same = (here.article, here.revision, here.passage) == (there.article, there.revision, there.passage)
    return same and here.sentence == there.sentence + 1


def _opening(digest: Digest) -> Iterator[Block]:
    yield Block("title", (Span(digest.headline),))
    if digest.standfirst:
        yield Block("paragraph", (Span(digest.standfirst, "strong"),))
    if digest.notice:
        yield note(digest.notice)


def _since(digest: Digest, citations: dict[int, Citation]) -> Iterator[Block]:
    """What changed since the edition before, ahead of everything else; an empty edition says it in its headline."""
    since = digest.since
    if since is None or digest.is_empty:
        return
    spans = [Span(f"Since {since.edition}: ", "strong")]
    for line in since.updates:
        spans += [Span(f"{line.label} – {line.text}" if line.text else str(line.label))]
        spans += [*citation_spans(line.citations, citations), Span("; ")]
    yield Block("paragraph", (*spans, Span(f"{new_words(digest)}.")))


def _first(digest: Digest, citations: dict[int, Citation]) -> Iterator[Block]:
    """The lead; under a headline that is its own title it needs no heading."""
    if not digest.developments:
        return
    lead = digest.developments[0]
    if not digest.headline.endswith(f": {lead.title}"):
        yield from development_blocks(lead, citations)
        return
    if lead.label:
        yield note(lead.label[:1].upper() + lead.label[1:])
    yield from claim_blocks(lead.claims, citations)


def _lines(title: str, lines: Sequence[Line], citations: dict[int, Citation]) -> Iterator[Block]:
    if not lines:
        return
    yield heading(title)
    for line in lines:
        before = line.label or (spell_day(line.date) if line.date else "")
        lead = (Span(f"{before}: ", "strong"),) if before else ()
        yield item(*lead, *claim_spans(Claim(line.text, line.citations, line.quotes), citations))


def _other_news(digest: Digest, citations: dict[int, Citation]) -> Iterator[Block]:
    if not digest.other_news:
        return
    when = "" if digest.length != "weekly" else " this week"
    yield heading(f"Other news{when}" if digest.developments else f"News{when}")
    for claim in digest.other_news:
        outlet = (Span(f" — {claim.outlet}", "quiet"),) if claim.is_extract and claim.outlet else ()
        yield item(*claim_spans(claim, citations), *outlet)


def _sources(digest: Digest, source_url: SourceUrl | None) -> Iterator[Block]:
    """One item per article, with all its numbers."""
    if not digest.citations:
        return
    yield heading("Sources")
    by_article: dict[int, list[Citation]] = {}
    for citation in digest.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    for cited in by_article.values():
        passage = source_url(cited[0]) if source_url else ""
        link = (Span(" · "), Span("passage", url=passage)) if passage else ()
        numbers = ", ".join(str(citation.n) for citation in cited)
        yield item(Span(f"{numbers} ", "quiet"), *source_spans(cited[0], timezone=digest.timezone), *link)


def _checks_line(digest: Digest) -> str:
    checks = digest.checks
    if digest.is_empty:
        return "There was nothing to verify."
    if not checks.quotes:
        line = "No quotations in this edition; every sentence was checked against the sentences it cites."
    elif checks.quotes == 1:
        line = "The one quotation was verified letter for letter against its source."
    else:
        line = f"All {checks.quotes} quotations verified letter for letter against their sources."
    dropped = checks.claims_dropped
    if dropped:
        what = "proposal that could not be proven was" if dropped == 1 else "proposals that could not be proven were"
        line += f" {dropped} {what} left out."
    return line


def _made_from(digest: Digest) -> str:
    count = digest.coverage
    parts = [f"From {count.articles} article{'' if count.articles == 1 else 's'}"]
    if count.feeds:
        parts[0] += f" of {count.feeds} feed{'' if count.feeds == 1 else 's'}"
    used = sum(count.outcomes.get(kind, 0) for kind in USED)
    if used and not digest.is_empty:
        parts[0] += f", {used} of them used"
    if digest.engine == "offline" and not digest.is_empty:
        parts.append("automatic extract, no language model")
    parts.append(f"as of {spell_day(digest.as_of, digest.timezone)}")
    parts += _cost(digest.cost)
    return " · ".join(parts) + "."


def _cost(cost: Cost) -> Iterator[str]:
    """For operators: `3 calls, 11,200 tokens in, 1,900 out`."""
    if not cost.calls:
        return
    price = f", {cost.usd:.2f} USD" if cost.usd >= 0.005 else ""
    calls = f"{cost.calls} call{'' if cost.calls == 1 else 's'}"
    yield f"{calls}, {cost.tokens_in:,} tokens in, {cost.tokens_out:,} out{price}"


def _source_button(digest: Digest) -> Iterator[Block]:
    if digest.id and not digest.is_empty:
        yield Block("buttons", buttons=(Button("Sources", "sources", str(digest.id)),))


def _rate_buttons(digest: Digest) -> Iterator[Block]:
    if digest.id and not digest.is_empty:
        values = (("Useful", "up"), ("Not useful", "down"))
        yield Block("buttons", buttons=tuple(Button(label, "rate", f"{digest.id}:{value}") for label, value in values))
