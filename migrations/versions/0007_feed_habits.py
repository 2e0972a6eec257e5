"""What a feed has been like, where it moved to, which host it is read from, and all feeds that carried an article."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("feeds", sa.Column("host", sa.Text(), nullable=False, server_default=""))
    op.add_column("feeds", sa.Column("moved_url", sa.Text()))
    op.add_column("feeds", sa.Column("status_since", sa.DateTime(timezone=True)))
    op.add_column("feeds", sa.Column("habits", sa.JSON()))
    op.create_table(
        "article_feeds",
        sa.Column("feed_id", _Id, primary_key=True),
        sa.Column("article_id", _Id, primary_key=True),
    )
    _fill_hosts()


def _fill_hosts() -> None:
    feeds = sa.table("feeds", sa.column("id"), sa.column("url"), sa.column("host"))
    connection = op.get_bind()
    for feed_id, url in connection.execute(sa.select(feeds.c.id, feeds.c.url)).all():
        try:
            host = (urlsplit(url).hostname or "") if url.startswith(("http://", "https://")) else ""
        except ValueError:
            host = ""
        connection.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(host=host))
