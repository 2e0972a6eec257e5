"""Which noun a number counts."""

from __future__ import annotations

import pytest

from bot.steps.find.counted import find_counted


@pytest.mark.parametrize(
    ("text", "written", "thing"),
    [
        ("A coalition of 31 countries met.", "31 countries", "countri"),
        ("About 30 European nations met.", "About 30 European nations", "countri"),
        ("No fewer than 12 people came.", "No fewer than 12 people", "person"),
        ("Prices rose by 8.3% in May.", "8.3%", None),
        ("The 45-second speech ended.", "45", None),
        ("He left 3, boats said.", "3", None),
    ],
)
def test_a_number_with_its_hedge_and_noun(text: str, written: str, thing: str | None) -> None:
    (found,) = find_counted(text)
    assert (found.written, found.thing) == (written, thing)


def test_what_counts_nothing_is_left_out() -> None:
    assert find_counted("One of them was the first to speak.") == ()
