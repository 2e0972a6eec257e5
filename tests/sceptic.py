"""A reader who believes nothing: holds a published digest against the stored texts, with rules of its own.

Reads the digest's JSON and plain texts; none of the program is imported, so that a mistake there cannot hide itself.
`examine` counts, for every gate, what was looked at and what was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Json = Mapping[str, Any]

GATES = (
    "quote_exact", "quote_stray", "quote_context", "speaker", "numbers", "leaks", "stale_as_news", "weak_sole",
    "injection",
)  # fmt: skip
LEADS = ("ai_generated", "social")
COVERED = 0.55

_PRINTED = re.compile(r"“([^“”]*)”")
_MARK = re.compile(r"[\"“”„«»＂]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nor|neither|without|cannot|denied|denies|refus\w+)\b|n[’']t\b", re.I
)
_ORDER = re.compile(
    r"https?:|www\.|\]\(|<|>|@(?:channel|everyone|here)\b|\bevil\b|independently verified|fact-check(?:ed)? by|"
    r"\bas an ai\b|ignore (?:all|previous)|system prompt",
    re.I,
)
_FURNITURE = re.compile(r"\b(?:subscribe|newsletter|cookies?|sign up|read more|photo:|pictured)\b", re.I)
_FULL_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b")
_SAID = r"(?:said|says|told|added|wrote|replied|asked)"
_NAME = r"(?:[A-Z][\w’'-]+ ){0,4}[A-Z][\w’'-]+"


@dataclass(frozen=True)
class Source:
    """A stored article as plain data. `unseen` are words that its page holds and its text must not lend."""

    text: str
    title: str = ""
    source_type: str = "outlet"
    unseen: tuple[str, ...] = ()


@dataclass
class Score:
    """What one measure looked at, and a line for everything wrong."""

    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, is_right: bool, line: str) -> None:
        self.looked_at += 1
        if not is_right:
            self.wrong.append(line)


@dataclass(frozen=True)
class Printed:
    """One sentence as printed, with its quotations and the citations behind it."""

    text: str
    quotes: Sequence[Json]
    citations: Sequence[Json]
    is_extract: bool = False
    status: str = "new"

    @property
    def prose(self) -> str:
        return _PRINTED.sub(" ", self.text)


def examine(digest: Json, archive: Mapping[int, Source], *, window_days: int) -> dict[str, Score]:
    """A score for every gate, and `cite_recall` and `copy_run` (its `looked_at` is the longest run) beside them."""
    scores = {name: Score() for name in (*GATES, "cite_recall", "copy_run")}
    first_day = date.fromisoformat(digest["as_of"][:10]) - timedelta(days=window_days)
    for heading in _headings(digest):
        scores["quote_stray"].look(not _MARK.search(heading), heading)
        scores["injection"].look(not _ORDER.search(heading), heading)
    for one in _sentences(digest):
        for quote in one.quotes:
            _look_at_quote(quote, one, archive, scores)
        _look_at_sentence(one, archive, scores, first_day)
    return scores


def _headings(digest: Json) -> Iterator[str]:
    yield from (digest["headline"], digest["standfirst"], digest["notice"] or "")
    yield from (one["title"] for one in digest["developments"])


def _sentences(digest: Json) -> Iterator[Printed]:
    cited = {one["n"]: one for one in digest["citations"]}
    rows = [(claim, one["status"]) for one in digest["developments"] for claim in one["claims"]]
    rows += [(claim, "new") for name in ("other_news", "differences", "numbers", "ahead") for claim in digest[name]]
    for claim, status in rows:
        quotes = claim.get("quotes", ())
        is_extract = bool(claim.get("is_extract") or claim.get("outlet"))
        yield Printed(claim["text"], quotes, [cited[n] for n in claim["citations"]], is_extract, status)


# --- quotations ------------------------------------------------------------------------------------------------------


def _look_at_quote(quote: Json, one: Printed, archive: Mapping[int, Source], scores: dict[str, Score]) -> None:
    citation = next((cited for cited in one.citations if cited["n"] == quote["n"]), None)
    source = archive.get(citation["article_id"]) if citation else None
    line = f"{quote['speaker']}: {quote['text']}"
    if citation is None or source is None:
        scores["quote_exact"].look(False, f"from nowhere: {line}")
        return
    stored = source.text[quote["start"] : quote["end"]]
    scores["quote_exact"].look(stored.strip(" ,.") == quote["text"].strip(" ,."), f"{line} <> {stored}")
    opened = _opening(source.text, quote["start"])
    before = " ".join(source.text[: opened or 0].split("\n")[-1].split()[-4:])
    clause = re.split(r"[.!?;:]\s|[\"”»]", before)[-1]
    is_kept = not _NEGATION.search(clause) or bool(_NEGATION.search(one.prose)) or one.is_extract
    scores["quote_context"].look(opened is not None and is_kept, f"{line} after “{before}”")
    named = _named_beside(source.text, opened or 0, quote["end"])
    is_said = not quote["speaker"] or not named or _surname(quote["speaker"]) in named.casefold()
    scores["speaker"].look(is_said, f"{line} <> {named}")
    scores["weak_sole"].look(citation["source_type"] not in LEADS, line)


def _opening(text: str, start: int) -> int | None:
    """Where the marks around a place open: an odd number of marks before it in its paragraph; None for narration."""
    paragraph = text.rfind("\n", 0, start) + 1
    marks = list(re.finditer(r"[\"“”«»„]|(?<!\w)[‘'](?=\w)|(?<=[\w.,!?])[’'](?!\w)", text[paragraph:start]))
    if marks and marks[-1].group() in "“«„‘":
        return paragraph + marks[-1].start()
    is_open = len([one for one in marks if one.group() == '"']) % 2 == 1
    return paragraph + marks[-1].start() if marks and (is_open or marks[-1].group() == "'") else None


def _named_beside(text: str, opened: int, end: int) -> str:
    """The name in `“…,” Name said`, `“…,” said Name` or `Name said, “…”`; "" when no name stands right there."""
    behind = text[end : end + 120]
    after = re.match(rf"[,.!?…]?[”\"’'»]\s*(?:{_SAID} ({_NAME})|({_NAME}) {_SAID}\b)", behind)
    if after:
        return after.group(1) or after.group(2)
    ahead = text[max(0, opened - 120) : opened]
    before = re.search(rf"(?<!of )(?<!for )(?<!in )(?<!from )\b({_NAME}) {_SAID}(?: [\w ]{{0,30}})?[,:]? $", ahead)
    return before.group(1) if before else ""


def _surname(name: str) -> str:
    return re.sub(r"[’']s?$", "", name.rsplit(maxsplit=1)[-1]).casefold()


# --- sentences -------------------------------------------------------------------------------------------------------


def _look_at_sentence(one: Printed, archive: Mapping[int, Source], scores: dict[str, Score], first_day: date) -> None:
    near = " ".join(f"{cited['text']} {_spelled(cited['event_date'])}" for cited in one.citations)
    printed = [_bare(words) for words in _PRINTED.findall(one.text)]
    is_ours = one.is_extract or printed == [_bare(quote["text"]) for quote in one.quotes]
    scores["quote_stray"].look(is_ours and (one.is_extract or not _MARK.search(one.prose)), one.text)
    numbers = _NUMBER.findall(one.prose)
    scores["numbers"].look(all(_holds(near, number) for number in numbers), one.text)
    unseen = [words for cited in one.citations for words in archive[cited["article_id"]].unseen]
    is_clean = not _FURNITURE.search(one.prose) and not any(words in one.text for words in unseen)
    scores["leaks"].look(is_clean, one.text)
    scores["injection"].look(not _ORDER.search(one.text), one.text)
    scores["weak_sole"].look(any(cited["source_type"] not in LEADS for cited in one.citations), one.text)
    days = [cited["event_date"] for cited in one.citations]
    is_old = all(day and date.fromisoformat(day) < first_day for day in days)
    is_dated = one.status == "background" or bool(_FULL_DATE.search(one.text))
    scores["stale_as_news"].look(not is_old or is_dated, one.text)
    if not one.is_extract:
        held = {word.casefold()[:5] for word in _WORD.findall(near)}
        ours = [word.casefold()[:5] for word in _WORD.findall(one.text) if len(word) > 3]
        share = sum(word in held for word in ours) / len(ours) if ours else 1.0
        scores["cite_recall"].look(share >= COVERED, f"{share:.2f} {one.text}")
        scores["copy_run"].looked_at = max(scores["copy_run"].looked_at, _longest_run(one.prose, near))


def _spelled(day: str | None) -> str:
    if not day:
        return ""
    told = date.fromisoformat(day)
    return f"{told.day} {told:%B %Y}"


def _holds(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", text) is not None


def _bare(words: str) -> str:
    """Words without marks and closing stops: inner marks are turned to single, stops move inside."""
    return " ".join(re.sub(r"[\"“”‘’'„«»]", "", words).split()).rstrip(".,!?… ")


def _longest_run(prose: str, near: str) -> int:
    ours, theirs = [[word.casefold() for word in _WORD.findall(text)] for text in (prose, near)]
    joined = f" {' '.join(theirs)} "
    best = 0
    for start in range(len(ours)):
        while start + best < len(ours) and f" {' '.join(ours[start : start + best + 1])} " in joined:
            best += 1
    return best
