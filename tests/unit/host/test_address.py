"""Addresses to listen on."""

from __future__ import annotations

import pytest

from bot.domain.errors import ConfigError
from bot.host import open_host
from bot.host.address import Address, known_hosts, parse_address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080),
        ("[::1]:0", "::1", 0),
        ("localhost:80", "localhost", 80),
        ("0.0.0.0:8080", "0.0.0.0", 8080),
    ],
)
def test_host_and_port_are_read_and_written_back(text: str, host: str, port: int) -> None:
    address = parse_address(text)
    assert (address.host, address.port, str(address)) == (host, port, text)


@pytest.mark.parametrize(
    "text", ["", "8080", ":8080", "127.0.0.1", "127.0.0.1:99999", "http://127.0.0.1:80", "a@b:1", "[::1", "h:80/x"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match=r"HOST:PORT like 127\.0\.0\.1:8080"):
        parse_address(text)


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0", "192.0.2.7:0", "briefs.example.org:0"])
def test_an_address_that_others_can_reach_needs_a_password(address: str) -> None:
    with pytest.raises(ConfigError, match="BRIEFBOT_WEB_PASSWORD"):
        open_host(address)
    assert open_host(address, password="a long one").address == address


@pytest.mark.parametrize("address", ["127.0.0.1:0", "127.3.2.1:0", "localhost:0", "[::1]:0"])
def test_a_loopback_address_needs_none(address: str) -> None:
    assert open_host(address).address == address


def test_a_public_url_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="public_url"):
        open_host("127.0.0.1:0", public_url="briefs.example.org")


def test_known_names_are_loopback_the_own_address_and_the_public_one() -> None:
    names = known_hosts(Address("192.0.2.7", 80), "https://Briefs.Example.org/x")
    assert names == {"127.0.0.1", "localhost", "::1", "192.0.2.7", "briefs.example.org"}


def test_listening_everywhere_makes_no_name_of_it_known() -> None:
    assert known_hosts(Address("0.0.0.0", 80), "") == {"127.0.0.1", "localhost", "::1"}
