"""How well the program alone tells supported claims from unsupported ones, and what each rule has to do with it.

    python -m tests.bench.bench_claims FOLDER [ARTICLES.jsonl] [--show RULE]

FOLDER holds `claims_*.jsonl` (doc, claim, dataset, supported) and `docs_*.jsonl.xz` (doc, text): sentences written by
summarisers, judged by people against their article. A claim is held against the one to three sentences of its article
that a digest would cite: each next one holds the most of the words that are not held yet, and at least a tenth. The
texts come in tokens (`3, 800`, `21 - year - old`) and without capitals, so that the rules on names would see nothing:
tokens are joined, and words that other articles (rows with `body`) mostly write with a capital are given one.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.verdict import Failure
from bot.steps.find.concepts import content_stems
from bot.steps.verify.check import check_text
from bot.steps.verify.ground import Ground, ground_of
from bot.steps.verify.rules_support import rule_v13_support
from tests.bench.closeness import closeness
from tests.grounds import article_of, evidence_of

MAX_CITED = 3
MIN_GAIN = 0.1
"""A sentence that holds less of a claim's words than this is not worth a citation."""

TRUE_REFUSED = (0.05, 0.1, 0.2)
"""Shares of supported claims that a threshold is allowed to refuse, to see what it catches then."""

_TOKENISED = ((r"(?<=\d)([.,]) (?=\d)", r"\1"), (r"(?<=\w) - (?=\w)", "-"), (r"([$£€]) (?=\d)", r"\1"))

MOSTLY = 0.8
"""A word with a capital in so many of the places where it does not open a sentence is a name."""

_IN_SENTENCE = re.compile(r"(?<=[a-z,] )[^\W\d_]+")
_LOWER = re.compile(r"(?<![\w'])[a-z]{2,}(?!\w)")

Measure = Callable[["Judged"], float]


@dataclass(frozen=True)
class Judged:
    """A claim with its sort, what people say of it, the article's sentences, the cited ones and what the rules say."""

    text: str
    sort: str
    is_supported: bool
    lines: tuple[str, ...]
    ground: Ground
    failures: tuple[Failure, ...]

    @property
    def has_passed(self) -> bool:
        return not self.failures


def names_of(articles: Path | None) -> frozenset[str]:
    """Words that articles mostly write with a capital, in lower case."""
    if articles is None:
        return frozenset()
    words: Counter[str] = Counter()
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            words.update(_IN_SENTENCE.findall(json.loads(line)["body"]))
    lowered = Counter({word: count for word, count in words.items() if word.islower()})
    titled = Counter({word.lower(): count for word, count in words.items() if word.istitle()})
    return frozenset(word for word, count in titled.items() if count >= MOSTLY * (count + lowered[word]))


