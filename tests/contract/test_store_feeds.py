"""FeedTable over both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, UserError
from bot.domain.feed import Feed, FeedState, Habits, Validators
from bot.ports import Store
from tests.samples import NOW

COURIER = Feed("Courier", "https://courier.example/feed", "rss", "Norven Courier", "outlet", ("norvenia",))
HERALD = Feed("Herald", "https://herald.example/", "page", options={"selector": "a.story", "depth": 2})


def test_settings_replace_feeds_of_settings_and_leave_others(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER, HERALD])
        uow.feeds.add(replace(COURIER, name="Chat feed", origin="chat"))
        uow.feeds.sync_settings([replace(COURIER, publisher="Courier Group")])
        listed = {feed.name: feed for feed, _ in uow.feeds.list_all()}
    assert list(listed) == ["Chat feed", "Courier"]
    assert listed["Courier"].publisher == "Courier Group"


def test_a_feed_comes_back_whole(store: Store) -> None:
    with store.begin() as uow:
        added = uow.feeds.add(replace(HERALD, origin="command"))
        uow.commit()
    with store.read() as uow:
        assert uow.feeds.get("Herald") == added == replace(HERALD, origin="command", id=added.id)
        assert uow.feeds.list_all()[0][1] == FeedState(added.id)


def test_names_are_unique_and_settings_are_removed_in_the_settings(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER])
        with pytest.raises(UserError, match="exists already"):
            uow.feeds.add(replace(COURIER, origin="command"))
        with pytest.raises(UserError, match="settings file"):
            uow.feeds.remove("Courier")
        with pytest.raises(NotFound, match="“Nobody”"):
            uow.feeds.remove("Nobody")
        added = uow.feeds.add(replace(HERALD, origin="command"))
        uow.feeds.remove("Herald")
        again = uow.feeds.add(replace(HERALD, origin="command"))
    assert again.id > added.id, "articles of the removed feed must not become those of the new one"


def test_due_feeds_are_leased_once_and_again_when_the_lease_ran_out(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER, HERALD])
        assert [feed.name for feed, _ in uow.feeds.claim_due(NOW, limit=1, lease_s=60)] == ["Courier"]
        assert [feed.name for feed, _ in uow.feeds.claim_due(NOW, limit=9, lease_s=60)] == ["Herald"]
        assert uow.feeds.claim_due(NOW, limit=9, lease_s=60) == ()
        assert len(uow.feeds.claim_due(NOW + timedelta(seconds=61), limit=9, lease_s=60)) == 2


def test_a_due_feed_is_seen_without_being_claimed(store: Store) -> None:
    with store.begin() as uow:
        assert not uow.feeds.has_due(NOW)
        uow.feeds.sync_settings([COURIER])
        uow.commit()
    with store.read() as uow:
        assert uow.feeds.has_due(NOW)
    with store.begin() as uow:
        ((feed, _),) = uow.feeds.claim_due(NOW, limit=9, lease_s=60)
        assert not uow.feeds.has_due(NOW)
        assert uow.feeds.has_due(NOW + timedelta(seconds=60)), "its lease has run out"
        uow.feeds.record_state(FeedState(feed.id, next_poll_at=NOW + timedelta(minutes=5)))
        assert not uow.feeds.has_due(NOW + timedelta(seconds=299))
        assert uow.feeds.has_due(NOW + timedelta(seconds=300))
        uow.feeds.record_state(FeedState(feed.id, status="gone", next_poll_at=NOW))
        assert not uow.feeds.has_due(NOW)


def test_a_recorded_state_releases_the_lease_and_comes_back(store: Store) -> None:
    later = NOW + timedelta(minutes=15)
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER])
        ((feed, _),) = uow.feeds.claim_due(NOW, limit=9, lease_s=3600)
        state = FeedState(feed.id, Validators('W/"1"', "Mon", "ab"), "failing", "timed out", 2, NOW, NOW, later, 1800.0)
        uow.feeds.record_state(state)
        assert uow.feeds.list_all() == ((feed, state),)
        assert uow.feeds.claim_due(NOW, limit=9, lease_s=60) == ()
        assert uow.feeds.claim_due(later, limit=9, lease_s=60)[0][1] == state
        uow.feeds.record_state(replace(state, status="gone"))
        assert uow.feeds.claim_due(later, limit=9, lease_s=60) == ()


def test_a_new_address_forgets_the_old_validators(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER])
        feed = uow.feeds.get("Courier")
        uow.feeds.record_state(FeedState(feed.id, Validators("etag"), "gone", next_poll_at=NOW + timedelta(days=9)))
        uow.feeds.sync_settings([replace(COURIER, url="https://courier.example/new")])
        assert [state.validators for _, state in uow.feeds.claim_due(NOW, limit=9, lease_s=60)] == [Validators()]


def test_an_etag_is_not_saved_without_its_articles(store: Store) -> None:
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER])
        uow.commit()
    with store.begin() as uow:
        uow.feeds.record_state(FeedState(uow.feeds.get("Courier").id, Validators("etag")))
    with store.read() as uow:
        assert uow.feeds.list_all()[0][1].validators == Validators()


def test_habits_come_back_to_the_second(store: Store) -> None:
    habits = Habits(
        news_at=(NOW, NOW - timedelta(hours=3)),
        sites=("courier.example", "herald.example"),
        language="de",
        title="Norven Courier",
        pages="++-",
        entries="abcdefgh",
        full_at=NOW,
        moved_to="https://courier.example/new",
        moved_seen=2,
        keep_s=900.0,
        suspicion="its language is en instead of de",
    )
    with store.begin() as uow:
        feed = uow.feeds.add(replace(COURIER, origin="command"))
        state = FeedState(feed.id, status="silent", status_since=NOW, habits=habits)
        uow.feeds.record_state(state)
        assert uow.feeds.list_all() == ((feed, state),)
        uow.feeds.record_state(replace(state, habits=Habits()))
        assert uow.feeds.list_all()[0][1].habits == Habits()


def test_a_move_is_kept_beside_the_settings_until_they_name_another_address(store: Store) -> None:
    """F-02: what the operator wrote stays readable, and wins when it is changed."""
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER])
        state = FeedState(uow.feeds.get("Courier").id, Validators("etag"), moved_url="https://new.example/feed")
        uow.feeds.record_state(state)
        uow.feeds.sync_settings([COURIER])
        feed = uow.feeds.get("Courier")
        assert (feed.url, feed.given_url) == ("https://new.example/feed", COURIER.url)
        uow.feeds.record_state(replace(state, moved_url=None))
        assert uow.feeds.get("Courier") == feed, "a look that saw no move changes nothing"
        uow.feeds.sync_settings([replace(COURIER, url="https://courier.example/third")])
        feed = uow.feeds.get("Courier")
        assert (feed.url, feed.given_url) == ("https://courier.example/third", None)


def test_feeds_of_busy_hosts_are_passed_over(store: Store) -> None:
    """F-17: the host is that of the address where a feed is read now."""
    with store.begin() as uow:
        uow.feeds.sync_settings([COURIER, HERALD])

        def due(*hosts: str) -> list[str]:
            return [feed.name for feed, _ in uow.feeds.claim_due(NOW, limit=9, lease_s=0, skip_hosts=hosts)]

        assert due("courier.example") == ["Herald"]
        assert due("courier.example", "herald.example") == []
        uow.feeds.record_state(FeedState(uow.feeds.get("Courier").id, moved_url="https://new.example/feed"))
        assert due("courier.example") == ["Courier", "Herald"]
        assert due("new.example") == ["Herald"]
