"""Rules on quotations: V3 exact words, V4 inside the source's marks, V5 negation kept, V6 the right speaker.

Each rule has its function. Finding words is `domain/quote`, their context `domain/quote_context`; putting the stored
characters into the sentence is `steps/verify/print_quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.article import Article, Quotation
from bot.domain.called import head_noun, is_description, is_untelling
from bot.domain.draft import DraftQuote, DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.fold import SPACES
from bot.domain.ids import SentenceId
from bot.domain.lexicon import CONDITIONS, find_negators, word_set
from bot.domain.quote import find_all, prepare
from bot.domain.quote_context import enclosing, outer_condition, outer_negator
from bot.domain.quote_speaker import SURE, is_described_so
from bot.domain.quote_verdict import broken_rule
from bot.domain.speaker import BODIES, is_pronoun, is_same_speaker, name_words, plain, spelling
from bot.domain.verdict import CheckedSentence, Failure, LocatedQuote
from bot.steps.find.cues import Attribution
from bot.steps.find.cues_after import attribute_after
from bot.steps.find.cues_before import attribute_before
from bot.steps.find.reporting_verbs import VERBS
from bot.steps.find.sentence_bounds import BLANK
from bot.steps.find.speakers import is_name
from bot.steps.verify.rules_shape import PLACEHOLDER, offered_id
from bot.steps.words.stop_words import STOP_WORDS

_AFFILIATED = re.compile(r"((?:[A-Z][\w.’'-]*\s+)+[A-Z][\w.’'-]*)\s+(?:of|from|at|with)\s")

MAX_QUOTE_WORDS = 45
"""Longer quotations stop being quotations in a digest; the writer picks a part or paraphrases."""

MIN_ATTRIBUTION_WORDS = 2
_PRINTED = re.compile(r"“[^“”]*”")
_SUBJECTS = frozenset(("he", "she", "they"))
_NOBODY = STOP_WORDS | VERBS | {"according"}
"""Words that say that something was said, and not by whom."""

_DOCUMENTS = word_set(
    "statement letter report document study survey post tweet message speech interview memo article paper"
)
"""What speaks for whoever wrote it."""

_OUTLETS = word_set("outlet newspaper broadcaster website")

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TAIL = ".,;:" + SPACES
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\.[A-Za-z]|\.\.)\.$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft's quotation stands: its article, the stored quotation around it, and the exact characters."""

    quote: DraftQuote
    article: Article
    quotation: Quotation
    sentence_id: SentenceId
    start: int
    end: int


def find_place(quote: DraftQuote, evidence: Evidence) -> Place | Failure:
    """V3 and V4: the words stand letter for letter in the cited passage, inside one pair of the source's marks.

    Of several equal places the one in the cited sentence is taken; the sentence id is that of the found words.
    """
    cited = offered_id(quote.sentence_id, evidence)
    article = evidence.article(cited) if cited else None
    needle = prepare(quote.words)
    if cited is None or article is None or needle is None:
        return Failure("V3", "there are no words to quote, or they come from nowhere", quote.words[:200])
    if len(needle.raw.split()) > MAX_QUOTE_WORDS:
        return Failure("V3", f"the quotation is longer than {MAX_QUOTE_WORDS} words")
    spans = [span for span in find_all(needle, article.revision.text) if _is_near(span, cited, article)]
    if not spans:
        return Failure("V3", f"these words do not stand in {cited}", article.sentence_text(cited))
    sentence = article.sentence(cited)
    spans.sort(key=lambda span: sentence is None or not (span[0] < sentence.end and span[1] > sentence.start))
    reasons = [broken_rule(article, *span) for span in spans]
    for span, reason in zip(spans, reasons, strict=True):
        if reason is None:
            return _place(quote, article, cited, span)
    return Failure(_rule_of(reasons[0] or ""), reasons[0] or "", article.sentence_text(cited))


def rule_v5_polarity(place: Place, prose: str) -> tuple[Failure, ...]:
    """A negation or condition that governs the marks from outside is in ours too (not a 'realistic outcome')."""
    passage = place.article.passage(place.quotation.passage)
    text, start = place.article.revision.text, passage.start if passage else 0
    word = outer_negator(text, place.quotation, start)
    if word is not None and not find_negators(prose):
        return (Failure("V5", f"the source says “{word}” about these words", _around(place)),)
    word = outer_condition(text, place.quotation, start)
    if word is not None and not CONDITIONS & set(prose.casefold().split()):
        return (Failure("V5", f"the source says “{word}” right before these words", _around(place)),)
    return ()


def rule_v6_speaker(place: Place, named: str | None) -> tuple[Failure, ...]:
    """A name beside the quotation must be the stored speaker; the outlet may always be named instead."""
    claimed = named or place.quote.speaker
    if claimed is None or is_pronoun(claimed) or _is_outlet(claimed, place.article):
        claimed = place.quote.speaker
    if claimed is None or is_pronoun(claimed) or _is_outlet(claimed, place.article):
        return ()
    stored = place.quotation.speaker
    if place.quotation.kind == "term":
        return (Failure("V6", "the source does not say that anybody spoke these words", _around(place)),)
    if stored is not None and is_same_speaker(claimed, stored):
        return ()
    if is_description(claimed) and (_is_document(claimed, place) or is_untelling(claimed)):
        return ()
    if is_described_so(claimed, stored, place.article, place.quotation):
        return ()
    known = f"the source names {stored}" if stored else "the source names nobody"
    return (Failure("V6", f"{claimed} is not the speaker: {known}", _around(place)),)


