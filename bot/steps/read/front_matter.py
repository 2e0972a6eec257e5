"""The YAML header of a text file: what its writer says of it.

Reads fields by their usual names; a missing or odd one is None. The text below it is `clean_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import yaml

from bot.domain.article import SOURCE_TYPES


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Fields and the text after them; no fields when the text opens otherwise or its header is no YAML mapping."""
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        return {}, text
    header, body = text[4:].split("\n---\n", 1)
    try:
        fields = yaml.safe_load(header)
    except yaml.YAMLError:
        return {}, text
    return (fields, body) if isinstance(fields, dict) else ({}, text)


def front_text(front: Mapping[str, object], *names: str) -> str | None:
    """The first of these fields that holds words."""
    values = (front.get(name) for name in names)
    return next((" ".join(value.split()) for value in values if isinstance(value, str) and value.strip()), None)


def front_type(front: Mapping[str, object]) -> str | None:
    """The source type, if it is one that we know."""
    told = front_text(front, "source_type")
    return told if told in SOURCE_TYPES else None


def front_moment(front: Mapping[str, object]) -> datetime | None:
    """When it was published, aware, in UTC; a bare date counts from midnight."""
    value = next((front[name] for name in ("published_at", "published", "date") if front.get(name)), None)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None
