"""Which language's rules may read who spoke: English, German, French, or nobody's.

Owns that choice only; it is not language detection (`steps/read/language`) and is asked of texts too short for one.
"""

from __future__ import annotations

import re

from bot.domain.lexicon import word_set

RULED = ("en", "de", "fr")
"""Languages with rules of attribution. Of any other, words between marks are kept and nobody is named."""

_TELLING_WORDS = {
    "en": word_set("the and that with for from said says his her have this which by are been of to she he"),
    "de": word_set("der die das und nicht ist mit von den dem ein eine sich auch auf für sagte wir werden er sie"),
    "fr": word_set("le la les des est une dans pour que qui sur du nous pas ont déclaré selon elle il et au"),
}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00aa-\u024f]")
_READ_CHARS = 4_000


def rules_for(text: str, language: str | None) -> str | None:
    """The language whose rules fit, None when there are none for it. An unknown language is told by common words,
    and taken for English where these say nothing.
    """
    if language is not None:
        return language if language in RULED else None
    head = text[:_READ_CHARS]
    if len(_OTHER_SCRIPT.findall(head)) > len(_LATIN.findall(head)):
        return None
    words = [word.lower() for word in _WORD.findall(head)]
    counts = {tongue: sum(word in told for word in words) for tongue, told in _TELLING_WORDS.items()}
    best = max(counts, key=lambda tongue: counts[tongue])
    return best if counts[best] > counts["en"] else "en"
