"""Importing files over real stores: what comes in, what is refused and why; and a watched folder."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import SourceError
from bot.domain.feed import Feed, Validators
from bot.domain.intake import Imported
from bot.flows.documents import extract_document, find_quotations, list_files
from bot.flows.import_files import import_paths
from bot.flows.ingest import Intake, poll_due
from bot.flows.stories import group_batch, list_stories
from bot.ports import Store
from bot.sources import file
from bot.steps.show.json_articles import extract_json, import_json, quotations_json
from tests.fakes.extractor import InlineExtractor

NOW = datetime(2031, 3, 14, 8, 0, tzinfo=UTC)
SAID = "The harbour council voted on Tuesday to open the berth to aid ships, its chair Ana Rehn said in the hall. "
TEXT = SAID + "“Nobody wanted another winter of this,” Rehn said. The ships may stay until the ice is gone."


class NoNetwork:
    """A Fetcher that must not be used."""

    def fetch(self, url: str, **_: object) -> object:
        raise AssertionError(f"nothing should be fetched, least of all {url}")


@pytest.fixture
def intake(store: Store) -> Intake:
    sources = {"file": file.build(file.Options(max_files=40), NoNetwork())}  # type: ignore[arg-type]
    return Intake(store, sources, NoNetwork(), InlineExtractor(), lambda: NOW)  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def reasons(imported: Imported) -> list[tuple[str, int | None, str]]:
    return [(Path(one.path).name, one.line, one.reason) for one in imported.rejected]


def test_every_kind_of_file_comes_in(intake: Intake, tmp_path: Path) -> None:
    write(
        tmp_path, "a.html", f"<html><head><title>Berth opens to ships</title></head><body><p>{TEXT}</p></body></html>"
    )
    write(tmp_path, "sub/b.txt", f"A pause in the strait\n\n{TEXT} The second of four.")
    write(
        tmp_path,
        "c.md",
        f"---\ntitle: What the ministry said\npublisher: Ministry of Ostreya\n---\n\n{TEXT} The third.",
    )
    write(tmp_path, "d.jsonl", lines({"text": TEXT + " The fourth.", "title": "Fourth", "source_type": "wire"}))
    write(tmp_path, ".hidden/e.txt", TEXT)
    write(tmp_path, "f.pdf", "%PDF")
    imported = import_paths(intake, [tmp_path])
    assert (imported.imported, imported.rejected) == (4, ())
    assert {one.title: one.source_type for one in imported.articles} == {
        "Berth opens to ships": "outlet",
        "What the ministry said": "primary",
        "Fourth": "wire",
        "A pause in the strait": "outlet",
    }
    again = import_paths(intake, [tmp_path])
    assert (again.imported, again.revised, again.unchanged) == (0, 0, 4)


def test_fields_of_a_line_are_kept_as_they_are(intake: Intake, tmp_path: Path, store: Store) -> None:
    row = {
        "url": "https://courier.example/a?utm_source=x",
        "title": "Berth  opens",
        "text": f"{TEXT}\n\nShare\n\nA short last line",
        "published_at": "2031-03-13T09:30:00+01:00",
        "publisher": "Norven Courier",
        "byline": "Lotte Ansgar",
        "source_type": "column",
    }
    imported = import_paths(intake, [write(tmp_path, "one.jsonl", lines(row))])
    with store.read() as uow:
        article = uow.articles.get(imported.articles[0].id)
        assert uow.articles.find_by_url("https://courier.example/a") == article
    assert (article.title, article.publisher, article.source_type) == ("Berth opens", "Norven Courier", "column")
    assert article.revision.text == f"{TEXT}\n\nShare\n\nA short last line", "a prepared text is not judged"
    assert article.revision.published_at == datetime(2031, 3, 13, 8, 30, tzinfo=UTC)
    assert article.revision.byline == "Lotte Ansgar"


def test_bad_lines_and_files_are_named_and_the_rest_goes_on(intake: Intake, tmp_path: Path) -> None:
    rows = lines({"text": TEXT}, "{not json", [1], {"title": "no text"}, {"text": "  "}, "", {"text": 5}, "[" * 9000)
    write(tmp_path, "a.jsonl", rows + lines({"text": TEXT + " Last."}))
    write(tmp_path, "b.txt", "")
    write(tmp_path, "c.html", bytes(range(256)) * 20)
    write(tmp_path, "d.jsonl", "")
    write(tmp_path, "e.txt", "Menu\nHome\nLogin")
    imported = import_paths(intake, [tmp_path, tmp_path / "missing.txt"])
    assert imported.imported == 2
    assert reasons(imported) == [
        ("a.jsonl", 2, "the line is not valid JSON"),
        ("a.jsonl", 3, "the line is not a JSON object"),
        ("a.jsonl", 4, "the line has no text"),
        ("a.jsonl", 5, "the line has no text"),
        ("a.jsonl", 7, "the line has no text"),
        ("a.jsonl", 8, "the line is not valid JSON"),
        ("b.txt", None, "the document is empty"),
        ("c.html", None, "this is a binary file, not a page or a text"),
        ("d.jsonl", None, "the document is empty"),
        (
            "e.txt",
            None,
            "no article text found: fewer than 25 words of running text are left without headings and lists",
        ),
        ("missing.txt", None, "there is no such file or folder"),
    ]


def test_a_field_that_cannot_be_read_is_unknown_and_said_so(intake: Intake, tmp_path: Path, store: Store) -> None:
    row = {"text": TEXT, "url": "javascript:alert(1)", "title": 7, "published_at": "last week", "source_type": "rumour"}
    imported = import_paths(intake, [write(tmp_path, "a.jsonl", lines(row))])
    assert [one.reason.split(":")[0].split(" ")[0] for one in imported.remarks] == [
        "title", "url", "published_at", "source_type",
    ]  # fmt: skip
    with store.read() as uow:
        article = uow.articles.get(imported.articles[0].id)
    assert article.revision.published_at is None and article.source_type == "outlet"
    assert article.url.startswith("file:///")


def test_a_changed_file_is_a_revision(intake: Intake, tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, "a.txt", f"A pause in the strait\n\n{TEXT}")
    (first,) = import_paths(intake, [path]).articles
    write(tmp_path, "a.txt", f"A pause in the strait\n\n{TEXT} The council meets again on Friday.")
    imported = import_paths(intake, [path])
    assert (imported.revised, imported.articles[0].id) == (1, first.id)
    with store.read() as uow:
        assert uow.articles.get(first.id).revision.number == 2


def test_lines_may_move_within_their_file(intake: Intake, tmp_path: Path) -> None:
    rows = [{"text": f"{TEXT} Number {number} of the series, about {number * 31} ships."} for number in range(3)]
    path = write(tmp_path, "a.jsonl", lines(*rows))
    import_paths(intake, [path])
    write(tmp_path, "a.jsonl", lines(*rows[::-1]))
    again = import_paths(intake, [path])
    assert (again.imported, again.revised, again.unchanged) == (0, 0, 3)


def test_the_form_of_an_import(intake: Intake, tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", lines({"text": TEXT, "url": "https://a.example/1", "title": "One"}, "x"))
    told = import_json(import_paths(intake, [tmp_path]))
    assert set(told) == {"imported", "revised", "unchanged", "rejected", "remarks", "articles"}
    assert told["rejected"] == [{"path": str(tmp_path / "a.jsonl"), "line": 2, "reason": "the line is not valid JSON"}]
    assert told["articles"] == [
        {"id": 1, "url": "https://a.example/1", "title": "One", "source_type": "outlet", "flags": ["no_byline"]}
    ]
    json.dumps(told)


def test_many_lines_come_in_chunks_and_in_order(intake: Intake, tmp_path: Path) -> None:
    rows = [
        {"text": f"Ship {n} of {n * 7} called at berth {n + 3} on day {n}. {SAID}", "title": f"Ship {n}"}
        for n in range(120)
    ]
    imported = import_paths(intake, [write(tmp_path, "a.jsonl", lines(*rows))])
    assert [one.title for one in imported.articles] == [f"Ship {n}" for n in range(120)]


# --- a watched folder ------------------------------------------------------------------------------------------------


def test_a_watched_folder_brings_what_is_new_and_what_has_changed(intake: Intake, tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "drop"
    write(folder, "a.txt", f"A pause in the strait\n\n{TEXT}")
    write(folder, "b.jsonl", lines({"text": TEXT + " Another day.", "title": "Second"}, "{"))
    with store.begin() as uow:
        uow.feeds.add(Feed("drop", str(folder), kind="file", publisher="Desk", origin="command"))
        uow.commit()
    (polled,) = poll_due(intake).feeds
    assert (polled.stored, polled.error) == (2, None)
    assert polled.warnings == ("b.jsonl, line 2: the line is not valid JSON",)
    with store.read() as uow:
        ((_, state),) = uow.feeds.list_all()
    assert state.next_poll_at == NOW + timedelta(seconds=60)
    assert state.error == "b.jsonl, line 2: the line is not valid JSON"
    later = Intake(store, intake.sources, intake.fetcher, intake.extractor, lambda: NOW + timedelta(minutes=5))
    assert [one.stored for one in poll_due(later).feeds] == [0]
    path = write(folder, "a.txt", f"A pause in the strait\n\n{TEXT} The council meets on Friday.")
    os.utime(path, ((NOW + timedelta(minutes=8)).timestamp(),) * 2)
    latest = Intake(store, intake.sources, intake.fetcher, intake.extractor, lambda: NOW + timedelta(minutes=9))
    assert [(one.stored, one.revised) for one in poll_due(latest).feeds] == [(0, 1)]


def source(**options: int) -> file.FileSource:
    return file.FileSource(file.Options(**options))


def test_an_unchanged_folder_is_not_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    feed = Feed("drop", tmp_path.as_uri(), kind="file")
    seen = source().list_items(feed, Validators())
    assert [item.guid for item in seen.items] == [path.as_uri()]
    assert source().list_items(feed, seen.validators).is_unchanged
    os.utime(path, (1, 1))
    assert not source().list_items(feed, seen.validators).is_unchanged


def test_one_file_is_a_feed_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines({"text": TEXT}, {"text": TEXT + " Two."}))
    assert len(source().list_items(Feed("one", str(path), kind="file"), Validators()).items) == 2


def test_a_folder_that_is_too_full_is_read_in_part(tmp_path: Path) -> None:
    for number in range(5):
        path = write(tmp_path, f"{number}.txt", "x" * 1000)
        os.utime(path, (0, 0))
    write(tmp_path, "huge.txt", "x" * 5000)
    listing = source(max_files=4, max_file_bytes=2000).list_items(
        Feed("drop", str(tmp_path), kind="file"), Validators()
    )
    assert len(listing.items) == 3
    assert listing.warnings[0] == "only the newest 4 of 6 files are read"
    assert "huge.txt has more than" in listing.warnings[1]
    small = source(max_total_bytes=2500).list_items(Feed("drop", str(tmp_path), kind="file"), Validators())
    assert len(small.items) < 3 and "too large together" in small.warnings[0]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("/nowhere/at/all", "does not exist"),
        ("file://elsewhere/x", "on another machine"),
        ("https://a.example/", "is no path"),
    ],
)
def test_a_folder_that_is_not_there_is_an_error(url: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        source().list_items(Feed("drop", url, kind="file"), Validators())


# --- without storing -------------------------------------------------------------------------------------------------


def test_the_form_of_a_document(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.txt", f"A pause in the strait\n\nPublished: 13 March 2031\n\n{TEXT} It began on 11 March."
    )
    told = extract_json(extract_document(path, extractor=InlineExtractor()), id="x")
    assert list(told) == [
        "id", "url", "title", "byline", "publisher", "published_at", "page_date", "event_date", "language",
        "source_type", "flags", "text",
    ]  # fmt: skip
    assert (told["id"], told["url"], told["source_type"]) == ("x", None, "outlet")
    assert (told["published_at"], told["event_date"]) == ("2031-03-13T00:00:00+00:00", "2031-03-11")


def test_the_form_of_quotations() -> None:
    text = f"Intro 🙂 line.\n\n{TEXT}"
    told = quotations_json(text, find_quotations(text), id=4)
    (one,) = told["quotations"]  # type: ignore[misc]
    assert text[one["start"] : one["end"]] == one["text"] == "Nobody wanted another winter of this,"
    assert one["speaker"] in ("Ana Rehn", "Rehn")
    assert {"role", "cue", "pattern", "confidence"} <= set(one)


def test_only_files_that_can_be_read_are_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"only \.html"):
        list_files(write(tmp_path, "a.docx", "x"))


def test_stories_of_a_batch_and_of_the_archive(intake: Intake, tmp_path: Path, store: Store) -> None:
    other = (
        "The football club Vessary Athletic lost three goals to one in the rain on Saturday, its coach Piet Lund said. "
    )
    rows = [
        {"id": "a", "text": TEXT, "title": "Harbour council opens berth to aid ships"},
        {"id": "b", "text": other * 2 + "The coach blamed the pitch.", "title": "Vessary Athletic lose in the rain"},
        {"id": "c", "text": SAID + "The chair of the harbour council said the aid ships may use the berth at once.",
         "title": "Aid ships may use berth, harbour council says"},
    ]  # fmt: skip
    told = group_batch(rows)
    assert [one["id"] for one in told] == ["a", "b", "c"]
    assert told[0]["story"] == told[2]["story"] != told[1]["story"]
    import_paths(intake, [write(tmp_path, "a.jsonl", lines(*rows))])
    assert len(list_stories(store, days=1, now=NOW)) == 2
    assert list_stories(store, days=1, now=NOW + timedelta(days=3)) == ()


def test_a_date_after_the_clock_is_said_and_not_used(intake: Intake, tmp_path: Path) -> None:
    ahead = [{"text": f"{TEXT} {days}.", "published_at": str(NOW + timedelta(days=days))} for days in (0, 1, 30)]
    imported = import_paths(intake, [write(tmp_path, "a.jsonl", lines(*ahead))])
    assert imported.imported == 3 and not imported.rejected
    soon, late = imported.remarks
    assert soon.line == 2 and "2031-03-15T08:00+00:00 lies in the future: no digest before then" in soon.reason
    assert late.line == 3 and "counts as undated" in late.reason
