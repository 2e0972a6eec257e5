"""The only maker of printed quotations: finds given words in stored text, letter for letter but for typography.

Owns what counts as verbatim. Never fuzzy: an altered quotation is 99% similar to the true one. The nearest passage
to words that are not there is `steps/verify/nearest`; marks and context are `domain/quote_context`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from operator import itemgetter

from bot.domain.fold import DOUBLE_MARKS, INVISIBLE, SINGLE_MARKS, SPACES, Folded, fold, fold_stored
from bot.domain.lexicon import word_set

MAX_WORDS = 400
"""Longer than any paragraph that is somebody's words; keeps hostile input cheap."""

_LOWERABLE = word_set(
    "a an and as at but by for from he her his how if in it its my no of on or our she so that the their there these"
    " they this those to we what when where which who with yes you your is are was were do did does has have had"
    " not never all some any nobody der die das ein eine wir es er sie und aber le la les un une nous il elle et"
)
"""Only such a first word may lose its capital: `Polish` and `polish` differ in meaning."""

_EDGES = SPACES + INVISIBLE
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_INNER_SINGLES = re.compile(r"(?<!\w)'((?:[^'\"]|(?<=\w)'(?=\w))+)'(?!\w)")
"""Marks within a folded quotation; an apostrophe inside a word is none."""

_CASE_RANK = 2
_NESTED_RANK = 4
"""Of several places the one with the given case, marks and closing comes first."""

_HYPHENS = "-‐‑"
_JOINERS = "'’ʼ" + _HYPHENS
_MINUSES = "-−–"
_CURRENCY = "€$£¥₽₴"
_UNITS = "%‰°"


@dataclass(frozen=True, slots=True)
class Needle:
    """Words ready to be searched: folded, without outer marks; `raw` is what was handed over, without them."""

    raw: str
    folded: str


def prepare(words: str) -> Needle | None:
    """Fold words for searching. None when they are empty, too long, span paragraphs or hide invisible characters."""
    raw = _without_marks(_decoded(words).strip(_EDGES))
    # Words and the spaces between them are at least two characters each: short texts need no counting.
    if not raw or (len(raw) > 2 * MAX_WORDS and len(raw.split()) > MAX_WORDS) or _has_hidden(raw):
        return None
    folded = fold(raw).text.strip(" ")
    if "\n" in folded or not any(char.isalnum() for char in folded):
        return None
    return Needle(raw, folded)


def locate(
    words: str, text: str, *, within: tuple[int, int] | None = None, prefer: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Offsets of these words in `text`, or None if they do not stand there letter for letter.

    Lawful differences: the map of `domain/fold`, the case of the first letter (lowered only for function words), one
    closing full stop or comma. `within` limits the search, `prefer` picks among equal places (both original offsets).
    """
    needle = prepare(words)
    if needle is None:
        return None
    found = [
        span for span in find_all(needle, text) if within is None or (within[0] <= span[0] and span[1] <= within[1])
    ]
    if prefer is not None:
        near = [span for span in found if span[0] < prefer[1] and span[1] > prefer[0]]
        found = near or found
    return found[0] if found else None


def find_all(needle: Needle, text: str) -> tuple[tuple[int, int], ...]:
    """All places where the needle stands as whole words, those closest to its own form first."""
    folded = fold_stored(text)
    nested = _INNER_SINGLES.sub(r'"\1"', needle.folded)
    found = list(_places(needle.folded, folded, text))
    if nested != needle.folded:
        found += [(rank + _NESTED_RANK, span) for rank, span in _places(nested, folded, text)]
    return tuple(span for _, span in sorted(found, key=itemgetter(0)))


def is_same_typography(needle: Needle, stored: str) -> bool:
    """True when the words equal the stored ones code point by code point, one closing stop or comma aside."""
    return needle.raw.rstrip(".,") == stored.rstrip(".,")


def _places(words: str, folded: Folded, text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Places of folded words with how far each is from the words as given.

    All lawful forms share what lies between the first letter and a closing stop or comma: only that is searched for.
    """
    shortened = words[:-1] if words[-1] in ".," and words[-2:-1] not in (".", ",") else words
    closing, firsts = words[len(shortened) :], _first_letters(words)
    core = shortened[1:] or words
    at = folded.text.find(core, len(shortened) - len(core))
    while at >= 0:
        start, end = at - (len(shortened) - len(core)), at + len(core)
        rank = firsts.get(folded.text[start])
        if rank is not None:
            is_closed = folded.text.startswith(closing, end)
            span = folded.span(start, end + len(closing) if is_closed else end)
            if _is_whole_words(text, *span):
                yield rank + (not is_closed), span
        at = folded.text.find(core, at + 1)


def _first_letters(folded: str) -> dict[str, int]:
    """What the words may begin with: as given, or in the other case where that says the same."""
    first = folded.split(" ", 1)[0]
    letter = first[0]
    if letter.isupper() and (len(first) == 1 or first[1:].islower()):
        return {letter: 0, letter.lower(): _CASE_RANK}
    if letter.islower() and re.split(r"[^\w]", first, maxsplit=1)[0] in _LOWERABLE:
        return {letter: 0, letter.upper(): _CASE_RANK}
    return {letter: 0}


def _is_whole_words(text: str, start: int, end: int) -> bool:
    return not _cuts_before(text, start) and not _cuts_after(text, end)


def _cuts_before(text: str, start: int) -> bool:
    """True when the character before belongs to the same word, number, sign or currency."""
    first, before = text[start], text[start - 1 : start].strip(INVISIBLE) or text[max(start - 2, 0) : start - 1]
    if _is_joint(before, first, text[start + 1 : start + 2]):
        return True
    if not before or not (first.isalnum() or first in _CURRENCY):
        return False
    earlier = text[start - 2 : start - 1]
    if before.isalnum() or (before in "_'’" and earlier.isalnum()):
        return True
    if first.isdigit() and (before in _CURRENCY or before in _MINUSES or (before in ".," and earlier.isdigit())):
        return True
    return before in _HYPHENS and earlier.isalnum()


def _cuts_after(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end : end + 1].strip(INVISIBLE) or text[end + 1 : end + 2]
    if _is_joint(text[end - 2 : end - 1], last, after):
        return True
    if not after or not last.isalnum():
        return False
    later = text[end + 1 : end + 2]
    if after.isalnum() or after in _UNITS or (after in "'’ʼ" and later.isalnum()):
        return True
    if last.isdigit() and after in ".," and later.isdigit():
        return True
    return after in _HYPHENS and later.isalnum()


def _is_joint(before: str, char: str, after: str) -> bool:
    """An apostrophe or hyphen within a word, a stop or comma within a number: `I|’m`, `half|-built`, `63|,000`."""
    if char in ".,":
        return before.isdigit() and after.isdigit()
    return char in _JOINERS and before.isalnum() and after.isalnum()


def _decoded(words: str) -> str:
    """Entities of markup decoded once: words copied out of a page's source are the same words."""
    return _ENTITY.sub(lambda found: unescape(found.group()), words) if "&" in words else words


def _without_marks(words: str) -> str:
    is_pair = len(words) > 2 and any(words[0] in marks and words[-1] in marks for marks in (DOUBLE_MARKS, SINGLE_MARKS))
    return words[1:-1].strip(_EDGES) if is_pair else words


def _has_hidden(words: str) -> bool:
    """Control, format, private or unassigned characters outside the map: they can show something else than they say."""
    return not words.isprintable() and any(
        unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs") for char in words if char not in _EDGES
    )
