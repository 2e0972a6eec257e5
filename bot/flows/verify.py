"""The `verify` command: quotes and claims of a request held against the archive, one verdict each.

Owns what a request says of an article. Its entries are read by `steps/read/verify_request`, words are found and judged
as in `flows/lookup`, claims by `steps/verify/check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.article import Article
from bot.domain.draft import DraftQuote, DraftSentence
from bot.domain.errors import NotFound, UserError
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import MAX_ID_DIGITS, SentenceId, parse_sentence_id
from bot.domain.lookup import QuoteVerdict, SourceView
from bot.domain.office import NO_OFFICES, Offices
from bot.domain.quote import locate
from bot.domain.quote_verdict import FOUND, NEVER_QUOTED, verdict_of
from bot.domain.speaker import plain
from bot.flows.lookup import MAX_QUOTE_CHARS, Near, altered, find_at, find_quote, intact, judge_everywhere
from bot.ports import Store, UnitOfWork
from bot.steps.read.verify_request import read_entry, read_lists
from bot.steps.verify.check import check_sentence
from bot.steps.verify.nearest import find_near

_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"“»]")


def verify_batch(
    request: Mapping[str, object], *, store: Store, offices: Offices = NO_OFFICES
) -> dict[str, list[dict[str, object]]]:
    """Check quotes and claims against the archive, in the JSON form of the `verify` command.

    An entry that cannot be read is answered with its `error`; the others go on. Raises UserError if no list is given.
    """
    lists = read_lists(request)
    return {
        "quotes": _verify_each("quotes", lists["quotes"], lambda item: _verify_quote(item, store)),
        "claims": _verify_each("claims", lists["claims"], lambda item: _verify_claim(item, store, offices)),
    }


def sum_up(quotes: Sequence[Mapping[str, object]], claims: Sequence[Mapping[str, object]]) -> tuple[bool, str]:
    """Whether everything holds, and one line that says how much does: for whoever does not read every verdict.

    A quote holds when its words stand where they are said to, by nobody else than its speaker, in what may be quoted.
    """
    wrong = [row for row in quotes if row.get("speaker_verdict") == "contradicted"]
    good = [row for row in quotes if row.get("verdict") in ("verbatim", "typographic") and row not in wrong]
    good = [row for row in good if not NEVER_QUOTED & set(map(str, _listed(row.get("flags"))))]
    supported = [row for row in claims if row.get("verdict") == "supported"]
    parts = [f"quotes: {len(good)} of {len(quotes)} hold" if quotes else ""]
    parts += [f"by another speaker than named: {len(wrong)}" if wrong else ""]
    parts += [f"claims: {len(supported)} of {len(claims)} supported" if claims else ""]
    is_held = len(good) == len(quotes) and len(supported) == len(claims)
    return is_held, "; ".join(part for part in parts if part)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _verify_each(
    kind: str, entries: Sequence[object], verify: Callable[[Mapping[str, object]], dict[str, object]]
) -> list[dict[str, object]]:
    rows = []
    for number, entry in enumerate(entries, 1):
        given_id = entry.get("id") if isinstance(entry, Mapping) else None
        try:
            item, unused = read_entry(entry, kind=kind, number=number)
        except UserError as error:
            rows.append({"id": given_id, "error": error.message})
            continue
        row = {"id": given_id, **verify(item)}
        rows.append(row | {"remarks": [f"“{name}” is not used" for name in unused]} if unused else row)
    return rows


def _verify_quote(item: Mapping[str, object], store: Store) -> dict[str, object]:
    speaker = str(item["speaker"]) if item.get("speaker") else None
    verdict = _judge_quote(str(item["text"])[:MAX_QUOTE_CHARS], item, store, speaker=speaker)
    return {
        "verdict": verdict.verdict,
        "article_id": verdict.article_id,
        "start": verdict.start,
        "end": verdict.end,
        "rendered": verdict.rendered,
        "speaker_verdict": verdict.speaker_verdict,
        "flags": list(verdict.flags),
        "why": verdict.why,
        "given": verdict.given,
        "stored": verdict.stored,
    }


def _judge_quote(words: str, item: Mapping[str, object], store: Store, *, speaker: str | None) -> QuoteVerdict:
    if not any(item.get(key) for key in ("url", "article_id", "sentence_id")):
        return _judge_unnamed(words, item, store, speaker=speaker)
    with store.read() as uow:
        article, cited = _named_article(item, uow)
        if article is None:
            return QuoteVerdict("absent", "no stored article is meant by this url, article_id or sentence_id")
        other = _other_than_claimed(item, article)
        if other is not None:
            return QuoteVerdict("absent", other, article.id)
        verdict = verdict_of(words, article, cited=cited, speaker=speaker)
        if verdict.verdict != "absent":
            return _as_of_today(verdict, words, article, uow)
        others = judge_everywhere(words, store, uow, speaker=speaker)
    found_at = next((one for _, one in others if one.verdict in FOUND), None)
    if found_at is not None:
        return replace(
            found_at, verdict="elsewhere", why=f"in article {found_at.article_id}, not in the one named: {found_at.why}"
        )
    near = find_near(words, article.revision.text)
    if near is None or locate(words, article.revision.text) is not None:
        return verdict
    return altered(Near(article, near), None)


def _judge_unnamed(words: str, item: Mapping[str, object], store: Store, *, speaker: str | None) -> QuoteVerdict:
    """No article is named: any may hold the words that is of the day and by the outlet given."""

    def fits(article: Article) -> bool:
        return _other_than_claimed(item, article) is None

    verdict = _verdict_in(find_quote(words, store=store, speaker=speaker, fits=fits))
    if verdict.verdict in FOUND:
        return verdict
    with store.read() as uow:
        judged = judge_everywhere(words, store, uow, speaker=speaker)
    others = (_other_than_claimed(item, article) for article, one in judged if one.verdict in FOUND)
    other = next((one for one in others if one is not None), None)
    return QuoteVerdict("absent", f"these words stand elsewhere only: {other}") if other else verdict


def _verdict_in(found: SourceView | QuoteVerdict) -> QuoteVerdict:
    return found if isinstance(found, QuoteVerdict) else found.verdict or QuoteVerdict("absent", "not found")


def _other_than_claimed(item: Mapping[str, object], article: Article) -> str | None:
    """What the article named is not, of what the request says about it: its day, its outlet."""
    published, outlet = article.revision.published_at, item.get("publisher")
    day = str(item.get("published_at") or "")[:10]
    if day and published is None:
        return f"the article bears no date, so that it may not be of {day}"
    if day and published is not None and f"{published:%Y-%m-%d}" != day:
        return f"the article was published on {published:%Y-%m-%d}, not on {day}"
    if isinstance(outlet, str) and outlet.strip() and plain(outlet).strip() != plain(article.outlet).strip():
        return f"the article is by {article.outlet}, not by {outlet.strip()[:80]}"
    return None


def _as_of_today(verdict: QuoteVerdict, words: str, article: Article, uow: UnitOfWork) -> QuoteVerdict:
    """Words of an earlier revision stand only if the newest one has them too: a source may have corrected itself."""
    newest = uow.articles.get(article.id)
    is_newest = newest.revision.number == article.revision.number
    if verdict.verdict not in FOUND or is_newest or verdict_of(words, newest).verdict in FOUND:
        return verdict
    here, there = article.revision.number, newest.revision.number
    return QuoteVerdict("absent", f"these words stood in revision {here}, and revision {there} lacks them", article.id)


def _named_article(item: Mapping[str, object], uow: UnitOfWork) -> tuple[Article | None, SentenceId | None]:
    cited = parse_sentence_id(str(item["sentence_id"])) if item.get("sentence_id") else None
    try:
        if cited is not None:
            return intact(uow.articles.get(cited.article, cited.revision)), cited
        if item.get("article_id"):
            return intact(uow.articles.get(_as_id(str(item["article_id"])))), None
    except (NotFound, ValueError):
        return None, None
    found = find_at(str(item["url"]), uow) if item.get("url") else None
    return (intact(found) if found else None), None


def _as_id(digits: str) -> int:
    """Raises NotFound for a number that no database has room for, and that is therefore no article's."""
    if len(digits.strip()) > MAX_ID_DIGITS:
        raise NotFound(f"there is no article {digits[:MAX_ID_DIGITS]}…")
    return int(digits)


