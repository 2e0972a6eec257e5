"""How a time of publication is known: a guessed day must not pass for one that the page told.

Older rows keep NULL: they were stored when only markup, feeds and labelled banners gave a time at all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("published_conf", sa.Text()))
