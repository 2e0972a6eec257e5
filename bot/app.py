"""Puts the program together: settings → adapters, found by file name → what the flows need. Nothing else.

Everything is opened at first use, so that a command pays only for what it touches. What a command prints is `cli`; what
runs when is `scheduler`.
"""

from __future__ import annotations

import dataclasses
import fcntl
import importlib
import os
import pkgutil
import signal
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.config import Discord, Limits, Settings, crash_point, load_settings, nearest
from bot.domain import seams
from bot.domain.errors import BotError, ConfigError, NotFound, UserError
from bot.domain.office import Offices
from bot.domain.watch import Watch
from bot.logs import Redaction, set_up_logs
from bot.ports import Extractor, Fetcher, FrontDesk, Model, Platform, Source, Store

if TYPE_CHECKING:
    from bot.flows.ask_model import Writers
    from bot.flows.deliver import Courier
    from bot.flows.intake import Intake
    from bot.flows.switchboard import Switchboard
    from bot.host import AsyncHost
    from bot.prompt_files import PromptFiles
    from bot.scheduler import Scheduler

DEFAULT_WATCH = "default"
"""A watch that reads everything; it needs no settings file."""

LOCK_FILE = "briefbot.lock"
FEEDS_EVERY_S = 15.0
WATCHES_EVERY_S = 5.0
OUTBOX_EVERY_S = 1.0
INBOX_EVERY_S = 1.0


def now_utc() -> datetime:
    """The clock of the real program."""
    return datetime.now(UTC)


def list_adapters(package: str) -> tuple[str, ...]:
    """Names of the files in `bot/sources`, `bot/models` or `bot/platforms`."""
    folder = importlib.import_module(f"bot.{package}")
    return tuple(sorted(module.name for module in pkgutil.iter_modules(folder.__path__)))


def load_adapter(package: str, name: str) -> Any:
    """An adapter's module, by its file name. Raises ConfigError for an unknown one."""
    known = list_adapters(package)
    if name not in known:
        raise ConfigError(f"there is no {name!r} in bot/{package}{nearest(name, known)} Known: {', '.join(known)}")
    return importlib.import_module(f"bot.{package}.{name}")


@dataclasses.dataclass(frozen=True, slots=True)
class Running:
    """A started service."""

    host: AsyncHost
    scheduler: Scheduler
    platforms: tuple[str, ...]

    def describe(self) -> str:
        """One line for whoever started it."""
        return f"briefbot runs: pages on http://{self.host.address}/, posting to {', '.join(self.platforms)}"

    def stop(self) -> None:
        """Take no more work, finish or hand back what is held."""
        self.scheduler.stop()
        self.host.stop()


