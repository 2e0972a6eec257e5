"""Patterns that people write: RE2, whose time grows with the text and never with the pattern's branches.

Owns the library, its limits and the one line about a pattern that cannot be used. What a pattern is held against is
`steps/choose/rules`. The library is loaded with the first pattern only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from bot.domain.errors import UserError

MAX_PATTERN_CHARS = 300
MAX_PATTERN_BYTES = 1 << 20
"""What a compiled pattern may take, its automata included."""

MAX_MATCHES = 50
"""Of one pattern in one text that are looked at."""


@lru_cache(maxsize=500)
def compile_pattern(pattern: str, *, ignores_case: bool = False) -> Any:
    """The compiled pattern. Raises UserError, one line, for one that is wrong, too large or matches everything."""
    import re2

    if len(pattern) > MAX_PATTERN_CHARS:
        raise UserError(f"it has {len(pattern):,} characters; a pattern may have {MAX_PATTERN_CHARS}")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_PATTERN_BYTES
    options.case_sensitive = not ignores_case
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        raise UserError(f"RE2 cannot read it: {_line(error)}") from error
    if compiled.search("") is not None:
        raise UserError("it matches even where nothing stands, so it would match every article")
    return compiled


def matches_in(compiled: Any, text: str) -> Iterator[tuple[int, int]]:
    """Places of the first matches, in characters."""
    return ((found.start(), found.end()) for found in islice(compiled.finditer(text), MAX_MATCHES))


def _line(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    words = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return " ".join(words.split())[:200]