def load(folder: Path, names: frozenset[str]) -> Iterator[Judged]:
    """Every claim of a folder, judged."""
    texts: dict[str, str] = {}
    for path in folder.glob("docs_*.jsonl.xz"):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            texts |= {row["doc"]: restored(row["text"], names) for row in map(json.loads, lines)}
    offered: dict[str, Evidence] = {}
    for path in sorted(folder.glob("claims_*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["doc"] not in offered:
                offered[row["doc"]] = evidence_of(article_of(texts[row["doc"]], title=""))
            yield judge(row | {"claim": restored(row["claim"], names)}, offered[row["doc"]])


def judge(row: dict[str, str], evidence: Evidence) -> Judged:
    """What the rules on claims say of one."""
    claim = row["claim"]
    cited = [line.sentence_id for line in best_lines(claim, evidence)]
    ground = ground_of(cited, evidence)
    failures = (*check_text(claim, cited, evidence), *rule_v13_support(claim, ground))
    lines = tuple(line.text for line in evidence.lines)
    return Judged(claim, row["dataset"], bool(row["supported"]), lines, ground, failures)


def restored(text: str, names: frozenset[str]) -> str:
    """A text with its tokens joined and the capitals of its names."""
    for pattern, joined in _TOKENISED:
        text = re.sub(pattern, joined, text)
    return _LOWER.sub(lambda found: found.group().capitalize() if found.group() in names else found.group(), text)


def best_lines(claim: str, evidence: Evidence) -> list[EvidenceLine]:
    """The sentences to cite for a claim."""
    wanted = set(content_stems(claim))
    left, chosen = set(wanted), list[EvidenceLine]()
    while len(chosen) < MAX_CITED:
        best = max(evidence.lines, key=lambda line: len(left & set(content_stems(line.text))))
        gained = left & set(content_stems(best.text))
        if chosen and len(gained) < max(1, MIN_GAIN * len(wanted)):
            break
        chosen.append(best)
        left -= gained
    return chosen


def pairs_of_article(judged: Judged) -> float:
    """The baseline: share of the claim's pairs of neighbouring words that stand anywhere in the article."""
    ours = list(pairwise(content_stems(judged.text)))
    theirs = {pair for line in judged.lines for pair in pairwise(content_stems(line))}
    return sum(pair in theirs for pair in ours) / max(len(ours), 1)


def best_sentence(judged: Judged) -> float:
    """Share of the claim's words that the best single sentence holds."""
    ours = set(content_stems(judged.text))
    return max(len(ours & set(content_stems(line))) for line in judged.lines) / max(len(ours), 1)


def cited_words(judged: Judged) -> float:
    """Share of the claim's words that the cited sentences hold."""
    ours = set(content_stems(judged.text))
    return len(ours & set(content_stems(judged.ground.text))) / max(len(ours), 1)


def cited_pairs(judged: Judged) -> float:
    return closeness(judged.text, judged.ground)


MEASURES: dict[str, Measure] = {
    "closeness (cited)": cited_pairs,
    "pairs in the article": pairs_of_article,
    "best single sentence": best_sentence,
    "words in the cited": cited_words,
}


def balance(claims: Sequence[Judged], accepted: Sequence[bool]) -> tuple[float, float, float]:
    """Balanced accuracy, share of supported claims accepted, share of unsupported ones refused."""
    counts = Counter((one.is_supported, is_in) for one, is_in in zip(claims, accepted, strict=True))
    true = counts[True, True] / max(counts[True, True] + counts[True, False], 1)
    false = counts[False, False] / max(counts[False, True] + counts[False, False], 1)
    return (true + false) / 2, true, false


def best_threshold(claims: Sequence[Judged], values: Sequence[float]) -> float:
    return max(sorted(set(values)), key=lambda at: balance(claims, [value >= at for value in values])[0])


def across(claims: Sequence[Judged], values: Sequence[float], folds: int = 5) -> float:
    """Balanced accuracy with each threshold fitted on the other claims."""
    accepted = [False] * len(claims)
    for fold in range(folds):
        rest = [at for at in range(len(claims)) if at % folds != fold]
        limit = best_threshold([claims[at] for at in rest], [values[at] for at in rest])
        for at in range(fold, len(claims), folds):
            accepted[at] = values[at] >= limit
    return balance(claims, accepted)[0]


def print_rules(claims: Sequence[Judged], sorts: Sequence[str]) -> None:
    """What all rules together and each alone make of the claims."""
    print(f"\n{'rules':24}{'balanced':>9}{'supported passed':>18}{'unsupported caught':>20}")
    for sort in ("all", *sorts):
        chosen = [one for one in claims if sort in ("all", one.sort)]
        both, true, false = balance(chosen, [one.has_passed for one in chosen])
        print(f"{sort:24}{both:9.3f}{true:18.1%}{false:20.1%}  of {len(chosen)}")
    print(f"\n{'rule alone':24}{'unsupported caught':>20}{'supported refused':>19}")
    caught = Counter(rule for one in claims if not one.is_supported for rule in {f.rule for f in one.failures})
    refused = Counter(rule for one in claims if one.is_supported for rule in {f.rule for f in one.failures})
    for rule in sorted({*caught, *refused}, key=lambda name: int(name[1:])):
        print(f"{rule:24}{caught[rule]:20}{refused[rule]:19}")


def print_measures(claims: Sequence[Judged], sorts: Sequence[str]) -> None:
    """What a threshold on each measure could do, alone and with the rules."""
    shares = "".join(f"{f'caught at {share:.0%}':>15}" for share in TRUE_REFUSED)
    print(f"\n{'measure':24}{'balanced':>9}{'fitted on others':>18}{'with rules':>12}{shares}" + "  best by sort")
    for name, measure in MEASURES.items():
        values = [measure(one) for one in claims]
        limit = best_threshold(claims, values)
        both = balance(claims, [value >= limit for value in values])[0]
        ruled = balance(claims, [v >= limit and one.has_passed for v, one in zip(values, claims, strict=True)])[0]
        at = "".join(f"{caught_at(claims, values, share):15.1%}" for share in TRUE_REFUSED)
        print(f"{name:24}{both:9.3f}{across(claims, values):18.3f}{ruled:12.3f}{at}  {_by_sort(claims, values, sorts)}")


def caught_at(claims: Sequence[Judged], values: Sequence[float], share: float) -> float:
    """Share of unsupported claims below the value that refuses this share of the supported ones."""
    supported = sorted(value for value, one in zip(values, claims, strict=True) if one.is_supported)
    limit = supported[int(share * len(supported))]
    return balance(claims, [value >= limit for value in values])[2]


def _by_sort(claims: Sequence[Judged], values: Sequence[float], sorts: Sequence[str]) -> str:
    found = []
    for sort in sorts:
        chosen = [(one, value) for one, value in zip(claims, values, strict=True) if one.sort == sort]
        some, theirs = [one for one, _ in chosen], [value for _, value in chosen]
        limit = best_threshold(some, theirs)
        found.append(f"{sort} {balance(some, [value >= limit for value in theirs])[0]:.3f}")
    return ", ".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(description="Claims judged by people against the rules.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=Path, nargs="?", help="articles to learn from which words have a capital")
    parser.add_argument("--show", metavar="RULE", help="print the supported claims that a rule refuses")
    arguments = parser.parse_args()
    claims = list(load(arguments.folder, names_of(arguments.articles)))
    sorts = sorted({one.sort for one in claims})
    for one in claims:
        broken = [failure for failure in one.failures if failure.rule == arguments.show]
        if broken and one.is_supported:
            print(f"  claim: {one.text}\n  cited: {' | '.join(one.ground.texts)}\n  {broken[0].reason}\n")
    print_rules(claims, sorts)
    print_measures(claims, sorts)


if __name__ == "__main__":
    main()
