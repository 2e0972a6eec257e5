"""The country, body or person that qualifies an office: `Ostreyan` minister, spokesman `of Velm`, `Lind's` deputy.

Works on the words beside a name; the offices themselves are `steps/find/roles`, judging ours `steps/verify/rules_body`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.lexicon import word_set
from bot.domain.speaker import plain
from bot.steps.words.names import canonical, is_alias

_OWNER = re.compile(r"['’]s?$")
_QUALIFYING = re.compile(r"(?:an|i|ese|ish|['’]s|s['’])$")
"""Endings of a word that stands before an office and says whose it is."""
_INTRODUCING = word_set("the a an his her its their our my your")
_OF = re.compile(
    r"(?P<name>(?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+) of (?:the )?(?P<body>(?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+)"
)


def qualifier(tokens: Sequence[re.Match[str]], start: int, text: str) -> str:
    """The word before an office that says whose it is; empty when there is none."""
    if start == 0 or start >= len(tokens):
        return ""
    before = tokens[start - 1]
    is_next = text[before.end() : tokens[start].start()] == " "
    word = before.group()
    return word if is_next and word[0].isupper() and _QUALIFYING.search(word) else ""


def is_introduced(tokens: Sequence[re.Match[str]], start: int, text: str) -> bool:
    """Whether an article or an owner stands before the word at this index: `the mayor`, `Lind's deputy`."""
    if start == 0 or text[tokens[start - 1].end() : tokens[start].start()] != " ":
        return False
    before = tokens[start - 1].group()
    return before.lower() in _INTRODUCING or before.endswith(("'s", "’s"))


def bodies_of(words: Sequence[str], common: frozenset[str]) -> frozenset[str]:
    """The names among the words of an office, canonical where known; `common` are the words that titles are made of."""
    bare = (_OWNER.sub("", word) for word in words)
    return frozenset(
        canonical(word) if is_alias(word) else plain(word)
        for word in bare
        if word[:1].isupper() and (is_alias(word) or plain(word) not in common)
    )


def find_people_of(text: str) -> Iterator[tuple[str, str]]:
    """Each `Roe of Sorland`: the name and the body."""
    for found in _OF.finditer(text):
        yield found["name"], found["body"]
