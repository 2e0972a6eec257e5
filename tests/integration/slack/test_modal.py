"""The sources of a digest open in a modal within Slack's three seconds, in pages, and a rating reaches the desk."""

from __future__ import annotations

import threading

import pytest

from bot.domain.message import Block, Button, Message, Span
from bot.platforms.slack.modal import DESK_WAIT_S
from tests.servers.slack import ACK_LIMIT_S, NEWS, PATIENT_S, Posted, SlackServer, wait_until
from tests.servers.slack_rules import visible_text
from tests.slack_bot import MemoryDesk, SlackBot, delivery_of, running_bot

BUTTONS = (Button("Sources", "sources", "7"), Button("Useful", "rate", "7:up"), Button("Not useful", "rate", "7:down"))
DIGEST = Message("Digest", (Block("title", (Span("Harbour Watch"),)), Block("buttons", buttons=BUTTONS)))


def sources(number: int) -> Message:
    return Message(
        "Sources", tuple(Block("paragraph", (Span(f"Source {n}: <!here> the quay. "),)) for n in range(number))
    )


def posted_digest(bot: SlackBot, value: str = "7") -> Posted:
    blocks = (DIGEST.blocks[0], Block("buttons", buttons=(Button("Sources", "sources", value), *BUTTONS[1:])))
    (part,) = bot.platform.render(Message("Digest", blocks))
    bot.platform.post(delivery_of(part), thread=None)
    return bot.slack.messages(NEWS)[-1]


def test_the_button_opens_the_sources(bot: SlackBot) -> None:
    bot.desk.sources[7] = sources(3)
    receipt = bot.slack.click(posted_digest(bot), "sources")
    opened = bot.slack.wait_for_view()
    assert receipt.is_acknowledged
    assert (opened.method, opened.view["title"]["text"]) == ("open", "Sources")
    assert visible_text(opened.view["blocks"]).count("the quay") == 3
    assert not any(block["type"] == "actions" for block in opened.view["blocks"])
    assert bot.desk.events == []


def test_many_sources_come_in_pages_that_can_be_turned(bot: SlackBot) -> None:
    bot.desk.sources[7] = sources(250)
    bot.slack.click(posted_digest(bot), "sources")
    first = bot.slack.wait_for_view(1)
    bot.slack.click_view(first, "page_1")
    second = bot.slack.wait_for_view(2)
    bot.slack.click_view(second, "page_2")
    third = bot.slack.wait_for_view(3)
    bot.slack.click_view(third, "page_1")
    again = bot.slack.wait_for_view(4)
    assert [one.method for one in (first, second, third, again)] == ["open", "update", "update", "update"]
    assert {one.view_id for one in (first, second, third)} == {first.view_id}
    shown = "\n".join(visible_text(one.view["blocks"]) for one in (first, second, third))
    assert all(f"Source {number}:" in shown for number in range(250))
    assert "Page 3 of 3" in shown and again.view == second.view


@pytest.mark.parametrize("value", ["8", "x", "-1", "9" * 40])
def test_a_digest_that_is_gone_says_so(bot: SlackBot, value: str) -> None:
    assert bot.slack.click(posted_digest(bot, value), "sources").is_acknowledged
    assert "not in the archive" in visible_text(bot.slack.wait_for_view().view["blocks"])


def test_a_slow_archive_shows_a_waiting_line_first() -> None:
    desk = MemoryDesk(sources={7: sources(2)}, sources_gate=threading.Event())
    with SlackServer(patience_s=PATIENT_S) as slack, running_bot(slack, desk) as bot:
        receipt = slack.click(posted_digest(bot), "sources")
        first = slack.wait_for_view(1)
        desk.sources_gate.set()
        second = slack.wait_for_view(2)
    assert receipt.is_acknowledged and DESK_WAIT_S < ACK_LIMIT_S
    assert (first.method, second.method, first.view_id) == ("open", "update", second.view_id)
    assert "Looking up" in visible_text(first.view["blocks"])
    assert "the quay" in visible_text(second.view["blocks"])


def test_a_modal_that_cannot_be_opened_breaks_nothing(bot: SlackBot) -> None:
    bot.desk.sources[7] = sources(1)
    bot.slack.fail("views.open", "expired_trigger_id")
    digest = posted_digest(bot)
    assert bot.slack.click(digest, "sources").is_acknowledged
    wait_until(lambda: len(bot.slack.calls_of("views.open")) == 1)
    bot.slack.click(digest, "sources")
    assert bot.slack.wait_for_view().method == "open"


def test_a_rating_reaches_the_desk(bot: SlackBot) -> None:
    digest = posted_digest(bot)
    assert bot.slack.click(digest, "rate", value="7:down").is_acknowledged
    (event,) = bot.desk.wait_for()
    assert (event.kind, event.text, event.message) == ("rating", "7:down", digest.ts)
    assert (event.place, event.thread, event.payload) == (f"slack:{NEWS}", digest.ts, {"value": "7:down"})


def test_a_rating_pressed_once_and_sent_twice_has_one_key(bot: SlackBot) -> None:
    receipt = bot.slack.click(posted_digest(bot), "rate")
    bot.slack.deliver_again(receipt)
    bot.desk.wait_for()
    assert (len(bot.desk.events), bot.desk.calls) == (1, 2)


def test_buttons_of_others_are_acknowledged_and_ignored(bot: SlackBot) -> None:
    digest = posted_digest(bot)
    digest.blocks[-1]["elements"][0]["action_id"] = "somebody_elses"
    assert bot.slack.click(digest, "somebody_elses").is_acknowledged
    assert (bot.desk.calls, bot.slack.views) == (0, [])
