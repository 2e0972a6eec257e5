"""The database itself refuses to change the text of a stored revision."""

from alembic import op

revision = "0003"
down_revision = "0002"

_SQLITE = (
    """CREATE TRIGGER revision_text_is_immutable BEFORE UPDATE OF text, text_sha256 ON revisions
    BEGIN SELECT raise(ABORT, 'the text of a revision never changes'); END""",
)
_POSTGRES = (
    """CREATE FUNCTION refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the text of a revision never changes'; END $$""",
    """CREATE TRIGGER revision_text_is_immutable BEFORE UPDATE OF text, text_sha256 ON revisions
    FOR EACH ROW EXECUTE FUNCTION refuse_text_change()""",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
