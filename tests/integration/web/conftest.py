"""The web pages on a real host, with a desk that holds what a test puts into it; and a headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.host import open_host
from bot.platforms import web
from tests.web_samples import SampleDesk, make_delivery, make_digest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    # Nothing but the pages under test can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass
class Pages:
    """A running site: where it is and the desk behind it."""

    url: str
    desk: SampleDesk = field(repr=False)


@pytest.fixture
def pages() -> Iterator[Pages]:
    """A site with one digest that stands in the channel `demo`."""
    desk = SampleDesk(digests=[make_digest()], posted=[make_delivery(7)])
    host = open_host("127.0.0.1:0")
    web.build(web.Options(title="Strait Watch bot"), host, desk)
    host.start()
    try:
        yield Pages(host.url, desk)
    finally:
        host.stop(timeout_s=5)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Skips, or fails where it is required."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        reason = "no Chromium here: apt-get install chromium"
        if "browser" in os.environ.get("BRIEFBOT_TEST_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
