"""The only gate to publication: a draft goes in, sentences that may be printed come out.

Owns what becomes of a failure: left out with its reason, and offered for repair. The checks of one sentence are
`steps/verify/check`; asking the writer again is `steps/write/tasks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.digest import Change
from bot.domain.draft import DraftAnswer, DraftDigest, DraftLine, DraftSentence
from bot.domain.evidence import Evidence, EvidenceLine, QuoteCard
from bot.domain.ids import SentenceId
from bot.domain.verdict import (
    RULES,
    Checked,
    CheckedSentence,
    Doubts,
    Failure,
    Passed,
    RepairItem,
    VerifiedAnswer,
    VerifiedDevelopment,
    VerifiedDigest,
    VerifiedLine,
)
from bot.steps.find.concepts import overlap
from bot.steps.verify.check import check_sentence, check_text
from bot.steps.verify.nearest import nearest_cards
from bot.steps.verify.repair import apply_answer_repairs, apply_repairs
from bot.steps.verify.rules_quote import rule_v6_introduced
from bot.steps.verify.rules_shape import offered_id, rule_v2_stray_marks, rule_v11_reference, rule_v18_links

__all__ = ["apply_answer_repairs", "apply_repairs", "check_sentence", "explain", "verify_answer", "verify_digest"]

MAX_HEADING_LINES = 4

STATUSES = frozenset({"new", "update", "background"})


@dataclass(slots=True)
class _Round:
    """What one walk over a draft collects."""

    evidence: Evidence
    repaired: Mapping[str, RepairItem]
    failing: list[RepairItem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    passed: list[Passed] = field(default_factory=list)
    doubts: Doubts = field(default_factory=dict)


def verify_digest(
    draft: DraftDigest, evidence: Evidence, *, repaired: Sequence[RepairItem] = (), doubts: Doubts | None = None
) -> VerifiedDigest:
    """Check a whole draft. Failing sentences are left out; a development without sentences goes with them.

    `repaired` are the failing items of earlier rounds, so that mended and withdrawn sentences show as changes. A
    sentence in `doubts` fails although it passes every rule.
    """
    walk = _Round(evidence, _first_of_each(repaired), doubts=doubts or {})
    developments = tuple(_developments(draft, walk))
    other = tuple(_sentences(draft.other_news, "other", walk))
    cited = _all_cited(developments, other)
    lines = {name: _lines(name, drafts, walk) for name, drafts in _line_groups(draft)}
    return VerifiedDigest(
        headline=_heading("headline", draft.headline, cited, walk),
        standfirst=_heading("standfirst", draft.standfirst, cited, walk),
        developments=developments,
        differences=lines["difference"],
        numbers=lines["number"],
        ahead=lines["ahead"],
        other_news=other,
        failing=tuple(walk.failing),
        changes=tuple(walk.changes),
        rules=dict(walk.rules),
        proposed=sum(len(one.sentences) for one in draft.developments) + len(draft.other_news),
        passed=tuple(walk.passed),
    )


def verify_answer(draft: DraftAnswer, evidence: Evidence, *, repaired: Sequence[RepairItem] = ()) -> VerifiedAnswer:
    """Check a proposed answer sentence by sentence; an answer that calls itself unanswerable has no claims."""
    walk = _Round(evidence, _first_of_each(repaired))
    claims = tuple(_sentences(draft.sentences, "s", walk)) if draft.answerable else ()
    return VerifiedAnswer(
        claims, tuple(walk.failing), tuple(walk.changes), dict(walk.rules), proposed=len(draft.sentences)
    )


def explain(item: RepairItem) -> str:
    """What to tell a writer about one failing sentence: each broken rule in plain words and what broke it."""
    return "; ".join(f"{RULES.get(one.rule, one.rule)} ({one.reason})" for one in item.failures)


def _first_of_each(repaired: Sequence[RepairItem]) -> dict[str, RepairItem]:
    """By key, the item of the first round: its wording is the one that was proposed."""
    return {item.key: item for item in reversed(repaired)}


def _developments(draft: DraftDigest, walk: _Round) -> Iterator[VerifiedDevelopment]:
    for number, development in enumerate(draft.developments, 1):
        claims = tuple(_sentences(development.sentences, f"d{number}.s", walk))
        if not claims:
            continue
        cited = tuple(dict.fromkeys(one for claim in claims for one in claim.citations))
        title = _heading(f"d{number}.title", development.title, cited, walk)
        status = development.status if development.status in STATUSES else "new"
        yield VerifiedDevelopment(title, _event_date(development.event_date, cited, walk.evidence), status, claims)


def _sentences(drafts: Sequence[DraftSentence], prefix: str, walk: _Round) -> Iterator[CheckedSentence]:
    before = ""
    for number, sentence in enumerate(drafts, 1):
        key = f"{prefix}{number}"
        if not sentence.text.strip() and sentence.extract is None:
            before = ""
            _note_withdrawn(key, walk)
            continue
        checked = check_sentence(sentence, walk.evidence)
        if checked.claim is not None and (failures := _objections(sentence, checked.claim, before, walk)):
            checked = replace(checked, claim=None, failures=failures, changes=())
        if checked.claim is None:
            before = ""
            _note_failure(key, checked, walk)
            continue
        before = checked.claim.text if prefix != "other" else ""
        walk.passed.append(Passed(key, sentence, checked.claim))
        walk.changes.extend(checked.changes)
        _note_mended(key, checked.claim.text, walk)
        yield checked.claim


def _objections(sentence: DraftSentence, claim: CheckedSentence, before: str, walk: _Round) -> tuple[Failure, ...]:
    """Pronouns that mean nobody, or somebody else, now that the sentence before is not printed; and a judge's doubt."""
    doubt = walk.doubts.get(sentence)
    return (*rule_v6_introduced(claim, before), *rule_v11_reference(claim, before), *([doubt] if doubt else []))


