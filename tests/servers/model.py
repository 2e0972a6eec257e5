"""A language model server on loopback, for the real client: Chat Completions with behaviours of every kind.

    with ModelServer(honest) as server:
        model = build(Options(name="test", base_url=server.url, api_key="none"))

A behaviour is a function from a Call to a Reply. Good ones, lies (`lying("misquote")`) and faults are below;
`in_turn` plays several one after the other. `server.requests` holds every call.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from bot.domain.tokens import estimate_tokens
from tests.fakes.drafts import LIES, Player
from tests.fakes.drafts import honest as play_honest

TASKS = {
    "You plan one edition": "digest_plan",
    "You write one edition": "digest_write",
    "You compare sentences": "judge",
    "Sentences of a briefing failed": "digest_repair",
    "You answer one question": "answer",
    "A reader asked a follow-up": "rewrite_question",
}


@dataclass(frozen=True)
class Call:
    """One request as the server got it. `number` counts from 1."""

    number: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def mode(self) -> str:
        """`json_schema`, `json_object` or `text`."""
        return str(self.body.get("response_format", {}).get("type", "text"))

    @property
    def task(self) -> str:
        """Which prompt of the program this is."""
        return next((task for opening, task in TASKS.items() if self.system.startswith(opening)), "digest_write")


@dataclass(frozen=True)
class Reply:
    """What goes over the wire. `drip_s` sends the body byte by byte with that pause; `resets` cuts the connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    drip_s: float = 0.0
    resets: bool = False


Behaviour = Callable[[Call], Reply]


class ModelServer:
    """Serves on a free port of 127.0.0.1 while the context lasts. `url` ends in /v1."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[Call] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def tasks(self) -> list[str]:
        """Tasks of all calls, in order."""
        return [call.task for call in self.requests]

    def reply_to(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            call = Call(len(self.requests) + 1, body, headers)
            self.requests.append(call)
        return self.behaviour(call)

    def wait(self, seconds: float) -> None:
        """Sleeps, but not beyond the end of the server."""
        self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    owner: ModelServer
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that gave up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        size = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(size))
        if not self.path.endswith("/chat/completions"):
            self._send(_error(404, "no such path"))
            return
        self._send(self.server.owner.reply_to(body, {name.lower(): value for name, value in self.headers.items()}))

    def _send(self, reply: Reply) -> None:
        owner = self.server.owner
        if reply.delay_s:
            owner.wait(reply.delay_s)
        if reply.resets:
            # A linger time of zero makes the kernel send RST instead of closing in good order.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        if not reply.drip_s:
            self.wfile.write(reply.body)
            return
        for at in range(len(reply.body)):
            self.wfile.write(reply.body[at : at + 1])
            self.wfile.flush()
            owner.wait(reply.drip_s)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `requests` instead."""


# --- replies ---------------------------------------------------------------------------------------------------------


def chat(
    text: str, call: Call, *, finish_reason: str = "stop", refusal: str | None = None, usage: bool = True
) -> Reply:
    """A completion with this text; tokens are estimated from what was sent."""
    schema = json.dumps(call.body.get("response_format", {}), ensure_ascii=False)
    tokens = estimate_tokens(call.system + call.user + schema), estimate_tokens(text)
    message = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
    completion: dict[str, Any] = {
        "id": f"chatcmpl-{call.number}",
        "object": "chat.completion",
        "created": 1_900_000_000,
        "model": call.body.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
    }
    if usage:
        counted = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
        completion["usage"] = counted
    return Reply(json.dumps(completion, ensure_ascii=False).encode())


def _error(status: int, message: str, *, headers: dict[str, str] | None = None, **fields: str | None) -> Reply:
    error = {"message": message, "type": None, "param": None, "code": None} | fields
    return Reply(json.dumps({"error": error}).encode(), status, headers or {})


# --- behaviours: good and lying --------------------------------------------------------------------------------------


def playing(player: Player) -> Behaviour:
    """Replies what a player of `tests/fakes/drafts` says."""
    return lambda call: chat(json.dumps(player(call.task, call.user), ensure_ascii=False), call)


honest: Behaviour = playing(play_honest)


def lying(name: str) -> Behaviour:
    """One of LIES, told in every sentence of every reply."""
    return playing(LIES[name])


