"""Socket Mode comes up when it can, comes back when it was cut, and a wrong token is one plain line at the start."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from bot.domain.errors import ConfigError, PlatformError
from bot.host import open_host
from bot.platforms.slack import build
from bot.platforms.slack.sockets import SocketKeeper
from tests.servers.slack import SlackServer, wait_until
from tests.slack_bot import MemoryDesk, options_for, running_bot


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


def test_it_comes_back_after_the_line_was_cut(slack: SlackServer) -> None:
    with running_bot(slack) as bot:
        slack.drop_sockets()
        slack.wait_for_connection(2, timeout_s=15)
        assert slack.command("/ask", "after").is_acknowledged
        assert bot.desk.wait_for()[0].text == "after"


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "too_many_websockets"])
def test_it_connects_anew_when_slack_asks(slack: SlackServer, reason: str) -> None:
    with running_bot(slack) as bot:
        slack.refresh_sockets(reason)
        slack.wait_for_connection(2)
        receipts = slack.together([slack.command_async("/ask", f"{number}") for number in range(10)])
        assert all(one.is_acknowledged for one in receipts)
        assert len(bot.desk.wait_for(10)) == 10


def test_nothing_is_lost_while_the_line_is_cut_again_and_again(slack: SlackServer) -> None:
    with running_bot(slack) as bot:
        for number in range(3):
            slack.refresh_sockets()
            slack.send_event(
                {"type": "app_mention", "channel": "C0NEWS", "user": "U0ADA", "text": str(number), "ts": f"1.{number}"}
            )
            slack.wait_for_connection(number + 2)
        assert {one.text for one in bot.desk.wait_for(3)} == {"0", "1", "2"}
        assert len(bot.desk.events) == 3


def test_a_slack_that_fails_at_first_does_not_stop_the_start(slack: SlackServer) -> None:
    slack.fail("auth.test", "500")
    slack.fail("apps.connections.open", "500", times=2)
    with running_bot(slack) as bot:
        slack.command("/ask", "at last")
        assert bot.desk.wait_for()[0].text == "at last"


def test_readiness_tells_of_a_missing_connection(slack: SlackServer) -> None:
    slack.fail("apps.connections.open", "500", times=1000)
    host = open_host("127.0.0.1:0")
    build(options_for(slack), host, MemoryDesk())  # type: ignore[arg-type]
    host.start()
    try:
        with pytest.raises(OSError, match="503") as caught:
            urlopen(f"{host.url}/readyz")
        assert b"no connection to Slack" in caught.value.read()  # type: ignore[attr-defined]
    finally:
        host.stop()


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
    ],
)
def test_a_refused_token_stops_the_start_with_one_line(slack: SlackServer, changes: dict[str, str], hint: str) -> None:
    host = open_host("127.0.0.1:0")
    build(options_for(slack, **changes), host, MemoryDesk())  # type: ignore[arg-type]
    with pytest.raises(ConfigError) as caught:
        host.start()
    assert hint in caught.value.message and "\n" not in caught.value.message
    assert not any(thread.name == "host" and thread.is_alive() for thread in threading.enumerate())


class DeafHandler:
    """Looks connected until it is told to go deaf; can be told to fail."""

    def __init__(self, made: list[DeafHandler], *, is_deaf: bool = False) -> None:
        self.client = self
        self.is_deaf, self.is_closed = is_deaf, False
        self.message_receiver = asyncio.get_running_loop().create_future()
        self.message_processor = asyncio.get_running_loop().create_future()
        made.append(self)

    async def is_connected(self) -> bool:
        return not self.is_deaf

    async def connect(self) -> None:
        return None

    async def close(self) -> None:
        self.is_closed = True


def test_a_deaf_connection_is_replaced_not_restarted() -> None:
    made: list[DeafHandler] = []

    async def make() -> DeafHandler:
        return DeafHandler(made)

    async def is_replaced_by(number: int, keeper: SocketKeeper) -> None:
        async with asyncio.timeout(60):
            while len(made) < number or keeper.problem() is not None:
                await asyncio.sleep(0.01)

    async def scenario() -> str | None:
        keeper = SocketKeeper(make, check_every_s=0.02)  # type: ignore[arg-type]
        await keeper.start()
        made[0].is_deaf = True
        await is_replaced_by(2, keeper)
        made[1].message_receiver.cancel()
        await is_replaced_by(3, keeper)
        made[2].message_processor.cancel()
        await is_replaced_by(4, keeper)
        await keeper.stop()
        return keeper.problem()

    asyncio.run(scenario())
    assert [one.is_closed for one in made] == [True] * 4


def test_it_goes_on_trying_when_slack_says_no_for_a_while() -> None:
    made: list[DeafHandler] = []
    refusals = [PlatformError("down", transient=True)] * 2

    async def make() -> DeafHandler:
        if refusals:
            raise refusals.pop()
        return DeafHandler(made)

    async def scenario() -> None:
        keeper = SocketKeeper(make, check_every_s=0.02, first_wait_s=0.02)  # type: ignore[arg-type]
        await keeper.start()
        assert keeper.problem() is not None
        for _ in range(100):
            await asyncio.sleep(0.02)
            if keeper.problem() is None:
                break
        assert keeper.problem() is None
        await keeper.stop()

    asyncio.run(scenario())
    assert len(made) == 1


def test_stopping_closes_the_socket(slack: SlackServer) -> None:
    with running_bot(slack):
        assert slack._open_sockets()
    wait_until(lambda: not slack._open_sockets())


def test_what_bolt_would_read_from_the_environment_changes_nothing(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "APP_TOKEN", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", f"other-{name}")
    with running_bot(slack) as bot:
        assert slack.command("/ask", "x").is_acknowledged
        assert bot.desk.wait_for()[0].text == "x"
    assert {call.token for call in slack.calls} == {slack.bot_token, slack.app_token}
    assert [record.getMessage() for record in caplog.records if record.name.startswith("slack_bolt")] == []
