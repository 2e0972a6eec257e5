"""The article inside a plain text that was copied from a page, furniture and all.

Puts title, body and metadata together; what a single line is, `page_lines` says. A run of headlines or another
article's teaser ends the body; headings and captions are no passages. HTML pages are `extract`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.steps.find.dates import resolve_dates
from bot.steps.find.typing import CHATBOT_SHARE
from bot.steps.read import page_lines
from bot.steps.read.front_matter import front_moment, front_text, front_type, split_front_matter
from bot.steps.read.language import detect_language

MIN_BODY_WORDS = 25
WRAP_CHARS = 100
"""A text whose lines hardly ever exceed this was wrapped by a machine."""

WRAPPED_CHARS = 50
"""A shorter line is the last of its paragraph."""

TOP_LINES = 15
SIDEBAR_RUN = 3
"""So many headlines in a row are a list of other stories."""

RESUME_WITHIN = 3
"""The article goes on after such a list if two long sentences stand among its next so many lines."""

MIN_REPEAT_CHARS = 40
REPEAT_WITHIN_CHARS = 20_000

_LEADING_LINK = re.compile(r"^(?:[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+|https?://\S+)\s+")
_DANGLING = re.compile(r"^[.,;:]\s+")


def extract_text(text: str, *, url: str | None = None, fetched_on: date | None = None) -> Extracted:
    """Title, body and what else the text gives away. Raises SourceError when no article body is left.

    `fetched_on` bounds a banner that lies in the future; a missing year is never guessed from it.
    """
    front, rest = split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    heading, rest = _strip_markdown(rest)
    lines = _split_lines(rest)
    title, start = _find_title(lines, heading)
    kept, captions = _collect_body(lines[start:], title)
    body = "\n\n".join(kept)
    if page_lines.count_words(body) < MIN_BODY_WORDS:
        raise SourceError(
            "no article text found: fewer than 25 words of running text are left without headings and lists"
        )
    published_at, page_date = _find_banner(lines)
    told_at = front_moment(front)
    page_date = told_at.date() if told_at else page_date
    return Extracted(
        url=url or front_text(front, "url"),
        title=front_text(front, "title") or title,
        text=body,
        byline=front_text(front, "byline", "author") or _find_byline(lines),
        publisher=front_text(front, "publisher", "outlet", "source") or _find_promoted_outlet(lines),
        published_at=told_at or published_at,
        page_date=page_date if page_date is None or fetched_on is None else min(page_date, fetched_on),
        event_date=max((day for caption in captions for day in resolve_dates(caption, None)), default=None),
        language=front_text(front, "language", "lang") or detect_language(body),
        source_type=front_type(front),
        flags=_find_flags(text, captions),
    )


def take_text(text: str, *, url: str | None = None, title: str | None = None) -> Extracted:
    """A text that is the article already: every line a paragraph, wrapped lines joined, nothing else judged.

    Raises SourceError when there are no words in it.
    """
    lines = [re.sub(r"[ \t\u00a0\u2009\u202f]+", " ", line).strip() for line in text.splitlines()]
    if _are_wrapped(lines):
        lines = _join_wrapped(lines)
    kept = [line for line in lines if line]
    if len(kept) > 1 and title and kept[0] == " ".join(title.split()):
        kept.pop(0)
    body = "\n\n".join(kept)
    if not re.search(r"\w", body):
        raise SourceError("no article text found: there are no words in this text")
    return Extracted(url=url, title=title, text=body, language=detect_language(body), flags=_find_flags(text, ()))


def _strip_markdown(text: str) -> tuple[str | None, str]:
    """The first top heading, and the text without marks: a link becomes its words, an image and a table row nothing."""
    text = re.sub(r"!\[[^\[\]]*\]\([^()\n]*\)", "", text)
    text = re.sub(r"\[([^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"]*\")?\)", r"\1", text)
    text = re.sub(r"(?m)^(?:>\s?)+|^\|.*\|\s*$|^(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$", "", text)
    top = re.search(r"(?m)^#\s+(.*?)\s*#*$", text)
    text = re.sub(r"(?m)^#{1,6}\s+(.*?)\s*#*$", r"\n\1\n", text)
    text = re.sub(r"(?<![\w*])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", text)
    text = re.sub(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*])", r"\2", text)
    return (top[1] or None if top else None), text


def _split_lines(text: str) -> list[str]:
    """Lines as a page shows paragraphs: hard-wrapped ones are joined, furniture is gone, repeats are said once."""
    lines = [re.sub(r"[ \t\u00a0\u2009\u202f]+", " ", line).strip() for line in text.split("\n")]
    if _are_wrapped(lines):
        lines = _join_wrapped(lines)
    kept = [line for line in lines if line and not page_lines.is_furniture(line)]
    return _without_repeats(kept)


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether a machine broke the lines: hardly one is long, and many break off within a sentence."""
    if sum(len(line) > WRAP_CHARS for line in lines) * 10 >= sum(bool(line) for line in lines):
        return False
    neighbours = [(one, other) for one, other in pairwise(lines) if len(one) >= WRAPPED_CHARS and other]
    broken = sum(other[0].islower() for _, other in neighbours)
    return broken >= 2 and broken * 3 >= len(neighbours)


