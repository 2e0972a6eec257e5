"""Rules on what a sentence rests on: V15 machine-made and social posts, V16 furniture and instructions.

Owns judging the cited places, not the words. Where those flags come from is `steps/find/typing` and
`steps/find/segment`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.article import LEADS
from bot.domain.draft import DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import Failure
from bot.steps.find.instructions import is_instruction

_LIVE = re.compile(r"https?:|\bwww\.|<[!/\w]|\]\(|(?<![\w.])@(?:channel|here|everyone)\b", re.IGNORECASE)

BARRED_FLAGS = frozenset({"suspicious", "caption", "boilerplate", "hidden", "anachronism"})
"""Sentence flags whose words never reach a reader."""

BARRED_EXTRACT_FLAGS = BARRED_FLAGS | {"fused"}
"""A fused sentence is two: fit as evidence, not to be shown as the outlet's sentence."""


def rule_v15_sourcing(sentence: DraftSentence, cited: Sequence[SentenceId], evidence: Evidence) -> tuple[Failure, ...]:
    """Machine-made and social posts are leads: never quoted, never alone; copies of other articles are not cited."""
    failures = []
    types = {one: article.source_type for one in cited if (article := evidence.article(one)) is not None}
    if types and all(source_type in LEADS for source_type in types.values()):
        failures.append(Failure("V15", f"rests only on a source of type {next(iter(types.values()))}"))
    for quote in sentence.quotes:
        place = next((one for one in types if str(one) == quote.sentence_id), None)
        if place is not None and types[place] in LEADS:
            failures.append(Failure("V15", f"quotes a source of type {types[place]}"))
    return tuple(failures)


def rule_v16_leaks(cited: Sequence[SentenceId], evidence: Evidence, *, barred: frozenset[str]) -> tuple[Failure, ...]:
    """Nothing from sentences that read like instructions, captions or page furniture."""
    failures = []
    for one in cited:
        article = evidence.article(one)
        sentence = article.sentence(one) if article else None
        flags = sorted(barred & set(sentence.flags)) if sentence else []
        if flags:
            failures.append(Failure("V16", f"{one} is flagged {flags[0]}"))
    return tuple(failures)


def rule_v16_orders(words: str) -> tuple[Failure, ...]:
    """Nothing printed, be it ours or a source's, reads like an order to a machine or carries a link or live markup.

    Sentences that do are withheld from prompts already; this is for what came in through a name, a title or a draft.
    """
    if is_instruction(words):
        return (Failure("V16", "it reads like an instruction to a machine", words),)
    found = _LIVE.search(words)
    return () if found is None else (Failure("V16", f"the words hold {found.group()!r}", words),)
