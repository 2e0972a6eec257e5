"""Which channel a model call was for, so that each can have its own limit a day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("ledger", sa.Column("place", sa.Text(), nullable=False, server_default=""))
