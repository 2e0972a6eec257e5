"""One question, one answer: verified sentences with their citations, or an honest refusal.

Owns the order of places to look in (the digest, this channel's archive, everything) and what happens when the model
fails. Finding paragraphs is `flows/passages`, the gate is `steps/answer/answerable`; who asked and where it is posted
is `flows/inbox`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.conversation import Answer, Turn
from bot.domain.digest import Digest, PromptStamp
from bot.domain.draft import DraftAnswer
from bot.domain.errors import ModelError, NotFound
from bot.domain.evidence import Evidence
from bot.domain.verdict import VerifiedAnswer
from bot.flows.ask_model import Writers, ask, fits
from bot.flows.passages import Found, find_passages
from bot.ports import Model, Store
from bot.steps.answer.answerable import answer_evidence, explain_refusal, find_answering, list_nearest
from bot.steps.answer.question import (
    answer_type,
    clean_question,
    keeps_to_thread,
    may_stand_alone,
    needs_context,
    rewrite_by_rules,
)
from bot.steps.find.anchors import find_names
from bot.steps.find.concepts import content_stems, is_dangling
from bot.steps.show.compose import compose_answer
from bot.steps.verify.gate import apply_answer_repairs, verify_answer
from bot.steps.write.replies import Rewritten
from bot.steps.write.tasks import Result, Task, answer_task, repair_task, rewrite_task, thinned

SCOPES = {
    "digest": "the articles cited in this digest",
    "channel": "earlier digests of this channel",
    "archive": "the whole archive",
}
"""Where an answer may come from, in the order of looking, in words for the writer."""

MAX_NAMES = 20
MAX_WRITTEN = 2
"""Places in which the model may be asked for one question: one that finds nothing may be followed by one more."""

PAST = timedelta(minutes=1)
"""How far behind the clock a question must stand to be about an earlier day."""

NO_QUESTION = "There is no question in this: ask in a few words what you want to know."
NO_ARCHIVE = "The archive is still empty: no article has been stored yet."


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when a question is asked. `as_of` is aware, its zone the readers'; `turns` are oldest first."""

    as_of: datetime
    place: str | None = None
    thread: str | None = None
    digest_id: int | None = None
    turns: tuple[Turn, ...] = ()


@dataclass(slots=True)
class _Pen:
    """Which engine writes at the moment, and what readers must be told about it."""

    writers: Writers
    model: Model
    place: str = ""
    why_offline: str | None = None
    prompts: list[PromptStamp] = field(default_factory=list)
    written: int = 0

    def give_up(self, why: str) -> None:
        """The offline engine writes from now on; no prompt had a part in its sentences."""
        self.model = self.writers.offline
        self.prompts = [stamp for stamp in self.prompts if stamp.id == "rewrite_question"]
        self.why_offline = why

    def ask(self, task: Task[Result], *, subject: str = "answer") -> Result:
        """One call, on the account of the channel that asked. Raises ModelError."""
        reply = ask(task, self.writers, model=self.model, subject=subject, place=self.place)
        self._stamp(task.prompt_id)
        return reply

    def _stamp(self, prompt_id: str) -> None:
        """Keep which prompt was used."""
        stamp = self.writers.prompts.stamp(prompt_id)
        if not self.model.is_offline and stamp not in self.prompts:
            self.prompts.append(stamp)


def answer_question(question: str, *, writers: Writers, context: Context) -> Answer:
    """Answer from stored articles only, or refuse and say what is missing and what is close.

    Never raises for anything that a question holds; StoreError when the database fails.
    """
    asked = clean_question(question)
    blank = Answer(asked, answered=False, scope="archive", standalone=asked, digest_id=context.digest_id)
    hopeless = _hopeless(asked, writers.store, context)
    if hopeless is not None:
        return replace(blank, reason=hopeless)
    digest = _find_digest(writers.store, context.digest_id)
    pen = _take_pen(writers, context.place)
    understood = _understand(asked, pen, context, digest)
    blank = replace(blank, standalone=understood.standalone)
    if not content_stems(understood.standalone):
        return _signed(replace(blank, reason=NO_QUESTION), pen)
    found = Found()
    scopes = tuple(_scopes(writers.store, context, digest))
    readings = _readings(asked, understood)
    for understood in readings:
        blank = replace(blank, standalone=understood.standalone)
        for scope, article_ids in scopes:
            found = _look(understood, writers, context, article_ids)
            answer = _answer_from(found, understood, pen, blank=replace(blank, scope=scope), context=context)
            if answer is not None:
                return _signed(answer, pen)
    reason = explain_refusal(understood, found.passages)
    return _signed(replace(blank, reason=reason, nearest=list_nearest(understood, found.passages)), pen)


