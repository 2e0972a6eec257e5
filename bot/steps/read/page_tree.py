"""A page's characters as a tree, by lxml, which mends what is broken.

Refuses what is no page. What a page says of itself is `page_metadata`, its text `page_blocks`.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from bot.domain.errors import SourceError
from bot.steps.read.decoding import UTF16_BOMS, decode

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_TAG = re.compile(r"<[a-zA-Z!/]")


def parse_page(content: bytes | str) -> Any:
    """The root element. Raises SourceError for binary files and for text without any markup."""
    if isinstance(content, bytes):
        if b"\x00" in content[:2048] and not content.startswith(UTF16_BOMS):
            raise SourceError("this is a binary file, not a page")
        content = decode(content)
    if not _TAG.search(content):
        raise SourceError("no article text found: this is not an HTML page")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = html.document_fromstring(_UNREADABLE.sub("", content).encode(), parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError("no article text found: this is not an HTML page") from error
    last = parser.error_log.last_error
    if last is not None and "depth" in last.message and not any(text.strip() for text in root.itertext()):
        raise SourceError("no article text found: this page is nested too deeply to be read")
    return root
