"""Schedules: cron as cron, wall-clock slots around changes of clocks, refusals that help."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.errors import UserError
from bot.domain.watch import Watch
from bot.steps.plan.schedule import check_schedule, next_slots, slots_between, spell_schedule

ZONES = (
    "UTC Europe/Berlin Europe/London Europe/Lisbon America/New_York America/Los_Angeles America/St_Johns "
    "America/Sao_Paulo America/Santiago America/Asuncion Africa/Cairo Africa/Casablanca Asia/Kolkata Asia/Kathmandu "
    "Asia/Tokyo Asia/Jerusalem Australia/Sydney Australia/Lord_Howe Pacific/Chatham Antarctica/Troll"
).split()


def make_watch(schedule: str, timezone: str = "UTC") -> Watch:
    """A watch that only matters for its time."""
    return Watch("Morning", schedule=schedule, timezone=timezone)


def slots_of_day(schedule: str, timezone: str, day: date) -> list[tuple[str, str]]:
    """Keys and UTC times of the slots whose key is on this local day."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    found = slots_between(make_watch(schedule, timezone), start, start + timedelta(days=3), limit=5000)
    return [(s.key[11:], f"{s.due_at:%H:%M}") for s in found if s.key.startswith(day.isoformat())]


# --- changes of clocks -----------------------------------------------------------------------------------------------


def test_a_slot_in_the_hour_that_is_skipped_is_due_after_it() -> None:
    assert slots_of_day("30 2 * * *", "Europe/Berlin", date(2027, 3, 28)) == [("02:30", "01:30")]
    assert datetime(2027, 3, 28, 1, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")).hour == 3


def test_a_slot_in_the_hour_that_is_repeated_is_due_once_the_first_time() -> None:
    assert slots_of_day("30 2 * * *", "Europe/Berlin", date(2026, 10, 25)) == [("02:30", "00:30")]


def test_a_change_of_half_an_hour() -> None:
    assert slots_of_day("45 1 * * *", "Australia/Lord_Howe", date(2026, 4, 5)) == [("01:45", "14:45")]
    assert slots_of_day("15 2 * * *", "Australia/Lord_Howe", date(2026, 10, 4)) == [("02:15", "15:45")]


def test_a_skipped_time_does_not_double_the_slot_that_stands_there() -> None:
    assert slots_of_day("30 * * * *", "Europe/Berlin", date(2027, 3, 28))[:4] == [
        ("00:30", "23:30"), ("01:30", "00:30"), ("03:30", "01:30"), ("04:30", "02:30"),
    ]  # fmt: skip


def test_skipped_slots_stay_in_the_order_of_instants() -> None:
    found = slots_of_day("0,40 2,3 * * *", "Europe/Berlin", date(2027, 3, 28))
    assert found == [("03:00", "01:00"), ("03:40", "01:40")]
    found = slots_of_day("50 2,3 * * *", "Antarctica/Troll", date(2027, 3, 28))
    assert found == [("03:50", "01:50"), ("02:50", "02:50")], "two hours are skipped there"


def test_a_window_that_ends_between_the_two_passes_of_an_hour_keeps_the_slot() -> None:
    watch = make_watch("50 2 * * *", "Europe/Berlin")
    second_pass = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert [s.key for s in slots_between(watch, second_pass - timedelta(hours=1), second_pass, limit=5)] == [
        "2026-10-25T02:50"
    ]
    assert slots_between(watch, second_pass, second_pass + timedelta(hours=3), limit=5) == ()


# --- the calendar ----------------------------------------------------------------------------------------------------


def expected_instants(
    zone: str, first: date, days: int, *, hours: list[int], minute: int
) -> list[tuple[str, datetime]]:
    """Slots worked out the other way round: by walking over every minute of real time and reading the wall clock."""
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=30)
    end = moment + timedelta(days=days + 3)
    seen: dict[str, datetime] = {}
    before = None
    while moment < end:
        wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if before is not None and wall - before > timedelta(minutes=5):
            step = before + timedelta(minutes=5)
            while step < wall:
                if step.hour in hours and step.minute == minute:
                    seen.setdefault(f"{step:%Y-%m-%dT%H:%M}", moment + (step - before - timedelta(minutes=5)))
                step += timedelta(minutes=5)
        if wall.hour in hours and wall.minute == minute:
            seen.setdefault(f"{wall:%Y-%m-%dT%H:%M}", moment)
        before = wall
        moment += timedelta(minutes=5)
    last = first + timedelta(days=days)
    return [(key, due) for key, due in seen.items() if first.isoformat() <= key[:10] < last.isoformat()]


@pytest.mark.parametrize("zone", ZONES)
def test_four_hundred_days_equal_a_walk_over_the_clock(zone: str) -> None:
    watch = make_watch("30 0,2 * * *", zone)
    start = datetime(2026, 8, 1, tzinfo=UTC) - timedelta(days=2)
    found = slots_between(watch, start, start + timedelta(days=405), limit=2000)
    ours = [(s.key, s.due_at) for s in found if "2026-08-01" <= s.key[:10] < "2027-09-05"]
    assert ours == expected_instants(zone, date(2026, 8, 1), 400, hours=[0, 2], minute=30)
    assert len(ours) == 800


