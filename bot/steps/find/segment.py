"""Paragraphs and sentences of a text, as offsets.

Sentence boundaries come from sentencex; what it joins or misses around quotations and missing full stops is mended
here. Finds no quotations (`quotations`) and no dates (`dates`).
"""

from __future__ import annotations

import re

import sentencex

from bot.domain.article import Passage, Sentence
from bot.domain.lexicon import word_set
from bot.steps.find.instructions import is_instruction
from bot.steps.words.stop_words import STOP_WORDS

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:\n\S(?:.*\S)?)*")
_VERB = r"(?:said|says|is|are|was|were|has|have|had|will|would|\w{3,}ed)"
_FUSED = re.compile(
    rf"\b(?P<before>\w*[a-z]{{3}})[”\"’]? (?:(?:The|But|However|Meanwhile) (?:[\w’'-]+ ){{0,6}}?{_VERB}\b"
    r"|(?<=[a-z]{3} )A [a-z]{3,} )"
)
_NAME_BEFORE_THE = STOP_WORDS | word_set(
    "called titled newspaper film told tells telling including via per joined joins series band song book play",
    "magazine outlet website paper daily weekly channel station",
)
"""Words after which a capital "The" begins a name ("told The Gazette"), not a new sentence."""

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
_CLOSED_QUOTATION = re.compile(r"[.!?…][”\"’»“]$")
_CLOCK = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
_ZONE = re.compile(r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|Eastern|Central|Mountain|Pacific|local)\b")
_UNFINISHED = {
    "de": re.compile(
        r"(?:\b(?:[Dd](?:er|ie|as|em|en|es)|[Aa]m|[Ii]m|[Bb]is|[Zz]u[mr]|[Vv]om|[Ss]eit|[Ii]hren?|[Ss]einen?)"
        r" \d{1,3}"
        r"|(?:^|[\s(„»‚])(?:Abs|Art|Az|Bd|Bsp|Dipl|Dr|Frl|Hr|Inc|Jh|Kap|Mio|Mrd|Nr|Prof|St|Std|Str|Tel|Ziff|[A-ZÄÖÜ]))\.$"
    ),
    "fr": re.compile(
        r"(?:^|[\s(«“’'-])(?:MM?|Mmes?|Mlles?|Mes?|Dr|Pr|St|Ste|art|bd|boul|cf|Cf|chap|env|fig|hab|p|pp|vol|[A-ZÀÉ])\.$"
    ),
}
"""Ends of what sentencex takes for a sentence and is none: `M.` before a name, `Der 2.` before `Weltkrieg`."""

_ATTRIBUTION = re.compile(
    r"(?:[\w’'.-]+,? ){1,12}"
    r"(?:said|says|told \w+|added|asked|replied|wrote|noted|argued|explained|insisted|warned)[.!?]$"
)


def segment(text: str, language: str | None = "en") -> tuple[Passage, ...]:
    """Passages (paragraphs separated by blank lines) with their sentences; offsets are code points, end exclusive."""
    found = []
    for number, match in enumerate(_PARAGRAPH.finditer(text), start=1):
        start, end = match.span()
        found.append(Passage(number, start, end, _sentences(text, start, end, language or "en")))
    return tuple(found)


def _sentences(text: str, start: int, end: int, language: str) -> tuple[Sentence, ...]:
    paragraph = text[start:end]
    spans = _merge(paragraph, _spans(paragraph, language), _UNFINISHED.get(language))
    return tuple(
        Sentence(start + at, start + stop, _flags(paragraph[at:stop], is_english=language == "en"))
        for at, stop in spans
    )


def _spans(paragraph: str, language: str) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for sentence in sentencex.segment(language, paragraph):
        body = sentence.strip()
        if body:
            begin = at + sentence.index(body[0])
            spans.append((begin, begin + len(body)))
        at += len(sentence)
    return spans or [(0, len(paragraph))]


def _merge(paragraph: str, spans: list[tuple[int, int]], unfinished: re.Pattern[str] | None) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        previous = paragraph[slice(*merged[-1])] if merged else ""
        is_unfinished = unfinished is not None and unfinished.search(previous) is not None
        if merged and (is_unfinished or _belongs_to_previous(previous, paragraph[start:end])):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _belongs_to_previous(previous: str, body: str) -> bool:
    """An attribution stays with its quotation, a surname with its initials, a zone with its time of day, a stray mark
    with what it closes.
    """
    if _CLOCK.search(previous) and _ZONE.match(body):
        return True
    if body[0].islower() or not any(char.isalnum() for char in body) or _INITIALS.fullmatch(previous):
        return True
    return bool(_CLOSED_QUOTATION.search(previous) and _ATTRIBUTION.fullmatch(body))


def _flags(sentence: str, *, is_english: bool) -> tuple[str, ...]:
    flags = []
    if is_english and any(match["before"].lower() not in _NAME_BEFORE_THE for match in _FUSED.finditer(sentence)):
        flags.append("fused")
    if is_instruction(sentence):
        flags.append("suspicious")
    return tuple(flags)
