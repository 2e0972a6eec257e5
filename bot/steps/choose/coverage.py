"""Greedy concept coverage: which of the sentences on offer tell most that is not told yet, within limits.

Owns gains, limits and the share kept for quotations. Which sentences are on offer, and from which stories, is `select`.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.ids import SentenceId
from bot.steps.find.concepts import overlap

MAX_LINES_PER_STORY = 12
MAX_LINES_PER_ARTICLE = 9
FORCED_SCORE = 2.0
"""Such a line is the last to go when evidence is thinned out."""

QUOTE_LINES = 0.3
"""Share of the lines that is kept for sentences with a printable quotation, as long as there are any."""

MAX_QUOTES_PER_STORY = 3
MIN_QUOTE_SCORE = 0.5
"""A quotation is not the first line to go when evidence is thinned out."""

REDUNDANT_OVERLAP = 0.8
MAX_NUMBERS = 2
MAX_NAMES = 4
"""Numbers and names of one sentence that count: without a limit, tables read aloud would tell most."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence that may be chosen, with all that its score needs but what was chosen before."""

    sentence_id: SentenceId
    text: str
    story: int
    factor: float
    weights: Mapping[str, float] = field(default_factory=dict)
    has_quote: bool = False


def new_weight(weights: Mapping[str, float], covered: set[str]) -> float:
    """What a sentence adds to the `covered` concepts; of its numbers and names the weightiest few."""
    kinds: dict[str, list[float]] = {"#": [], "@": []}
    total = 0.0
    for name, weight in weights.items():
        if name in covered:
            continue
        if name[:1] in kinds:
            kinds[name[:1]].append(weight)
        else:
            total += weight
    heaviest = (sorted(kinds[kind], reverse=True)[:most] for kind, most in (("#", MAX_NUMBERS), ("@", MAX_NAMES)))
    return total + sum(sum(some) for some in heaviest)


def cover(
    candidates: Sequence[Candidate], forced: Sequence[Candidate], wanted: Sequence[Candidate], max_lines: int
) -> list[tuple[Candidate, float]]:
    """Lazy greedy: gains only shrink as concepts are covered, so a stale gain is an upper bound.

    `wanted` sentences come first and may be alike: two of them may be there for their difference.
    """
    picked = _Picked()
    for candidate in wanted:
        picked.add(candidate, FORCED_SCORE)
    for candidate in forced:
        if picked.has_room(candidate):
            picked.add(candidate, FORCED_SCORE)
    _add_quotes(picked, candidates, wanted=min(round(QUOTE_LINES * max_lines), max_lines - len(picked.scored)))
    rest = [one for one in candidates if one not in picked.chosen]
    queue = [(-picked.gain(one), number, one) for number, one in enumerate(rest)]
    heapq.heapify(queue)
    while queue and len(picked.scored) < max_lines:
        bound, number, candidate = heapq.heappop(queue)
        gain = picked.gain(candidate)
        if gain <= 0 or not picked.has_room(candidate):
            continue
        if gain < -bound:
            heapq.heappush(queue, (-gain, number, candidate))
        else:
            picked.add(candidate, gain)
    return picked.scored


def _add_quotes(picked: _Picked, candidates: Sequence[Candidate], *, wanted: int) -> None:
    """The most telling quotation of every story before the second of any."""
    quoting = [one for one in candidates if one.has_quote and one not in picked.chosen]
    stories = list(dict.fromkeys(one.story for one in quoting))
    for _ in range(MAX_QUOTES_PER_STORY):
        for story in stories:
            own = [one for one in quoting if one.story == story and picked.has_room(one)]
            best = max(own, key=picked.gain, default=None)
            if best is None or wanted <= 0:
                continue
            picked.add(best, max(picked.gain(best), MIN_QUOTE_SCORE))
            quoting.remove(best)
            wanted -= 1


class _Picked:
    """Chosen candidates and what they cover."""

    def __init__(self) -> None:
        self.scored: list[tuple[Candidate, float]] = []
        self._covered: set[str] = set()
        self._per_article: Counter[int] = Counter()
        self._per_story: Counter[int] = Counter()

    @property
    def chosen(self) -> set[Candidate]:
        return {candidate for candidate, _ in self.scored}

    def gain(self, candidate: Candidate) -> float:
        return new_weight(candidate.weights, self._covered) * candidate.factor

    def has_room(self, candidate: Candidate) -> bool:
        return (
            self._per_article[candidate.sentence_id.article] < MAX_LINES_PER_ARTICLE
            and self._per_story[candidate.story] < MAX_LINES_PER_STORY
            and not any(overlap(candidate.text, one.text) >= REDUNDANT_OVERLAP for one, _ in self.scored)
        )

    def add(self, candidate: Candidate, score: float) -> None:
        self.scored.append((candidate, score))
        self._covered |= candidate.weights.keys()
        self._per_article[candidate.sentence_id.article] += 1
        self._per_story[candidate.story] += 1
