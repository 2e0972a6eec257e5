"""Sentence ids, the unit of citation.

`p12.3.s2` is sentence 2 of passage 3 of article 12 in its first revision; `p12r4.3.s2` the same place in revision 4.
An id therefore names the same stored characters for ever. Owns spelling and parsing; looks nothing up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_ID_DIGITS = 18
"""A database keeps ids in 64 bits; a longer number is no article's."""

_PATTERN = re.compile(
    rf"p(?P<article>\d{{1,{MAX_ID_DIGITS}}})(?:r(?P<revision>\d{{1,9}}))?"
    r"\.(?P<passage>\d{1,6})(?:\.s(?P<sentence>\d{1,6}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class SentenceId:
    """Article id, revision number, passage number and sentence number, the last three counted from 1."""

    article: int
    revision: int
    passage: int
    sentence: int

    def __str__(self) -> str:
        revision = "" if self.revision == 1 else f"r{self.revision}"
        return f"p{self.article}{revision}.{self.passage}.s{self.sentence}"


def parse_sentence_id(text: str) -> SentenceId | None:
    """Read `p12.3.s2` or `p12r4.3.s2`; a passage id (`p12.3`) means its first sentence. None if it is neither."""
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        return None
    return SentenceId(
        int(match["article"]), int(match["revision"] or 1), int(match["passage"]), int(match["sentence"] or 1)
    )
