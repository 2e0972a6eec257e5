"""Which edition an outcome belongs to; editions that were written and not published have outcomes without one.

What editions of before made of articles was told at the time of the edition, by which it is found again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outcomes", sa.Column("digest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
    op.execute(
        """
        UPDATE outcomes SET digest_id = (
            SELECT max(digests.id) FROM digests
            WHERE digests.watch = outcomes.watch AND digests.as_of = outcomes.at
        )
        WHERE watch IS NOT NULL
        """
    )
    unpublished = sa.text("watch IS NOT NULL AND digest_id IS NULL")
    op.create_index("ix_outcomes_watch", "outcomes", ["watch"], sqlite_where=unpublished, postgresql_where=unpublished)
