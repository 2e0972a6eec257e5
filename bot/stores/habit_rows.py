"""Habits of a feed as the JSON of their column and back. Columns of their own would never be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from bot.domain.feed import Habits

_NAMES = tuple(field.name for field in fields(Habits))


def from_habits(habits: Habits) -> dict[str, Any] | None:
    """What differs from a feed that nothing is known of; times in seconds."""
    values = {name: value for name in _NAMES if (value := getattr(habits, name)) not in (None, "", (), 0)}
    if habits.news_at:
        values["news_at"] = [int(at.timestamp()) for at in habits.news_at]
    if habits.full_at:
        values["full_at"] = int(habits.full_at.timestamp())
    return values or None


def to_habits(row: Mapping[str, Any] | None) -> Habits:
    """Habits as they were saved, to the second."""
    if not row:
        return Habits()
    values = {name: row[name] for name in _NAMES if name in row}
    values["news_at"] = tuple(datetime.fromtimestamp(at, UTC) for at in row.get("news_at", ()))
    values["sites"] = tuple(row.get("sites", ()))
    if "full_at" in row:
        values["full_at"] = datetime.fromtimestamp(row["full_at"], UTC)
    return Habits(**values)
