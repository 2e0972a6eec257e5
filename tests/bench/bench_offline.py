"""What a digest without a model is worth: daily and weekly editions on ten dates of an archive, each written afresh.

    python -m tests.bench.bench_offline [ARTICLES.jsonl] [--show]

Without a file (rows with `url title body published_at source`) the invented newsroom is used, on its last day. FLOORS
hold what later changes may not fall below on a file.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from bot.app import App
from bot.config import General, Settings
from bot.domain.article import Article, Story
from bot.domain.digest import Claim, Digest
from bot.domain.watch import Watch
from bot.flows.candidates import read_candidates
from bot.flows.digest import write_digest
from bot.flows.import_files import import_paths
from bot.steps.choose.screen import screen_articles
from bot.steps.choose.window import is_in_window, is_known, window_of
from bot.steps.find.concepts import concepts_of, content_stems
from bot.steps.group.cluster import group_stories
from bot.steps.show.render_text import digest_text
from tests import sample_archive
from tests.bench.editions import converted

FIRST = datetime(2022, 8, 3, 18, tzinfo=UTC)
STEP_DAYS = 8
"""So ten dates fall on every day of the week and over the whole archive."""

DATES = 10
LARGE_STORIES = 5
LEAD_PASSAGES = 3
ALIKE = 0.6
WATCHES = (
    Watch("Daily", channel="console", window_days=1),
    Watch("Weekly", channel="console", window_days=7, length="weekly"),
)
FLOORS = {"large stories told": 0.7, "shared facts told": 0.45, "style score": 0.65}
CEILINGS = {"alike pairs": 0.0, "leaning openings": 0.0, "first person": 0.0, "seconds": 10.0}
"""Means over the editions of either watch."""

_LEANING = re.compile(
    r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|But|And|So|Yet|However"
    r"|Meanwhile|Still|Then|Also|Instead|Later|Others?|Another|Such|Both)\b"
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_PERSON = re.compile(
    r"(?:^|[,;:] |(?<!\w)[a-z]+ )I(?= [a-z]|['’])|(?<![\w.])(?:[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us)(?![\w.])"
)


@dataclass(frozen=True)
class Trial:
    """One edition, the stories of its window and how long it took a core."""

    digest: Digest
    stories: Sequence[Story]
    seconds: float


def trials(app: App, watch: Watch, moments: Sequence[datetime]) -> Iterator[Trial]:
    """An edition at each moment, knowing of no other."""
    for moment in moments:
        started = time.process_time()
        digest = write_digest(watch, as_of=moment, writers=app.writers, engine="offline").digest
        seconds = time.process_time() - started
        found = read_candidates(watch, moment, store=app.store, clock=app.clock).articles
        kept = screen_articles(found, watch=watch, as_of=moment).kept
        window = window_of(watch, moment)
        fresh = [one for one in kept if is_known(one, window) and is_in_window(one, window)]
        yield Trial(digest, group_stories(fresh), seconds)


def measures(trial: Trial) -> dict[str, float]:
    """What a reader would notice of an edition, in figures."""
    digest = trial.digest
    claims = [*(claim for one in digest.developments for claim in one.claims), *digest.other_news]
    lines = (*digest.differences, *digest.numbers, *digest.ahead)
    words = sum(len(one.text.split()) for one in (*claims, *lines))
    outside = [_QUOTED.sub(" ", claim.text) for claim in claims]
    shared = [one for one in digest.developments if "single source" not in (one.label or "")]
    style = digest.checks.style
    return {
        "words": words,
        "developments": len(digest.developments),
        "of several sources": len(shared) / max(len(digest.developments), 1),
        "other news": len(digest.other_news),
        "numbers": len(digest.numbers),
        "differences": len(digest.differences),
        "ahead": len(digest.ahead),
        "quotes per 100 words": 100 * sum(len(one.quotes) for one in (*claims, *lines)) / max(words, 1),
        "large stories told": told_share(digest, trial.stories),
        "shared facts told": fact_share(claims, trial.stories),
        "alike pairs": sum(likeness(one.text, other.text) > ALIKE for one, other in combinations(claims, 2)),
        "leaning openings": sum(_leans(digest, claim, before) for claim, before in _with_before(digest)),
        "first person": sum(bool(_PERSON.search(text)) for text in outside),
        "questions": sum("?" in text for text in outside),
        "names as titles": sum(len(one.title.split()) <= 3 or one.title == "In brief" for one in digest.developments),
        "style score": style.score if style else 0.0,
        "seconds": trial.seconds,
    }


def told_share(digest: Digest, stories: Sequence[Story]) -> float:
    """Share of the largest stories (by sources, then articles) that the edition cites an article of."""
    largest = sorted(stories, key=lambda story: (-len(story.families), -len(story.articles), story.id))[:LARGE_STORIES]
    cited = {citation.article_id for citation in digest.citations}
    told = [story for story in largest if cited & {article.id for article in story.articles}]
    return len(told) / max(len(largest), 1)


def fact_share(claims: Sequence[Claim], stories: Sequence[Story]) -> float:
    """Weighted share of what several articles of the large stories say early on: names, numbers and pairs of words."""
    largest = sorted(stories, key=lambda story: (-len(story.families), -len(story.articles), story.id))[:LARGE_STORIES]
    said = {concept for claim in claims for concept in concepts_of(claim.text)}
    total = told = 0.0
    for story in largest:
        held: Counter[str] = Counter()
        weights: dict[str, float] = {}
        for article in story.articles:
            found = {name: weight for text in _leads(article) for name, weight in concepts_of(text).items()}
            held.update(found.keys())
            weights |= found
        for concept, count in held.items():
            if count > 1:
                weight = weights[concept] * (1 + math.log(count))
                total += weight
                told += weight * (concept in said)
    return told / total if total else 1.0


def likeness(one: str, other: str) -> float:
    """Cosine of the counted stems of two sentences."""
    first, second = Counter(content_stems(one)), Counter(content_stems(other))
    length = math.sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))
    return sum(first[stem] * second[stem] for stem in first) / length if length else 0.0


def _leads(article: Article) -> Iterator[str]:
    text = article.revision.text
    for passage in article.revision.passages[:LEAD_PASSAGES]:
        yield from (text[sentence.start : sentence.end] for sentence in passage.sentences)


def _with_before(digest: Digest) -> Iterator[tuple[Claim, Claim | None]]:
    for development in digest.developments:
        yield from zip(development.claims, (None, *development.claims), strict=False)
    yield from ((claim, None) for claim in digest.other_news)


def _leans(digest: Digest, claim: Claim, before: Claim | None) -> bool:
    """Whether a sentence opens with what only the sentence before it explains, and that is not printed before it."""
    if not _LEANING.match(claim.text.lstrip("“\"‘'")):
        return False
    places = {citation.n: citation.sentence_id for citation in digest.citations}
    here, there = places[claim.citations[0]], places[before.citations[0]] if before else None
    return there is None or replace(there, sentence=there.sentence + 1) != here


def table(found: Sequence[dict[str, float]]) -> dict[str, float]:
    """Means over the editions."""
    return {name: statistics.fmean(one[name] for one in found) for name in found[0]}


def failures(means: dict[str, float]) -> list[str]:
    """What fell below its floor or rose above its ceiling."""
    low = [f"{name} {means[name]:.2f} < {floor}" for name, floor in FLOORS.items() if means[name] < floor]
    return low + [f"{name} {means[name]:.2f} > {most}" for name, most in CEILINGS.items() if means[name] > most]


def main() -> int:
    parser = argparse.ArgumentParser(description="Digests without a model, in figures.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--show", action="store_true", help="print the editions")
    arguments = parser.parse_args()
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="briefbot-bench-") as home:
        app = App(Settings(general=General(home=home)))
        moments = [FIRST + timedelta(days=STEP_DAYS * number) for number in range(DATES)]
        if arguments.file is None:
            sample_archive.store_samples(app.store)
            moments = [sample_archive.NOW]
        else:
            import_paths(app.intake, [converted(arguments.file, Path(home))])
        for watch in WATCHES:
            written = list(trials(app, watch, moments))
            if arguments.show:
                print("\n\n".join(digest_text(one.digest) for one in written))
            means = table([measures(one) for one in written])
            print(f"\n{watch.name}, mean of {len(written)} editions")
            print("\n".join(f"  {name:22}{value:8.2f}" for name, value in means.items()))
            broken += [f"{watch.name}: {one}" for one in failures(means)] if arguments.file else []
        app.close()
    print("\n".join(broken))
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
