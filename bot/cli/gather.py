"""`poll`, `import`: bringing articles in by hand."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import add_json_option, print_json, print_table, print_text, progress, say
from bot.domain.errors import UserError
from bot.domain.intake import FeedPoll, Rejected

if TYPE_CHECKING:
    from bot.app import App


def register(commands: Any) -> None:
    """Add this group's commands."""
    poll = commands.add_parser("poll", help="one round of fetching now")
    poll.add_argument("--feed", action="append", metavar="NAME", help="only this feed (may be repeated)")
    add_json_option(poll)
    poll.set_defaults(run=run_poll)
    importing = commands.add_parser("import", help="articles from .html .txt .md .jsonl files or folders of them")
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add_json_option(importing)
    importing.set_defaults(run=run_import)


def run_poll(options: argparse.Namespace, app: App) -> int:
    """Every feed once, or those named; status 1 when all of them failed."""
    from bot.flows.ingest import poll_all

    app.sync_settings()
    with progress("polling feeds …") as shown:
        polled = poll_all(app.intake, names=options.feed, progress=shown)
    if options.json:
        print_json([_polled(one) for one in polled.feeds])
    elif not polled.feeds:
        print_text("there are no feeds yet: `briefbot feeds add URL` adds one")
    else:
        rows = [(one.feed, str(one.stored), str(one.revised), str(one.failed), _state(one)) for one in polled.feeds]
        print_table(rows, head=("FEED", "NEW", "REVISED", "UNREADABLE", "STATE"))
    return 1 if polled.feeds and all(one.error for one in polled.feeds) else 0


def run_import(options: argparse.Namespace, app: App) -> int:
    """Status 1 when nothing at all could be taken in."""
    from bot.flows.import_files import import_paths
    from bot.steps.show.json_articles import import_json

    missing = [path for path in options.paths if not path.exists()]
    if len(missing) == len(options.paths):
        raise UserError(f"{missing[0]} does not exist")
    with progress("importing …") as shown:
        imported = import_paths(app.intake, [one for one in options.paths if one not in missing], progress=shown)
    lost = tuple(Rejected(str(path), None, "it does not exist") for path in missing)
    imported = replace(imported, rejected=(*lost, *imported.rejected))
    if options.json:
        print_json(import_json(imported))
    else:
        counts = f"{imported.imported} imported, {imported.revised} revised, {imported.unchanged} unchanged"
        print_text(f"{counts}, {len(imported.rejected)} rejected")
        for one in (*imported.rejected, *imported.remarks):
            say(f"{one.path}{f', line {one.line}' if one.line else ''}: {one.reason}")
    took = imported.imported + imported.revised + imported.unchanged
    return 1 if imported.rejected and not took else 0


def _polled(one: FeedPoll) -> dict[str, object]:
    return asdict(one)


def _state(one: FeedPoll) -> str:
    return one.error or "; ".join(("ok", *one.warnings[:1]))
