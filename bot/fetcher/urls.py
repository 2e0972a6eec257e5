"""The grammar of addresses that may be fetched: stricter than any browser's, so that nobody can read them differently.

No credentials, no backslashes, no odd spellings of IP addresses. Which hosts may be reached is `guard`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

from bot.domain.errors import SourceError

MAX_URL_CHARS = 8192
MAX_HOST_CHARS = 253

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\[\]/?#@:]+)(?::(?P<port>\d{1,5}))?(?P<rest>[/?][^#]*)?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT = "/?&=+,;:@!$'()*~%-._[]"
"""Characters of path and query that stay; everything else is percent-encoded."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: `host` in lower case and ASCII, without brackets; `rest` is path and query."""

    scheme: str
    host: str
    port: int
    rest: str
    is_literal: bool

    @property
    def url(self) -> str:
        """The address in its one spelling."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _default_port(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.rest}"


def parse_url(url: str) -> Target:
    """Read an address. Raises SourceError with one line for everything that is not plainly http or https."""
    if len(url) > MAX_URL_CHARS:
        raise SourceError(f"this address is too long ({len(url)} characters)")
    if _FORBIDDEN.search(url):
        raise _refusal(url, "it holds a space, a backslash or a control character")
    if not re.match(r"https?://", url, re.IGNORECASE):
        raise _refusal(url, "it must start with http:// or https://")
    match = _URL.fullmatch(url)
    if match is None:
        raise _refusal(url, "it must have the form https://host/path, without a user name")
    scheme = match["scheme"].lower()
    port = int(match["port"] or _default_port(scheme))
    if not 0 < port < 65536:
        raise _refusal(url, "there is no such port")
    host, is_literal = _read_host(match["host"].lower(), url)
    return Target(scheme, host, port, _read_rest(match["rest"] or "/"), is_literal)


def follow(target: Target, location: str) -> Target:
    """Where a redirect from `target` leads. Raises SourceError like `parse_url`."""
    try:
        joined = urljoin(target.url, location.strip())
    except ValueError as error:
        raise _refusal(location, "the redirect leads nowhere") from error
    return parse_url(joined)


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _refusal(url: str, reason: str) -> SourceError:
    shown = _FORBIDDEN.sub("�", _CREDENTIALS.sub("//…@", url)[:120])
    return SourceError(f"“{shown}” is not an address that can be read: {reason}")


def _read_host(host: str, url: str) -> tuple[str, bool]:
    if host.startswith("["):
        return _read_v6(host[1:-1], url), True
    name = _to_ascii(host, url).removesuffix(".")
    if not _NUMBER.fullmatch(name.rpartition(".")[2]):
        if len(name) > MAX_HOST_CHARS or not all(_LABEL.fullmatch(label) for label in name.split(".")):
            raise _refusal(url, "its host name is malformed")
        return name, False
    # A name that ends in a number is an IPv4 address to some resolver: only the one plain spelling is let through.
    if name != host or not _is_plain_v4(name):
        raise _refusal(url, "write an IP address as four plain numbers")
    return name, True


def _read_v6(text: str, url: str) -> str:
    try:
        return str(IPv6Address(text))
    except AddressValueError as error:
        raise _refusal(url, "its IPv6 address is malformed") from error


def _is_plain_v4(text: str) -> bool:
    try:
        return str(IPv4Address(text)) == text
    except AddressValueError:
        return False


def _to_ascii(host: str, url: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _refusal(url, "its host name is malformed") from error


def _read_rest(rest: str) -> str:
    return quote(rest if rest.startswith("/") else "/" + rest, safe=_KEPT)
