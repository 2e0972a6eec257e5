"""How much of the article, and nothing else, comes out of real pages.

    python -m tests.bench.bench_extraction FOLDER [--worst N]

FOLDER holds `ground-truth.json` ({id: {articleBody, url}}) and `html/ID.html.gz`, as in the article-extraction
benchmark of Scrapinghub (MIT). Prints precision, recall and F1 over 4-gram word shingles, and CPU time per page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from pathlib import Path

from bot.domain.errors import SourceError
from bot.steps.read.extract import extract_page

SHINGLE_WORDS = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def precision_and_recall(gold: str, found: str) -> tuple[float, float]:
    ours, theirs = shingles(found), shingles(gold)
    common = (ours & theirs).total()
    return common / max(1, ours.total()), common / max(1, theirs.total())


def read_text(page: bytes, url: str) -> str:
    try:
        return extract_page(page, url=url).text
    except SourceError:
        return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="also name the N worst pages")
    arguments = parser.parse_args()
    gold = json.loads((arguments.folder / "ground-truth.json").read_text("utf-8"))
    rows = []
    started = time.process_time()
    for name, truth in sorted(gold.items()):
        page = gzip.decompress((arguments.folder / "html" / f"{name}.html.gz").read_bytes())
        rows.append((*precision_and_recall(truth["articleBody"], read_text(page, truth["url"])), truth["url"]))
    elapsed_ms = 1000 * (time.process_time() - started) / len(rows)
    precision = sum(row[0] for row in rows) / len(rows)
    recall = sum(row[1] for row in rows) / len(rows)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(rows)} pages: precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}, {elapsed_ms:.1f} ms a page")
    for one_precision, one_recall, url in sorted(rows, key=lambda row: row[0] + row[1])[: arguments.worst]:
        print(f"  {one_precision:.3f} {one_recall:.3f} {url}")


if __name__ == "__main__":
    main()
