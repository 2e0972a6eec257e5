"""Who held which public office when: facts that the program is given, used to doubt a text and never to correct one.

Owns the question whether somebody held an office on a day. Where the facts come from is `bot/office_files`; what a text
says of somebody's office is `steps/find/roles`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.speaker import is_same_speaker

GRACE = timedelta(days=10)
"""So long around a change either way of speaking is right: votes, oaths and hand-overs fall on different days."""


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office. `last` None: still in office on the day up to which the facts are known."""

    name: str
    office: str
    of: str
    first: date
    last: date | None = None
    titles: frozenset[str] = frozenset()
    known_until: date = date.max

    def covers(self, day: date) -> bool | None:
        """Whether the office was held on this day; None when that is not known or too near to a change."""
        last = self.last or self.known_until
        if day < self.first - GRACE or (self.last is not None and day > self.last + GRACE):
            return False
        if self.first + GRACE <= day <= (last - GRACE if self.last else last):
            return True
        return None


@dataclass(frozen=True, slots=True)
class Offices:
    """All terms that are known. Empty: nothing is known, and nothing is doubted."""

    terms: tuple[Term, ...] = ()

    def of_person(self, name: str) -> tuple[Term, ...]:
        """The terms of whoever bears this name."""
        return tuple(term for term in self.terms if is_same_speaker(name, term.name))

    def of_office(self, titles: Iterable[str], of: str) -> tuple[Term, ...]:
        """The terms in the office of a country or body that any of these titles means."""
        wanted = frozenset(titles)
        return tuple(term for term in self.terms if term.of == of and term.titles & wanted)


NO_OFFICES = Offices()


def held(terms: Iterable[Term], day: date) -> bool | None:
    """Whether any of these terms covers the day; None when one may and none surely does."""
    answers = [term.covers(day) for term in terms]
    return True if True in answers else (None if None in answers else False)
