"""`run`, `demo`: the service, and the main job on sample data."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import TYPE_CHECKING, Any

from bot.cli.output import say
from bot.domain.errors import ConfigError

if TYPE_CHECKING:
    from bot.app import App

ROLES = ("all", "bot", "worker")


def register(commands: Any) -> None:
    """Add this group's commands."""
    run = commands.add_parser("run", help="the service: fetch, write, post, answer")
    run.add_argument("--role", choices=ROLES, default="all", help="with PostgreSQL: talk, or fetch and write")
    run.set_defaults(run=run_service)
    demo = commands.add_parser("demo", help="the main job on sample data, with no key and no account")
    demo.add_argument("--port", type=int, default=8321, metavar="N", help="port of the chat page on this machine")
    demo.add_argument("--once", action="store_true", help="print the digest and exit")
    demo.set_defaults(run=run_demo, needs_app=False)


def run_service(options: argparse.Namespace, app: App) -> int:
    """Until SIGTERM or SIGINT; then it finishes or hands back what it holds, within ten seconds."""
    if options.role != "all" and app.store.describe().get("engine", "").lower().startswith("sqlite"):
        raise ConfigError("--role needs PostgreSQL: SQLite serves one process")
    app.check_settings()
    if app.hold_data():
        app.store.release_leases()
    app.sync_settings()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    running = app.start(role=options.role)
    say(running.describe())
    stop.wait()
    running.stop()
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Sample feeds, polled for real; a digest; a page where questions are asked and answered."""
    from bot.demo import run_once, serve

    return run_once() if options.once else serve(options.port)
