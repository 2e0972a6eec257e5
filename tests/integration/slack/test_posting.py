"""One call, one message: what is posted, what is never in it, and what each failure means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.delivery import Delivery
from bot.domain.errors import PlatformError
from bot.domain.message import Block, Button, Message, Part, Span
from bot.platforms.slack import build
from bot.platforms.slack.post import SlackPlatform
from tests.servers.slack import ARCHIVED, BOT_ID, FOREIGN, NEWS, OTHER, PERSON, SlackServer
from tests.servers.slack_rules import visible_text
from tests.slack_bot import delivery_of, options_for, running_bot

PART = Part("Talks <resume> & go on", {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Talks"}}]})


@pytest.fixture
def platform(slack: SlackServer) -> SlackPlatform:
    """Without a host: it posts from the test's own thread."""
    built = build(options_for(slack))
    assert isinstance(built, SlackPlatform)
    return built


def sent(delivery: Delivery) -> Delivery:
    return replace(delivery, sending_since=datetime.now(UTC))


def failure_of(platform: SlackPlatform, delivery: Delivery, thread: str | None = None) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        platform.post(delivery, thread=thread)
    return caught.value


def test_a_message_carries_its_key_and_wakes_nothing(slack: SlackServer, platform: SlackPlatform) -> None:
    ts = platform.post(delivery_of(PART), thread=None)
    (posted,) = slack.messages()
    arguments = posted.arguments
    assert posted.ts == ts
    assert (arguments["unfurl_links"], arguments["unfurl_media"], arguments["link_names"]) == (False, False, False)
    assert arguments["parse"] == "none"
    assert posted.metadata == {"event_type": "briefbot_delivery", "event_payload": {"key": "digest:7:0"}}
    assert posted.text == "Talks &lt;resume&gt; &amp; go on"
    assert posted.blocks == PART.body["blocks"]


def test_a_part_answers_its_thread(slack: SlackServer, platform: SlackPlatform) -> None:
    root = platform.post(delivery_of(PART), thread=None)
    platform.post(delivery_of(PART, key="digest:7:1"), thread=root)
    assert [one.thread_ts for one in slack.messages()] == [None, root]


def test_it_posts_the_same_way_on_a_running_host(slack: SlackServer) -> None:
    with running_bot(slack) as bot:
        ts = bot.platform.post(delivery_of(PART), thread=None)
        assert bot.platform.find_posted(sent(delivery_of(PART)), thread=None) == ts


# --- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["reset", "close", "hold", "500", "internal_error", "fatal_error", "garbage"])
def test_a_lost_answer_is_never_taken_for_a_failure(slack: SlackServer, platform: SlackPlatform, kind: str) -> None:
    if kind == "hold":
        platform.client.timeout = 3
    slack.fail("chat.postMessage", kind, is_stored=True)
    delivery = sent(delivery_of(PART))
    error = failure_of(platform, delivery)
    platform.client.timeout = 60
    (posted,) = slack.messages()
    assert error.outcome_unknown
    assert len(slack.calls_of("chat.postMessage")) == 1
    assert platform.find_posted(delivery, thread=None) == posted.ts


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [
        ("1", 1),
        ("30", 30),
        ("0", 0),
        (None, 30),
        ("abc", 30),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 30),
        ("99999999", 3600),
    ],
)
def test_too_fast_means_wait_and_nothing_was_posted(
    slack: SlackServer, platform: SlackPlatform, retry_after: str | None, wait_s: float
) -> None:
    slack.fail("chat.postMessage", "429", retry_after=retry_after)
    error = failure_of(platform, delivery_of(PART))
    assert (error.transient, error.outcome_unknown, error.retry_after_s) == (True, False, wait_s)
    assert slack.messages() == []


def test_a_slack_that_is_not_there_has_certainly_posted_nothing() -> None:
    with SlackServer() as slack:
        options = options_for(slack)
    error = failure_of(build(options), delivery_of(PART))  # type: ignore[arg-type]
    assert (error.transient, error.outcome_unknown) == (True, False)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("account_inactive", "SLACK_BOT_TOKEN"),
        ("not_in_channel", "/invite @briefbot"),
        ("channel_not_found", "/invite @briefbot"),
        ("is_archived", "unarchive"),
        ("restricted_action", "admin"),
        ("missing_scope", "manifest"),
        ("ekm_access_denied", "admin"),
        ("something_new", "something_new"),
    ],
)
def test_a_refusal_is_for_good_and_says_how_to_mend_it(
    slack: SlackServer, platform: SlackPlatform, code: str, hint: str
) -> None:
    slack.fail("chat.postMessage", code)
    error = failure_of(platform, delivery_of(PART))
    assert (error.transient, error.outcome_unknown) == (False, False)
    assert hint in error.message and "\n" not in error.message
    assert slack.bot_token not in error.message


