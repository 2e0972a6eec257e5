"""No address leads inside (U-01, U-02, U-03): the real fetcher in a network where every address answers.

Each row is fetched there; the canary hears whoever is connected to, and the kernel's count shows that nobody else was.
"""

from __future__ import annotations

import pytest

from bot.fetcher.addresses import is_public
from tests.servers.everywhere import ODD_PORT, Attempt, fetch_everywhere, is_possible

pytestmark = pytest.mark.skipif(not is_possible(), reason="needs a network of its own: unshare and ip, and leave to")

HERALD, SECOND = "93.184.215.14", "2606:4700::1111"
DNS = {"herald.example": [[HERALD]], "printer.local": [[HERALD]], "vault": [[HERALD]], "ledger.internal": [[HERALD]]}

LITERALS = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.20.0.1", "192.168.7.7", "100.100.100.200", "169.254.169.254",
    "168.63.129.16", "192.0.0.8", "192.0.2.44", "198.19.0.1", "198.51.100.2", "203.0.113.2", "224.0.0.251", "250.1.1.1",
    "255.255.255.255", "2130706433", "0x7f.1", "0x7F000001", "017700000001", "127.1", "127.0.1", "0127.0.0.1",
    "127.0.0.01", "127.0.0.1.", "１２７.０.０.１", "127｡0｡0｡1", "①②⑦.0.0.1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0:10.0.0.1]", "[::127.0.0.1]", "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::a00:1]", "[2001::7f00:1]", "[2002:a00:1::]", "[2001:db8::5]", "[3fff::5]", "[5f00::5]", "[fc00::5]",
    "[fd12:3456::1]", "[fe80::5]", "[fe80::5%25lo]", "[fec0::5]", "[ff02::1]", "[100::5]", "localhost", "LocalHost",
    "localhost.", "a.localhost", "vault", "printer.local", "ledger.internal",
)  # fmt: skip
MALFORMED = (
    "http://127.0.0.1\\@herald.example/", "http://herald.example\\@127.0.0.1/", "http://herald.example@127.0.0.1/",
    "http://herald.example:80@127.0.0.1/", "http://a:b@herald.example/", "http://herald.example#@127.0.0.1/",
    "http://127.0.0.1\t.herald.example/", "http://127.0.0.1\n.herald.example/", "http://127.0.0.1\x00.herald.example/",
    "http://herald.example/\r\nHost: vault", "http:///127.0.0.1/", "http:127.0.0.1", "//127.0.0.1/", "http://[::1/",
    "http://herald.example:80:80/", "http://herald.example:0/", "http://herald.example:65617/", "http://%31%32%37.0.0.1/",
    "file:///etc/hostname", "FILE:///etc/hostname", "gopher://127.0.0.1:80/_x", "dict://127.0.0.1:80/x",
    "ftp://herald.example/", "data:text/plain,x", "jar:http://127.0.0.1!/x", "view-source:http://127.0.0.1/",
    "/etc/hostname", "../etc/hostname", "javascript:x", "http://herald.example:22/", "http://herald.example:8080/",
)  # fmt: skip
REFUSED = [f"http://{host}:{port}/" for host in LITERALS for port in (80, ODD_PORT)] + [
    url for url in MALFORMED if "#@" not in url
]
INSIDE = (
    "http://127.0.0.1/", "//10.0.0.9/x", "http://[::ffff:10.0.0.9]/", "http://vault/", "https://169.254.169.254/latest",
    "http://0x7f000001/", "file:///etc/hostname", "http://u@herald.example/", "http://herald.example:6379/",
    "http:\\\\127.0.0.1/",
)  # fmt: skip


def test_whatever_leads_inside_is_refused_and_nobody_is_connected_to() -> None:
    """U-01, U-02: refused in one line each; the kernel began no connection at all."""
    attempts = [Attempt(url, dns=DNS) for url in REFUSED]
    for attempt, heard in zip(attempts, fetch_everywhere(attempts), strict=True):
        assert heard.refusals[0] and "\n" not in heard.refusals[0], attempt.url
        assert (heard.reached, heard.begun) == ([], 0), attempt.url


