"""Which articles count as one source, and where independent sources differ, on real articles.

    python -m tests.bench.bench_sources --data FOLDER

Reads `clustering/neardup_pairs_dev.jsonl` and `newsroom/articles.jsonl` of the folder. Prints how many pairs of copies
and of look-alikes become one family, the outcomes of all compared values, and every difference with both sentences: a
person must say which of them are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.article import Article, Story
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.domain.ids import SentenceId
from bot.steps.choose.cards import citable_sentences
from bot.steps.choose.differences import find_differences, places_of
from bot.steps.choose.value_differences import compare_values
from bot.steps.group.cluster import group_stories
from bot.steps.group.families import find_families
from bot.steps.keep.incoming import make_article
from bot.steps.read.clean_text import take_text
from bot.steps.read.moments import read_moment


def make_one(number: int, row: Mapping[str, str], *, outlet: str) -> Article | None:
    """An article as it would be stored; None where there is no text."""
    item = FeedItem(guid=row["url"], url=row["url"], title=row["title"])
    try:
        taken = take_text(row["text"], url=row["url"], title=row["title"])
    except SourceError:
        return None
    published = read_moment(row["published"].replace("/", "-"))
    now = published or datetime.now(UTC)
    new = make_article(replace(taken, published_at=published, byline=row.get("author")), item=item, feed=None, now=now)
    return Article(
        id=number,
        url=new.url,
        canonical_url=new.canonical_url,
        publisher=outlet,
        source_type=new.source_type,
        trust=new.trust,
        first_seen_at=now,
        revision=new.revision,
    )


def measure_families(path: Path) -> None:
    """Pairs that are one family, of copies at two addresses and of look-alikes."""
    found: Counter[tuple[bool, bool]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        made = [make_one(number, row[side], outlet=f"Outlet {side}") for number, side in enumerate("ab", 1)]
        articles = [article for article in made if article is not None]
        found[row["duplicate"], len(find_families(articles)) == 1] += 1
    for is_copy, name in ((True, "copies"), (False, "look-alikes")):
        print(f"{name}: {found[is_copy, True]} of {found[is_copy, True] + found[is_copy, False]} pairs are one family")


def measure_differences(path: Path) -> None:
    """Outcomes of all compared values, and the differences to read."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    made = [make_one(number, _plain(row), outlet=_host(row["url"])) for number, row in enumerate(rows, 1)]
    stories = group_stories([article for article in made if article is not None])
    offered = [(at, text) for story in stories for one in story.articles for at, text, _ in citable_sentences(one)]
    print("compared:", dict(_outcomes(stories, offered)))
    texts = dict(offered)
    for number, difference in enumerate(find_differences(stories, offered), 1):
        print(f"{number}. {type(difference).__name__}")
        for place in places_of(difference):
            print(f"   {place} {texts[place]}")


def _outcomes(stories: Sequence[Story], offered: Sequence[tuple[SentenceId, str]]) -> Iterator[tuple[str, int]]:
    sentences: dict[int, list[tuple[SentenceId, str]]] = defaultdict(list)
    for place, text in offered:
        sentences[place.article].append((place, text))
    yield from Counter(one.outcome for story in stories for one in compare_values(story, sentences)).items()


def _plain(row: Mapping[str, str]) -> Mapping[str, str]:
    return {**row, "text": row["body"], "published": row["published_at"]}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    measure_families(data / "clustering" / "neardup_pairs_dev.jsonl")
    measure_differences(data / "newsroom" / "articles.jsonl")


if __name__ == "__main__":
    main()
