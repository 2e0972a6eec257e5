"""How ten daily editions of the offline engine are written: every band of the style card, edition by edition.

    python -m tests.bench.bench_style [ARTICLES.jsonl]

Without a file (rows with `url title body published_at source`) the invented newsroom is used. The words are the
outlets' own, so the figures say which sentences are chosen, not how a model would write.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean

from bot.domain.digest import Style
from tests.bench.editions import editions

MIN_SCORE = 0.6
"""Mean share of bands met by extracts: reporters write longer sentences in shorter paragraphs than the card wants."""


def main(arguments: list[str]) -> int:
    with editions(Path(arguments[0]) if arguments else None) as (_, digests):
        styles = [digest.checks.style for digest in digests if digest.checks.style is not None]
    if not styles:
        print("no edition told anything")
        return 1
    for name in styles[0].bands:
        print(_row(name, styles))
    scores = [style.score for style in styles]
    print(f"{'score':28}{mean(scores):>10.2f}  {'  '.join(f'{score:.2f}' for score in scores)}")
    print(f"{'share of outlets own words':28}{mean(style.extract_share for style in styles):>10.2f}")
    if mean(scores) < MIN_SCORE:
        print(f"the mean score is below {MIN_SCORE}")
        return 1
    return 0


def _row(name: str, styles: list[Style]) -> str:
    bands = [style.bands[name] for style in styles]
    limits = f"{_limit(bands[0].low)} to {_limit(bands[0].high)}"
    values = "  ".join(f"{band.value:g}{'' if band.met else '*'}" for band in bands)
    return f"{name:28}{sum(band.met for band in bands):>4} of {len(bands)}  ({limits})  {values}"


def _limit(limit: float | None) -> str:
    return "any" if limit is None else f"{limit:g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
