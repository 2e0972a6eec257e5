"""The only way out for content: GET requests bounded in time, size and redirects that never reach a private address.

`urls` is the grammar of addresses, `addresses` says which are public, `guard` puts both to a request, `pace` and
`robots` spare hosts, `transfer` follows redirects, and `curl` talks HTTP, loaded with the first fetch. Nothing here
knows feeds or pages; what to ask for is the caller's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import __version__
from bot.fetcher.guard import Guard, Resolve, parse_permits, resolve_host
from bot.ports import Fetcher


@dataclass(frozen=True, slots=True)
class Options:
    """Section [fetch].

    Seconds: `total_timeout_s` for one fetch with all its redirects, `connect_timeout_s` for a connection, `host_gap_s`
    between two requests to one host. `max_bytes` counts decoded bytes. `ca_file`: own certificate authorities (PEM).
    `robots`: whether pages are left alone that their site's robots.txt asks robots not to read.
    """

    user_agent: str = f"briefbot/{__version__} (news reader)"
    total_timeout_s: float = 20.0
    connect_timeout_s: float = 10.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    host_gap_s: float = 0.0
    max_per_host: int = 2
    ca_file: str = ""
    robots: bool = True


def build(options: Options, *, allow_hosts: Sequence[str] = (), resolve: Resolve = resolve_host) -> Fetcher:
    """A fetcher for any number of threads.

    `allow_hosts`: hosts, `host:port`, addresses or networks that may be reached although they are private; without a
    port all of theirs may be. `resolve` turns a host name into addresses. Raises ConfigError for an entry that is none.
    """
    from bot.fetcher.answer import Limits
    from bot.fetcher.pace import Pace
    from bot.fetcher.transfer import CurlFetcher

    limits = Limits(
        user_agent=options.user_agent,
        total_timeout_s=options.total_timeout_s,
        connect_timeout_s=options.connect_timeout_s,
        max_bytes=options.max_bytes,
        max_redirects=options.max_redirects,
        ca_file=options.ca_file,
        robots=options.robots,
    )
    guard = Guard(parse_permits(allow_hosts), resolve)
    return CurlFetcher(limits, guard, Pace(max_per_host=options.max_per_host, gap_s=options.host_gap_s))
