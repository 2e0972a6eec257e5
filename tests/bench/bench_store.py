"""How large, how fast: the store filled with invented articles of 5 KB.

    python -m tests.bench.bench_store [--articles N] [--url URL]

Prints articles stored per CPU second, bytes per article (with its quotations, its sentences and an outcome), time to
open, search latency over questions of 8 to 12 words (and the worst kinds of question), phrases, look-ups of near
duplicates, a digest over the last day, backup and restore, memory. Times are wall seconds unless they say CPU.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from bot.domain.article import NewArticle, Outcome, Passage, Quotation
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.flows.intake import DUPLICATE_WINDOW, KnownTexts
from bot.models import extractive
from bot.ports import Store
from bot.prompt_files import load_prompts
from bot.stores import build
from tests.samples import make_article

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ARTICLE_CHARS = 5_000
PARAGRAPH_SENTENCES = 3
BATCH = 50
QUESTIONS = 200
SPOKEN_SHARE = 0.12
"""Sentences in quotation marks; of real news it is about a tenth."""

SPEAKERS = ("Ana Torvald", "Ilse Marrok", "Deputy Joren Pelk", None)
STOP = "the of to and a in that is was he for it with as his on be at by had not are but from or have an they".split()
SYLLABLES = "ba ke li mo ru sta ten vor zel qui nam der pol fis gra hul jen kor lat mir nov osk pre ras sil tur".split()


class Words:
    """A vocabulary whose frequencies fall as in real text: every second word a stop word, the rest by Zipf's law."""

    def __init__(self, seed: int, size: int = 30_000) -> None:
        self.random = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < size:
            made["".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 3, 3, 4))))] = None
        self.words = list(made)
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(size)))

    def content(self, count: int) -> list[str]:
        """Words by frequency."""
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self) -> str:
        """About 120 characters."""
        spoken = [word for content in self.content(11) for word in (self.random.choice(STOP), content)]
        said = " ".join(spoken).capitalize()
        return f"“{said}.”" if self.random.random() < SPOKEN_SHARE else f"{said}."

    def text(self) -> str:
        """About ARTICLE_CHARS characters in paragraphs."""
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < ARTICLE_CHARS:
            paragraphs.append(" ".join(self.sentence() for _ in range(PARAGRAPH_SENTENCES)))
        return "\n\n".join(paragraphs)[:ARTICLE_CHARS].rsplit(" ", 1)[0] + "."


def make_articles(words: Words, count: int) -> Iterator[NewArticle]:
    """One article every two minutes, up to NOW."""
    for number in range(count):
        made = make_article(
            f"https://courier.example/2026/03/02/{number}-{'-'.join(words.content(5))}",
            words.text(),
            title=" ".join(words.content(9)).capitalize(),
            feed_id=number % 50,
            guid=f"tag:courier.example,2026:{number}",
            fingerprint=words.random.randbytes(128),
        )
        at = NOW - timedelta(minutes=2 * (count - number))
        spoken = quotations(made.revision.text, made.revision.passages, words.random)
        yield replace(made, revision=replace(made.revision, published_at=at, fetched_at=at, quotations=spoken))


def quotations(text: str, passages: tuple[Passage, ...], chosen: random.Random) -> tuple[Quotation, ...]:
    """Everything in marks, said by somebody or nobody."""
    found = []
    for match in re.finditer("“([^”]+)”", text):
        number = next(one.number for one in passages if one.start <= match.start() < one.end)
        speaker = chosen.choice(SPEAKERS)
        how = {"cue": "said", "pattern": "name_verb_after", "confidence": 0.95} if speaker else {}
        found.append(Quotation(match.start(1), match.end(1), number, 1, speaker, **how))
    return tuple(found)


def fill(store: Store, words: Words, count: int) -> tuple[float, float]:
    """Store articles in batches; CPU and wall seconds without the time of making them up."""
    cpu_s = wall_s = 0.0
    articles = make_articles(words, count)
    while batch := list(islice(articles, BATCH)):
        cpu, wall = time.process_time(), time.perf_counter()
        with store.begin() as uow:
            stored = [uow.articles.put(article)[0] for article in batch]
            uow.outcomes.record([Outcome(one.url, "stored", "", one.first_seen_at, one.id) for one in stored])
            uow.commit()
        cpu_s, wall_s = cpu_s + time.process_time() - cpu, wall_s + time.perf_counter() - wall
    return cpu_s, wall_s


