"""Names in the words of a sentence: where one begins, which are listed together, which an aside belongs to.

Works on words and marks in order, for `clauses`; names with offsets for checking are `anchors`.
"""

from __future__ import annotations

from bot.domain.lexicon import word_set
from bot.domain.speaker import TITLES, plain
from bot.steps.find.anchors import MONTHS, WEEKDAYS
from bot.steps.words.names import canonical_words
from bot.steps.words.stop_words import STOP_WORDS

MAX_SUBJECT_WORDS = 14
"""A subject with its apposition is hardly longer; what stands farther away belongs to another clause."""
MAX_ASIDE_WORDS = 8
"""The noun group before a name in commas is hardly longer."""
SUBORDINATORS = word_set(
    "that when while as if after before because since although though but than where whether until unless once so"
)
RELATIVE = word_set("who which whose whom")
PREPOSITIONS = word_set(
    "of in on at for from with to against by over under between among about into during through near across despite",
    "without within around toward towards behind beyond alongside amid off upon like per via versus",
)
DETERMINERS = word_set(
    "the a an his her its their our my your this that these those some several many all both each two three four five",
    "another other any every no more most",
)
PRONOUNS = word_set("he she it they we i you him her them us me who which this these those there everyone nobody")


def is_name(words: list[str], at: int) -> bool:
    """Whether the word at this index is part of a name, as far as its capital and its place tell."""
    if not 0 <= at < len(words) or not words[at][0].isupper():
        return False
    lowered = words[at].lower()
    if lowered in WEEKDAYS or (lowered in MONTHS and len(lowered) > 3):
        return False
    is_first = at == 0 or words[at - 1] in '.?!“"'
    return not (is_first and (lowered in STOP_WORDS or lowered in SUBORDINATORS | PREPOSITIONS | DETERMINERS)) and (
        lowered not in PRONOUNS
    )


def listed_names(words: list[str], start: int, edge: int) -> tuple[frozenset[str], ...]:
    """The names of `Lind, Roe and Stahl` from the last one back."""
    names = [key_of(words, start, edge)]
    while start >= 2 and words[start - 1].lower() in DETERMINERS and words[start - 2].lower() in ("and", "or"):
        start -= 1
    while start >= 2 and words[start - 1].lower() in ("and", ",", "or"):
        last = start - 2 if words[start - 2] != "," else start - 3
        if words[start - 1] == "," and len(names) == 1:
            break
        if last < 0 or not is_name(words, last):
            break
        start, edge = run_start(words, last), last
        if word_before(words, start) in PREPOSITIONS:
            break
        names.append(key_of(words, start, edge))
    return tuple(name for name in names if name)


def name_in_aside(words: list[str], edge: int) -> tuple[frozenset[str], ...]:
    """The name of `the harbour master, Jan Kern, …`, whose last comma stands at this index.

    `a court in Lyon, France, …` names a place and its country: a name before the first comma must have an article.
    """
    if words[edge] != "," or not is_name(words, edge - 1):
        return ()
    start = run_start(words, edge - 1)
    if start < 2 or words[start - 1] != "," or not words[start - 2][0].isalnum():
        return ()
    if is_name(words, start - 2):
        before = run_start(words, start - 2)
        if before == 0 or words[before - 1] not in DETERMINERS:
            return ()
    elif not _is_noun_group(words, start - 2):
        return ()
    name = key_of(words, start, edge - 1)
    return (name,) if name else ()


def _is_noun_group(words: list[str], last: int) -> bool:
    """Whether the words up to this one begin with an article or a possessive: `Dorn's deputy`, `the harbour master`."""
    for at in range(last - 1, max(-1, last - MAX_ASIDE_WORDS), -1):
        lowered = words[at].lower()
        if lowered in PREPOSITIONS - {"of", "for"} or not words[at][0].isalnum():
            return False
        if lowered in DETERMINERS or lowered.endswith(("'s", "’s", "s'", "s’")):
            return words[last].lower() not in DETERMINERS | PRONOUNS
    return False


def name_before_who(words: list[str], edge: int) -> tuple[frozenset[str], ...]:
    """The names of `Lind, who …`; nobody for `the board of Lorne, who …`."""
    if edge < 2 or words[edge].lower() != "who" or words[edge - 1] != "," or not is_name(words, edge - 2):
        return ()
    start = run_start(words, edge - 2)
    return () if word_before(words, start) in PREPOSITIONS else listed_names(words, start, edge - 2)


def name_before_aside(words: list[str], edge: int) -> tuple[frozenset[str], ...]:
    """The name before `, the minister,` or `, who leads the board,`."""
    for at in range(edge - 1, max(0, edge - MAX_SUBJECT_WORDS), -1):
        if words[at] in '.;:“”"?!':
            return ()
        if words[at] == "," and is_name(words, at - 1) and not is_name(words, at + 1):
            opening = words[at + 1].lower()
            if opening not in DETERMINERS | RELATIVE | {"head", "chief", "former", "president"}:
                return ()
            start = run_start(words, at - 1)
            return () if word_before(words, start) in PREPOSITIONS else listed_names(words, start, at - 1)
    return ()


def all_names(words: list[str], edge: int) -> tuple[frozenset[str], ...]:
    """Every name before the verb: one of them may act."""
    found, at = [], edge
    while at >= 0:
        if is_name(words, at):
            start = run_start(words, at)
            found.append(key_of(words, start, at))
            at = start
        at -= 1
    return tuple(name for name in found if name)


def run_start(words: list[str], at: int) -> int:
    """Index at which the name begins that this word is part of."""
    while is_name(words, at - 1):
        at -= 1
    return at


def word_before(words: list[str], at: int) -> str:
    """The preposition or other word before a name, articles and adjectives left out."""
    at -= 1
    while at >= 0 and words[at].lower() in DETERMINERS:
        at -= 1
    return words[at].lower() if at >= 0 else ""


def key_of(words: list[str], start: int, end: int) -> frozenset[str]:
    """Canonical words by which a name is known again: its surname, or the country or body that it stands for."""
    run = [word for word in words[start : end + 1] if plain(word) not in TITLES]
    if not run:
        return frozenset()
    return canonical_words(" ".join(run[-1:])) | (canonical_words(" ".join(run)) if len(run) > 1 else frozenset())
