"""V7, whose office: the country or body that qualifies an office of ours is the one that the cited articles give.

Owns comparing them, and only refuses what the articles give otherwise. The office itself is `rules_office`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.speaker import is_same_speaker, plain
from bot.domain.verdict import Failure
from bot.steps.find.anchors import iter_words
from bot.steps.find.qualifiers import find_people_of
from bot.steps.find.roles import Role
from bot.steps.verify.ground import Ground
from bot.steps.words.names import ALIASES, canonical, is_alias, is_nationality

_SHARED = frozenset({"eu", "europe", "nato", "un", "africa", "asia", "pentagon", "state department", "washington"})
"""Bodies and continents: whoever is of a country may be of these as well."""


def other_body(role: Role, alike: Sequence[Role], ground: Ground) -> str | None:
    """`French` where the articles call this minister British: every country of ours is another than every one there."""
    capitals = _capitals(ground)
    ours = {one for one in role.bodies if _is_country(one, capitals)}
    theirs = {one for given in alike for one in given.bodies if _is_country(one, capitals)}
    if not ours or not theirs or any(_is_same(one, other) for one in ours for other in theirs):
        return None
    return f"the cited article calls {role.name} {role.title} of {', '.join(sorted(theirs))}"


def rule_v7_exchanged(prose: str, ground: Ground) -> Iterator[Failure]:
    """`Krell of Norvenia` where the articles speak of `Krell of Sorland` and of another one of Norvenia."""
    cited = [pair for article in ground.articles for pair in find_people_of(article.revision.text)]
    for name, body in find_people_of(prose):
        theirs = [other for one, other in cited if is_same_speaker(name, one)]
        is_of_another = any(_is_same_body(body, other) and not is_same_speaker(name, one) for one, other in cited)
        if theirs and is_of_another and not any(_is_same_body(body, other) for other in theirs):
            yield Failure("V7", f"the cited article speaks of {name} of {theirs[0]}, not of {body}", ground.text)


def _is_country(name: str, capitals: frozenset[str]) -> bool:
    """Whether it is a country: of the known ones, or one that the articles name as a place and as its people."""
    if name in ALIASES or is_alias(name):
        return name not in _SHARED
    return is_nationality(name, capitals - {name})


def _capitals(ground: Ground) -> frozenset[str]:
    texts = (text for article in ground.articles for text in (article.title, article.revision.text))
    words = (word for text in texts for word in iter_words(text) if word[0].isupper())
    return frozenset(re.sub(r"'s?$", "", plain(word)) for word in words)


def _is_same(one: str, other: str) -> bool:
    return one == other or is_nationality(one, frozenset({other}))


def _is_same_body(one: str, other: str) -> bool:
    ours, theirs = ({canonical(word) for word in iter_words(text)} for text in (one, other))
    return bool(ours & theirs)
