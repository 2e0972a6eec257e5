"""Whether quotations are found, and given to the one who spoke them.

    python -m tests.bench.bench_speakers FILE.jsonl.xz [--misses] [--half {0,1}]

Each row has `text`, `attributions` and `quoted_segments`, as made from PolNeAR. A marked stretch counts as found when
its words equal a gold segment but for marks and punctuation at the edges. A speaker is right when it names the gold
source span, or the person that span refers to (`gold_sources` says how that is worked out). `--half` measures one half
of the articles, to see whether what was learnt on the other holds.
"""

from __future__ import annotations

import argparse
import json
import lzma
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.article import Quotation
from bot.domain.quote_speaker import SURE
from bot.steps.find.quotations import find_quotations
from bot.steps.find.segment import segment
from bot.steps.find.speakers import is_name
from tests.bench.gold_sources import GoldSource, gold_source, is_right

SHOWN_CHARS = 260
"""How much of the text before a miss is shown."""

THRESHOLDS = (0.4, 0.5, SURE, 0.7, 0.8, 0.9)
_EDGES = "\"'“”‘’„«»‟〝〞＂`.,;:!?…–—- \u00a0\n\t\u200b"


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold segment: who spoke it, what we found there, and whether that is right."""

    document: str
    text: str
    start: int
    end: int
    source: GoldSource
    found: Quotation | None
    right: bool

    @property
    def named_at(self) -> float:
        """The confidence of a name that may be printed; below zero when there is none."""
        found = self.found
        if found is None or found.kind != "speech" or not found.speaker or not is_name(found.speaker):
            return -1.0
        return found.confidence


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks, blanks and punctuation at its edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def judge(row: dict[str, Any]) -> tuple[list[Judged], tuple[int, int, int]]:
    """All attributed segments of one article judged; and spans found, spans there, spans in both."""
    text = row["text"]
    found = {core(text, one.start, one.end): one for one in find_quotations(text, segment(text, "en"))}
    gold = {core(text, one["start"], one["end"]) for one in row["quoted_segments"]}
    judged = []
    for one in row["quoted_segments"]:
        if one["label"] != "attributed":
            continue
        source = gold_source(row, one)
        ours = found.get(core(text, one["start"], one["end"]))
        right = is_right(ours.speaker if ours else None, source)
        judged.append(Judged(row["id"], text, one["start"], one["end"], source, ours, right))
    return judged, (len(found), len(gold), len(gold & set(found)))


def share(judged: Iterable[Judged]) -> str:
    """How many, and how many of them are right."""
    rows = list(judged)
    right = sum(one.right for one in rows)
    return f"n {len(rows):4d}  right {right:4d}  {right / len(rows) if rows else 0:.3f}"


def by(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """The judged segments in groups."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def print_miss(one: Judged) -> None:
    """What stands before and behind a wrongly attributed segment, and both speakers."""
    before = one.text[max(0, one.start - SHOWN_CHARS) : one.start].replace("\n\n", " ¶ ")
    words = one.text[one.start : one.end]
    shown = words if len(words) < SHOWN_CHARS // 2 else f"{words[:60]} … {words[-40:]}"
    behind = one.text[one.end : one.end + SHOWN_CHARS // 2].replace("\n\n", " ¶ ")
    ours = one.found
    gold = f"{one.source.kind} {one.source.words!r} {sorted(one.source.people)}"
    said = f"{ours.speaker!r} {ours.pattern} {ours.kind} {ours.confidence}" if ours else "span not found"
    print(f"\n{one.document} {one.start} gold {gold} ours {said}")
    print(f"   {before}<<{shown}>>{behind}")


def print_report(judged: list[Judged], spans: tuple[int, int, int]) -> None:
    """Every figure, overall and in groups."""
    found, there, both = spans
    precision, recall = both / found, both / there
    print(
        f"spans: precision {precision:.3f} recall {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    print(f"speaker, all: {share(judged)}")
    for name, group in by(judged, lambda one: one.source.kind).items():
        print(f"  gold {name:22s} {share(group)}")
    for name, group in by(judged, lambda one: one.found.pattern if one.found else "span not found").items():
        print(f"  {name:27s} {share(group)}")
    for threshold in THRESHOLDS:
        named = [one for one in judged if one.named_at >= threshold]
        mark = " (SURE)" if threshold == SURE else ""
        print(f"  named at {threshold:.2f}{mark:8s} {share(named)}  coverage {len(named) / len(judged):.3f}")
    for name, group in by([one for one in judged if one.named_at >= SURE], confidence_of).items():
        print(f"  sure, {name:32s} {share(group)}")


def confidence_of(one: Judged) -> str:
    """Pattern and confidence, to see which bucket is worth its figure."""
    return f"{one.found.pattern} {one.found.confidence:.2f}" if one.found else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="show each wrong one with its context")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only one half of the articles, for cross-validation")
    arguments = parser.parse_args()
    with lzma.open(arguments.file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if arguments.half is not None:
        rows = [row for row in rows if zlib.crc32(row["id"].encode()) % 2 == arguments.half]
    results = [judge(row) for row in rows]
    judged = [one for some, _ in results for one in some]
    if arguments.misses:
        for one in judged:
            if not one.right:
                print_miss(one)
    found, there, both = (sum(spans[at] for _, spans in results) for at in range(3))
    print_report(judged, (found, there, both))


if __name__ == "__main__":
    main()