class App:
    """One program on one data folder. Close it when done."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = now_utc) -> None:
        self.settings = settings
        self.clock = clock
        self.redaction = Redaction(settings.secrets())
        self._closers: list[Callable[[], object]] = []
        self._host: AsyncHost | None = None
        self.platforms: Mapping[str, Platform] = {}

    # --- adapters ----------------------------------------------------------------------------------------------------

    @cached_property
    def store(self) -> Store:
        """The database, with its schema up to date."""
        from bot import stores

        store = stores.build(self._database_url(), clock=self.clock)
        self._closers.append(store.close)
        return store

    def open_unmigrated_store(self) -> Store:
        """The database as it is, for commands that look at its schema or replace it."""
        from bot import stores

        store = stores.open_store(self._database_url(), clock=self.clock)
        self._closers.append(store.close)
        return store

    @cached_property
    def fetcher(self) -> Fetcher:
        """The only way out for content."""
        from bot import fetcher

        options = self.settings.section("fetch", fetcher.Options)
        return fetcher.build(options, allow_hosts=self.settings.general.allow_hosts)

    @cached_property
    def extractor(self) -> Extractor:
        """Reads documents in child processes."""
        from bot import extractor

        built = extractor.build(self.settings.section("extract", extractor.Options))
        self._closers.append(built.close)
        return built

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """One of each kind of source."""
        modules = {kind: load_adapter("sources", kind) for kind in list_adapters("sources")}
        return {kind: module.build(module.Options(), self.fetcher) for kind, module in modules.items()}

    @cached_property
    def prompts(self) -> PromptFiles:
        """The prompt files, checked."""
        from bot.prompt_files import load_prompts

        override = self.settings.general.prompts_dir
        return load_prompts(Path(override) if override else None)

    @cached_property
    def offices(self) -> Offices:
        """The office holders: those of the package and the operator's own."""
        from bot.office_files import load_offices

        own = self.settings.general.offices
        return load_offices(Path(own) if own else None)

    @cached_property
    def model(self) -> Model | None:
        """The language model of the settings, None without a name and a way to reach it."""
        values = self.settings.sections.get("model", {})
        if not values:
            return None
        options = self._model_options()
        if not values.get("name") or not (values.get("api_key") or values.get("base_url")):
            return None
        built: Model = load_adapter("models", "openai").build(options)
        return built

    def _model_options(self) -> Any:
        return self.settings.section("model", load_adapter("models", "openai").Options)

    @cached_property
    def writers(self) -> Writers:
        """Who may write digests and answers."""
        from bot.flows.ask_model import Writers

        limits = self.settings.section("limits", Limits)
        options = self._model_options()
        return Writers(
            store=self.store,
            prompts=self.prompts,
            clock=self.clock,
            offline=load_adapter("models", "extractive").build(),
            model=self.model,
            daily_budget_usd=0.0 if self.model is None else options.daily_budget_usd,
            calls_per_channel=limits.model_calls_per_channel,
            tokens_per_channel=limits.model_tokens_per_channel,
            plan=options.plan,
            judge=options.judge,
            offices=self.offices,
        )

    # --- platforms ---------------------------------------------------------------------------------------------------

    def host(self, address: str | None = None) -> AsyncHost:
        """The event loop and web server, opened on first use and not yet started."""
        if self._host is None:
            from bot.host import open_host

            web = load_adapter("platforms", "web")
            options = self.settings.section("web", web.Options)
            general = self.settings.general
            self._host = open_host(address or general.http, public_url=general.public_url, password=options.password)
            self._closers.append(self._host.stop)
        return self._host

    def build_platforms(
        self, names: Iterable[str], *, desk: FrontDesk | None, host: AsyncHost
    ) -> Mapping[str, Platform]:
        """Adapters by name; with a desk they also listen."""
        built: dict[str, Platform] = {}
        for name in names:
            module = load_adapter("platforms", name)
            options = self.settings.section(name, module.Options) if name != "console" else module.Options()
            built[name] = module.build(options, host, desk)
        self.platforms = built
        return built

    def platform_names(self) -> tuple[str, ...]:
        """Platforms that the settings give what they need."""
        has_slack = self.settings.has("slack", "bot_token")
        return ("console", "web", *(("slack",) if has_slack else ()))

    # --- what the flows need -----------------------------------------------------------------------------------------

    @cached_property
    def intake(self) -> Intake:
        """For polling and importing."""
        from bot.flows.intake import Intake

        return Intake(self.store, self.sources, self.fetcher, self.extractor, self.clock, self.offices)

    def courier(self, platforms: Mapping[str, Platform], *, is_stopping: Callable[[], bool] = lambda: False) -> Courier:
        """For posting what the outbox holds."""
        from bot.flows.deliver import Courier

        return Courier(self.store, platforms, self.clock, is_stopping=is_stopping)

    def switchboard(self, platforms: Mapping[str, Platform]) -> Switchboard:
        """For answering what was said."""
        from bot.flows.switchboard import Switchboard

        limits = self.settings.section("limits", Limits)
        return Switchboard(
            store=self.store,
            writers=self.writers,
            platforms=platforms,
            clock=self.clock,
            fetcher=self.fetcher,
            sources=self.sources,
            questions_per_person=limits.questions_per_person,
            questions_per_hour=limits.questions_per_hour,
        )

    def sync_settings(self) -> None:
        """Make feeds and watches of the settings file known to the database; without a file nothing changes."""
        if self.settings.path is not None:
            self.add_settings()

    def check_settings(self) -> None:
        """Read every section, also those that nothing needs now. Raises ConfigError for an unknown or wrong value."""
        for section, options in _section_options().items():
            self.settings.section(section, options)
        self._check_feeds()

    def add_settings(self) -> None:
        """Make these feeds and watches the ones that come from settings."""
        from bot.flows.watches import sync_settings

        self._check_feeds()
        sync_settings(self.store, self.settings.feeds, self.settings.watches)

    def find_watch(self, name: str) -> Watch:
        """A watch by name, or the one that everybody has. Raises UserError with the nearest name."""
        with self.store.read() as uow:
            try:
                return uow.watches.get(name)
            except NotFound:
                known = [watch.name for watch in uow.watches.list_all()]
        if name == DEFAULT_WATCH:
            return Watch(name=DEFAULT_WATCH)
        guess = nearest(name, [*known, DEFAULT_WATCH])
        raise UserError(f"there is no watch “{name}”{guess or ':'} `briefbot watches list` shows them")

    def scheduler(self, platforms: Mapping[str, Platform], *, role: str = "all") -> Scheduler:
        """The jobs of a role: `bot` talks, `worker` fetches and writes, `all` does both. Raises ConfigError.

        What can be wrong in the settings is built now, so that it is not said only at the first article or question.
        """
        from bot.scheduler import Job, Scheduler

        _ = (self.prompts, self.model, self.fetcher, self.extractor)
        if self.settings.general.offices:
            _ = self.offices
        work = _Work(self, platforms)
        jobs = {
            "worker": [Job("feeds", FEEDS_EVERY_S, work.fetch), Job("watches", WATCHES_EVERY_S, work.write)],
            "bot": [
                Job("outbox", OUTBOX_EVERY_S, work.post),
                Job("inbox", INBOX_EVERY_S, work.answer, workers=self.settings.general.workers),
            ],
        }
        chosen = [job for name, group in jobs.items() if role in (name, "all") for job in group]
        work.scheduler = Scheduler(chosen)
        return work.scheduler

    def start(self, *, role: str = "all", address: str | None = None) -> Running:
        """Open everything a role needs and start it."""
        from bot.flows.front_desk import Desk

        host = self.host(address)
        desk = Desk(self.store, clock=self.clock)
        names = self.platform_names()
        platforms = self.build_platforms(names, desk=desk if role != "worker" else None, host=host)
        scheduler = self.scheduler(platforms, role=role)
        desk.on_accept = lambda: scheduler.wake("inbox")
        host.add_check("database", self._check_database)
        host.add_metrics(desk.describe)
        host.start()
        scheduler.start()
        return Running(host, scheduler, names)

    # --- the process -------------------------------------------------------------------------------------------------

    def hold_data(self) -> bool:
        """Keep a second service away from a SQLite database until the process ends. Raises ConfigError.

        False with PostgreSQL, which several processes may share.
        """
        if not self._database_url().startswith("sqlite"):
            return False
        self.settings.home.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = (self.settings.home / LOCK_FILE).open("a", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise ConfigError(
                f"another briefbot runs on {self.settings.home}: stop it first, or use PostgreSQL for several processes"
            ) from None
        self._closers.append(lock.close)
        return True

    def close(self) -> None:
        """Close what was opened, last first."""
        while self._closers:
            self._closers.pop()()

    def _database_url(self) -> str:
        return self.settings.database_url

    def _check_database(self) -> str | None:
        try:
            with self.store.read() as uow:
                uow.deliveries.count_by_state()
        except BotError as error:
            return error.message
        return None

    def _check_feeds(self) -> None:
        for feed in self.settings.feeds:
            if feed.kind not in list_adapters("sources"):
                known = ", ".join(list_adapters("sources"))
                raise ConfigError(f"[[feeds]] “{feed.name}”: kind “{feed.kind}” is not one of {known}")


class _Work:
    """What the jobs of a service do.

    Each asks whether anything is due before it imports what deals with it: with nothing to do a service takes half the
    memory, most of which is code.
    """

    scheduler: Scheduler

    def __init__(self, app: App, platforms: Mapping[str, Platform]) -> None:
        self._app = app
        self._platforms = platforms
        self._courier = app.courier(platforms, is_stopping=self._is_stopping)

    def fetch(self) -> None:
        from bot.flows.due import is_feed_due

        if not is_feed_due(self._app.store, self._app.clock()):
            return
        from bot.flows.ingest import poll_due

        workers = self._app.settings.general.workers
        poll_due(self._app.intake, workers=workers, should_stop=self._is_stopping)

    def write(self) -> None:
        from bot.flows.watches import due_slots, run_due

        store, now = self._app.store, self._app.clock()
        if not due_slots(store, now):
            return
        written = run_due(
            store,
            writers=self._app.writers,
            platforms=self._platforms,
            now=now,
            is_stopping=self._is_stopping,
        )
        if written:
            self.scheduler.wake("outbox")

    def answer(self) -> None:
        from bot.flows.due import is_request_waiting

        if not is_request_waiting(self._app.store, self._app.clock()):
            return
        from bot.flows.inbox import deal_with_due

        if deal_with_due(self._app.switchboard(self._platforms), limit=1):
            self.scheduler.wake("outbox")
            self.scheduler.wake("inbox")

    def post(self) -> None:
        from bot.flows.deliver import deliver_due

        deliver_due(self._courier)

    def _is_stopping(self) -> bool:
        return self.scheduler.is_stopping()


def option_names() -> Mapping[str, tuple[str, ...]]:
    """Known names of every section, for errors that suggest the nearest, and for the docs."""
    return {
        section: tuple(one.name for one in dataclasses.fields(kind)) for section, kind in _section_options().items()
    }


def _section_options() -> Mapping[str, type[Any]]:
    modules = {
        "model": "bot.models.openai",
        "slack": "bot.platforms.slack",
        "web": "bot.platforms.web",
        "fetch": "bot.fetcher",
        "extract": "bot.extractor",
    }
    options = {section: importlib.import_module(module).Options for section, module in modules.items()}
    return options | {"limits": Limits, "discord": Discord}


def open_app(config: Path | None = None, *, clock: Callable[[], datetime] = now_utc, logs: bool = True) -> App:
    """The program of the environment and the settings file. Raises ConfigError."""
    settings = load_settings(config)
    app = App(settings, clock=clock)
    if logs:
        set_up_logs(settings.general.log_level, app.redaction)
    _arm_crash(crash_point())
    return app


def _arm_crash(point: tuple[str, int] | None) -> None:
    """Die at the n-th time a named point is reached: for crash tests only."""
    if point is None:
        return
    left = [point[1]]

    def die(name: str) -> None:
        if name == point[0]:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    seams.set_hook(die)
