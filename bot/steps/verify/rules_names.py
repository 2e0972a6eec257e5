"""V10: every name of ours is named by the cited sentences or may be borrowed from around them.

Names that stand for one another are `steps/words/names`; who does what is for the rules on actors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.domain.lexicon import word_set
from bot.domain.speaker import TITLES, plain, spelling
from bot.domain.verdict import Failure
from bot.steps.find.anchors import Name, find_names, iter_words
from bot.steps.find.outlets import is_outlet
from bot.steps.verify.ground import Ground, overlap
from bot.steps.words.names import canonical, canonical_words, is_nationality

OVERLAP_FOR_STAND_IN = 0.7
"""Share of our words in one cited sentence from which a name that it lacks has taken the place of one that it has."""

_PRONOUNS = word_set("he she it they him her them his its their who we us our i my you your whose")

_COMMON_ENDING = re.compile(
    r"(?:ing|ed|ly|ion|ions|ment|ments|ness|ity|ies|ers|ors|ists|ees|als|ants|ents|ives|ous|ful)$"
)


def rule_v10_names(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """Every capitalised name stands in a cited sentence, the one before it, the title or the outlet's name."""
    failures = []
    for name in find_names(prose):
        if not _is_known(name, ground):
            failures.append(Failure("V10", f"“{name.text}” is not named in the cited sentences", ground.text))
        elif (other := _stands_in_for(name, prose, ground)) is not None:
            failures.append(Failure("V10", f"“{name.text}” stands where the source says “{other}”", ground.text))
    return tuple(failures)


def _is_known(name: Name, ground: Ground) -> bool:
    if _is_outlet(name, ground):
        return True
    spoken = [word for word in iter_words(name.text) if word.lower() not in ("of", "the", "for")]
    words = [word for word in spoken if plain(word) not in TITLES]
    unknown = [word for word in words if not _is_known_word(word, ground)]
    if unknown and _is_adjective(unknown[0], spoken, ground):
        unknown = unknown[1:]
    if not unknown:
        return not _is_of_several(words, ground)
    if name.opens and unknown == words[:1] and _is_common_word(words[0], ground):
        return True
    return _is_spelled_out(name, words, unknown, ground)


def _is_known_word(word: str, ground: Ground) -> bool:
    if canonical(word) in ground.names or spelling(word) in ground.names:
        return True
    parts = [part for part in re.split(r"[-’']", word) if part not in ("", "s")]
    return len(parts) > 1 and all(_is_known_part(part, ground) for part in parts)


def _is_known_part(part: str, ground: Ground) -> bool:
    """`Ostreyan-led` for `led by Ostreya`: a small letter begins no name, and what leads is judged by other rules."""
    return part[0].islower() or canonical(part) in ground.names or is_nationality(part, ground.capitalised)


def _is_adjective(word: str, spoken: Sequence[str], ground: Ground) -> bool:
    """`Kavarian` for Kavaria, alone or before an office: before another name it may be a first name."""
    after = spoken[spoken.index(word) + 1 :]
    return (not after or plain(after[0]) in TITLES) and is_nationality(word, ground.capitalised)


def _is_common_word(word: str, ground: Ground) -> bool:
    """An opening word is no name if the articles use it in lower case, be it one or many, or it looks like a common
    word."""
    lowered = word.lower()
    bodies = " ".join(article.revision.text for article in ground.articles)
    if re.search(rf"(?<!\w){re.escape(lowered.removesuffix('s'))}s?(?!\w)", bodies):
        return True
    return not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", bodies) and _COMMON_ENDING.search(lowered) is not None


def _is_spelled_out(name: Name, words: Sequence[str], unknown: Sequence[str], ground: Ground) -> bool:
    """A surname of the cited sentence given in full, as the article spells it out, and for nobody else of that name."""
    if words[-1] in unknown or plain(name.text) not in ground.stored:
        return False
    return not _is_of_several(words, ground)


def _is_of_several(words: Sequence[str], ground: Ground) -> bool:
    """A full name for a bare surname of the cited sentences that several people of the articles have."""
    if len(words) < 2 or "-" in words[0] or canonical(words[0]) in canonical_words(ground.text):
        return False
    bodies = " ".join(article.revision.text for article in ground.articles)
    firsts = set(re.findall(rf"\b([A-Z][\w’'-]+) {re.escape(words[-1])}\b", bodies))
    given = {plain(first) for first in firsts if plain(first) not in TITLES and not _is_common_word(first, ground)}
    return not given <= {plain(word) for word in words}


def _stands_in_for(name: Name, prose: str, ground: Ground) -> str | None:
    """The name of the one cited sentence whose place ours has taken; None when it may be borrowed from around it.

    A pronoun or a title of the cited sentence may be given its name; a name may not be exchanged for another.
    """
    if len(ground.texts) != 1:
        return None
    cited, ours = ground.texts[0], Counter(_name_words(prose))
    if _is_outlet(name, ground) or _is_named_in(name, cited) or overlap(prose, cited) < OVERLAP_FOR_STAND_IN:
        return None
    if Counter(_references(cited)) - Counter(_references(prose)):
        return None
    named = [one for one in find_names(cited) if not one.opens or not _is_common_word(one.text.split()[0], ground)]
    theirs = Counter(_name_words(cited))
    return next((one.text for one in named if all(theirs[w] > ours[w] for w in _name_words(one.text))), None)


def _is_outlet(name: Name, ground: Ground) -> bool:
    """`the Tolmesh Courier`, `the Courier`: whoever reported it may be named beside any of its sentences."""
    return any(is_outlet(name.text, article.outlet) for article in ground.articles)


def _is_named_in(name: Name, cited: str) -> bool:
    capitals = frozenset(plain(word) for word in iter_words(cited) if word[0].isupper())
    words = [part for word in iter_words(name.text) for part in (word, word.split("-")[0])]
    return bool(_capitalised(name.text) & canonical_words(cited)) or any(
        is_nationality(word, capitals) for word in words
    )


def _capitalised(text: str) -> frozenset[str]:
    return frozenset(canonical(word) for word in iter_words(text) if word[0].isupper())


def _name_words(text: str) -> list[str]:
    """The words of names, without titles: `Prince Harry` is not kept by another prince."""
    capitalised = (word for word in iter_words(text) if word[0].isupper())
    return [canonical(word) for word in capitalised if plain(word) not in TITLES]


def _references(text: str) -> list[str]:
    """Pronouns and titles of a text; `US` is a country, `Us` opens a sentence."""
    words = (word for word in iter_words(text) if word.lower() in _PRONOUNS or not word[0].isupper())
    kept = (word.lower() for word in words if word == "I" or not word.isupper())
    return [word for word in kept if word in _PRONOUNS or word in TITLES]
