"""Whatever a site points to is fetched through the same guard, and nothing else has a way out (U-05, U-06)."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import bot
from tests.servers.everywhere import is_possible, run_everywhere
from tests.servers.second_order import HERALD, INSIDE, SECOND_SITE, SITE

NETWORK = frozenset(
    "aiohttp asyncore ftplib h11 http.client httpcore httpx httpx2 imaplib nntplib poplib pycurl requests smtplib "
    "socket socketserver telnetlib urllib.request urllib3 websockets xmlrpc".split()
)
"""Modules of Python and of our dependencies that can open a connection."""

KNOWN_WAYS = {
    "fetcher": "content, guarded",
    "models": "the model that the operator chose",
    "platforms": "the chat that the operator connected",
    "host": "listens",
    "demo": "listens",
    "extractor/child.py": "a socket pair with its own child",
    "ports.py": "names a type",
}


@pytest.fixture(scope="module")
def loose() -> dict[str, Any]:
    if not is_possible():
        pytest.skip("needs a network of its own: unshare and ip, and leave to")
    return json.loads(run_everywhere("tests.servers.second_order"))


def test_nothing_that_a_site_points_to_leads_inside(loose: dict[str, Any]) -> None:
    """U-05: item links, enclosures, icons, hubs, style sheets, maps, robots.txt, OPML, announced feeds, redirects."""
    assert {address for address, _ in loose["reached"]} == {HERALD}
    assert loose["begun"] == len(loose["reached"]) > 0, "the kernel began no connection that the canary did not hear"


def test_each_way_was_tried_and_says_why_it_failed(loose: dict[str, Any]) -> None:
    """U-05: the test above would pass if nothing had been fetched at all."""
    told = loose["told"]
    for way in ("moved", "opml 0", f"{INSIDE}/article", f"{SITE}/moved", "http://vault/", f"{INSIDE}/in-map"):
        assert "cannot reach" in told[way], way
    assert (
        told["page"] == "" and "entries without a link" in told["feed"] and "is left out: cannot reach" in told["maps"]
    )
    assert told[f"{SITE}/page"] == "", "the page itself was read"


def test_a_chat_cannot_tell_a_private_address_from_a_dead_one(loose: dict[str, Any]) -> None:
    """U-06: adding what is inside, what nobody has, and what a public page announces inside."""
    told = loose["told"]
    dead = told["add http://nobody.example/feed"]
    assert told[f"add {INSIDE}/feed"] == dead.replace("nobody.example", "10.0.0.9")
    assert told["add http://vault/"] == dead.replace("nobody.example", "vault")
    assert "10.0.0.9" not in told[f"add {SECOND_SITE}/front"]


def test_only_known_parts_can_open_a_connection() -> None:
    """U-05: sources, flows, steps, stores and readers of documents import nothing that reaches a network."""
    root = Path(bot.__file__).parent
    found = {
        path.relative_to(root).as_posix(): sorted(names)
        for path in root.rglob("*.py")
        if (names := _imports(path) & NETWORK)
    }
    strangers = {path: names for path, names in found.items() if not path.startswith(tuple(KNOWN_WAYS))}
    assert strangers == {}
    assert "fetcher/curl.py" in found, "a test that finds nothing proves nothing"


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names | {name.partition(".")[0] for name in names}
