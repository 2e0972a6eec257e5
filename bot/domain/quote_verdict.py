"""The verdict on a quotation: are these words in this article, in marks, by this speaker, with their sense intact?

Owns the order of the rules. It only says what stands in the text; whether a flagged quotation may be printed is for the
caller. Marked changes are `domain/quote_changes`, the speaker `domain/quote_speaker`; words not found at all are
compared by `steps/verify/nearest`.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.article import LEADS, Article, Quotation
from bot.domain.ids import SentenceId
from bot.domain.lookup import QuoteVerdict
from bot.domain.quote import Needle, is_same_typography, prepare
from bot.domain.quote_changes import find_spans
from bot.domain.quote_context import (
    MIN_WORDS,
    enclosing,
    is_inner_speech,
    is_long_enough,
    lost_turn,
    outer_condition,
    outer_negator,
    sentence_bounds,
)
from bot.domain.quote_speaker import judge_speaker, speaker_verdict
from bot.domain.retraction import is_retracted

FOUND = ("verbatim", "typographic", "elsewhere")
"""Verdicts under which `rendered` may be printed."""

_STRANGERS = {
    "instruction": "they are part of an instruction to machines, which nobody is quoted from",
    "ai_generated": "the page is machine-made, and is never quoted",
    "social": "the page is a social post, and is never quoted",
}
"""Flags of words that stand in a text which is never quoted, and what is said of them."""

NEVER_QUOTED = frozenset(_STRANGERS)
"""Flags under which words may stand letter for letter and yet hold for nobody."""

Span = tuple[int, int]


def verdict_of(
    words: str, article: Article, *, cited: SentenceId | None = None, speaker: str | None = None
) -> QuoteVerdict:
    """Judge words against one article. With `cited`, words that stand only in another sentence are `elsewhere`.

    Of several equal places the lawful one in the cited sentence is meant, else the one whose speaker was claimed.
    `altered` here means found, but cut so that the sense changes; `absent` that they are nobody's words there.
    """
    needle = prepare(words)
    if needle is None:
        return QuoteVerdict("absent", "there are no words to look for, or they hide invisible characters", article.id)
    spans, flags = find_spans(needle, article)
    if not spans:
        return QuoteVerdict("absent", "these words do not stand in the article", article.id)
    judged = [(span, *_judge(article, *span)) for span in _in_sentence(spans, article, cited) or spans]
    lawful = [(span, quotation) for span, quotation, reason in judged if quotation is not None and not reason]
    if not lawful:
        reason = judged[0][2]
        return QuoteVerdict("altered" if reason.startswith("cut") else "absent", reason, article.id, flags=flags)
    place = _said_by(article, lawful, speaker)
    return _found(needle, article, *place, cited=cited, speaker=speaker, flags=flags)


def broken_rule(article: Article, start: int, end: int) -> str | None:
    """The first rule that forbids printing these stored characters as a quotation, in plain words; None if lawful."""
    return _judge(article, start, end)[1] or None


def _judge(article: Article, start: int, end: int) -> tuple[Quotation | None, str]:
    """The quotation that these characters are of and the first rule that forbids printing them, or ""."""
    quotation = enclosing(article, start, end)
    if quotation is None:
        return None, "these words stand in the article, but not inside one pair of quotation marks"
    if is_retracted(article.revision):
        return quotation, "the outlet has retracted this article"
    for rule in _CONTEXT_RULES:
        reason = rule(article.revision.text, quotation, start, end)
        if reason:
            return quotation, reason
    return quotation, ""


def _inner_speech(text: str, quotation: Quotation, start: int, end: int) -> str | None:
    if is_inner_speech(text, quotation, start, end):
        return "these words are quoted inside the quotation: they are somebody else's"
    return None


def _length(text: str, quotation: Quotation, start: int, end: int) -> str | None:
    if not is_long_enough(text, quotation, start, end):
        return f"cut to fewer than {MIN_WORDS} words, which the source does not mark by themselves"
    return None


def _turn_lost(text: str, quotation: Quotation, start: int, end: int) -> str | None:
    word = lost_turn(text, quotation, start, end)
    if word is None:
        return None
    first, last = sentence_bounds(text, quotation, start, end)
    return f"cut away from “{word}” in “{text[first:last].strip()}”"


_CONTEXT_RULES: tuple[Callable[[str, Quotation, int, int], str | None], ...] = (_inner_speech, _length, _turn_lost)


def _in_sentence(spans: tuple[Span, ...], article: Article, cited: SentenceId | None) -> list[Span]:
    return [span for span in spans if _is_in_sentence(article, span, cited)] if cited else []


def _is_in_sentence(article: Article, span: Span, cited: SentenceId) -> bool:
    sentence = article.sentence(cited)
    return sentence is not None and span[0] < sentence.end and span[1] > sentence.start


def _said_by(article: Article, places: list[tuple[Span, Quotation]], speaker: str | None) -> tuple[Span, Quotation]:
    """Of several lawful places the first that the claimed speaker said, else the first."""
    if speaker is None or len(places) == 1:
        return places[0]
    said = (place for place in places if speaker_verdict(article, place[1], speaker) == "confirmed")
    return next(said, places[0])


def _found(  # noqa: PLR0913  what was asked and what was found
    needle: Needle,
    article: Article,
    span: Span,
    quotation: Quotation,
    *,
    cited: SentenceId | None,
    speaker: str | None,
    flags: tuple[str, ...],
) -> QuoteVerdict:
    rendered = article.revision.text[span[0] : span[1]]
    verdict, why = "verbatim", "the words stand there letter for letter"
    if flags or not is_same_typography(needle, rendered):
        verdict, why = "typographic", "the words stand there; only marks, spaces or marked changes differ"
    place = _sentence_of(article, quotation, span[0])
    if cited is not None and not _is_in_sentence(article, span, cited):
        verdict, why = "elsewhere", f"the words stand in {place}, not in the cited sentence"
    stranger, whose = _nobodys(article, quotation, place), quotation.speaker
    said, why_not = judge_speaker(article, quotation, speaker)
    if stranger == "instruction" and speaker:
        said, why_not = "contradicted", "what an instruction to machines puts in marks was said by nobody"
    warnings = {} if stranger is None else {stranger: _STRANGERS[stranger]}
    warnings |= _outer_turn(article, quotation)
    reasons = [why, *warnings.values(), *([f"speaker {said}: {why_not}"] if why_not else [])]
    return QuoteVerdict(
        verdict,
        "; ".join(reasons),
        article.id,
        place,
        span[0],
        span[1],
        rendered,
        None if stranger == "instruction" else whose,
        said,
        flags=(*flags, *warnings),
    )


def _nobodys(article: Article, quotation: Quotation, place: SentenceId) -> str | None:
    """Whether the words are of a text that nobody is quoted from: an instruction to machines, or a lead."""
    sentences = [article.sentence(place)]
    if (passage := article.passage(quotation.passage)) is not None:
        sentences += [one for one in passage.sentences if one.start < quotation.end and one.end > quotation.start]
    if any(one is not None and "suspicious" in one.flags for one in sentences):
        return "instruction"
    return article.source_type if article.source_type in LEADS else None


def _outer_turn(article: Article, quotation: Quotation) -> dict[str, str]:
    """What governs the words from outside the marks: a negation, a condition; whoever prints them must keep it."""
    passage = article.passage(quotation.passage)
    text, start = article.revision.text, passage.start if passage else 0
    found = {
        "negated": outer_negator(text, quotation, start),
        "context": outer_condition(text, quotation, start),
    }
    return {flag: f"outside the marks the source says “{word}” about them" for flag, word in found.items() if word}


def _sentence_of(article: Article, quotation: Quotation, start: int) -> SentenceId:
    """The sentence in which the words begin: a quotation may run over several."""
    passage = article.passage(quotation.passage)
    sentences = passage.sentences if passage else ()
    number = next((at for at, one in enumerate(sentences, 1) if one.start <= start < one.end), quotation.sentence)
    return SentenceId(article.id, article.revision.number, quotation.passage, number)