def _hopeless(asked: str, store: Store, context: Context) -> str | None:
    """Why looking would be in vain. “What did she say?” has no word of its own to look for, but may lean on others."""
    leans = needs_context(asked, context.turns) and (context.turns or context.digest_id is not None)
    if not content_stems(asked) and not leans:
        return NO_QUESTION
    with store.read() as uow:
        return None if uow.articles.count() else NO_ARCHIVE


def _find_digest(store: Store, digest_id: int | None) -> Digest | None:
    if digest_id is None:
        return None
    try:
        with store.read() as uow:
            return uow.digests.get(digest_id)
    except NotFound:
        return None


def _take_pen(writers: Writers, place: str | None) -> _Pen:
    model, why_not = writers.preferred(place)
    pen = _Pen(writers, model, place or "")
    if why_not is not None:
        pen.give_up(why_not)
    return pen


def _understand(asked: str, pen: _Pen, context: Context, digest: Digest | None) -> Rewritten:
    """The question as it stands alone. A model is asked only when it leans on the thread, and only believed when it
    brings in no name of its own.
    """
    names = _names_of(digest)
    if not needs_context(asked, context.turns):
        return Rewritten(asked, (asked,), answer_type(asked))
    by_rules = rewrite_by_rules(asked, context.turns, names)
    if pen.model.is_offline or not (context.turns or names):
        return by_rules
    nonce = pen.writers.make_nonce()
    task = rewrite_task(asked, context.turns, names=names, nonce=nonce, as_of=context.as_of)
    if not fits(task, pen.writers):
        return by_rules
    try:
        rewritten = pen.ask(task, subject="question")
    except ModelError:
        pen.give_up("it could not be reached or failed")
        return by_rules
    standalone = clean_question(rewritten.standalone)
    if not standalone or not keeps_to_thread(standalone, asked, context.turns, names):
        return by_rules
    kept = tuple(one for one in rewritten.queries if keeps_to_thread(one, asked, context.turns, names))
    return Rewritten(standalone, (standalone, *kept), rewritten.answer_type)


def _readings(asked: str, understood: Rewritten) -> tuple[Rewritten, ...]:
    """The question with its thread; then, when nothing answers that, a short one as it was typed."""
    if understood.standalone == asked or not may_stand_alone(asked):
        return (understood,)
    return understood, Rewritten(asked, (asked,), answer_type(asked))


def _names_of(digest: Digest | None) -> tuple[str, ...]:
    """People quoted in the digest, then other names in its order of reading."""
    if digest is None:
        return ()
    claims = [claim for development in digest.developments for claim in development.claims]
    speakers = [quote.speaker for claim in claims for quote in claim.quotes if quote.speaker]
    others = [name.text for claim in claims for name in find_names(claim.text)]
    return tuple(dict.fromkeys([*speakers, *others]))[:MAX_NAMES]


def _scopes(store: Store, context: Context, digest: Digest | None) -> Iterator[tuple[str, frozenset[int] | None]]:
    """Places to look in, narrow to wide, without those that add nothing to the one before."""
    cited = frozenset(citation.article_id for citation in digest.citations) if digest else frozenset()
    if cited:
        yield "digest", cited
    if context.place is not None:
        with store.read() as uow:
            known = uow.conversations.list_channel_articles(context.place)
        if known - cited:
            yield "channel", known | cited
    yield "archive", None


def _look(understood: Rewritten, writers: Writers, context: Context, article_ids: frozenset[int] | None) -> Found:
    """A question about an earlier day sees only what was published by then."""
    is_past = context.as_of < writers.clock() - PAST
    published_to = context.as_of if is_past else None
    queries = (understood.standalone, *understood.queries)
    return find_passages(queries, store=writers.store, article_ids=article_ids, published_to=published_to)


