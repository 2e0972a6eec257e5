"""A relayed report names who reported it and who relays it."""

from __future__ import annotations

import pytest

from tests.grounds import article_of, check

RELAYED = "The navy of Orsa tested two ferries in the northern bay on Tuesday, Lake Wire reported."
NAMED = "Lake Wire reported, according to Port Tidings, that the navy of Orsa tested two ferries on Tuesday."


def rules(text: str, source: str, source_type: str) -> set[str]:
    checked = check(text, article_of(source, source_type=source_type))
    return {failure.rule for failure in checked.failures}


@pytest.mark.parametrize("source_type", ["column", "aggregator"])
def test_a_column_that_relays_is_named_with_its_source(source_type: str) -> None:
    bare = "The navy of Orsa tested two ferries in the northern bay on Tuesday."
    half = "The navy of Orsa tested two ferries in the northern bay on Tuesday, Lake Wire reported."
    assert "V15" in rules(bare, RELAYED, source_type)
    assert "V15" in rules(half, RELAYED, source_type)
    assert "V15" not in rules(NAMED, RELAYED, source_type)


def test_an_outlet_answers_for_what_it_prints() -> None:
    assert "V15" not in rules("The navy of Orsa tested two ferries on Tuesday.", RELAYED, "outlet")


def test_what_a_column_says_itself_is_no_relay() -> None:
    own = "The navy of Orsa tested two ferries in the northern bay on Tuesday, according to the ministry."
    assert "V15" not in rules("The navy of Orsa tested two ferries in the northern bay on Tuesday.", own, "column")
