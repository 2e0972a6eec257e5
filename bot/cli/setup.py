"""`init`, `doctor`, `migrate`, `backup`, `restore`: getting ready, and keeping the data safe."""

from __future__ import annotations

import argparse
import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import add_json_option, print_json, print_text, progress
from bot.domain.errors import UserError

if TYPE_CHECKING:
    from bot.app import App

SETTINGS_FILE = "briefbot.toml"
MANIFEST_FILE = "slack-manifest.json"
MARKS = {"ok": "✓", "note": "–", "bad": "✗"}


def register(commands: Any) -> None:
    """Add this group's commands."""
    init = commands.add_parser("init", help="write a commented settings file and the Slack app manifest")
    init.add_argument("--force", action="store_true", help="replace files that are there")
    init.add_argument("--http", metavar="URL", help="manifest for HTTP mode, with this public address")
    init.set_defaults(run=run_init, needs_app=False)
    doctor = commands.add_parser("doctor", help="check settings, tokens, database, feeds, model and clock")
    add_json_option(doctor)
    doctor.set_defaults(run=run_doctor)
    migrate = commands.add_parser("migrate", help="bring the database schema up to date")
    add_json_option(migrate)
    migrate.set_defaults(run=run_migrate)
    backup = commands.add_parser("backup", help="a consistent copy of the database while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="put a backup in place; it is checked first")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(run=run_restore)


def run_init(options: argparse.Namespace) -> int:
    """Two files in the current folder."""
    from bot.platforms.slack.manifest import manifest

    template = (files("bot.cli") / "settings.toml").read_text("utf-8")
    mode = manifest("http", url=options.http) if options.http else manifest("socket")
    wanted = {SETTINGS_FILE: template, MANIFEST_FILE: json.dumps(mode, indent=2, ensure_ascii=False) + "\n"}
    there = [name for name in wanted if Path(name).exists()]
    if there and not options.force:
        raise UserError(f"{there[0]} is there already; --force replaces it")
    for name, text in wanted.items():
        try:
            Path(name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise UserError(f"{name} cannot be written here: {error.strerror}") from error
    print_text(f"wrote {SETTINGS_FILE} and {MANIFEST_FILE}; next: docs/slack-setup.md, then `briefbot doctor`")
    return 0


def run_doctor(options: argparse.Namespace, app: App) -> int:
    """Status 1 when something must be mended."""
    from bot.cli.doctor import examine

    with progress("checking …") as shown:
        findings = list(examine(app, shown))
    if options.json:
        print_json([{"part": one.part, "state": one.state, "text": one.text, "mend": one.mend} for one in findings])
    else:
        for one in findings:
            mend = f"\n    {one.mend}" if one.mend else ""
            print_text(f"{MARKS[one.state]} {one.part}: {one.text}{mend}")
    return 1 if any(one.state == "bad" for one in findings) else 0


def run_migrate(options: argparse.Namespace, app: App) -> int:
    """Versions before and after."""
    before, after = app.open_unmigrated_store().migrate()
    if options.json:
        print_json({"before": before, "after": after})
    else:
        print_text(f"schema {after}" + (" (was up to date)" if before == after else f" (was {before or 'empty'})"))
    return 0


def run_backup(options: argparse.Namespace, app: App) -> int:
    """To a new file."""
    if options.file.exists():
        raise UserError(f"{options.file} is there already; name a new file")
    with progress(f"copying to {options.file} …"):
        app.store.backup(options.file)
    print_text(f"wrote {options.file} ({options.file.stat().st_size:,} bytes)")
    return 0


def run_restore(options: argparse.Namespace, app: App) -> int:
    """Refused while the bot runs on the same data."""
    if not options.file.is_file():
        raise UserError(f"{options.file} does not exist")
    app.hold_data()
    with progress(f"checking {options.file} …"):
        app.open_unmigrated_store().restore(options.file)
    print_text(f"restored {options.file}")
    return 0
