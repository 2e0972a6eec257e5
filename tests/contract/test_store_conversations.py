"""ConversationTable over both databases: inbox, threads, answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from bot.domain.conversation import Answer, Event, Nearest, Turn
from bot.domain.delivery import NewDelivery
from bot.domain.digest import Change, Citation, Claim, PromptStamp, Quote
from bot.domain.errors import NotFound
from bot.domain.ids import SentenceId
from bot.domain.message import Part
from bot.ports import Store, UnitOfWork
from bot.stores import build
from tests.samples import NOW

EVENT = Event("Ev1", "mention", "slack:C1", "who said so?", "U1", NOW, thread="171.1", message="171.5")
CITATION = Citation(
    1, SentenceId(12, 4, 3, 2), 12, 4, "https://courier.example/a", "https://courier.example/a#:~:text=x",
    "Courier", "A title", datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC), date(2026, 3, 1), "outlet",
    5, 9, "text", "ab",
)  # fmt: skip
ANSWER = Answer(
    question="who said so?",
    answered=True,
    scope="digest",
    claims=(Claim("Torvald said “it holds”.", (1,), (Quote("it holds", "Torvald", 1, 5, 13),)),),
    citations=(CITATION,),
    nearest=(Nearest("A title", "https://courier.example/a", None, "p12.3.s2"),),
    engine="model",
    standalone="Who said that the ceasefire holds?",
    changes=(Change("dropped", "V8", "number 7 is not in the source", "Seven left.", evidence="k1"),),
    prompts=(PromptStamp("answer", 2, "ff"),),
    notice="late",
    digest_id=7,
)


def add_posted(uow: UnitOfWork, key: str, ref: str, **fields: object) -> None:
    """A message that stands in slack:C1 as `ref`."""
    uow.deliveries.add([NewDelivery(key, key, 0, "slack:C1", Part("text", {}), **fields)])  # type: ignore[arg-type]
    claimed = next(item for item in uow.deliveries.claim_next(NOW, lease_s=60) if item.spec.key == key)
    uow.deliveries.record(claimed, state="posted", posted_ref=ref)


def test_an_event_is_accepted_once_though_delivered_twice(store: Store) -> None:
    with store.begin() as uow:
        assert uow.conversations.accept(EVENT)
        assert not uow.conversations.accept(replace(EVENT, text="again"))
        uow.commit()
    with store.begin() as uow:
        assert not uow.conversations.accept(EVENT)
        assert uow.conversations.claim_next(NOW, lease_s=60) == (EVENT,)


def test_of_workers_that_are_told_at_the_same_moment_one_accepts(store: Store, database_url: str) -> None:
    """Two processes' worth of stores, four threads each (fault I-02)."""
    other = build(database_url, clock=lambda: NOW)
    start = Barrier(8)

    def accept(number: int) -> bool:
        start.wait(60)
        with (store, other)[number % 2].begin() as uow:
            accepted = uow.conversations.accept(EVENT)
            uow.commit()
        return accepted

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(accept, range(8)))
    other.close()
    assert told.count(True) == 1
    with store.read() as uow:
        assert len(uow.conversations.list_events(EVENT.place)) == 1


def test_words_that_were_not_said_to_the_bot_or_were_taken_back_are_forgotten(store: Store) -> None:
    others, deleted, asked = (replace(EVENT, key=key, message=f"171.{key}") for key in ("E7", "E8", "E9"))
    with store.begin() as uow:
        for event in (others, deleted, asked):
            uow.conversations.accept(event)
        uow.conversations.finish("E7", state="ignored", reason="not said to the bot")
        uow.conversations.cancel("slack:C1", "171.E8")
        uow.conversations.finish("E9", state="done")
        assert not uow.conversations.accept(others)
        uow.commit()
    with store.read() as uow:
        kept = {event.key: (event.text, state) for event, state in uow.conversations.list_events("slack:C1")}
    assert kept == {"E7": ("", "ignored"), "E8": ("", "cancelled"), "E9": ("who said so?", "done")}


def test_events_are_leased_in_order_and_finished_for_good(store: Store) -> None:
    earlier = replace(EVENT, key="Ev0", at=NOW - timedelta(seconds=5), payload={"block": "b1"}, command="/ask")
    with store.begin() as uow:
        uow.conversations.accept(EVENT)
        uow.conversations.accept(earlier)
        assert uow.conversations.claim_next(NOW, lease_s=60, limit=1) == (earlier,)
        assert uow.conversations.claim_next(NOW, lease_s=60) == (EVENT,)
        assert uow.conversations.claim_next(NOW, lease_s=60) == ()
        uow.conversations.finish("Ev0", state="done")
        assert not uow.conversations.is_open("Ev0")
        assert uow.conversations.claim_next(NOW + timedelta(seconds=61), lease_s=60) == (EVENT,)


def test_a_waiting_event_is_seen_without_being_claimed(store: Store) -> None:
    with store.begin() as uow:
        assert not uow.conversations.has_waiting(NOW)
        uow.conversations.accept(EVENT)
        uow.commit()
    with store.read() as uow:
        assert uow.conversations.has_waiting(NOW)
    with store.begin() as uow:
        uow.conversations.claim_next(NOW, lease_s=60)
        assert not uow.conversations.has_waiting(NOW)
        assert uow.conversations.has_waiting(NOW + timedelta(seconds=60)), "its lease has run out"
        uow.conversations.finish(EVENT.key, state="done")
        assert not uow.conversations.has_waiting(NOW + timedelta(seconds=60))