def _is_document(claimed: str, place: Place) -> bool:
    """`The statement said` of words that the source says were in a statement; or the paper itself."""
    noun = head_noun(claimed)
    return noun in _OUTLETS or (noun in _DOCUMENTS and noun in plain(_around(place)))


def rule_v6_attributed(place: Place, prose: str) -> tuple[Failure, ...]:
    """Somebody's words never stand alone: the sentence says whose they are."""
    words = _WORDS.findall(prose)
    somebody = [word for word in words if word.lower() in _SUBJECTS or word.lower() not in _NOBODY]
    if place.quotation.kind != "speech" or (somebody and len(words) >= MIN_ATTRIBUTION_WORDS):
        return ()
    return (Failure("V6", "the sentence does not say whose words these are", _around(place)),)


def rule_v6_introduced(claim: CheckedSentence, before: str) -> tuple[Failure, ...]:
    """A pronoun may stand for a speaker only right after a sentence (`before`) that names this speaker."""
    prose = _PRINTED.sub(" ", claim.text)
    pronoun = next((word for word in _WORDS.findall(prose) if word.lower() in _SUBJECTS), None)
    if pronoun is None or claim.is_extract:
        return ()
    known = {spelling(word) for word in _WORDS.findall(f"{before} {prose}")}
    lost = [one.speaker for one in claim.quotes if one.speaker and not set(name_words(one.speaker)[-1:]) <= known]
    return tuple(Failure("V6", f"“{pronoun}” does not say whose words these are: name {speaker}") for speaker in lost)


def locate_quote(place: Place, named: str | None) -> LocatedQuote:
    """The quotation as printed, without the closing stop or comma; the speaker only when stored and named by us."""
    text = place.article.revision.text
    end = place.end
    while end > place.start and text[end - 1] in _TAIL and not _ABBREVIATED.search(text[place.start : end]):
        end -= 1
    claimed = named if named and is_name(named) else place.quote.speaker
    stored = place.quotation.speaker
    is_named = stored is not None and (
        is_same_speaker(claimed, stored) if claimed else place.quotation.confidence >= SURE and is_name(stored)
    )
    return LocatedQuote(place.sentence_id, place.start, end, text[place.start : end], stored if is_named else None)


def named_speakers(sentence: DraftSentence) -> dict[str, str | None]:
    """Whom our own prose names as the speaker of each quotation, by its key; found as in any article."""
    blanked = PLACEHOLDER.sub(lambda found: BLANK * len(found.group()), sentence.text)
    named: dict[str, str | None] = {}
    for found in PLACEHOLDER.finditer(sentence.text):
        before = attribute_before(blanked, 0, found.start())
        after = attribute_after(blanked, found.end(), len(blanked), is_closed=False)
        is_passed_on = after is not None and after.pattern == "according_to"  # `Roe said {q1}, according to the Wire`
        told = (before, after) if is_passed_on else (after, before)
        best = next((one for one in told if one and one.pattern not in ("sentence_subject",)), None)
        named[found.group(1)] = _named_in(best) if best is not None else None
    return named


def _named_in(told: Attribution) -> str | None:
    """The name; or the common noun (`the mayor`), when nothing stands between it, its verb and the words."""
    if told.subject is None or is_pronoun(told.subject):
        return None
    if is_name(told.subject):
        return _person(told.subject)
    return told.subject if told.is_direct and is_description(told.subject) else None


def _person(subject: str) -> str:
    """`Mara Lind` in `Mara Lind of the Harbour Board`; bodies keep the place that names them."""
    found = _AFFILIATED.match(subject)
    return subject if found is None or plain(found[1].split()[-1]) in BODIES else found[1]


def stored_quotes(article: Article, sentence_id: SentenceId) -> tuple[LocatedQuote, ...] | None:
    """The quotations inside a stored sentence, with their sure speakers. None when the sentence cuts one of them."""
    sentence = article.sentence(sentence_id)
    if sentence is None:
        return None
    text = article.revision.text
    found = []
    for quotation in _touching(article.revision.quotations, sentence.start, sentence.end):
        if quotation.start < sentence.start or quotation.end > sentence.end:
            return None
        is_sure = quotation.kind == "speech" and quotation.confidence >= SURE
        speaker = quotation.speaker if is_sure else None
        words = text[quotation.start : quotation.end]
        found.append(LocatedQuote(sentence_id, quotation.start, quotation.end, words, speaker))
    return tuple(found)


def _touching(quotations: Sequence[Quotation], start: int, end: int) -> list[Quotation]:
    return [quotation for quotation in quotations if quotation.start < end and quotation.end > start]


def _is_near(span: tuple[int, int], cited: SentenceId, article: Article) -> bool:
    passage = article.passage(cited.passage)
    return passage is not None and passage.start <= span[0] and span[1] <= passage.end


def _place(quote: DraftQuote, article: Article, cited: SentenceId, span: tuple[int, int]) -> Place:
    quotation = enclosing(article, *span)
    passage = article.passage(cited.passage)
    assert quotation is not None and passage is not None
    number = next(
        (index for index, one in enumerate(passage.sentences, 1) if one.start <= span[0] < one.end), cited.sentence
    )
    place = SentenceId(article.id, article.revision.number, cited.passage, number)
    return Place(quote, article, quotation, place, span[0], span[1])


def _rule_of(reason: str) -> str:
    return "V5" if reason.startswith("cut away") else "V3" if reason.startswith("cut") else "V4"


def _is_outlet(name: str, article: Article) -> bool:
    return is_same_speaker(name, article.outlet)


def _around(place: Place) -> str:
    passage = place.article.passage(place.quotation.passage)
    if passage is None:
        return ""
    text = place.article.revision.text
    return text[max(passage.start, place.start - 200) : min(passage.end, place.end + 120)]