@pytest.mark.parametrize(
    ("schedule", "keys"),
    [
        ("0 8 * * 0", ["2026-03-01", "2026-03-08"]),
        ("0 8 * * 7", ["2026-03-01", "2026-03-08"]),
        ("0 8 * * sun", ["2026-03-01", "2026-03-08"]),
        ("0 8 * * 1-2", ["2026-03-02", "2026-03-03"]),
        ("0 8 29 2 *", ["2028-02-29", "2032-02-29"]),
        ("0 8 31 * *", ["2026-03-31", "2026-05-31"]),
        ("0 8 L * *", ["2026-02-28", "2026-03-31"]),
        ("0 8 31 12 *", ["2026-12-31", "2027-12-31"]),
        ("@weekly", ["2026-03-01", "2026-03-08"]),
        ("@daily", ["2026-02-26", "2026-02-27"]),
    ],
)
def test_days_mean_what_they_mean_in_cron(schedule: str, keys: list[str]) -> None:
    slots = next_slots(make_watch(schedule), datetime(2026, 2, 25, 12, tzinfo=UTC), 2)
    assert [slot.key[:10] for slot in slots] == keys


def test_a_day_and_a_weekday_together_mean_either_as_in_cron() -> None:
    found = slots_between(
        make_watch("0 8 13 * fri"), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), limit=400
    )
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [s.key[:10] for s in found] == [
        day.isoformat() for day in days if day.day == 13 or day.weekday() == calendar.FRIDAY
    ]


def test_windows_are_open_at_the_old_end_and_keep_the_newest() -> None:
    watch = make_watch("*/10 * * * *")
    eight = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert [s.key[11:] for s in slots_between(watch, eight, eight + timedelta(minutes=20), limit=9)] == [
        "08:10", "08:20",
    ]  # fmt: skip
    assert [s.key[11:] for s in slots_between(watch, eight, eight + timedelta(days=40), limit=2)] == ["07:50", "08:00"]
    assert slots_between(watch, eight, eight - timedelta(days=1), limit=9) == ()


@given(some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), some.sampled_from(ZONES), some.integers(1, 3000))
def test_what_is_next_is_what_falls_due(moment: datetime, zone: str, minutes: int) -> None:
    after = moment.replace(tzinfo=UTC)
    watch = make_watch("7-59/13 */3 * * *", zone)
    due = slots_between(watch, after, after + timedelta(minutes=minutes), limit=500)
    assert next_slots(watch, after, len(due)) == due


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "zone", "line"),
    [
        ("30 7 * *", "UTC", "five fields"),
        ("0 30 7 * * *", "UTC", "five fields"),
        ("", "UTC", "five fields"),
        ("x " * 300, "UTC", "five fields"),
        ("61 7 * * *", "UTC", "minute “61” cannot be: minutes are 0 to 59"),
        ("0 24 * * *", "UTC", "hour “24”"),
        ("0 7 32 * *", "UTC", "day of month “32”"),
        ("0 7 30 2 *", "UTC", "the month must have that day"),
        ("0 7 * 13 *", "UTC", "month “13”"),
        ("0 7 * * 8", "UTC", "0 and 7 are Sunday"),
        ("0 7 * * sat-mon", "UTC", "from the earlier to the later one"),
        ("0 7 * * mo-fr", "UTC", "day of week “mo-fr”"),
        ("*/0 7 * * *", "UTC", "minute “*/0”"),
        ("0 7 * * *", "Europe/Brussel", "did you mean “Europe/Brussels”"),
        ("0 7 * * *", "europe/berlin", "did you mean “Europe/Berlin”"),
        ("0 7 * * *", "New York", "did you mean “America/New_York”"),
        ("0 7 * * *", "Moon", "write a place"),
        ("0 7 * * *", "Europe", "unknown time zone"),
        ("0 7 * * *", "../etc/passwd", "unknown time zone"),
        ("0 7 * * *", "", "unknown time zone"),
    ],
)
def test_a_refusal_names_the_fault_and_its_cure(schedule: str, zone: str, line: str) -> None:
    with pytest.raises(UserError, match=line.replace("*", r"\*").replace("?", r"\?")):
        check_schedule(schedule, zone)


@given(some.text("0123456789*/,-#LWlwmonfri @x ", max_size=30), some.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(schedule: str, zone: str) -> None:
    for fields in (schedule, f"{schedule.replace(' ', '')} 7 * * *", f"0 7 * * {schedule.replace(' ', '')}"):
        try:
            check_schedule(fields, "UTC")
        except UserError:
            continue
        assert len(next_slots(make_watch(fields), datetime(2026, 1, 1, tzinfo=UTC), 1)) == 1
        assert spell_schedule(make_watch(fields))
    if zone not in available_timezones():
        with pytest.raises(UserError, match="time zone"):
            check_schedule("0 7 * * *", zone)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("30 7 * * *", "every day at 07:30 (UTC)"),
        ("@daily", "every day at 00:00 (UTC)"),
        ("30 7 * * MON-FRI", "Monday to Friday at 07:30 (UTC)"),
        ("0 8,12,18 * * *", "every day at 08:00, 12:00 and 18:00 (UTC)"),
        ("0 9 * * 1,4", "every Monday and Thursday at 09:00 (UTC)"),
        ("0 9 * * 7", "every Sunday at 09:00 (UTC)"),
        ("0 9 1 * *", "on day 1 of every month at 09:00 (UTC)"),
        ("* * * * *", "every minute (UTC)"),
        ("*/15 * * * *", "every 15 minutes (UTC)"),
        ("5 * * * *", "every hour at minute 5 (UTC)"),
        ("*/15 * * * 6", "every Saturday every 15 minutes (UTC)"),
        ("0 9 1 1 *", "“0 9 1 1 *” (UTC)"),
        ("0 9-17 * * *", "“0 9-17 * * *” (UTC)"),
        ("0 9 * * 2#1", "“0 9 * * 2#1” (UTC)"),
        ("0 9 13 * fri", "“0 9 13 * fri” (UTC)"),
    ],
)
def test_a_simple_schedule_is_said_in_words(schedule: str, words: str) -> None:
    assert spell_schedule(make_watch(schedule)) == words
