"""Who may be connected to, with a scripted resolver."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from bot.domain.errors import ConfigError, SourceError
from bot.fetcher.guard import Guard, parse_permits, unreachable
from bot.fetcher.urls import parse_url

PUBLIC = "93.184.215.14"
NAMES = {
    "news.example": (PUBLIC,),
    "six.example": ("2606:4700::1111", PUBLIC),
    "dual.example": (PUBLIC, "::1"),
    "inside.example": ("192.168.1.1",),
    "localhost": ("127.0.0.1", "::1"),
    "intranet": (PUBLIC,),
    "printer.local": (PUBLIC,),
    "feed.localhost": (PUBLIC,),
    "db.internal": (PUBLIC,),
}


def resolve(host: str, _port: int) -> Sequence[str]:
    return NAMES.get(host, ())


def check(url: str, *permits: str) -> tuple[str, ...]:
    return Guard(parse_permits(permits), resolve).check(parse_url(url), timeout_s=5)


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("https://news.example/feed", (PUBLIC,)),
        ("https://news.example:80/feed", (PUBLIC,)),
        ("https://six.example/", ("2606:4700::1111", PUBLIC)),
        (f"http://{PUBLIC}/", (PUBLIC,)),
    ],
)
def test_public_hosts_are_reached_at_the_addresses_that_were_checked(url: str, addresses: tuple[str, ...]) -> None:
    assert check(url) == addresses


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://inside.example/", "http://dual.example/", "http://localhost/",
     "http://intranet/", "http://printer.local/", "http://feed.localhost/", "http://db.internal/"],
)  # fmt: skip
def test_private_hosts_get_the_line_of_a_dead_one(url: str) -> None:
    with pytest.raises(SourceError) as refusal:
        check(url)
    assert refusal.value.message == unreachable(parse_url(url).host).message
    assert refusal.value.transient
    assert not refusal.value.facts
    with pytest.raises(SourceError) as dead:
        check("http://nobody.example/")
    assert dead.value.message == refusal.value.message.replace(parse_url(url).host, "nobody.example")


def test_unusual_ports_are_refused_whoever_stands_there() -> None:
    lines = set()
    for host in ("news.example", "inside.example", "nobody.example"):
        for port in (22, 6379, 8080):
            with pytest.raises(SourceError) as refusal:
                check(f"http://{host}:{port}/")
            lines.add(refusal.value.message.replace(host, "HOST").replace(str(port), "PORT"))
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("url", "permit"),
    [
        ("http://127.0.0.1:9000/", "127.0.0.1"),
        ("http://127.0.0.1:9000/", "127.0.0.1:9000"),
        ("http://localhost:9000/", "localhost"),
        ("http://localhost:9000/", "localhost:9000"),
        ("http://inside.example/", "192.168.0.0/16"),
        ("http://inside.example/", "inside.example"),
        ("http://192.168.1.1/", "192.168.1.1/32:80"),
        ("http://[fd00::5]:8080/", "[fd00::5]:8080"),
        ("http://[fd00::5]/", "fd00::/8"),
        ("http://news.example:6379/", "News.Example:6379"),
    ],
)
def test_what_the_operator_listed_is_reached(url: str, permit: str) -> None:
    assert check(url, permit)


@pytest.mark.parametrize(
    ("url", "permit"),
    [
        ("http://127.0.0.1:9001/", "127.0.0.1:9000"),
        ("http://127.0.0.2/", "127.0.0.1"),
        ("http://10.0.0.5:6379/", "10.0.0.5/32:80"),
        ("http://localhost/", "127.0.0.1"),  # it is ::1 as well
        ("http://inside.example/", "dual.example"),
        ("http://nobody.example/", "nobody.example"),
    ],
)
def test_a_permit_covers_nothing_else(url: str, permit: str) -> None:
    with pytest.raises(SourceError):
        check(url, permit)


@pytest.mark.parametrize("entry", ["http://news.example", "a b", "10.0.0.0/99", "host:0", "host:99999", "[x]:80"])
def test_a_permit_that_is_none_is_refused_at_start(entry: str) -> None:
    with pytest.raises(ConfigError):
        parse_permits([entry])


def test_a_name_that_turns_private_is_refused_at_the_next_look() -> None:
    answers = [(PUBLIC,), ("169.254.169.254",)]
    guard = Guard((), lambda _host, _port: answers.pop(0))
    target = parse_url("http://rebinding.example/")
    assert guard.check(target, timeout_s=5) == (PUBLIC,)
    with pytest.raises(SourceError):
        guard.check(target, timeout_s=5)


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    answered = threading.Event()
    guard = Guard((), lambda _host, _port: (PUBLIC,) if answered.wait(60) else ())
    with pytest.raises(SourceError):
        guard.check(parse_url("http://slow.example/"), timeout_s=0.05)
    assert not answered.is_set()
    answered.set()
