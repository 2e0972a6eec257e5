"""When a feed is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import Outcome
from bot.domain.feed import FeedState, Validators
from bot.steps.plan.polling import (
    JITTER,
    MAX_BACKOFF_S,
    MAX_INTERVAL_S,
    MIN_INTERVAL_S,
    after_failure,
    after_part,
    after_success,
    is_waiting,
    is_worth_trying,
    next_poll_at,
    no_later_than,
    validators_to_send,
    will_be_tried_again,
)

NOW = datetime(2031, 3, 14, 8, 0, tzinfo=UTC)
NEW = FeedState(7)
TAGGED = Validators('"1"', None, "ab")


def wait_s(state: FeedState) -> float:
    assert state.next_poll_at is not None
    return (state.next_poll_at - NOW).total_seconds()


def succeed(state: FeedState, *, has_news: bool) -> FeedState:
    return after_success(state, now=NOW, validators=TAGGED, has_news=has_news)


def test_the_interval_follows_how_often_there_is_news() -> None:
    busy = quiet = NEW
    for _ in range(30):
        busy, quiet = succeed(busy, has_news=True), succeed(quiet, has_news=False)
    assert (busy.interval_s, quiet.interval_s) == (MIN_INTERVAL_S, MAX_INTERVAL_S) == (300, 6 * 3600)
    assert wait_s(busy) == pytest.approx(MIN_INTERVAL_S, rel=JITTER)
    assert succeed(quiet, has_news=True).interval_s < MAX_INTERVAL_S


def test_success_clears_what_was_wrong() -> None:
    failing = after_failure(NEW, now=NOW, reason="no answer")
    state = succeed(failing, has_news=True)
    assert (state.status, state.error, state.failures, state.validators) == ("ok", None, 0, TAGGED)
    assert state.last_success_at == state.last_attempt_at == NOW


def test_failures_wait_twice_as_long_each_time_up_to_a_day() -> None:
    state, waits = NEW, []
    for _ in range(12):
        state = after_failure(state, now=NOW, reason="no answer")
        waits.append(wait_s(state))
    assert waits[0] == pytest.approx(900, rel=JITTER)
    assert waits[1] == pytest.approx(1800, rel=JITTER)
    assert waits[-1] == pytest.approx(MAX_BACKOFF_S, rel=JITTER) and MAX_BACKOFF_S == 86_400
    assert (state.status, state.failures, state.error) == ("failing", 12, "no answer")


def test_a_failure_keeps_what_is_known_of_the_server() -> None:
    state = after_failure(succeed(NEW, has_news=True), now=NOW + timedelta(hours=1), reason="no answer")
    assert (state.validators, state.last_success_at) == (TAGGED, NOW)


def test_retry_after_is_the_least_wait_within_reason() -> None:
    assert wait_s(after_failure(NEW, now=NOW, reason="busy", retry_after_s=7200)) >= 7200
    assert wait_s(after_failure(NEW, now=NOW, reason="busy", retry_after_s=5)) >= 900
    assert wait_s(after_failure(NEW, now=NOW, reason="busy", retry_after_s=1e12)) < 8 * 86_400


def test_the_third_410_in_a_row_is_the_end_and_no_other_mixture() -> None:
    def fail(state: FeedState, *statuses: int) -> str:
        for status in statuses:
            state = after_failure(state, now=NOW, reason=f"HTTP {status}", status=status)
        return state.status

    assert fail(NEW, 410, 410, 410) == "gone"
    assert fail(NEW, 503, 503, 410, 410) == "failing"
    assert fail(NEW, 410, 410, 503, 410) == "failing"
    assert fail(NEW, 503, 503, 503, 410, 410, 410) == "gone"
    assert fail(NEW, *[404] * 20) == "failing"


def test_feeds_drift_apart_and_always_in_the_same_way() -> None:
    waits = {(next_poll_at(feed_id, NOW, 1000.0) - NOW).total_seconds() for feed_id in range(50)}
    assert len(waits) > 45
    assert 900 <= min(waits) < 950 and 1050 < max(waits) <= 1100
    assert next_poll_at(3, NOW, 1000.0) == next_poll_at(3, NOW, 1000.0)
    least = [(next_poll_at(feed_id, NOW, 1000.0, is_least=True) - NOW).total_seconds() for feed_id in range(50)]
    assert min(least) >= 1000


def test_what_was_cut_short_goes_on_soon_and_is_listed_again() -> None:
    state = after_part(replace(NEW, validators=TAGGED), now=NOW, note="the rest follows")
    assert (state.validators, wait_s(state), state.error, state.status) == (Validators(), 60, "the rest follows", "ok")


def test_once_a_day_the_server_is_asked_for_everything() -> None:
    state = succeed(NEW, has_news=True)
    assert validators_to_send(state, NOW + timedelta(hours=2)) == TAGGED
    assert validators_to_send(state, NOW + timedelta(days=1)) == Validators(body_sha256="ab")
    assert validators_to_send(NEW, NOW) == Validators()


def test_a_place_that_costs_nothing_is_looked_at_often() -> None:
    state = succeed(NEW, has_news=False)
    assert no_later_than(state, NOW + timedelta(minutes=1)).next_poll_at == NOW + timedelta(minutes=1)
    assert no_later_than(state, NOW + timedelta(days=1)) == state


def tried(*kinds_and_hours: tuple[str, float]) -> list[Outcome]:
    return [Outcome("u", kind, "", NOW + timedelta(hours=hours)) for kind, hours in kinds_and_hours]


@pytest.mark.parametrize(
    ("outcomes", "hours", "expected"),
    [
        ([], 0, True),
        (tried(("failed", 0)), 0.1, False),
        (tried(("failed", 0)), 0.2, True),
        (tried(("failed", 0), ("failed", 1)), 2, False),
        (tried(("no_text", 0), ("failed", 1)), 7, True),
        (tried(("failed", 0), ("failed", 1), ("paywalled", 8)), 999, False),
        (tried(("stale", 0)), 999, False),
    ],
)
def test_a_page_is_tried_three_times_with_patience(outcomes: list[Outcome], hours: float, expected: bool) -> None:
    assert is_worth_trying(outcomes, NOW + timedelta(hours=hours)) is expected


def test_what_a_watch_made_of_an_article_is_no_try() -> None:
    assert is_worth_trying([Outcome("u", "stale", "", NOW, watch="Daily")], NOW)


def test_only_failures_wait_for_another_try_and_walls_for_one_only() -> None:
    cases = {("failed", 1): True, ("failed", 2): True, ("failed", 3): False, ("no_text", 1): True,
             ("no_text", 2): False, ("paywalled", 2): False, ("stored", 1): False}  # fmt: skip
    assert {(kind, times): is_waiting(tried(*[(kind, 0)] * times)) for kind, times in cases} == cases
    assert [will_be_tried_again(tries, kind="failed") for tries in range(4)] == [True, True, False, False]
    assert [will_be_tried_again(tries, kind="no_text") for tries in range(3)] == [True, False, False]
