"""`/brief` and `/source` in a channel, over real databases and a real fetcher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import fetcher
from bot.domain import seams
from bot.domain.article import Outcome
from bot.domain.watch import Slot, Watch
from bot.flows.inbox import deal_with_due
from bot.ports import Store
from bot.sources import rss
from tests.chat_room import PLACE, ChatRoom
from tests.sample_archive import HOST, NOW, store_samples
from tests.servers.web import WebServer

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Norven Courier</title><link>https://courier.example/</link>
<item><title>Bridge reopens at Kastrel</title><link>https://courier.example/a</link><guid>a</guid></item>
</channel></rss>"""


@pytest.fixture
def room(store: Store) -> ChatRoom:
    store_samples(store)
    with store.begin() as uow:
        uow.watches.add(Watch("Serren Watch", channel=PLACE, schedule="30 7 * * *", timezone="Europe/Berlin"))
        uow.watches.add(Watch("Other Watch", channel="fake:OTHER", origin="chat"))
        uow.commit()
    return ChatRoom(store)


def brief(room: ChatRoom, text: str, **fields: object) -> str:
    """The reply to `/brief …`."""
    return "\n".join(message.text for message in room.command("/brief", text, **fields))


@pytest.mark.parametrize("text", ["", "help", "HELP"])
def test_help_lists_every_word(room: ChatRoom, text: str) -> None:
    shown = brief(room, text)
    for word in ("now", "next", "list", "add", "pause", "resume", "why", "feeds", "/ask", "/source"):
        assert word in shown


def test_an_unknown_word_gets_the_nearest_and_help(room: ChatRoom) -> None:
    shown = brief(room, "paus Serren")
    assert "“paus”" in shown and "did you mean “pause”" in shown and "/brief now" in shown


def test_list_and_next_show_this_channels_watches_only(room: ChatRoom) -> None:
    listed, coming = brief(room, "list"), brief(room, "next")
    assert listed == "Serren Watch: every day at 07:30 (Europe/Berlin)"
    assert coming == "Serren Watch: Friday, 19 March 2027, 07:30 (Europe/Berlin)"


def test_a_channel_without_a_watch_is_told_how_to_make_one(room: ChatRoom) -> None:
    for word in ("list", "next", "now", "pause"):
        shown = brief(room, word, place="fake:EMPTY")
        assert "briefbot watches add" in shown and "fake:EMPTY" in shown


def test_pause_and_resume_the_watch_of_this_channel(room: ChatRoom) -> None:
    assert "is paused" in brief(room, "pause")
    assert "paused" in brief(room, "next") and brief(room, "list").endswith(", paused")
    assert "Friday, 19 March" in brief(room, "resume serren watch")
    with room.store.read() as uow:
        assert not uow.watches.get("Serren Watch").paused


def test_the_watch_of_another_channel_is_out_of_reach(room: ChatRoom) -> None:
    for word in ("pause", "resume", "now"):
        assert "This channel has no watch “Other Watch”" in brief(room, f"{word} Other Watch")
    with room.store.read() as uow:
        assert not uow.watches.get("Other Watch").paused


def test_with_several_watches_one_must_be_named_to_pause(room: ChatRoom) -> None:
    with room.store.begin() as uow:
        uow.watches.add(Watch("Port Watch", channel=PLACE))
        uow.commit()
    assert "Say which one: Port Watch, Serren Watch" in brief(room, "pause")
    assert "Port Watch is paused" in brief(room, "pause Port Watch")
    assert "did you mean “port watch”" in brief(room, "pause Prot Watch")


def test_now_writes_and_posts_one_edition_here(room: ChatRoom) -> None:
    posted = room.command("/brief", "now", key="E9")
    assert posted and all(message.key.startswith("digest:") for message in posted)
    with room.store.read() as uow:
        (digest,) = uow.digests.list_recent()
        assert digest.watch == "Serren Watch"
        assert [state for slot, state, _ in uow.watches.list_slots("Serren Watch", since=NOW) if slot.key == "now-E9"]
    assert room.state_of("E9") == "done"
    assert "premium" in room.text("What did the insurers say about hulls?", "reply", thread=posted[0].ref)


def test_now_while_an_edition_is_being_written_says_so(room: ChatRoom) -> None:
    with room.store.begin() as uow:
        uow.watches.claim_slot(Slot("Serren Watch", "now-E9", NOW), NOW, lease_s=200)
        uow.commit()
    assert "being written at this moment" in brief(room, "now", key="E9")


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("point", ["inbox.claimed", "digest.written", "digest.published", "inbox.answered"])
def test_a_kill_while_writing_now_leaves_exactly_one_edition(room: ChatRoom, point: str) -> None:
    def kill(reached: str) -> None:
        if reached == point:
            raise Killed

    room.desk.accept(room.event("now", "command", command="/brief", message=None))
    seams.set_hook(kill)
    try:
        with pytest.raises(Killed):
            deal_with_due(room.switchboard)
    finally:
        seams.set_hook(None)
    room.clock.move(310)
    room.work()
    assert len([key for key in room.platform.keys if key.startswith("digest:") and key.endswith(":0")]) == 1
    assert room.state_of("E1") == "done"


