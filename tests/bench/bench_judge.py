"""What a judge model adds to the rules, on claims that people have judged.

    OPENAI_BASE_URL=… OPENAI_API_KEY=… python -m tests.bench.bench_judge FOLDER ARTICLES.jsonl MODEL [--claims N]

Takes N claims of the folder (see `bench_claims`), evenly spread, asks the judge about those that the rules let through,
twenty at a time as a digest does, and reports the balanced accuracy of the rules alone and of both together. It costs
calls, so it is no part of a run of all benches.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.draft import DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.verdict import CheckedSentence, Passed
from bot.flows.ask_model import Writers, ask
from bot.models import extractive, openai
from bot.ports import Model
from bot.prompt_files import load_prompts
from bot.steps.verify.judged import MAX_JUDGED, doubts_of
from bot.steps.write.tasks import judge_task
from tests.bench.bench_claims import Judged, balance, load, names_of
from tests.grounds import NOW, article_of, evidence_of
from tests.store_fixtures import sqlite_store


def hear(claims: Sequence[Judged], model: Model, writers: Writers) -> Iterator[bool]:
    """Whether the judge lets each claim stand, in their order."""
    for first in range(0, len(claims), MAX_JUDGED):
        batch = claims[first : first + MAX_JUDGED]
        articles = [article_of("\n\n".join(one.ground.texts), number=number) for number, one in enumerate(batch, 1)]
        evidence = evidence_of(*articles)
        passed = [_passed(one, number, evidence) for number, one in enumerate(batch, 1)]
        judgements = ask(judge_task(passed, evidence, nonce=writers.make_nonce()), writers, model=model)
        doubted = doubts_of(judgements, passed, evidence)
        yield from (one.draft not in doubted for one in passed)


def _passed(judged: Judged, number: int, evidence: Evidence) -> Passed:
    lines = [line.sentence_id for line in evidence.lines if line.sentence_id.article == number]
    draft = DraftSentence(judged.text, tuple(map(str, lines)))
    return Passed(f"c{number}", draft, CheckedSentence(judged.text, tuple(lines)))


def report(name: str, claims: Sequence[Judged], accepted: Sequence[bool]) -> None:
    both, true, false = balance(claims, accepted)
    print(f"{name:24}{both:9.3f}{true:18.1%}{false:20.1%}  of {len(claims)}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Claims judged by people against the rules and a judge model.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("articles", type=Path, nargs="?", help="articles to learn from which words have a capital")
    parser.add_argument("model", nargs="?")
    parser.add_argument("--claims", type=int, default=120)
    arguments = parser.parse_args()
    if arguments.model is None or "OPENAI_BASE_URL" not in os.environ:
        print("skipped: it needs a folder of claims, a model's name and OPENAI_BASE_URL")
        return 0
    known = list(load(arguments.folder, names_of(arguments.articles)))
    claims = known[:: max(1, len(known) // arguments.claims)][: arguments.claims]
    model = openai.build(
        openai.Options(
            name=arguments.model,
            base_url=os.environ["OPENAI_BASE_URL"],
            api_key=os.environ.get("OPENAI_API_KEY", ""),
            timeout_s=3600,
        )
    )
    with TemporaryDirectory() as folder:
        writers = Writers(sqlite_store(Path(folder)), load_prompts(), lambda: NOW, extractive.build(), model)
        heard = iter(list(hear([one for one in claims if one.has_passed], model, replace(writers, judge=True))))
    print(f"{'':24}{'balanced':>9}{'supported passed':>18}{'unsupported caught':>20}")
    report("rules alone", claims, [one.has_passed for one in claims])
    report("rules and judge", claims, [one.has_passed and next(heard) for one in claims])
    return 0


if __name__ == "__main__":
    sys.exit(main())
