"""`search`, `source`, `stories`, `why`: looking things up in the archive."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.cli.output import (
    MAX_ROWS,
    UsageError,
    add_json_option,
    counted,
    print_json,
    print_line,
    print_table,
    print_text,
    read_batch,
    refuse_both,
    run_batch,
    say_if_empty,
    text_of,
    whole_number,
)
from bot.cli.times import check_days

if TYPE_CHECKING:
    from bot.app import App

SEARCH_LIMIT = 10


def register(commands: Any) -> None:
    """Add this group's commands."""
    search = commands.add_parser("search", help="ranked passages for free text")
    search.add_argument("query", nargs="*", metavar="QUERY")
    search.add_argument("--limit", type=int, default=SEARCH_LIMIT, metavar="N")
    search.add_argument("--batch", metavar="FILE", help="JSON Lines with id, query and limit")
    add_json_option(search)
    search.set_defaults(run=run_search)
    source = commands.add_parser("source", help="a cited passage in its context, or who said something")
    source.add_argument("ref", nargs="?", metavar="REF", help="sentence id like p12.3.s2, or an article's address")
    source.add_argument("--quote", metavar="TEXT", help="words to look up")
    source.add_argument("--speaker", metavar="NAME", help="who is said to have spoken")
    add_json_option(source)
    source.set_defaults(run=run_source)
    stories = commands.add_parser("stories", help="articles grouped by event")
    stories.add_argument("--days", type=int, default=7, metavar="N")
    stories.add_argument("--batch", metavar="FILE", help="JSON Lines with id and text: groups these instead")
    add_json_option(stories)
    stories.set_defaults(run=run_stories)
    why = commands.add_parser("why", help="what became of an article and why")
    why.add_argument("url", metavar="URL")
    add_json_option(why)
    why.set_defaults(run=run_why)


def run_search(options: argparse.Namespace, app: App) -> int:
    """Best passages first."""
    from bot.steps.show.json_forms import hit_json

    query = " ".join(options.query)
    if options.batch:
        refuse_both(query, "--batch")
        return run_batch(options.batch, lambda asked: _search_line(asked, app))
    if not query.strip() or not 1 <= options.limit <= MAX_ROWS:
        raise UsageError(f"say what to search for, and a --limit from 1 to {MAX_ROWS:,}")
    hits = app.store.search.search(query, limit=options.limit)
    if options.json:
        print_json({"id": None, "results": [hit_json(hit) for hit in hits]})
        return 0
    for hit in hits:
        day = f", {hit.published_at:%d %B %Y}" if hit.published_at else ""
        print_text(f"{hit.rank}. {hit.title} ({hit.publisher or hit.url}{day}) {hit.passage_id}\n{hit.text}\n")
    if not hits:
        print_text("nothing found")
        say_if_empty(app.store)
    return 0


def run_source(options: argparse.Namespace, app: App) -> int:
    """Where a citation or a quotation stands; status 1 for words that stand nowhere or are not by the speaker named."""
    from bot.domain.lookup import QuoteVerdict
    from bot.flows.lookup import find_quote, view_source
    from bot.steps.show.json_forms import source_json, verdict_json
    from bot.steps.show.render_text import source_text

    if not options.ref and not options.quote:
        raise UsageError("name a sentence id or an address, or give --quote TEXT")
    if options.quote:
        refuse_both(options.ref, "--quote")
    if options.quote:
        found = find_quote(options.quote, store=app.store, speaker=options.speaker)
    else:
        found = view_source(options.ref, store=app.store)
    if isinstance(found, QuoteVerdict):
        if options.json:
            print_json(verdict_json(found))
        else:
            print_text(f"{found.verdict}: {found.why}")
        return 0 if found.verdict != "absent" else 1
    if options.json:
        print_json(source_json(found))
    else:
        print_text(source_text(found))
    return 1 if found.verdict is not None and found.verdict.speaker_verdict == "contradicted" else 0


def run_stories(options: argparse.Namespace, app: App) -> int:
    """Recent stories, or groups of the given articles."""
    from bot.flows.stories import group_batch, list_stories
    from bot.steps.show.json_articles import story_json

    if options.batch:
        return _print_groups(options.batch, group_batch)
    check_days(options.days)
    stories = list_stories(app.store, days=options.days, now=app.clock())
    if options.json:
        print_json([story_json(story) for story in stories])
        return 0
    for story in stories:
        count = f"{counted(len(story.articles), 'article')}, {counted(len(story.families), 'source')}"
        print_text(f"{story.id}  {story.event_date or 'undated'}  {count}  {story.articles[0].title}")
    if not stories:
        print_text(f"no article of the last {options.days} days is in the archive")
    return 0


def run_why(options: argparse.Namespace, app: App) -> int:
    """Every outcome of one article, oldest first."""
    from bot.flows.lookup import why

    outcomes = why(options.url, store=app.store)
    if options.json:
        print_json([_outcome(outcome) for outcome in outcomes])
        return 0
    rows = [(f"{one.at:%Y-%m-%d %H:%M}", one.kind, one.watch or "–", one.reason) for one in outcomes]
    print_table(rows, head=("WHEN (UTC)", "OUTCOME", "WATCH", "WHY"))
    return 0


def _search_line(asked: Mapping[str, Any], app: App) -> dict[str, object]:
    from bot.steps.show.json_forms import hit_json

    limit = whole_number(asked, "limit", SEARCH_LIMIT)
    return {"results": [hit_json(hit) for hit in app.store.search.search(text_of(asked, "query"), limit=limit)]}


def _print_groups(path: str, group: Any) -> int:
    """All lines are read before the first is grouped; a bad one gets its error in its place."""
    asked: list[Mapping[str, Any]] = []

    def take(line: Mapping[str, Any]) -> Mapping[str, object]:
        text_of(line, "text")
        asked.append(line)
        return {}

    answers = list(read_batch(path, take))
    grouped = iter(group(asked))
    for answer in answers:
        print_line(answer if "error" in answer else next(grouped))
    return 0


def _outcome(outcome: Any) -> dict[str, object]:
    return {
        "url": outcome.url,
        "kind": outcome.kind,
        "reason": outcome.reason,
        "at": outcome.at.isoformat(),
        "article_id": outcome.article_id,
        "watch": outcome.watch,
    }
