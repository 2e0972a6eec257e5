"""V7: an office that we give to somebody stands beside that name in a cited article, and nobody else held it that day.

Owns judging our own words and the cited sentences; reading offices is `steps/find/roles`, the facts `domain/office`.
Facts only ever refuse or confirm: no wording comes from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.article import Article
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.lexicon import word_set
from bot.domain.office import Offices, held
from bot.domain.speaker import is_same_speaker, name_words, plain, spelling
from bot.domain.verdict import Failure
from bot.steps.find.anchors import iter_words
from bot.steps.find.roles import (
    GENERIC,
    GONE,
    RANKS,
    Role,
    british,
    find_anachronism,
    find_roles,
    names_other_year,
    terms_for,
)
from bot.steps.verify.ground import Ground
from bot.steps.verify.rules_body import other_body, rule_v7_exchanged

_ALIKE = tuple(
    word_set(row)
    for row in (
        "spokesman spokeswoman spokesperson press",
        "minister secretary ministry department",
        "chief head leader director chair chairman chairwoman chairperson boss commander secretary",
        "president leader head prime chancellor",
        "adviser advisor",
        "senator lawmaker sen politician",
        "representative congressman congresswoman lawmaker rep envoy",
        "mp lawmaker parliamentarian politician member",
        "ambassador envoy diplomat",
        "governor gov",
        "professor prof academic researcher",
        "general gen",
        "colonel col",
        "captain capt",
        "lieutenant lt",
        "major maj",
        "sergeant sgt",
        "admiral adm",
    )
)
"""Words that name the same office, or one that the other is a fair word for."""

_LEFT = word_set("predecessor resigned resignation stepped ousted fired dismissed sacked retired until served")
"""Words by which an article says that somebody holds an office no longer."""


def rule_v7_roles(prose: str, ground: Ground, offices: Offices) -> tuple[Failure, ...]:
    """Every office of ours is given to that person within a paragraph of the name, or by the facts for that day."""
    known = (article.event_date for article in ground.articles)
    days = tuple(day for day in known if day is not None and not names_other_year(prose, day))
    failures = []
    for role in find_roles(prose):
        reason = _contradiction(role, days, offices) or _unfounded(role, days, ground, offices)
        if reason is not None:
            failures.append(Failure("V7", f"{reason}: leave the office out or name it as the source does", ground.text))
    return (*failures, *rule_v7_exchanged(prose, ground))


def rule_v7_cited(cited: Sequence[SentenceId], evidence: Evidence) -> tuple[Failure, ...]:
    """No cited sentence puts somebody into an office that was not theirs on the day of its event."""
    failures = []
    for one in cited:
        article = evidence.article(one)
        text = article.sentence_text(one) if article else None
        if article is None or text is None or article.event_date is None:
            continue
        reason = find_anachronism(text, day=article.event_date, told=_told(article), offices=evidence.offices)
        if reason is not None:
            failures.append(Failure("V7", f"{one} {reason}: cite another sentence", text))
    return tuple(failures)


def _told(article: Article) -> date | None:
    published = article.revision.published_at
    return published.date() if published else article.revision.page_date


def _contradiction(role: Role, days: Sequence[date], offices: Offices) -> str | None:
    """What the facts hold against an office of ours, on every day that the cited articles are about."""
    if role.is_apart or not days:
        return None
    terms = terms_for(role, offices)
    if terms and all(held(terms, day) is role.is_former for day in days):
        when = " or ".join(day.isoformat() for day in days)
        return f"{role.name} was {'still ' if role.is_former else 'not '}{role.title} on {when}"
    if terms or role.is_former or role.of is None:
        return None
    others = offices.of_office((role.title,), role.of)
    holder = next((term.name for term in others if all(term.covers(day) for day in days)), None)
    if holder is None or is_same_speaker(role.name, holder):
        return None
    return f"{role.name} was not {role.title} on {days[0].isoformat()}"


def _unfounded(role: Role, days: Sequence[date], ground: Ground, offices: Offices) -> str | None:
    """Why nothing in the cited articles or in the facts gives this office to this person; None when something does."""
    terms = terms_for(role, offices)
    if terms and days and any(held(terms, day) is (not role.is_former) for day in days):
        return None
    given = [one for article in ground.articles for one in _given(role, article)]
    same = [one for one in given if all(_is_alike(word, one.heads) for word in role.heads)]
    elsewhere = other_body(role, same, ground)
    if elsewhere is not None:
        return elsewhere
    near = {british(plain(word)) for article in ground.articles for word in _words_near(role.name, article)}
    left = _LEFT if given else _LEFT | GONE
    if role.is_former and not (near & left or any(one.is_former for one in given)):
        return f"no cited article calls {role.name} a former {role.title}"
    if not role.is_former and same and all(one.is_former for one in same) and not role.heads & GENERIC:
        return f"the cited article calls {role.name} a former {role.title}"
    if not any(_is_as_given(role, one, near) for one in given) and not _is_near(role, given, near):
        return f"no cited article calls {role.name} {role.title}"
    return None


def _is_as_given(role: Role, given: Role, near: set[str]) -> bool:
    """Whether an office is one that the article gives to the person: the same, or the same with less said of it."""
    words = given.heads | given.fields | RANKS & frozenset(given.title.split())
    fields = words if given.fields else words | near
    return all(_is_alike(word, words) for word in role.heads) and all(_is_alike(word, fields) for word in role.fields)


def _is_near(role: Role, given: Sequence[Role], near: set[str]) -> bool:
    """Whether the words of an office stand near the name, where the article gives the person none or ours is vague.

    `Roe's deputy` is fairly the deputy mayor where the mayor stands near.
    """
    is_deputy = "deputy" in role.fields and any("deputy" in one.heads for one in given)
    if given and not role.heads & GENERIC and not is_deputy:
        return False
    return all(_is_alike(word, near) for word in role.heads | role.fields)


def _given(role: Role, article: Article) -> Iterator[Role]:
    """The offices that an article gives to the same person."""
    for text in (article.title, *(_passages(article))):
        if name_words(role.name)[-1:] and name_words(role.name)[-1] in spelling(text):
            yield from (one for one in find_roles(text) if is_same_speaker(role.name, one.name))


def _words_near(name: str, article: Article) -> Iterator[str]:
    """The words of the paragraphs that hold a surname, and of those beside them."""
    passages = [article.title, *_passages(article)]
    surname = name_words(name)[-1:] or (spelling(name),)
    holding = {at for at, text in enumerate(passages) if surname[0] in {spelling(word) for word in iter_words(text)}}
    for at in sorted({near for one in holding for near in (one - 1, one, one + 1) if 0 <= near < len(passages)}):
        for word in iter_words(passages[at]):
            yield from (word, *word.split("-"))


def _passages(article: Article) -> Iterator[str]:
    return (article.revision.text[passage.start : passage.end] for passage in article.revision.passages)


def _is_alike(word: str, others: frozenset[str] | set[str]) -> bool:
    return word in others or any(word in group and group & others for group in _ALIKE)
