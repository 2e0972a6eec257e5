"""Names of people in German and French articles: which capitals are a name, and whom a surname alone means.

Owns names only, from nothing but the article and lists of given names; in doubt it names nobody, for in German every
noun has a capital. The words around a quotation are `cues_german` and `cues_french`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.lexicon import word_set
from bot.domain.speaker import plain, spelling
from bot.steps.words.given_names import FEMALE, MALE

_UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_TOKEN = rf"[{_UPPER}][\w’'-]*[\w]"
_LINK = r"(?:(?:von|van|de|du|da|di|dos|el|al|bin|ibn|ben)\s+(?:(?:der|den|dem|la|le)\s+)?)?(?:d[’'])?"
_TITLES = r"(?:(?:MM?|Mmes?|Mlle|Me|Dr|Prof|Pr)\.?[ \u00a0\u202f]+){1,2}"
NAME = rf"(?:{_TITLES}{_LINK})?{_TOKEN}(?:[ \u00a0]{_LINK}{_TOKEN}){{0,3}}"
_NAME = re.compile(rf"(?<![\w’'-]){NAME}")

_GERMAN_ROLE = re.compile(
    r"(?:Herr|Herrn|Frau|Dr|Prof|Lord|Sir|Papst|König|Königin|Prinz|Prinzessin|Fürst|Pfarrer|Bischof|Kardinal|General)"
    r"|[\w-]*(?:minister|präsident|sprecher|chef|kanzler|direktor|leiter|kommissar|botschafter|meister|anwalt|anwält"
    r"|expert|professor|senator|trainer|sekretär|kapitän|forscher|politiker|premier|richter|autor|historiker|diplomat"
    r"|vorsitzend|abgeordnet|beauftragt|general|oberst|leutnant|admiral|ökonom|analyst|wissenschaftler|mitglied|freund"
    r"|kolleg|vertreter|gouverneur|rat|rät|sprecher|nachfolger|vorgänger|stellvertreter|chefin)(?:e|en|er|in|n)?",
    re.IGNORECASE,
)
_FRENCH_ROLE = re.compile(
    r"(?:M|MM|Mme|Mmes|Mlle|Me|Dr|Pr|Monsieur|Madame|Maître|Président|Présidente|Ministre|Maire|Général|Premier|Première"
    r"|Sir|Lord|Pape|Roi|Reine)",
)
_ROLES = {"de": _GERMAN_ROLE, "fr": _FRENCH_ROLE}
_NO_NAMES = {
    "de": word_set(
        "Laut Nach Auch Doch Der Die Das Ein Eine Am Im In An Auf Für Mit Von Vor Bei Seit Aber Und Wie Wenn Als Da So",
        "Dazu Dabei Zudem Zuvor Später Dann Nun Jetzt Gegenüber Er Sie Es Wir Ich Montag Dienstag Mittwoch Donnerstag",
        "Freitag Samstag Sonnabend Sonntag Januar Februar März April Mai Juni Juli August September Oktober November",
        "Dezember Reportern Journalisten Medien Abgeordneten Anhängern Delegierten Teilnehmern Zuhörern Zuschauern",
        "Studenten Schülern Gästen Angaben Beobachtern Berichten Morgen Abend Mittag Nachmittag Vormittag Nacht Ende",
        "Anfang Mitte Polizei Regierung Behörde Ministerium Partei Zeitung Kritikern Anwohnern Mitarbeitern",
    ),
    "fr": word_set(
        "Le La Les Un Une Des Selon Pour Mais Et Or Car Dans En Au Aux À Avec Sans Sur Sous Par Après Avant Depuis",
        "Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche Il Elle Ils Elles On Nous Je Ce Cette Ces Hier Interrogé",
        "Interrogée Lors Puis Ainsi Alors Comme Si Quand Quant Face D De Du Son Sa Ses Leur",
    ),
}


_PLURAL = re.compile(r"\w{4,}e(?:r)?n")


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the title words before it; `at` is its offset in the text that was read."""

    name: str
    at: int
    role: str | None = None