def _join_wrapped(lines: Iterable[str]) -> list[str]:
    joined: list[str] = []
    is_open = False
    for line in lines:
        if is_open and line and not page_lines.is_list_item(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        is_open = len(line) >= WRAPPED_CHARS
    return joined


def _without_repeats(lines: Sequence[str]) -> list[str]:
    """Drop a block that a later one holds whole or goes on from (a teaser cut mid-word, a pulled quotation)."""
    folded = [_fold(_LEADING_LINK.sub("", line)) for line in lines]
    times = Counter(folded)
    whole = "".join(folded)
    kept = []
    place = 0
    for line, letters in zip(lines, folded, strict=True):
        place += len(letters)
        is_repeated = len(letters) >= MIN_REPEAT_CHARS and letters in whole[place : place + REPEAT_WITHIN_CHARS]
        # A headline that stands twice is how the title is known.
        is_title = times[letters] > 1 and not page_lines.is_sentence(line)
        if not is_repeated or is_title:
            kept.append(line)
    return kept


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _find_title(lines: Sequence[str], heading: str | None) -> tuple[str | None, int]:
    """Title and index of the first line after it. A headline that stands twice near the top is surest."""
    if heading and heading in lines[:TOP_LINES]:
        return heading, lines.index(heading) + 1
    top = lines[:TOP_LINES]
    for index, line in enumerate(top):
        again = [number for number in range(index + 1, min(index + 6, len(lines))) if lines[number] == line]
        if again and page_lines.is_headline(line) and page_lines.count_words(line) >= 3:
            return line, again[-1] + 1
    for index, line in enumerate(top):
        if page_lines.is_sentence(line) and page_lines.count_words(line) >= 8:
            break
        if _may_be_title(line):
            return line, index + 1
    return None, 0


def _may_be_title(line: str) -> bool:
    if page_lines.BANNER_DATE.fullmatch(line) or page_lines.BYLINE.fullmatch(line) or page_lines.is_caption(line):
        return False
    return page_lines.is_headline(line) and page_lines.count_words(line) >= 3


def _collect_body(lines: Sequence[str], title: str | None) -> tuple[list[str], list[str]]:
    """Paragraphs and captions, up to where the page turns to other things."""
    kept: list[str] = []
    captions: list[str] = []
    section = headlines = 0
    for index, line in enumerate(lines):
        ahead = lines[index + 1 :]
        headlines = headlines + 1 if page_lines.is_headline(line) and not page_lines.is_caption(line) else 0
        if page_lines.KEEP_READING.fullmatch(line):
            # What stands above is another article's teaser, unless it is all there is.
            return (kept[:section] if _is_enough(kept[:section]) else kept), captions
        if _is_enough(kept) and _ends_here(line, ahead, headlines):
            break
        section = len(kept) if headlines else section
        if _is_passage(line, title):
            kept.append(_DANGLING.sub("", _LEADING_LINK.sub("", line)))
        elif page_lines.is_caption(line):
            captions.append(line)
    return kept, captions


def _is_enough(kept: Sequence[str]) -> bool:
    return sum(page_lines.count_words(line) for line in kept) >= MIN_BODY_WORDS


def _ends_here(line: str, ahead: Sequence[str], headlines: int) -> bool:
    if page_lines.END.fullmatch(line):
        return True
    if page_lines.is_headline(line) and line in ahead[:5]:
        return True
    if headlines < SIDEBAR_RUN:
        return False
    following = [text for text in ahead if not page_lines.is_headline(text)][:RESUME_WITHIN]
    near = ahead[: 2 * RESUME_WITHIN]
    resumed = [text for text in following if text in near and page_lines.is_sentence(text)]
    return sum(page_lines.count_words(text) >= 12 for text in resumed) < 2


def _is_passage(line: str, title: str | None) -> bool:
    if line == title or page_lines.is_caption(line) or page_lines.PROMOTION.match(line):
        return False
    if page_lines.BANNER_DATE.fullmatch(line) or page_lines.BYLINE.fullmatch(line):
        return False
    return page_lines.is_sentence(line) or page_lines.is_list_item(line)


def _find_banner(lines: Sequence[str]) -> tuple[datetime | None, date | None]:
    """When the page says it was published (only if it says so), and the date in its banner."""
    published_at = page_date = None
    for line in lines[:TOP_LINES]:
        banner = page_lines.BANNER_DATE.fullmatch(line)
        day = next(iter(resolve_dates(banner["day"].title(), None)), None) if banner else None
        if banner is None or day is None:
            continue
        page_date = max(page_date, day) if page_date else day
        if (banner["label"] or "").lower().endswith(("published", "posted")):
            published_at = datetime.combine(day, time(), UTC)
    return published_at, page_date


def _find_byline(lines: Sequence[str]) -> str | None:
    found = (page_lines.BYLINE.fullmatch(line) for line in lines[:TOP_LINES])
    return next((match["name"] for match in found if match), None)


def _find_promoted_outlet(lines: Iterable[str]) -> str | None:
    found = (page_lines.PROMOTION.match(line) for line in lines)
    return next((match["outlet"] for match in found if match and match["outlet"]), None)


def _top(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())][:TOP_LINES]


def _find_flags(text: str, captions: Sequence[str]) -> tuple[str, ...]:
    seen = {
        "chatbot_share": CHATBOT_SHARE.search(text) is not None,
        "self_promotion": _find_promoted_outlet(text.splitlines()) is not None,
        "article_image": re.search(r"(?mi)^article image$", text) is not None,
        "caption_removed": bool(captions),
        "column_tag": any(page_lines.COLUMN_TAG.fullmatch(line) for line in _top(text)),
    }
    return tuple(name for name, is_seen in seen.items() if is_seen)
