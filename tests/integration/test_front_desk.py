"""The desk over real databases: what platforms ask of the program."""

from __future__ import annotations

import pytest

from bot.domain.errors import NotFound
from bot.flows.front_desk import MAX_TEXT_CHARS, Desk
from bot.ports import FrontDesk, Store
from tests.chat_room import PLACE, ChatRoom
from tests.sample_archive import store_samples


@pytest.fixture
def room(store: Store) -> ChatRoom:
    store_samples(store)
    return ChatRoom(store)


def test_accepting_wakes_whoever_waits_once_per_event(room: ChatRoom) -> None:
    woken: list[str] = []
    desk: FrontDesk = Desk(room.store, clock=room.clock, on_accept=lambda: woken.append("now"))
    event = room.event("what happened?")
    assert desk.accept(event) and not desk.accept(event)
    assert woken == ["now"]


def test_a_huge_text_is_kept_in_part(room: ChatRoom) -> None:
    room.desk.accept(room.event("x" * 200_000, key="Q"))
    ((event, state),) = room.desk.list_questions(PLACE)
    assert len(event.text) == MAX_TEXT_CHARS and state == "accepted"


def test_a_deletion_is_done_when_it_is_accepted(room: ChatRoom) -> None:
    room.desk.accept(room.event("what happened?", message="m1", key="Q"))
    room.desk.accept(room.event("", "deleted", message="m1"))
    assert [state for _, state in room.desk.list_questions(PLACE)] == ["cancelled"]


def test_digests_sources_and_places_can_be_read(room: ChatRoom) -> None:
    digest, ref = room.post_digest("Insurers say premiums")
    assert [one.id for one in room.desk.list_digests()] == [digest.id]
    assert room.desk.list_digests(before=digest.as_of) == ()
    assert room.desk.get_digest(digest.id).headline == "Serren Watch"
    assert [part.posted_ref for part in room.desk.list_posted(PLACE)] == [ref]
    assert room.desk.list_posted("fake:OTHER") == ()
    shown = room.desk.show_sources(digest.id)
    assert any("Serren Business Daily" in span.text for block in shown.blocks for span in block.spans)
    assert room.desk.view_source(str(digest.citations[0].sentence_id)).article.title == digest.citations[0].title
    for missing in (room.desk.get_digest, room.desk.show_sources):
        with pytest.raises(NotFound):
            missing(99)


def test_describe_counts_in_plain_words(room: ChatRoom) -> None:
    assert room.desk.describe()["last_digest_at"] == "never"
    room.post_digest("Insurers say premiums")
    facts = room.desk.describe()
    assert facts["articles"] == "30" and facts["deliveries_posted"] == "1" and facts["feeds_failing"] == "0"
    assert facts["last_digest_at"].startswith("2027-03-18")