def test_a_deleted_question_is_dropped_unless_answered(store: Store) -> None:
    with store.begin() as uow:
        uow.conversations.accept(EVENT)
        uow.conversations.accept(replace(EVENT, key="Ev2", message="171.6"))
        uow.conversations.finish("Ev2", state="done")
        for message in ("171.5", "171.6", "171.9"):
            uow.conversations.cancel("slack:C1", message)
        assert not uow.conversations.is_open("Ev1")
        assert not uow.conversations.is_open("never")
        assert uow.conversations.claim_next(NOW, lease_s=60) == ()


def test_hostile_characters_in_an_event_do_not_stop_it(store: Store) -> None:
    with store.begin() as uow:
        assert uow.conversations.accept(
            replace(EVENT, text="a\x00b\ud83d'; DROP TABLE events; --", payload={"v": "\x00"})
        )
        (event,) = uow.conversations.claim_next(NOW, lease_s=60)
    assert event.text == "a\ufffdb\ufffd'; DROP TABLE events; --"


def test_an_answer_comes_back_whole(store: Store) -> None:
    with store.begin() as uow:
        added = uow.conversations.add_answer(ANSWER, place="slack:C1", thread="171.1", event_key="Ev1")
        uow.commit()
    with store.read() as uow:
        assert uow.conversations.get_answer(added.id) == added == replace(ANSWER, id=added.id)
        with pytest.raises(NotFound):
            uow.conversations.get_answer(added.id + 1)


def test_broken_characters_in_an_answer_are_replaced(store: Store) -> None:
    with store.begin() as uow:
        added = uow.conversations.add_answer(
            replace(ANSWER, question="what \ud83d\x00?"), place="console", thread=None, event_key=None
        )
        assert uow.conversations.get_answer(added.id).question in ("what \ufffd\x00?", "what \ufffd\ufffd?")


def test_turns_of_a_thread_are_the_latest_oldest_first(store: Store) -> None:
    refusal = Answer("and then?", answered=False, scope="archive", reason="Nothing is stored about that.")
    with store.begin() as uow:
        for number in range(8):
            asked = replace(ANSWER, question=f"q{number}")
            uow.conversations.add_answer(asked, place="slack:C1", thread="171.1", event_key=f"E{number}")
        uow.conversations.add_answer(refusal, place="slack:C1", thread="171.1", event_key="E9")
        uow.conversations.add_answer(ANSWER, place="slack:C2", thread="171.1", event_key="E10")
        turns = uow.conversations.list_turns("slack:C1", "171.1", limit=2)
        assert turns == (Turn("q7", "Torvald said “it holds”."), Turn("and then?", "Nothing is stored about that."))
        assert len(uow.conversations.list_citations("slack:C1", "171.1")) == 9


def test_threads_of_ours_are_known(store: Store) -> None:
    with store.begin() as uow:
        add_posted(uow, "digest:7:0", "171.1", digest_id=7)
        answer = uow.conversations.add_answer(ANSWER, place="slack:C1", thread=None, event_key="E1")
        add_posted(uow, "answer:1:0", "172.1", answer_id=answer.id)
        uow.conversations.add_answer(ANSWER, place="slack:C1", thread="173.1", event_key="E2")
        assert uow.conversations.find_thread_digest("slack:C1", "171.1") == 7
        assert uow.conversations.find_thread_digest("slack:C1", "172.1") is None
        owned = [
            ref for ref in ("171.1", "172.1", "173.1", "174.1") if uow.conversations.is_own_thread("slack:C1", ref)
        ]
        assert owned == ["171.1", "172.1", "173.1"]
        assert not uow.conversations.is_own_thread("slack:C2", "171.1")
        assert [a.id for a in uow.conversations.list_citations("slack:C1", "172.1")] == [answer.id]


def test_requests_are_counted_by_state_for_one_person_and_for_all(store: Store) -> None:
    with store.begin() as uow:
        for number in range(4):
            uow.conversations.accept(replace(EVENT, key=f"E{number}", at=NOW - timedelta(minutes=number)))
        uow.conversations.accept(replace(EVENT, key="E5", user="U2"))
        uow.conversations.accept(replace(EVENT, key="E6", kind="rating"))
        uow.conversations.accept(replace(EVENT, key="E7", at=NOW - timedelta(hours=2)))
        uow.conversations.finish("E1", state="done")
        uow.conversations.finish("E2", state="failed")
        uow.conversations.finish("E7", state="done")
        uow.conversations.claim_next(NOW, lease_s=60, limit=1)
        counted = uow.conversations.count_by_state(since=NOW - timedelta(hours=1), user="U1")
        everybody = uow.conversations.count_by_state(since=NOW - timedelta(hours=1))
    assert counted == {"claimed": 1, "done": 1, "failed": 1, "accepted": 1}
    assert everybody == {**counted, "accepted": 2}


def test_what_was_asked_in_a_place_is_listed_with_its_state(store: Store) -> None:
    with store.begin() as uow:
        for number in range(3):
            uow.conversations.accept(replace(EVENT, key=f"E{number}", at=NOW + timedelta(seconds=number)))
        uow.conversations.accept(replace(EVENT, key="E9", place="slack:C2"))
        uow.conversations.accept(replace(EVENT, key="E8", kind="rating"))
        uow.conversations.finish("E1", state="done")
        uow.commit()
    with store.read() as uow:
        listed = uow.conversations.list_events("slack:C1", limit=2)
    assert [(event.key, state) for event, state in listed] == [("E1", "done"), ("E2", "accepted")]