def measure(call: Callable[[str], object], arguments: list[str]) -> str:
    """Median, 95th percentile and maximum in milliseconds."""
    times_ms = []
    for argument in arguments:
        started = time.perf_counter()
        call(argument)
        times_ms.append((time.perf_counter() - started) * 1000)
    ordered = sorted(times_ms)
    mean, median, p95 = statistics.mean(ordered), statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
    return f"mean {mean:.1f} p50 {median:.1f} p95 {p95:.1f} max {ordered[-1]:.1f} ms"


def questions(words: Words) -> list[str]:
    """Questions of 8 to 12 words, half of them stop words."""
    return [
        "What " + " ".join(f"{words.random.choice(STOP)} {word}" for word in words.content(words.random.randint(4, 6)))
        for _ in range(QUESTIONS)
    ]


def report(store: Store, words: Words, count: int, folder: Path) -> None:
    """Everything that is measured on a full store."""
    print(f"size: {int(store.describe()['bytes']) / count / 1000:.2f} KB an article of {ARTICLE_CHARS} characters")
    with store.read() as uow:
        with timed("count"):
            uow.articles.count()
        with timed("list_recent, a day"):
            recent = uow.articles.list_recent(since=NOW - timedelta(days=1), until=NOW)
        with timed("list_recent, 5,000"):
            uow.articles.list_recent(since=NOW - timedelta(days=9), until=NOW)
        with timed("list_urls of a feed"):
            uow.articles.list_urls(7)
        phrases = [" ".join(article.revision.text.split()[20:32]) for article in recent[:100]]
        print("find_by_url:          ", measure(uow.articles.find_by_url, [article.url for article in recent[:200]]))
        print("outcomes of a URL:    ", measure(uow.outcomes.list_for_url, [article.url for article in recent[:200]]))
    report_search(store, words, phrases)
    report_duplicates(store, words)
    report_digest(store)
    if store.describe()["engine"] == "SQLite":
        with timed("backup"):
            store.backup(folder / "copy.db")
        with timed("restore"):
            store.restore(folder / "copy.db")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def report_search(store: Store, words: Words, phrases: list[str]) -> None:
    """Usual questions and the worst kinds."""
    commonest = [" ".join(words.words[at : at + 2]) for at in range(20)]
    print("questions:            ", measure(store.search.search, questions(words)))
    print("the commonest words:  ", measure(store.search.search, commonest))
    print("stop words only:      ", measure(store.search.search, [" ".join(STOP)] * 20))
    print("200 words pasted:     ", measure(store.search.search, [" ".join(words.content(200)) for _ in range(20)]))
    print("a word 500 times:     ", measure(store.search.search, [f"{word} " * 500 for word in words.words[:20]]))
    print("phrases of 12 words:  ", measure(store.search.find_phrase, phrases))
    print("a phrase of two stops:", measure(store.search.find_phrase, ["of the", "and to", "in a"]))


def report_duplicates(store: Store, words: Words) -> None:
    """As ingest looks for them: fingerprints of two weeks in memory."""
    known = KnownTexts()
    with timed(f"fingerprints of {DUPLICATE_WINDOW.days} days"):
        known.refresh(store, NOW)
    prints = [words.random.randbytes(128).hex() for _ in range(100)]
    print("a near duplicate:     ", measure(lambda print_: known.find(bytes.fromhex(print_), besides=None), prints))


def report_digest(store: Store) -> None:
    """The offline engine over everything of a day: 720 articles."""
    watch = Watch("Everything", "console", "0 8 * * *", "UTC")
    writers = Writers(store, load_prompts(), lambda: NOW, extractive.build(), None)
    with timed("a digest of a day"):
        write_digest(watch, as_of=NOW, writers=writers, engine="offline")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints how long it took."""
    started = time.perf_counter()
    yield
    print(f"{what + ':':22} {(time.perf_counter() - started) * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a store and measure it.")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--url", help="an empty database; default: SQLite in a temporary folder")
    arguments = parser.parse_args()
    words = Words(seed=7)
    with tempfile.TemporaryDirectory() as name:
        url = arguments.url or f"sqlite:///{name}/bench.db"
        store = build(url, clock=lambda: NOW)
        cpu_s, wall_s = fill(store, words, arguments.articles)
        print(f"{arguments.articles} articles: {arguments.articles / cpu_s:.0f} per CPU second, {wall_s:.0f} s in all")
        store.close()
        started = time.perf_counter()
        store = build(url, clock=lambda: NOW)
        with store.read() as uow:
            uow.articles.count()
        print(f"open: {(time.perf_counter() - started) * 1000:.0f} ms")
        report(store, words, arguments.articles, Path(name))
        store.close()


if __name__ == "__main__":
    main()