def test_real_refusals_name_the_channel(slack: SlackServer, platform: SlackPlatform) -> None:
    for channel in (FOREIGN, ARCHIVED, "C0NOWHERE"):
        assert channel in failure_of(platform, delivery_of(PART, place=f"slack:{channel}")).message


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
def test_refused_blocks_come_once_more_as_plain_text(slack: SlackServer, platform: SlackPlatform, code: str) -> None:
    slack.fail("chat.postMessage", code)
    (part,) = platform.render(
        Message("short", (Block("title", (Span("A <b>title</b>"),)), Block("item", (Span("x"),))))
    )
    platform.post(delivery_of(part), thread=None)
    (posted,) = slack.messages()
    assert (posted.blocks, posted.text) == ([], "A &lt;b&gt;title&lt;/b&gt;\n• x")
    assert posted.metadata is not None


# --- looking ---------------------------------------------------------------------------------------------------------


def test_what_was_not_posted_is_certainly_not_there(slack: SlackServer, platform: SlackPlatform) -> None:
    platform.post(delivery_of(PART, key="digest:8:0"), thread=None)
    assert platform.find_posted(sent(delivery_of(PART)), thread=None) is None


def test_it_is_found_under_two_hundred_messages_of_others(slack: SlackServer, platform: SlackPlatform) -> None:
    ts = platform.post(delivery_of(PART), thread=None)
    for number in range(200):
        slack._store(NEWS, str(number), user=PERSON, thread_ts=None, via="person")
    assert platform.find_posted(sent(delivery_of(PART)), thread=None) == ts


def test_it_is_found_in_a_thread(slack: SlackServer, platform: SlackPlatform) -> None:
    root = platform.post(delivery_of(PART), thread=None)
    reply = delivery_of(PART, key="digest:7:1")
    ts = platform.post(reply, thread=root)
    assert platform.find_posted(sent(reply), thread=root) == ts
    assert platform.find_posted(sent(delivery_of(PART, key="digest:7:2")), thread=root) is None


def test_a_key_that_somebody_else_wrote_does_not_count(slack: SlackServer) -> None:
    with running_bot(slack) as bot:
        bot.platform.post(delivery_of(PART), thread=None)
        slack.posted[-1].bot_id = "B0OTHER"
        assert BOT_ID != "B0OTHER"
        assert bot.platform.find_posted(sent(delivery_of(PART)), thread=None) is None


@pytest.mark.parametrize("kind", ["429", "500", "missing_scope", "reset", "not_in_channel"])
def test_what_cannot_be_looked_up_is_an_error_and_no_answer(
    slack: SlackServer, platform: SlackPlatform, kind: str
) -> None:
    slack.fail("conversations.history", kind, times=2)
    with pytest.raises(PlatformError):
        platform.find_posted(sent(delivery_of(PART)), thread=None)


# --- ways ------------------------------------------------------------------------------------------------------------


def test_a_command_is_answered_in_its_channel_where_the_bot_is_in_it(
    slack: SlackServer, platform: SlackPlatform
) -> None:
    ts = platform.post(delivery_of(PART, key="answer:1:0", reply_to=slack._new_hook(NEWS)), thread=None)
    assert [one.ts for one in slack.messages()] == [ts]
    assert slack.hook_calls == []


def test_elsewhere_it_goes_back_by_the_way_it_came(slack: SlackServer, platform: SlackPlatform) -> None:
    answer = delivery_of(PART, key="answer:1:0", place=f"slack:{FOREIGN}", reply_to=slack._new_hook(FOREIGN))
    assert platform.post(answer, thread=None) == "reply:answer:1:0"
    (posted,) = slack.messages(FOREIGN)
    assert (posted.via, posted.arguments["response_type"]) == ("hook", "in_channel")
    assert posted.arguments["replace_original"] is False and posted.arguments["unfurl_links"] is False
    rest = replace(answer, spec=replace(answer.spec, key="answer:1:1"))
    platform.post(rest, thread="reply:answer:1:0")
    assert len(slack.messages(FOREIGN)) == 2