class People:
    """Who is named in one article, quoted words blanked out."""

    def __init__(self, blanked: str, tongue: str) -> None:
        self._tongue = tongue
        self._role = _ROLES[tongue]
        self._full: dict[str, set[str]] = {}
        self._titled: dict[str, set[str]] = {}
        self._addressed: set[str] = set()
        self.mentions: list[tuple[int, str]] = []
        for found in _NAME.finditer(blanked):
            self._note(self._bare(found.group(), found.start()))

    def read(self, phrase: str, at: int) -> Named | None:
        """The person whose name a phrase begins with; None when the capitals may be anything else."""
        found = _NAME.match(phrase)
        bare = self._bare(found.group(), at) if found else None
        if bare is None:
            return None
        words = bare.name.split()
        known = self._full.get(plain(words[0]), set())
        if len(words) > 1 and len(known) == 1 and not self._is_full(bare.name):
            words = words[:1]  # `sagte Kern Reportern`: a known surname, then whom it told
        if len(words) > 1:
            return None if self._may_be_told(bare.name) else bare
        full = self._full.get(plain(words[0]), set())
        if len(full) == 1:
            return Named(next(iter(full)), bare.at, bare.role)
        return bare if not full else None

    def between(self, start: int, end: int) -> set[str]:
        """The people named between two offsets; a capital that is no known name is a noun or a place."""
        here = (name for at, name in self.mentions if start <= at < end)
        return {known for name in here if (known := self._known(name))}

    def _known(self, name: str) -> str | None:
        full = self._full.get(plain(name.rsplit(maxsplit=1)[-1]), set())
        if " " in name or not full:
            return name if " " in name or plain(name) in self._addressed else None
        return next(iter(full)) if len(full) == 1 else name

    def titled(self, noun: str) -> str | None:
        """The one person whom the article gives this title."""
        names = {name for title, found in self._titled.items() if title == noun.lower() for name in found}
        return next(iter(names)) if len(names) == 1 else None

    def is_female(self, name: str) -> bool | None:
        """By the given name; None when it is in no list or a surname stands alone."""
        first, _, rest = name.partition(" ")
        female, male = spelling(first) in FEMALE, spelling(first) in MALE
        return None if not rest or female == male else female

    def _is_full(self, name: str) -> bool:
        return any(name in names for names in self._full.values())

    def _may_be_told(self, name: str) -> bool:
        """`sagte Kern Demonstranten`: nowhere else named so, and the last word may be a plural that was told."""
        words = name.split()
        is_once = sum(known == name for _, known in self.mentions) < 2
        is_given = len(words) == 2 and spelling(words[0]) in MALE | FEMALE
        return self._tongue == "de" and is_once and not is_given and _PLURAL.fullmatch(words[-1]) is not None

    def _note(self, bare: Named | None) -> None:
        if bare is None:
            return
        words = bare.name.split()
        self.mentions.append((bare.at, bare.name))
        if len(words) > 1 and self._may_be_given(words[0]):
            self._full.setdefault(plain(words[-1]), set()).add(bare.name)
        for title in (bare.role or "").split():
            self._titled.setdefault(title.lower(), set()).add(bare.name)
        if bare.role and len(words) == 1:
            self._addressed.add(plain(words[0]))

    def _may_be_given(self, word: str) -> bool:
        return spelling(word) in MALE | FEMALE or plain(word) not in self._full

    def _bare(self, named: str, at: int) -> Named | None:
        """A run of capitals without what opens a sentence, without titles, and cut where no name goes on."""
        tokens = [(found.group(), found.start()) for found in re.finditer(r"\S+", named)]
        while tokens and tokens[0][0] in _NO_NAMES[self._tongue]:
            tokens.pop(0)
        titles = [index for index, (word, _) in enumerate(tokens) if self._role.fullmatch(word.rstrip("."))]
        roles = [word for word, _ in tokens[: titles[-1] + 1]] if titles else []
        tokens = tokens[titles[-1] + 1 :] if titles else tokens
        kept: list[tuple[str, int]] = []
        for word, place in tokens:
            if self._tongue == "de" and word in _NO_NAMES["de"]:
                break
            kept.append((word, place))
        while kept and not kept[-1][0][:1].isupper():
            kept.pop()
        if not kept or not (kept[0][0][:1].isupper() or roles):
            return None
        name = named[kept[0][1] : kept[-1][1] + len(kept[-1][0])]
        return Named(name, at + kept[0][1], " ".join(roles) or None)
