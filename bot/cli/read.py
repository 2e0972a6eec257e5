"""`extract`, `quotations`, `verify`: documents and quotations checked without storing anything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import (
    UsageError,
    add_json_option,
    print_json,
    print_table,
    print_text,
    refuse_both,
    run_batch,
    say,
    text_of,
)
from bot.domain.errors import UserError

if TYPE_CHECKING:
    from bot.app import App


def register(commands: Any) -> None:
    """Add this group's commands."""
    extract = commands.add_parser("extract", help="main text and metadata of a page or file")
    extract.add_argument("path", nargs="?", metavar="PATH")
    extract.add_argument("--url", help="address the page came from")
    extract.add_argument("--batch", metavar="FILE", help="JSON Lines with id and html or path, and url")
    add_json_option(extract)
    extract.set_defaults(run=run_extract)
    quotations = commands.add_parser("quotations", help="direct quotations of a document, with their speakers")
    quotations.add_argument("path", nargs="?", metavar="PATH")
    quotations.add_argument("--batch", metavar="FILE", help="JSON Lines with id and text")
    add_json_option(quotations)
    quotations.set_defaults(run=run_quotations)
    verify = commands.add_parser("verify", help="check quotes and claims against the archive (prints JSON)")
    verify.add_argument("file", metavar="FILE", help="JSON with quotes and claims, - for standard input")
    verify.add_argument("--strict", action="store_true", help="status 1 unless every quote and claim holds")
    add_json_option(verify)
    verify.set_defaults(run=run_verify)


def run_extract(options: argparse.Namespace, app: App) -> int:
    """One page as text or JSON, or many as JSON Lines."""
    if options.batch:
        refuse_both(options.path, "--batch")
        return run_batch(options.batch, lambda asked: _extract_line(asked, app))
    from bot.steps.show.json_articles import extract_json

    extracted = _extract(_read(options.path), options.path, options.url, app)
    if options.json:
        print_json(extract_json(extracted))
        return 0
    known = (extracted.byline, extracted.publisher, extracted.published_at, extracted.language, *extracted.flags)
    print_text(f"{extracted.title or '(no title)'}\n{' · '.join(str(one) for one in known if one)}\n\n{extracted.text}")
    return 0


def run_quotations(options: argparse.Namespace, app: App) -> int:
    """Quotations of one document, or of many texts."""
    from bot.flows.documents import find_quotations
    from bot.steps.show.json_articles import quotations_json

    if options.batch:
        refuse_both(options.path, "--batch")
        return run_batch(options.batch, _quotations_line)
    extracted = _extract(_read(options.path), options.path, None, app)
    found = find_quotations(extracted.text, language=extracted.language)
    if options.json:
        print_json(quotations_json(extracted.text, found))
        return 0
    rows = [(one.speaker or "–", one.pattern, f"“{extracted.text[one.start : one.end]}”") for one in found]
    print_table(rows, head=("SPEAKER", "PATTERN", "WORDS"))
    return 0


def run_verify(options: argparse.Namespace, app: App) -> int:
    """Verdicts on quotes and claims, and one line on standard error; status 0 whatever they are, but for `--strict`."""
    import sys

    from bot.flows.verify import sum_up, verify_batch

    text = sys.stdin.read() if options.file == "-" else _read(options.file).decode("utf-8", "replace")
    try:
        request = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{options.file} is not JSON: {error}") from error
    if not isinstance(request, Mapping):
        raise UserError(f"{options.file} must hold an object with “quotes” and “claims”")
    rows = verify_batch(request, store=app.store, offices=app.offices)
    print_json(rows)
    for row in (*rows["quotes"], *rows["claims"]):
        if "error" in row:
            say(f"not checked: {row['error']}")
    held, line = sum_up(rows["quotes"], rows["claims"])
    say(line)
    return 1 if options.strict and not held else 0


def _quotations_line(asked: Mapping[str, Any]) -> dict[str, object]:
    from bot.flows.documents import find_quotations
    from bot.steps.show.json_articles import quotations_json

    text = text_of(asked, "text")
    return quotations_json(text, find_quotations(text))


def _extract_line(asked: Mapping[str, Any], app: App) -> dict[str, object]:
    from bot.steps.show.json_articles import extract_json

    url = asked.get("url") if isinstance(asked.get("url"), str) else None
    if isinstance(asked.get("html"), str):
        content = str(asked["html"]).encode("utf-8", "replace")
        return extract_json(app.extractor.extract(content, url=url, content_type="text/html; charset=utf-8"))
    if "path" not in asked:
        raise UserError("the line needs “html” or “path”")
    path = text_of(asked, "path")
    return extract_json(_extract(_read(path), path, url, app))


def _extract(content: bytes, path: str, url: str | None, app: App) -> Any:
    from bot.flows.documents import content_type_of, extract_document

    return extract_document(content, extractor=app.extractor, url=url, content_type=content_type_of(path))


def _read(path: str | None) -> bytes:
    if not path:
        raise UsageError("name a file, or --batch FILE")
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
