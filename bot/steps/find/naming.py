"""From the words beside a quotation to the speaker's name as the article gives it, and what that costs in certainty.

Owns the choice of how words are resolved: as a pronoun, a name or a description. The people themselves are
`steps/find/speakers`; figures are `steps/find/confidence`.
"""

from __future__ import annotations

import re

from bot.domain.fold import INVISIBLE
from bot.domain.speaker import is_pronoun
from bot.steps.find.confidence import CONFIDENCE, LOST_BY_DOUBT, LOST_BY_NOMINAL, LOST_BY_PRONOUN
from bot.steps.find.cues import Attribution
from bot.steps.find.speakers import Cast, is_name, person_part


def name_speaker(near: Attribution, cast: Cast, spoke_last: str | None) -> tuple[str | None, float]:
    """Who spoke and how sure that is; None and 0 when nobody can be named."""
    speaker, kept = _resolve(near, cast, spoke_last)
    return (speaker, round(CONFIDENCE[near.pattern] * kept, 2)) if speaker else (None, 0.0)


def _resolve(near: Attribution, cast: Cast, spoke_last: str | None) -> tuple[str | None, float]:
    """The name behind the subject's words, and the share of confidence that is left."""
    subject = (near.subject or "").strip(" ,")
    if subject.lower() in ("it", "they"):
        return _resolve_body(subject.lower(), cast, spoke_last)
    if is_pronoun(subject):
        meant = cast.resolve_pronoun(subject, near.at, spoke_last)
        return (meant.person.name, LOST_BY_PRONOUN if meant.is_sure else LOST_BY_DOUBT) if meant else (None, 0.0)
    if is_name(subject):
        subject = person_part(subject)
        is_known = " " in subject or near.is_direct or cast.is_human(subject)
        return cast.full_name(subject) or subject, 1.0 if is_known else LOST_BY_DOUBT
    named = cast.resolve_nominal(subject, near.at)
    return (named, LOST_BY_NOMINAL) if named else (_shown(subject), 1.0)


def _resolve_body(pronoun: str, cast: Cast, spoke_last: str | None) -> tuple[str | None, float]:
    """`it` and `they` mean the body or the people that spoke last; a person, never."""
    if spoke_last is None or cast.is_human(spoke_last):
        return None, 0.0
    return (spoke_last, LOST_BY_DOUBT) if spoke_last.endswith("s") or pronoun == "it" else (None, 0.0)


def _shown(subject: str) -> str | None:
    return re.sub(rf"[{INVISIBLE}]", "", re.sub(r"^The (?=[a-z])", "the ", subject)) or None
