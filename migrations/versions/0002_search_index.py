"""The search index: FTS5 over a view of windows on SQLite, a tsvector per window on PostgreSQL.

A window is a run of passages. The view cuts those of newest revisions out of their text: no text is stored twice.
Headline, outlet and day of the article are indexed with each as its context. Duplicates and old revisions are left out.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE = (
    """CREATE VIEW window_text AS
    SELECT r.first_window + p.key AS id, a.id AS article_id,
           r.title || ' ' || coalesce(a.publisher, '') || coalesce(
               ' ' || CAST(strftime('%d', r.published_at) AS INTEGER) || ' ' || rtrim(substr(
                   'January  February March    April    May      June     July     August   '
                   || 'SeptemberOctober  November December ', 9 * strftime('%m', r.published_at) - 8, 9))
               || strftime(' %Y', r.published_at), '') AS context,
           substr(plain_text(r.text), (p.value ->> 0) + 1, (p.value ->> 1) - (p.value ->> 0)) AS body
    FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision, json_each(r.windows) p
    WHERE a.duplicate_of IS NULL""",
    """CREATE VIRTUAL TABLE window_index USING fts5(context, body, content='window_text', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2')""",
    "INSERT INTO window_index(rowid, context, body) SELECT id, context, body FROM window_text",
)
_POSTGRES = (
    """CREATE VIEW window_text AS
    SELECT r.first_window + p.position - 1 AS id, a.id AS article_id,
           r.title || ' ' || coalesce(a.publisher, '')
           || coalesce(to_char(r.published_at AT TIME ZONE 'UTC', ' FMDD FMMonth YYYY'), '') AS context,
           substr(r.text, (p.value ->> 0)::int + 1, (p.value ->> 1)::int - (p.value ->> 0)::int) AS body
    FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision,
    json_array_elements(r.windows::json) WITH ORDINALITY AS p(value, position)
    WHERE a.duplicate_of IS NULL""",
    """CREATE TABLE window_index (
    window_id bigint PRIMARY KEY, article_id bigint NOT NULL, words tsvector NOT NULL)""",
    """INSERT INTO window_index(window_id, article_id, words)
    SELECT id, article_id, setweight(to_tsvector('english', context), 'B')
        || setweight(to_tsvector('english', body), 'A') FROM window_text""",
    "CREATE INDEX ix_window_index_words ON window_index USING gin (words)",
    "CREATE INDEX ix_window_index_article_id ON window_index (article_id)",
)


def upgrade() -> None:
    statements = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES
    for statement in statements:
        op.execute(statement)
