"""The people of an article: turns `she`, `the minister` or a surname into the name that the article gives.

Owns who is named where within one article; nothing from outside it is used but lists of given names. What one name
tells is `steps/find/people`; finding the words `she said` is `steps/find/cues_before`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from bot.domain.speaker import is_same_speaker, name_words, plain
from bot.steps.find.antecedents import GENDERS, REACH_SENTENCES, Antecedent, Mention, choose
from bot.steps.find.people import (
    CLAUSE,
    HERS,
    HIS,
    MAIN,
    OPENS_UNNAMED,
    UNNAMED,
    UNNAMED_FEMALE,
    Person,
    acts,
    bare_name,
    gender_of,
    is_name,
    is_personal,
    learn,
    person_part,
    rank_of,
)
from bot.steps.find.sentence_bounds import ends
from bot.steps.find.subjects import NAME

__all__ = ["Cast", "is_name", "person_part"]

_NAME = re.compile(rf"(?<![\w’'])(?:{NAME})")
_DEFINITE = re.compile(r"^(?:the|his|her|its|their)\s+", re.IGNORECASE)
_SAID = "Said "
"""Opens a sentence (`Said Okafor: “…”`); else it is a given name."""

_REACH_CHARS = 40
"""How far before its noun a description may begin."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")


class Cast:
    """Who is named where in one article, quotations blanked out. Build once, then ask."""

    def __init__(self, text: str) -> None:
        self._people: dict[str, list[Person]] = {}
        self._mentions: list[Mention] = []
        starts = [following for _, following in ends(text, 0, len(text))]
        self._starts = sorted({*starts, *(found.end() for found in _PARAGRAPH_END.finditer(text))})
        for found in _NAME.finditer(text):
            self._note(text, found)
        self._note_unnamed(text)
        self._offsets = [mention.at for mention in self._mentions]

    def full_name(self, subject: str) -> str | None:
        """The fullest form of a name that the article gives; None when it is nobody's, or that of several people."""
        people = self._called(name_words(subject))
        if subject.startswith(HIS):
            people = [one for one in people if one.gender != "female"]
        elif subject.startswith(HERS):
            people = [one for one in people if one.gender != "male"]
        elif not people:
            people = self._called(name_words(bare_name(subject)[0]))
        return people[0].name if len(people) == 1 else None

    def is_human(self, name: str) -> bool:
        """Whether the article treats this name as a person's: it has a title or a gender, or says or does something."""
        return any(one.is_human or one.gender for one in self._called(name_words(name)))

    def resolve_pronoun(self, pronoun: str, at: int, spoke_last: str | None) -> Antecedent | None:
        """Whom `he` or `she` means at this offset; None for other pronouns and when nobody fits."""
        if pronoun.lower() not in GENDERS:
            return None
        sentence = bisect_right(self._starts, at)
        reach = self._starts[max(0, sentence - REACH_SENTENCES - 1)] if sentence > REACH_SENTENCES else 0
        before = self._mentions[bisect_left(self._offsets, reach) : bisect_left(self._offsets, at)]
        speaking = self._called(name_words(spoke_last)) if spoke_last else []
        return choose(pronoun, sentence, before, speaking[0] if len(speaking) == 1 else None)

    def resolve_nominal(self, phrase: str, at: int) -> str | None:
        """Whom `the minister` means: the latest person before it with that title; None if nobody has it."""
        if not _DEFINITE.match(phrase):
            return None
        wanted = {plain(word) for word in phrase.split()[-1:]}
        return next(
            (one.person.name for one in reversed(self._mentions) if one.at < at and wanted & one.person.titles), None
        )

    def latest_before(self, at: int, since: int) -> str | None:
        """The last person named between two offsets."""
        return next((one.person.name for one in reversed(self._mentions) if since <= one.at < at), None)

    def subject_between(self, start: int, end: int) -> str | None:
        """Whom the sentence between two offsets is about, if it is a person."""
        return next((one.person.name for one in self._mentions if start <= one.at < end and one.rank >= MAIN), None)

    def _called(self, words: tuple[str, ...]) -> list[Person]:
        same = self._people.get(words[-1], []) if words else []
        return [one for one in same if len(words) == 1 or set(words) <= set(one.words)]

    def _note(self, text: str, found: re.Match[str]) -> None:
        named = found.group()
        said = len(_SAID) if named.startswith(_SAID) and text[found.end() : found.end() + 1] in (":", ",") else 0
        bare, offset = bare_name(named[said:])
        offset += said
        words = name_words(bare)
        if not words or len(words) > 4:
            return
        known = offset > 0 or words[-1] in self._people or acts(text, found.end())
        if not is_personal(bare, words, known=known):
            return
        person = self._person(bare, words, found.group())
        start = found.start() + offset
        person.mentions.append(start)
        sentence = bisect_right(self._starts, start)
        rank = self._rank(rank_of(text, found), sentence)
        self._mentions.append(Mention(start, person, sentence, rank))
        learn(text, found, person, rank)

    def _note_unnamed(self, text: str) -> None:
        """`The princess` as a subject, unless the name stands behind it."""
        for found in UNNAMED.finditer(text):
            opens = OPENS_UNNAMED.search(text, max(0, found.start() - _REACH_CHARS), found.start())
            if opens is None:
                continue
            noun, at = found.group(), opens.start("phrase")
            gender = "female" if noun in UNNAMED_FEMALE else "male"
            name = text[at].lower() + text[at + 1 : found.end()]
            person = Person(name, noun, (noun,), gender=gender, is_human=True)
            self._mentions.append(Mention(at, person, bisect_right(self._starts, at), CLAUSE))
        self._mentions.sort(key=lambda mention: mention.at)

    def _rank(self, rank: int, sentence: int) -> int:
        """A subject is the main one of its sentence when none was named in it before."""
        last = self._mentions[-1] if self._mentions else None
        follows = last is not None and last.sentence == sentence and last.rank >= CLAUSE
        return MAIN if rank == CLAUSE and not follows else rank

    def _person(self, bare: str, words: tuple[str, ...], named: str) -> Person:
        """The person of that name; of several with one surname the one that fits, or was named last."""
        same = self._people.setdefault(words[-1], [])
        other = "female" if named.startswith(HIS) else "male" if named.startswith(HERS) else "none"
        fitting = [
            one
            for one in same
            if is_same_speaker(bare, one.name) and one.gender != other and not _contradict(words, one)
        ]
        if not fitting:
            same.append(Person(bare, words[-1], words))
            return same[-1]
        person = max(fitting, key=lambda one: one.mentions[-1:])
        person.is_human = person.is_human or (len(words) == 1 and len(person.words) > 1)
        if len(words) > len(person.words):
            person.name, person.words = bare, words
        return person


def _contradict(words: tuple[str, ...], person: Person) -> bool:
    """A first name of the other gender than what is known of a surname so far: `Mr. Venn`, then `Mara Venn`."""
    if len(words) == 1 or len(person.words) > 1 or not person.gender:
        return False
    return gender_of(words[0]) not in ("", person.gender)
