"""Decides which addresses a request may connect to, and which exceptions the operator made.

Looks a name up once and hands on only what it checked: the connection goes to these addresses and no other. A refused
private address and a dead host get the same line, so that nobody can explore the inside network by error texts.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from threading import Thread

from bot.domain.errors import ConfigError, SourceError
from bot.fetcher.addresses import is_public
from bot.fetcher.urls import Target

PORTS = frozenset((80, 443))
"""Ports that news is read from; others need an exception that names them."""

PRIVATE_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "alt")
"""Names that mean something only inside a network."""

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port → its addresses, none if there is no such host."""

_ENTRY = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<host>[^:\[\]\s]+))(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Permit:
    """One entry of the operator's list: a name or a network; `port` None means all ports."""

    name: str | None
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers_name(self, host: str, port: int) -> bool:
        """Whether this host was named."""
        return self.name == host and self.port in (None, port)

    def covers_address(self, address: str, port: int) -> bool:
        """Whether this address lies in the named network."""
        return self.network is not None and self.port in (None, port) and ip_address(address) in self.network


def parse_permits(entries: Iterable[str]) -> tuple[Permit, ...]:
    """Read `host`, `host:port`, addresses and networks, each with or without a port. Raises ConfigError."""
    return tuple(_parse_permit(entry.strip()) for entry in entries if entry.strip())


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """Addresses of a host by the system's resolver, none if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def unreachable(host: str) -> SourceError:
    """The one line for hosts that are dead, unknown or not public."""
    return SourceError(
        f"cannot reach {host[:100]}: nothing answers there, or it is not a public address (BRIEFBOT_ALLOW_HOSTS)",
        transient=True,
    )


class Guard:
    """Checks targets against the rules and the operator's exceptions."""

    def __init__(self, permits: Sequence[Permit], resolve: Resolve) -> None:
        self._permits = permits
        self._resolve = resolve

    def check(self, target: Target, *, timeout_s: float) -> tuple[str, ...]:
        """The addresses that may be connected to for this target. Raises SourceError when there is none."""
        host, port = target.host, target.port
        addresses = (host,) if target.is_literal else self._look_up(host, port, timeout_s)
        listed = [address for address in addresses if self._covers_address(address, port)]
        is_named = any(one.covers_name(host, port) for one in self._permits)
        if is_named and addresses:
            return addresses
        is_listed = bool(addresses) and len(listed) == len(addresses)
        if port not in PORTS and not is_listed:
            known = ", ".join(str(one) for one in sorted(PORTS))
            wanted = f"{host[:100]}:{port}"
            raise SourceError(f"only the ports {known} are read from: to allow it, set BRIEFBOT_ALLOW_HOSTS={wanted}")
        if is_listed:
            return addresses
        is_inside = not target.is_literal and _is_private_name(host)
        if not addresses or is_inside or not all(is_public(one) or one in listed for one in addresses):
            raise unreachable(host)
        return addresses

    def _covers_address(self, address: str, port: int) -> bool:
        return any(one.covers_address(address, port) for one in self._permits)

    def _look_up(self, host: str, port: int, timeout_s: float) -> tuple[str, ...]:
        """The system's resolver knows no time limit, so it is waited for in a thread that may be left behind."""
        found: list[str] = []
        thread = Thread(target=lambda: found.extend(self._resolve(host, port)), name="look-up", daemon=True)
        thread.start()
        thread.join(timeout_s)
        return tuple(found) if not thread.is_alive() else ()


def _is_private_name(host: str) -> bool:
    return "." not in host or any(host.endswith("." + suffix) for suffix in PRIVATE_SUFFIXES)


def _parse_permit(entry: str) -> Permit:
    network = _as_network(entry)
    if network is not None:
        return Permit(None, network, None)
    match = _ENTRY.fullmatch(entry)
    port = int(match["port"]) if match and match["port"] else None
    if match is None or (port is not None and not 0 < port < 65536):
        raise ConfigError(f"allow_hosts: “{entry[:100]}” is no host, host:port or network")
    network = _as_network(match["v6"] or match["host"])
    if network is not None:
        return Permit(None, network, port)
    if match["v6"] or "/" in match["host"]:
        raise ConfigError(f"allow_hosts: “{entry[:100]}” is no host, host:port or network")
    return Permit(match["host"].lower().removesuffix("."), None, port)


def _as_network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
