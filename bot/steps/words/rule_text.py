"""How a topic or mute rule is written, and the one line about one that cannot be read.

A word or phrase, or `/pattern/` (RE2; `/pattern/i` for any case), after `title:`, `text:`, `url:`, `author:` or
`outlet:` if only that is meant. What a rule hits is `steps/choose/rules`; reading one takes neither stems nor names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import UserError
from bot.steps.words.patterns import compile_pattern

FIELDS = ("title", "text", "url", "author", "outlet")
MAX_RULES = 200
MAX_PHRASE_CHARS = 200
MAX_SHOWN_CHARS = 60

_FIELD = re.compile(rf"({'|'.join(FIELDS)}):\s*(?=\S)")
_PATTERN = re.compile(r"/(.+)/(i?)", re.DOTALL)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule read but not yet understood: the field it is about (None: the usual ones), its phrase or its pattern."""

    written: str
    field: str | None
    phrase: str
    pattern: Any = None


def read_rule_text(written: str) -> RuleText:
    """The parts of a rule. Raises UserError, one line."""
    field = _FIELD.match(written)
    rest = (written[field.end() :] if field else written).strip()
    name = field[1] if field else None
    pattern = _PATTERN.fullmatch(rest)
    if pattern:
        return RuleText(written, name, "", compile_pattern(pattern[1], ignores_case=bool(pattern[2])))
    if len(rest) > MAX_PHRASE_CHARS:
        raise UserError(f"it has {len(rest):,} characters; a word or phrase may have {MAX_PHRASE_CHARS}")
    if not _WORD.search(rest):
        raise UserError("there is no word in it; write a word, a phrase or /a pattern/")
    return RuleText(written, name, rest)


def check_rules(rules: Sequence[str], *, where: str) -> None:
    """Raises UserError, one line, that names the place, the rule and what is wrong: `mute rule 2 “/(/”: …`."""
    if len(rules) > MAX_RULES:
        raise UserError(f"{where} has {len(rules)} rules; {MAX_RULES} is the most")
    for number, written in enumerate(rules, 1):
        try:
            read_rule_text(written)
        except UserError as error:
            raise UserError(f"{where} rule {number} “{shown_rule(written)}”: {error.message}") from error


def shown_rule(written: str) -> str:
    """A rule as it is shown: all of it, unless it is long."""
    return written if len(written) <= MAX_SHOWN_CHARS else f"{written[: MAX_SHOWN_CHARS - 1]}…"