# --- feeds and articles ----------------------------------------------------------------------------------------------


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def test_add_reads_the_address_and_stores_the_feed_with_its_tags(room: ChatRoom, web: WebServer) -> None:
    url = web.serve("/feed", FEED, "application/rss+xml")
    real = fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=(web.host,))
    sources = {"rss": rss.build(rss.Options(), real)}
    room.switchboard = replace(room.switchboard, fetcher=real, sources=sources)
    shown = brief(room, f"add <{url}|feed> norvenia bridges")
    assert shown.startswith("Added “Norven Courier”") and "norvenia, bridges" in shown
    with room.store.read() as uow:
        feed = uow.feeds.get("Norven Courier")
    assert (feed.url, feed.tags, feed.origin) == (url, ("norvenia", "bridges"), "chat")
    assert "Norven Courier: not read yet" in brief(room, "feeds")
    again = brief(room, f"add {url}")
    assert "already" in again and "\n" not in again


@pytest.mark.parametrize(
    "address", ["", "not-an-address", "http://127.0.0.1:9/x", "file:///etc/passwd", "http://169.254.169.254/latest"]
)
def test_an_address_that_cannot_be_read_gets_one_line(room: ChatRoom, address: str) -> None:
    real = fetcher.build(fetcher.Options(total_timeout_s=30))
    room.switchboard = replace(room.switchboard, fetcher=real, sources={"rss": rss.build(rss.Options(), real)})
    posted = room.command("/brief", f"add {address}", key="Q")
    assert len(posted) == 1 and "\n" not in posted[0].text
    assert room.state_of("Q") == "done"


def test_why_tells_what_became_of_an_article(room: ChatRoom) -> None:
    with room.store.begin() as uow:
        uow.outcomes.record([Outcome("https://news.example/x", "duplicate", "of article 7 | <!channel>", NOW)])
        uow.commit()
    shown = brief(room, "why <https://news.example/x>")
    assert "2027-03-18 17:30 UTC duplicate: of article 7" in shown
    assert "Nothing is known of" in brief(room, "why https://nowhere.example/")
    assert "Say which article" in brief(room, "why")


def test_feeds_without_any_says_how_to_add_one(store: Store) -> None:
    room = ChatRoom(store)
    assert "/brief add" in brief(room, "feeds")


# --- /source ---------------------------------------------------------------------------------------------------------


def source(room: ChatRoom, text: str, **fields: object) -> str:
    """The reply to `/source …`."""
    return "\n".join(message.text for message in room.command("/source", text, **fields))


def test_a_number_means_the_newest_digest_of_the_channel(room: ChatRoom) -> None:
    room.post_digest("Port Halloran Rovers")
    room.post_digest("Insurers say premiums", "Patrol boats collide")
    assert "Two boats, two stories, one sea" not in source(room, "1")
    assert "Patrol boats collide" in source(room, "[2]")
    assert source(room, "9") == "There is no source 9 here: the numbers go from 1 to 2."


def test_a_number_after_an_answer_means_the_answers_source(room: ChatRoom) -> None:
    _, ref = room.post_digest("Insurers say premiums", "Patrol boats collide")
    room.say("How many sailors were injured?", "reply", thread=ref)
    assert "Patrol boats collide" in room.text("show me source 1", "reply", thread=ref)
    assert "Patrol boats collide" in room.text("source 2", "reply", thread=ref)


def test_words_are_looked_up_and_judged(room: ChatRoom) -> None:
    verbatim = source(room, "“Two boats, two stories, one sea”")
    assert "Verbatim" in verbatim and "Miro Castellane" in verbatim and "Patrol boats collide" in verbatim
    altered = source(room, "We cannot live with this text, but we can live with its timetable")
    assert "Not verbatim" in altered
    assert "not in the archive" in source(room, "“Bananas are traded by moonlight only”")


def test_addresses_and_ids_are_shown_in_context(room: ChatRoom) -> None:
    with room.store.read() as uow:
        article = next(one for one in uow.articles.list_recent(since=NOW.replace(year=2000), until=NOW) if one.id == 3)
    assert article.title in source(room, f"<{article.url}|here>")
    assert article.title in source(room, "p3.2.s1")
    assert "no stored article" in source(room, f"{HOST}/nothing").lower()


@pytest.mark.parametrize("text", ["", "hm", "?", "“”", "1 2"])
def test_an_unclear_wish_gets_the_usage(room: ChatRoom, text: str) -> None:
    assert "/source 3" in source(room, text)


def test_a_number_where_nothing_stands_says_so(room: ChatRoom) -> None:
    assert source(room, "1", place="fake:EMPTY") == "Nothing with numbered sources stands here yet."
