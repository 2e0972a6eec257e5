"""The office holders: the file of the package and the operator's own, read and checked once at start.

An office in the operator's file takes the place of the one of the same name and country; others are added. What the
facts are used for is `steps/find/roles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import ConfigError
from bot.domain.office import Offices, Term
from bot.domain.speaker import plain

PACKAGED = "offices.yaml"
_LINE = "line of the file"
"""Key under which the loader keeps where an entry stands; no entry can be called so in one word."""


class _Loader(yaml.SafeLoader):
    """Plain values only, and every mapping knows its line."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    return {_LINE: node.start_mark.line + 1, **loader.construct_mapping(node, deep=True)}


def _stamp(loader: _Loader, node: yaml.ScalarNode) -> date | str:
    """A day; what is none, a month 13 or a time of day, stays as it is written, for the error to show."""
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        return str(node.value)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _stamp)


def load_offices(own: Path | None = None) -> Offices:
    """The terms of the package and of the operator's file. Raises ConfigError in one line that names file and line."""
    packaged = _read((files("bot") / PACKAGED).read_text("utf-8"), PACKAGED)
    if own is None:
        return Offices(packaged)
    try:
        text = own.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"offices file {own} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"offices file {own} is not UTF-8 text") from error
    added = _read(text, str(own))
    replaced = {(term.office, term.of) for term in added}
    return Offices((*(term for term in packaged if (term.office, term.of) not in replaced), *added))


def _read(text: str, name: str) -> tuple[Term, ...]:
    try:
        table = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that keeps lines
    except RecursionError as error:
        raise _wrong(name, 1, "brackets lie too deep in one another") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it cannot be read as YAML"
        raise _wrong(name, line, f"{problem}: check indents, colons and brackets") from error
    if not isinstance(table, Mapping) or not isinstance(table.get("offices"), list) or not table["offices"]:
        raise _wrong(name, 1, "write `offices:` and below it one entry an office, beginning with `- office: …`")
    _check_names(table, ("known_until", "offices"), name)
    known_until = _day(table, "known_until", name) or date.max
    return tuple(term for entry in table["offices"] for term in _terms(entry, known_until, name))


def _terms(entry: Any, known_until: date, name: str) -> Iterator[Term]:
    if not isinstance(entry, Mapping):
        raise _wrong(name, 1, f"{entry!r} is no office: write `- office: president` with `of:` and `holders:`")
    _check_names(entry, ("office", "of", "also", "holders"), name)
    office, of = (_word(entry, key, name) for key in ("office", "of"))
    also = entry.get("also") or []
    holders = entry.get("holders")
    if not isinstance(also, list) or not isinstance(holders, list):
        raise _wrong(name, entry[_LINE], "`also` and `holders` must be lists: begin each line of them with `- `")
    if not holders:
        raise _wrong(
            name, entry[_LINE], "`holders` is empty: name everyone who held the office, or leave the entry out"
        )
    titles = frozenset(plain(str(title)) for title in (office, *also))
    for holder in holders:
        if not isinstance(holder, Mapping):
            raise _wrong(name, entry[_LINE], f"{holder!r} is no holder: write `- {{name: …, from: 2031-01-20}}`")
        _check_names(holder, ("name", "from", "to"), name)
        first, last = _day(holder, "from", name), _day(holder, "to", name)
        if first is None or (last is not None and last < first):
            raise _wrong(name, holder[_LINE], "a holder needs `from: 2031-01-20`, and `to` may not lie before it")
        yield Term(_word(holder, "name", name), office, of.lower(), first, last, titles, known_until)


def _word(entry: Mapping[str, Any], key: str, name: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, entry[_LINE], f"`{key}` is missing or no text: write `{key}: …`")
    return value.strip()


def _day(entry: Mapping[str, Any], key: str, name: str) -> date | None:
    value = entry.get(key)
    if value is None or isinstance(value, date):
        return value
    raise _wrong(name, entry[_LINE], f"`{key}` must be a day like 2031-01-20, not {str(value)[:40]!r}")


def _check_names(entry: Mapping[str, Any], known: Sequence[str], name: str) -> None:
    """A misspelt `to` would keep somebody in office for good."""
    for key in entry:
        if key != _LINE and key not in known:
            names = ", ".join(f"`{one}`" for one in known)
            raise _wrong(name, entry[_LINE], f"`{str(key)[:40]}` is not one of {names}")


def _wrong(name: str, line: object, why: str) -> ConfigError:
    return ConfigError(f"offices file {name}, line {line}: {why}")
