"""What `doctor` looks at: one finding per part, each with what to do about it. Changes nothing but the schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.output import counted
from bot.cli.watches import check_channel
from bot.domain.errors import BotError, UserError
from bot.domain.evidence import Evidence
from bot.domain.model_call import ModelRequest
from bot.domain.watch import Watch
from bot.ports import Progress

if TYPE_CHECKING:
    from bot.app import App

CLOCK_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is `ok`, `note` or `bad`; `mend` says what to do."""

    part: str
    state: str
    text: str
    mend: str = ""


def examine(app: App, progress: Progress) -> Iterator[Finding]:
    """Look at every part in turn; one that fails never hides the others."""
    for name, look in _PARTS.items():
        progress.step(f"checking {name} …")
        try:
            yield from look(app)
        except BotError as error:
            yield Finding(name, "bad", error.message)


def _settings(app: App) -> Iterator[Finding]:
    path = app.settings.path
    if path is None:
        yield Finding("settings", "note", "no settings file, only defaults", "`briefbot init` writes one")
    else:
        yield Finding("settings", "ok", f"{path}")
    app.check_settings()
    secrets = sum(1 for _ in app.settings.secrets())
    yield Finding("secrets", "ok" if secrets else "note", f"{secrets} set (never shown)")


def _offices(app: App) -> Iterator[Finding]:
    """How many terms of office are known, and until when: an own file may reach further than that of the package."""
    counts = Counter(term.known_until for term in app.offices.terms)
    spelled = (f"{counted(counts[day], 'term')} known {_until(day)}" for day in sorted(counts))
    own = app.settings.general.offices
    yield Finding("office holders", "ok", ", ".join(spelled) + (f", with those of {own}" if own else ""))


def _until(day: date) -> str:
    return "for good" if day == date.max else f"until {day.day} {day:%B %Y}"


def _database(app: App) -> Iterator[Finding]:
    facts = app.store.describe()
    yield Finding("database", "ok", ", ".join(f"{name} {value}" for name, value in facts.items()))
    current, wanted = app.store.schema_state()
    if current != wanted:
        yield Finding("schema", "bad", f"{current}, wanted {wanted}", "run `briefbot migrate`")
    with app.store.read() as uow:
        failed = uow.deliveries.list_failed(since=app.clock() - timedelta(days=7))
        articles = uow.articles.count()
    yield Finding("archive", "ok" if articles else "note", f"{articles} articles")
    if failed:
        last = failed[-1]
        yield Finding("outbox", "bad", f"{len(failed)} messages of the last 7 days were not posted: {last.error}")


def _feeds(app: App) -> Iterator[Finding]:
    app.sync_settings()
    with app.store.read() as uow:
        feeds = uow.feeds.list_all()
    if not feeds:
        yield Finding("feeds", "note", "none yet", "`briefbot feeds add URL`, or [[feeds]] in the settings file")
    for feed, state in feeds:
        if state.error:
            yield Finding(f"feed {feed.name}", "bad", state.error, f"`briefbot feeds check {feed.url}` shows more")
    good = sum(1 for _, state in feeds if not state.error)
    if good:
        yield Finding("feeds", "ok", f"{good} of {len(feeds)} without errors")


def _watches(app: App) -> Iterator[Finding]:
    with app.store.read() as uow:
        watches = uow.watches.list_all()
    if not watches:
        yield Finding("watches", "note", "none yet: nothing will be posted", "[[watches]] in the settings file")
    for watch in watches:
        yield _watch(watch, app)


def _watch(watch: Watch, app: App) -> Finding:
    from bot.flows.watches import check_watch_rules
    from bot.steps.plan.schedule import check_schedule, next_slots

    part = f"watch {watch.name}"
    try:
        check_schedule(watch.schedule, watch.timezone)
        check_channel(watch.channel)
        check_watch_rules(watch)
    except BotError as error:
        return Finding(part, "bad", error.message)
    with app.store.read() as uow:
        known = {name for feed, _ in uow.feeds.list_all() for name in (feed.name, *feed.tags)}
        slots = uow.watches.list_slots(watch.name, since=app.clock() - timedelta(days=7))
    unknown = [name for name in watch.feeds if name not in known]
    if unknown:
        return Finding(part, "bad", f"no feed has the name or tag “{unknown[0]}”", "see `briefbot feeds list`")
    lost = [(slot, reason) for slot, state, reason in slots if state in ("missed", "failed")]
    if lost:
        return Finding(part, "bad", f"slot {lost[-1][0].key}: {lost[-1][1]}")
    due = next_slots(watch, app.clock(), 1)
    spelled = f"{due[0].due_at.astimezone(ZoneInfo(watch.timezone)):%A %d %B, %H:%M}" if due else "never"
    return Finding(part, "ok", f"next digest {spelled} {watch.timezone}, to {watch.channel}")


def _model(app: App) -> Iterator[Finding]:
    model = app.model
    if model is None:
        text = "none: digests and answers are written from verified extracts"
        yield Finding("model", "note", text, "set [model] name, and OPENAI_API_KEY or OPENAI_BASE_URL")
        return
    app.writers.prompts.stamp("digest_write")
    stamp = app.writers.prompts.stamp("answer")
    schema = {
        "type": "object",
        "properties": {"ok": {"type": "boolean"}},
        "required": ["ok"],
        "additionalProperties": False,
    }
    user = 'Reply with the JSON object {"ok": true} and nothing else.'
    reply = model.complete(ModelRequest("doctor", stamp, "You answer in JSON.", user, schema, 64, Evidence((), {})))
    yield Finding("model", "ok", f"{model.name} answered ({reply.mode})")
    if not app.settings.has("model", "daily_budget_usd"):
        yield Finding("budget", "note", "no daily budget", "set [model] daily_budget_usd")


def _slack(app: App) -> Iterator[Finding]:
    if not app.settings.has("slack", "bot_token"):
        yield Finding("slack", "note", "no SLACK_BOT_TOKEN: nothing can be posted to Slack", "see docs/slack-setup.md")
        return
    from bot.platforms import slack

    for line, is_good in slack.check(app.settings.section("slack", slack.Options)):
        yield Finding("slack", "ok" if is_good else "bad", line)


def _clock(app: App) -> Iterator[Finding]:
    now = app.clock()
    with app.store.read() as uow:
        ahead = uow.articles.list_recent(since=now + CLOCK_SLACK, until=now + timedelta(days=3650), limit=1)
    if ahead:
        text = f"an article was stored with a time in the future ({ahead[0].first_seen_at:%Y-%m-%d %H:%M} UTC)"
        yield Finding("clock", "note", text, "check the clock of this machine")
    else:
        yield Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC")
    try:
        ZoneInfo("Europe/Brussels")
    except (KeyError, OSError) as error:
        raise UserError("time zone data is missing: install the package tzdata") from error
    yield Finding("time zones", "ok", "data found")


_PARTS: dict[str, Callable[[App], Iterator[Finding]]] = {
    "settings": _settings,
    "office holders": _offices,
    "database": _database,
    "feeds": _feeds,
    "watches": _watches,
    "model": _model,
    "slack": _slack,
    "clock": _clock,
}
