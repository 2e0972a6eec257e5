"""V16: words that only the page says, and not the report."""

from __future__ import annotations

import pytest

from tests.grounds import broken

REPORT = "The board closed the harbour on Tuesday because of the storm that had damaged the outer wall."
NOTICE = "Sign up for our weekly letter about ships and storms of the north."
CREDIT = "Old ferries lie in the outer basin of Tolmesh harbour, Photo by Ada Stahl."


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("The board closed the harbour, and a weekly letter about ships and storms of the north is out.", NOTICE),
        ("The board closed the harbour, where old ferries lie in the outer basin of Tolmesh harbour.", CREDIT),
    ],
)
def test_what_only_the_page_says_is_not_printed(text: str, furniture: str) -> None:
    assert "V16" in broken(text, f"{REPORT}\n\n{furniture}", "p1.1.s1", "p1.2.s1")


def test_what_the_report_says_as_well_is_no_leak() -> None:
    source = f"{REPORT}\n\nSign up for news when the board closed the harbour on Tuesday."
    assert "V16" not in broken("The board closed the harbour on Tuesday after a storm.", source)
