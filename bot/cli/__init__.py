"""The command line: parse, call a flow, print. One file per group of commands.

Exit status 0 for done, 1 for refused or failed with a one-line reason, 2 for wrong usage. Nothing heavy is imported
before a command needs it. No traceback reaches a user.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__
from bot.cli import feeds, gather, look, read, running, setup, watches, write
from bot.cli.output import UsageError
from bot.domain.errors import BotError

GROUPS = (setup, running, feeds, watches, gather, write, look, read)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = build_parser().parse_args(arguments)
    try:
        return _run(options)
    except UsageError as error:
        return _fail(error.message, status=2)
    except BotError as error:
        return _fail(error.message)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def build_parser() -> argparse.ArgumentParser:
    """All commands, with their help."""
    parser = argparse.ArgumentParser(
        prog="briefbot", description="Briefings in which every quotation is proven verbatim before it is posted."
    )
    parser.add_argument("--version", action="version", version=f"briefbot {__version__}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file (default: briefbot.toml)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands)
    return parser


def _run(options: argparse.Namespace) -> int:
    sys.excepthook = _report_bug
    status: int
    if not getattr(options, "needs_app", True):
        status = options.run(options)
        return status
    from bot.app import open_app

    app = open_app(options.config)
    try:
        status = options.run(options, app)
    finally:
        app.close()
    return status


def _fail(message: str, *, status: int = 1) -> int:
    from bot.logs import Redaction

    sys.stderr.write(f"briefbot: {Redaction().clean(' '.join(message.split()))}\n")
    return status


def _report_bug(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """A bug: one line for the user, everything else for whoever asks for it."""
    from bot.logs import Redaction

    if os.environ.get("BRIEFBOT_LOG_LEVEL", "").lower() == "debug":  # noqa: TID251  settings may be what failed
        sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]
        return
    line = Redaction().clean(" ".join(str(error).split())[:300])
    sys.stderr.write(
        f"briefbot: this is a bug ({kind.__name__}: {line}). "
        "Nothing was lost; run again with BRIEFBOT_LOG_LEVEL=debug and report what it prints.\n"
    )
