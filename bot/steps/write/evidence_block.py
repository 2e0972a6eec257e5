"""The evidence as a language model reads it: one line per fact, each marked with a nonce that no article can know.

Owns the prompt copy of strangers' text: hidden characters removed, lines that could break out of the block dropped.
The stored text is never touched, and quotations are printed from it alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.domain.article import Article
from bot.domain.conversation import Turn
from bot.domain.draft import DraftPlan
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.verdict import Passed, RepairItem
from bot.steps.choose.differences import CountDifference, places_of
from bot.steps.find.instructions import is_instruction
from bot.steps.verify.gate import explain
from bot.steps.write.difference_lines import count_of, offered_differences

MAX_LINE_CHARS = 600
MAX_TITLE_CHARS = 160
MAX_NAME_CHARS = 80
DATAMARK = "ˆ"
"""Stands for every space in text that a judge reads; the sign itself is taken out of that text."""

_ROLES = re.compile(
    r"^\W*(?:system|assistant|developer|user|human)\s*:|<\|\w+\|>|\[/?INST\]|</?(?:system|assistant|user|human)>",
    re.IGNORECASE,
)
"""Marks of a turn in the templates of common models."""

_SPACES = re.compile(r"\s+")
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))


def digest_block(evidence: Evidence, nonce: str, *, plan: DraftPlan | None = None) -> str:
    """Stories, their articles, sentences and quotable words; then the counts on which sources differ.

    With a plan its developments stand in place of the stories, in its order.
    """
    told = _story_lines(evidence, nonce) if plan is None else _planned_lines(plan, evidence, nonce)
    return _fenced((*told, *_difference_lines(evidence, nonce)), nonce)


def repair_block(items: Sequence[RepairItem], evidence: Evidence, nonce: str) -> str:
    """Failed sentences, each with its reasons, the lines it cited and the nearest lawful quotations."""
    return _fenced((line for item in items for line in _failed(item, evidence, nonce)), nonce)


def answer_block(question: str, evidence: Evidence, nonce: str) -> str:
    """The question as data, then the evidence."""
    asked = _marked(nonce, "question", text=question, max_chars=1200)
    return _fenced((*asked, *_story_lines(evidence, nonce)), nonce)


def turns_block(turns: Sequence[Turn], question: str, nonce: str) -> str:
    """The thread so far and the new question, as data."""
    said = ((role, text) for turn in turns for role, text in (("reader", turn.question), ("answer", turn.answer)))
    lines = [line for role, text in said for line in _marked(nonce, role, text=text)]
    return _fenced((*lines, *_marked(nonce, "question", text=question, max_chars=1200)), nonce)


def judge_block(claims: Sequence[Passed], evidence: Evidence, nonce: str) -> str:
    """Each claim with the sentences that it cites, their spaces marked: nobody has to copy these words, and marked
    text is hardly ever taken for an instruction (datamarking, Hines et al. 2024).
    """
    return _fenced((line for claim in claims for line in _judged(claim, evidence, nonce)), nonce)


def clean_line(text: str, nonce: str, *, max_chars: int = MAX_LINE_CHARS) -> str | None:
    """The prompt copy of a stranger's text: one line, nothing hidden, at most `max_chars`.

    None when it could be taken for a part of the block or of the conversation: it holds the nonce, a fence, or opens
    like the turn of a speaker.
    """
    visible = "".join(char if unicodedata.category(char) not in _HIDDEN else _shown(char) for char in text)
    line = _SPACES.sub(" ", visible).strip()
    if nonce in line or "<<" in line or ">>" in line or _ROLES.search(line):
        return None
    if len(line) <= max_chars:
        return line
    return line[:max_chars].rsplit(" ", 1)[0] + " …"


def _shown(char: str) -> str:
    return " " if char in "\n\r\t\v\f\x85" else ""


def _fenced(lines: Iterable[str], nonce: str) -> str:
    return "\n".join((f"<<EVIDENCE nonce={nonce}>>", *lines, f"<<END {nonce}>>"))


def _marked(nonce: str, *fields: str, text: str, max_chars: int = MAX_LINE_CHARS) -> Iterator[str]:
    line = clean_line(text, nonce, max_chars=max_chars)
    if line:
        yield "|".join((nonce, *fields, line))


def _field(text: str | None, nonce: str, *, max_chars: int = MAX_NAME_CHARS) -> str:
    """A short value inside a line; empty when it is unfit."""
    if not text or is_instruction(text):
        return ""
    return (clean_line(text, nonce, max_chars=max_chars) or "").replace("|", "/")


def _story_lines(evidence: Evidence, nonce: str) -> Iterator[str]:
    for story, lines in groupby(evidence.lines, key=lambda line: line.story):
        if 1 <= story <= len(evidence.stories):
            yield f"{nonce}|story {story}|{_sources(evidence, story)}"
        yield from _article_lines(lines, evidence, nonce)


def _planned_lines(plan: DraftPlan, evidence: Evidence, nonce: str) -> Iterator[str]:
    """A line that was thinned out is missing from its development; a development without lines is left out."""
    known = {str(line.sentence_id): line for line in evidence.lines}
    number = 0
    for development in plan.developments:
        lines = [known[place] for place in development.sentence_ids if place in known]
        if lines:
            number += 1
            yield f"{nonce}|development {number}|{development.status}|{_sources(evidence, lines[0].story)}"
            yield from _article_lines(lines, evidence, nonce)
    told = {place for development in plan.developments for place in development.sentence_ids}
    rest = {"other news": set(plan.other_ids), "for differences": known.keys() - told - set(plan.other_ids)}
    for name, places in rest.items():
        lines = [line for place, line in known.items() if place in places]
        if lines:
            yield f"{nonce}|{name}"
            yield from _article_lines(lines, evidence, nonce)


def _sources(evidence: Evidence, story: int) -> str:
    """How many tell the story, and its day."""
    told = evidence.stories[story - 1]
    count = len(told.families)
    sources = "1 source" if count <= 1 else f"{count} independent sources"
    return f"{sources}|{told.event_date or 'undated'}"


def _article_lines(lines: Iterable[EvidenceLine], evidence: Evidence, nonce: str) -> Iterator[str]:
    for article_id, own in groupby(lines, key=lambda line: line.sentence_id.article):
        yield _article_line(evidence.articles[article_id], nonce)
        for line in own:
            yield from _line(line, nonce)


def _article_line(article: Article, nonce: str) -> str:
    outlet = _field(article.outlet, nonce) or "unnamed outlet"
    title = _field(article.title, nonce, max_chars=MAX_TITLE_CHARS)
    return f"{nonce}|article|{outlet}|{article.source_type}|{article.event_date or 'undated'}|{title}"


def _line(line: EvidenceLine, nonce: str) -> Iterator[str]:
    yield from _marked(nonce, str(line.sentence_id), text=line.text)
    for card in line.cards:
        speaker = _field(card.quotation.speaker, nonce) or "nobody named"
        yield from _marked(nonce, "quote", str(card.sentence_id), speaker, text=card.text)


def _difference_lines(evidence: Evidence, nonce: str) -> Iterator[str]:
    """Wordings that differ are left out: the program prints them itself."""
    for number, difference in enumerate(offered_differences(evidence), 1):
        if isinstance(difference, CountDifference):
            places = (str(place) for place in places_of(difference))
            yield from _marked(nonce, f"difference {number}", *places, text=count_of(difference))


def _failed(item: RepairItem, evidence: Evidence, nonce: str) -> Iterator[str]:
    yield from _marked(nonce, "failed", item.key, text=item.draft.text or "(nothing)")
    yield from _marked(nonce, "because", item.key, text=explain(item))
    for article_id, own in groupby(item.cited, key=lambda line: line.sentence_id.article):
        yield _article_line(evidence.articles[article_id], nonce)
        for line in own:
            yield from _marked(nonce, str(line.sentence_id), text=line.text)
    for card in item.cards:
        speaker = _field(card.quotation.speaker, nonce) or "nobody named"
        yield from _marked(nonce, "quote", str(card.sentence_id), speaker, text=card.text)


def _judged(claim: Passed, evidence: Evidence, nonce: str) -> Iterator[str]:
    yield from _marked(nonce, "claim", claim.key, text=_datamarked(claim.claim.text))
    for place in claim.claim.citations:
        line, article = evidence.line(place), evidence.article(place)
        if line is None or article is None:
            continue
        outlet = _datamarked(_field(article.outlet, nonce)) or "unnamed"
        yield from _marked(
            nonce, "cited", claim.key, outlet, str(article.event_date or "undated"), text=_datamarked(line.text)
        )


def _datamarked(text: str) -> str:
    return DATAMARK.join(text.replace(DATAMARK, "").split())
