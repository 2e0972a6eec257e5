"""V14: what the source only calls possible, planned or alleged is not asserted as done.

Which word a hedge governs is `steps/find/scope`; negations are `rules_polarity`, hedges of numbers `rules_numbers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.lexicon import HEDGES, is_negator, word_set
from bot.domain.verdict import Failure
from bot.steps.find.scope import Mark, Triggers, first_lost, first_slipped_in, scopes_in, spoken_words
from bot.steps.verify.ground import Ground
from bot.steps.words.verbs import SAYING, is_participle, is_past, verb_stem

_PROSPECTS = word_set(
    "expected plan plans planned planning hope hopes hoped hoping intend intends intended seek seeks seeking sought",
    "want wants wanted threaten threatens threatened threatening try tries tried trying",
)
"""With `to` they say what is not done yet."""

_AIMS = word_set(
    "desire desires wish wishes intention intentions ambition ambitions bid bids effort efforts attempt attempts aim",
    "aims proposal proposals promise promises pledge pledges threat threats offer offers willingness readiness request",
    "requests vow vows push drive call calls demand demands",
)
"""Nouns, and verbs spelled alike, that with `to` name an aim: `a desire to broker` is no brokering."""

_WANTING = word_set(
    "expect expects expected want wants wanted urge urges urged ask asks asked order orders ordered press presses",
    "pressed beg begs begged instruct instructs instructed invite invites invited tell tells told require requires",
    "required encourage encourages encouraged advise advises advised",
)
"""Verbs of wanting another to act: `expects sales to rise` says no more of the rise than `may`."""

WANTED_WORDS = 5
"""So many words at most name the one who is wanted to act, between the verb and its `to`."""

_TO_COME = word_set("would will shall")
"""What stands behind them is not yet done."""

_LOOKING_BACK = word_set(
    "later eventually ultimately subsequently then soon go become often always sometimes usually only have not never",
)
"""Behind `would` they tell of what did come, of a habit, or of what is no deed: `would later cross`."""

_UNPROVEN = word_set("alleged suspected proposed considering")
"""Words that keep what follows from being a fact."""

_MODALS = (
    HEDGES
    | _PROSPECTS
    | _UNPROVEN
    | word_set(
        "would should propose proposes expect expects consider considers considered able possible potential proposal",
        "aim aims aimed urge urged urges call called calls calling ask asked asks demand demanded demands if whether",
        "unless scheduled set due going allege accuse accused claim claimed claims suggest suggested",
    )
)
"""Words that keep a thing from being asserted as done."""

_PAST_BE = word_set("was were been had has have")
_NOT_DONE_BEFORE = word_set("to is are be being the a an its his her their this that these those of")
"""Before a past form they make it an adjective, or an act that goes on: `is closed`, `the closed strait`."""

_SAYS_LITTLE = frozenset(verb_stem(word) for word in ("be", "have", "do", "get", "make", "take")) | SAYING

_WITH_HEDGE = word_set("will do does did has have had is are was were be been to")
"""Words that come and go with a hedge: `may close` and `will close`, `is expected to close` and `closes`."""


def rule_v14_modality(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What the cited sentences only call possible, planned or alleged is not asserted as a fact."""
    cited = [scopes_in(text, find_hedges, _is_modal) for text in ground.texts]
    lost = first_lost(scopes_in(prose, find_hedges, _is_modal), cited)
    if lost is not None:
        return (Failure("V14", f"the cited sentence says “{lost[0]} … {lost[1]}”, ours asserts it", ground.text),)
    for text in ground.unquoted:
        if slipped := first_slipped_in(text, [prose], _HEDGES):
            return (Failure("V14", f"the cited sentence says “{slipped}” where ours asserts it", ground.text),)
    return ()


def rule_v14_to_come(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What the cited sentences say would come is not told in the past, nor what somebody wants of another as done."""
    words = spoken_words(prose)
    if any(word.lower() in _MODALS | _AIMS | _TO_COME for word in words):
        return ()
    ahead = [word for text in ground.texts for word in _words_to_come(spoken_words(text))]
    held = Counter(verb_stem(word) for text in ground.texts for word in spoken_words(text))
    only_ahead = {stem for stem, count in Counter(map(verb_stem, ahead)).items() if held[stem] == count}
    for at, word in enumerate(words):
        stem = verb_stem(word)
        is_bare = word in ahead and words[at - 1].lower() not in _PAST_BE  # `cut` may be no past form
        if stem in only_ahead - _SAYS_LITTLE and not is_bare and _is_told_as_done(words, at):
            return (
                Failure("V14", f"the cited sentence has “{word}” still to come, ours tells it as done", ground.text),
            )
    return ()


def _words_to_come(words: Sequence[str]) -> Iterator[str]:
    """The verbs behind `would`, and behind the `to` of `expects sales to rise` or `a desire to broker`."""
    for at, word in enumerate(words):
        lowered = word.lower()
        behind = next((place for place in range(at + 1, len(words)) if not words[place].lower().endswith("ly")), None)
        if behind is None or words[behind].lower() in _LOOKING_BACK:
            continue
        if lowered in _TO_COME:
            is_passive = words[behind].lower() == "be" and behind + 1 < len(words)
            yield words[behind + is_passive]
        elif lowered == "to" and _is_wanted(words[max(0, at - WANTED_WORDS - 1) : at]):
            yield words[behind]


def _is_wanted(before: Sequence[str]) -> bool:
    return any(word.lower() in _WANTING for word in before) or (bool(before) and before[-1].lower() in _AIMS)


def _is_told_as_done(words: Sequence[str], at: int) -> bool:
    """A past form that is neither an adjective (`the closed strait`) nor hung on a noun (`a pause monitored by`)."""
    lowered = words[at].lower()
    before = words[at - 1].lower() if at else ""
    if not is_past(lowered) or before in _NOT_DONE_BEFORE:
        return False
    by, agent = [*words[at + 1 : at + 3], "", ""][:2]
    has_agent = by == "by" and is_participle(lowered) and not agent[:1].isdigit()
    return before in _PAST_BE or not has_agent


def find_hedges(words: Sequence[str]) -> list[Mark]:
    """The hedges among the words of a text; the month of May is none."""
    marks = []
    for at, word in enumerate(words):
        lowered = word.lower()
        is_prospect = lowered in _PROSPECTS and words[at + 1 : at + 2] == ["to"]
        if (lowered in HEDGES and word != "May") or is_prospect or lowered in _UNPROVEN:
            marks.append(Mark(at, word, governs_names=False))
    return marks


_HEDGES = Triggers(find_hedges, _WITH_HEDGE, is_undone=False)


def _is_modal(word: str) -> bool:
    return word.lower() in _MODALS or is_negator(word)
