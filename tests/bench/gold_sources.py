"""Who a gold source span means, and whether a found speaker names it.

The data marks the words of the source (`she`, `the mayor`), not the person. Here a pronoun is followed back through
the gold sources before it, a nominal through the names that the text describes alike. Nothing of the program's own
resolution is used, so that it is not judged by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.domain.lexicon import word_set
from bot.domain.speaker import TITLES, plain
from bot.steps.words.given_names import FEMALE, MALE

_GENDERS = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_OTHER_PRONOUNS = frozenset(("they", "we", "i", "it", "you", "who", "which", "that", "them"))
_CUES = frozenset(("said", "says", "told", "wrote", "added", "asked"))
_HONORIFICS = {"mr": "male", "mrs": "female", "ms": "female", "sir": "male", "miss": "female"}
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_CAPITAL = r"[^\W\d_a-z\u00df-\u00ff]"
_RUN = re.compile(rf"{_CAPITAL}[\w’'.-]*(?:\s+(?:(?:de|von|van|al|bin|of the|of)\s+)?{_CAPITAL}[\w’'.-]*)*")
_OPENING = re.compile(
    r"(?:^|[.!?:]\s+|\n|, |(?:But|And|While|When|After|Though) )(?:[A-Z][a-z]+ )?"
    r"((?:[A-Z][\w’'.-]+\s)+)(?:\([^)]*\)\s?)?(?:,[^,]{3,80},\s)?(?=[a-z])"
)
"""A name where a sentence or clause opens, with its verb behind."""

_PARTISAN = re.compile(r"(?:[Tt]he\s+)?(?:Republican|Democrat|European|American)")
_HEAD_END = re.compile(r"\s*[,(]|\s+(?:of|for|at|in|from|who|whose|on|whom)\s")
_NO_NAMES = word_set(
    "the a an he she they it we i but and in on at as if when while after before this that his her their its for to"
)
NEAR_CHARS = 70
"""A description and the name it belongs to stand this close once in the article."""

NEAR_SENTENCE = 500
"""The subject of a sentence is meant by a pronoun this close behind it."""

BACK_CHARS = 2500
"""How far before a pronoun its person is looked for."""


@dataclass(frozen=True, slots=True)
class GoldSource:
    """The words of the source, what kind they are, and the last names of whom they mean, if that can be told."""

    words: str
    kind: str
    people: frozenset[str]


def gold_source(row: dict[str, Any], segment: dict[str, Any]) -> GoldSource:
    """The source of a segment. A few rows have source and cue the wrong way round: `said` as a source."""
    spans = segment["source"] or []
    words = segment["source_text"] or ""
    at = spans[0][0] if spans else segment["start"]
    if words.lower() in _CUES:
        words = segment["cue_text"] or ""
    if not words:
        return GoldSource(words, "none", frozenset())
    if plain(words) in _GENDERS or plain(words) in _OTHER_PRONOUNS:
        return GoldSource(words, "pronoun", _of_pronoun(row, plain(words), at))
    named = last_names(words)
    if named and not _PARTISAN.fullmatch(words):
        return GoldSource(words, "name", named)
    return GoldSource(words, "nominal", _of_nominal(row, words, at))


def is_right(speaker: str | None, source: GoldSource) -> bool:
    """Whether a found speaker names this source; where the data names no source, nobody should be named."""
    if not source.words or not speaker:
        return not source.words and not speaker
    if _contradicts(speaker, source.words):
        return False
    ours = _content(speaker)
    if ours and ours[-1] in source.people:
        return True
    theirs = _content(source.words)
    return bool(ours) and (set(ours) <= set(_content(_head(source.words))) or ours == theirs)


def last_names(words: str) -> frozenset[str]:
    """The last word of the name in a source; empty when it names nobody."""
    for part in (_head(words), words):
        runs = [_content(run.group()) for run in _RUN.finditer(part)]
        kept = [run for run in runs if run and not set(run) <= TITLES | _NO_NAMES]
        if kept and not _is_described(part):
            return frozenset((kept[-1][-1],))
    return frozenset()


def _head(words: str) -> str:
    end = _HEAD_END.search(words)
    return words[: end.start()] if end else words


def _is_described(part: str) -> bool:
    """`the Vermont senator`, `a Homeland Security memo`: ends in a common noun."""
    words = part.split()
    return bool(words) and words[-1][:1].islower()


def _content(words: str) -> list[str]:
    found = [plain(word.strip(".,()’'“”\"")) for word in words.replace("\xa0", " ").split()]
    return [word for word in found if word and word not in _SUFFIXES and word not in ("the", "a", "an")]


def _contradicts(speaker: str, words: str) -> bool:
    """`Mrs. Lind` is not `Olav Lind`."""
    genders = _HONORIFICS | _GENDERS
    wanted = next((genders[word] for word in _content(words)[:1] if word in genders), "")
    first = _content(speaker)[0] if len(_content(speaker)) > 1 else ""
    return (wanted == "female" and first in MALE) or (wanted == "male" and first in FEMALE)


def _of_pronoun(row: dict[str, Any], pronoun: str, at: int) -> frozenset[str]:
    """Of gender that fits: the last named gold source before it, and the last name that opened a sentence.

    The two are mostly one; where they are not, either may be meant, and the data does not say which.
    """
    wanted = _GENDERS.get(pronoun, "")
    openers = [
        (found.start(1), found.group(1)) for found in _OPENING.finditer(row["text"], max(0, at - NEAR_SENTENCE), at)
    ]
    found = set()
    for places in (_sources(row), set(openers)):
        for start, words in sorted(places, reverse=True):
            named = last_names(words)
            if not at - BACK_CHARS < start < at or not named or _is_plural(words) or _PARTISAN.fullmatch(words):
                continue
            gender = _gender(row["text"], words, next(iter(named)))
            if not wanted or not gender or gender == wanted:
                found |= named
                break
    return frozenset(found)


def _is_plural(words: str) -> bool:
    """`Birchers`, `Delegates`, `Oversight Committee Republicans`: no one whom `he` could mean."""
    return words.endswith("ns") or (words.endswith(("rs", "tes")) and len(words.split()) == 1)


def _of_nominal(row: dict[str, Any], words: str, at: int) -> frozenset[str]:
    """Names that stand beside the same description; with none, the last named gold source before it."""
    if not re.match(r"(?:the|his|her|their)\s", words, re.IGNORECASE):
        return frozenset()
    head = _content(_head(words))[-1:]
    speaking = {name for _, source in _sources(row) for name in last_names(source)}
    found = set()
    for run in _RUN.finditer(row["text"]):
        content = _content(run.group())
        around = _content(row["text"][max(0, run.start() - NEAR_CHARS // 2) : run.end() + NEAR_CHARS])
        if len(content) > 1 and content[-1] in speaking and head and head[0] in around:
            found.add(content[-1])
    return frozenset(found) or _of_pronoun(row, "", at)


def _sources(row: dict[str, Any]) -> set[tuple[int, str]]:
    return {(one["source"][0][0], one["source_text"]) for one in row["attributions"] if one["source"]}


def _gender(text: str, words: str, last_name: str) -> str:
    """What honorifics and first names before that last name say, anywhere in the text."""
    befores = re.findall(rf"([\w.]+)\s+(?:[A-Z][\w.’'-]*\s+)?(?i:{re.escape(last_name)})\b", text)
    for before in [*_content(words)[:1], *(plain(word) for word in befores)]:
        if before in _HONORIFICS:
            return _HONORIFICS[before]
        if before in FEMALE or before in MALE:
            return "female" if before in FEMALE else "male"
    return ""
