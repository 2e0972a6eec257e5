"""Whether editions in a row tell anything twice, and what they call an update.

    python -m tests.bench.bench_continuity [ARTICLES.jsonl] [--show]

Ten daily editions of the offline engine, each published before the next is written; without a file (rows with `url
title body published_at source`) the invented newsroom. With `--show` every update is printed with its old side.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.app import App
from bot.domain.digest import Development, Digest
from bot.domain.told import Told
from bot.steps.choose.continuity import REPEAT_AT, find_additions, likeness
from tests.bench.editions import each_sentence, editions

MIN_NOVELTY = 0.9
"""Share of sentences that say something new (grounding section 4)."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    with editions(arguments.articles) as (app, digests):
        outcomes = _repeat_outcomes(app, digests[0].watch)
    told_twice = list(_told_twice(digests))
    repeats = [(text, known) for text, known, adds in told_twice if not adds]
    sentences = sum(1 for digest in digests[1:] for _ in each_sentence(digest))
    developments = [(digest, one) for digest in digests[1:] for one in digest.developments]
    updates = [(digest, one) for digest, one in developments if one.status == "update"]
    lines = [line for digest in digests if digest.since for line in digest.since.updates]
    novelty = 1 - len(repeats) / max(sentences, 1)
    print(f"{len(digests)} editions, {sentences} sentences after the first")
    print(f"pairs alike above {REPEAT_AT}: {len(told_twice)}, of them without an addition: {len(repeats)}")
    print(f"novelty {novelty:.3f} (at least {MIN_NOVELTY})")
    print(f"developments {len(developments)}, updates {len(updates)}, proven update lines {len(lines)}")
    print(f"articles left out as repeats: {outcomes}")
    for text, known in repeats:
        print(f"  told twice: {text}\n         was: {known}")
    if arguments.show:
        for digest, development in updates:
            _show(digest, development)
    return int(novelty < MIN_NOVELTY)


def _told_twice(digests: Sequence[Digest]) -> Iterator[tuple[str, str, bool]]:
    """Sentences that are like one of an earlier edition, with whether they add a fact to all that are like them."""
    earlier: list[Told] = []
    for digest in digests:
        for text in each_sentence(digest):
            alike = [one for one in earlier if likeness(text, one.text) > REPEAT_AT]
            if alike:
                yield text, alike[0].text, bool(find_additions(text, alike))
        earlier += [Told(text, digest.id, digest.as_of) for text in each_sentence(digest)]


def _repeat_outcomes(app: App, watch: str) -> int:
    with app.store.read() as uow:
        first = min(digest.as_of for digest in uow.digests.list_recent(watch=watch))
        return uow.outcomes.count_by_kind(since=first, watch=watch).get("repeat", 0)


def _show(digest: Digest, development: Development) -> None:
    cited = {citation.n: citation for citation in digest.citations}
    print(f"\n{digest.as_of:%Y-%m-%d}  {development.title}")
    for line in digest.since.updates if digest.since else ():
        if line.label == development.title:
            print(f"  said first: {line.text or '(the title alone)'}")
            for number in line.citations:
                print(f"    [{number}] {cited[number].published_at:%Y-%m-%d}  {cited[number].text}")
    for claim in development.claims:
        print(f"  - {claim.text}")


if __name__ == "__main__":
    sys.exit(main())
