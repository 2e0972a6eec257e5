"""Daily editions in a row, written offline and published each, so that every one has those before it to go on from.

Owns making them, from a file of articles or from the invented newsroom. What is measured on them is `bench_style` and
`bench_continuity`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.config import General, Settings
from bot.domain.digest import Digest
from bot.domain.watch import Slot, Watch
from bot.flows.digest import publish_digest
from bot.flows.import_files import import_paths
from bot.platforms import console
from tests import sample_archive

DAYS = 10
FIRST = datetime(2022, 9, 5, 18, 0, tzinfo=UTC)
"""A Monday with as many articles as most: ten days hold two weekends' worth of thin and full editions."""

WATCH = Watch("Daily", channel="console", window_days=1)


@contextmanager
def editions(path: Path | None, *, first: datetime = FIRST, days: int = DAYS) -> Iterator[tuple[App, list[Digest]]]:
    """The program on a scratch folder and its editions, oldest first.

    `path` is a file of articles (rows with `url title body published_at source`); without one, the invented newsroom.
    """
    with tempfile.TemporaryDirectory(prefix="briefbot-bench-") as home:
        app = App(Settings(general=General(home=home)))
        try:
            if path is None:
                sample_archive.store_samples(app.store)
                first, days = sample_archive.NOW - timedelta(days=2), 3
            else:
                import_paths(app.intake, [converted(path, Path(home))])
            yield app, publish(app, WATCH, [first + timedelta(days=day) for day in range(days)])
        finally:
            app.close()


def publish(app: App, watch: Watch, moments: list[datetime]) -> list[Digest]:
    """One edition of a watch at each moment, in this order."""
    platform = console.build(console.Options())
    with app.store.begin() as uow:
        watch = uow.watches.add(watch)
        uow.commit()
    found = []
    for moment in moments:
        slot = Slot(watch.name, f"{moment:%Y-%m-%dT%H:%M}", moment)
        with app.store.begin() as uow:
            uow.watches.claim_slot(slot, app.clock(), lease_s=600)
            uow.commit()
        found.append(publish_digest(watch, slot, writers=app.writers, platform=platform))
    return found


def converted(path: Path, folder: Path) -> Path:
    """The rows as the import reads them."""
    converted = folder / "articles.jsonl"
    with path.open(encoding="utf-8") as rows, converted.open("w", encoding="utf-8") as out:
        for row in map(json.loads, rows):
            fields = {"url": row["url"], "title": row["title"], "text": row["body"], "publisher": row["source"]}
            out.write(json.dumps(fields | {"published_at": row["published_at"]}) + "\n")
    return converted


def each_sentence(digest: Digest) -> Iterator[str]:
    """The printed sentences of an edition's developments and other news."""
    for claim in (*(claim for one in digest.developments for claim in one.claims), *digest.other_news):
        yield claim.text