def _heading(key: str, text: str, cited: tuple[SentenceId, ...], walk: _Round) -> str | None:
    """A headline, standfirst or title: no quotation, no markup, and nothing that the claims below do not rest on."""
    words = " ".join(text.split())
    if not words:
        return None
    failures = (*rule_v2_stray_marks(words), *rule_v18_links(words))
    if "{" in words or "}" in words:
        failures = (*failures, Failure("V1", "a heading holds no placeholders"))
    failures = (*failures, *check_text(_without_kicker(words), cited, walk.evidence))
    if failures:
        near = _nearest_lines(words, cited, walk.evidence)
        sentence = DraftSentence(words, tuple(str(line.sentence_id) for line in near))
        shown = "\n".join(line.text for line in near)
        _note_failure(key, Checked(sentence, None, tuple(replace(one, evidence=shown) for one in failures)), walk)
        return None
    _note_mended(key, words, walk)
    return words


def _nearest_lines(words: str, cited: Sequence[SentenceId], evidence: Evidence) -> list[EvidenceLine]:
    """A headline is held against all that the edition cites, which is too much to show to whoever mends it."""
    lines = [line for one in cited if (line := evidence.line(one)) is not None]
    return sorted(lines, key=lambda line: -overlap(words, line.text))[:MAX_HEADING_LINES]


def _without_kicker(headline: str) -> str:
    """`Diplomacy Watch: Talks resume`: the name of the watch is ours and needs no evidence."""
    kicker, colon, rest = headline.partition(":")
    return rest.strip() if colon and rest.strip() and len(kicker.split()) <= 4 else headline


def _line_groups(draft: DraftDigest) -> tuple[tuple[str, tuple[DraftLine, ...]], ...]:
    return (("difference", draft.differences), ("number", draft.numbers), ("ahead", draft.ahead))


