"""`feeds add|list|remove|check|import|export`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import add_json_option, counted, join, print_json, print_table, print_text, progress
from bot.domain.article import SOURCE_TYPES
from bot.domain.errors import UserError

if TYPE_CHECKING:
    from bot.app import App


def register(commands: Any) -> None:
    """Add this group's commands."""
    feeds = commands.add_parser("feeds", help="add, list, remove, check, import and export feeds")
    actions = feeds.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="add a feed; a site's address is enough, its feed is discovered")
    add.add_argument("url", metavar="URL")
    add.add_argument("--name", help="name of the feed (default: its title)")
    add.add_argument("--tag", action="append", default=[], metavar="TAG", help="tag for watches (may be repeated)")
    add.add_argument("--source-type", choices=SOURCE_TYPES, help="what kind of source it is")
    add_json_option(add)
    add.set_defaults(run=run_add)
    listing = actions.add_parser("list", help="feeds with their health and where each comes from")
    add_json_option(listing)
    listing.set_defaults(run=run_list)
    remove = actions.add_parser("remove", help="stop reading a feed; its articles stay")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=run_remove)
    check = actions.add_parser("check", help="read a feed once without storing it")
    check.add_argument("target", metavar="URL|FILE")
    add_json_option(check)
    check.set_defaults(run=run_check)
    importing = actions.add_parser("import", help="add the feeds of an OPML file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(run=run_import)
    export = actions.add_parser("export", help="print all feeds as OPML, or write them to a file")
    export.add_argument("file", nargs="?", type=Path, metavar="FILE")
    export.set_defaults(run=run_export)


def run_add(options: argparse.Namespace, app: App) -> int:
    """Discover, check, store."""
    from bot.flows.feeds import add_feed

    app.sync_settings()
    with progress(f"looking at {options.url} …"):
        feed = add_feed(
            options.url,
            name=options.name,
            tags=tuple(options.tag),
            store=app.store,
            fetcher=app.fetcher,
            sources=app.sources,
            origin="command",
        )
    if options.source_type:
        with app.store.begin() as uow:
            uow.feeds.remove(feed.name)
            feed = uow.feeds.add(replace(feed, source_type=options.source_type))
            uow.commit()
    if options.json:
        print_json(_feed(feed))
    else:
        print_text(f"added {feed.name} ({feed.kind}, {feed.url}); `briefbot poll` reads it now")
    return 0


def run_list(options: argparse.Namespace, app: App) -> int:
    """Health in plain words."""
    app.sync_settings()
    with app.store.read() as uow:
        feeds = uow.feeds.list_all()
    if options.json:
        print_json([_feed(feed) | _state(state) for feed, state in feeds])
        return 0
    if not feeds:
        print_text("no feeds yet: `briefbot feeds add URL` adds one, [[feeds]] in the settings file others")
        return 0
    rows = [
        (feed.name, feed.kind, join(feed.tags) or "–", feed.origin, _health(state), _when(state.next_poll_at), feed.url)
        for feed, state in feeds
    ]
    print_table(rows, head=("NAME", "KIND", "TAGS", "FROM", "STATE", "NEXT (UTC)", "ADDRESS"))
    return 0


def run_remove(options: argparse.Namespace, app: App) -> int:
    """Only feeds that were added by command or in chat."""
    with app.store.begin() as uow:
        uow.feeds.remove(options.name)
        uow.commit()
    print_text(f"removed {options.name}")
    return 0


def run_check(options: argparse.Namespace, app: App) -> int:
    """What a feed holds, and what is odd about it."""
    from bot.flows.feeds import check_feed
    from bot.steps.show.json_articles import listing_json

    listing = check_feed(options.target, fetcher=app.fetcher, sources=app.sources)
    if options.json:
        print_json(listing_json(listing, url=options.target))
        return 0
    print_text(
        f"{listing.title or options.target}: {len(listing.items)} entries, {listing.kind}, read by {listing.parser}"
    )
    rows = [(_when(item.published_at), item.title or "(no title)", item.url or "–") for item in listing.items]
    if rows:
        print_table(rows, head=("PUBLISHED (UTC)", "TITLE", "ADDRESS"))
    for warning in listing.warnings:
        print_text(f"note: {warning}")
    return 0


def run_import(options: argparse.Namespace, app: App) -> int:
    """Feeds that are known already are passed over."""
    from bot.steps.read.opml import read_opml

    try:
        found = read_opml(options.file.read_bytes())
    except OSError as error:
        raise UserError(f"{options.file} cannot be read: {error.strerror}") from error
    with app.store.begin() as uow:
        known = {feed.url for feed, _ in uow.feeds.list_all()} | {feed.name for feed, _ in uow.feeds.list_all()}
        new = [feed for feed in found if feed.url not in known and feed.name not in known]
        for feed in new:
            uow.feeds.add(replace(feed, origin="command"))
        uow.commit()
    print_text(f"added {counted(len(new), 'feed')}, known already: {len(found) - len(new)}")
    return 0


def run_export(options: argparse.Namespace, app: App) -> int:
    """OPML with tags as folders."""
    from bot.steps.read.opml import write_opml

    app.sync_settings()
    with app.store.read() as uow:
        feeds = [feed for feed, _ in uow.feeds.list_all()]
    text = write_opml(feeds)
    if options.file is None:
        print_text(text)
        return 0
    try:
        options.file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{options.file} cannot be written: {error.strerror}") from error
    print_text(f"wrote {counted(len(feeds), 'feed')} to {options.file}")
    return 0


def _feed(feed: Any) -> dict[str, object]:
    return {
        "name": feed.name,
        "url": feed.url,
        "kind": feed.kind,
        "publisher": feed.publisher,
        "source_type": feed.source_type,
        "tags": list(feed.tags),
        "origin": feed.origin,
    }


def _state(state: Any) -> dict[str, object]:
    times = {name: getattr(state, name) for name in ("last_success_at", "last_attempt_at", "next_poll_at")}
    spelled = {name: at.isoformat() if at else None for name, at in times.items()}
    return {"status": state.status, "error": state.error, "failures": state.failures, **spelled}


def _health(state: Any) -> str:
    return f"{state.status}: {state.error}" if state.error else str(state.status)


def _when(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else "–"
