"""`watches add|list|remove`: standing orders for digests."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.cli.output import add_json_option, print_json, print_table, print_text, say
from bot.cli.times import check_days
from bot.domain.errors import UserError
from bot.domain.watch import Watch

if TYPE_CHECKING:
    from bot.app import App

CHANNELS = ("slack", "discord", "web")


def register(commands: Any) -> None:
    """Add this group's commands."""
    watches = commands.add_parser("watches", help="add, list and remove standing orders for digests")
    actions = watches.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="add a watch")
    _add_watch_options(add)
    add_json_option(add)
    add.set_defaults(run=run_add)
    listing = actions.add_parser("list", help="watches, their next digest, and where each comes from")
    add_json_option(listing)
    listing.set_defaults(run=run_list)
    remove = actions.add_parser("remove", help="end a watch; its digests stay")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=run_remove)


def _add_watch_options(add: argparse.ArgumentParser) -> None:
    add.add_argument("name", metavar="NAME")
    add.add_argument("--channel", default="console", help="slack:C…, slack:#name, web:NAME or console")
    add.add_argument("--schedule", default="30 7 * * *", metavar="CRON", help="five fields, like '30 7 * * mon-fri'")
    add.add_argument("--timezone", default="UTC", metavar="ZONE", help="like Europe/Brussels")
    add.add_argument("--feed", action="append", default=[], metavar="TAG|NAME", help="feeds to read (may be repeated)")
    add.add_argument(
        "--topic", action="append", default=[], metavar="RULE", help="only articles about this: words or /pattern/"
    )
    add.add_argument(
        "--mute", action="append", default=[], metavar="RULE", help="no articles about this: words or /pattern/"
    )
    add.add_argument("--days", type=int, default=1, metavar="N", help="how many days a digest covers")
    add.add_argument("--length", choices=("daily", "weekly"), default="daily")


def run_add(options: argparse.Namespace, app: App) -> int:
    """Store a watch after its schedule, zone, channel and feeds have been checked."""
    from bot.flows.watches import check_watch_rules
    from bot.steps.plan.schedule import check_schedule

    check_schedule(options.schedule, options.timezone)
    check_channel(options.channel)
    check_days(options.days)
    watch = Watch(
        name=options.name.strip(),
        channel=options.channel,
        schedule=options.schedule,
        timezone=options.timezone,
        feeds=tuple(options.feed),
        topics=tuple(options.topic),
        mute=tuple(options.mute),
        window_days=options.days,
        length=options.length,
        origin="command",
    )
    if not watch.name:
        raise UserError("a watch needs a name")
    check_watch_rules(watch)
    app.sync_settings()
    with app.store.begin() as uow:
        watch = uow.watches.add(watch)
        known = {name for feed, _ in uow.feeds.list_all() for name in (feed.name, *feed.tags)}
        uow.commit()
    for name in watch.feeds:
        if name not in known:
            say(f"note: no feed has the name or tag “{name}” yet; `briefbot feeds list` shows them")
    if options.json:
        print_json(_watch(watch) | {"next": _next(watch, app)})
    else:
        print_text(f"added {watch.name}; its next digest is due {_next(watch, app) or 'never'}")
    return 0


def run_list(options: argparse.Namespace, app: App) -> int:
    """Next digest in the watch's own zone."""
    app.sync_settings()
    with app.store.read() as uow:
        watches = uow.watches.list_all()
    if options.json:
        print_json([_watch(watch) | {"next": _next(watch, app)} for watch in watches])
        return 0
    if not watches:
        print_text("no watches yet: `briefbot watches add NAME --channel …`, or [[watches]] in the settings file")
        return 0
    rows = [
        (one.name, one.channel, one.schedule, one.origin, "paused" if one.paused else _next(one, app) or "never")
        for one in watches
    ]
    print_table(rows, head=("NAME", "CHANNEL", "SCHEDULE", "FROM", "NEXT"))
    return 0


def run_remove(options: argparse.Namespace, app: App) -> int:
    """Only watches that were added by command or in chat."""
    with app.store.begin() as uow:
        uow.watches.remove(options.name)
        uow.commit()
    print_text(f"removed {options.name}")
    return 0


def check_channel(channel: str) -> None:
    """Raises UserError when a channel has no known form."""
    platform, _, place = channel.partition(":")
    if channel != "console" and (platform not in CHANNELS or not place):
        raise UserError(f"channel “{channel}” must be like slack:C0123456789, slack:#name, web:NAME or console")


def _next(watch: Watch, app: App) -> str | None:
    from bot.steps.plan.schedule import next_slots

    slots = next_slots(watch, app.clock(), 1)
    return slots[0].due_at.astimezone(ZoneInfo(watch.timezone)).isoformat(timespec="minutes") if slots else None


def _watch(watch: Watch) -> dict[str, object]:
    values = {name: value for name, value in asdict(watch).items() if name not in ("id", "grace_s")}
    return values | {"feeds": list(watch.feeds), "topics": list(watch.topics), "mute": list(watch.mute)}
