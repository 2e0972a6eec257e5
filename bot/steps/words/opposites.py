"""Words of which one denies the other: rise and fall, accept and reject, before and after.

Owns the lists. What follows from an opposite in the source is `steps/verify/rules_verbs`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.lexicon import word_set
from bot.steps.words.verbs import verb_stem

_OPPOSITES = (
    ("rise increase grow climb jump surge soar gain growth higher expand",
     "fall decrease decline drop plunge slump shrink tumble sink lower slip"),
    ("accept approve adopt embrace", "reject refuse veto dismiss"),
    ("approve pass", "veto reject"),
    ("win winner victory", "lose loser defeat loss"),
    ("begin start launch open resume", "end finish conclude close stop halt suspend"),
    ("open reopen", "close shut"),
    ("agree consent", "refuse disagree"),
    ("support back endorse favor favour welcome praise", "oppose condemn criticize criticise denounce"),
    ("arrest detain jail imprison capture", "release free acquit"),
    ("attack invade assault", "defend"),
    ("ally friend partner", "enemy foe rival adversary"),
    ("ban prohibit forbid bar outlaw", "allow permit legalize legalise authorize authorise"),
    ("confirm", "deny"),
    ("admit", "deny"),
    ("strengthen", "weaken undermine"),
    ("tighten", "loosen ease relax"),
    ("raise hike", "cut lower reduce slash"),
    ("hire recruit", "fire dismiss sack"),
    ("advance", "retreat"),
    ("succeed success", "fail failure"),
    ("innocent", "guilty"),
    ("convict", "acquit"),
    ("legal lawful", "illegal unlawful"),
    ("possible", "impossible"),
    ("escalate", "de-escalate"),
    ("improve", "worsen deteriorate"),
    ("survive", "die"),
    ("optimist optimistic", "pessimist pessimistic"),
    ("majority", "minority"),
    ("increase", "reduce cut"),
    ("create", "destroy"),
    ("protect", "endanger threaten"),
    ("remember", "forget"),
    ("include", "exclude"),
    ("encourage", "discourage"),
    ("appoint", "dismiss"),
    ("enter join", "leave quit exit"),
)  # fmt: skip
"""Each row: words that say one thing, words that say its opposite."""

_FROM_TWO_SIDES = (
    ("buy purchase", "sell"),
    ("arrive", "leave depart"),
    ("lend", "borrow"),
    ("give", "receive"),
    ("win", "lose"),
    ("import", "export"),
)
"""Opposites that tell of one thing from two sides: they deny each other only of the same subject."""

_IN_PLACE = (
    ("approve authorize authorise uphold", "suspend block halt annul overturn quash"),  # a ruling lets it stand or not
    ("return", "leave flee"),  # to a home and from it
    ("advance", "withdraw retreat"),
    ("keep maintain retain", "cut raise lower reduce increase hike double halve"),  # what is kept was not changed
    ("delight please", "disappoint dismay sadden anger"),
    ("delighted pleased glad happy satisfied", "disappointed dismayed saddened angry unhappy upset"),
    ("end finish conclude complete", "interrupt adjourn pause"),  # what is interrupted goes on
    ("comply obey", "defy disobey"),
)  # fmt: skip
"""Words that deny each other of one thing, and are far too common to tell anything elsewhere in a sentence."""

_SMALL = (
    ("before", "after"), ("up", "down"), ("best", "worst"), ("largest biggest", "smallest"), ("highest", "lowest"),
    ("most", "least"), ("more", "fewer less"), ("above", "below"), ("inside", "outside"), ("better", "worse"),
    ("longer", "shorter"), ("earlier", "later"), ("north northern", "south southern"), ("east eastern", "west western"),
    ("left left-wing", "right right-wing"), ("strong", "weak"), ("over", "under"), ("since", "until"),
    ("first", "last final"),
)  # fmt: skip
"""Words whose opposite may stand in the same sentence for another reason: only the same neighbour tells."""


_DIRECTIONS = (("into toward towards onto", "from"), ("with", "without"))
"""Small words of which one denies the other only if the words on both sides of them are the same."""


def _pairs(rows: tuple[tuple[str, str], ...]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in rows:
        for ours, theirs in ((one, other), (other, one)):
            stems = frozenset(verb_stem(word) for word in word_set(theirs))
            for word in word_set(ours):
                key = verb_stem(word)
                found[key] = found.get(key, frozenset()) | stems
    return found


def _words(rows: tuple[tuple[str, str], ...]) -> Mapping[str, frozenset[str]]:
    sides = [(word_set(one), word_set(other)) for one, other in rows]
    return {word: theirs for one, other in sides for ours, theirs in ((one, other), (other, one)) for word in ours}


OPPOSITES = _pairs(_OPPOSITES)
"""Stem to the stems that deny it."""

FROM_TWO_SIDES = _pairs(_FROM_TWO_SIDES)
IN_PLACE = _pairs(_IN_PLACE)
SMALL_OPPOSITES = _words(_SMALL)
DIRECTIONS = _words(_DIRECTIONS)
"""Word in lower case to the words that deny it."""
