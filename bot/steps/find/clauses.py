"""Who does what to whom in a sentence, read off the order of its words: subject, verb, object, passives, `by` agents.

A light reader, without a grammar: where it is not sure who acts, it names nobody. Holding our clauses against those of
a source is `steps/verify/rules_actor` and `rules_verbs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.steps.find.anchors import WEEKDAYS
from bot.steps.find.names_in_order import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SUBORDINATORS,
    all_names,
    is_name,
    key_of,
    listed_names,
    name_before_aside,
    name_before_who,
    name_in_aside,
    run_start,
    word_before,
)
from bot.steps.words.like_verbs import LIKE_VERBS
from bot.steps.words.stop_words import STOP_WORDS
from bot.steps.words.verbs import (
    AIMING,
    AUXILIARIES,
    BE_FORMS,
    HEARING,
    SAYING,
    is_participle,
    is_past,
    verb_stem,
)

_SHORTENED = re.compile(
    r"\b(?:[A-Z]\.)+(?=\s)|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Prof|St|Rev|Capt|Maj|Adm|Jr)\."
)
"""Initials and titles whose full stop ends no sentence."""

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[,;:()—–“”\".?!]")
_ADVERBS = word_set(
    "not never also then later already again still now once twice first soon just only even both all each together",
    "instead ever long often today yesterday ago himself herself itself themselves nearly almost about too not n't",
)
_ENDS = frozenset(".;:?!")
_NEVER_VERBS = STOP_WORDS - {"said", "says", "say", "told", "made"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb: `actors` and `patients` are the names of each side as canonical words, one set a name.

    `is_sure` is False when the subject was not read off next to the verb: `actors` are then all names before it.
    `hearer` are the words of the object of a verb of telling, as written. `form` is `finite`, `infinitive` or `modal`;
    `governor` is the stem of the verb before an infinitive. `before` and `after` are all names on either side.
    `group` is the name and the noun of a subject such as `the Velmian boat`, as written.
    """

    verb: str
    stem: str
    actors: tuple[frozenset[str], ...] = ()
    patients: tuple[frozenset[str], ...] = ()
    is_sure: bool = True
    is_passive: bool = False
    hearer: tuple[str, ...] = ()
    form: str = "finite"
    governor: str = ""
    group: tuple[str, str] = ("", "")
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; sentences of a text that holds several are read one by one."""
    joined = _SHORTENED.sub(lambda found: found.group().replace(".", ""), text)
    words = _TOKEN.findall(joined)
    found = ((at, _clause(words, at)) for at in range(len(words)) if _is_verb(words, at))
    return tuple(
        replace(clause, before=_names_in(words[:at]), after=_names_in(words[at:]), group=_group(words, at))
        for at, clause in found
    )


def _group(words: list[str], at: int) -> tuple[str, str]:
    """The name and the noun right before a verb: `Velmian` and `boat` of `the Velmian boat had crossed`."""
    edge, _ = _skip_auxiliaries(words, at)
    is_named = edge > 1 and words[edge].islower() and words[edge].isalpha() and is_name(words, edge - 1)
    is_whole = is_named and words[edge - 2].lower() in DETERMINERS
    return (words[edge - 1], words[edge]) if is_whole and words[edge] not in PRONOUNS | SUBORDINATORS else ("", "")


def _names_in(words: list[str]) -> frozenset[str]:
    return frozenset(key for name in all_names(words, len(words) - 1) for key in name)


def _is_verb(words: list[str], at: int) -> bool:
    word = words[at]
    if not word[0].islower() or word in AUXILIARIES or word in _NEVER_VERBS or _is_adverb(word):
        return False
    before = _before(words, at)
    if before in DETERMINERS or before in PREPOSITIONS - {"to"}:
        return False
    if is_past(word):
        return True
    if before == "to" or before in AUXILIARIES:
        return before == "to" or before not in BE_FORMS or word.endswith("ing")
    is_behind_subject = is_name(words, at - 1) or before in PRONOUNS
    return word.endswith("s") and not word.endswith("ss") and is_behind_subject and _is_present(words, at)


def _is_present(words: list[str], at: int) -> bool:
    """`Ostreya says`, `Ostreya attacks Velm`; the `attacks` of `Ostreya attacks kill five` is a noun."""
    stem = verb_stem(words[at])
    if stem in SAYING:
        return True
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    return stem in LIKE_VERBS and (is_name(words, at + 1) or following in DETERMINERS | {"him", "her", "them"})


def _before(words: list[str], at: int) -> str:
    """The word before, adverbs left out; empty at the beginning."""
    at -= 1
    while at >= 0 and _is_adverb(words[at]):
        at -= 1
    return words[at].lower() if at >= 0 else ""


def _is_adverb(word: str) -> bool:
    lowered = word.lower()
    return lowered in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word.islower()) or lowered in WEEKDAYS


def _clause(words: list[str], at: int) -> Clause:
    word, stem = words[at], verb_stem(words[at])
    edge, auxiliaries = _skip_auxiliaries(words, at)
    if edge >= 0 and words[edge].lower() == "to":
        return Clause(word, stem, form="infinitive", governor=_governor(words, edge))
    is_by = at + 1 < len(words) and words[at + 1] == "by"
    is_passive = is_participle(word) and (bool(BE_FORMS & set(auxiliaries)) or is_by)
    form = "modal" if auxiliaries and _is_modal(auxiliaries) else "finite"
    subjects, is_sure = _subject(words, edge)
    if is_passive:
        agents = _agents(words, at)
        return Clause(word, stem, agents, subjects if is_sure else (), is_passive=True, form=form)
    if stem in SAYING and not (subjects and is_sure) and (inverted := _inverted(words, at)):
        return Clause(word, stem, inverted, form=form)
    takes_object = stem not in SAYING or stem in HEARING or words[at].lower() in ("asked", "urged", "asks", "urges")
    objects, hearer = _names_behind(words, at) if takes_object else ((), ())
    return Clause(word, stem, subjects, objects, is_sure, hearer=hearer if stem in HEARING else (), form=form)


def _governor(words: list[str], at: int) -> str:
    """Stem of the word of aiming right before an infinitive (`plans to`, `a plan to`), else of the last verb."""
    nearest = verb_stem(_before(words, at))
    if nearest in AIMING:
        return nearest
    before = next((index for index in range(at - 1, -1, -1) if _is_verb(words, index)), None)
    return verb_stem(words[before]) if before is not None else ""


def _is_modal(auxiliaries: list[str]) -> bool:
    return any(one in word_set("will would shall should can could may might must") for one in auxiliaries)


def _skip_auxiliaries(words: list[str], at: int) -> tuple[int, list[str]]:
    """Index of the last word of the subject, and the auxiliaries between it and the verb."""
    found: list[str] = []
    at -= 1
    while at >= 0 and (words[at].lower() in AUXILIARIES or _is_adverb(words[at])):
        found.append(words[at].lower())
        at -= 1
    return at, found


def _subject(words: list[str], edge: int) -> tuple[tuple[frozenset[str], ...], bool]:
    """Names that act, and whether they were read off next to the verb."""
    if edge < 0:
        return (), True
    if is_name(words, edge):
        start = run_start(words, edge)
        if word_before(words, start) in PREPOSITIONS - {"by"}:
            return all_names(words, edge), False
        return listed_names(words, start, edge), True
    if words[edge] == ",":
        head = name_in_aside(words, edge) or name_before_aside(words, edge)
        return (head, True) if head else (all_names(words, edge), False)
    if words[edge].lower() == "who" and (head := name_before_who(words, edge)):
        return head, True
    if words[edge].lower() in ("and", "but") and (head := _subject_of_verb_before(words, edge)):
        return head, True
    if words[edge].lower() in PRONOUNS - RELATIVE:
        return (), True
    names = all_names(words, edge)
    return names, not names


def _subject_of_verb_before(words: list[str], at: int) -> tuple[frozenset[str], ...]:
    """Who acts in `Lind … denied it and left`: who did before; nobody where a saying leaves open whose words go on."""
    verbs = [index for index in range(at) if _is_verb(words, index) and _before(words, index) != "to"]
    if not verbs or any(verb_stem(words[index]) in SAYING for index in verbs):
        return ()
    between = {word.lower() for word in words[verbs[-1] : at]}
    if between & (_ENDS | RELATIVE | SUBORDINATORS):
        return ()
    nearest = _clause(words, verbs[-1])
    is_read = nearest.is_sure and not nearest.is_passive and nearest.form == "finite"
    return nearest.actors if is_read else ()


def _agents(words: list[str], at: int) -> tuple[frozenset[str], ...]:
    """Names behind the `by` of a passive."""
    for index in range(at + 1, min(at + 8, len(words) - 1)):
        if words[index] == "by":
            return _names_behind(words, index)[0]
        if words[index] in ",.;:" or words[index].lower() in SUBORDINATORS:
            return ()
    return ()


def _inverted(words: list[str], at: int) -> tuple[frozenset[str], ...]:
    """The name of `“…,” said Lind` and `“…,” said the Harbour Board`; in our own drafts the words are left out."""
    start = at + 2 if at + 1 < len(words) and words[at + 1].lower() in ("the", "a", "an") else at + 1
    edge = at - 1 if at > 1 and words[at - 1] == "," else at
    is_behind_words = edge > 0 and words[edge - 1] in ("”", '"', "’", ",") and (words[edge - 1] != "," or edge == 1)
    if not is_behind_words or not is_name(words, start):
        return ()
    end = start
    while is_name(words, end + 1):
        end += 1
    return (key_of(words, start, end),)


def _names_behind(words: list[str], at: int) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
    """Names of the noun group behind a word, and the words of its first name, or of the group if it names nobody.

    A preposition, a verb, a comma or another article ends the group.
    """
    names: list[frozenset[str]] = []
    group: list[str] = []
    first: tuple[str, ...] = ()
    index = at + 1
    while index < len(words) and _is_of_group(words, index) and not _is_next_group(words, at, index):
        start = index
        while is_name(words, index) and is_name(words, index + 1):
            index += 1
        if is_name(words, index):
            names.append(key_of(words, start, index))
            first = first or tuple(words[start : index + 1])
        group.append(words[index])
        index += 1
    is_subject = bool(names) and index < len(words) and _is_next_subject(words, index)
    return () if is_subject else tuple(name for name in names if name), first or tuple(group)


def _is_of_group(words: list[str], index: int) -> bool:
    word = words[index]
    lowered = word.lower()
    if not word[0].isalnum() or re.split("['’]", lowered)[0] in SUBORDINATORS | PREPOSITIONS | PRONOUNS:
        return False
    if lowered in WEEKDAYS or lowered in STOP_WORDS - DETERMINERS - {"and", "or"}:
        return False
    return lowered not in AUXILIARIES and not (word.islower() and is_past(word))


def _is_next_group(words: list[str], at: int, index: int) -> bool:
    """`told Lind the plan …`: an article behind a noun begins another group."""
    return words[index].lower() in DETERMINERS and index > at + 1 and words[index - 1].lower() not in DETERMINERS


def _is_next_subject(words: list[str], index: int) -> bool:
    """`said Lind attacked …`: the name behind the verb is the subject of the next one."""
    return words[index].lower() in AUXILIARIES or (words[index].islower() and _is_verb(words, index))
