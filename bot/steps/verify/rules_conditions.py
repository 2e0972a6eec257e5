"""V14 on clauses: what holds only under a condition keeps it, and what the source only asks is not told as so.

Owns `if`, `only if`, `unless` and `whether`; single hedges and plans are `rules_modality`, negations `rules_polarity`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.lexicon import CONDITIONS, HEDGES, find_negators, is_negator, word_set
from bot.domain.verdict import Failure
from bot.steps.find.scope import spoken_words
from bot.steps.verify.ground import Ground
from bot.steps.words.opposites import OPPOSITES
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import verb_stem

SHARE_RESTATED = 0.6
"""So much of what depends on a condition ours must repeat before it counts as telling the same thing."""

SHARE_ASKED = 0.7
"""The same for a question: a clause behind `whether` often presupposes half of what it says."""

MIN_STEMS = 2
MIN_ASKED_STEMS = 3
"""With fewer words of content there is no telling what ours repeats."""

SHARE_CONDITION_KEPT = 0.5
"""Who repeats so much of the condition has kept it in other words."""

_QUOTES = re.compile(r"[“”„«»\"]")
_CONDITION = re.compile(
    r"\b(?P<strict>(?:but )?only (?:if|when)|provided that|providing that|as long as|on (?:the )?condition that)\b"
    r"|(?<!\beven )(?<!\bas )(?<!\bwhat )\b(?P<loose>if|unless)\b"
    r"(?! (?:not|any|anything|ever|necessary|possible|needed|so|only)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:ask|wonder|know|knew|see|check|determine|unclear|sure|doubt|question|decid|learn|test|find|say)\w*"
    r" (?:\w+ ){0,3}$",
    re.IGNORECASE,
)
"""Before `if` they make it a `whether`."""

_END = re.compile(r"[.;:!?](?=\s|$)")
_FRONTED = re.compile(r"(?:^|\b(?:that|said|says|but|and|added|warned|promised|vowed|told \w+),?)\s*$", re.IGNORECASE)
"""What stands before a condition that comes first: `Lind said that if …`."""

_TAKEN_IN = re.compile(r"\b(?:that|said|says|,? but)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_MODAL = re.compile(r"\b(?:will|would|can|could|may|might|must|shall)\s+(?:not\s+)?(\w+)", re.IGNORECASE)
_WHETHER = re.compile(r"\bwhether\b(?! or not\b)(?P<asked>[^,;:.?!]*)", re.IGNORECASE)

_KEEPS_ANY = CONDITIONS | word_set(
    "condition conditions conditional conditionally depend depends depended depending dependent once when should long",
    "without before after until contingent exchange return subject insist insists insisted require requires required",
    "requiring demand demands demanded hinge hinges case only must providing pending",
)
"""Words by which ours says that something depends on something."""

_OPEN = word_set("would could may might threaten threatens threatened plan plans planned ready prepared willing")
"""Words that leave open whether it comes so: enough for a plain `if`."""

_KEEPS_QUESTION = (
    CONDITIONS
    | HEDGES
    | word_set(
        "would could should may might can question questions questioned unclear decide decides decision probe probes",
        "probing inquiry investigate investigates investigated investigating investigation investigators examine",
        "examining ask asked asks suspected alleged possible consider considers considering debate debated doubt",
        "doubts assess assesses assessing weigh weighs weighing discuss discussed allegedly suspicion suspicions",
    )
)


@dataclass(frozen=True, slots=True)
class Conditional:
    """A condition with the clause that depends on it. `is_strict`: nothing is said for the case that it fails."""

    word: str
    condition: str
    main: str
    is_strict: bool


def rule_v14_conditions(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What the cited sentences say under a condition is not told without one, nor under the opposite one."""
    mine = list(find_conditionals(prose))
    for at, text in enumerate(ground.texts):
        others = [*ground.texts[:at], *ground.texts[at + 1 :]]
        for theirs in find_conditionals(text):
            if _is_dropped(theirs, prose) and not any(_says(one, theirs) and not _keeps(theirs, one) for one in others):
                return (Failure("V14", f"the cited sentence says it only with “{theirs.word}”", ground.text),)
            if turned := next(filter(None, (_turned(ours, theirs) for ours in mine)), None):
                return (Failure("V13", f"ours has the condition “{turned[0]}”, the source “{turned[1]}”", ground.text),)
    return ()


