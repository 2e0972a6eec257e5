"""Days on which a sentence says that something is or was due: a deadline, a vote, a hearing, as comparable data.

Owns the words that name what is due. Reading days is `dates`, amounts are `measures`; pairing the days of several
sources is `steps/choose/value_differences`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.ids import SentenceId
from bot.domain.lexicon import find_negators
from bot.steps.find.concepts import content_stems
from bot.steps.find.dates import find_days, resolve_dates
from bot.steps.words.stems import stem

NEAR_WORDS = 6
"""What is due stands so near to its day."""

MAX_GAP_DAYS = 60
"""Days further apart are of two appointments."""

_DUE = re.compile(
    r"\b(?P<thing>deadline|election|vote|ballot|referendum|summit|meeting|talks|trial|hearing|sentencing|inauguration"
    r"|ceasefire|truce|strike|launch|funeral|expires?|expired|debut)\b",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    r"\b(?:from|between|originally|initially|earlier|postponed|moved|delayed|rescheduled|extended|second|next|another"
    r"|last|previous|first|early|or|anniversary)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """The day of a thing. `kind` is its slot, `about` the thing as the sentence names it, `written` the day as it
    stands there.
    """

    sentence_id: SentenceId
    text: str
    day: date
    written: str
    kind: str
    about: str
    topic: tuple[str, ...]

    def excludes(self, other: Appointment) -> bool:
        """Whether both cannot be true: two days, near enough to be meant for one appointment."""
        return self.day != other.day and abs((self.day - other.day).days) <= MAX_GAP_DAYS


def find_appointments(place: SentenceId, text: str, anchor: date | None) -> tuple[Appointment, ...]:
    """The one appointment of a sentence that names one day of the month and one thing that is due; else none."""
    days, things = find_days(text, anchor), list(_DUE.finditer(text))
    if len(days) != 1 or len(things) != 1 or len(resolve_dates(text, anchor)) != 1:
        return ()
    if _SHIFTED.search(text) or find_negators(text):
        return ()
    (start, written, day), thing = days[0], things[0]
    between = text[min(start, thing.end()) : max(start, thing.start())]
    if len(between.split()) > NEAR_WORDS:
        return ()
    return (Appointment(place, text, day, written, stem(thing["thing"].lower()), thing["thing"], content_stems(text)),)
