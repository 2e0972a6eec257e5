"""From clean text to a revision: hash, offsets, dates, title."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

from bot.domain.article import Extracted
from bot.steps.keep.revision import make_revision

FETCHED_AT = datetime(2031, 3, 14, 12, tzinfo=UTC)
TEXT = "Talks broke off on Wednesday.\n\n“We are not leaving,” Signe Aldare said. Nobody else spoke."


def test_everything_is_found_in_the_stored_text() -> None:
    extracted = Extracted(
        url=None, title="Talks break off", text=TEXT, published_at=FETCHED_AT, byline="Ana Rehn", flags=("x",)
    )
    revision = make_revision(extracted, number=3, fetched_at=FETCHED_AT)
    assert (revision.number, revision.title, revision.text, revision.byline) == (3, "Talks break off", TEXT, "Ana Rehn")
    assert revision.text_sha256 == sha256(TEXT.encode()).hexdigest()
    assert [len(passage.sentences) for passage in revision.passages] == [1, 2]
    assert [TEXT[q.start : q.end].strip(",") for q in revision.quotations] == ["We are not leaving"]
    assert revision.quotations[0].speaker == "Signe Aldare"
    assert (revision.event_from, revision.event_to) == (date(2031, 3, 12), date(2031, 3, 12))
    assert (revision.published_at, revision.fetched_at, revision.flags) == (FETCHED_AT, FETCHED_AT, ("x",))


def test_a_caption_dates_a_text_that_does_not_date_itself() -> None:
    extracted = Extracted(url=None, title="T", text="Talks broke off.", event_date=date(2031, 3, 1))
    revision = make_revision(extracted, number=1, fetched_at=FETCHED_AT)
    assert (revision.event_from, revision.event_to) == (date(2031, 3, 1), date(2031, 3, 1))


def test_a_missing_title_is_made_of_the_opening() -> None:
    text = " ".join(f"word{number}" for number in range(20)) + "."
    title = make_revision(Extracted(url=None, title=None, text=text), number=1, fetched_at=FETCHED_AT).title
    assert title == " ".join(f"word{number}" for number in range(12)) + " …"
