"""What a payload means, whatever its shape."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.api import Identity, retry_after_s
from bot.platforms.slack.incoming import is_for_us, plain_words, pressed, read_command, read_event, read_rating
from bot.platforms.slack.links import is_response_url

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
US = Identity(team="T1", user="UBOT", bot="BBOT")
API = "https://slack.com/api/"

NAMES = (
    "type event team_id team id channel user text ts thread_ts subtype message event_id authorizations actions "
    "action_id value trigger_id container bot_id message_ts channel_id command "
    "response_url deleted_ts enterprise_id enterprise"
).split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_shape_of_payload_breaks_the_reading(body: dict[str, Any]) -> None:
    is_for_us(body, US)
    read_event(body, US, received_at=NOW)
    read_command(body, api_url=API, received_at=NOW)
    found = pressed(body)
    read_rating(body, found[1] if found else {}, received_at=NOW)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("plain", "plain"),
        ("<@U1> who?", "who?"),
        ("<@W1|lena> and <@U2>: who?", "and : who?"),
        ("in <#C1|harbour> or <#C2>", "in #harbour or"),
        ("<https://a.example/x|the paper> and <https://b.example>", "the paper and https://b.example"),
        ("<!date^1392734382^{date}|18 Feb> <!here>", "18 Feb"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6, &amp;lt;", "5 < 6 && 7 > 6, &lt;"),
        ("a < b and c > d", "a < b and c > d"),
        ("<<@U1>>", "<>"),
    ],
)
def test_words_are_those_a_person_saw_without_anybodys_id(said: str, seen: str) -> None:
    assert plain_words(said).strip() == seen


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://hooks.slack.com/commands/T1/2/abc", True),
        ("https://slack.com/x", True),
        ("http://hooks.slack.com/commands/T1", False),
        ("https://hooks.slack.com.evil.example/", False),
        ("https://hooks.slack.com@evil.example/", False),
        ("https://evil.example/hooks.slack.com", False),
        ("https://hooks.slack.com:444/", False),
        ("//hooks.slack.com/", False),
        ("", False),
    ],
)
def test_only_slacks_own_hosts_are_a_way_back(url: str, is_good: bool) -> None:
    assert is_response_url(url, api_url=API) is is_good


@pytest.mark.parametrize(
    ("value", "seconds"), [("0", 0), ("12", 12), ("", 30), ("-1", 30), ("1.5", 30), ("²", 30), ("9" * 30, 30)]
)
def test_a_bad_wait_is_half_a_minute(value: str, seconds: float) -> None:
    assert retry_after_s({"RETRY-AFTER": value}) == seconds
