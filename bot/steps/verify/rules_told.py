"""V11, what was said: to whom, and by whom of those who only pass on what another said.

Owns the hearer of a verb of telling and the teller of a second-hand report. Who acts in other verbs is `rules_actor`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.lexicon import word_set
from bot.domain.speaker import plain
from bot.domain.verdict import Failure
from bot.steps.find.anchors import iter_words
from bot.steps.find.clauses import Clause, read_clauses
from bot.steps.verify.ground import Ground
from bot.steps.words.names import canonical
from bot.steps.words.verbs import HEARING, LOADED_SAYING, SAYING, verb_stem

_PRESS = word_set("reporters journalists press media newspaper outlet broadcaster reporter journalist correspondents")
_PRESS_OCCASIONS = word_set(
    "briefing interview conference press news broadcast programme program show podcast radio television channel agency",
)
_CROWDS = word_set("reporters journalists lawmakers senators ministers delegates deputies diplomats soldiers")
"""Hearers in the plural without a name: none of them is the one newspaper or person that ours names."""

_RELAYED = re.compile(r"\b(?:according to|reportedly|allegedly|alleged|claims?|reports? (?:of|that))\b", re.IGNORECASE)

_PARTING = re.compile(r"\b(?:and|but|while|as|when|after|before|because|or|so|who|which|where|if)\b")


def unheard(prose: str, ground: Ground) -> Iterator[Failure]:
    """`told the Wire` where the source says only that somebody said it, or told it to another."""
    heard = {canonical(word) for text in ground.texts for word in iter_words(text)}
    around = {plain(word) for word in iter_words(f"{ground.text}\n{ground.around}")}
    cited = [clause for text in ground.texts for clause in read_clauses(text)]
    for clause in read_clauses(prose):
        if not clause.hearer:
            continue
        last = clause.hearer[-1]
        is_known = canonical(last) in heard or (plain(last) in _PRESS and (_PRESS | _PRESS_OCCASIONS) & around)
        is_checked = last[0].isupper() or plain(last) in _PRESS or plain(last) not in around
        if (not is_known and is_checked) or _heard_by_another(clause, cited):
            yield Failure("V11", f"no cited sentence says that {' '.join(clause.hearer)} was told it", ground.text)


def _heard_by_another(ours: Clause, cited: Sequence[Clause]) -> bool:
    """Whether the same person tells it in the source, and each time to somebody who is not our hearer.

    A hearer without a name may be anybody, unless it is a crowd.
    """
    if not ours.hearer[-1][0].isupper() or not ours.actors:
        return False
    told = [one for one in cited if one.stem in HEARING and _share(one.actors, ours.actors)]
    mine = {canonical(word) for word in ours.hearer} | {key for name in ours.patients for key in name}
    return bool(told) and all(_is_another(one, mine) for one in told)


def _is_another(theirs: Clause, mine: set[str]) -> bool:
    known = {canonical(word) for word in theirs.hearer} | {key for name in theirs.patients for key in name}
    is_told = bool(theirs.hearer) and not theirs.is_passive
    is_plain = any(word[0].isupper() for word in theirs.hearer) or bool({*theirs.hearer} & _CROWDS)
    return is_told and is_plain and not known & mine


def made_first_hand(prose: str, ground: Ground) -> Iterator[Failure]:
    """`Dorn called him a coward` where the source has `Mota said Dorn had called him a coward`.

    What one person says that another said stays the report of the first: ours names the teller.
    """
    if _RELAYED.search(prose):
        return
    told = [pair for text in ground.texts for pair in _told(text)]
    before: Clause | None = None
    for clause in read_clauses(prose):
        is_told = before is not None and before.stem in SAYING and not _share(before.actors, clause.actors)
        before = clause
        if is_told or clause.stem not in SAYING | LOADED_SAYING or not clause.is_sure:
            continue
        tellers = [teller for teller, one in told if one.stem == clause.stem and _share(one.actors, clause.actors)]
        first = tellers[0] if tellers and all(tellers) else None
        if first is not None:
            by = " ".join(sorted(first.actors[0]))
            yield Failure("V11", f"only “{by}” says that they {clause.verb}: name who tells it", ground.text)


def _told(text: str) -> Iterator[tuple[Clause | None, Clause]]:
    """Each clause with the other one who only tells of it, None where it is told as a fact.

    What a newsroom `reported` is passed on under its name by the rule on relayed reports.
    """
    before: Clause | None = None
    for clause in read_clauses(text):
        teller = before if before is not None and _is_teller(before) else None
        is_told = teller is not None and clause.is_sure and not _share(teller.actors, clause.actors)
        yield (teller if teller and is_told and _is_within(teller, clause, text) else None), clause
        before = clause


def _is_teller(clause: Clause) -> bool:
    is_saying = clause.stem in SAYING and clause.stem != verb_stem("report")
    return is_saying and clause.is_sure and not clause.is_passive and bool(clause.actors)


def _is_within(teller: Clause, clause: Clause, text: str) -> bool:
    """Whether the clause is what was said: no mark and no other conjunction than `that` parts it from the saying."""
    between = re.search(rf"\b{teller.verb}\b([^,;:.“”\"]*?)\b{clause.verb}\b", text)
    return between is not None and not _PARTING.search(between[1])


def _share(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> bool:
    return any(one & other for one in some for other in others)
