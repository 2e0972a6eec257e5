"""Times as other programs write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.steps.read.moments import read_moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 10 Mar 2026 09:30:00 +0100", datetime(2026, 3, 10, 8, 30, tzinfo=UTC)),
        ("Mon, 10 Mar 2026 09:30:00 GMT", datetime(2026, 3, 10, 9, 30, tzinfo=UTC)),
        ("10 Mar 26 09:30 GMT", datetime(2026, 3, 10, 9, 30, tzinfo=UTC)),
        ("2026-03-10T09:30:00+01:00", datetime(2026, 3, 10, 8, 30, tzinfo=UTC)),
        ("2026-03-10T09:30:00Z", datetime(2026, 3, 10, 9, 30, tzinfo=UTC)),
        ("2026-03-10", datetime(2026, 3, 10, tzinfo=UTC)),
        ("2026-03-10T24:00:00Z", datetime(2026, 3, 11, tzinfo=UTC)),
        (1_773_135_000, datetime(2026, 3, 10, 9, 30, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_are_read(value: object, expected: datetime) -> None:
    assert read_moment(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "", " ", None, True, [], "yesterday", "<b>yesterday</b>", "03/04/2026", "-1", -1, 0, 1e30, float("nan"),
        "2026-02-30", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00", "9999-12-31T24:00:00Z", "2026-13-01",
        "0001-01-01T00:00:00+10:00", "Tue, 10 Foo 2026 09:30:00 GMT",
    ],
)  # fmt: skip
def test_everything_else_is_unknown(value: object) -> None:
    assert read_moment(value) is None
