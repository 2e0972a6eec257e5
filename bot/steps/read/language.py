"""The language of a text, by py3langid; nothing is guessed from short texts."""

from __future__ import annotations

MIN_CHARS = 60


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language, None for texts too short to tell."""
    if len(text) < MIN_CHARS:
        return None
    import py3langid

    language: str = py3langid.classify(text[:4000])[0]
    return language
