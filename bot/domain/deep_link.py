"""Links that open a page at exactly one sentence, by a text fragment (`#:~:text=…`).

Owns the directive of https://wicg.github.io/scroll-to-text-fragment/. Only stored addresses come in here; which
sentence is cited is decided by `steps/verify/gate`.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

WHOLE_CHARS = 100
"""Up to this length the whole sentence is named; a longer one by its first and last words."""

EDGE_WORDS = 5
"""Words named at either end of a long sentence, and before or after an ambiguous one; more when not unique."""

MAX_EDGE_WORDS = 24
_SCHEMES = frozenset({"http", "https", "file"})


def deep_link(url: str, text: str, start: int, end: int) -> str:
    """`url` with a text fragment that matches `start..end` of the article's `text`, and nothing before it.

    An existing fragment is kept. An address that is neither http(s) nor a file is no link: the result is empty.
    """
    if urlsplit(url).scheme.lower() not in _SCHEMES:
        return ""
    joint = ":~:" if "#" in url else "#:~:"
    return f"{url}{joint}text={_directive(text, start, end)}"


def _directive(text: str, start: int, end: int) -> str:
    page, at = _collapsed(text, start)
    sentence = " ".join(text[start:end].split())
    first, last = (sentence, None) if len(sentence) <= WHOLE_CHARS else _edges(page, sentence, at)
    parts = [_encoded(first)] if last is None else [_encoded(first), _encoded(last)]
    prefix = _prefix(page, first, at)
    if prefix:
        parts.insert(0, f"{_encoded(prefix)}-")
    return ",".join(parts)


def _edges(page: str, sentence: str, at: int) -> tuple[str, str | None]:
    """First words that stand nowhere before, last words that stand nowhere between; None when they would meet."""
    words = sentence.split(" ")
    head = EDGE_WORDS
    while head < min(MAX_EDGE_WORDS, len(words)) and _stands_before(page, " ".join(words[:head]), at):
        head += 1
    first = " ".join(words[:head])
    tail = EDGE_WORDS
    while tail < min(MAX_EDGE_WORDS, len(words)) and _stands_early(sentence, " ".join(words[-tail:])):
        tail += 1
    if head + tail >= len(words):
        return sentence, None
    return first, " ".join(words[-tail:])


def _prefix(page: str, first: str, at: int) -> str | None:
    """Words just before an ambiguous place, as many as make it the first such place; None when they are not needed."""
    if not _stands_before(page, first, at):
        return None
    before = page[:at].split(" ")
    for count in range(EDGE_WORDS, MAX_EDGE_WORDS):
        prefix = " ".join(before[-count:]).strip()
        if not _stands_before(page, f"{prefix} {first}", at - len(prefix) - 1):
            return prefix or None
    return " ".join(before[-MAX_EDGE_WORDS:]).strip() or None


def _stands_before(page: str, words: str, at: int) -> bool:
    found = page.casefold().find(words.casefold())
    return 0 <= found < at


def _stands_early(sentence: str, words: str) -> bool:
    folded = sentence.casefold()
    return folded.find(words.casefold()) < len(folded) - len(words.casefold())


def _collapsed(text: str, start: int) -> tuple[str, int]:
    """The text with single spaces, as browsers match it, and where `start` is in it."""
    before = " ".join(text[:start].split())
    after = " ".join(text[start:].split())
    return (f"{before} {after}", len(before) + 1) if before else (after, 0)


def _encoded(words: str) -> str:
    """Percent-encoding of everything that means something in the directive: comma, ampersand and dash too."""
    return quote(words, safe="").replace("-", "%2D")
