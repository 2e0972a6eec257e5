"""The scoreboard: whole editions by every kind of writer, held against the stored texts by a sceptic.

    python -m tests.bench.bench_board [ARTICLES.jsonl] [--show]

Writers are the offline engine and language models that behave, misquote, swap speakers, invent ids, paraphrase between
quotation marks and obey their sources, over the real wire. Without a file the sample newsroom with hostile articles in
it is used. Fails if a single gate is broken. A row is a function of the digest's JSON: add it to ROWS.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.article import TRUST, Extracted, NewArticle
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.models import extractive, openai
from bot.ports import Model, Store
from bot.prompt_files import load_prompts
from bot.steps.keep.dedupe import fingerprint, normalise_url
from bot.steps.keep.revision import make_revision
from bot.steps.show.json_forms import digest_json
from bot.stores import build
from tests.hostile_newsroom import STUBS, read_archive, store_hostile_newsroom
from tests.sample_archive import NOW
from tests.sceptic import GATES, Score, Source, examine
from tests.servers.model import ModelServer, playing

WINDOW_DAYS = 2
MAX_ARTICLES = 400
EDITIONS = 4
WATCH = Watch("Strait Watch", mute=("sport",), window_days=WINDOW_DAYS, timezone="Europe/Brussels")


@dataclass(frozen=True)
class Result:
    """One edition by one writer: its JSON and what the sceptic found."""

    digest: dict[str, Any]
    scores: dict[str, Score]


Row = Callable[[Sequence[Result]], str]


def _total(name: str) -> Row:
    return lambda results: str(sum(one.digest["checks"][name] for one in results))


def _gate(name: str) -> Row:
    """Wrong ones of all that were looked at."""

    def row(results: Sequence[Result]) -> str:
        scores = [one.scores[name] for one in results]
        return f"{sum(len(one.wrong) for one in scores)}/{sum(one.looked_at for one in scores)}"

    return row


def _recall(results: Sequence[Result]) -> str:
    scores = [one.scores["cite_recall"] for one in results]
    looked_at, wrong = sum(one.looked_at for one in scores), sum(len(one.wrong) for one in scores)
    return f"{1 - wrong / looked_at:.2f}" if looked_at else "-"


def _style(results: Sequence[Result]) -> str:
    found = [one.digest["checks"]["style"] for one in results if one.digest["checks"].get("style")]
    scores = [one["score"] for one in found if isinstance(one.get("score"), int | float)]
    return f"{sum(scores) / len(scores):.2f}" if scores else "-"


ROWS: dict[str, Row] = {
    "editions": lambda results: str(len(results)),
    "by the model": lambda results: str(sum(one.digest["engine"] == "model" for one in results)),
    **{name: _gate(name) for name in GATES},
    "quotes": _total("quotes"),
    "claims kept": _total("claims_kept"),
    "claims repaired": _total("claims_repaired"),
    "claims dropped": _total("claims_dropped"),
    "cite_recall": _recall,
    "copy_run (words)": lambda results: str(max((one.scores["copy_run"].looked_at for one in results), default=0)),
    "style_score": _style,
    "calls": lambda results: str(sum(one.digest["cost"]["calls"] for one in results)),
    "tokens in": lambda results: str(sum(one.digest["cost"]["tokens_in"] for one in results)),
    "tokens out": lambda results: str(sum(one.digest["cost"]["tokens_out"] for one in results)),
}


def board(store: Store, times: Sequence[datetime], stubs: Sequence[str] = tuple(STUBS)) -> dict[str, list[Result]]:
    """Every edition by every writer."""
    archive = read_archive(store)
    results = {"offline": [_edition(store, at, archive, None) for at in times]}
    for name in stubs:
        with ModelServer(playing(STUBS[name]())) as server:
            model = openai.build(openai.Options(name="stub", base_url=server.url, api_key="none"))
            results[name] = [_edition(store, at, archive, model) for at in times]
    return results


def broken_gates(results: dict[str, list[Result]]) -> list[str]:
    """A line for everything that no digest may do."""
    return [
        f"{writer}, {gate}: {line}"
        for writer, editions in results.items()
        for one in editions
        for gate in GATES
        for line in one.scores[gate].wrong
    ]


def _edition(store: Store, at: datetime, archive: dict[int, Source], model: Model | None) -> Result:
    writers = Writers(store, load_prompts(), lambda: at, extractive.build(), model)
    written = write_digest(WATCH, as_of=at, writers=writers)
    # As a program gets it: through JSON and back.
    digest = json.loads(json.dumps(digest_json(written.digest)))
    return Result(digest, examine(digest, archive, window_days=WINDOW_DAYS))


def print_board(results: dict[str, list[Result]]) -> None:
    """One table: a column for each writer. Gates are given as wrong ones of all."""
    print(f"{'':18}" + "".join(f"{name:>13}" for name in results))
    for name, row in ROWS.items():
        print(f"{name:18}" + "".join(f"{row(editions):>13}" for editions in results.values()))


@contextmanager
def opened_store() -> Iterator[Store]:
    """An empty database that lasts as long as the context."""
    with tempfile.TemporaryDirectory() as folder:
        store = build(f"sqlite:///{folder}/board.db", clock=lambda: NOW)
        yield store
        store.close()


def store_file(store: Store, path: Path) -> list[datetime]:
    """Real articles, and the times of the editions: the evenings of the days with most of them, in order."""
    days: dict[datetime, int] = {}
    with path.open(encoding="utf-8") as lines, store.begin() as uow:
        for _, line in zip(range(MAX_ARTICLES), lines, strict=False):
            row = json.loads(line)
            published = datetime.fromisoformat(row["published_at"]).replace(tzinfo=UTC)
            url = row.get("url") or f"https://file.example/{len(days)}"
            extracted = Extracted(url=url, title=row["title"], text=row["body"], published_at=published, language="en")
            revision = make_revision(extracted, number=1, fetched_at=published)
            print_ = fingerprint(row["body"])
            canonical = normalise_url(url)
            uow.articles.put(
                NewArticle(url, canonical, row["source"], "outlet", TRUST["outlet"], revision, fingerprint=print_)
            )
            evening = published.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            days[evening] = days.get(evening, 0) + 1
        uow.commit()
    return sorted(sorted(days, key=lambda day: -days[day])[:EDITIONS])


def main() -> int:
    parser = argparse.ArgumentParser(description="Every kind of writer against the gates.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--show", action="store_true", help="print every sentence that broke a gate or lacks support")
    arguments = parser.parse_args()
    with opened_store() as store:
        if arguments.file:
            times = store_file(store, arguments.file)
        else:
            store_hostile_newsroom(store)
            times = [NOW - timedelta(days=back) for back in (2, 1, 0)]
        results = board(store, times)
    print_board(results)
    lines = broken_gates(results)
    print("\n".join(lines[: None if arguments.show else 20]))
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
