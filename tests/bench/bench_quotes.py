"""Altered quotations that pass and true ones that are refused, family by family, and how fast one is judged.

    python -m tests.bench.bench_quotes [ARTICLES.jsonl] [--show FAMILY]

Without a file (rows with `body`) the invented articles of the mutation test are used. Fails if an altered one passes or
a variant in typography is refused. Speed is the best of several rounds: other work on the machine only slows it down.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from bot.domain.article import Article
from bot.domain.quote_verdict import FOUND, verdict_of
from bot.steps.verify.nearest import find_near
from tests.grounds import article_of
from tests.quote_changes import CHANGES, VARIANTS, Mutation, mutations, of_another, plain, spoken
from tests.unit.domain.test_quote_mutations import SEED, articles

MAX_ARTICLES = 500
MAX_VARIED = 1_000
ROUNDS = 5
MAX_TIMED = 12_000

Pair = tuple[str, Article]


def load(path: Path | None) -> list[Article]:
    """Stored articles of a file, or the invented ones."""
    if path is None:
        return articles()
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(MAX_ARTICLES), lines, strict=False)]
    return [article_of(row["body"], number=number, title=row["title"]) for number, row in enumerate(rows, 1)]


def true_quotes(sources: Iterable[Article]) -> list[Pair]:
    """Whole quotations that are lawful as they stand: nested ones and those with hidden characters are not."""
    pairs = [(article.quotation_text(one), article) for article in sources for one in spoken(article)]
    return [(words, article) for words, article in pairs if verdict_of(words, article).verdict in FOUND]


def altered(sources: Sequence[Article]) -> list[tuple[Mutation, Article]]:
    """Every mutation of every article, and the quotations of the article after it."""
    dice = random.Random(SEED)
    made = [(one, article) for article in sources for one in mutations(article, dice)]
    return made + [(one, article) for article, other in pairwise(sources) for one in of_another(article, other)]


def print_mutations(made: Sequence[tuple[Mutation, Article]], show: str | None) -> int:
    """The table of families; returns how many were accepted."""
    count: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    unsure = 0
    for mutation, article in made:
        count[mutation.family] += 1
        verdict = verdict_of(mutation.words, article, speaker=mutation.speaker)
        unsure += verdict.speaker_verdict == "unknown" and mutation.speaker is not None
        if verdict.verdict in FOUND and (mutation.speaker is None or verdict.speaker_verdict == "confirmed"):
            passed[mutation.family] += 1
            if show == mutation.family:
                print(f"  {mutation.words!r} {mutation.speaker or ''}")
    print(f"{'altered':36}{'made':>8}{'accepted':>10}")
    for family in [*CHANGES, *(one for one in count if one not in CHANGES)]:
        print(f"{family:36}{count[family]:8}{passed[family]:10}")
    print(f"{'all':36}{count.total():8}{passed.total():10}")
    print(f"(of the swapped speakers {unsure} are not contradicted but called unknown: never printed either)\n")
    return passed.total()


def print_variants(pairs: Sequence[Pair], show: str | None) -> int:
    """The table of variants; returns how many were refused."""
    refused_in_all = 0
    print(f"{'typographic variant':36}{'made':>8}{'accepted':>10}")
    for name, vary in VARIANTS.items():
        changed = [(vary(words), article) for words, article in pairs]
        refused = [one for one in changed if verdict_of(*one).verdict not in ("verbatim", "typographic")]
        refused_in_all += len(refused)
        print(f"{name:36}{len(changed):8}{len(changed) - len(refused):10}")
        for words, _ in refused if show == name else ():
            print(f"  {words!r}")
    print(f"{'all':36}{len(pairs) * len(VARIANTS):8}{len(pairs) * len(VARIANTS) - refused_in_all:10}\n")
    return refused_in_all


def timed(pairs: Sequence[Pair]) -> float:
    """Verdicts a second, the best of some rounds over the same pairs."""
    best = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for words, article in pairs:
            verdict_of(words, article)
        best = max(best, len(pairs) / (time.process_time() - started))
    return best


def print_speed(true: Sequence[Pair], made: Sequence[tuple[Mutation, Article]]) -> None:
    """Hits and near misses apart; finding what a near miss resembles is a step of its own."""
    misses = [(one.words, article) for one, article in made if one.family in CHANGES]
    misses = random.Random(SEED).sample(misses, min(MAX_TIMED, len(misses)))
    # Pairs of one article stand together, as the quotations of a digest do.
    misses.sort(key=lambda pair: pair[1].id)
    cut = true[:MAX_TIMED]
    both = sorted([*cut, *misses], key=lambda pair: pair[1].id)
    for name, pairs in (("hit", cut), ("near miss", misses), ("both", both)):
        a_second = timed(pairs)
        print(f"{name:12}{len(pairs):8} pairs{a_second:10.0f} a second{1e6 / a_second:8.1f} µs")
    sample = misses[:: max(1, len(misses) // 300)]
    started = time.process_time()
    found = sum(find_near(words, article.revision.text) is not None for words, article in sample)
    each_us = (time.process_time() - started) / len(sample) * 1e6
    print(f"{'nearest':12}{len(sample):8} pairs, {found} located{each_us:16.1f} µs")
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


def main() -> int:
    parser = argparse.ArgumentParser(description="Altered quotations against the verifier.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--show", metavar="FAMILY", help="print what was judged wrongly of a family or variant")
    arguments = parser.parse_args()
    sources = load(arguments.file)
    true, made = true_quotes(sources), altered(sources)
    print(f"{len(sources)} articles, {len(true)} quotations\n")
    failures = print_mutations(made, arguments.show)
    varied = [pair for pair in true if plain(pair[0])]
    failures += print_variants(random.Random(SEED).sample(varied, min(MAX_VARIED, len(varied))), arguments.show)
    print_speed(true, made)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