def rule_v14_questions(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """What the cited sentences only ask (`whether it was sabotage`) is not told as a fact."""
    words = spoken_words(prose)
    if "?" in prose or any(word.lower() in _KEEPS_QUESTION or is_negator(word) for word in words):
        return ()
    mine = set(_stems(prose))
    for text in ground.texts:
        for found in _WHETHER.finditer(text):
            asked = _stems(found["asked"])
            rest = {*_stems(text.replace(found.group(), " ")), *_stems(" ".join(set(ground.texts) - {text}))}
            is_settled = not asked or asked[-1] in rest or asked[-1] not in mine
            if len(asked) >= MIN_ASKED_STEMS and not is_settled and _share(asked, mine) >= SHARE_ASKED:
                return (Failure("V14", "the cited sentence only asks “whether”, ours asserts it", ground.text),)
    return ()


def find_conditionals(text: str) -> Iterator[Conditional]:
    """Every condition of a text with the clause that it governs; where that clause cannot be told, none."""
    plain = _QUOTES.sub("", text)
    for found in _CONDITION.finditer(plain):
        before = _END.split(plain[: found.start()])[-1]
        behind = _END.split(plain[found.end() :])[0]
        condition, comma, rest = behind.partition(",")
        if _FRONTED.search(before):
            main = rest.partition(",")[0] if comma else ""
        elif found["loose"] and _ASKING.search(before):
            continue
        else:
            main = _main_before(before)
        if main.strip():
            yield Conditional(found.group(), condition, main, bool(found["strict"]))


def _main_before(before: str) -> str:
    """The clause that a condition behind it governs: without who said it, and the `but` in between."""
    clause = re.sub(r",?\s*(?:but|and)?\s*$", "", before)
    return _TAKEN_IN.split(clause)[-1]


def _is_dropped(theirs: Conditional, prose: str) -> bool:
    return _says(prose, theirs) and not _keeps(theirs, prose)


def _says(text: str, theirs: Conditional) -> bool:
    """Whether a text repeats what depends on the condition, its verb included."""
    main, held = _stems(theirs.main), set(_stems(text))
    verb = _MODAL.search(theirs.main)
    if verb and verb_stem(verb[1]) in main and verb_stem(verb[1]) not in held:
        return False
    return len(set(main)) >= MIN_STEMS and _share(main, held) >= SHARE_RESTATED


def _keeps(theirs: Conditional, text: str) -> bool:
    words = {word.lower() for word in spoken_words(text)}
    if words & _KEEPS_ANY or (not theirs.is_strict and words & _OPEN):
        return True
    condition = _stems(theirs.condition)
    return len(condition) >= MIN_STEMS and _share(condition, set(_stems(text))) >= SHARE_CONDITION_KEPT


def _turned(ours: Conditional, theirs: Conditional) -> tuple[str, str] | None:
    """A word of our condition and the opposite one that stands for it in theirs, if both are about the same thing."""
    is_other_kind = ("unless" in ours.word.lower()) != ("unless" in theirs.word.lower())
    if is_other_kind or bool(find_negators(ours.condition)) != bool(find_negators(theirs.condition)):
        return None
    mine, held = _by_stem(ours.condition), _by_stem(theirs.condition)
    if not mine.keys() & held.keys():
        return None
    for stem, word in mine.items():
        against = OPPOSITES.get(stem, frozenset()) & held.keys() - mine.keys()
        if against and stem not in held:
            return word, held[min(against)]
    return None


def _by_stem(text: str) -> dict[str, str]:
    return {verb_stem(word): word for word in spoken_words(text) if word.lower() not in STOP_WORDS}


def _stems(text: str) -> list[str]:
    words = (_POSSESSIVE.sub("", word) for word in spoken_words(text))
    return [verb_stem(word) for word in words if word.lower() not in STOP_WORDS]


def _share(stems: Sequence[str], held: set[str]) -> float:
    wanted = set(stems)
    return len(wanted & held) / len(wanted) if wanted else 0.0
