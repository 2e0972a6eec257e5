"""V13 and V14 on verbs: no opposite of what the source says, no act that it does not tell of, no aim told as a deed.

Owns comparing the predicates; who acts is `rules_actor`, how much of a sentence is held is `rules_support`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain

from bot.domain.lexicon import find_negators
from bot.domain.verdict import Failure
from bot.steps.find.clauses import read_clauses
from bot.steps.find.concepts import content_stems
from bot.steps.verify.ground import Ground
from bot.steps.words.like_verbs import LIKE_VERBS
from bot.steps.words.opposites import DIRECTIONS, FROM_TWO_SIDES, IN_PLACE, OPPOSITES, SMALL_OPPOSITES
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import AIMING, IRREGULAR_FORMS, LIGHT, LOADED_SAYING, SAYING, verb_stem

MIN_SHARED_LETTERS = 4
"""`decided` and `decision`: words that begin alike for so long are taken for forms of one another."""

Neighbours = tuple[str, str, str]
"""Stem of the content word before, a word in lower case, stem of the content word behind."""

_OUTCOME = re.compile(
    r"\b(?:won|wins?|winning|los(?:t|es?|ing))\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:\w+\s+)?(?:appeals?|lawsuits?)\b",
    re.IGNORECASE,
)
_IN_COURT = re.compile(r"\b(?:appeal|lawsuit|su(?:e[ds]?|ing)\b)", re.IGNORECASE)
_DECIDED = re.compile(
    r"\b(?:w[io]n\w*|lo[os][ets]\w*|losing|victor\w+|defeat\w*|rul(?:ed|es|ing)|sid(?:ed|es)|uph[eo]ld\w*|overturn\w*"
    r"|reject\w*|dismiss\w*|grant\w*|allow\w*|thr[eo]wn?|struck|quash\w*|annul\w*|clear\w*|acquit\w*|guilty|liable|award\w*"
    r"|order\w*|revers\w+|succe\w+|fail\w*|approv\w*|den(?:y|ied|ies)|refus\w+|turned down|favou?r)\b",
    re.IGNORECASE,
)
"""Words that tell how a case came out."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def rule_v13_opposites(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """No word of ours is the opposite of the one that the cited sentences have in its place."""
    if _negators(prose) != _negators(ground.text):
        return ()  # `did not support` may be said as `opposed`: what is denied is judged by V12
    ours, theirs = _neighbours(prose), list(chain.from_iterable(_neighbours(text) for text in ground.texts))
    held = {word for _, word, _ in theirs}
    mine = frozenset(verb_stem(word) for _, word, _ in ours)
    for before, word, after in ours:
        other = _opposite(word, held, ours, theirs) or _opposite_in_place((before, word, after), theirs, mine)
        if other is not None:
            return (Failure("V13", f"ours says “{word}” where the source says “{other}”", ground.text),)
    places = (_neighbours(text, DIRECTIONS) for text in ground.texts)
    turned = _turned_way(_neighbours(prose, DIRECTIONS), list(chain.from_iterable(places)))
    if turned is None:
        return ()
    return (Failure("V13", f"ours says “{turned[0]}” where the source says “{turned[1]}”", ground.text),)


def rule_v13_predicate(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What somebody does to somebody by name, and how somebody is said to have spoken, stands in the cited sentences.

    Other verbs are left to the share of words: `lost a vote` is a fair word for `was forced from power in a vote`.
    """
    held = {stem for text in ground.texts for stem in content_stems(text)}
    held |= {verb_stem(word.lower()) for text in ground.texts for word in _WORD.findall(text)}
    for clause in read_clauses(prose):
        is_between_names = bool(clause.actors and clause.patients and clause.is_sure) and clause.stem not in SAYING
        if (is_between_names or clause.stem in LOADED_SAYING) and not _is_told(clause.stem, held):
            return (Failure("V13", f"no cited sentence tells that anybody {clause.verb}", ground.text),)
    return ()


