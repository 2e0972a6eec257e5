"""A damaged store quotes nobody: noticed before a digest is written, and again right before it is posted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from structlog.testing import capture_logs

from bot.domain.digest import Digest, Quote
from bot.domain.lookup import QuoteVerdict
from bot.domain.watch import Slot, Watch
from bot.flows.ask_model import Writers
from bot.flows.deliver import Courier, deliver_due
from bot.flows.digest import publish_digest, write_digest
from bot.flows.lookup import find_quote
from bot.models import extractive
from bot.ports import Store
from bot.prompt_files import load_prompts
from bot.stores.engine import open_engine
from bot.stores.sqlite_driver import deflate, inflate
from tests.fakes.platform import FakeClock, FakePlatform
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", channel="fake:strait", mute=("sport",), window_days=2, timezone="Europe/Brussels")
SLOT = Slot("Strait Watch", "2027-03-18T18:30", NOW)
YEARS = (NOW.replace(year=2000), NOW.replace(year=2100))
COLUMNS = ("text", "quotations", "passages")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database without the program's care for it."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def prepare(store: Store) -> Store:
    store_samples(store)
    with store.begin() as uow:
        uow.watches.add(WATCH)
        uow.watches.claim_slot(SLOT, NOW, lease_s=300)
        uow.commit()
    return store


def write_to(store: Store) -> Writers:
    return Writers(store, load_prompts(), lambda: NOW, extractive.build())


def publish(store: Store) -> tuple[Digest, FakePlatform]:
    platform = FakePlatform(FakeClock(NOW))
    return publish_digest(WATCH, SLOT, writers=write_to(store), platform=platform), platform


def damage(engine: Engine, column: str, quote: Quote) -> None:
    """Other words, another speaker or other offsets in every stored article that has them, past all that guards it."""
    changes = {
        "text": (quote.text.rstrip(",."), quote.text.rstrip(",.").upper()),
        "quotations": (str(quote.speaker), "Quentin Zabriskie"),
        "passages": ("]]", "0]]"),
    }
    was, becomes = changes[column]
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        guard = "DROP TRIGGER revision_text_is_immutable" if is_sqlite else "ALTER TABLE revisions DISABLE TRIGGER USER"
        connection.execute(text(guard))
        for article_id, value in connection.execute(text(f"SELECT article_id, {column} FROM revisions")).all():
            changed = inflate(value).replace(was, becomes)
            connection.execute(
                text(f"UPDATE revisions SET {column} = :value WHERE article_id = :article"),
                {"value": deflate(changed) if is_sqlite else changed, "article": article_id},
            )


def first_quote(digest: Digest) -> Quote:
    """A quotation of the digest that has a speaker."""
    return next(one for one in printed_quotes(digest) if one.speaker)


def printed_quotes(digest: Digest) -> list[Quote]:
    claims = [*(claim for one in digest.developments for claim in one.claims), *digest.other_news]
    return [quote for claim in claims for quote in claim.quotes]


@pytest.mark.parametrize("column", COLUMNS)
def test_what_was_damaged_before_is_not_used_and_the_digest_says_so(store: Store, engine: Engine, column: str) -> None:
    prepare(store)
    quote = first_quote(write_digest(WATCH, as_of=NOW, writers=write_to(store)).digest)
    damage(engine, column, quote)
    with capture_logs() as logs:
        digest = write_digest(WATCH, as_of=NOW, writers=write_to(store)).digest
    assert quote.text not in [one.text for one in printed_quotes(digest)]
    assert "Zabriskie" not in str(digest) and quote.text.upper() not in str(digest)
    assert digest.notice is not None and "damaged" in digest.notice
    assert len([one for one in logs if "damaged" in one["event"]]) == 1
    found = find_quote(quote.text, store=store)
    verdict = found if isinstance(found, QuoteVerdict) else found.verdict
    assert verdict is not None and verdict.verdict in ("absent", "altered") and verdict.rendered is None


@pytest.mark.parametrize("column", COLUMNS)
def test_what_was_damaged_after_writing_is_withheld_with_a_reason(store: Store, engine: Engine, column: str) -> None:
    digest, platform = publish(prepare(store))
    damage(engine, column, first_quote(digest))
    with capture_logs() as logs:
        deliver_due(Courier(store, {"fake": platform}, platform.clock))
    assert platform.messages == []
    with store.read() as uow:
        first = uow.deliveries.list_group(f"digest:{digest.id}")[0]
        (failed, *_) = uow.deliveries.list_failed(since=NOW.replace(year=2000))
    assert first.state == "failed" and first.error is not None and first.error.startswith("withheld: ")
    assert "damaged" in first.error and "restore" in first.error and failed.error == first.error
    assert [one["reason"] for one in logs if one["event"] == "delivery not posted"] == [first.error]


def test_a_digest_whose_own_row_was_changed_is_withheld(store: Store, engine: Engine) -> None:
    digest, platform = publish(prepare(store))
    words = first_quote(digest).text
    with engine.begin() as connection:
        # JSON on both kinds of database; the words stand in a claim, its quotation and its citation.
        cast = "body" if engine.dialect.name == "sqlite" else "body::text"
        body = connection.scalar(text(f"SELECT {cast} FROM digests"))
        value = body.replace(words, words.upper())
        assert value != body
        connection.execute(text("UPDATE digests SET body = :value"), {"value": value})
    deliver_due(Courier(store, {"fake": platform}, platform.clock))
    assert platform.messages == []


def test_an_intact_store_posts(store: Store) -> None:
    digest, platform = publish(prepare(store))
    deliver_due(Courier(store, {"fake": platform}, platform.clock))
    assert first_quote(digest).text.split()[0] in " ".join(one.text for one in platform.messages)


def test_no_flipped_byte_of_the_file_changes_a_quotation(tmp_path: Path) -> None:
    """Bytes of the stored text flipped in the file itself: the words are gone, never other ones."""
    store = prepare(sqlite_store(tmp_path))
    with store.read() as uow:
        article = next(
            one for one in uow.articles.list_recent(since=YEARS[0], until=YEARS[1]) if one.revision.quotations
        )
    store.close()
    file = tmp_path / "briefbot.db"
    sound = file.read_bytes()
    blob = deflate(article.revision.text)[:200]
    at = sound.index(blob)
    dice = random.Random(4)
    for place in dice.sample(range(at, at + len(blob)), 40):
        flipped = bytearray(sound)
        flipped[place] ^= 1 << dice.randrange(8)
        file.write_bytes(flipped)
        opened = sqlite_store(tmp_path)
        with opened.read() as uow:
            read = uow.articles.get(article.id)
        opened.close()
        # Two bits of the compressed form's head say nothing about the text.
        assert not read.is_intact or read == article
