"""Lists of feeds in OPML, as feed readers exchange them.

Folders become tags and tags become folders. Nothing is fetched: lists within lists are left out, and so are addresses
that are not of the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr, unescape

from bot.domain.errors import UserError
from bot.domain.feed import Feed, has_password
from bot.steps.read.decoding import decode

MAX_BYTES = 5 * 1024 * 1024
MAX_NAME_CHARS = 100
_ENCODING = re.compile(rb"""\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=["']([\w-]+)""")
_PAGE_OUTLINE = re.compile(r'<outline\s+type="page"[^<>]*>')
_ADDRESS = re.compile(r'\sxmlUrl="([^"]*)"')
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CONTROLS = re.compile("[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read_opml(content: bytes) -> tuple[Feed, ...]:
    """Feeds in the order of the file, each address once, names made unique. Raises UserError in one line."""
    if len(content) > MAX_BYTES:
        raise UserError(f"the list has more than {MAX_BYTES // 1024**2} MB: that is no list of feeds")
    declared = _ENCODING.match(content)
    text = decode(content, declared[1].decode("ascii") if declared else None)
    if "<opml" not in text.lower():
        raise UserError("this is not an OPML file: it has no <opml> element")
    import listparser

    # Bytes, since a text that begins like an address would be fetched; ASCII, since no other encoding is safe with it.
    found = listparser.parse(_DECLARATION.sub("", text).encode("ascii", "xmlcharrefreplace"))
    pages = _page_urls(text)
    feeds: list[Feed] = []
    names: set[str] = set()
    for entry in found.feeds:
        url = str(entry.url).strip()
        if not url.startswith(("http://", "https://")) or any(char.isspace() for char in url) or has_password(url):
            continue
        name = _free_name(_clean(entry.title) or _host(url), names)
        kind = "page" if url in pages else "rss"
        feeds.append(Feed(name=name, url=url, kind=kind, tags=_tags(entry.categories), origin="command"))
    if not feeds:
        raise UserError("there is no feed in this OPML file")
    return tuple(feeds)


def write_opml(feeds: Iterable[Feed]) -> str:
    """An OPML 2.0 document, a folder per tag; a feed with several tags also names them all as its categories."""
    outlines: dict[str, list[str]] = {}
    for feed in feeds:
        folder = feed.tags[0] if feed.tags else ""
        outlines.setdefault(folder, []).append(_outline(feed))
    body = []
    for folder in sorted(outlines):
        if not folder:
            body += [f"    {line}" for line in outlines[folder]]
            continue
        body.append(f"    <outline text={_quoted(folder)} title={_quoted(folder)}>")
        body += [f"      {line}" for line in outlines[folder]]
        body.append("    </outline>")
    head = "  <head>\n    <title>Feeds of briefbot</title>\n  </head>"
    lines = "\n".join(body)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n  <body>\n{lines}\n  </body>\n</opml>\n'
    )


def _outline(feed: Feed) -> str:
    categories = f" category={_quoted(','.join(feed.tags))}" if len(feed.tags) > 1 else ""
    name = _quoted(feed.name)
    kind = "page" if feed.kind == "page" else "rss"
    return f'<outline type="{kind}" text={name} title={name} xmlUrl={_quoted(feed.url)}{categories}/>'


def _page_urls(text: str) -> frozenset[str]:
    """Addresses that our own lists call a site without a feed; the parser tells no kinds."""
    found = (_ADDRESS.search(outline) for outline in _PAGE_OUTLINE.findall(text))
    return frozenset(unescape(one[1]).strip() for one in found if one)


def _quoted(text: str) -> str:
    return quoteattr(_CONTROLS.sub(" ", text))


def _tags(categories: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names of all folders and categories, outermost first."""
    return tuple(dict.fromkeys(tag for path in categories for part in path if (tag := _clean(part))))


def _clean(text: object) -> str:
    return " ".join(_CONTROLS.sub(" ", str(text or "")).split())[:MAX_NAME_CHARS]


def _host(url: str) -> str:
    return url.split("//", 1)[1].split("/", 1)[0].removeprefix("www.")


def _free_name(wanted: str, names: set[str]) -> str:
    name, number = wanted, 2
    while name in names:
        name, number = f"{wanted} ({number})", number + 1
    names.add(name)
    return name
