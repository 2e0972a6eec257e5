"""`digest`, `ask`: writing one digest, answering questions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cli.output import (
    UsageError,
    add_json_option,
    print_json,
    print_text,
    progress,
    refuse_both,
    run_batch,
    say_if_empty,
    text_of,
)
from bot.cli.times import add_time_option, check_days, read_time
from bot.domain.conversation import Answer, Turn
from bot.domain.digest import Digest
from bot.domain.errors import UserError
from bot.domain.watch import Watch

if TYPE_CHECKING:
    from bot.app import App

FORMATS = ("text", "json", "html", "slack")


def register(commands: Any) -> None:
    """Add this group's commands."""
    digest = commands.add_parser("digest", help="write one digest; it is posted only with --post")
    digest.add_argument("watch", metavar="WATCH", help="name of a watch; `default` reads everything")
    add_time_option(digest)
    digest.add_argument("--days", type=int, metavar="N", help="days to cover (default: the watch's)")
    digest.add_argument("--engine", choices=("offline", "model"), help="who writes (default: the model, if set)")
    digest.add_argument("--post", action="store_true", help="post it to the watch's channel")
    digest.add_argument("--format", choices=FORMATS, default="text")
    add_json_option(digest)
    digest.set_defaults(run=run_digest)
    ask = commands.add_parser("ask", help="answer a question from the archive")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    add_time_option(ask)
    ask.add_argument("--batch", metavar="FILE", help="JSON Lines with id, question and history")
    add_json_option(ask)
    ask.set_defaults(run=run_ask)


def run_digest(options: argparse.Namespace, app: App) -> int:
    """One digest, printed."""
    from bot.flows.digest import write_digest

    app.sync_settings()
    watch = app.find_watch(options.watch)
    check_days(options.days)
    as_of = read_time(options.as_of, now=app.clock(), timezone=watch.timezone)
    form = "json" if options.json else options.format
    if options.post:
        digest = _post(app, replace(watch, window_days=options.days or watch.window_days), as_of, form)
    else:
        with progress(f"writing {watch.name} …"):
            engine = options.engine or "auto"
            digest = write_digest(watch, as_of=as_of, writers=app.writers, engine=engine, days=options.days).digest
    if not (options.post and watch.channel == "console" and form == "text"):
        _print_digest(digest, form)
    if digest.is_empty:
        say_if_empty(app.store)
    return 0


def run_ask(options: argparse.Namespace, app: App) -> int:
    """One answer, or one JSON line per question. An honest refusal is an answer: status 0."""
    from bot.steps.show.json_forms import answer_json
    from bot.steps.show.render_text import answer_text

    as_of = read_time(options.as_of, now=app.clock(), timezone="UTC")
    question = " ".join(options.question)
    if options.batch:
        refuse_both(question, "--batch")
        return run_batch(options.batch, lambda asked: _ask_line(asked, app, as_of))
    if not question.strip():
        raise UsageError("say what you want to know, or give --batch FILE")
    with progress("looking for an answer …"):
        answer = _answer(question, (), app, as_of)
    if options.json:
        print_json(answer_json(answer))
    else:
        print_text(answer_text(answer))
    return 0


def _ask_line(asked: Mapping[str, Any], app: App, as_of: datetime) -> dict[str, object]:
    from bot.steps.show.json_forms import answer_json

    moment = asked.get("as_of")
    if moment is not None:
        as_of = read_time(str(moment), now=as_of, timezone="UTC")
    return answer_json(_answer(text_of(asked, "question"), _turns(asked.get("history")), app, as_of))


def _turns(history: object) -> tuple[Turn, ...]:
    """Earlier questions and answers: objects with both, or questions alone. Raises UserError."""
    if history is None:
        return ()
    if not isinstance(history, list):
        raise UserError("“history” must be a list of {question, answer}")
    turns = []
    for one in history:
        if isinstance(one, Mapping) and isinstance(one.get("question"), str):
            turns.append(Turn(one["question"], str(one.get("answer") or "")))
        elif isinstance(one, str):
            turns.append(Turn(one, ""))
        else:
            raise UserError("“history” must be a list of {question, answer}")
    return tuple(turns)


def _answer(question: str, turns: tuple[Turn, ...], app: App, as_of: datetime) -> Answer:
    from bot.flows.answer import Context, answer_question

    return answer_question(question, writers=app.writers, context=Context(as_of=as_of, turns=turns))


def _post(app: App, watch: Watch, as_of: datetime, form: str) -> Digest:
    from bot.flows.post_now import post_now

    name = watch.channel.partition(":")[0]
    if name not in app.platform_names():
        raise UserError(f"{watch.channel} cannot be posted to: its platform has no token; see `briefbot doctor`")
    host = app.host("127.0.0.1:0")
    courier = app.courier(app.build_platforms((name,), desk=None, host=host))
    host.start()
    # What a console watch posts must not mix with the one document that was asked for.
    out = sys.stdout if form == "text" else sys.stderr
    with redirect_stdout(out), progress(f"writing {watch.name} and posting it to {watch.channel} …"):
        return post_now(watch, as_of=as_of, writers=app.writers, courier=courier)


def _print_digest(digest: Digest, form: str) -> None:
    if form == "json":
        from bot.steps.show.json_forms import digest_json

        print_json(digest_json(digest))
    elif form == "html":
        from bot.platforms.web.pages import standalone_digest

        print_text(standalone_digest(digest))
    elif form == "slack":
        from bot.platforms.slack.blocks import render
        from bot.steps.show.render import digest_message

        print_json(
            [{"text": part.text, "in_thread": part.in_thread, **part.body} for part in render(digest_message(digest))]
        )
    else:
        from bot.steps.show.render_text import digest_text

        print_text(digest_text(digest))
