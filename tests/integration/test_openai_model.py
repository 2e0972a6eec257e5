"""The real client against servers that are slow, refuse, break off or lie about their form (L-01 to L-07, L-12)."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.domain.digest import PromptStamp
from bot.domain.errors import ModelError
from bot.domain.evidence import Evidence
from bot.domain.model_call import ModelReply, ModelRequest
from bot.models.openai import Options, build
from tests.servers import model as server_side
from tests.servers.model import Behaviour, Call, ModelServer, Reply, chat

SCHEMA = {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"]}
GOOD = '{"word":"yes"}'


def _request(limit: int = 200) -> ModelRequest:
    stamp = PromptStamp("digest_write", 1, "0" * 64)
    return ModelRequest("digest_write", stamp, "You write one edition.", "Say yes.", SCHEMA, limit, Evidence((), {}))


def _complete(server: ModelServer, *, sleep: Callable[[float], None] | None = None, **options: object) -> ModelReply:
    values: dict[str, object] = {"name": "test-model", "base_url": server.url, "timeout_s": 10.0} | options
    return build(Options(**values), sleep=sleep or (lambda _: None)).complete(_request())  # type: ignore[arg-type]


def _failure(behaviour: Behaviour, **options: object) -> tuple[ModelError, ModelServer]:
    with ModelServer(behaviour) as server, pytest.raises(ModelError) as caught:
        _complete(server, **options)
    assert "\n" not in caught.value.message
    return caught.value, server


def good(call: Call) -> Reply:
    return chat(GOOD, call)


def test_a_silent_server_is_given_up_at_the_set_limit_and_asked_once() -> None:
    begun = time.monotonic()
    error, server = _failure(lambda call: Reply(good(call).body, delay_s=60), timeout_s=0.4)
    assert (error.facts["kind"], error.transient) == ("timeout", True)
    assert time.monotonic() - begun < 20
    assert len(server.requests) == 1


def test_a_server_that_drips_byte_by_byte_is_given_up_at_the_same_limit() -> None:
    begun = time.monotonic()
    error, _ = _failure(lambda call: Reply(good(call).body, drip_s=0.1), timeout_s=0.4)
    assert error.facts["kind"] == "timeout"
    assert time.monotonic() - begun < 20


def test_after_giving_up_the_next_call_works() -> None:
    behaviour = server_side.in_turn(lambda call: Reply(good(call).body, delay_s=60), good)
    with ModelServer(behaviour) as server:
        model = build(Options(name="test-model", base_url=server.url, timeout_s=3.0))
        with pytest.raises(ModelError):
            model.complete(_request())
        assert model.complete(_request()).text == GOOD


@pytest.mark.parametrize("retry_after", [None, "0", "2"])
def test_a_busy_server_is_asked_at_most_three_times(retry_after: str | None) -> None:
    waits: list[float] = []
    error, server = _failure(server_side.rate_limited(retry_after), sleep=waits.append)
    assert (error.facts["kind"], len(server.requests)) == ("busy", 3)
    assert waits == ([2.0, 2.0] if retry_after == "2" else [0.5, 1.0])


@pytest.mark.parametrize("retry_after", ["3600", "86400"])
def test_a_long_retry_after_is_not_waited_for(retry_after: str) -> None:
    error, server = _failure(server_side.rate_limited(retry_after), sleep=lambda _: pytest.fail("slept"))
    assert (error.retry_after_s, len(server.requests)) == (float(retry_after), 1)


def test_a_spent_quota_is_asked_once() -> None:
    error, server = _failure(server_side.out_of_quota)
    assert (error.facts["kind"], error.transient, len(server.requests)) == ("quota", False, 1)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_is_asked_at_most_three_times(status: int) -> None:
    error, server = _failure(server_side.failing(status))
    assert (error.facts["kind"], error.transient, len(server.requests)) == ("server", True, 3)


def test_a_connection_that_is_cut_is_tried_again_and_then_given_up() -> None:
    error, server = _failure(server_side.resetting)
    assert (error.facts["kind"], error.transient, len(server.requests)) == ("unreachable", True, 3)


def test_one_cut_connection_costs_nothing_but_a_second_try() -> None:
    with ModelServer(server_side.in_turn(server_side.resetting, good)) as server:
        assert _complete(server).text == GOOD
    assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "kind"), [(401, "key"), (403, "key"), (404, "unknown_model"), (402, "quota")])
def test_what_no_retry_mends_is_asked_once(status: int, kind: str) -> None:
    error, server = _failure(server_side.failing(status))
    assert (error.facts["kind"], error.transient, len(server.requests)) == (kind, False, 1)


def test_the_key_is_in_no_error() -> None:
    def repeating(call: Call) -> Reply:
        return Reply(b'{"error":{"message":"bad key sk-secret-1234"}}', 400)

    error, _ = _failure(repeating, api_key="sk-secret-1234")
    assert "sk-secret" not in repr(error) + repr(error.facts)


@pytest.mark.parametrize("at", range(0, 300, 50))
def test_a_body_that_ends_early_is_an_unreadable_reply(at: int) -> None:
    error, _ = _failure(lambda call: Reply(good(call).body[:at]))
    assert error.facts["kind"] in ("unreadable", "empty")


def test_a_body_of_deep_nesting_is_an_unreadable_reply() -> None:
    error, _ = _failure(lambda _: Reply(b'{"choices":' + b"[" * 100_000 + b"]" * 100_000 + b"}"))
    assert error.facts["kind"] in ("unreadable", "empty")


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"text"', b"{}", b'{"choices":[]}', b"<html>busy</html>"])
def test_a_body_that_is_no_completion_is_an_error_of_one_line(body: bytes) -> None:
    error, server = _failure(lambda _: Reply(body))
    assert error.facts["kind"] in ("unreadable", "empty")
    assert len(server.requests) <= 3


@pytest.mark.parametrize("body", [b'{"choices":[{}]}', b'{"choices":[null]}', b'{"choices":[{"message":null}]}',
                                  b'{"choices":[{"message":{"content":["a"]}}]}', b'{"choices":{"a":1}}'])  # fmt: skip
def test_a_completion_with_holes_is_an_error_of_one_line(body: bytes) -> None:
    error, _ = _failure(lambda _: Reply(body))
    assert error.facts["kind"] in ("unreadable", "empty")


def test_a_usage_without_numbers_counts_as_none() -> None:
    body = b'{"choices":[{"message":{"content":"{}"}}],"usage":{"prompt_tokens":null,"completion_tokens":"many"}}'
    with ModelServer(lambda _: Reply(body)) as server:
        assert _complete(server).is_estimated


def test_a_refusal_an_empty_and_a_cut_reply_are_told_apart() -> None:
    kinds = [
        _failure(behaviour)[0].facts["kind"]
        for behaviour in (server_side.refusing, server_side.empty, server_side.blank, server_side.cut_at_limit)
    ]
    assert kinds == ["refusal", "empty", "empty", "length"]


def test_the_ladder_of_formats_is_climbed_down_once_and_remembered() -> None:
    with ModelServer(server_side.without_json_schema) as server:
        model = build(Options(name="test-model", base_url=server.url))
        assert model.complete(_request()).mode == model.complete(_request()).mode == "json_object"
    assert [call.mode for call in server.requests] == ["json_schema", "json_object", "json_object"]
    assert '"required"' in server.requests[1].user
    assert '"required"' not in server.requests[0].user


def test_json_in_prose_and_fences_is_found() -> None:
    with ModelServer(server_side.without_formats) as server:
        reply = _complete(server)
    assert (reply.mode, reply.text[0], reply.text[-1]) == ("text", "{", "}")


def test_thoughts_are_no_part_of_the_reply() -> None:
    with ModelServer(server_side.thinking) as server:
        assert _complete(server).text.startswith("{")


@pytest.mark.parametrize("first", ["max_tokens", "max_completion_tokens"])
def test_the_other_name_of_the_token_limit_is_learned(first: str) -> None:
    def picky(call: Call) -> Reply:
        if first in call.body:
            line = f"Unsupported parameter: '{first}' is not supported with this model."
            return Reply(f'{{"error":{{"message":"{line}","param":"{first}"}}}}'.encode(), 400)
        return good(call)

    with ModelServer(picky) as server:
        assert _complete(server, max_tokens_field=first).text == GOOD
    assert len(server.requests) == 2


def test_a_reply_ten_times_too_long_is_cut_before_it_is_read() -> None:
    with ModelServer(lambda call: chat('{"word":"' + "yes " * 100_000 + '"}', call)) as server:
        reply = _complete(server)
    assert len(reply.text) <= 200 * 12


def test_tokens_are_those_of_the_server_or_estimated() -> None:
    with ModelServer(good) as server:
        counted = _complete(server, usd_per_million_in=10, usd_per_million_out=20)
    with ModelServer(lambda call: chat(GOOD, call, usage=False)) as server:
        estimated = _complete(server)
    assert (counted.is_estimated, estimated.is_estimated) == (False, True)
    assert counted.cost_usd == pytest.approx((counted.tokens_in * 10 + counted.tokens_out * 20) / 1e6)
    assert estimated.tokens_in > 0 < estimated.tokens_out
