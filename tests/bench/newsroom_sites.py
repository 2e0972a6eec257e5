"""Two hundred feeds made of one file of articles: which site publishes what, and which kind of feed is read of it.

Owns the rewritten file, in a temporary folder, and the invented names of sites. Serving them is the simulator's.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass
from pathlib import Path

PLACES = (
    "Tolmesh", "Serren", "Kavaria", "Ostreya", "Norvenia", "Cape Dorn", "Lissander", "Quellmar", "Brevik Sound",
    "Aldmoor", "Pellan", "Vostrand", "Harrowmere", "Ilvany", "Corvale", "Westerhaven", "Maruna", "Old Tessel",
    "Sandhythe",
)  # fmt: skip
PAPERS = ("Courier", "Gazette", "Herald", "Post", "Tribune", "Observer", "Record", "Mail", "Chronicle", "Journal")
BIG_SITES = 5
BIG_SHARE = 36
"""Articles of a big site; its feed shows twenty at a time."""

COPIES = 20
"""Articles that a second site prints, too, word for word, under a headline of its own."""

KINDS = ("rss", "atom") * 8 + ("sitemap",) * 3 + ("page",)
PATHS = {"rss": "rss.xml", "atom": "atom.xml", "sitemap": "news-sitemap.xml", "page": ""}
SECOND_FEEDS = 10
"""Sites that are read by two feeds, RSS and Atom."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as it was written. `copy_of`: the id of the one whose words it prints."""

    id: str
    title: str
    body: str
    source: str
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """A feed to be read: what it is called, whose it is, how."""

    name: str
    source: str
    kind: str

    def url(self, base: str, slug: str) -> str:
        return f"{base}/{slug}/{PATHS[self.kind]}"

    @property
    def adapter(self) -> str:
        return "rss" if self.kind == "atom" else self.kind


def plan_feeds() -> list[FeedPlan]:
    """One for each site, and a second one for some."""
    names = _site_names()
    plans = [FeedPlan(name, name, KINDS[at % len(KINDS)]) for at, name in enumerate(names)]
    twice = [plan for plan in plans if plan.kind == "rss"][:SECOND_FEEDS]
    return [*plans, *(FeedPlan(f"{plan.name} (Atom)", plan.source, "atom") for plan in twice)]


def write_articles(source: Path, target: Path, *, random_: random.Random, most: int | None = None) -> list[Piece]:
    """Spread the articles over the sites and over one day, the order of their days kept. Returns what was written."""
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines() if line.strip()]
    rows.sort(key=lambda row: (str(row.get("published_at")), str(row["id"])))
    rows = rows[:most] if most else rows
    owners = _owners(len(rows), random_)
    pieces = [
        Piece(f"n{at}", row["title"], row["body"], owner)
        for at, (row, owner) in enumerate(zip(rows, owners, strict=True))
    ]
    # Copies come right after what they repeat, so that both are published in the same half of the hour.
    spread: list[Piece] = []
    copied = set(random_.sample(range(len(pieces)), min(COPIES, len(pieces) // 10)))
    for at, piece in enumerate(pieces):
        spread.append(piece)
        if at in copied:
            other = random_.choice([name for name in _site_names()[BIG_SITES:] if name != piece.source])
            spread.append(Piece(f"{piece.id}c", f"As told elsewhere: {piece.title}", piece.body, other, piece.id))
    start, step = dt.datetime(2031, 1, 1, tzinfo=dt.UTC), dt.timedelta(hours=20) / len(spread)
    with target.open("w", encoding="utf-8") as out:
        for at, piece in enumerate(spread):
            row = {
                "id": piece.id,
                "title": piece.title,
                "body": piece.body,
                "source": piece.source,
                "path": f"/news/story-{piece.id}",
                "published_at": (start + at * step).isoformat(),
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return spread


def write_settings(plans: list[FeedPlan], slugs: dict[str, str], base: str) -> str:
    """A settings file with all feeds and two watches of everything, every ten minutes."""
    blocks = [
        f'[[feeds]]\nname = "{plan.name}"\nurl = "{plan.url(base, slugs[plan.source])}"\nkind = "{plan.adapter}"\n'
        for plan in plans
        if plan.source in slugs
    ]
    watches = [
        f'[[watches]]\nname = "{name}"\nchannel = "{channel}"\nschedule = "*/10 * * * *"\ntimezone = "UTC"\n'
        for name, channel in (("Wire desk", "console"), ("Front page", "web:front"))
    ]
    return "\n".join(["workers = 6\n", "[fetch]\nmax_per_host = 6\ntotal_timeout_s = 10\n", *blocks, *watches])


def _site_names() -> list[str]:
    return [f"{place} {paper}" for paper in PAPERS for place in PLACES]


def _owners(count: int, random_: random.Random) -> list[str]:
    """Names of sites, so many times each as it has articles, evenly mixed."""
    names = _site_names()
    big = [name for name in names[:BIG_SITES] for _ in range(min(BIG_SHARE, count // (4 * BIG_SITES)))]
    rest = [names[BIG_SITES + at % (len(names) - BIG_SITES)] for at in range(count - len(big))]
    owners = [*big, *rest]
    halves = [owners[0::2], owners[1::2]]
    for half in halves:
        random_.shuffle(half)
    return [*halves[0], *halves[1]]
