"""What a small word governs: the `raise` of `will not raise`, the `meet` of `may meet`.

Owns the question whether another text says the same thing without that word. Which words govern is for the rules to say
(`steps/verify/rules_polarity`, `rules_modality`); they mark them in the words of a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.lexicon import NUMBER_AHEAD, word_set
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import verb_stem

REACH_AHEAD = 5
"""A trigger governs the next word that carries content, if it stands this close behind it."""

NEAR_AHEAD = 4
"""So close behind a trigger no word counts as said without it."""

REACH_BACK = 4
"""`The plan was rejected`: a trigger this close behind a word turns it as well."""

MAX_NEIGHBOURS = 4
"""Words up to the next one with content that must agree before two texts say the same thing at one place."""

_SAYING = word_set("said say says told made make get done year years week")
"""Words without a topic that are denied all the same: `has not said`, `not this year`."""

_FUNCTION_WORDS = (STOP_WORDS | word_set("longer yet more less fewer later earlier")) - _SAYING
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CONTRACTED = re.compile(r"(?<!\w)(?:(?P<odd>ca|wo|sha)|(?P<verb>\w+))n['’]t\b", re.IGNORECASE)
_ODD = {"ca": "can", "wo": "will", "sha": "shall"}
_NO_DENIAL = re.compile(
    rf"\bNos?\.\s?(?=\d)|\b(?:no|not) (?:more|less|fewer|later|earlier|longer|sooner) than\s+{NUMBER_AHEAD}"
    r"|\bwhether or not\b|\bno (?:doubt|matter|wonder)\b",
    re.IGNORECASE,
)
"""What only looks like a negation: `No. 3`, the bound `no more than 40`."""

_AFFIRMED = re.compile(r"\bnot (?:only|just|merely|simply)\b", re.IGNORECASE)
"""`Not only` affirms what it governs."""

_END = "."
"""Closes a sentence as a word with content would."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A trigger by its place. `reaches_back`: it may turn what stands before it too. `is_verb`: it says something
    itself, and may be governed in turn (`did not refuse`). A name is denied (`not Velm but Orsa`), and never possible.
    """

    at: int
    word: str
    reaches_back: bool = True
    is_verb: bool = False
    governs_names: bool = True


@dataclass(frozen=True, slots=True)
class Scoped:
    """Stems of a text: `governed` by a trigger, `free` of any trigger near them (with the word), and `said` at all."""

    governed: dict[str, Mark]
    free: dict[str, str]
    said: frozenset[str]


FindMarks = Callable[[Sequence[str]], Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Triggers:
    """How one kind of trigger is found, and which words `come_and_go` with it (the `does` of `does not`).

    `is_undone` when a second one takes back the first, as with negations.
    """

    find_marks: FindMarks
    come_and_go: frozenset[str]
    is_undone: bool


def spoken_words(text: str) -> list[str]:
    """The words of a text: contractions in full (`did not`), without what only looks like a negation (`No. 3`)."""
    return [found.group() for found in _WORD.finditer(_NO_DENIAL.sub("", _in_full(text)))]


def without_affirming(text: str) -> str:
    """A text but for the `not only` and `not just` that affirm what they govern."""
    return _AFFIRMED.sub("", _in_full(text))


def _in_full(text: str) -> str:
    full = _CONTRACTED.sub(lambda found: f"{_ODD.get((found['odd'] or '').lower(), found['verb'])} not", text)
    return re.sub(r"\bcannot\b", "can not", full)


def scopes_in(text: str, find_marks: FindMarks, blurs: Callable[[str], bool]) -> Scoped:
    """Sort the content words of a text. Near words that `blurs` holds for, nothing counts as free."""
    words = spoken_words(without_affirming(text))
    marks = {mark.at: mark for mark in find_marks(words)}
    targets = [(target, mark) for mark in marks.values() if (target := _target(words, mark, marks)) is not None]
    often = Counter(target for target, _ in targets)
    governed = {verb_stem(words[at]): mark for at, mark in targets if not _is_turned_twice(at, mark, often)}
    blurred = [at for at, word in enumerate(words) if at not in marks and blurs(word)]
    free = {
        verb_stem(word): word
        for at, word in enumerate(words)
        if _has_content(word) and (at not in marks or marks[at].is_verb) and not _is_near(at, marks, blurred)
    }
    return Scoped(governed, free, frozenset(verb_stem(word) for word in words))


def first_lost(ours: Scoped, theirs: Sequence[Scoped]) -> tuple[str, str] | None:
    """Trigger and word of the first thing that every cited text only says with a trigger, and we without one."""
    free = {word for scoped in theirs for word in scoped.free}
    for scoped in theirs:
        for word, mark in scoped.governed.items():
            is_kept = word in ours.governed or (mark.is_verb and verb_stem(mark.word) in ours.said)
            if word in ours.free and word not in free and not is_kept:
                return mark.word, ours.free[word]
    return None


def first_added(ours: Scoped, theirs: Sequence[Scoped]) -> tuple[str, str] | None:
    """Trigger and word of the first thing that we only say with a trigger, and the cited texts only without one.

    Who repeats a verb of the source (`rejected`) has added none.
    """
    governed = {word for scoped in theirs for word in scoped.governed}
    free = {word: scoped.free[word] for scoped in theirs for word in scoped.free}
    said = {word for scoped in theirs for word in scoped.said}
    for word, mark in ours.governed.items():
        is_repeated = mark.is_verb and verb_stem(mark.word) in said
        if word in free and word not in governed and word not in ours.free and not is_repeated:
            return mark.word, free[word]
    return None


def first_slipped_in(text: str, others: Sequence[str], triggers: Triggers) -> str | None:
    """The first trigger that a text has between words which every other text that has them side by side lacks there."""
    ours = _neighbours(text, triggers)
    theirs: dict[tuple[str, ...], set[bool]] = {}
    for other in others:
        for context, found in _neighbours(other, triggers).items():
            theirs.setdefault(context, set()).update(is_turned for is_turned, _ in found)
    for context, found in ours.items():
        if theirs.get(context) == {False} and all(is_turned for is_turned, _ in found):
            return next(word for _, word in found)
    return None


def _neighbours(text: str, triggers: Triggers) -> dict[tuple[str, ...], set[tuple[bool, str]]]:
    """Neighbouring words with whether triggers between them turn what is said, and the first of these."""
    words = [*spoken_words(text), _END]
    marked = {mark.at: mark.word for mark in triggers.find_marks(words)}
    kept = [at for at, word in enumerate(words) if word.lower() not in triggers.come_and_go and at not in marked]
    lowered = ["", *(words[at].lower() for at in kept)]
    found: dict[tuple[str, ...], set[tuple[bool, str]]] = {}
    for place, (before, after) in enumerate(zip([-1, *kept], kept, strict=False)):
        context = tuple(_context(lowered, place))
        between = [marked[at] for at in range(before + 1, after) if at in marked]
        is_turned = len(between) % 2 == 1 if triggers.is_undone else bool(between)
        if _has_content(context[-1]):
            found.setdefault(context, set()).add((is_turned, between[0] if between else ""))
    return found


def _context(lowered: Sequence[str], place: int) -> Iterator[str]:
    """A word and those behind it up to the first with content."""
    yield lowered[place]
    for word in lowered[place + 1 : place + 1 + MAX_NEIGHBOURS]:
        yield word
        if _has_content(word):
            return


def _target(words: Sequence[str], mark: Mark, marks: dict[int, Mark]) -> int | None:
    """The word that a trigger governs; none if the next one with content is a mere trigger itself."""
    ahead = range(mark.at + 1, min(mark.at + 1 + REACH_AHEAD, len(words)))
    target = next((at for at in ahead if _has_content(words[at])), None)
    if target is None or (target in marks and not marks[target].is_verb):
        return None
    return target if mark.governs_names or not words[target][0].isupper() else None


def _is_turned_twice(at: int, mark: Mark, often: Counter[int]) -> bool:
    """`did not refuse to go`: who went is not said to have stayed."""
    return often[at] > 1 or (mark.is_verb and mark.at in often)


def _is_near(at: int, marks: dict[int, Mark], blurred: Sequence[int]) -> bool:
    near = [(mark.at, REACH_BACK if mark.reaches_back else -1) for mark in marks.values() if mark.at != at]
    near += [(one, REACH_BACK) for one in blurred]
    return any(-back <= at - place <= NEAR_AHEAD for place, back in near)


def _has_content(word: str) -> bool:
    return word.lower() not in _FUNCTION_WORDS
