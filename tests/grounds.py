"""Articles, evidence and drafts made from a few invented words, for tests of the grounding rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.domain.article import TRUST, Article, Extracted, Story
from bot.domain.digest import Change
from bot.domain.draft import DraftQuote, DraftSentence
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.verdict import Checked, Failure
from bot.steps.choose.cards import with_cards
from bot.steps.keep.revision import make_revision
from bot.steps.verify.check import check_sentence

NOW = datetime(2031, 5, 9, 8, 0, tzinfo=UTC)
PUBLISHED = datetime(2031, 5, 6, 15, 0, tzinfo=UTC)


def article_of(text: str, *, number: int = 1, title: str = "Ferry talks stall", **fields: object) -> Article:
    """An article with sentences, quotations and dates found as at storage; `published_at` belongs to its revision."""
    published = fields.pop("published_at", PUBLISHED)
    extracted = Extracted(url=None, title=title, text=text, published_at=published, language="en")  # type: ignore[arg-type]
    kind = str(fields.pop("source_type", "outlet"))
    values: dict[str, object] = {"publisher": "Port Tidings", "first_seen_at": PUBLISHED} | fields
    return Article(
        id=number,
        url=f"https://tidings.example/{number}",
        canonical_url=f"https://tidings.example/{number}",
        source_type=kind,
        trust=TRUST[kind],
        revision=make_revision(extracted, number=1, fetched_at=NOW),
        **values,  # type: ignore[arg-type]
    )


def evidence_of(*articles: Article) -> Evidence:
    """Every sentence of every article offered, each article a story of its own."""
    lines = [
        EvidenceLine(
            SentenceId(article.id, 1, passage.number, number), _text(article, sentence.start, sentence.end), at
        )
        for at, article in enumerate(articles, 1)
        for passage in article.revision.passages
        for number, sentence in enumerate(passage.sentences, 1)
    ]
    stories = tuple(Story(f"s{one.id}", (one,), (frozenset((one.id,)),), date(2031, 5, 6)) for one in articles)
    return Evidence(with_cards(lines, articles), {one.id: one for one in articles}, stories, NOW, date(2031, 5, 5))


def quote(words: str, *, place: str = "p1.1.s1", speaker: str | None = None, key: str = "q1") -> DraftQuote:
    return DraftQuote(key, place, words, speaker)


def check(text: str, source: str | Article, *cited: str, quotes: tuple[DraftQuote, ...] = ()) -> Checked:
    """A proposed sentence held against an article; it cites the first sentence unless told otherwise."""
    article = source if isinstance(source, Article) else article_of(source)
    return check_sentence(DraftSentence(text, cited or ("p1.1.s1",), quotes), evidence_of(article))


def broken(text: str, source: str | Article, *cited: str, quotes: tuple[DraftQuote, ...] = ()) -> set[str]:
    """The rules that a proposed sentence breaks."""
    return {failure.rule for failure in check(text, source, *cited, quotes=quotes).failures}


def rules(failures: tuple[Failure, ...]) -> list[str]:
    return [failure.rule for failure in failures]


def actions(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.action, change.rule) for change in changes]


def _text(article: Article, start: int, end: int) -> str:
    return article.revision.text[start:end]
