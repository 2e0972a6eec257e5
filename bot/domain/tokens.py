"""Token counts without a vocabulary: an estimate from characters, meant to err on the high side.

Every real encoding would have to be downloaded. Used for budgets before a call, and for the ledger when a server
reports no usage.
"""

from __future__ import annotations

import re

CHARS_PER_TOKEN = 4.2
"""Letters and spaces of English prose (4.49 measured over 200 news articles, less a reserve)."""

CHARS_PER_SIGN_TOKEN = 1.7
"""Digits and punctuation: ids such as p12.3.s2 break into many tokens."""

CHARS_PER_FOREIGN_TOKEN = 1.6
"""Other scripts and typographic marks."""

_PLAIN = re.compile(r"[A-Za-z \n]")
_SIGNS = re.compile(r"[!-@\[-`{-~\t\r]")


def estimate_tokens(text: str) -> int:
    """Tokens that a model will count for `text`, roughly and rather too many than too few."""
    plain = len(_PLAIN.findall(text))
    signs = len(_SIGNS.findall(text))
    foreign = len(text) - plain - signs
    return round(plain / CHARS_PER_TOKEN + signs / CHARS_PER_SIGN_TOKEN + foreign / CHARS_PER_FOREIGN_TOKEN)
