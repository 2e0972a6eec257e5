"""Publishing: one unit of work for digest, outcomes, deliveries and slot, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain import seams
from bot.domain.watch import Slot, Watch
from bot.flows import digest as flow
from bot.flows.ask_model import Writers
from bot.flows.digest import publish_digest
from bot.models import extractive
from bot.platforms import console
from bot.ports import Store
from bot.prompt_files import load_prompts
from tests.fakes.model import ScriptedModel
from tests.integration.printed import articles_told, check_printed
from tests.sample_archive import NOW, store_samples

WATCH = Watch("Strait Watch", channel="web:strait", mute=("sport",), window_days=2, timezone="Europe/Brussels")
SLOT = Slot("Strait Watch", "2027-03-18T18:30", NOW)
POINTS = ("digest.written", "digest.added", "digest.queued", "digest.finished", "digest.published")
AFTER_COMMIT = {"digest.published"}


class Stopped(BaseException):
    """Stands for the end of the process: nothing may catch it."""


@pytest.fixture(autouse=True)
def _no_hook_left() -> Iterator[None]:
    yield
    seams.set_hook(None)


@pytest.fixture
def writers(store: Store) -> Writers:
    store_samples(store)
    with store.begin() as uow:
        uow.watches.add(WATCH)
        uow.watches.claim_slot(SLOT, NOW, lease_s=300)
        uow.commit()
    return Writers(store, load_prompts(), lambda: NOW, extractive.build(), ScriptedModel())


PLATFORM = console.build(console.Options())


def test_a_slot_becomes_a_stored_digest_with_its_deliveries_and_outcomes(writers: Writers) -> None:
    digest = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM, reply_to="https://back.example")
    check_printed(digest, writers.store)
    with writers.store.read() as uow:
        assert uow.digests.get(digest.id) == digest
        assert digest.slot == SLOT.key
        (part,) = uow.deliveries.list_group(f"digest:{digest.id}")
        assert part.spec.key == f"digest:{digest.id}:0"
        assert (part.spec.place, part.spec.digest_id, part.spec.reply_to) == (
            "web:strait",
            digest.id,
            "https://back.example",
        )
        assert part.state == "pending"
        ((_, state, _),) = uow.watches.list_slots(WATCH.name, since=NOW - timedelta(days=1))
        assert state == "done"
        kinds = uow.outcomes.count_by_kind(since=NOW - timedelta(days=1), watch=WATCH.name)
        assert kinds == digest.coverage.outcomes
        assert kinds["cited"] >= 3


def test_a_slot_that_has_its_digest_gives_that_one_and_asks_nobody(writers: Writers) -> None:
    first = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    model = writers.model
    assert isinstance(model, ScriptedModel)
    asked = len(model.requests)
    assert publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM) == first
    assert len(model.requests) == asked
    with writers.store.read() as uow:
        assert len(uow.digests.list_recent(watch=WATCH.name)) == 1
        assert uow.deliveries.count_by_state() == {"pending": 1}


def test_two_at_once_publish_one(writers: Writers) -> None:
    """The other one gets in between our look and our write."""
    others: list[int] = []

    def overtake(point: str) -> None:
        if point == "digest.written" and not others:
            others.append(0)
            others[0] = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM).id

    seams.set_hook(overtake)
    assert publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM).id == others[0]
    with writers.store.read() as uow:
        assert uow.deliveries.count_by_state() == {"pending": 1}


@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_ends_at_any_point_leaves_all_or_nothing_and_a_second_run_ends_the_work(
    writers: Writers, point: str
) -> None:
    def stop(reached: str) -> None:
        if reached == point:
            raise Stopped

    seams.set_hook(stop)
    with pytest.raises(Stopped):
        publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    seams.set_hook(None)
    with writers.store.read() as uow:
        digests = len(uow.digests.list_recent(watch=WATCH.name))
        deliveries = sum(uow.deliveries.count_by_state().values())
        outcomes = uow.outcomes.count_by_kind(since=NOW - timedelta(days=1))
        ((_, state, _),) = uow.watches.list_slots(WATCH.name, since=NOW - timedelta(days=1))
    is_published = point in AFTER_COMMIT
    assert (digests, deliveries, bool(outcomes), state == "done") == (is_published,) * 4
    digest = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    with writers.store.read() as uow:
        assert [one.id for one in uow.digests.list_recent(watch=WATCH.name)] == [digest.id]
        assert uow.deliveries.count_by_state() == {"pending": 1}


def test_a_late_edition_says_so_and_tells_what_was_known_when_it_was_due(writers: Writers) -> None:
    due = NOW - timedelta(hours=3)
    slot = Slot(WATCH.name, "2027-03-18T15:30", due, is_late=True)
    digest = publish_digest(WATCH, slot, writers=writers, platform=PLATFORM)
    assert str(digest.notice).startswith("This edition was due at 15:30 and comes late.")
    assert digest.as_of == due
    assert all(citation.published_at and citation.published_at <= due for citation in digest.citations)


def test_a_window_without_news_is_published_as_one_line(writers: Writers) -> None:
    slot = Slot(WATCH.name, "2027-06-01T18:30", NOW + timedelta(days=75))
    digest = publish_digest(WATCH, slot, writers=writers, platform=PLATFORM)
    with writers.store.read() as uow:
        (part,) = uow.deliveries.list_group(f"digest:{digest.id}")
    assert digest.is_empty
    assert "no new developments" in str(part.spec.part.body["text"])


def test_the_next_edition_of_the_day_brings_only_what_is_new(writers: Writers) -> None:
    early = Slot(WATCH.name, "2027-03-18T12:30", NOW - timedelta(hours=6))
    first = publish_digest(WATCH, early, writers=writers, platform=PLATFORM)
    second = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    told = [articles_told(one) for one in (first, second)]
    assert told[0]
    assert not told[0] & told[1]
    assert second.since is not None
    assert (first.since, second.since.digest_id, second.since.edition) == (None, first.id, "the edition of 12:30")


def test_every_point_named_here_is_reached(writers: Writers) -> None:
    reached: list[str] = []
    seams.set_hook(reached.append)
    publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    assert tuple(reached) == POINTS
    assert flow.DEADLINE_S == 240


def test_what_goes_on_says_in_the_ledger_what_it_adds_to(writers: Writers) -> None:
    early = Slot(WATCH.name, "2027-03-18T12:30", NOW - timedelta(hours=6))
    first = publish_digest(WATCH, early, writers=writers, platform=PLATFORM)
    second = publish_digest(WATCH, SLOT, writers=writers, platform=PLATFORM)
    went_on = [one for one in second.developments if one.status == "update"]
    assert went_on
    cited = {citation.n: citation.url for citation in second.citations}
    with writers.store.read() as uow:
        found = uow.outcomes.list_for_url(cited[went_on[0].claims[0].citations[0]])
        repeated = uow.outcomes.count_by_kind(since=NOW - timedelta(days=1), watch=WATCH.name).get("repeat")
    assert found[-1].kind == "cited"
    assert found[-1].reason.endswith(f"; adds to what digest {first.id} told")
    assert repeated == second.coverage.outcomes["repeat"]