def _answer_from(found: Found, understood: Rewritten, pen: _Pen, *, blank: Answer, context: Context) -> Answer | None:
    """An answer from these paragraphs; None when they hold none."""
    answering = find_answering(understood, found.passages)
    if not answering:
        return None
    evidence = replace(answer_evidence(understood, answering), offices=pen.writers.offices)
    if not evidence.lines:
        return None
    if not pen.model.is_offline and pen.written < MAX_WRITTEN:
        pen.written += 1
        answer = _written(evidence, understood, pen, blank=blank, context=context)
        if not pen.model.is_offline:
            return answer
    if pen.model.is_offline:
        return _extracted(evidence, understood, pen, blank=blank, context=context)
    return None


def _written(evidence: Evidence, understood: Rewritten, pen: _Pen, *, blank: Answer, context: Context) -> Answer | None:
    """What the model's draft comes to; None when it finds no answer. When it fails the pen is handed over."""
    try:
        task, evidence = _fitted(evidence, understood, pen, blank=blank, context=context)
        draft = pen.ask(task)
        if not draft.answerable:
            return None
        verified = _mended(draft, evidence, pen)
    except ModelError:
        pen.give_up("it could not be reached or failed")
        return None
    if not verified.claims:
        pen.give_up("nothing that it wrote could be proven")
        return None
    return compose_answer(_led_by_quote(verified, understood), evidence, answer=blank)


def _fitted(
    evidence: Evidence, understood: Rewritten, pen: _Pen, *, blank: Answer, context: Context
) -> tuple[Task[DraftAnswer], Evidence]:
    """The task, with as much of the evidence as its prompt has room for."""
    nonce = pen.writers.make_nonce()
    while True:
        task = answer_task(understood, evidence, nonce=nonce, scope=SCOPES[blank.scope], as_of=context.as_of)
        if len(evidence.lines) <= 1 or fits(task, pen.writers):
            return task, evidence
        evidence = thinned(evidence)


def _mended(draft: DraftAnswer, evidence: Evidence, pen: _Pen) -> VerifiedAnswer:
    """The verified draft, after one repair if some of it failed. A repair that cannot be had changes nothing."""
    verified = verify_answer(draft, evidence)
    if not verified.failing:
        return verified
    task = repair_task(verified.failing, evidence, nonce=pen.writers.make_nonce())
    try:
        fixes = pen.ask(task)
    except ModelError:
        return verified
    return verify_answer(apply_answer_repairs(draft, fixes), evidence, repaired=verified.failing)


def _extracted(
    evidence: Evidence, understood: Rewritten, pen: _Pen, *, blank: Answer, context: Context
) -> Answer | None:
    """Sentences of the sources as they stand, by the offline engine."""
    nonce = pen.writers.make_nonce()
    task = answer_task(understood, evidence, nonce=nonce, scope=SCOPES[blank.scope], as_of=context.as_of)
    draft = ask(task, pen.writers, model=pen.writers.offline, subject="answer")
    verified = verify_answer(draft, evidence)
    if not verified.claims:
        return None
    return compose_answer(_led_by_quote(verified, understood), evidence, answer=blank)


def _led_by_quote(verified: VerifiedAnswer, understood: Rewritten) -> VerifiedAnswer:
    """A question for somebody's words is answered with the words first, unless they lean on the sentence before."""
    claims = verified.claims
    first = next((claim for claim in claims if claim.quotes and not is_dangling(claim.text)), None)
    if understood.answer_type != "quote" or first is None or claims[0].quotes:
        return verified
    return replace(verified, claims=(first, *(claim for claim in claims if claim is not first)))


def _signed(answer: Answer, pen: _Pen) -> Answer:
    engine = "offline" if pen.model.is_offline else "model"
    notice = None
    if pen.why_offline is not None and answer.answered:
        notice = f"Written without the language model, because {pen.why_offline}: sentences of the sources as they are."
    elif pen.why_offline is not None:
        notice = f"Looked for without the language model, because {pen.why_offline}."
    return replace(answer, engine=engine, prompts=tuple(pen.prompts), notice=notice)
