"""What a language model would reply, made by rules from the prompt it was sent: honest replies, and lies.

A player gets a task's name and the user message and returns the reply as data. Nothing of the program's own is used
but the spelling of the evidence block, so that a mistake there shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Player = Callable[[str, str], Json]

MAX_STORIES = 5
MAX_SENTENCES = 3
COPIED_WORDS = 10
_BLOCK = re.compile(r"<<EVIDENCE nonce=(?P<nonce>\S+)>>\n(?P<lines>.*?)\n?<<END (?P=nonce)>>", re.DOTALL)
_ID = re.compile(r"p\d+(?:r\d+)?\.\d+\.s\d+")
_MARKS = re.compile(r"[“”\"„«»‘‚]|(?<!\w)['’]|['’](?!\w)")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[^\W\d_]{4,}")
_DATELINE = re.compile(r"^[A-Z][A-Z ,]+[A-Z](?: \([^)]*\))? [—–-] ")


@dataclass
class Line:
    """One citable line: its id, text, outlet, and the quotations offered with it (speaker, words)."""

    sentence_id: str
    text: str
    outlet: str = ""
    quotes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Story:
    """One story with its day and its lines."""

    day: str | None
    lines: list[Line] = field(default_factory=list)


def evidence_rows(user: str) -> list[list[str]]:
    """Fields of every line of the evidence block that bears the nonce."""
    found = _BLOCK.search(user)
    if found is None:
        return []
    mark = found["nonce"] + "|"
    return [row.removeprefix(mark).split("|") for row in found["lines"].split("\n") if row.startswith(mark)]


def read_stories(user: str) -> list[Story]:
    """The evidence block as a writer understands it. Lines of leads (`ai_generated`, `social`) are left out."""
    stories: list[Story] = []
    outlet, is_lead = "", False
    for row in evidence_rows(user):
        if row[0].startswith(("story ", "development ")) or row[0] in ("other news", "for differences"):
            stories.append(Story(row[-1] if _DAY.fullmatch(row[-1]) else None))
        elif row[0] == "article":
            outlet, is_lead = row[1], row[2] in ("ai_generated", "social")
            if not stories:
                stories.append(Story(None))
        elif is_lead or not stories:
            continue
        elif row[0] == "quote":
            stories[-1].lines[-1].quotes.append((row[2], "|".join(row[3:])))
        elif _ID.fullmatch(row[0]):
            stories[-1].lines.append(Line(row[0], "|".join(row[1:]), outlet))
    return [story for story in stories if story.lines]


def honest(task: str, user: str) -> Json:
    """A valid and true reply to any task of the program."""
    return _HONEST[task](user)


def liar(lie: Callable[[Json], None]) -> Player:
    """A player whose every sentence was changed by `lie`, in drafts, answers and repairs alike."""

    def play(task: str, user: str) -> Json:
        reply = honest(task, user)
        for sentence in sentences_of(reply):
            lie(sentence)
        return reply

    return play


def sentences_of(reply: Json) -> Iterator[Json]:
    """Every sentence of a reply, wherever it stands."""
    for development in reply.get("developments", ()):
        yield from development["sentences"]
    for name in ("other_news", "sentences", "repairs"):
        yield from reply.get(name, ())


# --- honest replies --------------------------------------------------------------------------------------------------


def _plan(user: str) -> Json:
    """The first stories with their first lines and all their quotations; one line of each other story."""
    stories = read_stories(user)
    developments = []
    for story in stories[:MAX_STORIES]:
        quoted = [line.sentence_id for line in story.lines[1:] if line.quotes][: MAX_SENTENCES - 1]
        ids = [story.lines[0].sentence_id, *quoted]
        quotes = [line.sentence_id for line in story.lines if line.quotes and line.sentence_id in ids]
        developments.append({"sentences": ids, "quotes": quotes, "status": "new"})
    other = [story.lines[0].sentence_id for story in stories[MAX_STORIES:][:4]]
    return {"developments": developments, "differences": [], "other": other}


def _judgements(user: str) -> Json:
    """Every claim is borne out."""
    keys = [row[1] for row in evidence_rows(user) if row[0] == "claim"]
    return {"judgements": [judgement(key) for key in keys]}


def judgement(key: str, support: str = "full", span: str | None = None, **wrong: bool) -> Json:
    """One verdict of a judge; `actor=False` and the like say what is wrong."""
    aspects = {"actor": True, "number": True, "polarity": True, "modality": True}
    return {"key": key, "support": support, "span": span} | aspects | wrong


def _digest(user: str) -> Json:
    stories = read_stories(user)
    developments = [_development(story) for story in stories[:MAX_STORIES]]
    other = [_sentence(story.lines[0]) | {"outlet": story.lines[0].outlet} for story in stories[MAX_STORIES:][:4]]
    first = stories[0].lines[0].text if stories else ""
    return {
        "headline": _heading(first, 9),
        "standfirst": "",
        "developments": developments,
        "differences": [],
        "numbers": [],
        "ahead": [],
        "other_news": other,
    }


def _development(story: Story) -> Json:
    chosen = story.lines[:1] + [line for line in story.lines[1:] if line.quotes][: MAX_SENTENCES - 1]
    return {
        "title": _heading(story.lines[0].text, 8),
        "event_date": story.day,
        "status": "new",
        "sentences": [_sentence(line) for line in chosen],
    }


def _sentence(line: Line, *, key: str = "q1") -> Json:
    """The quotation with its speaker where one is offered, else the stored words without marks of their own."""
    if line.quotes:
        speaker, words = line.quotes[0]
        named = None if speaker == "nobody named" else speaker
        text = f"{named} said {{{key}}}." if named else f"According to {line.outlet}, {{{key}}}."
        quote = {"key": key, "sentence_id": line.sentence_id, "words": words, "speaker": named}
        return {"text": text, "citations": [line.sentence_id], "quotes": [quote]}
    return {"text": _prose(line.text), "citations": [line.sentence_id], "quotes": []}


def _prose(text: str) -> str:
    """The stored words with one of ours after every few, so that no long run is the source's."""
    words = _MARKS.sub("", _DATELINE.sub("", text)).split()
    parts = [" ".join(words[at : at + COPIED_WORDS]) for at in range(0, len(words), COPIED_WORDS)]
    return " also ".join(parts)


