"""Headlines by template, for when no verified one is there: an outlet's own headline, or a plain count.

Owns what may stand as a heading. Proposed headings are checked by `verify`; these are held to the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.article import Article
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import CheckedSentence, VerifiedDigest
from bot.domain.watch import Watch
from bot.steps.choose.genres import is_report, is_roundup
from bot.steps.choose.window import spell_days, window_of
from bot.steps.find.anchors import find_names
from bot.steps.verify.check import check_text
from bot.steps.write.titles import clauses_of, is_heading, titles_of

MAX_HEADLINE_WORDS = 10
MAX_TITLE_WORDS = 14
MAX_NAME_WORDS = 3
_KICKER = re.compile(r"^[^:]{1,28}:\s+")
_POSSESSIVE = re.compile(r"['’]s?$")
_STOP = re.compile(r"(?<![.A-Z])\.$")


def digest_heading(verified: VerifiedDigest, evidence: Evidence, *, watch: Watch, as_of: datetime) -> tuple[str, str]:
    """Headline with the watch's name in front, and standfirst: the verified ones, or the template's."""
    window = window_of(watch, as_of)
    if not verified.developments and not verified.other_news:
        since = f" since {verified.since.edition}" if verified.since else ""
        return f"{watch.name}: no new developments{since}", f"Nothing new in the sources of this briefing, {window}"
    headline = verified.headline or _central_headline(verified, evidence)
    standfirst = verified.standfirst or _count(verified, evidence)
    return f"{watch.name}: {_without_kicker(headline, watch.name)}", _STOP.sub("", standfirst)


def development_title(claims: Sequence[CheckedSentence], evidence: Evidence) -> str:
    """Headline of the most trusted cited article that its cited sentences bear out, else the names it is about."""
    return _best_title(claims, evidence) or _names(claims) or "In brief"


def _central_headline(verified: VerifiedDigest, evidence: Evidence) -> str:
    """That of the lead, in few words if it has one so short."""
    lead = verified.developments[0].claims if verified.developments else verified.other_news
    title = _told_title(lead, evidence, MAX_HEADLINE_WORDS) or _best_title(lead, evidence)
    return title or _names(lead) or _counted(len(verified.developments), "development")


def _best_title(claims: Sequence[CheckedSentence], evidence: Evidence) -> str | None:
    """One that tells what happened, else a headline that announces to explain it."""
    explained = _titles(_cited(claims), evidence, MAX_TITLE_WORDS, may_explain=True)
    return _told_title(claims, evidence, MAX_TITLE_WORDS) or next(explained, None)


def _told_title(claims: Sequence[CheckedSentence], evidence: Evidence, max_words: int) -> str | None:
    """A cited article's headline, else the main clause of the opening."""
    title = next(_titles(_cited(claims), evidence, max_words, may_explain=False), None)
    return title or next(_clauses(claims, evidence, max_words), None)


def _titles(cited: Sequence[SentenceId], evidence: Evidence, max_words: int, *, may_explain: bool) -> Iterator[str]:
    """Fit headlines of the cited articles: those that the cited sentences bear out, then those that their article does.

    That of the first sentence's article comes first, then the most trusted one's.
    """
    articles = {one.article: evidence.articles[one.article] for one in cited}
    ordered = sorted(articles.values(), key=lambda one: (one.id != cited[0].article, -one.trust))
    for is_whole in (False, True):
        for article in ordered:
            borne_by = _sentences(article) if is_whole else [one for one in cited if one.article == article.id]
            for title in titles_of(article.title):
                is_fit = len(title.split()) <= max_words and is_heading(title, may_explain=may_explain)
                is_told = may_explain or is_report(article)
                if is_fit and is_told and not is_roundup(article) and not check_text(title, borne_by, evidence):
                    yield title


def _clauses(claims: Sequence[CheckedSentence], evidence: Evidence, max_words: int) -> Iterator[str]:
    """Short openings of the first sentence that say something whole."""
    for claim in claims[:1]:
        for clause in clauses_of(claim.text):
            is_fit = len(clause.split()) <= max_words and is_heading(clause)
            if is_fit and not check_text(clause, claim.citations, evidence):
                yield clause


def _sentences(article: Article) -> list[SentenceId]:
    """All of an article: its own headline may rest on what is not cited here."""
    return [
        SentenceId(article.id, article.revision.number, passage.number, number)
        for passage in article.revision.passages
        for number in range(1, len(passage.sentences) + 1)
    ]


def _names(claims: Sequence[CheckedSentence]) -> str:
    """The first people or places that are named in full: a bare word says too little."""
    found = (name.text for claim in claims[:2] for name in find_names(claim.text) if not name.opens)
    names = dict.fromkeys(_POSSESSIVE.sub("", name) for name in found)
    return " and ".join([name for name in names if 2 <= len(name.split()) <= MAX_NAME_WORDS][:2])


def _count(verified: VerifiedDigest, evidence: Evidence) -> str:
    claims = [claim for development in verified.developments for claim in development.claims] + [*verified.other_news]
    articles = {one.article: evidence.articles[one.article] for one in _cited(claims)}
    families = {one: family for story in evidence.stories for family in story.families for one in family}
    sources = {families.get(one, frozenset((one,))) for one in articles}
    days = sorted(day for article in articles.values() if (day := article.event_date))
    told = _counted(len(verified.developments), "development") if verified.developments else ""
    brief = _counted(len(verified.other_news), "item") + " in brief" if verified.other_news else ""
    said = f"{' and '.join(one for one in (told, brief) if one)} from {_counted(len(sources), 'source')}"
    return f"{said}, {spell_days(days[0], days[-1])}" if days else said


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _without_kicker(headline: str, name: str) -> str:
    found = _KICKER.match(headline)
    is_ours = found is not None and found.group().rstrip(": ").casefold() == name.casefold()
    return _STOP.sub("", headline[found.end() :] if found and is_ours else headline)


def _cited(claims: Sequence[CheckedSentence]) -> tuple[SentenceId, ...]:
    return tuple(dict.fromkeys(one for claim in claims for one in claim.citations))
