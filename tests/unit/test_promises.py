"""Every promise of the docs names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| ([A-Z]-\d\d) \|.*$", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE)
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "docs" / "promises.md").read_text("utf-8"))


def test_promises_are_listed_once() -> None:
    assert len(ROWS) == len(set(ROWS)) > 20
    assert len(NAMED) >= len(ROWS)


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_the_test_of_a_promise_exists(file: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)
