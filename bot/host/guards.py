"""What every request passes: known host names, the password, security headers, errors as plain pages.

Owns no content. Whether a form was sent by our own page is checked where the form is (`platforms/web`).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import html
from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.domain.errors import BotError, NotFound, UserError

WRONG_PASSWORD_WAIT_S = 0.5
"""A guess costs this long, so that guessing is slow."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "briefbot",
}
"""On every response. No script is allowed at all, not even our own."""

_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_WITHOUT_PASSWORD = frozenset({"/healthz", "/readyz"})
_SIGNED = "/slack/"
"""Requests below it are signed by Slack and reach us under any name; the platform checks them."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/style.css"></head>
<body><main class="error"><h1>{title}</h1><p>{text}</p><p><a href="/">All digests</a></p></main></body></html>
"""
_TEXTS: Mapping[int, str] = {
    400: "The request cannot be understood.",
    404: "There is nothing at this address.",
    405: "This address cannot be used in that way.",
    413: "That is more than this page takes.",
    500: "Something went wrong here. It has been written to the log.",
}

_log = structlog.get_logger(__name__)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Set the security headers; a handler's own header of the same name stays, but for the server's name."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = HEADERS["Server"]


def error_page(status: int, text: str = "", *, title: str = "") -> web.Response:
    """A plain page that says what is wrong in one line."""
    shown = html.escape(text or _TEXTS.get(status, "That did not work."))
    heading = html.escape(title or ("Not found" if status == 404 else f"Error {status}"))
    body = _PAGE.format(title=heading, text=shown)
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8")


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a plain page without a trace."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        page = error_page(error.status, _own_text(error))
        for name in ("Allow", "WWW-Authenticate"):
            if name in error.headers:
                page.headers[name] = error.headers[name]
        return page
    except BotError as error:
        return error_page(_status_of(error), error.message)
    except Exception:  # noqa: BLE001  one incoming event: whatever failed, the server and all other requests go on
        _log.exception("request failed", method=request.method, path=request.path)
        return error_page(500)


def only_known_hosts(names: frozenset[str]) -> Middleware:
    """A middleware that answers 421 to pages asked for under a foreign name (DNS rebinding)."""

    @web.middleware
    async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in _PROBES and not request.path.startswith(_SIGNED):
            given = request.headers.getall("Host", [])
            if len(given) != 1 or _host_name(given[0]) not in names:
                text = "This name is not known here. If readers use it, set public_url to their address."
                return error_page(421, text, title="Wrong address")
        return await handler(request)

    return check_host


def only_with_password(password: str) -> Middleware:
    """A middleware that asks for the password (HTTP basic, any user name). Probes and signed requests need none."""

    @web.middleware
    async def check_password(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in _WITHOUT_PASSWORD or request.path.startswith(_SIGNED):
            return await handler(request)
        given = _given_password(request.headers.get("Authorization", ""))
        if given is not None and hmac.compare_digest(given, password.encode()):
            return await handler(request)
        if given is not None:
            await asyncio.sleep(WRONG_PASSWORD_WAIT_S)
        page = error_page(401, "These pages need the password that was set for them.", title="Password needed")
        page.headers["WWW-Authenticate"] = 'Basic realm="briefbot", charset="UTF-8"'
        return page

    return check_password


def _own_text(error: web.HTTPException) -> str:
    """The line that a handler gave its error, empty for the bare status."""
    text = error.text or ""
    return "" if text == f"{error.status}: {error.reason}" or error.status in (404, 413) else text


def _status_of(error: BotError) -> int:
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, UserError):
        return 400
    return 503 if error.transient else 500


def _host_name(header: str) -> str | None:
    try:
        parts = urlsplit(f"//{header}")
        return None if "@" in header or parts.path or parts.query else parts.hostname
    except ValueError:
        return None


def _given_password(header: str) -> bytes | None:
    """Password of a Basic authorization, None if there is none or it cannot be read."""
    kind, _, value = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded.partition(b":")[2]
