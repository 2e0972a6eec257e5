"""Tasks for a writer: what to ask, in which form the reply must come, and how to read it.

Pure: a task holds the inputs of a prompt file, not its text. Filling the prompt, paying and asking is
`flows/ask_model`; whatever comes back goes to `verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.conversation import Turn
from bot.domain.draft import DraftAnswer, DraftDigest, DraftPlan, DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.told import Before
from bot.domain.verdict import Judgement, Passed, RepairItem
from bot.domain.watch import Watch
from bot.steps.choose.window import window_of
from bot.steps.write.evidence_block import (
    answer_block,
    clean_line,
    digest_block,
    judge_block,
    repair_block,
    turns_block,
)
from bot.steps.write.language import check_language
from bot.steps.write.replies import (
    Rewritten,
    parse_answer,
    parse_digest,
    parse_judgements,
    parse_plan,
    parse_question,
    parse_repairs,
)
from bot.steps.write.schemas import (
    answer_schema,
    digest_schema,
    judgement_schema,
    plan_schema,
    question_schema,
    repair_schema,
)

WORDS: Mapping[str, tuple[int, int]] = {"daily": (350, 480), "weekly": (600, 850)}
"""Length asked of a model, in words; what verification drops makes it shorter, never longer."""

OFFLINE_WORDS: Mapping[str, int] = {"daily": 350, "weekly": 700}

MAX_TOKENS_IN = {
    "digest_plan": 6_000,
    "digest_write": 7_000,
    "digest_repair": 2_800,
    "judge": 4_000,
    "answer": 3_400,
    "rewrite_question": 1_200,
}
"""Hard limits of one call, schema included. What all calls of a digest may come to is `flows/clerk`."""

MAX_BEFORE_LINES = 12
MAX_REPAIRS = 8
WEEKLY_OUTPUT = 1.8

Result = TypeVar("Result")
Fixes = Mapping[str, DraftSentence | None]


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """One question to a writer: `inputs` fill the prompt file `prompt_id`, `facts` are the same as data for the offline
    engine, `parse` reads the reply (ModelError of kind `shape` when it does not fit), `check` looks at what a language
    model wrote (kind `language`).
    """

    prompt_id: str
    inputs: Mapping[str, object]
    schema: Mapping[str, object]
    evidence: Evidence
    facts: Mapping[str, object]
    parse: Callable[[str], Result]
    output_factor: float = 1.0
    check: Callable[[Result], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Orders:
    """Of which watch, as of when (aware), and what its earlier editions told."""

    watch: Watch
    as_of: datetime
    before: Before


def plan_task(evidence: Evidence, orders: Orders, *, nonce: str) -> Task[DraftPlan]:
    """Choose what one edition tells."""
    inputs = _edition(orders, nonce) | {"evidence": digest_block(evidence, nonce)}
    quoted = [str(line.sentence_id) for line in evidence.lines if line.cards]
    return Task("digest_plan", inputs, plan_schema(_ids(evidence), quoted), evidence, {}, parse_plan)


def digest_task(evidence: Evidence, orders: Orders, *, nonce: str, plan: DraftPlan | None = None) -> Task[DraftDigest]:
    """Write one edition, by a plan if there is one."""
    watch = orders.watch
    least, most = WORDS.get(watch.length, WORDS["daily"])
    block = digest_block(evidence, nonce, plan=plan)
    inputs = _edition(orders, nonce) | {"words": f"{least} to {most}", "evidence": block}
    facts = {"max_words": OFFLINE_WORDS.get(watch.length, OFFLINE_WORDS["daily"]), "length": watch.length}
    factor = WEEKLY_OUTPUT if watch.length == "weekly" else 1.0
    schema = digest_schema(_ids(evidence))

    def check(draft: DraftDigest) -> None:
        check_language(_sentences(draft), evidence)

    return Task("digest_write", inputs, schema, evidence, facts, parse_digest, factor, check)


def judge_task(judged: Sequence[Passed], evidence: Evidence, *, nonce: str) -> Task[tuple[Judgement, ...]]:
    """Have claims compared with what they cite."""
    keys = [one.key for one in judged]
    inputs = {"evidence": judge_block(judged, evidence, nonce)}
    return Task("judge", inputs, judgement_schema(keys), evidence, {"keys": keys}, parse_judgements)


def repair_task(items: Sequence[RepairItem], evidence: Evidence, *, nonce: str) -> Task[Fixes]:
    """Mend failing sentences; of very many only the first are worth a call, the others stay dropped."""
    asked = items[:MAX_REPAIRS]
    shown = {str(line.sentence_id): None for item in asked for line in item.cited}
    shown |= {str(card.sentence_id): None for item in asked for card in item.cards}
    inputs = {"evidence": repair_block(asked, evidence, nonce)}
    facts = {"keys": [item.key for item in asked]}
    return Task("digest_repair", inputs, repair_schema(list(shown)), evidence, facts, parse_repairs)


def answer_task(
    question: Rewritten, evidence: Evidence, *, nonce: str, scope: str, as_of: datetime
) -> Task[DraftAnswer]:
    """Answer one question. `scope` says in words where the evidence comes from."""
    inputs = {
        "evidence": answer_block(question.standalone, evidence, nonce),
        "answer_type": question.answer_type,
        "scope": scope,
        "as_of": _spell(as_of, as_of.tzinfo),
    }
    facts = {"question": question.standalone, "answer_type": question.answer_type}
    schema = answer_schema(_ids(evidence))

    def check(draft: DraftAnswer) -> None:
        check_language((one.text for one in draft.sentences), evidence, asked=question.standalone)

    return Task("answer", inputs, schema, evidence, facts, parse_answer, check=check)


def rewrite_task(
    question: str, turns: Sequence[Turn], *, names: Sequence[str], nonce: str, as_of: datetime
) -> Task[Rewritten]:
    """Make a follow-up question stand alone."""
    known = [line for name in names if (line := clean_line(name, nonce, max_chars=60))]
    inputs = {"turns": turns_block(turns, question, nonce), "names": ", ".join(known), "as_of": _spell(as_of, None)}
    facts = {"question": question, "turns": [(turn.question, turn.answer) for turn in turns], "names": list(names)}
    empty = Evidence((), {})
    return Task("rewrite_question", inputs, question_schema(), empty, facts, parse_question)


def thinned(evidence: Evidence, *, keep: float = 0.85) -> Evidence:
    """The evidence without its least telling lines; at least one line goes, the first of a story goes last."""
    first = {line.story: line.sentence_id for line in reversed(evidence.lines)}
    ranked = sorted(evidence.lines, key=lambda line: (line.sentence_id in first.values(), line.score), reverse=True)
    wanted = min(int(len(ranked) * keep), len(ranked) - 1)
    chosen = {line.sentence_id for line in ranked[:wanted]}
    return replace(evidence, lines=tuple(line for line in evidence.lines if line.sentence_id in chosen))


def _edition(orders: Orders, nonce: str) -> dict[str, object]:
    watch, window = orders.watch, window_of(orders.watch, orders.as_of)
    told = (clean_line(text, nonce, max_chars=240) for text in orders.before.texts[:MAX_BEFORE_LINES])
    return {
        "watch": clean_line(watch.name, nonce, max_chars=80) or "Briefing",
        "topics": clean_line(", ".join(watch.topics), nonce, max_chars=200) or "",
        "as_of": _spell(orders.as_of, window.zone),
        "window": str(window),
        "previous": "\n".join(f"{nonce}|before|{text}" for text in told if text),
    }


def _sentences(draft: DraftDigest) -> Iterator[str]:
    yield from (draft.headline, draft.standfirst)
    for development in draft.developments:
        yield from (sentence.text for sentence in development.sentences)
    yield from (sentence.text for sentence in draft.other_news)


def _ids(evidence: Evidence) -> list[str]:
    return [str(line.sentence_id) for line in evidence.lines]


def _spell(at: datetime, zone: object) -> str:
    local = at.astimezone(zone) if isinstance(zone, ZoneInfo) else at
    return f"{local:%A}, {local.day} {local:%B %Y}, {local:%H:%M}"
