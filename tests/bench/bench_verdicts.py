"""Quotations that must be refused and accepted, row by row, through the `verify` command's own code.

    python -m tests.bench.bench_verdicts FOLDER [--show]

The folder holds `quote_sources.jsonl` (articles as paragraphs of a kind), `quotes_reject.jsonl` and
`quotes_accept.jsonl`. Each source is stored with the versions before it; once with its body paragraphs only, as
extraction leaves it, and once with captions, teasers and comments left in. Fails if a single row is judged wrongly.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.article import TRUST, Extracted, NewArticle
from bot.flows.verify import verify_batch
from bot.ports import Store
from bot.steps.keep.revision import make_revision
from bot.stores import build

NOW = datetime(2031, 5, 9, tzinfo=UTC)
Row = Mapping[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def put(store: Store, source: Row, *, only_body: bool) -> None:
    """One version of a source as an article."""
    kept = [one["text"] for one in source["paragraphs"] if one["kind"] == "body" or not only_body]
    published = datetime.fromisoformat(source["published"]).replace(tzinfo=UTC)
    extracted = Extracted(
        url=source["url"],
        title=source["title"],
        text="\n\n".join(kept),
        published_at=published,
        language=source["lang"],
    )
    revision = make_revision(extracted, number=1, fetched_at=NOW)
    url = source["url"]
    with store.begin() as uow:
        uow.articles.put(NewArticle(url, url, source["outlet"], "outlet", TRUST["outlet"], revision))
        uow.commit()


def judge(rows: Sequence[Row], versions: Sequence[Row], *, only_body: bool) -> list[Row]:
    """The verdicts on rows about the last of these versions, which were stored in this order."""
    items = [
        {
            "id": row["id"],
            "text": row["quote"],
            "speaker": row["speaker"],
            "url": row.get("claimed_url", versions[-1]["url"]),
            "published_at": row.get("claimed_published", versions[-1]["published"]),
            "publisher": versions[-1]["outlet"],
        }
        for row in rows
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = build(f"sqlite:///{folder}/verdicts.db", clock=lambda: NOW)
        for version in versions:
            put(store, version, only_body=only_body)
        verdicts = verify_batch({"quotes": items}, store=store)["quotes"]
        store.close()
    assert isinstance(verdicts, list)
    return verdicts


def is_right(row: Row, verdict: Row) -> bool:
    """Accepted means: the words stand there, by this speaker, flagged only if a flag is due."""
    is_found = verdict["verdict"] in ("verbatim", "typographic")
    if row["expect"] == "reject":
        return not is_found or verdict["speaker_verdict"] == "contradicted"
    is_flagged = bool(verdict["flags"])
    return is_found and verdict["speaker_verdict"] == "confirmed" and is_flagged == (row["expect"] == "accept_flagged")


def main() -> int:
    parser = argparse.ArgumentParser(description="Lawful and altered quotations against `verify`.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print the rows that were judged wrongly")
    arguments = parser.parse_args()
    sources = read(arguments.folder / "quote_sources.jsonl")
    wrong_in_all = 0
    print(f"{'':16}{'rows':>6}{'right, body only':>18}{'right, whole page':>19}")
    for name in ("quotes_reject", "quotes_accept"):
        rows = read(arguments.folder / f"{name}.jsonl")
        right = [0, 0]
        for source in sources:
            mine = [row for row in rows if row["source_id"] == source["source_id"]]
            same = [one for one in sources if one["url"] == source["url"] and one["version"] <= source["version"]]
            for column, only_body in enumerate((True, False)):
                for row, verdict in zip(mine, judge(mine, same, only_body=only_body) if mine else (), strict=True):
                    right[column] += is_right(row, verdict)
                    if arguments.show and not is_right(row, verdict):
                        print(f"  {row['id']} {row['category']}: {verdict['verdict']}, {verdict['why']}")
        print(f"{name:16}{len(rows):6}{right[0]:18}{right[1]:19}")
        wrong_in_all += 2 * len(rows) - sum(right)
    return int(wrong_in_all > 0)


if __name__ == "__main__":
    sys.exit(main())
