"""V12: what the source denies is not affirmed, and what it affirms is not denied.

Which word a negation governs is `steps/find/scope`; what is only possible or planned is `rules_modality`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.lexicon import NEGATORS, is_negator, word_set
from bot.domain.verdict import Failure
from bot.steps.find.concepts import content_stems
from bot.steps.find.scope import (
    Mark,
    Scoped,
    Triggers,
    first_added,
    first_lost,
    first_slipped_in,
    scopes_in,
    spoken_words,
    without_affirming,
)
from bot.steps.verify.ground import Ground
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import verb_stem

WORDS_AROUND = 3
SHARE_AROUND = 0.75
"""Words with content on either side of a denial, and the share of them by which ours speaks of the denied thing."""

_AHEAD_ONLY = word_set("no without neither nor none nobody nothing lack lacks lacked lacking absence")
"""Negations that turn what follows them and nothing before."""

_DENYING_VERBS = word_set(
    "refuse refused refuses refusing deny denied denies denying reject rejected rejects rejecting lack lacks lacked",
    "lacking doubt doubts doubted",
)
_FAILING = word_set(
    "fail failed fails failing decline declined declines declining unable unwilling refuse refused refuses refusing",
)
"""With `to` they deny what follows: `failed to agree`."""

_SOFT_NEGATIONS = word_set(
    "fail failed fails failing decline declined declines declining unable instead rather stop",
    "stopped dismiss dismissed dismisses avoid avoided block blocked blocks cancel cancelled canceled end ended oppose",
    "opposed opposes against unlikely unwilling prevent prevented ban banned out short",
)
"""Other ways to say no: they keep a negation of the source, and need none in it."""

_QUOTED = re.compile(r"[“”„«»\"]|(?<=[.?!])\s")
"""Where quoted words begin and end, and one sentence of theirs the next."""

_WITH_NEGATION = word_set("do does did to any ever some with")
"""Words that come and go with a negation: `does not close` and `closes`, `not any more`."""


def rule_v12_polarity(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """We neither deny what no cited sentence denies, nor affirm what they only deny."""
    reason = _added(prose, ground) or _dropped(prose, ground)
    return (Failure("V12", reason, ground.text),) if reason else ()


def find_denials(words: Sequence[str]) -> list[Mark]:
    """The negations among the words of a text."""
    marks = []
    for at, word in enumerate(words):
        lowered = word.lower()
        is_failing = lowered in _FAILING and words[at + 1 : at + 2] == ["to"]
        if is_failing or lowered in NEGATORS:
            marks.append(Mark(at, word, lowered not in _AHEAD_ONLY, is_failing or lowered in _DENYING_VERBS))
    return marks


_DENIALS = Triggers(find_denials, _WITH_NEGATION, is_undone=True)


def _added(prose: str, ground: Ground) -> str | None:
    """Why our denial is none of theirs."""
    ours = _denied_by(prose)
    if ours and not any(_denied_by(text) or _soft_words(text) for text in ground.texts):
        return f"no cited sentence holds a negation like “{ours}”"
    if slipped := first_slipped_in(prose, ground.texts, _DENIALS):
        return f"the cited sentence says the same without “{slipped}”"
    mine, cited = _scopes(prose, ground)
    added = first_added(mine, cited)
    if added is not None:
        return f"no cited sentence says “{added[0]} … {added[1]}”"
    if ours and _is_denied_anew(prose, mine, cited, ground):
        return f"the cited sentence nearest to it holds no “{ours}”"
    return None


def _dropped(prose: str, ground: Ground) -> str | None:
    """Why their denial is missing from ours."""
    mine, cited = _scopes(prose, ground)
    lost = first_lost(mine, cited)
    if lost is not None:
        return f"the cited sentence says “{lost[0]} … {lost[1]}”, ours does not"
    for text in ground.unquoted:
        if slipped := first_slipped_in(text, [prose], _DENIALS):
            return f"the cited sentence says “{slipped}” where ours does not"
    if _denied_by(prose) or _soft_words(prose) - _soft_words(ground.text) or len(ground.texts) != 1:
        return None
    denied = next(_denials_of(prose, ground.unquoted[0]), None)
    return f"the cited sentence says “{denied}”, ours does not" if denied else None


def _denials_of(prose: str, text: str) -> Iterator[str]:
    """Denials in a text whose surroundings ours repeats: who drops a denied clause as a whole affirms nothing.

    Quoted words are read apart from what leads to them: who spoke is no part of what is denied.
    """
    mine = {verb_stem(word) for word in spoken_words(prose)}
    for part in _QUOTED.split(without_affirming(text)):
        yield from _denials_in(spoken_words(part), mine)


def _denials_in(words: Sequence[str], mine: set[str]) -> Iterator[str]:
    marks = find_denials(words)
    if len(marks) % 2 == 0:
        return  # `did not refuse`: a second negation undoes the first
    content = [at for at, word in enumerate(words) if word.lower() not in STOP_WORDS]
    for mark in marks:
        before = [words[at] for at in content if at < mark.at][-WORDS_AROUND:]
        behind = [words[at] for at in content if at > mark.at][:WORDS_AROUND]
        denied = {verb_stem(word) for word in behind}
        near = denied | {verb_stem(word) for word in before}
        if not denied or len(near) < WORDS_AROUND:
            continue
        if len(near & mine) >= SHARE_AROUND * len(near) and len(denied & mine) * 2 >= len(denied):
            yield mark.word


def _scopes(prose: str, ground: Ground) -> tuple[Scoped, list[Scoped]]:
    mine = scopes_in(prose, find_denials, _is_soft_word)
    return mine, [scopes_in(text, find_denials, _is_soft_word) for text in ground.texts]


def _is_denied_anew(prose: str, mine: Scoped, cited: Sequence[Scoped], ground: Ground) -> bool:
    """Whether we deny a thing in words that no cited sentence denies, and the one most like ours denies nothing."""
    if not mine.governed or not ground.texts or any(word in one.governed for one in cited for word in mine.governed):
        return False
    stems = set(content_stems(prose))
    nearest = max(ground.texts, key=lambda text: len(stems & set(content_stems(text))))
    return not _denied_by(nearest) and not _soft_words(nearest)


def _denied_by(text: str) -> str | None:
    """The first negation of a text."""
    words = spoken_words(without_affirming(text))
    return next((mark.word for mark in find_denials(words)), None) or next(filter(is_negator, words), None)


def _soft_words(text: str) -> set[str]:
    return {word.lower() for word in spoken_words(text)} & _SOFT_NEGATIONS


def _is_soft_word(word: str) -> bool:
    return word.lower() in _SOFT_NEGATIONS
