"""V11: who acts in our sentence acts in a cited one, and who is acted upon there is not the actor here.

Owns comparing clauses; reading them is `steps/find/clauses`. It refuses only what the source contradicts: a clause that
it cannot read, or whose subject is a pronoun or a common noun, is left to the other rules. Hearers and tellers are
`rules_told`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.speaker import plain
from bot.domain.verdict import Failure
from bot.steps.find.anchors import iter_words
from bot.steps.find.clauses import Clause, read_clauses
from bot.steps.find.outlets import has_spoken_name, is_outlet
from bot.steps.verify.ground import Ground
from bot.steps.verify.rules_told import made_first_hand, unheard
from bot.steps.words.like_verbs import are_alike
from bot.steps.words.names import canonical, is_nationality
from bot.steps.words.stems import stem
from bot.steps.words.verbs import CONVERSE, MUTUAL, NEUTRAL_SAYING, SAYING, verb_stem

Names = frozenset[str]

WORDS_TO_NOUN = 2
"""So far behind a name the noun of its act may stand: `Lind's solemn promise`."""

_POSSESSIVE = re.compile(r"['’]s?$")
_NOUN_OF_AN_ACT = re.compile(r"(?:ment|ion|ance|ence|al)s?$")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?:the )?((?:[A-Z][\w’'&-]*\.?\s?){1,5})")


def rule_v11_actor(prose: str, ground: Ground) -> tuple[Failure, ...]:
    """The names that act in our sentence act in the cited sentences, if these tell of the same act at all."""
    cited = [clause for text in ground.texts for clause in read_clauses(text)]
    failures = [*_exchanged_groups(prose, cited, ground)]
    for ours in read_clauses(prose):
        if not ours.is_sure or ours.stem in MUTUAL or ours.form == "infinitive":
            continue
        if any(_passed_on(name, ours, ground) or _in_a_noun(name, ours, ground) for name in ours.actors):
            continue
        reason = _exchanged_actor(ours, cited) or _exchanged_patient(ours, cited) or _turned_round(ours, cited)
        reason = reason or _made_the_object(ours, cited, ground.text)
        if reason is not None:
            failures.append(Failure("V11", reason, ground.text))
    return (*failures[:1], *unheard(prose, ground), *made_first_hand(prose, ground))


def _exchanged_actor(ours: Clause, cited: Sequence[Clause]) -> str | None:
    """`Roe told Lind` where the source has `Lind told Roe`, or where it names another who did it."""
    same = _same_acts(ours, cited)
    for name in ours.actors if same else ():
        if not any(_may_act(name, clause) for clause in same):
            return f"in the cited sentences it is not “{_spoken(name)}” who {ours.verb}"
    return None


def _exchanged_groups(prose: str, cited: Sequence[Clause], ground: Ground) -> Iterator[Failure]:
    """`the Velmian boat crossed` where each boat that crosses in the source is another's."""
    for ours in read_clauses(prose):
        name, noun = ours.group
        same = [one.group[0] for one in cited if one.stem == ours.stem and one.group[1] == noun] if noun else []
        if same and not any(_is_same_owner(name, other) for other in same):
            yield Failure("V11", f"the cited sentences speak of the {same[0]} {noun}, not the {name} one", ground.text)


def _is_same_owner(name: str, other: str) -> bool:
    return canonical(name) == canonical(other) or is_nationality(name, frozenset({plain(other)}))


def _exchanged_patient(ours: Clause, cited: Sequence[Clause]) -> str | None:
    """`Ostreya was attacked` where the source has `Ostreya attacked Velm`."""
    same = [clause for clause in _same_acts(ours, cited) if clause.stem == ours.stem and clause.patients]
    for name in ours.patients if same and ours.is_passive else ():
        if any(_holds(clause.actors, name) and clause.is_sure for clause in same) and not any(
            _holds(clause.patients, name) for clause in same
        ):
            return f"in the cited sentences “{_spoken(name)}” {ours.verb}, and was not {ours.verb}"
    return None


