"""Which addresses count as public."""

from __future__ import annotations

import pytest

from bot.fetcher.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.1",
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.9", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
        "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "3ffe::1", "3fff::1",
        "5f00::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
        "", "localhost", "127.1", "0x7f000001", "2130706433",
    ],
)  # fmt: skip
def test_special_addresses_and_other_text_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "9.255.255.255", "11.0.0.1", "93.184.215.14", "100.63.255.255", "100.128.0.1", "126.255.255.255",
     "172.15.255.255", "172.32.0.1", "192.167.255.255", "198.17.255.255", "223.255.255.255",
     "2001:200::1", "2606:4700::1111", "2a00:1450:4001::1"],
)  # fmt: skip
def test_addresses_beside_the_special_blocks_are_public(address: str) -> None:
    assert is_public(address)
