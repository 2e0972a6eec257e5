"""When a watch falls due: cron expressions in the watch's own time zone, read as cron reads them.

Owns the reading of expressions and zones and the slots they name. Times are wall-clock times: an hour that the clocks
repeat holds each slot once, an hour that they skip moves its slots behind it. What is done about a missed slot is
`flows/watches`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from bot.domain.errors import UserError
from bot.domain.watch import Slot, Watch

MAX_CHARS = 200
KEY_FORMAT = "%Y-%m-%dT%H:%M"
SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
EXAMPLE = "write minute, hour, day, month and weekday, like “30 7 * * mon-fri”"

_CLOCK_CHANGE = timedelta(hours=3)
"""More than any zone turns its clocks at once; the wall-clock times around a change are looked at together."""

_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_ALLOWED = {
    "minute": "minutes are 0 to 59",
    "hour": "hours are 0 to 23",
    "day-of-month": "days are 1 to 31 (L is the last one), and the month must have that day",
    "month": "months are 1 to 12 or jan to dec",
    "day-of-week": "weekdays are 0 to 7 (0 and 7 are Sunday) or sun to sat, from the earlier to the later one",
}
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DAY_NAMES = {name[:3].lower(): number for number, name in enumerate(_DAYS)}


def check_schedule(expression: str, timezone: str) -> None:
    """Raise UserError, saying what is wrong and how to mend it, unless both can be read and a slot will come."""
    _find_zone(timezone)
    fields = _read_fields(expression)
    try:
        times = CronSim(fields, _to_wall(_SOME_DAY, "UTC"))
    except CronSimError as error:
        raise UserError(f"schedule “{expression}”: {_explain(str(error), fields)}") from error
    if next(times, None) is None:
        raise UserError(f"schedule “{expression}” names a day that never comes; {EXAMPLE}")


def slots_between(watch: Watch, after: datetime, until: datetime, *, limit: int) -> tuple[Slot, ...]:
    """Slots due in (after, until], oldest first; of more than `limit` the newest. Raises UserError as check_schedule.

    >>> watch = Watch("Morning", schedule="30 2 * * *", timezone="Europe/Berlin")
    >>> day = datetime(2027, 3, 28, tzinfo=UTC)
    >>> [(slot.key, slot.due_at.hour) for slot in slots_between(watch, day, day + timedelta(days=1), limit=5)]
    [('2027-03-28T02:30', 1)]
    """
    check_schedule(watch.schedule, watch.timezone)
    start = _to_wall(until, watch.timezone) + _CLOCK_CHANGE
    stop = _to_wall(after, watch.timezone) - _CLOCK_CHANGE
    found: list[Slot] = []
    # From the newest backwards: after a long standstill the old ones need not be worked out.
    for wall in CronSim(_read_fields(watch.schedule), start, reverse=True):
        if wall < stop or len(found) == limit:
            break
        slot = _to_slot(watch, wall)
        if slot is not None and after < slot.due_at <= until:
            found.append(slot)
    return tuple(sorted(found, key=lambda slot: slot.due_at))


def next_slots(watch: Watch, after: datetime, count: int) -> tuple[Slot, ...]:
    """The next slots after an instant, soonest first. Raises UserError as check_schedule."""
    check_schedule(watch.schedule, watch.timezone)
    start = _to_wall(after, watch.timezone) - _CLOCK_CHANGE
    # A few more than asked: around a change of clocks the order of wall-clock times is not that of instants.
    slots = islice(_slots_from(watch, start, after), count + 8)
    return tuple(sorted(slots, key=lambda slot: slot.due_at)[:count])


def spell_schedule(watch: Watch) -> str:
    """The schedule in plain words with its zone, or as written when it is not a simple one.

    >>> spell_schedule(Watch("Morning", schedule="30 7 * * 1-5", timezone="Europe/Brussels"))
    'Monday to Friday at 07:30 (Europe/Brussels)'
    """
    minute, hour, *days = _read_fields(watch.schedule).lower().split()
    time, day = _spell_time(minute, hour), _spell_days(*days)
    if time is None or day is None:
        return f"“{watch.schedule}” ({watch.timezone})"
    when = time if day == "every day" and not time.startswith("at ") else f"{day} {time}"
    return f"{when} ({watch.timezone})"


# --- reading ---------------------------------------------------------------------------------------------------------


def _read_fields(expression: str) -> str:
    fields = SHORTHANDS.get(expression.strip().lower(), expression)
    if len(fields) > MAX_CHARS or len(fields.split()) != 5:
        raise UserError(f"schedule “{expression[:60]}” does not have five fields: {EXAMPLE}")
    return " ".join(fields.split())


def _explain(reason: str, fields: str) -> str:
    name = reason.removeprefix("Bad ")
    if name not in _ALLOWED:
        return EXAMPLE
    written = fields.split()[list(_ALLOWED).index(name)]
    return f"the {name.replace('-', ' ')} “{written}” cannot be: {_ALLOWED[name]}"


def _find_zone(name: str) -> ZoneInfo:
    if name not in _zones():
        raise UserError(f"unknown time zone “{name[:60]}”{_nearest_zone(name)}")
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _nearest_zone(name: str) -> str:
    wanted = "_".join(name.casefold().split())
    places = [zone for zone in sorted(_zones()) if zone.casefold().rpartition("/")[2] == wanted.rpartition("/")[2]]
    folded = {zone.casefold(): zone for zone in sorted(_zones())}
    close = places or [folded[one] for one in difflib.get_close_matches(wanted[:60], folded, n=1, cutoff=0.7)]
    return f"; did you mean “{close[0]}”?" if close else ": write a place, like “Europe/Brussels”"


# --- wall-clock time and instants ------------------------------------------------------------------------------------


def _slots_from(watch: Watch, start: datetime, after: datetime) -> Iterator[Slot]:
    for wall in CronSim(_read_fields(watch.schedule), start):
        slot = _to_slot(watch, wall)
        if slot is not None and slot.due_at > after:
            yield slot


def _to_slot(watch: Watch, wall: datetime) -> Slot | None:
    """The slot of a wall-clock time. None for a skipped time when the moment after the gap is a slot of its own."""
    # fold=0: the first of two equal times; and a time that the clocks skip counts from before the change.
    due_at = wall.replace(tzinfo=ZoneInfo(watch.timezone)).astimezone(UTC)
    shown = _to_wall(due_at, watch.timezone)
    if shown != wall and _is_named(watch.schedule, shown):
        return None
    return Slot(watch=watch.name, key=wall.strftime(KEY_FORMAT), due_at=due_at)


def _is_named(schedule: str, wall: datetime) -> bool:
    return next(CronSim(_read_fields(schedule), wall - timedelta(seconds=1)), None) == wall


def _to_wall(instant: datetime, timezone: str) -> datetime:
    return instant.astimezone(ZoneInfo(timezone)).replace(tzinfo=None, fold=0)


# --- words -----------------------------------------------------------------------------------------------------------


def _spell_time(minute: str, hour: str) -> str | None:
    if hour == "*":
        if minute == "*":
            return "every minute"
        step = minute.removeprefix("*/")
        if step != minute and step.isdigit():
            return f"every {int(step)} minutes"
        return f"every hour at minute {int(minute)}" if minute.isdigit() else None
    hours = hour.split(",")
    if not minute.isdigit() or not all(one.isdigit() for one in hours):
        return None
    return "at " + _join([f"{int(one):02}:{int(minute):02}" for one in hours])


def _spell_days(day: str, month: str, weekday: str) -> str | None:
    if month != "*" or (day != "*" and weekday != "*"):
        return None
    if day != "*":
        return f"on day {int(day)} of every month" if day.isdigit() else None
    if weekday == "*":
        return "every day"
    ends = [_day_name(one) for one in weekday.split("-")]
    if "-" in weekday and len(ends) == 2 and all(ends):
        return f"{ends[0]} to {ends[1]}"
    names = [_day_name(one) for one in weekday.split(",")]
    return "every " + _join([name for name in names if name]) if all(names) else None


def _day_name(text: str) -> str | None:
    number = _DAY_NAMES.get(text, int(text) % 7 if text in set("01234567") else None)
    return None if number is None else _DAYS[number]


def _join(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