def _lines(name: str, drafts: Sequence[DraftLine], walk: _Round) -> tuple[VerifiedLine, ...]:
    kept = []
    for number, line in enumerate(drafts, 1):
        sentence = DraftSentence(" ".join((line.label or "", line.text)).strip(), line.citations, line.quotes)
        if not line.text.strip():
            _note_withdrawn(f"{name}{number}", walk)
            continue
        checked = check_sentence(sentence, walk.evidence)
        if checked.claim is None:
            asked = f"{line.label}: {line.text}" if line.label else line.text
            _note_failure(f"{name}{number}", replace(checked, draft=replace(sentence, text=asked)), walk)
            continue
        _note_mended(f"{name}{number}", line.text, walk)
        text, quotes = line.text.strip(), checked.claim.quotes
        if quotes:
            text = checked.claim.text.removeprefix(line.label or "").strip()
        kept.append(VerifiedLine(text, checked.claim.citations, line.label, _iso_date(line.date), quotes))
    return tuple(kept)


def _note_failure(key: str, checked: Checked, walk: _Round) -> None:
    ids = [*checked.draft.citations, *(quote.sentence_id for quote in checked.draft.quotes)]
    cited = tuple(dict.fromkeys(one for text in ids if (one := offered_id(text, walk.evidence)) is not None))
    lines = tuple(line for one in cited if (line := walk.evidence.line(one)) is not None)
    item = RepairItem(key, checked.draft, checked.failures, lines, _lawful_cards(checked.draft, lines, walk.evidence))
    walk.failing.append(item)
    walk.rules.update(failure.rule for failure in checked.failures)
    walk.changes.append(_dropped(item, walk.repaired.get(key)))


def _dropped(item: RepairItem, at_first: RepairItem | None) -> Change:
    """Both wordings of a sentence that was mended in vain."""
    failure, words = item.failures[0], item.draft.text or (item.draft.extract or "")
    if at_first is None or at_first.draft.text == words:
        return Change("dropped", failure.rule, failure.reason, words, None, _evidence(item))
    reason = f"{failure.reason}; mended in vain to: {words}"
    return Change("dropped", failure.rule, reason, at_first.draft.text, None, _evidence(item))


def _evidence(item: RepairItem) -> str | None:
    """The stored words that a failure was held against; without any, what the sentence cites."""
    return item.failures[0].evidence or "\n".join(line.text for line in item.cited) or None


def _lawful_cards(draft: DraftSentence, cited: Sequence[EvidenceLine], evidence: Evidence) -> tuple[QuoteCard, ...]:
    """Quotations near the ones wanted, of the cited lines if they hold any; none for a sentence that quotes nothing."""
    if not draft.quotes and not rule_v2_stray_marks(draft.text):
        return ()
    wanted = " ".join(quote.words for quote in draft.quotes) or draft.text
    near = [card for line in cited for card in line.cards]
    return nearest_cards(wanted, near or [card for line in evidence.lines for card in line.cards])


def _note_mended(key: str, after: str, walk: _Round) -> None:
    item = walk.repaired.get(key)
    if item is not None:
        first = item.failures[0]
        walk.changes.append(Change("repaired", first.rule, first.reason, item.draft.text, after, _evidence(item)))


def _note_withdrawn(key: str, walk: _Round) -> None:
    item = walk.repaired.get(key)
    if item is not None:
        first = item.failures[0]
        walk.changes.append(Change("dropped", first.rule, first.reason, item.draft.text, None, _evidence(item)))


def _event_date(proposed: str | None, cited: tuple[SentenceId, ...], evidence: Evidence) -> date | None:
    """The proposed day if a cited article's event has it, else the first cited article's."""
    articles = [article for one in cited if (article := evidence.article(one)) is not None]
    days = [article.event_date for article in articles if article.event_date]
    wanted = _iso_date(proposed)
    return wanted if wanted in days else (days[0] if days else None)


def _iso_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _all_cited(developments: Sequence[VerifiedDevelopment], other: Sequence[CheckedSentence]) -> tuple[SentenceId, ...]:
    claims = [claim for development in developments for claim in development.claims] + list(other)
    return tuple(dict.fromkeys(one for claim in claims for one in claim.citations))
