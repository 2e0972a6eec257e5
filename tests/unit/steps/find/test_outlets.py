"""Which names mean an outlet, and which outlets a sentence can name at all."""

from __future__ import annotations

import pytest

from bot.steps.find.outlets import has_spoken_name, is_outlet


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Tolmesh Courier", "Tolmesh Courier"), ("the Courier", "Tolmesh Courier"),
        ("Harbour Today", "harbourtoday.com"),
        ("HARBOUR TODAY", "www.harbourtoday.co.uk"), ("The Tide", "thetide.example"), ("Tide", "news.thetide.example"),
    ],
)  # fmt: skip
def test_a_name_of_the_outlet(name: str, outlet: str) -> None:
    assert is_outlet(name, outlet)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [("Tolmesh", "Tolmesh Courier"), ("Roe", "roe.txt"), ("Co", "tide.co.uk"), ("Com", "tide.com"), ("", "Tide"),
     ("Harbour", "harbourtoday.com")],
)  # fmt: skip
def test_another_name(name: str, outlet: str) -> None:
    assert not is_outlet(name, outlet)


def test_a_host_or_a_file_is_no_name_for_a_sentence() -> None:
    assert has_spoken_name("Tolmesh Courier")
    assert not has_spoken_name("harbourtoday.com")
    assert not has_spoken_name("003.txt")
