"""Whether an outlet has taken an article back: then nothing of it is quoted as standing.

Owns the signs, which are the outlet's own: its headline, or a note at the head or foot of the text. An article that
reports on somebody else's retraction has none of them. A changed text is a new revision (`domain/article`).
"""

from __future__ import annotations

import re

from bot.domain.article import Revision

_TAKEN_BACK = r"(?:retract(?:ed|ion)|withdrawn|withdrawal of (?:article|story))"
_HEADLINE = re.compile(rf"^\W*{_TAKEN_BACK}\s*[:–—\])]|[(\[]\s*{_TAKEN_BACK}\s*[)\]]\W*$", re.IGNORECASE)
"""`Retracted: …`, `[Withdrawn] …`, `… (retracted)`: set off from the headline, not part of its sentence."""

_NOTE = re.compile(
    r"\bthis (?:article|story|report|piece|post) (?:has been|was|is) (?:retracted|withdrawn)\b"
    r"|\bwe (?:have )?(?:retracted|withdrawn|withdrew) this (?:article|story|report|piece|post)\b",
    re.IGNORECASE,
)
_STEMS = ("retracted", "withdrawn", "withdrew")


def is_retracted(revision: Revision) -> bool:
    """True when headline, first or last paragraph says that the outlet has taken this article back."""
    if _HEADLINE.search(revision.title):
        return True
    if not any(stem in revision.text for stem in _STEMS):
        return False
    ends = {*revision.passages[:1], *revision.passages[-1:]}
    return any(_NOTE.search(revision.text, one.start, one.end) for one in ends)
