"""What changed since the edition before: the status of every development, and the digest's first paragraph.

Program-owned for every engine: a development is new when its story was never told, an update when it adds something
that passed verification, and goes when it only repeats. What counts as an addition is `steps/choose/continuity`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.digest import Change
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.told import Before, Told
from bot.domain.verdict import (
    CheckedSentence,
    VerifiedDevelopment,
    VerifiedDigest,
    VerifiedLine,
    VerifiedSince,
)
from bot.steps.choose.continuity import Addition, find_additions, find_alike, is_repeat, is_same_matter, likeness
from bot.steps.choose.evolutions import Evolution, find_evolution
from bot.steps.choose.window import spell_days
from bot.steps.find.concepts import is_dangling
from bot.steps.find.counted import find_counted
from bot.steps.verify.check import check_text
from bot.steps.verify.rules_shape import rule_v2_stray_marks, rule_v18_links
from bot.steps.write.headings import development_title

MAX_UPDATES = 3
"""So many are told in the first paragraph; all have their tag below."""

MAX_NAMED = 2
"""So many additions of one update are named."""

CLAIM_AT = 0.15
"""Likeness of a printed sentence to what was told of its story: in a story of round-ups it may be on something else."""

MIN_QUOTE_WORDS = 5
"""Shorter ones are as often the title of a film; and a speaker of one word is as often a town."""

WEEK_DAYS = 6
"""For so many days back a weekday says which edition is meant."""

_RANK = {kind: place for place, kind in enumerate(("reversal", "quote", "number", "name", "date", "weekday"))}
"""What is the more telling news of a story that goes on."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Sentences that may stay and what became of the others."""

    claims: tuple[CheckedSentence, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Continued:
    """A development as it may be printed, None when all of it was told; with what it adds, if that can be proven."""

    development: VerifiedDevelopment | None
    changes: tuple[Change, ...]
    update: VerifiedLine | None = None


def with_since(verified: VerifiedDigest, evidence: Evidence, before: Before, *, zone: ZoneInfo) -> VerifiedDigest:
    """The digest without repeats, each development with its status, and what changed since the last edition.

    The first edition of a watch has nothing to go on from: all of it is new.
    """
    if before.digest_id is None or before.as_of is None or evidence.as_of is None:
        return replace(verified, developments=tuple(replace(one, status="new") for one in verified.developments))
    other = _without_repeats(verified.other_news, before.told)
    continued = [_continued(one, evidence, before) for one in verified.developments]
    changes = (*(change for one in continued for change in one.changes), *other.changes)
    updates = [one.update for one in continued if one.update is not None]
    edition = _edition(before.as_of, evidence.as_of, zone)
    return replace(
        verified,
        developments=tuple(one.development for one in continued if one.development is not None),
        other_news=other.claims,
        differences=_fresh(verified.differences, before.told),
        numbers=_fresh(verified.numbers, before.told),
        ahead=_fresh(verified.ahead, before.told),
        changes=(*verified.changes, *changes),
        rules={**verified.rules, "V19": len(changes)} if changes else verified.rules,
        since=VerifiedSince(before.digest_id, before.as_of, edition, tuple(updates[:MAX_UPDATES])),
    )


def _continued(development: VerifiedDevelopment, evidence: Evidence, before: Before) -> _Continued:
    told = _told_of(development.claims, evidence)
    left = _without_repeats(development.claims, before.told)
    adds = any(one.kind != "weekday" for claim in left.claims for one in _additions(claim, told, evidence))
    if not left.claims or (told and not adds):
        return _Continued(None, tuple(_change(claim, [*told, *before.told]) for claim in development.claims))
    title = development.title or development_title(left.claims, evidence)
    status = "update" if told else "new"
    kept = replace(development, title=title, status=status, claims=left.claims)
    return _Continued(kept, left.changes, _update(kept, told, evidence) if told else None)


def _without_repeats(claims: Sequence[CheckedSentence], told: Sequence[Told]) -> _Sorted:
    """A sentence that leans on a repeat goes with it."""
    kept: list[CheckedSentence] = []
    changes: list[Change] = []
    leans = False
    for claim in claims:
        repeats = is_repeat(claim.text, told, quotes=[quote.text for quote in claim.quotes])
        leans = repeats or (leans and is_dangling(claim.text))
        if not leans:
            kept.append(claim)
            continue
        changes.append(_change(claim, told) if repeats else _change_leaning(claim))
    return _Sorted(tuple(kept), tuple(changes))


def _change(claim: CheckedSentence, told: Sequence[Told]) -> Change:
    known = next(iter(find_alike(claim.text, told)), None)
    reason = f"told before in digest {known.digest_id}; nothing added" if known else "adds nothing to what was told"
    return Change("dropped", "V19", reason, claim.text, None, known.text if known else None)


def _change_leaning(claim: CheckedSentence) -> Change:
    return Change("dropped", "V19", "leans on a sentence that was told before", claim.text)


def _told_of(claims: Sequence[CheckedSentence], evidence: Evidence) -> tuple[Told, ...]:
    """What earlier editions told of the stories that these sentences are about, and of the matter itself."""
    lines = (evidence.line(place) for claim in claims for place in claim.citations)
    stories = dict.fromkeys(line.story for line in lines if line is not None)
    told = dict.fromkeys(one for story in stories for one in evidence.told.get(story, ()))
    return tuple(one for one in told if any(is_same_matter(claim.text, one.text, least=CLAIM_AT) for claim in claims))


def _additions(claim: CheckedSentence, told: Sequence[Told], evidence: Evidence) -> tuple[Addition, ...]:
    """What no article that was cited before held: its figure that was not printed then is no update now."""
    if not told:
        return ()
    places = dict.fromkeys(place for one in told for place in one.citations)
    articles = {place.article: article for place in places if (article := evidence.article(place)) is not None}
    sources = [article.revision.text for article in articles.values()]
    return find_additions(claim.text, told, quotes=[quote.text for quote in claim.quotes], sources=sources)


def _update(development: VerifiedDevelopment, told: Sequence[Told], evidence: Evidence) -> VerifiedLine | None:
    """What the development adds in a few proven words, with the new and the old sentence as its citations."""
    for text, cited in (*_moved(development, told, evidence), *_added(development, told, evidence)):
        is_bare = not rule_v2_stray_marks(text) and not rule_v18_links(text)
        is_stored = all((one := evidence.article(place)) and one.sentence(place) for place in cited)
        if is_bare and is_stored and not check_text(text, cited, evidence):
            return VerifiedLine(text, cited, development.title)
    return None


def _moved(
    development: VerifiedDevelopment, told: Sequence[Told], evidence: Evidence
) -> Iterator[tuple[str, tuple[SentenceId, ...]]]:
    for place in dict.fromkeys(one for claim in development.claims for one in claim.citations):
        found = find_evolution(place, told, evidence)
        if found is not None:
            yield _spell_evolution(found), (found.place, found.earlier_place)


def _spell_evolution(found: Evolution) -> str:
    """`26 countries, down from about 30 nations reported on 10 April 2025`."""
    how = f"{found.direction} from" if found.direction else "after"
    day = f" on {spell_days(found.earlier_day, found.earlier_day)}" if found.earlier_day else ""
    return f"{found.now.written}, {how} {_lowered(found.was.written)} reported{day}"


def _lowered(words: str) -> str:
    """A hedge that opened its sentence: `about 30`."""
    return words[:1].lower() + words[1:]


def _added(
    development: VerifiedDevelopment, told: Sequence[Told], evidence: Evidence
) -> Iterator[tuple[str, tuple[SentenceId, ...]]]:
    """What can be named of the telling sentences first; at last the sentence alone, for the title says what is new."""
    pairs = [(addition, claim) for claim in development.claims for addition in _additions(claim, told, evidence)]
    pairs = sorted((pair for pair in pairs if pair[0].kind != "weekday"), key=lambda pair: _RANK[pair[0].kind])
    for claim in dict.fromkeys(claim for _, claim in pairs):
        named = dict.fromkeys(words for addition, one in pairs if one == claim and (words := _words(addition, claim)))
        if named:
            yield f"now with {' and '.join(list(named)[:MAX_NAMED])}", (*claim.citations, *_earlier(claim, told))
    if pairs:
        yield "", (*pairs[0][1].citations, *_earlier(pairs[0][1], told))


def _earlier(claim: CheckedSentence, told: Sequence[Told]) -> tuple[SentenceId, ...]:
    """The old side: the first sentence behind what was told most like this."""
    return max(told, key=lambda one: likeness(claim.text, one.text)).citations[:1]


def _words(addition: Addition, claim: CheckedSentence) -> str:
    """A few words that stand by themselves; none for a bare figure or a name without its deed."""
    if addition.kind == "quote":
        speaker = next((quote.speaker for quote in claim.quotes if quote.text == addition.words), None)
        is_utterance = len(addition.words.split()) >= MIN_QUOTE_WORDS and " " in (speaker or "")
        return f"words of {str(speaker).rstrip('.,')}" if is_utterance else ""
    return addition.words if addition.kind == "number" and _counts_a_noun(addition.words) else ""


def _counts_a_noun(words: str) -> bool:
    found = find_counted(words)
    return len(found) == 1 and found[0].thing is not None and found[0].end < len(words)


def _fresh(lines: Sequence[VerifiedLine], told: Sequence[Told]) -> tuple[VerifiedLine, ...]:
    return tuple(line for line in lines if not is_repeat(line.text, told, quotes=[one.text for one in line.quotes]))


def _edition(earlier: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`Monday's edition`, `the edition of 08:00` of the same day, `the edition of 10 April 2025`."""
    there, here = earlier.astimezone(zone), now.astimezone(zone)
    days = (here.date() - there.date()).days
    if days == 0:
        return f"the edition of {there:%H:%M}"
    if days <= WEEK_DAYS:
        return f"{there:%A}’s edition"
    return f"the edition of {spell_days(there.date(), there.date())}"