def test_a_way_back_that_leads_elsewhere_is_not_taken(slack: SlackServer, platform: SlackPlatform) -> None:
    with SlackServer() as stranger:
        foreign = stranger._new_hook(FOREIGN)
        error = failure_of(platform, delivery_of(PART, place=f"slack:{FOREIGN}", reply_to=foreign))
        assert not error.transient
        assert stranger.hook_calls == []


@pytest.mark.parametrize(("kind", "is_unknown"), [("500", True), ("reset", True), ("429", False)])
def test_failures_of_the_way_back_mean_the_same(
    slack: SlackServer, platform: SlackPlatform, kind: str, is_unknown: bool
) -> None:
    slack.fail("hook", kind)
    answer = delivery_of(PART, place=f"slack:{FOREIGN}", reply_to=slack._new_hook(FOREIGN))
    error = failure_of(platform, answer)
    assert (error.transient, error.outcome_unknown) == (True, is_unknown)


def test_a_way_back_that_is_used_up_is_the_end_of_it(slack: SlackServer, platform: SlackPlatform) -> None:
    answer = delivery_of(PART, place=f"slack:{FOREIGN}", reply_to=slack._new_hook(FOREIGN))
    for _ in range(5):
        platform.post(answer, thread=None)
    error = failure_of(platform, answer)
    assert not error.transient and "half an hour" in error.message


def test_a_channel_may_be_named(slack: SlackServer, platform: SlackPlatform) -> None:
    platform.post(delivery_of(PART, place="slack:#other"), thread=None)
    platform.post(delivery_of(PART, key="digest:7:1", place="slack:#Other"), thread=None)
    assert len(slack.messages(OTHER)) == 2
    assert len(slack.calls_of("conversations.list")) == 1


def test_an_unknown_name_says_so(slack: SlackServer, platform: SlackPlatform) -> None:
    error = failure_of(platform, delivery_of(PART, place="slack:#nowhere"))
    assert not error.transient and "#nowhere" in error.message


@pytest.mark.parametrize("kind", ["500", "429", "reset"])
def test_a_name_that_cannot_be_asked_for_posts_nothing(slack: SlackServer, platform: SlackPlatform, kind: str) -> None:
    slack.fail("conversations.list", kind, times=2)
    error = failure_of(platform, delivery_of(PART, place="slack:#other"))
    assert (error.transient, error.outcome_unknown) == (True, False)


# --- length ----------------------------------------------------------------------------------------------------------


def long_digests() -> Iterator[Message]:
    words = "The harbour council of Norvenia met again and nobody would say what had been agreed there. "
    title = Block("title", (Span("Harbour Watch"),))
    note = Block("note", (Span("One note"),))
    buttons = Block("buttons", buttons=tuple(Button(f"Button {n}", "rate", f"7:{n}") for n in range(30)))
    cite = Span("[1]", url="https://courier.example/a?" + "x" * 300)
    yield Message("many", (title, *(Block("paragraph", (Span(f"{n}. {words * 6}"), cite)) for n in range(60))), head=1)
    yield Message(
        "items", (title, *(Block("item", (Span(f"Item {n}"), cite)) for n in range(300)), note, buttons), head=1
    )
    yield Message("one", (Block("paragraph", (Span(words * 400),)),))
    yield Message("extract", (title, *(Block("extract", (Span(words * 35),)) for _ in range(12)), note), head=2)
    yield Message("headings", tuple(Block("heading", (Span(f"Heading {n} " + "x" * 400),)) for n in range(120)))


@pytest.mark.parametrize("message", list(long_digests()), ids=lambda message: message.fallback)
def test_a_long_digest_is_split_and_never_cut(slack: SlackServer, platform: SlackPlatform, message: Message) -> None:
    root: str | None = None
    for number, part in enumerate(platform.render(message)):
        ts = platform.post(delivery_of(part, key=f"digest:7:{number}"), thread=root if part.in_thread else None)
        root = root or ts
    posted = slack.messages()
    wanted = "".join(span.text for block in message.blocks for span in block.spans)
    shown = "".join(visible_text([block for block in one.blocks if block["type"] != "actions"]) for one in posted)
    assert "".join(shown.split()) == "".join(wanted.split())
    assert len(posted) > 1 and len(slack.calls_of("chat.postMessage")) == len(posted)
    assert all(call.error is None for call in slack.calls)
