"""Brings a feed to UTF-8, whatever header, declaration and byte order mark claim about it.

The order is that of RFC 7303 (mark, header, declaration), but text that is valid UTF-8 is UTF-8: no other encoding
looks like it by accident. Only encodings of the list are read. Parsing is `reading`.
"""

from __future__ import annotations

import codecs
import re

from bot.domain.errors import SourceError

_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "gb18030": "gb18030", "shift_jis": "cp932", "cp932": "cp932", "euc_kr": "cp949", "cp949": "cp949",
    "big5": "big5hkscs", "big5hkscs": "big5hkscs",
}  # fmt: skip
"""What publishers mean by a name: the larger set that browsers use for it."""

_SERVER_DEFAULT = "cp1252"
"""Servers that were never told otherwise claim ASCII or Latin-1: a declaration in the feed knows better."""

_AS_NAMED = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "euc_jp", "iso2022_jp", "koi8-r", "koi8-u", "mac-roman",
     "tis-620", "cp874"}
    | {f"iso8859-{number}" for number in range(2, 17)}
    | {f"cp{number}" for number in range(1250, 1259)}
)  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{1,40})[\"']", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 400


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """The same text in UTF-8 without a mark, its declaration corrected. Raises SourceError for unknown encodings."""
    text = _decode(body, content_type)
    return _correct_declaration(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))


def _decode(body: bytes, content_type: str) -> str | bytes:
    """The text; or the bytes as they are when they are UTF-8 already."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.removeprefix(codecs.BOM_UTF8).decode(name, "replace")
    body = body.lstrip()
    for opening, name in _UNMARKED:
        if body.startswith(opening):
            return body.decode(name, "replace")
    declared = _DECLARED.search(body[:_HEAD_BYTES])
    in_header = _IN_HEADER.search(content_type)
    claims = [in_header[1] if in_header else "", declared[1].decode("ascii", "replace") if declared else ""]
    names = [_codec(claim) for claim in claims if claim]
    if names[:1] == [_SERVER_DEFAULT]:
        names.reverse()
    if "iso2022_jp" in names and b"\x1b" in body:
        return body.decode("iso2022_jp", "replace")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(body, [name for name in names if not name.startswith("utf")])
    return body


def _decode_as(body: bytes, names: list[str]) -> str:
    for name in names:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", _STRAY)


def _codec(claim: str) -> str:
    try:
        name = codecs.lookup(claim.strip()).name
    except (LookupError, ValueError):
        return "utf-8"  # a name that nobody knows says nothing
    if name in _READ_AS:
        return _READ_AS[name]
    if name not in _AS_NAMED:
        raise SourceError(f"this feed claims the encoding “{claim[:40]}”, which is not read")
    return name


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """Single bytes in a text that is otherwise UTF-8 come from pasted windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


_STRAY = "briefbot.stray"
codecs.register_error(_STRAY, _read_stray)


def _correct_declaration(body: bytes) -> bytes:
    match = _DECLARED.search(body[:_HEAD_BYTES])
    if match is None:
        return body
    return body[: match.start(1)] + b"utf-8" + body[match.end(1) :]
