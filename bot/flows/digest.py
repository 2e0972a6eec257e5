"""One digest of a watch: from the stored articles of its window to deliveries in the outbox.

Owns the order of the work and the one unit of work that publishes. Reading is `flows/candidates`, writing
`flows/draft_digest`; posting is `flows/deliver`, and when a slot is due `flows/watches`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.article import Article, Outcome
from bot.domain.delivery import NewDelivery
from bot.domain.digest import Claim, Coverage, Digest, Line
from bot.domain.errors import StoreError
from bot.domain.seams import reached
from bot.domain.watch import Slot, Watch
from bot.flows.ask_model import Writers
from bot.flows.candidates import Candidates, read_candidates
from bot.flows.draft_digest import Commission, draft_digest
from bot.ports import Platform, Store
from bot.steps.choose.leads import lead_notice
from bot.steps.choose.left_out import left_out_notice
from bot.steps.choose.screen import screen_articles
from bot.steps.choose.select import Selection, select_evidence
from bot.steps.choose.window import window_of
from bot.steps.group.cluster import group_stories
from bot.steps.group.years import date_stories
from bot.steps.show.compose import Edition, compose_digest
from bot.steps.show.render import digest_message
from bot.steps.write.since_lines import with_since

DEADLINE_S = 240.0
"""All calls to the model for one digest together."""


@dataclass(frozen=True, slots=True)
class Written:
    """A digest that is not stored yet (id 0), and what became of every article that it could have used."""

    digest: Digest
    outcomes: tuple[Outcome, ...]


def write_digest(  # noqa: PLR0913  the orders of an edition: nothing of it belongs together
    watch: Watch,
    *,
    as_of: datetime,
    writers: Writers,
    engine: str = "auto",
    days: int | None = None,
    deadline_s: float = DEADLINE_S,
) -> Written:
    """Write one edition of what was known at `as_of` (aware). Stores nothing but the ledger rows of model calls.

    `engine` is `auto`, `offline` or `model`; `days` overrides the window. With `auto` the offline engine takes over
    whenever the model cannot be used, and the digest's notice says so; with `model` that raises ModelError.
    """
    watch = watch if days is None else replace(watch, window_days=days)
    found = read_candidates(watch, as_of, store=writers.store, clock=writers.clock)
    screened = screen_articles(found.articles, watch=watch, as_of=as_of)
    window = window_of(watch, as_of)
    grouped = group_stories((*screened.kept, *_earlier(found)))
    stories = date_stories(grouped, as_of=window.last, offices=writers.offices)
    chosen = select_evidence(stories, watch=watch, as_of=as_of, before=found.before)
    commission = Commission(watch, as_of, found.before, engine, deadline_s)
    drafted = draft_digest(chosen.evidence, commission, writers)
    edition = Edition(watch, "", as_of, drafted.engine, drafted.prompts)
    verified = with_since(drafted.verified, drafted.evidence, found.before, zone=ZoneInfo(watch.timezone))
    digest = compose_digest(verified, drafted.evidence, edition=edition)
    outcomes = (*screened.outcomes, *chosen.outcomes, *_used(digest, chosen))
    leads = None if chosen.evidence.lines else lead_notice(stories, window=window)
    left = left_out_notice(outcomes, stories, window=window) if digest.is_empty else None
    notice = " ".join(one for one in (found.notice, drafted.notice, leads, left) if one) or None
    digest = replace(digest, notice=notice, coverage=_coverage(found, outcomes), cost=drafted.cost)
    return Written(digest, outcomes)


def publish_digest(
    watch: Watch, slot: Slot, *, writers: Writers, platform: Platform, reply_to: str | None = None
) -> Digest:
    """Write the digest of a claimed slot, as of the time it was due, and queue it for its channel, all or nothing.

    A slot that has its digest already gives that one. `reply_to` is the platform's way back to who asked for it.
    """
    known = _find(watch, slot, writers.store)
    if known is not None:
        return known
    written = write_digest(watch, as_of=slot.due_at, writers=writers)
    reached("digest.written")
    try:
        digest = _publish(written, watch, slot, writers.store, parts=(platform, reply_to))
    except StoreError:
        known = _find(watch, slot, writers.store)
        if known is None:
            raise
        return known
    reached("digest.published")
    return digest


def _earlier(found: Candidates) -> tuple[Article, ...]:
    """What earlier editions cited and is no candidate any more: it shows which stories go on."""
    known = {article.id for article in found.articles}
    return tuple(article for article in found.before.articles.values() if article.id not in known)


def _find(watch: Watch, slot: Slot, store: Store) -> Digest | None:
    with store.read() as uow:
        return uow.digests.find(watch.name, slot.key)


def _publish(written: Written, watch: Watch, slot: Slot, store: Store, *, parts: tuple[Platform, str | None]) -> Digest:
    platform, reply_to = parts
    with store.begin() as uow:
        digest = uow.digests.add(replace(written.digest, slot=slot.key, notice=_notice(written.digest, slot)))
        reached("digest.added")
        uow.outcomes.record(replace(one, digest_id=digest.id) for one in written.outcomes)
        uow.deliveries.add(_deliveries(digest, watch, platform, reply_to=reply_to))
        reached("digest.queued")
        uow.watches.finish_slot(slot, state="done", digest_id=digest.id)
        reached("digest.finished")
        uow.commit()
    return digest


def _notice(digest: Digest, slot: Slot) -> str | None:
    if not slot.is_late:
        return digest.notice
    late = f"This edition was due at {slot.key.rpartition('T')[2]} and comes late."
    return f"{late} {digest.notice}" if digest.notice else late


def _deliveries(digest: Digest, watch: Watch, platform: Platform, *, reply_to: str | None) -> list[NewDelivery]:
    group = f"digest:{digest.id}"
    return [
        NewDelivery(
            key=f"{group}:{number}",
            group=group,
            number=number,
            place=watch.channel,
            part=part,
            reply_to=reply_to,
            digest_id=digest.id,
        )
        for number, part in enumerate(platform.render(digest_message(digest)))
    ]


def _used(digest: Digest, chosen: Selection) -> Iterator[Outcome]:
    """What became of the articles that were offered to the writer."""
    lines = (*digest.differences, *digest.numbers, *digest.ahead)
    told = _cited(digest, [*(claim for one in digest.developments for claim in one.claims), *lines])
    other = _cited(digest, digest.other_news)
    went_on = _cited(digest, [claim for one in digest.developments if one.status == "update" for claim in one.claims])
    offered = dict.fromkeys(line.sentence_id.article for line in chosen.evidence.lines)
    for article in (chosen.evidence.articles[one] for one in offered):
        if article.id in told:
            since = _told_in(article, chosen) if article.id in went_on else ""
            yield _outcome(article, digest, "cited", f"sources {_spell(told[article.id])}{since}")
        elif article.id in other:
            yield _outcome(article, digest, "other_news", f"sources {_spell(other[article.id])}")
        else:
            yield _outcome(article, digest, "kept", "offered to the writer and not used")


def _told_in(article: Article, chosen: Selection) -> str:
    """The last edition that told of the stories of an article, for one that adds to them."""
    stories = {line.story for line in chosen.evidence.lines if line.sentence_id.article == article.id}
    editions = [one.digest_id for story in stories for one in chosen.evidence.told.get(story, ())]
    return f"; adds to what digest {max(editions)} told" if editions else ""


def _cited(digest: Digest, claims: Sequence[Claim | Line]) -> dict[int, list[int]]:
    """Citation numbers by article, of some claims."""
    articles = {citation.n: citation.article_id for citation in digest.citations}
    found: dict[int, list[int]] = {}
    for number in dict.fromkeys(one for claim in claims for one in claim.citations):
        found.setdefault(articles[number], []).append(number)
    return found


def _spell(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))


def _outcome(article: Article, digest: Digest, kind: str, reason: str) -> Outcome:
    return Outcome(article.url, kind, reason, digest.as_of, article.id, digest.watch)


def _coverage(found: Candidates, outcomes: Sequence[Outcome]) -> Coverage:
    """Articles that did not exist by then have no outcome and are not counted."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    return Coverage(len(outcomes), found.feeds, dict(sorted(kinds.items())))
