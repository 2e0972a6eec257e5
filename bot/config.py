"""Reads the environment and the settings file, once, into frozen settings.

Owns names, types and where a value may come from: secrets only from the environment or from files named by `…_FILE`.
Which adapter takes which section is `app`; whether a schedule or a time zone makes sense is `steps/plan/schedule`.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bot.domain.article import SOURCE_TYPES
from bot.domain.errors import ConfigError
from bot.domain.feed import Feed, has_password
from bot.domain.watch import MAX_WINDOW_DAYS, Watch

DEFAULT_FILE = "briefbot.toml"
SECTIONS = ("model", "slack", "discord", "web", "fetch", "extract", "limits")
PREFIX = "BRIEFBOT_"
RESERVED = ("BRIEFBOT_TEST_", "BRIEFBOT_CRASH_")
"""Names that belong to the tests and to the crash seams."""

FIXED_NAMES: Mapping[str, tuple[str, str]] = {
    "SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "SLACK_APP_TOKEN": ("slack", "app_token"),
    "SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "SLACK_API_URL": ("slack", "api_url"),
    "SLACK_CLIENT_ID": ("slack", "client_id"),
    "SLACK_CLIENT_SECRET": ("slack", "client_secret"),
    "DISCORD_TOKEN": ("discord", "token"),
    "DISCORD_API_URL": ("discord", "api_url"),
    "OPENAI_API_KEY": ("model", "api_key"),
    "OPENAI_BASE_URL": ("model", "base_url"),
    "DATABASE_URL": ("", "database_url"),
    "PROMPTS_DIR": ("", "prompts_dir"),
    "BRIEFBOT_HOME": ("", "home"),
    "BRIEFBOT_ALLOW_HOSTS": ("", "allow_hosts"),
    "BRIEFBOT_HTTP": ("", "http"),
}
"""Environment names with a place of their own; every other setting is BRIEFBOT_SECTION_NAME or BRIEFBOT_NAME."""

SECRETS = frozenset(
    {("slack", "bot_token"), ("slack", "app_token"), ("slack", "signing_secret"), ("slack", "client_secret")}
    | {("discord", "token"), ("model", "api_key"), ("web", "password")}
)

FROM_ENVIRONMENT = frozenset({("model", "base_url"), ("", "database_url")})
"""Addresses that may hold a password: not read from the settings file either."""

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings: questions of one person and of everybody per hour; what a language model may do for one channel in
    24 hours (0: no limit).
    """

    questions_per_person: int = 20
    questions_per_hour: int = 200
    model_calls_per_channel: int = 400
    model_tokens_per_channel: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Discord:
    """Settings of [discord]: known, and not used before that platform is there."""

    token: str = field(default="", repr=False)
    api_url: str = ""


@dataclass(frozen=True, slots=True)
class General:
    """Top-level settings. `http` is the address of the web pages, `public_url` how readers reach them (empty: not)."""

    home: str = "briefbot-data"
    database_url: str = field(default="", repr=False)
    http: str = "127.0.0.1:8080"
    public_url: str = ""
    allow_hosts: tuple[str, ...] = ()
    prompts_dir: str = ""
    offices: str = ""
    log_level: str = "info"
    workers: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """All that was set. `sections` are raw values for `section`, which checks them against an adapter's Options."""

    general: General
    feeds: tuple[Feed, ...] = ()
    watches: tuple[Watch, ...] = ()
    sections: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    path: Path | None = None

    @property
    def home(self) -> Path:
        """The data folder."""
        return Path(self.general.home).expanduser()

    @property
    def database_url(self) -> str:
        """Where the database is: the address given, else a SQLite file in the data folder."""
        return self.general.database_url or f"sqlite:///{self.home.resolve() / 'briefbot.db'}"

    def has(self, section: str, *names: str) -> bool:
        """Whether these values of a section are set and not empty."""
        values = self.sections.get(section, {})
        return all(values.get(name) for name in names)

    def section(self, name: str, options: type[Options]) -> Options:
        """A section as an adapter's Options. Raises ConfigError for an unknown name or a wrong type."""
        return _fill(options, self.sections.get(name, {}), where=f"[{name}]")

    def secrets(self) -> tuple[str, ...]:
        """Every secret value, for the filter that keeps them out of logs."""
        values = (self.sections.get(section, {}).get(name) for section, name in SECRETS)
        return tuple(str(value) for value in values if value)


