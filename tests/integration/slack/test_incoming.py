"""What people do in Slack reaches the desk once, as the right kind of event, and is always acknowledged in time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.domain.errors import StoreError
from bot.flows.front_desk import Desk
from bot.host import open_host
from bot.platforms.slack import build
from bot.platforms.slack.listen import ACCEPT_WAIT_S
from tests.servers.slack import ACK_LIMIT_S, BOT_ID, BOT_USER, DIRECT, NEWS, OTHER, PATIENT_S, SlackServer, wait_until
from tests.slack_bot import MemoryDesk, SlackBot, options_for, running_bot
from tests.store_fixtures import NOW, sqlite_store


def test_a_command_arrives_with_its_words_and_its_way_back(bot: SlackBot) -> None:
    receipt = bot.slack.command("/ask", "who holds the <bridge> & why?")
    (event,) = bot.desk.wait_for()
    assert receipt.is_acknowledged and receipt.body == ""
    assert (event.kind, event.command, event.text) == ("command", "/ask", "who holds the <bridge> & why?")
    assert (event.place, event.thread, event.user) == (f"slack:{NEWS}", None, "U0ADA")
    assert event.reply_to is not None and event.reply_to.startswith(bot.slack.url.removesuffix("api/"))
    assert event.key.startswith("slack:T0NORVEN:trigger:")


def test_an_empty_command_is_for_the_desk_as_well(bot: SlackBot) -> None:
    assert bot.slack.command("/source", "").is_acknowledged
    assert bot.desk.wait_for()[0].text == ""


def test_a_mention_arrives_once_though_slack_tells_it_twice(bot: SlackBot) -> None:
    receipt, posted = bot.slack.mention("what changed in <https://harbour.example/x|the harbour> &amp; who says so?")
    (event,) = bot.desk.wait_for()
    assert receipt.is_acknowledged and all(one.is_acknowledged for one in bot.slack.receipts)
    assert (event.kind, event.text) == ("mention", "what changed in the harbour & who says so?")
    assert (event.message, event.thread) == (posted.ts, None)
    assert len(bot.desk.events) == 1


def test_a_mention_in_a_thread_names_the_thread(bot: SlackBot) -> None:
    _, root = bot.slack.say("look at this")
    bot.slack.mention("is it true?", thread=root.ts)
    (event,) = bot.desk.wait_for()
    assert (event.kind, event.thread) == ("mention", root.ts)


def test_replies_and_direct_messages_arrive_as_such(bot: SlackBot) -> None:
    _, root = bot.slack.say("a digest stands here")
    bot.slack.reply(root.ts, "and the ferries?")
    bot.slack.direct("good morning, what is new?")
    reply, direct = bot.desk.wait_for(2)
    assert (reply.kind, reply.text, reply.thread) == ("reply", "and the ferries?", root.ts)
    assert (direct.kind, direct.place, direct.thread) == ("direct", f"slack:{DIRECT}", None)


def test_no_id_or_name_of_a_person_stays_in_a_question(bot: SlackBot) -> None:
    bot.slack.mention("ask <@U0LENA> or <@U0OMAR|omar> in <#C0OTHER|other> about <!subteam^S1|@desk>")
    assert bot.desk.wait_for()[0].text == "ask or in #other about @desk"


def test_what_is_not_said_to_the_bot_is_acknowledged_and_left_alone(bot: SlackBot) -> None:
    _, root = bot.slack.say("nothing for a bot")
    bot.slack.reply(root.ts, "<@U0LENA> can you look?")
    # Of a mention there is an app_mention as well: this is the other half of it.
    bot.slack.reply(root.ts, f"and what does <@{BOT_USER}> say?")
    bot.slack.edit(root, "nothing for a bot!")
    bot.slack.say("Ada has joined", subtype="channel_join")
    bot.slack.send_event({"type": "reaction_added", "user": "U0ADA", "item": {"channel": NEWS, "ts": root.ts}})
    assert all(one.is_acknowledged and one.attempts == 1 for one in bot.slack.receipts)
    assert bot.desk.calls == 0


def test_bots_are_never_answered(bot: SlackBot) -> None:
    _, root = bot.slack.say("root")
    for fields in (
        {"bot_id": BOT_ID, "user": BOT_USER},
        {"bot_id": "B0OTHER", "user": "U0OTHERBOT"},
        {"bot_id": "B0OTHER", "subtype": "bot_message"},
        {"user": BOT_USER},
    ):
        posted = bot.slack.say(f"<@{BOT_USER}> hello", thread=root.ts)[1]
        event = bot.slack.message_event(posted) | fields
        bot.slack.send_event(event)
        bot.slack.send_event(event | {"type": "app_mention"})
    # Only the person's own words were replies, and they begin with the bot's name: their app_mention was never sent.
    assert bot.desk.calls == 0


def test_a_deleted_message_is_told(bot: SlackBot) -> None:
    _, posted = bot.slack.mention("never mind")
    bot.slack.delete(posted)
    tombstone = {"type": "message", "subtype": "message_changed", "channel": NEWS, "channel_type": "channel"}
    bot.slack.send_event(tombstone | {"message": {"subtype": "tombstone", "ts": posted.ts}})
    events = bot.desk.wait_for(3)
    assert [(one.kind, one.message) for one in events] == [
        ("mention", posted.ts), ("deleted", posted.ts), ("deleted", posted.ts)
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_what_is_delivered_again_is_stored_once(mode: str, tmp_path: Path) -> None:
    with SlackServer(mode=mode, patience_s=PATIENT_S) as slack:
        store, host = sqlite_store(tmp_path), open_host("127.0.0.1:0")
        build(options_for(slack), host, Desk(store, clock=lambda: NOW))
        host.start()
        try:
            slack.target = f"{host.url}/slack/events"
            mention, _ = slack.mention("again and again")
            command = slack.command("/ask", "once more")
            again = [slack.deliver_again(one, retry_num=number) for one in (mention, command) for number in (1, 2, 3)]
            with store.read() as uow:
                kept = uow.conversations.list_events(f"slack:{NEWS}")
        finally:
            host.stop()
            store.close()
    assert all(one.is_acknowledged for one in again)
    assert sorted(event.kind for event, _ in kept) == ["command", "mention"]


def test_a_retry_that_arrives_first_is_dealt_with(bot: SlackBot) -> None:
    payload = bot.slack.event_payload(
        {"type": "app_mention", "channel": NEWS, "user": "U0ADA", "text": "late", "ts": "1700000000.000100"}
    )
    first, _ = bot.slack.mention("x")
    first.payload = payload
    assert bot.slack.deliver_again(first, retry_num=2).is_acknowledged
    assert [one.text for one in bot.desk.wait_for(2)] == ["x", "late"]


def test_another_workspace_is_acknowledged_and_nothing_more(bot: SlackBot) -> None:
    event = {"type": "app_mention", "channel": NEWS, "user": "U0X", "text": "hi", "ts": "1700000000.000100"}
    foreign = [{"enterprise_id": None, "team_id": "T0FOREIGN", "user_id": BOT_USER}]
    receipts = [
        bot.slack.send_event(event, team_id="T0FOREIGN", authorizations=foreign),
        bot.slack.send_event(event, enterprise_id="E0FOREIGN"),
    ]
    assert all(one.is_acknowledged for one in receipts)
    assert bot.desk.calls == 0
    assert bot.slack.hook_calls == []


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_channel_that_a_watch_names_has_that_name_for_all_that_is_said_there(mode: str) -> None:
    desk = MemoryDesk(places=("slack:#other", "slack:#nowhere", "web:news", f"slack:{NEWS}"))
    with SlackServer(mode=mode, patience_s=PATIENT_S) as slack, running_bot(slack, desk):
        wait_until(lambda: len(slack.calls_of("conversations.list")) == 2)
        slack.say("settled", channel=OTHER)
        slack.mention("by name", channel=OTHER)
        slack.command("/ask", "by name too", channel=OTHER)
        slack.command("/ask", "by id", channel=NEWS)
        places = [event.place for event in desk.wait_for(3)]
    assert places == ["slack:#other", "slack:#other", f"slack:{NEWS}"]


def test_a_foreign_way_back_is_forgotten(http_bot: SlackBot) -> None:
    for url in ("http://127.0.0.1/", "https://hooks.slack.com.evil.example/x", "file:///etc/passwd", "http://[::1"):
        fields = http_bot.slack.command_payload("/ask", "x", response_url=url)
        receipt = http_bot.slack.command("/ask", "first")
        receipt.payload = fields
        assert http_bot.slack.deliver_again(receipt).is_acknowledged
    ours = [event.reply_to for event in http_bot.desk.wait_for(8) if event.text == "x"]
    assert ours == [None] * 4


def test_a_slow_desk_does_not_make_slack_wait() -> None:
    desk = MemoryDesk(gate=threading.Event())
    with SlackServer(patience_s=PATIENT_S) as slack, running_bot(slack, desk):
        assert slack.command("/ask", "slow").is_acknowledged and ACCEPT_WAIT_S < ACK_LIMIT_S
        assert desk.events == []
        desk.gate.set()
        assert desk.wait_for()[0].text == "slow"


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(mode: str) -> None:
    desk = MemoryDesk(failures=[StoreError("the database is locked")])
    with SlackServer(mode=mode, patience_s=2 * ACK_LIMIT_S) as slack, running_bot(slack, desk):
        receipt, _ = slack.mention("important")
        assert receipt.is_acknowledged and receipt.attempts == 2
        assert [one.text for one in desk.events] == ["important"]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_fifty_commands_at_once_are_acknowledged_before_any_of_them_is_answered(mode: str) -> None:
    answered: list[str] = []
    may_answer = threading.Event()

    class BusyDesk(MemoryDesk):
        def accept(self, event: object) -> bool:
            is_new = super().accept(event)  # type: ignore[arg-type]
            threading.Thread(target=self._answer, args=(event,), daemon=True).start()
            return is_new

        def _answer(self, event: object) -> None:
            may_answer.wait(60)
            answered.append(event.key)  # type: ignore[attr-defined]

    desk = BusyDesk(delay_s=0.01)
    with SlackServer(mode=mode, patience_s=PATIENT_S) as slack, running_bot(slack, desk):
        receipts = slack.together([slack.command_async("/ask", f"question {number}") for number in range(50)])
        assert len(desk.wait_for(50)) == 50
        assert all(one.is_acknowledged for one in receipts)
        assert answered == []
        may_answer.set()
        wait_until(lambda: len(answered) == 50)


def test_odd_payloads_that_are_signed_never_break_anything(http_bot: SlackBot) -> None:
    bodies = [
        b'{"type":"event_callback"}',
        b'{"type":"event_callback","event":null,"event_id":"Ev1"}',
        b'{"type":"event_callback","event":[1],"event_id":"Ev1"}',
        b'{"type":"event_callback","event":{"type":7},"event_id":"Ev1","team":5}',
        b'{"type":"event_callback","event":{"type":"message","channel":{"id":1}},"event_id":9,"authorizations":[null]}',
        b'{"type":"event_callback","event":{"type":"app_mention","channel":"../x","text":[]},"event_id":"Ev1"}',
        b'{"type":"block_actions","actions":[],"trigger_id":1}',
        b'{"type":"block_actions","actions":[{"action_id":"brief_sources_0","value":null}],"trigger_id":"t"}',
        b'{"type":"block_actions","actions":[{"action_id":3}],"user":[]}',
        b"payload=%7B%22type%22%3A%22block_actions%22%7D",
        b"payload=null",
        b"command=%2Fask&text=&channel_id=&trigger_id=",
        b"a=1",
    ]
    for body in bodies:
        kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
        status, text = http_bot.slack.send_raw(body, http_bot.slack.signed_headers(body) | {"Content-Type": kind})
        assert status < 500, (body, status, text)
        assert "Traceback" not in text
    assert http_bot.desk.calls == 0
    assert http_bot.slack.command("/ask", "still there").is_acknowledged
