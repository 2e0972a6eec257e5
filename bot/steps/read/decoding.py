"""Characters from bytes, for pages and text files.

Valid UTF-8 is UTF-8 whatever anybody declares. Else what the server says goes before what the document says of itself,
and a statement that leaves broken characters behind is not believed. Telling text from other bytes is `document`.
"""

from __future__ import annotations

from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, resolve_encoding, to_unicode

UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
MAX_BROKEN_CHARACTERS = 3
"""A document cut by its server breaks a character or two; more of them are another encoding."""

LAST_RESORT = "cp1252"


def decode(content: bytes, charset: str | None = None) -> str:
    """Text of a document. `charset` is what the server declared, any spelling, None if it did not."""
    if content.startswith(UTF16_BOMS):
        return content.decode("utf-16", "replace")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    told = (resolve_encoding(charset) if charset else None, html_body_declared_encoding(content), LAST_RESORT)
    candidates = list(dict.fromkeys(name for name in told if name))
    for name in candidates:
        text = str(to_unicode(content, name))
        if text.count("\ufffd") <= MAX_BROKEN_CHARACTERS:
            return text.removeprefix("\ufeff")
    return str(to_unicode(content, candidates[0]))
