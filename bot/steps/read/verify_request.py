"""The entries of a `verify` request: the right fields with the right types, or one line that says which is wrong.

Owns the form of a quote and of a claim. What is said of them is `flows/verify`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping

from bot.domain.errors import UserError

QUOTE_FIELDS = ("id", "text", "speaker", "url", "article_id", "sentence_id", "published_at", "publisher")
CLAIM_FIELDS = ("id", "text", "citations")
LISTS = {"quotes": QUOTE_FIELDS, "claims": CLAIM_FIELDS}

LIKENESS = 0.75
"""A name this like a known one is that name misspelt: passing it over would drop a condition without a word."""

MIN_START_CHARS = 4
"""So much of a known name alone, like `published`, means that name."""

MAX_SHOWN_CHARS = 60


def read_lists(request: Mapping[str, object]) -> Mapping[str, list[object]]:
    """The lists `quotes` and `claims`, either may be missing. Raises UserError that names the culprit."""
    for name in request:
        meant = _meant(name, tuple(LISTS))
        if meant:
            raise UserError(f"the request has no list “{name}”; did you mean “{meant}”?")
    lists = {}
    for name in LISTS:
        given = request.get(name)
        if given is not None and not isinstance(given, list):
            raise UserError(f"“{name}” of the request must be a list, not {_shown(given)}")
        lists[name] = given or []
    if not any(lists.values()):
        raise UserError("the request needs a list “quotes” or a list “claims” that is not empty")
    return lists


def read_entry(entry: object, *, kind: str, number: int) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """The fields that an entry of the list `kind` sets, and the names that mean nothing here.

    Raises UserError that names the entry, by its id or its place counted from 1, and the field.
    """
    thing = kind.removesuffix("s")
    if not isinstance(entry, Mapping):
        raise UserError(f"{thing} number {number} must be an object with a “text”, not {_shown(entry)}")
    called = f"{thing} {_shown(entry['id'])}" if entry.get("id") is not None else f"{thing} number {number}"
    known = LISTS[kind]
    for name in entry:
        meant = _meant(name, known)
        if meant:
            raise UserError(f"{called}: there is no field “{name}”; did you mean “{meant}”?")
    fields = {name: entry[name] for name in known if entry.get(name) is not None}
    if "text" not in fields:
        raise UserError(f"{called}: a {thing} needs a “text”")
    for name, value in fields.items():
        wanted = _wrong(name, value)
        if wanted:
            raise UserError(f"{called}: “{name}” must be {wanted}, not {_shown(value)}")
    if "article_id" in fields:
        fields["article_id"] = str(fields["article_id"]).strip()
    return fields, tuple(name for name in entry if name not in known)


def _wrong(name: str, value: object) -> str | None:
    """What a field should have been."""
    if name == "id":
        return None
    if name == "article_id":
        return None if _is_number(value) else "a whole number"
    if name == "citations":
        is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return None if is_list else 'a list of sentence ids, like ["p12.3.s2"]'
    return None if isinstance(value, str) else "text"


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _meant(name: str, known: tuple[str, ...]) -> str | None:
    """The known name that an unknown one is a slip of."""
    if name in known:
        return None
    begun = next((one for one in known if len(name) >= MIN_START_CHARS and one.startswith(name.lower())), None)
    return begun or next(iter(difflib.get_close_matches(name.lower(), known, n=1, cutoff=LIKENESS)), None)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…"
