"""One suite for every place to post to: each adapter of bot/platforms, and the fake.

A new adapter adds itself with `@offers("name")`: a context manager that gives a Platform and a place it can post to.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest

import bot.platforms
from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.message import Block, Button, Message, Part, Span
from bot.platforms import console, slack, web
from bot.ports import Platform
from tests.fakes.platform import FakeClock, FakePlatform
from tests.servers.slack import BOT_TOKEN, NEWS, SlackServer

Offer = Callable[[], AbstractContextManager[tuple[Platform, str]]]
OFFERS: dict[str, Offer] = {}

WORDS = [f"word{number}" for number in range(4000)]
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07<!channel> @everyone <@U1> \u202egnorw\u2066 <http://evil.example|good> \x00\r\n\ud83d"
)


def offers(name: str) -> Callable[[Callable[[], Iterator[tuple[Platform, str]]]], Offer]:
    """Register an adapter for the whole suite."""

    def add(offer: Callable[[], Iterator[tuple[Platform, str]]]) -> Offer:
        OFFERS[name] = contextmanager(offer)
        return OFFERS[name]

    return add


@offers("console")
def _console() -> Iterator[tuple[Platform, str]]:
    yield console.build(console.Options()), "console"


@offers("web")
def _web() -> Iterator[tuple[Platform, str]]:
    yield web.build(web.Options(), None, None), "web:news"


@offers("slack")
def _slack() -> Iterator[tuple[Platform, str]]:
    with SlackServer(mode="http") as server:
        yield slack.build(slack.Options(bot_token=BOT_TOKEN, api_url=server.url)), f"slack:{NEWS}"


@offers("fake")
def _fake() -> Iterator[tuple[Platform, str]]:
    yield FakePlatform(FakeClock()), "fake:C1"


@pytest.fixture(params=sorted(OFFERS))
def offer(request: pytest.FixtureRequest) -> Iterator[tuple[Platform, str]]:
    """A platform and a place on it."""
    with OFFERS[request.param]() as offered:
        yield offered


@pytest.fixture
def platform(offer: tuple[Platform, str]) -> Platform:
    """Only the platform."""
    return offer[0]


def test_every_adapter_is_in_this_suite() -> None:
    adapters = {module.name for module in pkgutil.iter_modules(bot.platforms.__path__)}
    assert adapters | {"fake"} == set(OFFERS)


def test_its_name_is_the_first_word_of_its_places(offer: tuple[Platform, str]) -> None:
    platform, place = offer
    assert place.partition(":")[0] == platform.name


def make_message(paragraphs: int, words: int = 60) -> Message:
    """Title, numbered words in paragraphs, items and extracts, notes and buttons."""
    kinds = ("paragraph", "item", "extract", "note")
    blocks = [Block("title", (Span("A morning in Norvenia"),)), Block("divider")]
    for number in range(paragraphs):
        run = " ".join(WORDS[number * words : (number + 1) * words])
        link = Span(f"[{number}]", url=f"https://courier.example/{number}#:~:text=a%20b,c")
        blocks += [Block("heading", (Span("Heading", "strong"),)), Block(kinds[number % 4], (Span(run + " "), link))]
    blocks.append(Block("buttons", buttons=(Button("Sources", "sources", "7"),)))
    return Message("A morning in Norvenia", tuple(blocks), head=4)


def text_of(part: Part) -> str:
    """All that a part's body says, in order."""
    return json.dumps(part.body, ensure_ascii=False)


@pytest.mark.parametrize("paragraphs", [1, 5, 20, 60])
def test_a_message_is_split_without_loss_and_in_order(platform: Platform, paragraphs: int) -> None:
    parts = platform.render(make_message(paragraphs))
    assert re.findall(r"word\d+", "".join(map(text_of, parts))) == WORDS[: paragraphs * 60]


def test_one_endless_paragraph_is_split_without_loss(platform: Platform) -> None:
    message = Message("Long", (Block("paragraph", (Span(" ".join(WORDS)),)),))
    assert re.findall(r"word\d+", "".join(map(text_of, platform.render(message)))) == WORDS


def test_no_part_is_empty_and_each_has_its_fallback(platform: Platform) -> None:
    parts = platform.render(make_message(60))
    assert all(part.text.strip() and part.body for part in parts)
    assert "Norvenia" in parts[0].text
    assert not parts[0].in_thread and all(part.in_thread for part in parts[1:])


def test_rendering_is_pure_and_ready_for_the_database(platform: Platform) -> None:
    parts = platform.render(make_message(20))
    assert parts == platform.render(make_message(20))
    for part in parts:
        stored = json.dumps(part.body, allow_nan=False)
        assert json.dumps(json.loads(stored)) == stored, "it comes back as it was stored"


def test_hostile_text_and_blank_fallbacks_are_rendered_to_something_that_can_be_stored(platform: Platform) -> None:
    message = Message(HOSTILE, (Block("title", (Span(HOSTILE),)), Block("paragraph", (Span(HOSTILE, url=HOSTILE),))))
    parts = platform.render(message)
    assert parts
    for part in platform.render(Message("  ", (Block("paragraph", (Span("something"),)),))):
        assert part.text is not None and part.body


def make_delivery(part: Part, place: str, number: int = 0) -> Delivery:
    """A claimed delivery."""
    spec = NewDelivery(f"digest:7:{number}", "digest:7", number, place, part)
    return Delivery(1 + number, spec, "sending", 1, 1, sending_since=datetime.now(UTC))


def test_what_was_posted_is_found_by_its_key(offer: tuple[Platform, str], capsys: pytest.CaptureFixture[str]) -> None:
    platform, place = offer
    first, second = (
        make_delivery(platform.render(Message(text, (Block("paragraph", (Span(text),)),)))[0], place, number)
        for number, text in enumerate(["The first.", "The second."])
    )
    ref = platform.post(first, thread=None)
    other = platform.post(second, thread=ref)
    assert ref and other and ref != other
    assert platform.find_posted(first, thread=None) == ref
    assert platform.find_posted(second, thread=ref) == other
    shown = capsys.readouterr().out
    assert shown == ("The first.\n\nThe second.\n\n" if platform.name == "console" else "")


# --- the console -----------------------------------------------------------------------------------------------------


def test_nothing_from_an_article_commands_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    platform = console.build(console.Options())
    message = Message(HOSTILE, (Block("title", (Span("ok\x9b31m" + HOSTILE),)), Block("note", (Span("a\u2028b\tc"),))))
    (part,) = platform.render(message)
    platform.post(
        make_delivery(Part(part.text, {"text": "\x1b[31m" + str(part.body["text"]) + "\r\n\r\n"}), "console"),
        thread=None,
    )
    shown = capsys.readouterr().out
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown + part.text) is None
    assert shown.endswith("c\n\n") and not shown.endswith("\n\n\n")


def test_a_message_of_buttons_alone_is_not_printed() -> None:
    assert console.build(console.Options()).render(Message("x", (Block("buttons", buttons=()),))) == ()
