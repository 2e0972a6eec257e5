"""Fixtures of this folder: a Slack, and a bot connected to it by socket and by signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.slack import PATIENT_S, SlackServer
from tests.slack_bot import SlackBot, running_bot


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer(mode="http", patience_s=PATIENT_S) as server:
        yield server


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest) -> Iterator[SlackBot]:
    with SlackServer(mode=request.param, patience_s=PATIENT_S) as server, running_bot(server) as running:
        yield running


@pytest.fixture
def http_bot(slack: SlackServer) -> Iterator[SlackBot]:
    with running_bot(slack) as running:
        yield running
