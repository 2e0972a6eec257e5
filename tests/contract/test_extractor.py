"""The Extractor in child processes, and the fake that reads in place: what both do and what one bears."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import extractor
from bot.domain.errors import ConfigError, SourceError
from bot.domain.feed import FeedItem
from bot.ports import Extractor
from bot.steps.read.document import PREPARED_TEXT
from tests.fakes.extractor import InlineExtractor

SAID = "The harbour council voted on Tuesday to open the berth to aid ships, its chair said after the session. "
PAGE = (
    "<html lang='en'><head><title>Berth opens | Norven Courier</title>"
    "<meta property='article:published_time' content='2031-03-14T09:30:00+01:00'></head>"
    f"<body><article><h1>Berth opens</h1><p>{SAID * 2}</p><p>{SAID}</p></article></body></html>"
)
OPTIONS = extractor.Options(cpu_limit_s=2, wall_limit_s=240, max_bytes=2_000_000)
PARAGRAPHS = b"<p>" + b"<b>word </b>" * 50 + b"</p>"
DEEP = b"<div>" * 100_000 + SAID.encode() * 3
HEAVY = b"<html><body><p " + b" ".join(b'a%d="x"' % number for number in range(90_000)) + b">" + SAID.encode() * 3


@pytest.fixture(scope="module")
def pool() -> Iterator[extractor.Pool]:
    built = extractor.build(OPTIONS)
    yield built
    built.close()


@pytest.fixture(params=["real", "fake"])
def any_extractor(request: pytest.FixtureRequest, pool: extractor.Pool) -> Extractor:
    return pool if request.param == "real" else InlineExtractor()


def read(reader: Extractor, content: bytes | str, content_type: str = "text/html", **more: object) -> object:
    raw = content.encode() if isinstance(content, str) else content
    return reader.extract(raw, url=more.pop("url", None), content_type=content_type, **more)  # type: ignore[arg-type]


def test_a_page_becomes_its_article(any_extractor: Extractor) -> None:
    found = any_extractor.extract(PAGE.encode(), url="https://courier.example/a", content_type="text/html")
    assert found.text == f"{(SAID * 2).strip()}\n\n{SAID.strip()}"
    assert (found.title, found.language, found.url) == ("Berth opens", "en", "https://courier.example/a")
    assert (found.published_at, found.page_date) == (datetime(2031, 3, 14, 8, 30, tzinfo=UTC), date(2031, 3, 14))


def test_the_entry_of_the_feed_fills_what_the_page_omits(any_extractor: Extractor) -> None:
    hints = FeedItem("g", None, "A vote", datetime(2031, 3, 1, tzinfo=UTC), byline="Ana Rehn", publisher="Courier")
    bare = f"<html><body><p>{SAID * 3}</p></body></html>"
    found = any_extractor.extract(bare.encode(), url=None, content_type="text/html", hints=hints)
    assert (found.title, found.byline, found.publisher) == ("A vote", "Ana Rehn", "Courier")
    assert found.published_at == datetime(2031, 3, 1, tzinfo=UTC)


def test_a_text_loses_its_furniture_and_a_prepared_one_nothing(any_extractor: Extractor) -> None:
    text = f"Berth opens to aid ships\n\nShare\n\n{SAID * 3}\n\nNewsletter"
    cleaned = any_extractor.extract(text.encode(), url=None, content_type="text/plain")
    assert (cleaned.title, cleaned.text) == ("Berth opens to aid ships", (SAID * 3).strip())
    kept = any_extractor.extract(b"Short.\nNewsletter", url=None, content_type=PREPARED_TEXT)
    assert kept.text == "Short.\n\nNewsletter"


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (b"", "text/html", "the document is empty"),
        (b" \n\t", "text/plain", "the document is empty"),
        (b"%PDF-1.7 x", "application/pdf", "this is a PDF file"),
        (b"PK\x03\x04 docx", "", "office document"),
        (b"\x89PNG\r\n", "text/html", "a picture"),
        (bytes(range(256)) * 9, "text/html", "this is a binary file"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/html", "this is a feed"),
        (b'{"a": [1, 2]}', "application/json", "this is JSON data"),
        (b"<html><body><p>Hello.</p></body></html>", "text/html", "fewer than 25 words"),
        (DEEP, "text/html", "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_in_one_line(
    any_extractor: Extractor, content: bytes, content_type: str, reason: str
) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        any_extractor.extract(content, url=None, content_type=content_type)
    assert "\n" not in caught.value.message


def test_the_outcome_of_a_wall_is_known(any_extractor: Extractor) -> None:
    wall = "<html><body><p>Subscribe now to continue reading.</p></body></html>"
    with pytest.raises(SourceError) as caught:
        any_extractor.extract(wall.encode(), url=None, content_type="text/html")
    assert caught.value.facts["kind"] == "paywalled"


# --- only the real one -----------------------------------------------------------------------------------------------


def test_too_large_a_document_is_not_even_sent(pool: extractor.Pool) -> None:
    with pytest.raises(SourceError, match=r"more than 1\.9\d* MB"):
        read(pool, b"x" * 2_000_001)


def test_a_page_made_to_take_minutes_is_cut_off_and_the_next_one_is_read(pool: extractor.Pool) -> None:
    with pytest.raises(SourceError, match="more than 2 seconds of CPU time"):
        read(pool, HEAVY)
    assert read(pool, PAGE)


def test_a_page_that_eats_memory_harms_only_itself() -> None:
    tight = extractor.build(replace(OPTIONS, memory_limit_mb=extractor.MIN_MEMORY_MB, cpu_limit_s=10))
    try:
        with pytest.raises(SourceError) as caught:
            read(tight, b"<html><body>" + PARAGRAPHS * 3000)
        assert "\n" not in caught.value.message
        assert read(tight, PAGE)
    finally:
        tight.close()


def test_a_document_that_takes_too_long_is_given_up() -> None:
    hasty = extractor.build(replace(OPTIONS, wall_limit_s=0.3, cpu_limit_s=10))
    try:
        with pytest.raises(SourceError, match=r"longer than 0\.3 seconds") as caught:
            read(hasty, HEAVY)
        assert caught.value.transient
    finally:
        hasty.close()


def test_a_child_that_is_killed_is_replaced(pool: extractor.Pool) -> None:
    read(pool, PAGE)
    (child,) = children()
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT))
    assert read(pool, PAGE)
    assert children() != [child]


def test_a_child_killed_at_work_fails_only_its_document() -> None:
    patient = extractor.build(replace(OPTIONS, cpu_limit_s=10))
    before = set(children())
    failures: list[str] = []

    def work() -> None:
        try:
            read(patient, HEAVY)
        except SourceError as error:
            failures.append(error.message)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        (child,) = wait_for(lambda: set(children()) - before)
        wait_for(lambda: cpu_seconds(child) > 1.0)
        os.kill(child, signal.SIGKILL)
        thread.join(60)
        assert failures == ["the process that read this document was killed; the machine may be out of memory"]
        assert read(patient, PAGE)
    finally:
        patient.close()


def test_children_start_late_and_leave_when_idle() -> None:
    before = set(children())
    quick = extractor.build(replace(OPTIONS, idle_s=0.2))
    assert set(children()) == before, "none before the first document"
    read(quick, PAGE)
    assert len(set(children()) - before) == 1
    wait_for(lambda: set(children()) <= before)
    assert read(quick, PAGE), "and they come back"
    quick.close()
    assert set(children()) <= before


def test_documents_are_read_side_by_side() -> None:
    two = extractor.build(replace(OPTIONS, workers=2))
    before = set(children())
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(read(two, PAGE))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert len(set(children()) - before) <= 2
    two.close()


def test_a_child_holds_no_secret_and_no_open_connection(pool: extractor.Pool, tmp_path: Path) -> None:
    read(pool, PAGE)
    (child,) = children()
    names = {entry.split("=", 1)[0] for entry in Path(f"/proc/{child}/environ").read_text().split("\0") if entry}
    assert names <= {
        "PYTHONPATH",
        "PYTHONUTF8",
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MALLOC_ARENA_MAX",
        "LC_CTYPE",
    }
    sockets = [link for fd in Path(f"/proc/{child}/fd").iterdir() if "socket" in (link := os.readlink(fd))]
    assert len(set(sockets)) == 1, "only the one to the program"


def test_the_program_never_loads_the_libraries_that_read_pages() -> None:
    script = (
        "import sys; from bot import extractor; from bot.flows import ingest, import_files; import bot.sources.file\n"
        "pool = extractor.build(extractor.Options())\n"
        f"pool.extract({PAGE.encode()!r}, url=None, content_type='text/html'); pool.close()\n"
        "print([name for name in ('trafilatura', 'lxml', 'py3langid', 'numpy', 'htmldate') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "wrong", [{"workers": 0}, {"cpu_limit_s": 0}, {"memory_limit_mb": 100}, {"wall_limit_s": 0}, {"max_bytes": 0}]
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=r"\[extract\]"):
        extractor.build(replace(OPTIONS, **wrong))


def children() -> list[int]:
    """Reader processes started by this one that still run: by their parent, for what a thread has started (the file
    `children` below /proc) can be asked for reliably only while nothing else starts or ends.
    """
    own, running = str(os.getpid()), (int(one.name) for one in Path("/proc").glob("[0-9]*"))
    own_ones = [one for one in running if (fields := stat_fields(one)) and fields[1] == own]
    return sorted(one for one in own_ones if "bot.extractor.reader" in command_line(one))


def stat_fields(process: int) -> list[str]:
    """State, parent and so on; nothing of a process that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(process: int) -> float:
    """What a process has used so far: below 1 it is still starting."""
    fields = stat_fields(process)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def wait_for(found: object, seconds: float = 60.0) -> object:
    until = time.monotonic() + seconds
    while not (value := found()):  # type: ignore[operator]
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
    return value