def load_settings(
    path: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    option_names: Mapping[str, Iterable[str]] | None = None,
) -> Settings:
    """Read everything. A missing default file is fine, a missing named one is not. Raises ConfigError in one line.

    `option_names` are the known names per section; without them names of sections are checked when they are used.
    """
    variables = os.environ if environment is None else environment
    chosen = path or (Path(variables["BRIEFBOT_CONFIG"]) if variables.get("BRIEFBOT_CONFIG") else None)
    file = chosen or Path(DEFAULT_FILE)
    table = _read_file(file, is_required=chosen is not None)
    values: dict[str, dict[str, object]] = {name: {} for name in ("", *SECTIONS)}
    _take_file(table, values)
    _take_environment(variables, values, option_names or {})
    return Settings(
        general=_fill(General, values.pop(""), where="settings"),
        feeds=tuple(_feed(entry) for entry in _entries(table, "feeds")),
        watches=tuple(_watch(entry) for entry in _entries(table, "watches")),
        sections=values,
        path=file if file.exists() else None,
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """“; did you mean …?” for an unknown name, empty if nothing is close."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean “{close[0]}”?" if close else ""


# --- the file --------------------------------------------------------------------------------------------------------


def _read_file(path: Path, *, is_required: bool) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if is_required:
            raise ConfigError(f"settings file {path} does not exist: `briefbot init` writes one") from None
        return {}
    except UnicodeDecodeError as error:
        raise ConfigError(f"settings file {path} is not UTF-8 text") from error
    except OSError as error:
        raise ConfigError(f"settings file {path} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"settings file {path} is not valid TOML: {error}") from error


def _take_file(table: Mapping[str, Any], values: dict[str, dict[str, object]]) -> None:
    general = [one.name for one in dataclasses.fields(General)]
    for name, value in table.items():
        if name in ("feeds", "watches"):
            continue
        if name in SECTIONS:
            if not isinstance(value, Mapping):
                raise ConfigError(f"[{name}] must be a section with names and values")
            for key in value:
                _refuse_secret(name, key)
            values[name].update(value)
        elif name in general:
            _refuse_secret("", name)
            values[""][name] = value
        else:
            known = (*SECTIONS, "feeds", "watches", *general)
            raise ConfigError(f"unknown setting “{name}” in the settings file{nearest(name, known)}")


def _refuse_secret(section: str, name: str) -> None:
    if (section, name) in SECRETS | FROM_ENVIRONMENT:
        variable = _variable(section, name)
        where = f"[{section}] {name}" if section else name
        raise ConfigError(f"{where} may hold a secret: set {variable} or {variable}_FILE instead")


def _variable(section: str, name: str) -> str:
    fixed = next((variable for variable, place in FIXED_NAMES.items() if place == (section, name)), None)
    return fixed or PREFIX + "_".join(part for part in (section, name) if part).upper()


def _entries(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = table.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ConfigError(f"{name} must be written as [[{name}]] sections")
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        given = entry.get("name")
        if not isinstance(given, str) or not given.strip():
            raise ConfigError(f"[[{name}]] number {number} needs a name")
        if given in seen:
            raise ConfigError(f"[[{name}]] “{given}” stands there twice: names must differ")
        seen.add(given)
    return entries


def _feed(entry: Mapping[str, Any]) -> Feed:
    where = f"[[feeds]] “{entry['name']}”"
    feed = _fill(Feed, {"url": "", **entry}, where=where, hidden=("id", "origin", "given_url"))
    if not feed.url:
        raise ConfigError(f"{where} needs a url")
    if has_password(feed.url):
        raise ConfigError(f"{where}: its url holds a user name or a password; feeds behind a log-in cannot be read")
    if feed.source_type is not None and feed.source_type not in SOURCE_TYPES:
        known = ", ".join(SOURCE_TYPES)
        raise ConfigError(f"{where}: source_type “{feed.source_type}” is not one of {known}")
    return feed


def _watch(entry: Mapping[str, Any]) -> Watch:
    where = f"[[watches]] “{entry['name']}”"
    watch = _fill(Watch, entry, where=where, hidden=("id", "origin"))
    if watch.length not in ("daily", "weekly"):
        raise ConfigError(f"{where}: length must be daily or weekly, not “{watch.length}”")
    if not 1 <= watch.window_days <= MAX_WINDOW_DAYS:
        raise ConfigError(f"{where}: window_days must be at least 1 and at most {MAX_WINDOW_DAYS:,}")
    return watch


# --- the environment -------------------------------------------------------------------------------------------------


def _take_environment(
    variables: Mapping[str, str], values: dict[str, dict[str, object]], option_names: Mapping[str, Iterable[str]]
) -> None:
    for name in sorted(variables):
        variable = name.removesuffix("_FILE") if name.endswith("_FILE") else name
        place = _place(variable, option_names)
        if place is None:
            continue
        text = variables[name]
        if name.endswith("_FILE"):
            text = _read_secret(name, text)
        if text:
            values[place[0]][place[1]] = text


def _place(variable: str, option_names: Mapping[str, Iterable[str]]) -> tuple[str, str] | None:
    if variable in FIXED_NAMES:
        return FIXED_NAMES[variable]
    if not variable.startswith(PREFIX) or variable == "BRIEFBOT_CONFIG" or variable.startswith(RESERVED):
        return None
    rest = variable.removeprefix(PREFIX).lower()
    if rest in {one.name for one in dataclasses.fields(General)}:
        return "", rest
    section, _, option = rest.partition("_")
    if section in SECTIONS and option and (not option_names or option in option_names.get(section, ())):
        return section, option
    known = {_variable("", one.name) for one in dataclasses.fields(General)}
    known |= {_variable(one, option) for one, options in option_names.items() for option in options}
    raise ConfigError(f"unknown setting {variable} in the environment{nearest(variable, known)}")


def _read_secret(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{variable} names a file that cannot be read: {path}") from error


# --- values to dataclasses -------------------------------------------------------------------------------------------


def _fill(kind: type[Options], values: Mapping[str, object], *, where: str, hidden: Iterable[str] = ()) -> Options:
    fields = {one.name: one for one in dataclasses.fields(kind) if one.name not in hidden}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    filled: dict[str, object] = {}
    for name, value in values.items():
        if name not in fields:
            raise ConfigError(f"{where}: unknown setting “{name}”{nearest(name, fields)}")
        filled[name] = _convert(value, hints[name], f"{where} {name}")
    return kind(**filled)


def _convert(value: object, wanted: Any, where: str) -> object:
    if isinstance(wanted, UnionType):
        wanted = next(one for one in get_args(wanted) if one is not type(None))
    if get_origin(wanted) is tuple:
        return _as_tuple(value, where)
    if wanted is bool:
        return _as_bool(value, where)
    if wanted in (int, float):
        return _as_number(value, wanted, where)
    if wanted is str:
        if isinstance(value, str):
            return value.strip()
        raise ConfigError(f"{where} must be text in quotation marks, not {value!r}")
    if isinstance(value, Mapping):
        return dict(value)
    raise ConfigError(f"{where} has a form that is not understood: {value!r}")


def _as_tuple(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ConfigError(f'{where} must be a list of texts, like ["one", "two"]')


def _as_bool(value: object, where: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise ConfigError(f"{where} must be true or false, not {value!r}")


def _as_number(value: object, wanted: type[int] | type[float], where: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number or isinstance(value, str):
        try:
            number = float(value)  # type: ignore[arg-type]
        except ValueError:
            number = float("nan")
        if math.isfinite(number) and (wanted is float or number == int(number)):
            return wanted(number)
    kind = "a whole number" if wanted is int else "a number"
    raise ConfigError(f"{where} must be {kind}, not {value!r}")


def crash_point(environment: Mapping[str, str] | None = None) -> tuple[str, int] | None:
    """The named point at which a crash test wants the process killed, and at which time it is reached."""
    variables = os.environ if environment is None else environment
    name = variables.get("BRIEFBOT_CRASH_AT", "")
    return (name, int(variables.get("BRIEFBOT_CRASH_HIT", "1"))) if name else None
