"""How much of the article, and nothing else, comes out of real pages, at what cost.

    python -m tests.bench.bench_extraction FOLDER [--labels FILE] [--worst N] [--rounds N]

FOLDER holds `ground-truth.json` ({id: {articleBody, url}}) and `html/ID.html.gz`, as in the article-extraction
benchmark of Scrapinghub (MIT). Prints precision, recall and F1 over 4-gram word shingles, for all pages and for each
half, and CPU time against trafilatura's default, page by page in turn. FILE has a JSON line for each page: `id`,
`title`, `days` (any of them is right), `authors`. Fails below the floors.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura

from bot.domain.article import Extracted
from bot.domain.errors import SourceError
from bot.steps.read.extract import extract_page

SHINGLE_WORDS = 4
MIN_F1 = 0.982
MAX_CPU_RATIO = 0.9
PEERS: dict[str, Callable[[bytes], object]] = {
    "trafilatura": trafilatura.extract,
    "trafilatura with metadata": lambda page: trafilatura.extract(page, with_metadata=True, output_format="json"),
    "trafilatura fast": lambda page: trafilatura.extract(page, fast=True, include_comments=False),
}


@dataclass(frozen=True)
class Page:
    """One page of the benchmark."""

    id: str
    html: bytes
    url: str
    gold: str


@dataclass(frozen=True)
class Score:
    """Precision and recall of one page."""

    page: Page
    precision: float
    recall: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def precision_and_recall(gold: str, found: str) -> tuple[float, float]:
    ours, theirs = shingles(found), shingles(gold)
    common = (ours & theirs).total()
    return common / max(1, ours.total()), common / max(1, theirs.total())


def read_pages(folder: Path) -> list[Page]:
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    return [
        Page(name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), row["url"], row["articleBody"])
        for name, row in sorted(gold.items())
    ]


def read_page(page: Page) -> Extracted | None:
    try:
        return extract_page(page.html, url=page.url)
    except SourceError as error:
        print(f"  refused: {error.message}: {page.url}")
        return None


def read_text(html: bytes, url: str) -> str:
    found = read_page(Page("", html, url, ""))
    return found.text if found else ""


def summed(scores: Sequence[Score]) -> tuple[float, float, float]:
    precision = sum(one.precision for one in scores) / len(scores)
    recall = sum(one.recall for one in scores) / len(scores)
    return precision, recall, 2 * precision * recall / (precision + recall)


def print_scores(name: str, scores: Sequence[Score]) -> float:
    precision, recall, f1 = summed(scores)
    print(f"{name}: {len(scores)} pages, precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}")
    return f1


def print_costs(pages: Sequence[Page], rounds: int) -> float:
    """CPU time of each reader, all of them on one page after the other. Returns the ratio to trafilatura's default."""
    readers: dict[str, Callable[[bytes], object]] = {"ours": lambda html: extract_page(html, url=None), **PEERS}
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(rounds + 1):
        for page in pages:
            for name, reader in readers.items():
                started = time.process_time()
                reader(page.html)
                if turn:
                    spent[name].append(1000 * (time.process_time() - started))
    for name, times in spent.items():
        ordered = sorted(times)
        ratio = sum(spent["ours"]) / sum(times)
        print(
            f"{name}: {sum(times) / len(times):.1f} ms a page, p95 {ordered[int(0.95 * len(ordered))]:.1f},"
            f" worst {ordered[-1]:.1f}; ours takes {ratio:.2f} of it"
        )
    return sum(spent["ours"]) / sum(spent["trafilatura"])


def print_metadata(pages: Sequence[Page], labels: Path) -> None:
    rows = {row["id"]: row for row in map(json.loads, labels.read_text("utf-8").splitlines())}
    found = [(rows[page.id], one) for page in pages if page.id in rows and (one := read_page(page))]
    titles = sum(plain(one.title) == plain(row["title"]) for row, one in found)
    dated = [(row, one) for row, one in found if row["days"]]
    days = sum(str(one.page_date) in row["days"] for row, one in dated)
    named = [({name.lower() for name in row["authors"]}, names_of(one)) for row, one in found]
    both = sum(len(right & ours) for right, ours in named)
    total = sum(len(right) + len(ours) for right, ours in named)
    print(f"title exact {titles}/{len(found)}, day {days}/{len(dated)}, author F1 {2 * both / max(1, total):.3f}")


def names_of(found: Extracted) -> set[str]:
    return {name.lower() for name in (found.byline or "").split(", ") if name}


def plain(text: Any) -> str:
    return " ".join(re.sub("[‘’]", "'", text or "").split())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, help="titles, days and authors of the pages")
    parser.add_argument("--worst", type=int, default=0, help="also name the N worst pages")
    parser.add_argument("--rounds", type=int, default=2, help="how often each reader reads each page for its cost")
    arguments = parser.parse_args()
    pages = read_pages(arguments.folder)
    texts = [found.text if (found := read_page(page)) else "" for page in pages]
    scores = [Score(page, *precision_and_recall(page.gold, text)) for page, text in zip(pages, texts, strict=True)]
    f1 = print_scores("all", scores)
    print_scores("even half", scores[::2])
    print_scores("odd half", scores[1::2])
    for one in sorted(scores, key=lambda score: score.precision + score.recall)[: arguments.worst]:
        print(f"  {one.precision:.3f} {one.recall:.3f} {one.page.url}")
    if arguments.labels:
        print_metadata(pages, arguments.labels)
    ratio = print_costs(pages, arguments.rounds)
    return int(f1 < MIN_F1 or ratio > MAX_CPU_RATIO)


if __name__ == "__main__":
    sys.exit(main())
