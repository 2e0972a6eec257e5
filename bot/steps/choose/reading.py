"""An article as topic and mute rules see it: the words of its headline, text, address, author and outlet.

Words are compared without case, accents and endings, names by their usual other forms (Kyiv and Kiev, U.S. and United
States). What a page hangs around its text (`furniture`) tells nothing. Which words are wanted is `rules`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from bot.domain.article import Article
from bot.domain.speaker import spelling
from bot.steps.find.furniture import is_furniture
from bot.steps.words.names import ALIASES, canonical, is_alias
from bot.steps.words.stems import stem

LEAD_CHARS = 700
"""A topic named here is what the article is about; further down it must come back to count."""

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_ADDRESS_GAP = re.compile(r"[\W_]+")
_GAP = "  "
"""Between words, so that a word between two others has a space of its own on each side."""

_LABEL = re.compile(
    r"(?:related(?: \w+)?|see also|topics?|tags?|filed under|keywords|most read)\s*(?::|$)|more (?:on|from)\b",
    re.IGNORECASE,
)
_BULLETS = " -–—•*·…|"
_SHORT_NAME_CHARS = 3
"""`us` and `it` are words; the names of so few letters are written in capitals."""


class Reading:
    """One article, its words found when they are first asked for."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._words: dict[str, str] = {}
        self._told: dict[int, bool] = {}

    def raw(self, field: str) -> str:
        """What stands in a field, letter for letter."""
        article = self._article
        match field:
            case "title":
                return article.title
            case "text":
                return article.revision.text
            case "url" | "path":
                return article.canonical_url
            case "author":
                return article.revision.byline or ""
            case _:
                return f"{article.outlet}\n{urlsplit(article.canonical_url).hostname or ''}"

    def words(self, field: str) -> str:
        """The words of a field, as `phrase_key` is found in them. `path` is `url` without its host."""
        if field not in self._words:
            self._words[field] = _joined(self._find_forms(field))
        return self._words[field]

    def _find_forms(self, field: str) -> list[str]:
        text = self.raw(field)
        return _address_forms(text, has_host=field == "url") if field in ("url", "path") else _forms(text)

    def is_in_opening(self, key: str) -> bool:
        """Whether the first LEAD_CHARS of the text tell it."""
        return any(key in words for start, words in self._told_words(key) if start < LEAD_CHARS)

    def count_told(self, key: str, *, enough: int) -> int:
        """How often the text tells it outside furniture; not counted on from `enough`."""
        if self.words("text").count(key) < enough:
            return 0
        count = 0
        for _, words in self._told_words(key):
            count += words.count(key)
            if count >= enough:
                break
        return count

    def is_told_at(self, offset: int) -> bool:
        """Whether this place of the text is reporting, not furniture."""
        sentences = [one for passage in self._article.revision.passages for one in passage.sentences]
        at = bisect_right(sentences, offset, key=lambda one: one.start) - 1
        return at < 0 or self._is_told(sentences[at].start, sentences[at].end)

    def _told_words(self, key: str) -> Iterator[tuple[int, str]]:
        """Sentences that have the words and are no furniture."""
        text = self._article.revision.text
        for passage in self._article.revision.passages:
            for one in passage.sentences:
                words = _joined(_forms(text[one.start : one.end]))
                if key in words and self._is_told(one.start, one.end):
                    yield one.start, words

    def _is_told(self, start: int, end: int) -> bool:
        if start not in self._told:
            sentence = self._article.revision.text[start:end].strip(_BULLETS)
            # A heading or a point of a list has no full stop and tells something all the same.
            self._told[start] = not (_LABEL.match(sentence) or is_furniture(f"{sentence.rstrip('.')}."))
        return self._told[start]


def phrase_key(phrase: str) -> str:
    """What stands for a word or phrase in `Reading.words`; empty when there is no word in it."""
    forms = _merged([_name_form(word) for word in _WORD.findall(phrase)])
    return _joined(forms) if forms else ""


def _joined(forms: Iterable[str]) -> str:
    return f" {_GAP.join(forms)} "


def _forms(text: str) -> list[str]:
    return _merged([_form(word) for word in _WORD.findall(text)])


@lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    """A word of a text. A name has a capital, a short one nothing but capitals: `us` is nobody's name."""
    is_name = word.isupper() if len(word.replace(".", "")) <= _SHORT_NAME_CHARS else word != word.lower()
    return _name_form(word) if is_name else stem(spelling(word))


def _name_form(word: str) -> str:
    name = canonical(word).replace(" ", "-")
    return name.upper() if len(name) <= _SHORT_NAME_CHARS and is_alias(word) else stem(name)


def _merged(forms: list[str]) -> list[str]:
    """With names of several words as one."""
    if _HEADS.isdisjoint(forms):
        return forms
    merged: list[str] = []
    at = 0
    while at < len(forms):
        length, name = _name_at(forms, at)
        merged.append(name)
        at += length
    return merged


def _name_at(forms: list[str], at: int) -> tuple[int, str]:
    for words, name in _NAMES.get(forms[at], ()):
        if tuple(forms[at : at + len(words)]) == words:
            return len(words), name
    return 1, forms[at]


def _address_forms(url: str, *, has_host: bool) -> list[str]:
    """Words of an address, which has no capitals; what comes after `?` is no matter of sections and subjects."""
    parts = urlsplit(url)
    words = _ADDRESS_GAP.split(f"{parts.hostname or ''} {parts.path}" if has_host else parts.path)
    return _merged([_form(word) if len(word) <= _SHORT_NAME_CHARS else _name_form(word) for word in words if word])


def _names_of_several_words() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By their first word, the longest first, in the forms in which words are compared."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, aliases in ALIASES.items():
        for alias in (*(one.replace("-", " ") for one in aliases.split()), name):
            words = tuple(_form(word) for word in _WORD.findall(alias.title()))
            if len(words) > 1:
                found.setdefault(words[0], []).append((words, _name_form(name)))
    return {head: tuple(sorted(names, key=lambda one: -len(one[0]))) for head, names in found.items()}


_NAMES = _names_of_several_words()
_HEADS = _NAMES.keys()