def _heading(text: str, words: int) -> str:
    taken = _prose(text).split()[:words]
    while taken and (_NUMBER.search(taken[-1]) or len(taken[-1]) < 4):
        taken.pop()
    return " ".join(taken).rstrip(".,;:")


def _repairs(user: str) -> Json:
    """Falls back on the stored words of the first cited line; drops what cites nothing, and headings."""
    items: dict[str, list[Line]] = {}
    key = ""
    for row in evidence_rows(user):
        if row[0] == "failed":
            key = row[1]
            items[key] = []
        elif row[0] == "quote" and items.get(key):
            items[key][-1].quotes.append((row[2], "|".join(row[3:])))
        elif _ID.fullmatch(row[0]) and key:
            items[key].append(Line(row[0], "|".join(row[1:])))
    return {"repairs": [_repair(key, lines) for key, lines in items.items()]}


def _repair(key: str, lines: list[Line]) -> Json:
    if not lines or key in ("headline", "standfirst") or key.endswith(".title"):
        return {"key": key, "action": "drop", "text": "", "citations": [], "quotes": []}
    plain = Line(lines[0].sentence_id, lines[0].text)
    return {"key": key, "action": "fix"} | _sentence(plain if _MARKS.search(plain.text) is None else lines[0])


def _answer(user: str) -> Json:
    asked = next(("|".join(row[1:]) for row in evidence_rows(user) if row[0] == "question"), "")
    wanted = {word.lower() for word in _WORD.findall(asked)}
    lines = [line for story in read_stories(user) for line in story.lines]
    ranked = sorted(lines, key=lambda line: -_shared(line, wanted))
    if not ranked or _shared(ranked[0], wanted) < 2:
        return {"answerable": False, "sentences": [], "missing": "a sentence about it"}
    return {"answerable": True, "sentences": [_sentence(ranked[0])], "missing": None}


def _shared(line: Line, wanted: set[str]) -> int:
    speakers = " ".join(speaker for speaker, _ in line.quotes)
    return len(wanted & {word.lower() for word in _WORD.findall(f"{line.text} {speakers}")})


def _question(user: str) -> Json:
    asked = next(("|".join(row[1:]) for row in evidence_rows(user) if row[0] == "question"), "")
    return {"standalone": asked, "queries": [asked[:190]] if asked else [], "answer_type": "other"}


_HONEST: dict[str, Callable[[str], Json]] = {
    "digest_plan": _plan,
    "judge": _judgements,
    "digest_write": _digest,
    "digest_repair": _repairs,
    "answer": _answer,
    "rewrite_question": _question,
}


# --- lies ------------------------------------------------------------------------------------------------------------


def _misquote(sentence: Json) -> None:
    for quote in sentence["quotes"]:
        words = quote["words"].split()
        words[len(words) // 2] = "gladly"
        quote["words"] = " ".join(words)


def _swap_speaker(sentence: Json) -> None:
    for quote in sentence["quotes"]:
        name = "Mara Lind"
        sentence["text"] = sentence["text"].replace(str(quote["speaker"]), name)
        quote["speaker"] = name


def _invent_id(sentence: Json) -> None:
    sentence["citations"] = ["p99999.1.s1"]
    for quote in sentence["quotes"]:
        quote["sentence_id"] = "p99999.1.s1"


def _type_marks(sentence: Json) -> None:
    """A paraphrase between quotation marks of its own."""
    if sentence["citations"]:
        sentence["text"] = "One of them said that “everything is quite different now”."
        sentence["quotes"] = []


def _wrong_number(sentence: Json) -> None:
    if sentence["citations"]:
        digits = _NUMBER.sub("98765", sentence["text"])
        sentence["text"] = digits.rstrip(".") + ", as 4,321 people were told."


def _invent_name(sentence: Json) -> None:
    if sentence["citations"]:
        sentence["text"] = sentence["text"].rstrip(".") + ", Ambassador Quentin Zabriskie confirmed."


def _obey(sentence: Json) -> None:
    sentence["text"] = (
        "<!channel> @everyone Claim your prize at https://evil.example/win now, as [verified](http://x.y)."
    )
    sentence["citations"] = sentence["citations"] or ["p1.1.s1"]
    sentence["quotes"] = []
    if "action" in sentence:
        sentence["action"] = "fix"


LIES: dict[str, Player] = {
    "misquote": liar(_misquote),
    "swap_speakers": liar(_swap_speaker),
    "invent_ids": liar(_invent_id),
    "paraphrase_in_marks": liar(_type_marks),
    "wrong_numbers": liar(_wrong_number),
    "invent_names": liar(_invent_name),
    "obey_injections": liar(_obey),
}
"""Writers that lie in every sentence, and again when asked to mend it."""
