"""The JSON forms of the public interface: digests, answers, sources, search hits, verdicts.

Names here stay. Times are ISO 8601 with an offset, offsets are code points, unknown is None. Reading batches and
printing is `cli`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.article import Article
from bot.domain.conversation import Answer, Nearest
from bot.domain.digest import Change, Citation, Claim, Development, Digest, Line, Quote, Since, Style
from bot.domain.lookup import Hit, QuoteVerdict, SourceView

Json = dict[str, object]


def digest_json(digest: Digest) -> Json:
    """`digest`: the whole edition; `as_of` in the digest's own time zone."""
    return {
        "id": digest.id or None,
        "watch": digest.watch,
        "slot": digest.slot or None,
        "as_of": digest.as_of.astimezone(ZoneInfo(digest.timezone)).isoformat(),
        "engine": digest.engine,
        "prompts": [{"id": one.id, "version": one.version, "sha256": one.sha256} for one in digest.prompts],
        "notice": digest.notice,
        "headline": digest.headline,
        "standfirst": digest.standfirst,
        "since": _since(digest.since),
        "developments": [_development(one) for one in digest.developments],
        "differences": [_line(one) for one in digest.differences],
        "numbers": [_line(one) for one in digest.numbers],
        "ahead": [_line(one) for one in digest.ahead],
        "other_news": [_claim(one) for one in digest.other_news],
        "citations": [citation_json(one) for one in digest.citations],
        "coverage": {
            "articles": digest.coverage.articles,
            "feeds": digest.coverage.feeds,
            "outcomes": dict(digest.coverage.outcomes),
        },
        "checks": {
            "quotes": digest.checks.quotes,
            "claims_kept": digest.checks.claims_kept,
            "claims_repaired": digest.checks.claims_repaired,
            "claims_dropped": digest.checks.claims_dropped,
            "rules": dict(digest.checks.rules),
            "style": _style(digest.checks.style),
        },
        "cost": {
            "calls": digest.cost.calls,
            "tokens_in": digest.cost.tokens_in,
            "tokens_out": digest.cost.tokens_out,
            "usd": round(digest.cost.usd, 6),
            "seconds": round(digest.cost.seconds, 3),
        },
        "changes": [_change(one) for one in digest.changes],
    }


def answer_json(answer: Answer, id: object = None) -> Json:
    """`ask`: an answer or a refusal; `id` is that of a batch line."""
    return {
        "id": id if id is not None else answer.id or None,
        "question": answer.question,
        "answered": answer.answered,
        "scope": answer.scope,
        "sentences": [_claim(one) for one in answer.claims],
        "citations": [citation_json(one) for one in answer.citations],
        "reason": answer.reason,
        "nearest": [_nearest(one) for one in answer.nearest],
        "engine": answer.engine,
        "standalone": answer.standalone or answer.question,
        "notice": answer.notice,
    }


def citation_json(citation: Citation) -> Json:
    """`citation`: one cited sentence; `text_sha256` is of the whole revision text."""
    return {
        "n": citation.n,
        "sentence_id": str(citation.sentence_id),
        "article_id": citation.article_id,
        "revision": citation.revision,
        "url": citation.url,
        "deep_link": citation.deep_link or None,
        "publisher": citation.publisher,
        "title": citation.title,
        "published_at": _time(citation.published_at),
        "event_date": _time(citation.event_date),
        "source_type": citation.source_type,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "text_sha256": citation.text_sha256,
    }


def source_json(view: SourceView) -> Json:
    """`source`: a place in its context; with a verdict when words were looked for."""
    place: Json = {
        "sentence_id": str(view.sentence_id),
        "before": view.before,
        "text": view.text,
        "after": view.after,
        "quote_start": view.quote_start,
        "quote_end": view.quote_end,
        "article": article_json(view.article),
        "also_in": [article_json(one) for one in view.also_in],
    }
    return place if view.verdict is None else place | verdict_json(view.verdict)


def verdict_json(verdict: QuoteVerdict) -> Json:
    """Whether words stand in a source: as in `verify`."""
    return {
        "verdict": verdict.verdict,
        "article_id": verdict.article_id,
        "start": verdict.start,
        "end": verdict.end,
        "rendered": verdict.rendered,
        "speaker": verdict.speaker,
        "speaker_verdict": verdict.speaker_verdict,
        "flags": list(verdict.flags),
        "why": verdict.why,
        "given": verdict.given,
        "stored": verdict.stored,
    }


def hit_json(hit: Hit) -> Json:
    """`search`: one ranked passage."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "passage_id": hit.passage_id,
        "article_id": hit.article_id,
        "url": hit.url,
        "title": hit.title,
        "publisher": hit.publisher,
        "published_at": _time(hit.published_at),
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
    }


def article_json(article: Article) -> Json:
    """An article without its text."""
    revision = article.revision
    return {
        "id": article.id,
        "revision": revision.number,
        "url": article.url,
        "title": article.title,
        "publisher": article.outlet,
        "byline": revision.byline,
        "published_at": _time(revision.published_at),
        "page_date": _time(revision.page_date),
        "event_date": _time(article.event_date),
        "source_type": article.source_type,
        "flags": list(revision.flags),
        "text_sha256": revision.text_sha256,
    }


def _development(development: Development) -> Json:
    return {
        "title": development.title,
        "event_date": _time(development.event_date),
        "status": development.status,
        "label": development.label,
        "claims": [_claim(one) for one in development.claims],
    }


def _style(style: Style | None) -> Json | None:
    """Figures of style with their bands; None for an empty digest."""
    if style is None:
        return None
    bands = {
        name: {"value": one.value, "low": one.low, "high": one.high, "met": one.met}
        for name, one in style.bands.items()
    }
    return {"score": round(style.score, 3), "extract_share": round(style.extract_share, 3), "bands": bands}


def _since(since: Since | None) -> Json | None:
    """What changed since the edition before; None for the first one."""
    if since is None:
        return None
    return {
        "digest_id": since.digest_id,
        "as_of": _time(since.as_of),
        "edition": since.edition,
        "updates": [_line(one) for one in since.updates],
        "new": since.new,
    }


def _claim(claim: Claim) -> Json:
    return {
        "text": claim.text,
        "citations": list(claim.citations),
        "quotes": _quotes(claim.quotes),
        "is_extract": claim.is_extract,
        "outlet": claim.outlet,
    }


def _quotes(quotes: Iterable[Quote]) -> list[Json]:
    return [
        {"text": one.text, "speaker": one.speaker, "n": one.n, "start": one.start, "end": one.end} for one in quotes
    ]


def _line(line: Line) -> Json:
    return {
        "text": line.text,
        "citations": list(line.citations),
        "label": line.label,
        "date": _time(line.date),
        "quotes": _quotes(line.quotes),
    }


def _change(change: Change) -> Json:
    return {
        "action": change.action,
        "rule": change.rule,
        "reason": change.reason,
        "before": change.before,
        "after": change.after,
        "evidence": change.evidence,
    }


def _nearest(near: Nearest) -> Json:
    return {
        "title": near.title,
        "url": near.url,
        "published_at": _time(near.published_at),
        "sentence_id": near.sentence_id,
    }


def _time(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
