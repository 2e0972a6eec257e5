"""What commands print: one JSON document, aligned lines, JSON Lines of a batch, progress on a terminal.

Data goes to standard output, everything else to standard error. Text of strangers loses its control characters first.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.errors import BotError, UserError

if TYPE_CHECKING:
    from bot.ports import Store

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

MAX_ROWS = 10_000
"""More than anybody reads, and a number that every database takes."""


class UsageError(UserError):
    """A command called without what it needs, or with two things that exclude each other: exit status 2."""


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """`--json`: one JSON document instead of text."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def print_json(data: object) -> None:
    """One document."""
    sys.stdout.write(_dumped(data, indent=2) + "\n")


def print_line(data: object) -> None:
    """One line of JSON Lines, written out at once."""
    sys.stdout.write(_dumped(data) + "\n")
    sys.stdout.flush()


def _dumped(data: object, *, indent: int | None = None) -> str:
    """As JSON. Half a character, which JSON may spell with an escape, cannot be written and becomes `?`."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    return text.encode("utf-8", "replace").decode("utf-8")


def print_text(text: str) -> None:
    """Text that people read, safe for a terminal."""
    sys.stdout.write(_CONTROLS.sub("", text).rstrip("\n") + "\n")


def print_table(rows: Sequence[Sequence[str]], *, head: Sequence[str]) -> None:
    """Aligned columns; the last one takes what is left of the line."""
    table = [tuple(head), *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print_text("  ".join(cells).rstrip())


def say(text: str) -> None:
    """A message about the work, on standard error."""
    sys.stderr.write(_CONTROLS.sub("", text) + "\n")


def say_if_empty(store: Store) -> None:
    """Why nothing can be found in an archive that holds nothing."""
    with store.read() as uow:
        if uow.articles.count() == 0:
            say("the archive is empty: `briefbot poll` reads the feeds, `briefbot import PATH…` takes files")


class Shown:
    """Implements ports.Progress on a terminal."""

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show

    def step(self, text: str) -> None:
        """What is being done now."""
        self._show(_CONTROLS.sub("", text))


@contextmanager
def progress(text: str) -> Iterator[Shown]:
    """A moving line on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield Shown(lambda _: None)
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(escape(text)) as status:
        yield Shown(lambda line: status.update(escape(line)))


def run_batch(path: str, work: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> int:
    """One JSON line out for each line in, in order, with its id; a bad line yields its error and the rest goes on."""
    for answer in read_batch(path, work):
        print_line(answer)
    return 0


def refuse_both(given: str | None, option: str) -> None:
    """Raises UsageError when a command got both an argument and the option that takes its place."""
    if given:
        raise UsageError(f"give either “{given[:80]}” or {option}, not both")


def read_batch(path: str, work: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    """What `work` makes of each line, with the line's id; blank lines are passed over."""
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            yield _answer(number, line, work)


def _answer(number: int, line: str, work: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": f"line {number} is not JSON"}
    if not isinstance(asked, Mapping):
        return {"id": None, "error": f"line {number} is not a JSON object"}
    try:
        return {"id": asked.get("id"), **{key: value for key, value in work(asked).items() if key != "id"}}
    except BotError as error:
        return {"id": asked.get("id"), "error": error.message}


def _lines(path: str) -> Iterator[str]:
    if path == "-":
        yield from sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error


def text_of(asked: Mapping[str, Any], name: str) -> str:
    """A text that a batch line must hold. Raises UserError."""
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UserError(f"the line needs a text “{name}”")
    return value


def whole_number(asked: Mapping[str, Any], name: str, default: int) -> int:
    """A positive whole number of a batch line. Raises UserError."""
    value = asked.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_ROWS:
        raise UserError(f"“{name}” must be a whole number from 1 to {MAX_ROWS:,}")
    return value


def counted(number: int, thing: str) -> str:
    """`1 feed`, `2 feeds`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def join(parts: Iterable[object]) -> str:
    """Parts that are there, with a comma between."""
    return ", ".join(str(part) for part in parts if part)