def _turned_round(ours: Clause, cited: Sequence[Clause]) -> str | None:
    """In other words than the source's: our object acts on our subject there, and never the other way round."""
    if ours.stem in SAYING | CONVERSE:
        return None
    for actor, patient in ((one, other) for one in ours.actors for other in ours.patients if not one & other):
        acts = [clause for clause in cited if clause.stem not in MUTUAL | CONVERSE]
        reverse = [clause for clause in acts if _holds(clause.actors, patient) and _holds(clause.patients, actor)]
        if any(clause.is_sure for clause in reverse) and not any(_holds(one.actors, actor) for one in acts):
            return f"in the cited sentences “{_spoken(patient)}” acts on “{_spoken(actor)}”, not the other way round"
    return None


def _made_the_object(ours: Clause, cited: Sequence[Clause], text: str) -> str | None:
    """`The board ordered Lind` where the source has `Lind praised the board and ordered it …`.

    Only where a thing or another name is the object there: `ordered the minister`, `ordered her` may mean our name.
    """
    same = [clause for clause in cited if clause.stem == ours.stem]
    if ours.actors or ours.is_passive or ours.stem in CONVERSE | SAYING or not same:
        return None
    is_other = all(re.search(rf"(?<!, )\b{one.verb} (?:it|itself|[A-Z])", text) for one in same)
    for name in ours.patients if is_other else ():
        if all(_holds(one.actors, name) and not one.is_passive and not name & one.after for one in same):
            return f"in the cited sentences it is “{_spoken(name)}” who {ours.verb}"
    return None


def _same_acts(ours: Clause, cited: Sequence[Clause]) -> list[Clause]:
    """Clauses of the source that tell of the same act: in the same verb if there is one, else in a similar one."""
    same = [clause for clause in cited if clause.stem == ours.stem]
    if ours.stem in SAYING and not (same and ours.stem not in NEUTRAL_SAYING):
        return [clause for clause in cited if clause.stem in SAYING]
    return same or [clause for clause in cited if are_alike(ours.stem, clause.stem) and clause.stem not in MUTUAL]


def _may_act(name: Names, clause: Clause) -> bool:
    """Whether a name may be the one who acts: it does, or nobody is known to and it stands before the verb, or nowhere.

    A name behind the verb is not the one whom a pronoun or a common noun before it means.
    """
    if _holds(clause.actors, name):
        return True
    if clause.is_passive and not clause.actors:
        return not _holds(clause.patients, name)
    if clause.form == "infinitive":
        return not _holds(clause.patients, name)
    if clause.actors and clause.is_sure:
        return False
    return bool(name & clause.before) or not name & clause.after


def _passed_on(name: Names, ours: Clause, ground: Ground) -> bool:
    """`CNN reported` beside any sentence of its own, `Al Jazeera reported` where one says `according to Al Jazeera`."""
    if ours.stem not in SAYING:
        return False
    given = [found[1] for text in ground.texts for found in _ACCORDING.finditer(text)]
    if any(name <= {canonical(word) for word in iter_words(one)} for one in given):
        return True
    outlets = [article.outlet for article in ground.articles]
    if any(is_outlet(" ".join(_in_order(name, outlet)), outlet) for outlet in outlets):
        return True
    # `USA Today` is read as a name and a day.
    is_report = ours.verb in ("reported", "reports")
    return is_report and any(outlet.startswith(tuple(name)) for outlet in outlets if not has_spoken_name(outlet))


def _in_a_noun(name: Names, ours: Clause, ground: Ground) -> bool:
    """`Orsa announced` where the source speaks of an `Orsa announcement`, `Lind's promise` for `Lind promised`."""
    words = [word for text in ground.texts for word in iter_words(text)]
    for at, word in enumerate(words):
        owner = _POSSESSIVE.sub("", word)
        if canonical(owner) not in name:
            continue
        behind = [one.lower() for one in words[at + 1 : at + 1 + WORDS_TO_NOUN]]
        nouns = [one for one in behind if owner != word or _NOUN_OF_AN_ACT.search(one)]
        if any(ours.stem in (stem(one), verb_stem(one)) for one in nouns):
            return True
    return False


def _in_order(name: Names, outlet: str) -> list[str]:
    """Words of a name as they stand in an outlet's name, whose own words need not be parted (`usatoday.com`)."""
    return sorted(name, key=lambda word: outlet.lower().find(word))


def _holds(names: Sequence[Names], name: Names) -> bool:
    return any(one & name for one in names)


def _spoken(name: Names) -> str:
    return " ".join(sorted(name))
