"""Invented articles and other values for tests of stores and flows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.domain.article import NewArticle, Passage, Quotation, Revision, Sentence

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

TEXT = (
    "Foreign minister Ana Torvald of Norvenia said the ceasefire would hold. "
    "“We will not shell the bridge,” she said.\n\n"
    "The United States welcomed the step. Zelenka Harbour stayed closed, and 1,250 people crossed at Kastrel.\n\n"
    "Café owners in Östermark were naïve about it 🙂, a deputy said: “Nobody asked us.”"
)


def make_revision(text: str = TEXT, *, title: str = "Norvenia holds its fire", hours: float = 0.0) -> Revision:
    """A revision with one passage per paragraph, one sentence per full stop, no quotations but the first pair."""
    opening, closing = text.find("“"), text.find("”")
    spoken = (Quotation(opening + 1, closing, 1, 2, "Ana Torvald", pattern="said", confidence=0.9),)
    return Revision(
        number=1,
        title=title,
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        fetched_at=NOW,
        passages=_passages(text),
        quotations=spoken if -1 < opening < closing else (),
        published_at=NOW - timedelta(hours=hours),
        published_conf="feed",
        language="en",
        flags=("paywalled",) if "paywall" in text else (),
    )


def make_article(url: str, text: str = TEXT, **fields: object) -> NewArticle:
    """An article of the Norven Courier; `fields` replace its own, `title` and `hours` those of its revision."""
    of_revision = {name: fields.pop(name) for name in ("title", "hours") if name in fields}
    revision = make_revision(text, **of_revision)  # type: ignore[arg-type]
    values: dict[str, object] = {"publisher": "Norven Courier", "source_type": "outlet", "trust": 0.8} | fields
    return NewArticle(url=url, canonical_url=url, revision=revision, **values)  # type: ignore[arg-type]


def _passages(text: str) -> tuple[Passage, ...]:
    found: list[Passage] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n\n"), start=1):
        found.append(Passage(number, start, start + len(paragraph), _sentences(paragraph, start)))
        start += len(paragraph) + 2
    return tuple(found)


def _sentences(paragraph: str, offset: int) -> tuple[Sentence, ...]:
    ends = [at + 1 for at, char in enumerate(paragraph) if char == "." and paragraph[at + 1 : at + 2] in ("", " ")]
    starts = [0, *(end + 1 for end in ends)]
    stops = [*ends, len(paragraph)]
    pairs = [(start, stop) for start, stop in zip(starts, stops, strict=False) if start < stop]
    return tuple(Sentence(offset + start, offset + stop, ("fused",) if stop < 9 else ()) for start, stop in pairs)
