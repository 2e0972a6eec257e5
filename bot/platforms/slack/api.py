"""The client for Slack's Web API, and every foreign error put into our words once.

Owns what an error code means: whether the message may have been posted, whether trying again helps, what a person can
do. Nothing here retries: the SDK's own retries post twice when an answer is lost. Posting is `post`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.domain.errors import PlatformError
from bot.platforms.slack.options import Options

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

CALL_TIMEOUT_S = 10
DEFAULT_RETRY_S = 30.0
"""When Slack says “too fast” without saying until when."""

MAX_RETRY_S = 3600.0

REFUSED_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)
BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
NO_WAY_IN = frozenset({"not_in_channel", "channel_not_found"})
"""The bot is no member: it can neither post there nor read what was posted."""

MAYBE_DONE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack: “some aspect of the operation succeeded before the error was raised”."""

_TRANSIENT = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "team_added_to_org"})
_LINES: Mapping[str, str] = {
    "not_in_channel": "the bot is not in channel {channel}: invite it there with /invite @{bot}",
    "channel_not_found": "Slack shows the bot no channel {channel}: check the id, or invite it with /invite @{bot}",
    "is_archived": "channel {channel} is archived: unarchive it, or give the watch another channel",
    "restricted_action": "this workspace does not let the bot post in {channel}: ask an admin",
    "no_permission": "this workspace does not let the bot post in {channel}: ask an admin",
    "missing_scope": "the Slack app lacks the permission {needed}: update it from the manifest and install it again",
    "thread_not_found": "the message to be answered is gone from channel {channel}",
    "message_not_found": "the message to be answered is gone from channel {channel}",
    "access_denied": "Slack denies the bot access: ask an admin of the workspace",
    "team_access_not_granted": "the app is not allowed in this workspace: ask an admin to install it",
    "ekm_access_denied": "an admin of the workspace has suspended posting",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as Slack said; empty before it was asked."""

    team: str = ""
    enterprise: str = ""
    user: str = ""
    bot: str = ""
    name: str = "briefbot"


def open_client(options: Options, *, token: str | None = None) -> AsyncWebClient:
    """A client that never retries, with the bot's token or another. It belongs to no event loop; every call opens a
    connection of its own.
    """
    from slack_sdk.web.async_client import AsyncWebClient

    return AsyncWebClient(
        token=token or options.bot_token, base_url=options.api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[]
    )


async def fetch_identity(client: AsyncWebClient) -> Identity:
    """Ask Slack whose token this is. Raises PlatformError."""
    answer = await call(client, "auth.test")
    return Identity(
        team=text_of(answer, "team_id"),
        enterprise=text_of(answer, "enterprise_id"),
        user=text_of(answer, "user_id"),
        bot=text_of(answer, "bot_id"),
        name=text_of(answer, "user") or "briefbot",
    )


async def call(
    client: AsyncWebClient,
    method: str,
    *,
    params: Mapping[str, object] | None = None,
    json: Mapping[str, object] | None = None,
    words: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One call of the Web API: a GET with `params`, else a POST. Raises PlatformError with Slack's code in its facts.

    `words` fill the line for people (`channel`, `bot`).
    """
    given = {"params": params, "json": json}
    arguments: dict[str, Any] = {name: dict(value) for name, value in given.items() if value is not None}
    work = client.api_call(method, http_verb="POST" if params is None else "GET", **arguments)
    data, _ = await answer_of(work, words=words)
    return data


async def answer_of(
    work: Awaitable[AsyncSlackResponse], *, words: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Data and headers (names in lower case) of a call. Raises PlatformError."""
    import aiohttp
    from slack_sdk.errors import SlackClientError

    try:
        answer = await work
    except (aiohttp.ClientError, OSError, TimeoutError, SlackClientError) as error:
        raise translate(error, words=words) from error
    except (AttributeError, TypeError, ValueError) as error:
        # The SDK trips over answers that are no JSON object: whatever answered had read what we sent.
        line = "what answered is not Slack: check SLACK_API_URL"
        raise PlatformError(line, transient=True, outcome_unknown=True, kind="unreadable") from error
    data = answer.data if isinstance(answer.data, dict) else {}
    return data, {name.lower(): value for name, value in answer.headers.items()}


def translate(error: Exception, *, words: Mapping[str, str] | None = None) -> PlatformError:
    """A PlatformError for whatever the client raised."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    if isinstance(error, SlackApiError):
        return _refusal(error, {"channel": "", "bot": "briefbot"} | dict(words or {}))
    if isinstance(error, aiohttp.ClientConnectorError):
        return PlatformError("Slack cannot be reached", transient=True, kind="unreachable")
    if isinstance(error, TimeoutError):
        line = f"Slack did not answer within {CALL_TIMEOUT_S} s"
        return PlatformError(line, transient=True, outcome_unknown=True, kind="timeout")
    return PlatformError("the connection to Slack broke", transient=True, outcome_unknown=True, kind="broken")


def status_error(status: int, headers: Mapping[str, str]) -> PlatformError | None:
    """The error that a status alone says: None below 400."""
    if status == 429:
        wait_s = retry_after_s(headers)
        return PlatformError("Slack wants us to slow down", transient=True, retry_after_s=wait_s, kind="ratelimited")
    if status >= 500:
        line = f"Slack failed with status {status}"
        return PlatformError(line, transient=True, outcome_unknown=True, kind="server")
    return PlatformError(f"Slack refused with status {status}", status=status) if status >= 400 else None


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks us to wait: 30 when it does not say, or says it badly."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    if not (value.isascii() and value.isdigit() and len(value) < 9):
        return DEFAULT_RETRY_S
    return min(float(value), MAX_RETRY_S)


def text_of(node: object, *names: str) -> str:
    """A text inside nested objects; empty when anything on the way is missing or of another type."""
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    return node if isinstance(node, str) else ""


def _refusal(error: Any, words: Mapping[str, str]) -> PlatformError:
    response = error.response
    data = getattr(response, "data", response if isinstance(response, dict) else {})
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    code = text_of(data, "error")
    by_status = status_error(int(status), getattr(response, "headers", {}) or {})
    if by_status is not None and (status == 429 or not code):
        return by_status
    if not code or code in MAYBE_DONE:
        line = f"Slack failed ({code})" if code else "Slack sent an unreadable answer"
        return PlatformError(line, transient=True, outcome_unknown=True, code=code)
    if code in _TRANSIENT:
        wait_s = retry_after_s(getattr(response, "headers", {}) or {})
        return PlatformError("Slack wants us to slow down", transient=True, retry_after_s=wait_s, code=code)
    if code in REFUSED_TOKEN:
        return PlatformError(f"Slack refused the bot token ({code}): set SLACK_BOT_TOKEN anew", code=code)
    line = _LINES.get(code, "Slack refused: {code}")
    needed = text_of(data, "needed") or "it needs"
    return PlatformError(line.format(**words, needed=needed, code=code), code=code)