def _verify_claim(item: Mapping[str, object], store: Store, offices: Offices) -> dict[str, object]:
    given = item.get("citations")
    citations = tuple(str(one) for one in given) if isinstance(given, list) else ()
    with store.read() as uow:
        evidence = replace(_cited_evidence(citations, uow), offices=offices)
    checked = check_sentence(_as_draft(str(item["text"]), citations, evidence), evidence)
    failed = list(dict.fromkeys(failure.rule for failure in checked.failures))
    return {
        "verdict": "unsupported" if checked.claim is None else "supported",
        "failed": failed,
        "why": [failure.reason for failure in checked.failures],
    }


def _cited_evidence(citations: Iterable[str], uow: UnitOfWork) -> Evidence:
    articles: dict[int, Article] = {}
    lines = []
    for place in dict.fromkeys(parse_sentence_id(text) for text in citations):
        if place is None:
            continue
        try:
            article = intact(uow.articles.get(place.article, place.revision))
        except NotFound:
            continue
        words = article.sentence_text(place)
        if words is not None:
            articles[article.id] = article
            lines.append(EvidenceLine(place, words, 1))
    return Evidence(tuple(lines), articles)


def _as_draft(text: str, citations: tuple[str, ...], evidence: Evidence) -> DraftSentence:
    """Quoted words of a claim become quotations of the draft, so that they are held to the rules of quotations."""
    quotes: list[DraftQuote] = []

    def place(found: re.Match[str]) -> str:
        words = found.group(1)
        held = next((str(line.sentence_id) for line in evidence.lines if locate(words, line.text)), None)
        quotes.append(DraftQuote(f"q{len(quotes) + 1}", held or (citations[0] if citations else ""), words))
        return "{" + quotes[-1].key + "}"

    return DraftSentence(_QUOTED.sub(place, text), citations, tuple(quotes))
