"""Where marks stand in a German or French sentence, and what it says of who spoke, before pronouns are resolved.

Owns these two values; `foreign_quotations` asks with the one, `cues_german` and `cues_french` answer with the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of a pair of marks, of the sentence that it stands in, and of the end of its paragraph."""

    sentence_start: int
    outer_start: int
    outer_end: int
    limit: int


@dataclass(frozen=True, slots=True)
class Told:
    """The subject's words and where they stand; `name` when they are, or surely mean, somebody named."""

    words: str
    at: int
    name: str | None = None
    role: str | None = None
    is_pronoun: bool = False
    is_nominal: bool = False
    pattern: str = "unattributed"
    cue: str | None = None

    def by(self, pattern: str, cue: str) -> Told:
        """The same, found by this pattern and verb."""
        return replace(self, pattern=pattern, cue=cue)
