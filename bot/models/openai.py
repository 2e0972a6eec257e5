"""A language model behind any server that speaks Chat Completions. Implements Model.

Owns the ladder of reply formats, retries within one call, and translating every foreign error once. It believes
nothing it receives: drafts are parsed by `steps/write/replies` and proven by `steps/verify/gate`. The key is never
logged and never in an error.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.domain.errors import ConfigError, ModelError
from bot.domain.model_call import ModelReply, ModelRequest
from bot.domain.tokens import estimate_tokens
from bot.ports import Model

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

LADDER = ("json_schema", "json_object", "text")
"""Reply formats, strictest first. An endpoint that refuses or ignores one is asked for the next from then on."""

MAX_TRIES = 3
FIRST_WAIT_S = 0.5
MAX_WAIT_S = 10.0
CONNECT_TIMEOUT_S = 10.0
CHARS_PER_OUTPUT_TOKEN = 12
"""A reply longer than this per allowed token ignored its limit and is cut off unread."""

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FORMAT_WORDS = re.compile(r"response_format|json_schema|json_object|schema|guided|grammar|structured", re.IGNORECASE)
_CODE_FENCE = re.compile(r"\A```(?:json)?\s*|\s*```\Z")


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of `[model]`. Prices are per million tokens in USD, 0 when unknown.

    `max_tokens_field` empty: the name that the endpoint is known to want. `thinking_tokens` is added to every limit,
    for models that think before they answer. `temperature` None leaves it to the server. `daily_budget_usd` (0: none)
    is kept by `flows/ask_model`, `plan` and `judge` are read by `flows/draft_digest`; `embedding` is not used yet.
    """

    name: str = ""
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    timeout_s: float = 60.0
    max_retries: int = 2
    temperature: float | None = 0.1
    max_tokens_field: str = ""
    thinking_tokens: int = 0
    usd_per_million_in: float = 0.0
    usd_per_million_out: float = 0.0
    daily_budget_usd: float = 0.0
    plan: bool = False
    judge: bool = True
    embedding: str = ""


def build(options: Options, *, sleep: Callable[[float], None] = time.sleep) -> Model:
    """The adapter; nothing is imported or connected before the first call. Raises ConfigError."""
    if not options.name:
        raise ConfigError("[model] name is missing: which model should the server be asked for?")
    if options.base_url and urlsplit(options.base_url).scheme not in ("http", "https"):
        raise ConfigError("OPENAI_BASE_URL must begin with http:// or https://")
    if not options.base_url and not options.api_key:
        raise ConfigError("OPENAI_API_KEY is missing: set it, or OPENAI_BASE_URL for a server that needs none")
    return OpenAIModel(options, sleep)


