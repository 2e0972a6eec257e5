"""The address to listen on: its spelling, and whether other machines can reach it. Binds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.domain.errors import ConfigError

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """Host (without brackets) and port."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it. A name other than localhost counts as reachable from outside."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for every interface of the machine."""
        try:
            return ip_address(self.host).is_unspecified
        except ValueError:
            return False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_address(text: str) -> Address:
    """Read `127.0.0.1:8080` or `[::1]:8080`. Raises ConfigError."""
    try:
        parts = urlsplit(f"//{text.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None or str(parts.netloc) != text.strip() or "@" in text:
        raise ConfigError(f"BRIEFBOT_HTTP must be HOST:PORT like 127.0.0.1:8080, not “{text[:80]}”")
    return Address(host, port)


def check_reach(address: Address, *, public_url: str, password: str) -> None:
    """Refuse to be open to other machines without a password, and a public_url that is no address.

    Raises ConfigError.
    """
    if not address.is_loopback and not password:
        raise ConfigError(
            f"BRIEFBOT_HTTP {address} can be reached from other machines: set BRIEFBOT_WEB_PASSWORD, or listen on "
            f"127.0.0.1:{address.port}"
        )
    if public_url and public_host(public_url) is None:
        raise ConfigError(f"public_url must be an address like https://briefs.example.org, not “{public_url[:80]}”")


def public_host(public_url: str) -> str | None:
    """Host name of an http(s) address in lower case, None if it is none."""
    try:
        parts = urlsplit(public_url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def known_hosts(address: Address, public_url: str) -> frozenset[str]:
    """Host names by which a reader may ask for pages, in lower case and without port.

    Any port will do: a foreign site that points its own name here (DNS rebinding) still says its own name, while a
    tunnel from another port is a usual way in.
    """
    names = set(LOOPBACK_NAMES)
    if not address.is_wildcard:
        names.add(address.host)
    public = public_host(public_url)
    return frozenset(names | {public} if public else names)
