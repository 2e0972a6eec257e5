"""Whether a draft is written in a language that its evidence is written in.

A reply in another language cannot be held against the evidence word by word: it would be dropped sentence by sentence,
and nobody would know why. Detecting is `steps/read/language`.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.errors import ModelError
from bot.domain.evidence import Evidence
from bot.steps.read.language import detect_language
from bot.steps.verify.rules_shape import PLACEHOLDER

MIN_CHARS = 150
"""Names and figures make shorter texts look foreign."""


def check_language(texts: Iterable[str], evidence: Evidence, *, asked: str = "") -> None:
    """Raises ModelError of kind `language`. `asked` is a reader's question, whose language will do as well."""
    allowed = {article.revision.language for article in evidence.articles.values()}
    if not allowed or None in allowed:
        return
    text = PLACEHOLDER.sub("", " ".join(texts))
    found = detect_language(text) if len(text) >= MIN_CHARS else None
    if found is not None and found not in allowed | {detect_language(asked)}:
        wanted = ", ".join(sorted(str(one) for one in allowed))
        raise ModelError(f"it is written in another language ({found}) than the evidence ({wanted})", kind="language")
