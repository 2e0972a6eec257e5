"""What is left of a draft after the last repair: whether it is still an edition, and what must go with its opening.

Judges verified drafts only; verifying is `verify`, mending is `repair`. Who writes instead is `flows/digest`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.draft import DraftDigest, DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.verdict import VerifiedDigest
from bot.steps.find.concepts import is_dangling

MIN_DEVELOPMENTS = 3
MIN_KEPT = 0.4
"""Grounding 2.11: with fewer of its developments, or less of its sentences, a draft is no edition any more."""


def is_enough(draft: DraftDigest, verified: VerifiedDigest) -> bool:
    """Whether enough of a draft may be printed. One that proposed less than three developments must keep them all."""
    wanted = min(MIN_DEVELOPMENTS, len(draft.developments))
    share = verified.kept / verified.proposed if verified.proposed else 0.0
    return verified.kept > 0 and len(verified.developments) >= wanted and share >= MIN_KEPT


def is_believable_silence(draft: DraftDigest, evidence: Evidence) -> bool:
    """A writer may find nothing worth reporting, but not in news that independent sources share."""
    is_silent = not draft.developments and not draft.other_news
    return is_silent and all(len(story.families) < 2 for story in evidence.stories)


def orphans_of(draft: DraftDigest, verified: VerifiedDigest) -> dict[str, DraftSentence | None]:
    """Sentences to withdraw, by key: those that lean on a lost one before them."""
    lost = {item.key for item in verified.failing}
    found: dict[str, DraftSentence | None] = {}
    for number, development in enumerate(draft.developments, 1):
        keys = [f"d{number}.s{place}" for place in range(1, len(development.sentences) + 1)]
        found |= dict.fromkeys(_leaning(keys, development.sentences, lost))
    return found


def _leaning(keys: Sequence[str], sentences: Sequence[DraftSentence], lost: set[str]) -> list[str]:
    leaning = []
    was_lost = False
    for key, sentence in zip(keys, sentences, strict=True):
        is_gone = key in lost or not (sentence.text.strip() or sentence.extract)
        if not is_gone and was_lost and sentence.extract is None and is_dangling(sentence.text):
            leaning.append(key)
            is_gone = True
        was_lost = is_gone
    return leaning
