"""The article inside an HTML page.

Puts together its text (`page_text`), what its markup says (`page_metadata`), and the judgement whether it is an article
at all (`page_walls`). Imported only where documents are read (docs/decisions/0004): its libraries are large. Plain text
is `clean_text`.
"""

from __future__ import annotations

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.steps.read import page_dates, page_metadata, page_people, page_title, page_walls
from bot.steps.read.page_text import read_page_text
from bot.steps.read.page_tree import parse_page
from bot.steps.read.page_trim import Known


def extract_page(content: bytes | str, *, url: str | None, hints: FeedItem | None = None) -> Extracted:
    """Text and metadata of a page. `hints` is the feed's entry: its title, date and author fill what the page omits.

    Raises SourceError with the reason when there is no article text: a login wall, a challenge, a list of links.
    """
    tree = parse_page(content)
    linked = page_metadata.find_linked_data(tree)
    title = page_title.find_title(tree, linked) or (hints.title if hints else None)
    types = page_metadata.list_types(linked)
    titles = {title, *page_title.find_headings(tree), *page_title.list_told_titles(tree, linked)}
    found = read_page_text(tree, Known(titles, page_metadata.find_summary(tree), is_live="LiveBlogPosting" in types))
    wall = page_walls.find_wall(
        found.paragraphs, found.blocks, title=title, types=types,
        is_article=page_metadata.is_article(tree, linked),
    )  # fmt: skip
    if wall:
        raise SourceError(f"no article text found: {wall[0]}", url=url or "", kind=wall[1])
    text = "\n\n".join(found.paragraphs)
    published_at = page_dates.find_published_at(tree, linked)
    page_date = page_dates.find_day(tree, linked, found.blocks, title=title, url=url)
    conf = "markup" if published_at else None
    if published_at is None and hints and hints.published_at:
        published_at, page_date, conf = hints.published_at, hints.published_at.date(), "feed"
    author = page_people.find_author(tree, linked, page_metadata.find_nodes(tree))
    return Extracted(
        url=url or page_metadata.find_own_address(tree),
        title=title,
        text=text,
        byline=author or (hints.byline if hints else None),
        publisher=page_metadata.find_publisher(tree, linked) or (hints.publisher if hints else None),
        published_at=published_at,
        published_conf=conf,
        page_date=page_date,
        language=page_metadata.find_language(tree, text),
        canonical_url=page_metadata.find_canonical(tree, url),
        flags=("paywalled",) if page_walls.is_opening_only(text, found.blocks, linked) else (),
    )
