"""Search with PostgreSQL's full text: a tsvector per window of passages, all terms first, then the rarest in OR.

User text reaches the database as quoted lexemes only. ts_rank must read every match, hence the rarest terms only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import DBAPIError

from bot.domain.lookup import Hit, SearchFilter
from bot.stores.engine import READ_ONLY
from bot.stores.hits import to_hit
from bot.stores.query_words import MAX_QUERY_CHARS, has_phrase, plain_words, search_terms, spellings
from bot.stores.refusals import translated_refusals
from bot.stores.tables import storable

MAX_OR_TERMS = 4
"""The rarest terms of a question: more of them cost time and, measured, add nothing."""

DEADLINE_MS = 2_000
_MAX_COUNTED = 20_000
_MAX_VERIFIED = 500

_INSERT = text("""INSERT INTO window_index(window_id, article_id, words)
    SELECT id, article_id, setweight(to_tsvector('english', context), 'B')
        || setweight(to_tsvector('english', body), 'A') FROM window_text WHERE article_id = :article""")
_DELETE = text("DELETE FROM window_index WHERE article_id = :article")
_SEARCH = """SELECT f.window_id AS id, f.score, r.article_id, r.number AS revision,
    r.passages, (p.span ->> 0)::int AS start, (p.span ->> 1)::int AS stop,
    coalesce(a.url, a.canonical_url) AS url, a.publisher, r.title, r.published_at,
    substr(r.text, (p.span ->> 0)::int + 1, (p.span ->> 1)::int - (p.span ->> 0)::int) AS body
    FROM (SELECT i.window_id, i.article_id, ts_rank(i.words, q.query, 1) AS score
          FROM (SELECT {query} AS query) q, window_index i {narrowing}
          WHERE i.words @@ q.query {where} ORDER BY score DESC, i.window_id DESC LIMIT :limit) f
    JOIN articles a ON a.id = f.article_id JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
    CROSS JOIN LATERAL (SELECT r.windows::json -> (f.window_id - r.first_window)::int AS span) p
    ORDER BY f.score DESC, f.window_id DESC"""
_NARROWING = "JOIN articles a ON a.id = i.article_id"
_COUNT = text(f"""SELECT count(*) AS found FROM (SELECT 1 FROM window_index
    WHERE words @@ to_tsquery('english', :match) LIMIT {_MAX_COUNTED}) AS matches""")  # noqa: S608 - a constant


class PostgresIndex:
    """Feeds the index in the transaction of the articles."""

    def add(self, connection: Connection, article_id: int) -> None:
        """Index the newest revision of an article."""
        connection.execute(_INSERT, {"article": article_id})

    def remove(self, connection: Connection, article_id: int) -> None:
        """Take it out."""
        connection.execute(_DELETE, {"article": article_id})


class PostgresSearch:
    """Implements Search."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def search(self, query: str, *, limit: int = 20, only: SearchFilter | None = None) -> tuple[Hit, ...]:
        """See Search. What was found within the deadline is returned."""
        terms = search_terms(query)
        if not terms:
            return ()
        rows: list[Any] = []
        try:
            with translated_refusals(), self._snapshot() as connection:
                rows += _rows(connection, " & ".join(map(_lexeme, terms)), only, limit)
                if len(rows) < limit and len(terms) > 1:
                    seen = {row.id for row in rows}
                    match = " | ".join(map(_lexeme, _rarest(connection, terms, only)))
                    more = _rows(connection, match, only, limit + len(rows))
                    rows += [row for row in more if row.id not in seen]
        except _Stopped:
            pass
        return tuple(to_hit(rank, float(row.score), row, terms) for rank, row in enumerate(rows[:limit], start=1))

    def find_phrase(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """See Search."""
        wanted = plain_words(words[:MAX_QUERY_CHARS])
        if not wanted:
            return ()
        # The parser of PostgreSQL reads "x/y" or "U.S." as one word, depending on what stands around it: where the
        # phrase fails, its words are looked for in any order. Both are compared letter by letter.
        queries = ("phraseto_tsquery('english', :match)", "plainto_tsquery('english', :match)")
        for query in queries:
            values = {"match": storable(words[:MAX_QUERY_CHARS]), "limit": _MAX_VERIFIED}
            with translated_refusals(), self._snapshot() as connection:
                found = connection.execute(text(_SEARCH.format(query=query, narrowing="", where="")), values).all()
            hits = [row for row in found if has_phrase(wanted, row.body)]
            if hits:
                return tuple(
                    to_hit(rank, float(row.score), row, wanted) for rank, row in enumerate(hits[:limit], start=1)
                )
        return ()

    def _snapshot(self) -> Connection:
        connection = self._engine.connect().execution_options(**{READ_ONLY: True})
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {DEADLINE_MS}")
        return connection


class _Stopped(Exception):
    """The deadline passed."""


def _rows(connection: Connection, match: str, only: SearchFilter | None, limit: int) -> list[Any]:
    where, values = _conditions(only)
    narrowing = _NARROWING if where else ""
    statement = _SEARCH.format(query="to_tsquery('english', :match)", narrowing=narrowing, where=where)
    return _run(connection, text(statement), {"match": match, "limit": limit, **values})


def _rarest(connection: Connection, terms: Sequence[str], only: SearchFilter | None) -> list[str]:
    if only is not None and only.article_ids is not None:
        return list(terms)
    counted = sorted((_run(connection, _COUNT, {"match": _lexeme(term)})[0].found, term) for term in terms)
    return [term for count, term in counted if count][:MAX_OR_TERMS] or [terms[0]]


def _run(connection: Connection, statement: TextClause, values: dict[str, object]) -> list[Any]:
    try:
        return list(connection.execute(statement, values))
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.QueryCanceled):
            raise _Stopped from error
        raise


def _lexeme(term: str) -> str:
    quoted = ("'" + word.replace("\\", "").replace("'", "''") + "'" for word in spellings(term))
    return "(" + " | ".join(quoted) + ")"


def _conditions(only: SearchFilter | None) -> tuple[str, dict[str, object]]:
    if only is None:
        return "", {}
    clauses: dict[str, tuple[str, object]] = {
        "a.id = ANY(:ids)": ("ids", None if only.article_ids is None else sorted(only.article_ids)),
        "a.feed_id = ANY(:feeds)": ("feeds", None if only.feed_ids is None else sorted(only.feed_ids)),
        "a.publisher = ANY(:publishers)": ("publishers", sorted(only.publishers) or None),
        "a.sort_at >= :since": ("since", only.published_from),
        "a.sort_at < :until": ("until", only.published_to),
    }
    used = {clause: pair for clause, pair in clauses.items() if pair[1] is not None}
    return "".join(f" AND {clause}" for clause in used), dict(used.values())
