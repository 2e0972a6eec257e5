"""Puts verified sentences together: numbers the citations, links each to its exact sentence, labels what readers
must know.

Adds no claim of its own: the template headings count what is there or are an outlet's own headline. Whatever is
printed here has passed `verify`; how it looks is `render`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.article import YEAR_INFERRED, Article
from bot.domain.conversation import Answer
from bot.domain.deep_link import deep_link
from bot.domain.digest import (
    Checks,
    Citation,
    Claim,
    Coverage,
    Development,
    Digest,
    Line,
    PromptStamp,
    Quote,
    Since,
)
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import (
    CheckedSentence,
    LocatedQuote,
    VerifiedAnswer,
    VerifiedDevelopment,
    VerifiedDigest,
    VerifiedLine,
    VerifiedSince,
)
from bot.domain.watch import Watch
from bot.steps.choose.window import spell_days
from bot.steps.show.style import measure_style
from bot.steps.write.headings import development_title, digest_heading

_DATELINE = re.compile(
    r"(?!(?:On|In|By|Since|Until|From|At)\b)"
    r"(?:[A-Z][\w.’'-]*,? ){0,5}[A-Z][\w.’'-]*,?(?: \((?:[A-Z][\w.]*,? ?){1,4}\))?"
    r"(?:,? \d{1,2} [A-Z][a-z]+(?: \d{4})?)? ?(?: [—–-]{1,2}|—|–) (?=[A-Z“\"])"
    r"|(?:[A-Z][\w.’'-]*,? ){0,4}\((?:CNN(?: \w+)?|Reuters|AP|AFP|UPI|dpa)\) ?[—–-]{0,2} ?(?=[A-Z“\"])"
)
MAX_DATELINE_CHARS = 60
DATELINE_PASSAGES = 3
"""Behind a summary or a caption a dateline in capitals is still one."""

_CAPITALS = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Edition:
    """What a digest says about itself besides its claims."""

    watch: Watch
    slot: str
    as_of: datetime
    engine: str
    prompts: tuple[PromptStamp, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    notice: str | None = None


class _Citations:
    """Numbers cited sentences from 1 in the order in which a reader meets them."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._numbers: dict[SentenceId, int] = {}
        self._starts: dict[SentenceId, int] = {}

    def number(self, sentence_id: SentenceId) -> int:
        return self._numbers.setdefault(sentence_id, len(self._numbers) + 1)

    def trim(self, sentence_id: SentenceId, dropped: int) -> None:
        """The citation begins this many characters later: after a dateline."""
        self._starts[sentence_id] = dropped

    def listed(self) -> tuple[Citation, ...]:
        return tuple(self._citation(number, sentence_id) for sentence_id, number in self._numbers.items())

    def _citation(self, number: int, sentence_id: SentenceId) -> Citation:
        article = self._evidence.article(sentence_id)
        sentence = article.sentence(sentence_id) if article else None
        assert article is not None and sentence is not None, "verification lets only offered sentences through"
        revision, url = article.revision, article.canonical_url or article.url
        start = sentence.start + self._starts.get(sentence_id, 0)
        return Citation(
            n=number,
            sentence_id=sentence_id,
            article_id=article.id,
            revision=revision.number,
            url=url,
            deep_link=deep_link(url, revision.text, start, sentence.end),
            publisher=article.outlet,
            title=article.title,
            published_at=revision.published_at,
            event_date=article.event_date,
            source_type=article.source_type,
            start=start,
            end=sentence.end,
            text=revision.text[start : sentence.end],
            text_sha256=revision.text_sha256,
        )


def compose_digest(verified: VerifiedDigest, evidence: Evidence, *, edition: Edition) -> Digest:
    """One edition from what is left of a draft; `id` is 0 until it is stored."""
    numbers = _Citations(evidence)
    updates = tuple(_line(one, numbers) for one in verified.since.updates) if verified.since else ()
    developments = tuple(_development(one, evidence, numbers) for one in verified.developments)
    groups = [
        tuple(_line(one, numbers) for one in lines)
        for lines in (verified.differences, verified.numbers, verified.ahead)
    ]
    other = tuple(_claim(one, evidence, numbers) for one in verified.other_news)
    headline, standfirst = digest_heading(verified, evidence, watch=edition.watch, as_of=edition.as_of)
    digest = Digest(
        id=0,
        watch=edition.watch.name,
        slot=edition.slot,
        as_of=edition.as_of,
        engine=edition.engine,
        headline=headline,
        standfirst=standfirst,
        developments=developments,
        citations=numbers.listed(),
        coverage=edition.coverage,
        checks=_checks(verified),
        prompts=edition.prompts,
        differences=groups[0],
        numbers=groups[1],
        ahead=groups[2],
        other_news=other,
        changes=verified.changes,
        notice=edition.notice,
        timezone=edition.watch.timezone,
        length=edition.watch.length,
        since=_since(verified.since, updates, developments),
    )
    return replace(digest, checks=replace(digest.checks, style=measure_style(digest)))


