"""Rules on the form of a proposed sentence: V1 ids and placeholders, V2 stray quotation marks, V11 pronouns that hang
in the air, V18 links and markup.

Each rule is a function from the draft (and the evidence) to its failures. The order of rules is `steps/verify/gate`.
"""

from __future__ import annotations

import re

from bot.domain.draft import DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.fold import DOUBLE_MARKS
from bot.domain.ids import SentenceId, parse_sentence_id
from bot.domain.verdict import CheckedSentence, Failure

PLACEHOLDER = re.compile(r"\{\s*(\w{1,12})\s*\}")
_BRACE = re.compile(r"[{}]")
_SINGLE_OPENING = re.compile(r"(?<![\w\d.])[‘'‚‹`](?=[^\W\d_])")
_PRONOUN = re.compile(r"(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"https?:|www\.|://|\b[\w-]+\.(?:com|org|net|info|io|ru)\b|[<>\[\]@|\\]|\*\*|__|#\w+|!(?=\w)|\bp\d+(?:r\d+)?\.\d+\b",
    re.IGNORECASE,
)


def rule_v1_shape(sentence: DraftSentence, evidence: Evidence) -> tuple[Failure, ...]:
    """Words, and at least one citation; every id was offered; placeholders and quotations match one to one."""
    failures = []
    if not any(char.isalnum() for char in sentence.text):
        failures.append(Failure("V1", "the sentence says nothing"))
    if not sentence.citations and not sentence.quotes:
        failures.append(Failure("V1", "the sentence cites nothing"))
    ids = [*sentence.citations, *(quote.sentence_id for quote in sentence.quotes)]
    for wanted in dict.fromkeys(ids):
        if offered_id(wanted, evidence) is None:
            failures.append(Failure("V1", f"{wanted[:40]!r} is not one of the offered sentence ids"))
    placed = PLACEHOLDER.findall(sentence.text)
    if sorted(placed) != sorted(quote.key for quote in sentence.quotes):
        failures.append(Failure("V1", "placeholders and quotations do not match one to one"))
    elif _BRACE.search(PLACEHOLDER.sub("", sentence.text)):
        failures.append(Failure("V1", "the sentence holds a stray brace"))
    return tuple(failures)


def rule_v2_stray_marks(text: str) -> tuple[Failure, ...]:
    """Prose holds no quotation mark of its own: only the program may place one. Apostrophes are no quotation marks."""
    bare = PLACEHOLDER.sub("", text)
    stray = next((char for char in bare if char in DOUBLE_MARKS), None)
    if stray is None and (opening := _SINGLE_OPENING.search(bare)) is not None:
        stray = opening.group()
    return () if stray is None else (Failure("V2", f"the prose holds the quotation mark {stray}"),)


def rule_v11_reference(claim: CheckedSentence, before: str) -> tuple[Failure, ...]:
    """A sentence that opens with a pronoun needs the one before it (`before`, empty when that is not printed)."""
    opening = _PRONOUN.match(claim.text)
    if before or opening is None or claim.is_extract:
        return ()
    return (Failure("V11", f"“{opening.group()}” means nobody, as no sentence is printed before it: give the name"),)


def rule_v18_links(text: str) -> tuple[Failure, ...]:
    """No link, mention, markup, bracket or sentence id: links and citations are made by the program alone."""
    found = _MARKUP.search(text)
    return () if found is None else (Failure("V18", f"the text holds {found.group()!r}"),)


def offered_id(text: str, evidence: Evidence) -> SentenceId | None:
    """The sentence id behind a writer's spelling, None unless it was offered."""
    parsed = parse_sentence_id(text)
    return parsed if parsed is not None and evidence.line(parsed) is not None else None
