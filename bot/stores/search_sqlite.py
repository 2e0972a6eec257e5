"""Search with SQLite's FTS5: external content over a view that cuts windows of passages out of the text.

All terms first; only if that finds too little, the rarest terms in OR within a budget of postings, because FTS5 ranks
every matching row (measured: matching is cheap, bm25 per row is not). User text never reaches FTS5 unquoted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import apsw
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.domain.lookup import Hit, SearchFilter
from bot.stores.engine import READ_ONLY
from bot.stores.hits import to_hit
from bot.stores.query_words import MAX_QUERY_CHARS, has_phrase, plain_words, search_terms, spellings
from bot.stores.refusals import translated_refusals
from bot.stores.tables import LongText, UtcDateTime

CONTEXT_WEIGHT = 0.6
"""Weight of headline, outlet and day against the text: they place it but do not answer by themselves."""

POSTING_SHARE = 0.02
MIN_POSTINGS = 4_000
"""Budget of the OR query: the rarest terms whose postings together stay within it."""

DEADLINE_S = 2.0
PROGRESS_STEPS = 20_000
_MAX_VERIFIED = 500
"""Windows with the stemmed words of a phrase that are compared letter by letter."""

_INSERT = """INSERT INTO window_index(rowid, context, body)
    SELECT id, context, body FROM window_text WHERE article_id = ?"""
_DELETE = """INSERT INTO window_index(window_index, rowid, context, body)
    SELECT 'delete', id, context, body FROM window_text WHERE article_id = ?"""
_RANKED = """SELECT rowid, bm25(window_index, {weight}, 1.0) AS score FROM window_index
    WHERE window_index MATCH ? {where} ORDER BY score LIMIT ?"""
_COUNTED = "SELECT count(*) FROM (SELECT 1 FROM window_index WHERE window_index MATCH ? {where} LIMIT ?)"
_TOTAL = "SELECT last_window FROM revisions ORDER BY first_window DESC LIMIT 1"
_BOUNDS = """SELECT min(r.first_window), max(r.last_window) FROM articles a
    JOIN revisions r ON r.article_id = a.id AND r.number = a.revision WHERE a.id IN (SELECT value FROM json_each(?))"""
_OWNER = """revisions r JOIN articles a ON a.id = r.article_id
    WHERE r.first_window = (SELECT max(first_window) FROM revisions WHERE first_window <= window_index.rowid)"""
_ROWS = text("""SELECT w.value AS id, r.article_id, r.number AS revision, r.passages, p.value ->> 0 AS start,
    p.value ->> 1 AS stop, coalesce(a.url, a.canonical_url) AS url, a.publisher, r.title, r.published_at,
    substr(plain_text(r.text), (p.value ->> 0) + 1, (p.value ->> 1) - (p.value ->> 0)) AS body
    FROM json_each(:ids) w JOIN revisions r
    ON r.first_window = (SELECT max(first_window) FROM revisions WHERE first_window <= w.value)
    JOIN json_each(r.windows) p ON p.key = w.value - r.first_window
    JOIN articles a ON a.id = r.article_id""").columns(published_at=UtcDateTime, passages=LongText)


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """SQL that narrows the matches, tested row by row so that MATCH stays the driver, and a range of row ids."""

    where: str = ""
    values: tuple[object, ...] = ()
    bounds: tuple[object, ...] = ()

    @property
    def range(self) -> str:
        """Condition on the row ids alone, which FTS5 itself can use."""
        return "AND rowid BETWEEN ? AND ?" if self.bounds else ""


class SqliteIndex:
    """Feeds the index in the transaction of the articles."""

    def add(self, connection: Connection, article_id: int) -> None:
        """Index the newest revision of an article."""
        connection.exec_driver_sql(_INSERT, (article_id,))

    def remove(self, connection: Connection, article_id: int) -> None:
        """Take it out; FTS5 needs the very text that was put in, which never changes."""
        connection.exec_driver_sql(_DELETE, (article_id,))


class SqliteSearch:
    """Implements Search."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def search(self, query: str, *, limit: int = 20, only: SearchFilter | None = None) -> tuple[Hit, ...]:
        """See Search. What was found within DEADLINE_S is returned."""
        terms = search_terms(query)
        if not terms:
            return ()
        ranked: list[tuple[int, float]] = []
        with translated_refusals(), self._snapshot() as connection:
            narrowed = _narrow(connection, only)
            with _Deadline(connection):
                ranked += _ranked(connection, " AND ".join(map(_any_spelling, terms)), narrowed, limit)
                if len(ranked) < limit and len(terms) > 1:
                    match = " OR ".join(map(_any_spelling, _rarest(connection, terms, narrowed)))
                    seen = {rowid for rowid, _ in ranked}
                    more = _ranked(connection, match, narrowed, limit + len(ranked))
                    ranked += [row for row in more if row[0] not in seen]
            return _hits(connection, ranked[:limit], terms)

    def find_phrase(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """See Search."""
        wanted = plain_words(words[:MAX_QUERY_CHARS])
        if not wanted:
            return ()
        ranked: list[tuple[int, float]] = []
        with translated_refusals(), self._snapshot() as connection:
            with _Deadline(connection):
                match = "body : " + _quoted(" ".join(wanted))
                ranked += _ranked(connection, match, _Narrowed(), _MAX_VERIFIED)
            hits = _hits(connection, ranked, wanted)
        return tuple(hit for hit in hits if has_phrase(wanted, hit.text))[:limit]

    def _snapshot(self) -> Connection:
        return self._engine.connect().execution_options(**{READ_ONLY: True})


def _ranked(connection: Connection, match: str, narrowed: _Narrowed, limit: int) -> list[tuple[int, float]]:
    statement = _RANKED.format(weight=CONTEXT_WEIGHT, where=narrowed.range + narrowed.where)
    rows = connection.exec_driver_sql(statement, (match, *narrowed.bounds, *narrowed.values, limit)).all()
    return [(rowid, -score) for rowid, score in rows]


def _rarest(connection: Connection, terms: Sequence[str], narrowed: _Narrowed) -> list[str]:
    total = connection.exec_driver_sql(_TOTAL).scalar() or 0
    budget = max(MIN_POSTINGS, int(total * POSTING_SHARE))
    counted = sorted((_frequency(connection, term, narrowed, budget), term) for term in terms)
    chosen: list[str] = []
    used = 0
    for count, term in counted:
        if count and (used + count <= budget or not chosen):
            chosen.append(term)
            used += count
    return chosen or [terms[0]]


def _frequency(connection: Connection, term: str, narrowed: _Narrowed, budget: int) -> int:
    # fts5vocab holds stemmed terms; counting matches up to the budget needs no stemmer of our own.
    values = (_any_spelling(term), *narrowed.bounds, budget + 1)
    return connection.exec_driver_sql(_COUNTED.format(where=narrowed.range), values).scalar() or 0


def _hits(connection: Connection, ranked: Sequence[tuple[int, float]], terms: Sequence[str]) -> tuple[Hit, ...]:
    ids = json.dumps([rowid for rowid, _ in ranked])
    by_id = {row.id: row for row in connection.execute(_ROWS, {"ids": ids})} if ranked else {}
    found = [(score, by_id[rowid]) for rowid, score in ranked if rowid in by_id]
    return tuple(to_hit(rank, score, row, terms) for rank, (score, row) in enumerate(found, start=1))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _any_spelling(term: str) -> str:
    return "(" + " OR ".join(map(_quoted, spellings(term))) + ")"


def _narrow(connection: Connection, only: SearchFilter | None) -> _Narrowed:
    if only is None:
        return _Narrowed()
    lists = (("a.id", only.article_ids), ("a.feed_id", only.feed_ids), ("a.publisher", only.publishers or None))
    chosen = [(column, json.dumps(sorted(values))) for column, values in lists if values is not None]
    clauses = [column + " IN (SELECT value FROM json_each(?))" for column, _ in chosen]  # noqa: S608 - fixed column names only
    times = [(sign, at) for sign, at in ((">=", only.published_from), ("<", only.published_to)) if at is not None]
    clauses += [f"a.sort_at {sign} ?" for sign, _ in times]
    if not clauses:
        return _Narrowed()
    inner = f"SELECT {' AND '.join(clauses)} FROM {_OWNER}"  # noqa: S608 - fixed column names only
    values = (*(values for _, values in chosen), *(_stored_time(at) for _, at in times))
    return _Narrowed(f" AND ({inner})", values, _bounds(connection, only))


def _bounds(connection: Connection, only: SearchFilter) -> tuple[object, ...]:
    if only.article_ids is None:
        return ()
    first, last = connection.exec_driver_sql(_BOUNDS, (json.dumps(sorted(only.article_ids)),)).one()
    return (0, 0) if first is None else (first, last)


def _stored_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class _Deadline:
    """Stops whatever runs on this connection after DEADLINE_S; what was found until then stands."""

    def __init__(self, connection: Connection) -> None:
        self._apsw: apsw.Connection = connection.connection.driver_connection.apsw  # type: ignore[union-attr]

    def __enter__(self) -> None:
        end = time.monotonic() + DEADLINE_S
        self._apsw.set_progress_handler(lambda: time.monotonic() > end, PROGRESS_STEPS)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._apsw.set_progress_handler(None)
        return isinstance(error, DBAPIError) and isinstance(getattr(error.orig, "__cause__", None), apsw.InterruptError)
