"""How many false claims pass the rules and how many true ones they refuse, family by family.

    python -m tests.bench.bench_grounding [ARTICLES.jsonl] [--show FAMILY] [--skip COUNT]

Stored sentences are proposed as claims: as they are, reworded (`lawful_changes`), and made false in one thing
(`false_changes`). Without a file (rows with `body`) the sample articles of the demo are used.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bot.demo.newsroom import load_articles
from bot.domain.article import Article
from bot.domain.draft import DraftSentence
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.verdict import Checked
from bot.steps.find.anchors import find_names
from bot.steps.find.furniture import is_furniture
from bot.steps.verify.check import check_sentence
from bot.steps.words.names import canonical_words
from tests.bench.false_actors import false_actors
from tests.bench.false_changes import false_changes
from tests.bench.lawful_changes import joined, lawful_changes
from tests.grounds import PUBLISHED, article_of, evidence_of

MAX_ARTICLES = 200
_OWN_MARKS = re.compile(r"[\"“”‘{}\[\]<>@#|\\*]|(?<!\w)'|'(?!\w)|\w\.\w|http")


@dataclass
class Tally:
    """What became of one family: how many were made, and what stopped the others (a rule and how often)."""

    made: int = 0
    passed: int = 0
    rules: Counter[str] = field(default_factory=Counter)

    def count(self, checked: Checked) -> None:
        rules = refusals(checked)
        self.made += 1
        self.passed += not rules
        self.rules.update(rules)


def refusals(checked: Checked) -> set[str]:
    """The rules that refuse a sentence as untrue: a stored one is a copy of its source, and judged by V17 for that."""
    return {failure.rule for failure in checked.failures} - {"V17"}


@dataclass(frozen=True)
class Trial:
    """One proposed sentence: its family, whether it is true, its words, what it cites and what came of it."""

    family: str
    is_true: bool
    text: str
    cited: str
    checked: Checked


def load(path: Path | None, skip: int) -> Iterator[Article]:
    """Stored articles, published when the file says so."""
    if path is None:
        samples = load_articles(datetime(2027, 3, 18, tzinfo=UTC))
        for number, one in enumerate(samples, 1):
            yield article_of("\n\n".join(one.paragraphs), number=number, title=one.title)
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, skip, skip + MAX_ARTICLES), 1):
            row = json.loads(line)
            published = datetime.fromisoformat(row["published_at"]).replace(tzinfo=UTC)
            yield article_of(
                row["body"], number=number, title=row["title"], publisher=row["source"], published_at=published
            )


def trials(article: Article) -> Iterator[Trial]:
    """Every usable sentence of an article, as stored and in all its turns."""
    evidence = evidence_of(article)
    published = (article.revision.published_at or PUBLISHED).date()
    texts = [line.text for line in evidence.lines]
    for at, line in enumerate(evidence.lines):
        if not is_usable(line.text):
            continue
        others = strangers(line.text, [text for place, text in enumerate(texts) if abs(place - at) > 3])
        for family, text in [("as stored", line.text), *lawful_changes(line.text, published)]:
            yield Trial(family, True, text, line.text, _check(text, [line], evidence))
        yield from _join(line, evidence.lines[at + 1 : at + 2], evidence)
        for family, text in [*false_changes(line.text, others), *false_actors(line.text)]:
            yield Trial(family, False, text, line.text, _check(text, [line], evidence))


def strangers(text: str, far: list[str]) -> list[str]:
    """Names of other sentences that share no word with this one, in no spelling."""
    known = canonical_words(text)
    names = [name.text for other in far for name in find_names(other) if not name.opens]
    return [name for name in names if not canonical_words(name) & known]


def is_usable(text: str) -> bool:
    """Whether a stored sentence could stand as prose: of the report, no marks or links, of a usual length."""
    return not is_furniture(text) and not _OWN_MARKS.search(text) and 8 <= len(text.split()) <= 45


def _join(line: EvidenceLine, following: tuple[EvidenceLine, ...], evidence: Evidence) -> Iterator[Trial]:
    for other in following:
        text = joined(line.text, other.text) if is_usable(other.text) else None
        if text is not None:
            checked = _check(text, [line, other], evidence)
            yield Trial("two joined", True, text, f"{line.text} {other.text}", checked)


def _check(text: str, cited: list[EvidenceLine], evidence: Evidence) -> Checked:
    return check_sentence(DraftSentence(text, tuple(str(line.sentence_id) for line in cited)), evidence)


def show(trial: Trial) -> None:
    """A trial that went wrong, for reading."""
    reasons = "; ".join(f"{failure.rule} {failure.reason}" for failure in trial.checked.failures)
    print(f"  said:  {trial.text}\n  cited: {trial.cited}\n  {reasons or 'passed'}\n")


def print_table(tallies: dict[tuple[bool, str], Tally]) -> None:
    """One line a family, true ones first."""
    for is_true, heading in ((True, "true, refused"), (False, "false, caught")):
        print(f"\n{heading:24}{'made':>7}{'passed':>8}{'refused':>9}  by rule")
        chosen = {family: tally for (truth, family), tally in tallies.items() if truth == is_true}
        for family, tally in chosen.items():
            rules = " ".join(f"{rule}:{count}" for rule, count in tally.rules.most_common(5))
            print(f"{family:24}{tally.made:7}{tally.passed:8}{1 - tally.passed / tally.made:9.1%}  {rules}")
        made, passed = sum(one.made for one in chosen.values()), sum(one.passed for one in chosen.values())
        print(f"{'all':24}{made:7}{passed:8}{1 - passed / max(made, 1):9.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description="False and true claims against the rules.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--show", metavar="FAMILY", help="print the sentences of a family that were judged wrongly")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many articles at the beginning")
    arguments = parser.parse_args()
    tallies: dict[tuple[bool, str], Tally] = {}
    spent_s = 0.0
    for article in load(arguments.file, arguments.skip):
        started = time.perf_counter()
        for trial in trials(article):
            tallies.setdefault((trial.is_true, trial.family), Tally()).count(trial.checked)
            if trial.family == arguments.show and (not refusals(trial.checked)) != trial.is_true:
                show(trial)
        spent_s += time.perf_counter() - started
    print_table(tallies)
    print(f"\n{sum(one.made for one in tallies.values()) / spent_s:.0f} sentences a second")


if __name__ == "__main__":
    main()
