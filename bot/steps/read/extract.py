"""The article inside an HTML page.

Puts together its text (`page_text`), what its markup says (`page_metadata`), and the judgement whether it is an article
at all (`page_walls`). Imported only where documents are read (docs/decisions/0004): its libraries are large. Plain text
is `clean_text`.
"""

from __future__ import annotations

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.steps.read import page_metadata, page_walls
from bot.steps.read.page_text import read_page_text
from bot.steps.read.page_tree import parse_page
from bot.steps.read.page_trim import Known


def extract_page(content: bytes | str, *, url: str | None, hints: FeedItem | None = None) -> Extracted:
    """Text and metadata of a page. `hints` is the feed's entry: its title, date and author fill what the page omits.

    Raises SourceError with the reason when there is no article text: a login wall, a challenge, a list of links.
    """
    tree = parse_page(content)
    linked = page_metadata.find_linked_data(tree)
    title = page_metadata.find_title(tree, linked) or (hints.title if hints else None)
    known = Known(
        {title, *page_metadata.find_headings(tree), page_metadata.find_shared_title(tree)},
        page_metadata.find_summary(tree),
        is_live="LiveBlogPosting" in page_metadata.list_types(linked),
    )
    published_at = page_metadata.find_published_at(tree, linked) or (hints.published_at if hints else None)
    page_date = published_at.date() if published_at else page_metadata.find_page_date(tree)
    found = read_page_text(tree, known)
    wall = page_walls.find_wall(
        found.paragraphs, found.blocks, title=title, types=page_metadata.list_types(linked),
        is_article=page_metadata.is_article(tree, linked),
    )  # fmt: skip
    if wall:
        raise SourceError(f"no article text found: {wall[0]}", url=url or "", kind=wall[1])
    text = "\n\n".join(found.paragraphs)
    return Extracted(
        url=url or page_metadata.find_own_address(tree),
        title=title,
        text=text,
        byline=page_metadata.find_author(tree, linked) or (hints.byline if hints else None),
        publisher=page_metadata.find_publisher(tree, linked) or (hints.publisher if hints else None),
        published_at=published_at,
        page_date=page_date,
        language=page_metadata.find_language(tree, text),
        canonical_url=page_metadata.find_canonical(tree, url),
        flags=("paywalled",) if page_walls.is_opening_only(text, found.blocks, linked) else (),
    )