def test_what_anybody_may_read_is_read() -> None:
    """U-01: the same network lets public hosts through, whatever the rest of their address looks like."""
    attempts = [
        Attempt("https://herald.example/feed.xml", dns=DNS),
        Attempt("http://herald.example/r?u=http://127.0.0.1/@x#@127.0.0.1", dns=DNS),
        Attempt("http://herald.example#@127.0.0.1/", dns=DNS),
        Attempt(f"http://{HERALD}/", dns=DNS),
        Attempt(f"http://[{SECOND}]/", dns=DNS),
        Attempt("http://bücher.example/", dns={"xn--bcher-kva.example": [[SECOND]]}),
        Attempt("http://herald.example/", dns=DNS, redirects=[(301, "https://herald.example/a"), (307, "/b")]),
        Attempt(
            "http://herald.example/", dns=DNS, body='<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'
        ),
    ]
    for attempt, heard in zip(attempts, fetch_everywhere(attempts), strict=True):
        assert heard.refusals == [""], attempt.url
        assert heard.begun == len(heard.reached) and all(is_public(address) for address, _ in heard.reached)


def test_a_redirect_inside_is_refused_at_the_first_and_at_a_later_hop() -> None:
    """U-01: only the public host was connected to."""
    attempts = [
        Attempt("http://herald.example/", dns=DNS, redirects=[*before, (status, location)])
        for location in INSIDE
        for status in (301, 302, 303, 307, 308)
        for before in ([], [(302, "/next")])
    ]
    for attempt, heard in zip(attempts, fetch_everywhere(attempts), strict=True):
        assert heard.refusals[0], attempt
        assert {address for address, _ in heard.reached} == {HERALD}, attempt
        assert heard.begun == len(heard.reached), attempt


def test_a_name_that_changes_its_mind_is_connected_to_only_where_it_was_checked() -> None:
    """U-03: private at the second poll, in one of two answers, or by a redirect to itself. TLS asks for the name."""
    turned = {"herald.example": [[HERALD], ["10.0.0.9"]]}
    by_poll, over_tls, mixed, by_redirect, steady = fetch_everywhere(
        [
            Attempt("http://herald.example/", dns=turned, times=2),
            Attempt("https://herald.example/", dns={"herald.example": [[HERALD], ["127.0.0.1"]]}, times=2),
            Attempt("http://herald.example/", dns={"herald.example": [[HERALD, "::1"]]}),
            Attempt("http://herald.example/", dns=turned, redirects=[(302, "/again")]),
            Attempt("https://herald.example/", dns={"herald.example": [[HERALD], [SECOND]]}, times=2),
        ]
    )
    assert [bool(line) for line in by_poll.refusals] == [False, True]
    assert [bool(line) for line in over_tls.refusals] == [False, True]
    assert mixed.refusals[0] and not mixed.begun
    assert by_redirect.refusals[0]
    assert steady.refusals == ["", ""]
    for heard in (by_poll, over_tls, by_redirect):
        assert {address for address, _ in heard.reached} == {HERALD} and heard.begun == len(heard.reached)
    assert set(over_tls.names) | set(steady.names) == {"herald.example"}


@pytest.mark.parametrize(
    ("entry", "reached", "refused"),
    [
        ("10.0.0.5/32:80", "http://10.0.0.5/", ("http://10.0.0.5:6379/", "http://10.0.0.6/", "https://10.0.0.5/")),
        ("10.0.0.5", f"http://10.0.0.5:{ODD_PORT}/", ("http://10.0.0.50/", "http://127.0.0.1/")),
        ("10.20.0.0/16", "http://10.20.30.40/", ("http://10.21.0.1/", "http://[::ffff:10.20.30.40]/")),
        (f"wiki.example:{ODD_PORT}", f"http://wiki.example:{ODD_PORT}/", ("http://wiki.example/", "http://10.3.3.3/")),
        ("[fd00::7]:80", "http://[fd00::7]/", ("http://[fd00::8]/", f"http://[fd00::7]:{ODD_PORT}/")),
    ],
)
def test_an_exception_of_the_operator_lets_in_what_it_names_and_nothing_else(
    entry: str, reached: str, refused: tuple[str, ...]
) -> None:
    """Issue 4, item 2: host, host:port, address or network; also when a redirect leads there."""
    dns = DNS | {"wiki.example": [["10.3.3.3"]]}
    first, by_redirect, *others = fetch_everywhere(
        [
            Attempt(reached, dns=dns, allow=[entry]),
            Attempt("http://herald.example/", dns=dns, allow=[entry], redirects=[(302, reached)]),
            *(Attempt(url, dns=dns, allow=[entry]) for url in refused),
        ]
    )
    assert first.refusals == by_redirect.refusals == [""]
    assert all(heard.refusals[0] and not heard.begun for heard in others)
