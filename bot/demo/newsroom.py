"""The sample newsroom: invented outlets and articles, dated so that the last day is today.

Loads `articles/*.md` and `outlets.toml` and fills in dates; makes no pages (`pages`), serves nothing (`server`).
States, people and outlets are invented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files

import yaml

_PLACEHOLDER = re.compile(r"\{(weekday|date|month)([+-]\d+)?\}")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet. `feed` is `rss`, `atom` or `json`; `full` says whether its feed holds whole articles."""

    slug: str
    name: str
    feed: str
    full: bool
    source_type: str | None = None


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One invented article, dates filled in. `hidden` is text that its page holds but does not show."""

    slug: str
    outlet: Outlet
    title: str
    published_at: datetime
    paragraphs: tuple[str, ...]
    summary: str
    byline: str | None = None
    caption: str | None = None
    hidden: str | None = None

    @property
    def path(self) -> str:
        """Path of its page on the sample server."""
        return f"/{self.outlet.slug}/{self.published_at:%Y/%m/%d}/{self.slug}"


def load_outlets() -> Mapping[str, Outlet]:
    """Outlets by slug, in the order of the file."""
    rows = tomllib.loads((files(__package__) / "outlets.toml").read_text("utf-8"))
    return {slug: Outlet(slug=slug, **row) for slug, row in rows.items()}


def load_articles(now: datetime) -> tuple[SampleArticle, ...]:
    """Every sample article whose time has come by `now` (aware), oldest first."""
    outlets = load_outlets()
    entries = sorted((files(__package__) / "articles").iterdir(), key=lambda entry: entry.name)
    articles = [_read(entry.name, entry.read_text("utf-8"), outlets, now) for entry in entries]
    return tuple(sorted(articles, key=lambda article: article.published_at))


def _read(name: str, text: str, outlets: Mapping[str, Outlet], now: datetime) -> SampleArticle:
    _, header, body = text.split("---\n", 2)
    fields = yaml.safe_load(header)
    published_at = _published_at(fields, now)
    today = published_at.date()
    old = today - timedelta(days=fields.get("stale_days", 0))

    def filled(value: str) -> str:
        return _fill(value.replace("{olddate}", _long_date(old)), today)

    return SampleArticle(
        slug=name.removesuffix(".md").split("-", 1)[1],
        outlet=outlets[fields["outlet"]],
        title=filled(fields["title"]),
        published_at=published_at,
        paragraphs=tuple(filled(paragraph) for paragraph in body.strip().split("\n\n")),
        summary=filled(fields["summary"]),
        byline=fields.get("byline"),
        caption=fields.get("caption"),
        hidden=fields.get("hidden"),
    )


def _published_at(fields: Mapping[str, object], now: datetime) -> datetime:
    day = now.date() + timedelta(days=int(str(fields["day"])))
    wanted = datetime.combine(day, time.fromisoformat(str(fields["time"])), now.tzinfo)
    # Early in the day the last articles would lie in the future: pull them to just before now, keeping their order.
    return wanted if wanted < now else now - timedelta(minutes=90) + timedelta(minutes=wanted.hour + wanted.minute / 60)


def _fill(text: str, today: date) -> str:
    def replace(match: re.Match[str]) -> str:
        offset = int(match[2] or 0)
        if match[1] == "month":
            return _month(today, offset)
        day = today + timedelta(days=offset)
        return f"{day:%A}" if match[1] == "weekday" else _long_date(day)

    return _PLACEHOLDER.sub(replace, text)


def _month(today: date, offset: int) -> str:
    index = (today.year * 12 + today.month - 1 + offset) % 12
    return f"{date(2000, index + 1, 1):%B}"


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
