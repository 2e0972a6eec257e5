"""Looks at what a message prints once more, right before it is posted: is it still what was proven?

Owns reading it back from the store; the comparison is `steps/verify/still_there`. A message that fails is withheld by
`flows/deliver`, whose reason stands in the log and under `doctor`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.article import Article
from bot.domain.delivery import NewDelivery
from bot.domain.digest import Citation, Claim, Line, Quote
from bot.domain.errors import NotFound
from bot.ports import Store, UnitOfWork
from bot.steps.verify.still_there import find_damage

REMEDY = "run `briefbot restore` with a sound backup"


def reason_to_withhold(spec: NewDelivery, store: Store) -> str | None:
    """Why this part of a digest or an answer may not be posted, None if it may. Other messages quote nobody."""
    with store.read() as uow:
        try:
            citations, claims = _printed(spec, uow)
        except NotFound:
            return f"withheld: what it prints is not in the store any more; {REMEDY}"
        articles = dict(_cited(citations, uow))
    found = find_damage(citations, _quotes(claims), articles)
    return f"withheld: {found}; {REMEDY}" if found else None


def _printed(spec: NewDelivery, uow: UnitOfWork) -> tuple[Sequence[Citation], Sequence[Claim | Line]]:
    if spec.digest_id is not None:
        digest = uow.digests.get(spec.digest_id)
        claims = [claim for one in digest.developments for claim in one.claims]
        return digest.citations, [*claims, *digest.other_news, *digest.differences, *digest.numbers, *digest.ahead]
    if spec.answer_id is not None:
        answer = uow.conversations.get_answer(spec.answer_id)
        return answer.citations, answer.claims
    return (), ()


def _quotes(claims: Sequence[Claim | Line]) -> Iterator[Quote]:
    for claim in claims:
        yield from claim.quotes


def _cited(citations: Sequence[Citation], uow: UnitOfWork) -> Iterator[tuple[tuple[int, int], Article]]:
    for place in dict.fromkeys((one.article_id, one.revision) for one in citations):
        try:
            yield place, uow.articles.get(*place)
        except NotFound:
            continue
