"""How well articles are grouped into stories.

    python -m tests.bench.bench_clustering FILE.jsonl.xz

Each row has `id`, `cluster` (the event) and `sentences`, as made from ECB+ (CC BY). Prints BCubed precision, recall and
F1, and the time taken.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.article import Article, Extracted, Story
from bot.steps.group.cluster import group_stories
from bot.steps.keep.revision import make_revision

FETCHED_AT = datetime(2014, 1, 1, tzinfo=UTC)


def make_article(number: int, sentences: list[str]) -> Article:
    extracted = Extracted(url=None, title=sentences[0], text="\n\n".join(sentences), language="en")
    return Article(
        id=number,
        url=f"https://texts.example/{number}",
        canonical_url=f"https://texts.example/{number}",
        publisher=None,
        source_type="outlet",
        trust=0.8,
        first_seen_at=FETCHED_AT,
        revision=make_revision(extracted, number=1, fetched_at=FETCHED_AT),
    )


def bcubed(stories: tuple[Story, ...], gold: dict[int, str]) -> tuple[float, float]:
    events: dict[str, set[int]] = defaultdict(set)
    for number, event in gold.items():
        events[event].add(number)
    precision = recall = 0.0
    for story in stories:
        members = {article.id for article in story.articles}
        for number in members:
            right = len(members & events[gold[number]])
            precision += right / len(members)
            recall += right / len(events[gold[number]])
    return precision / len(gold), recall / len(gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    with lzma.open(parser.parse_args().file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [make_article(number, row["sentences"]) for number, row in enumerate(rows)]
    gold = {number: row["cluster"] for number, row in enumerate(rows)}
    started = time.process_time()
    stories = group_stories(articles)
    elapsed_s = time.process_time() - started
    precision, recall = bcubed(stories, gold)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(rows)} texts in {len(stories)} stories, {elapsed_s:.1f} s")
    print(f"BCubed precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