class OpenAIModel:
    """Implements Model. Remembers what its endpoint can do."""

    is_offline = False

    def __init__(self, options: Options, sleep: Callable[[float], None]) -> None:
        self.name = options.name
        self._options = options
        self._sleep = sleep
        self._rung = 0
        self._unwanted: set[str] = set()
        self._max_tokens_field = options.max_tokens_field or _usual_field(options.base_url)
        self._client: openai.OpenAI | None = None

    def complete(self, request: ModelRequest) -> ModelReply:
        """One reply, within `timeout_s` a try. Raises ModelError; its fact `kind` says what went wrong."""
        while True:
            rung = self._rung
            try:
                completion = self._ask(request, LADDER[rung])
            except ModelError as error:
                if error.facts.get("kind") == "format" and rung + 1 < len(LADDER):
                    self._rung = max(self._rung, rung + 1)
                    continue
                if error.facts.get("kind") == "parameter":
                    continue
                raise
            return self._reply(request, completion, LADDER[rung])

    def _ask(self, request: ModelRequest, mode: str) -> ChatCompletion:
        """Up to MAX_TRIES tries while trying again may help; a spent quota or a wrong key is asked once."""
        tries = min(self._options.max_retries + 1, MAX_TRIES)
        for number in range(1, tries + 1):
            try:
                return self._send(request, mode)
            except ModelError as error:
                wait_s = max(error.retry_after_s or 0.0, FIRST_WAIT_S * 2 ** (number - 1))
                is_last = number == tries or error.facts.get("kind") == "timeout"
                if not error.transient or is_last or wait_s > MAX_WAIT_S:
                    raise
                self._sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    def _send(self, request: ModelRequest, mode: str) -> ChatCompletion:
        import openai

        try:
            completion = self._create(self._opened(), self._parameters(request, mode))
        except openai.OpenAIError as error:
            raise self._translated(error, mode) from error
        except (ValueError, RecursionError) as error:
            raise ModelError("the model server sent an unreadable reply", transient=True, kind="unreadable") from error
        if not _is_whole(completion):
            raise ModelError("the model server sent a reply without any content", transient=True, kind="empty")
        return completion

    def _create(self, client: openai.OpenAI, parameters: Mapping[str, Any]) -> ChatCompletion:
        """The call in a thread of its own: the client's time-out starts anew with every byte that drips in."""
        executor = ThreadPoolExecutor(1, "model-call")
        try:
            future: Future[ChatCompletion] = executor.submit(lambda: client.chat.completions.create(**parameters))
            return future.result(self._options.timeout_s)
        except TimeoutError as error:
            # Closing the connection ends the thread at the next byte.
            self._client = None
            client.close()
            raise self._too_slow() from error
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    def _too_slow(self) -> ModelError:
        line = f"the model did not answer within {self._options.timeout_s:g} s"
        return ModelError(line, transient=True, kind="timeout")

    def _opened(self) -> openai.OpenAI:
        if self._client is None:
            import openai

            self._client = openai.OpenAI(
                # Local servers need no key, but the client insists on one.
                api_key=self._options.api_key or "none",
                base_url=self._options.base_url or None,
                timeout=openai.Timeout(self._options.timeout_s, connect=CONNECT_TIMEOUT_S),
                max_retries=0,
            )
        return self._client

    def _parameters(self, request: ModelRequest, mode: str) -> dict[str, Any]:
        user = request.user
        if mode != "json_schema":
            user += "\n\nThe JSON object must fit this schema:\n" + json.dumps(request.schema, ensure_ascii=False)
        parameters: dict[str, Any] = {
            "model": self._options.name,
            "messages": [{"role": "system", "content": request.system}, {"role": "user", "content": user}],
            self._max_tokens_field: request.max_output_tokens + self._options.thinking_tokens,
        }
        if self._options.temperature is not None and "temperature" not in self._unwanted:
            parameters["temperature"] = self._options.temperature
        if mode == "json_schema":
            schema = {"name": request.task, "schema": request.schema, "strict": True}
            parameters["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif mode == "json_object":
            parameters["response_format"] = {"type": "json_object"}
        return parameters

    def _reply(self, request: ModelRequest, completion: ChatCompletion, mode: str) -> ModelReply:
        choice = completion.choices[0]
        message = choice.message
        if getattr(message, "refusal", None):
            raise ModelError("the model declined to answer", kind="refusal")
        if getattr(choice, "finish_reason", None) == "length":
            raise ModelError("the model's reply was cut off at its limit", kind="length")
        if getattr(choice, "finish_reason", None) == "content_filter":
            raise ModelError("the model server's content filter stopped the reply", kind="refusal")
        raw = message.content or ""
        limit = (request.max_output_tokens + self._options.thinking_tokens) * CHARS_PER_OUTPUT_TOKEN
        text = _bare(raw[:limit])
        if not text:
            raise ModelError("the model sent an empty reply", kind="empty")
        if not text.startswith("{") and self._rung + 1 < len(LADDER):
            self._rung += 1
        return self._counted(request, completion, _as_json(text), mode)

    def _counted(self, request: ModelRequest, completion: ChatCompletion, text: str, mode: str) -> ModelReply:
        usage = completion.usage if _has_counts(completion.usage) else None
        tokens_in = usage.prompt_tokens if usage else estimate_tokens(request.system + request.user)
        tokens_out = usage.completion_tokens if usage else estimate_tokens(completion.choices[0].message.content or "")
        prices = self._options.usd_per_million_in, self._options.usd_per_million_out
        cost_usd = (tokens_in * prices[0] + tokens_out * prices[1]) / 1e6
        return ModelReply(text, self.name, tokens_in, tokens_out, cost_usd, is_estimated=usage is None, mode=mode)

    def _translated(self, error: openai.OpenAIError, mode: str) -> ModelError:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return self._too_slow()
        if isinstance(error, openai.APIStatusError):
            return self._translated_status(error, mode)
        if isinstance(error, openai.APIConnectionError):
            return ModelError("the model server cannot be reached", transient=True, kind="unreachable")
        return ModelError("the model server sent an unreadable reply", transient=True, kind="unreadable")

    def _translated_status(self, error: openai.APIStatusError, mode: str) -> ModelError:
        status, said = error.status_code, _said(error, self._options.api_key)
        if error.code == "insufficient_quota" or error.type == "insufficient_quota" or status == 402:
            return ModelError("the model account has no credit left", kind="quota", status=status)
        if status == 429:
            wait_s = _retry_after_s(error.response.headers)
            return ModelError(
                "the model server is busy", transient=True, retry_after_s=wait_s, kind="busy", status=status
            )
        if status in (401, 403):
            return ModelError("the model server refused the key: check OPENAI_API_KEY", kind="key", status=status)
        if status == 404:
            line = f"the model server knows no model {self._options.name!r}: check [model] name and OPENAI_BASE_URL"
            return ModelError(line, kind="unknown_model", status=status)
        if status >= 500 or status in (408, 409):
            wait_s = _retry_after_s(error.response.headers)
            line = f"the model server failed with status {status}"
            return ModelError(line, transient=True, retry_after_s=wait_s, kind="server", status=status)
        if self._learned(error):
            return ModelError("the model server wants other parameters", kind="parameter", status=status)
        is_format = mode != "text" and (error.param == "response_format" or _FORMAT_WORDS.search(said))
        kind = "format" if is_format else "refused"
        return ModelError(f"the model server refused the request: {said}", kind=kind, status=status)

    def _learned(self, error: openai.APIStatusError) -> bool:
        """Whether the refusal named a parameter that can be sent otherwise; it is from now on."""
        said = f"{error.param or ''} {error.message}"
        other = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}[self._max_tokens_field]
        if re.search(rf"\b{self._max_tokens_field}\b", said) and other not in self._unwanted:
            self._unwanted.add(self._max_tokens_field)
            self._max_tokens_field = other
            return True
        if "temperature" in said and "temperature" not in self._unwanted:
            self._unwanted.add("temperature")
            return True
        return False