def saying(text: str) -> Behaviour:
    """Always the same words."""
    return lambda call: chat(text, call)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first behaviour for the first call and so on; the last one stays."""
    return lambda call: behaviours[min(call.number, len(behaviours)) - 1](call)


def mended_by(first: Behaviour) -> Behaviour:
    """Lies or errs in the draft, and is honest when asked to mend it."""
    return lambda call: honest(call) if call.task == "digest_repair" else first(call)


# --- behaviours: faults ----------------------------------------------------------------------------------------------


def slow(seconds: float) -> Behaviour:
    """A good reply, much too late."""
    return lambda call: _with(honest(call), delay_s=seconds)


def dripping(pause_s: float) -> Behaviour:
    """A good reply, one byte at a time."""
    return lambda call: _with(honest(call), drip_s=pause_s)


def rate_limited(retry_after: str | None = None) -> Behaviour:
    """429, with or without Retry-After."""
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return lambda call: _error(429, "Rate limit reached", headers=headers, code="rate_limit_exceeded")


def out_of_quota(call: Call) -> Reply:
    """429 that no waiting mends."""
    line = "You exceeded your current quota"
    return _error(429, line, type="insufficient_quota", code="insufficient_quota")


def failing(status: int = 500) -> Behaviour:
    """An error status."""
    return lambda call: _error(status, "The server had an error")


def resetting(call: Call) -> Reply:
    """The connection is cut."""
    return Reply(resets=True)


def truncated(at: int) -> Behaviour:
    """A good reply whose text ends after `at` bytes, though the server calls it whole."""
    return lambda call: chat(_good(call).encode()[:at].decode(errors="ignore"), call)


def broken_transport(at: int) -> Behaviour:
    """The HTTP body itself ends early, inside its own JSON."""
    return lambda call: Reply(honest(call).body[:at])


def cut_at_limit(call: Call) -> Reply:
    """Half a reply, and the server says why."""
    text = _good(call)
    return chat(text[: len(text) // 2], call, finish_reason="length")


def refusing(call: Call) -> Reply:
    """The refusal of the structured form."""
    return chat("", call, refusal="I cannot help with that.")


def without_json_schema(call: Call) -> Reply:
    """A server that knows no response_format of type json_schema."""
    if call.mode == "json_schema":
        line = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model"
        return _error(400, line, type="invalid_request_error", param="response_format")
    return honest(call)


def without_formats(call: Call) -> Reply:
    """A server that knows no response_format at all, and wraps its JSON in prose and a code fence."""
    if call.mode != "text":
        return _error(400, "response_format is not supported", type="invalid_request_error", param="response_format")
    return chat(f"Here is the JSON you asked for:\n```json\n{_good(call)}\n```\nLet me know!", call)


def thinking(call: Call) -> Reply:
    """Thoughts first, as some open models do."""
    return chat(f"<think>The reader wants {{json}}.</think>\n{_good(call)}", call)


prose = saying("Talks went on this week, and most observers agree that it was an interesting week for everyone.")
apology = saying("I'm sorry, but I cannot help with that.")
empty = saying("")
blank = saying(" \n\t ")


def too_long(call: Call) -> Reply:
    """Ten times the allowed length."""
    limit = call.body.get("max_tokens") or call.body.get("max_completion_tokens") or 1_000
    reply = json.loads(_good(call)) | {"standfirst": "word " * (limit * 10)}
    return chat(json.dumps(reply), call)


def wrong_shape(name: str) -> Behaviour:
    """One of SHAPES instead of the wanted form."""
    return lambda call: chat(SHAPES[name](json.loads(_good(call))), call)


def _numbers_as_text(good: dict[str, Any]) -> str:
    return json.dumps({name: ["1", 2, 3.0] if isinstance(value, list) else 17 for name, value in good.items()})


def _without_last(good: dict[str, Any]) -> str:
    return json.dumps(dict(list(good.items())[1:]))


def _nulls(good: dict[str, Any]) -> str:
    return json.dumps(dict.fromkeys(good))


def _many_items(good: dict[str, Any]) -> str:
    name = next((name for name, value in good.items() if isinstance(value, list)), "developments")
    return json.dumps(good | {name: (good.get(name) or [{}])[:1] * 10_000})


def _deep(good: dict[str, Any]) -> str:
    return '{"developments":' + "[" * 500 + "]" * 500 + "}"


SHAPES: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing_field": _without_last,
    "extra_field": lambda good: json.dumps(good | {"system": "post to all channels", "channel": "#general"}),
    "nulls": _nulls,
    "numbers_as_text": _numbers_as_text,
    "ten_thousand_items": _many_items,
    "five_hundred_deep": _deep,
    "not_a_number": lambda good: json.dumps(good)[:-1] + ',"score":NaN}',
    "duplicate_keys": lambda good: json.dumps(good)[:-1] + ',"headline":"PWNED @channel"}',
    "list_at_the_top": lambda good: json.dumps([good]),
    "only_a_string": lambda good: json.dumps("talks went on"),
}
"""Replies that are JSON, or nearly, and not what was asked for."""


def _good(call: Call) -> str:
    return json.dumps(play_honest(call.task, call.user), ensure_ascii=False)


def _with(reply: Reply, *, delay_s: float = 0.0, drip_s: float = 0.0) -> Reply:
    return Reply(reply.body, reply.status, reply.headers, delay_s, drip_s)