def rule_v13_outcome(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """Who filed an appeal or a suit has neither won nor lost it: an outcome needs a source that tells of one."""
    found = _OUTCOME.search(prose)
    if found is None or not _IN_COURT.search(ground.text) or _DECIDED.search(ground.text):
        return ()
    return (Failure("V13", f"no cited sentence tells of an outcome (“{found.group()}”)", ground.text),)


def rule_v14_purpose(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What somebody came, went or was asked to do is not told as done."""
    cited = [clause for text in ground.texts for clause in read_clauses(text)]
    meant = {clause.stem: clause for clause in cited if clause.form == "infinitive"}
    done = [verb_stem(word.lower()) for text in ground.texts for word in _done_words(text)]
    for ours in read_clauses(prose):
        aim = meant.get(ours.stem)
        if aim is None or ours.form != "finite" or ours.stem in LIGHT or not ours.actors:
            continue
        if aim.governor in AIMING and ours.stem not in done:
            return (Failure("V14", f"the cited sentence says “to {aim.verb}”, ours tells it as done", ground.text),)
    return ()


def _negators(text: str) -> list[str]:
    return sorted(word.lower() for _, word in find_negators(text))


def _done_words(text: str) -> Iterator[str]:
    """The words of a text that do not stand behind `to`."""
    words = _WORD.findall(text)
    return (word for at, word in enumerate(words) if at == 0 or words[at - 1].lower() != "to")


def _is_told(stem: str, held: set[str]) -> bool:
    if stem in held or stem in LIGHT or LIKE_VERBS.get(stem, frozenset()) & held:
        return True
    opening = stem[:MIN_SHARED_LETTERS]
    return len(opening) == MIN_SHARED_LETTERS and any(other.startswith(opening) for other in held)


def _turned_way(ours: Sequence[Neighbours], theirs: Sequence[Neighbours]) -> tuple[str, str] | None:
    """`Five miles into the port` for `five miles from the port`: the words on both sides are the same."""
    for before, word, after in ours:
        opposed = DIRECTIONS.get(word, frozenset())
        there = {one for left, one, right in theirs if (left, right) == (before, after)}
        if opposed & there and word not in there and before and after:
            return word, min(opposed & there)
    return None


def _neighbours(text: str, small: Container[str] = SMALL_OPPOSITES) -> list[Neighbours]:
    """Every word in lower case with the content words before and behind it, as stems; the small opposites count."""
    words = [word.lower() for word in _WORD.findall(text)]
    kept = [word for word in words if word not in STOP_WORDS or word in small]
    stems = ["", *(verb_stem(word) for word in kept), ""]
    return [(stems[at], word, stems[at + 2]) for at, word in enumerate(kept)]


def _opposite(word: str, held: set[str], ours: Sequence[Neighbours], theirs: Sequence[Neighbours]) -> str | None:
    """The opposite that the source holds, if it holds neither ours nor a word like it, and we do not hold that one."""
    stem = verb_stem(word)
    opposed = OPPOSITES.get(stem)
    if opposed is None or not _is_turned(word):
        return None
    stems = {verb_stem(one) for one in held}
    alike = {other for other, against in OPPOSITES.items() if against & opposed} | {stem}
    if alike & stems or LIKE_VERBS.get(stem, frozenset()) & stems - opposed:
        return None
    mine = {verb_stem(one) for _, one, _ in ours}
    return next((one for _, one, _ in theirs if verb_stem(one) in opposed and verb_stem(one) not in mine), None)


def _is_turned(word: str) -> bool:
    """Nouns and adjectives in -er and the like are compared as they are; a bare short word may be anything."""
    return len(word) > 3 or word in IRREGULAR_FORMS


def _opposite_in_place(ours: Neighbours, theirs: Sequence[Neighbours], mine: frozenset[str]) -> str | None:
    """The opposite that the source has beside the same word, where it never has our word beside it.

    Of two sides of one thing (`bought`, `sold`) only the word before tells: another subject may well have done it.
    `mine` are the stems of all our words: what was approved and then suspended is rightly said to be both.
    """
    before, word, after = ours
    stem = verb_stem(word)
    opposed = {
        *OPPOSITES.get(stem, ()),
        *(IN_PLACE.get(stem, frozenset()) - mine),
        *(verb_stem(one) for one in SMALL_OPPOSITES.get(word, ())),
    }
    sides = FROM_TWO_SIDES.get(stem, frozenset())
    beside = [(one, left == before != "", right == after != "") for left, one, right in theirs]
    if any(verb_stem(one) == stem and (is_left or is_right) for one, is_left, is_right in beside):
        return None
    for one, is_left, is_right in beside:
        other = verb_stem(one)
        if (other in opposed and (is_left or is_right)) or (other in sides and is_left):
            return one
    return None