def _usual_field(base_url: str) -> str:
    """OpenAI has renamed the field; most compatible servers know the old name only."""
    host = urlsplit(base_url).hostname or "api.openai.com"
    return "max_completion_tokens" if host.endswith("openai.com") else "max_tokens"


def _is_whole(completion: object) -> bool:
    """Whether a reply is a completion with a message: the client takes whatever a server sends for one."""
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices:
        return False
    message = getattr(choices[0], "message", None)
    return message is not None and isinstance(getattr(message, "content", None), str | None)


def _has_counts(usage: object) -> bool:
    counts = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
    return all(isinstance(count, int) and count >= 0 for count in counts)


def _bare(text: str) -> str:
    """The reply without its thoughts and without a code fence."""
    spoken = _THOUGHTS.sub("", text)
    spoken = spoken.rsplit("</think>", 1)[-1].strip()
    return _CODE_FENCE.sub("", spoken).strip()


def _as_json(text: str) -> str:
    """The reply as it is when it is JSON; else its object, mended, unless it is cut off: half a sentence may say the
    opposite of the whole one.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        start, end = text.find("{"), text.rfind("}")
        if start < 0 or end < start or (start == 0 and end < len(text) - 1):
            return text
        import json_repair

        mended = json_repair.repair_json(text[start : end + 1], ensure_ascii=False)
        return mended if isinstance(mended, str) and mended.startswith("{") else text
    return text


def _said(error: openai.APIStatusError, key: str) -> str:
    """The server's own line, shortened, and without the key should it repeat it."""
    line = " ".join(error.message.split())[:200]
    return line.replace(key, "…") if key else line


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    try:
        return max(float(headers.get("retry-after", "")), 0.0)
    except ValueError:
        return None