def _since(
    verified: VerifiedSince | None, updates: tuple[Line, ...], developments: Sequence[Development]
) -> Since | None:
    if verified is None:
        return None
    new = sum(development.status == "new" for development in developments)
    return Since(verified.digest_id, verified.as_of, verified.edition, updates, new)


def compose_answer(verified: VerifiedAnswer, evidence: Evidence, *, answer: Answer) -> Answer:
    """The answer with its claims and citations filled in; everything else is as given."""
    numbers = _Citations(evidence)
    claims = tuple(_claim(one, evidence, numbers) for one in verified.claims)
    return replace(answer, answered=bool(claims), claims=claims, citations=numbers.listed(), changes=verified.changes)


def label_of(cited: Iterable[SentenceId], evidence: Evidence, *, day: date | None) -> str | None:
    """What a reader must know about where a development comes from; None when there is nothing to warn of."""
    articles = {one.article: evidence.articles[one.article] for one in cited if one.article in evidence.articles}
    labels = []
    if day is not None and evidence.window_from is not None and day < evidence.window_from:
        labels.append(f"background, {spell_days(day, day)}")
    if articles and all(article.event_date is None for article in articles.values()):
        labels.append("undated: the source does not say when")
    elif articles and all(YEAR_INFERRED in article.revision.flags for article in articles.values()):
        labels.append("the source gives no year")
    if articles and all(article.source_type == "aggregator" for article in articles.values()):
        labels.append("aggregated report")
    elif len(families_of(articles.values(), evidence)) == 1:
        labels.append("single source")
    return ", ".join(labels) or None


def families_of(articles: Iterable[Article], evidence: Evidence) -> frozenset[frozenset[int]]:
    """The independent sources behind some articles."""
    known = {one: family for story in evidence.stories for family in story.families for one in family}
    return frozenset(known.get(article.id, frozenset((article.id,))) for article in articles)


def _development(verified: VerifiedDevelopment, evidence: Evidence, numbers: _Citations) -> Development:
    cited = [one for claim in verified.claims for one in claim.citations]
    label = label_of(cited, evidence, day=verified.event_date)
    is_old = label is not None and label.startswith("background")
    return Development(
        title=verified.title or development_title(verified.claims, evidence),
        event_date=verified.event_date,
        status="background" if is_old else verified.status if verified.status != "background" else "new",
        label=label,
        claims=tuple(_claim(claim, evidence, numbers) for claim in verified.claims),
    )


def _claim(checked: CheckedSentence, evidence: Evidence, numbers: _Citations) -> Claim:
    text = checked.text
    if checked.is_extract:
        dropped = _dateline_chars(checked, evidence)
        numbers.trim(checked.citations[0], dropped)
        text = text[dropped:]
    return Claim(
        text=text,
        citations=tuple(numbers.number(one) for one in checked.citations),
        quotes=tuple(_quote(one, numbers) for one in checked.quotes),
        is_extract=checked.is_extract,
        outlet=checked.outlet,
    )


def _quote(located: LocatedQuote, numbers: _Citations) -> Quote:
    return Quote(located.text, located.speaker, numbers.number(located.sentence_id), located.start, located.end)


def _line(verified: VerifiedLine, numbers: _Citations) -> Line:
    cited = tuple(numbers.number(one) for one in verified.citations)
    quotes = tuple(_quote(one, numbers) for one in verified.quotes)
    return Line(verified.text, cited, verified.label, verified.date, quotes)


def _dateline_chars(checked: CheckedSentence, evidence: Evidence) -> int:
    """Length of a dateline (`PORT HALLORAN — `) in front of an extract that opens its article; 0 if there is none."""
    place = checked.citations[0]
    is_first = (place.passage, place.sentence) == (1, 1)
    is_plain = place.sentence == 1 and place.passage <= DATELINE_PASSAGES and _CAPITALS.match(checked.text)
    if not is_first and not is_plain:
        return 0
    found = _DATELINE.match(checked.text[:MAX_DATELINE_CHARS])
    return found.end() if found else 0


def _checks(verified: VerifiedDigest) -> Checks:
    printed: Sequence[CheckedSentence] = [
        *(claim for development in verified.developments for claim in development.claims),
        *verified.other_news,
    ]
    actions = [change.action for change in verified.changes]
    return Checks(
        quotes=sum(len(claim.quotes) for claim in printed) + sum(len(line.quotes) for line in verified.differences),
        claims_kept=verified.kept,
        claims_repaired=actions.count("repaired"),
        claims_dropped=actions.count("dropped"),
        rules=dict(verified.rules),
    )
