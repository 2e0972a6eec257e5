"""What the archive holds after the newsroom hour, held against what the newsroom has published.

Owns the comparison by address and by content. Reads the database as the program's own store shows it.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.article import Article
from bot.stores.store import open_store
from tests.bench.newsroom_faults import UPDATED, Changes
from tests.bench.newsroom_sites import Piece

SHINGLE = 5
WHOLE = 0.9
SAME = 0.8
"""Shares of the five-word runs of an article that a stored text must have to be that article, whole, or the same."""

FURNITURE = ("412 partners", "The Morning Note", "Sign up to our morning newsletter", "I do not believe a word of this",
             "Registered office", "Follow today's events", "Read more:")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """An article of the archive with its newest text."""

    id: int
    path: str
    title: str
    text: str
    revision: int
    duplicate_of: int | None


@dataclass(slots=True)
class Tally:
    """Ids of pieces, or addresses, by what is wrong with them; all empty is the aim. `counts` are for reading."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    same_words_twice: list[str] = field(default_factory=list)
    wrong_text: list[str] = field(default_factory=list)
    not_whole: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    edit_untold: list[str] = field(default_factory=list)
    edit_unseen: list[str] = field(default_factory=list)
    retraction_unseen: list[str] = field(default_factory=list)
    copy_unmarked: list[str] = field(default_factory=list)
    without_outcome: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def read_archive(database: Path) -> list[Stored]:
    """Every article with its newest revision."""
    store = open_store(f"sqlite:///{database}", clock=lambda: datetime.now(UTC))
    try:
        with store.read() as uow:
            first, last = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
            return [_stored(one) for one in uow.articles.list_recent(since=first, until=last, limit=10**6)]
    finally:
        store.close()


def read_outcomes(database: Path) -> dict[str, list[tuple[str, str]]]:
    """Path of an article → its outcomes that are no watch's, oldest first: kind and reason."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT coalesce(o.url, a.url, a.canonical_url), o.kind, o.reason FROM outcomes o"
            " LEFT JOIN articles a ON a.id = o.article_id WHERE o.watch IS NULL ORDER BY o.id"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for url, kind, reason in rows:
        found[urlsplit(url or "").path].append((kind, reason))
    return found


def find_missing(database: Path, public: Iterable[Mapping[str, str]]) -> list[str]:
    """Ids of the public articles that are not in the archive."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        urls = connection.execute("SELECT coalesce(url, canonical_url) FROM articles").fetchall()
    there = {urlsplit(url).path for (url,) in urls}
    return [row["id"] for row in public if row["path"] not in there]


def tally(
    archive: Sequence[Stored],
    outcomes: Mapping[str, list[tuple[str, str]]],
    *,
    public: Sequence[Mapping[str, str]],
    pieces: Mapping[str, Piece],
    changes: Changes,
) -> Tally:
    """Hold every public article against the archive, and the other way round."""
    result = Tally()
    by_path: dict[str, list[Stored]] = defaultdict(list)
    for one in archive:
        by_path[one.path].append(one)
    result.strays = sorted(by_path.keys() - {row["path"] for row in public})
    originals = {row["id"]: shingles(pieces[row["id"]].body) for row in public}
    for row in public:
        there, told = by_path.get(row["path"], []), outcomes.get(row["path"], [])
        if not told:
            result.without_outcome.append(row["id"])
        if len(there) > 1:
            result.twice.append(row["id"])
        if there:
            _look_at_text(result, row, there[0], originals[row["id"]], changes)
            own = pieces[row["id"]].body
            result.furniture += [f"{row['id']}: {one}" for one in FURNITURE if one in there[0].text and one not in own]
        elif row["retracted"]:
            result.counts["retracted before they were read"] += 1
        else:
            result.lost.append(row["id"])
        last = told[-1] if told else ("none", "")
        result.counts[f"outcome: {last[0]}{'' if there else ' (no article)'}"] += 1
    _look_at_copies(result, archive, public=public, pieces=pieces)
    result.same_words_twice = _find_same_words(archive, public, originals)
    return result


def shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    return {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}


def _stored(article: Article) -> Stored:
    revision = article.revision
    path = urlsplit(article.url).path
    return Stored(article.id, path, revision.title, revision.text, revision.number, article.duplicate_of)


def _look_at_text(result: Tally, row: Mapping[str, str], stored: Stored, original: set[int], changes: Changes) -> None:
    result.counts["stored with several revisions"] += stored.revision > 1
    name = row["id"]
    if row["retracted"]:
        # An archive keeps what was printed; what it must not do is to hold the old text for the newest one.
        if "retract" not in f"{stored.title} {stored.text}".casefold():
            result.retraction_unseen.append(name)
        return
    share = len(original & shingles(stored.text)) / max(1, len(original))
    if share < WHOLE:
        (result.not_whole if share >= 0.5 else result.wrong_text).append(f"{name} {share:.2f}")
    is_changed = row["modified_at"] > row["published_at"]
    wanted = changes.added.get(name) or (UPDATED if is_changed else None)
    if wanted:
        result.counts["edited"] += 1
        if wanted not in stored.text:
            # RSS and sitemaps do not say that a text has changed, only Atom does; a new headline shows in all of them.
            is_told = name in changes.headlines or name in changes.dated
            (result.edit_unseen if is_told else result.edit_untold).append(name)


def _look_at_copies(
    result: Tally, archive: Sequence[Stored], *, public: Sequence[Mapping[str, str]], pieces: Mapping[str, Piece]
) -> None:
    """Of two with the same words, whichever came second must be marked. What was edited has other words now."""
    paths = {row["id"]: row["path"] for row in public}
    by_path = {one.path: one for one in archive}
    edited = {row["id"] for row in public if row["modified_at"] > row["published_at"] or row["retracted"]}
    for piece in pieces.values():
        pair = [by_path.get(paths.get(name or "", "")) for name in (piece.id, piece.copy_of)]
        if piece.copy_of is None or None in pair or edited & {piece.id, piece.copy_of}:
            continue
        result.counts["pairs of copies"] += 1
        if all(one is not None and one.duplicate_of is None for one in pair):
            result.copy_unmarked.append(piece.id)


def _find_same_words(
    archive: Sequence[Stored], public: Sequence[Mapping[str, str]], originals: Mapping[str, set[int]]
) -> list[str]:
    """Stored articles, none of them marked as a copy, that hold the words of another one's original."""
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in originals.items():
        for shingle in own:
            holders[shingle].append(name)
    names = {row["path"]: row["id"] for row in public}
    found = []
    for one in archive:
        name = names.get(one.path)
        if one.duplicate_of is not None or name is None:
            continue
        shared: Counter[str] = Counter(other for s in shingles(one.text) for other in holders.get(s, ()))
        for other, count in shared.items():
            is_same = count >= SAME * len(originals[other])
            if other != name and is_same and len(originals[other] & originals[name]) < SAME * len(originals[other]):
                found.append(f"{name} holds {other}")
    return found
