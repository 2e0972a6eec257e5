"""One person or body named in an article: names without titles, gender clues, and what shows that it is a person.

Owns what can be read off the words around a single name. All the people of an article together are
`steps/find/speakers`; pronouns are `steps/find/antecedents`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.domain.speaker import TITLES, is_pronoun, name_words, plain
from bot.steps.find.reporting_verbs import VERBS
from bot.steps.words.given_names import FEMALE, MALE
from bot.steps.words.names import is_alias

NOT_NAMES = word_set(
    "the a an this that these those he she they it we i but and or if when while as in on at by for from with after",
    "before since because although though so yet still then also here there now what why how who where",
    "which not no yes did does is are was were has have had can could would should",
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
    "september october november december his her their its our my your one two three some many most several both",
    "according asked speaking meanwhile however during under over about until despite once earlier later last next",
    "us usa uk eu un nato u.s u.k u.s. breaking update editor photo image read more mr mrs ms",
)
_PARTY = word_set("republican democratic democrat conservative labour liberal rival")
_BODY = word_set(
    "ministry department university college institute party house senate congress parliament council",
    "commission agency",
    "bank group company corporation inc ltd union association foundation court bureau office committee center centre",
    "times post news journal press tribune herald guardian reuters cnn bbc fox nbc abc cbs street avenue city county",
    "state states republic kingdom union nations school hospital church campaign act war day show administration",
    "coalition alliance series universe river lake island islands valley mountain bridge airport stadium park square",
    "road league team club fund trust service force command office board authority",
)
_PLACE_BEGINNINGS = word_set("north south east west northern southern eastern western new los las san santa fort")
"""First words of places, which nobody is called."""

_MALE_WORDS = word_set(
    "he him his mr sir lord king prince father congressman chairman spokesman businessman", "husband son brother"
)
_FEMALE_WORDS = word_set(
    "she her hers mrs ms miss dame lady queen princess mother congresswoman spokeswoman widow actress",
    "wife daughter sister businesswoman chairwoman",
)
_OCCUPATIONS = word_set(
    "actor actress singer rapper musician songwriter pilot quarterback linebacker pitcher striker defender",
    "midfielder goalkeeper captain host anchor activist lawyer engineer scientist researcher biologist",
    "doctor nurse teacher student farmer resident reporter journalist columnist comedian producer",
    "filmmaker designer entrepreneur billionaire investor strategist advocate organizer historian lawmaker",
    "veteran critic guard coach trainer photographer spokesperson aide democrat republican sheriff",
    "sergeant detective officer trooper prosecutor inspector superintendent principal",
)
"""What opens a sentence before a name: `Pilot Tomas Roe`."""

_FIRST_AND_LAST = 2
HIS, HERS = ("Mr ", "Mr. ", "Sir "), ("Ms ", "Ms. ", "Mrs ", "Mrs. ", "Miss ", "Lady ", "Dame ")
"""Forms of address that say a gender."""

_ACTS = re.compile(
    r",?\s+(?:said|says|told|added|adds|asked|wrote|who|thinks|believes|argued|noted|tweeted|himself|herself)\b"
)
_PRONOUN_WORDS = word_set("he him his she her hers")
_CLAUSE_OPENERS = word_set("that and but when as while because if although though since after before where")
_GOES_ON = re.compile(r",\s|\s+\(|\s+(?!of\b|and\b|or\b|in\b|at\b|for\b|with\b|over\b|to\b|by\b|on\b|from\b)[a-z]")
_APPOSITION = re.compile(r",\s+([^.;\n]{3,80}?)[,.]")
_STOP = re.compile(r"[.!?]\s")
_OWN_PRONOUN = re.compile(r"[^A-Z.;\n\x00]{0,90}?\b(he|his|himself|she|her|herself)\b")
_INTRODUCED = re.compile(r"\s*(?:,\s+(?:an?|the|who|whose|[a-z]+)\b|\s\()")
_SPEAKS = re.compile(r"\s+(?:also\s+)?(?:said|says|added|adds|told|tells|explained|noted|wrote|writes|argued|argues)\b")
_PLACED = re.compile(r"\s+(?:of|at|from|for)\s+(?:the\s+)?[A-Z]")
_SAID_BEFORE = re.compile(
    r"(?:\x00[,.]?|,)\s*(?:said|says|added|wrote|noted|asked|explained|tweeted|recalled|argued|according to)"
    r"\s+(?:[\w/’'-]+\s+){0,5}$|[Aa]ccording to\s+$"
)
"""`…, said the harbour chief` before a name: whoever speaks is what the sentence is about."""

UNNAMED = re.compile(
    r"\b(?:woman|man|mother|father|wife|husband|daughter|son|sister|brother|girl|boy|princess|prince|queen|king"
    r"|grandmother|grandfather|widow|actress|spokeswoman|spokesman|congresswoman|congressman)(?=\s[a-z])"
)
OPENS_UNNAMED = re.compile(
    r"(?:^|[.!?,\x00]\s|\n|\band\s|\bthat\s)(?P<phrase>(?:the|an?|his|her|my|one|another)\s(?:[\w’'-]+\s){0,3})$",
    re.IGNORECASE,
)
"""Somebody without a name who is what a sentence or clause is about; a pronoun may mean them as well as the named."""

UNNAMED_FEMALE = word_set(
    "woman mother wife daughter sister girl princess queen grandmother widow actress spokeswoman congresswoman"
)

_IN_TITLES = TITLES | {"affairs"}
"""Last words of titles before a name: `Minister of Foreign Affairs Oda Brandt`."""

_BEFORE_NAMES = TITLES | _PARTY
_REMEMBERED = 8192
"""Names whose bare forms are kept: an article names the same few again and again."""

OF_PLACE_AND_NAME = 4
"""Words left of `Prime Minister of Kavaria Oda Brandt` without its title."""

SPEAKING, MAIN, CLAUSE, INTRODUCED, MENTIONED = 4, 3, 2, 1, 0
"""What a name is in its sentence: who says it, what it is about, what a clause is about, presented, or merely there."""


@dataclass(slots=True)
class Person:
    """Somebody named in the article: fullest name, surname in one spelling, where mentioned, words beside the name.

    `gender` follows from titles and first names, `leaning` from a pronoun that seems to mean this person.
    """

    name: str
    key: str
    words: tuple[str, ...]
    mentions: list[int] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    leaning: str = ""
    is_human: bool = False


def learn(text: str, found: re.Match[str], person: Person, rank: int) -> None:
    """Add to a person what stands around one mention."""
    title = {plain(word.strip(",")) for word in [*_beside(text, found.start()), *found.group().split()]}
    behind = _APPOSITION.match(text, found.end()) if text.startswith(",", found.end()) else None
    apposition = [plain(word) for word in behind.group(1).split()] if behind else []
    person.titles |= {word for word in [*title, *apposition] if word in TITLES}
    person.is_human = person.is_human or bool(person.titles) or _is_treated_as_human(text, found)
    if not person.gender:
        own = set(apposition) if apposition[:1] == ["who"] else set(apposition) - _PRONOUN_WORDS
        person.gender = gender_of(person.words[0] if len(person.words) > 1 else "", (title - _PRONOUN_WORDS) | own)
    if not person.gender and not person.leaning:
        person.leaning = _leaning(text, found, person, rank)


def _is_treated_as_human(text: str, found: re.Match[str]) -> bool:
    """Says or does what people do, or is introduced by a title somewhere before."""
    if acts(text, found.end()) or _SAID_BEFORE.search(text, max(0, found.start() - 70), found.start()):
        return True
    introduced = _STOP.split(text[max(0, found.start() - 80) : found.start()])[-1]
    return any(plain(word) in TITLES for word in introduced.split())


def _beside(text: str, start: int) -> list[str]:
    """The few words before a name, back to another name or an earlier comma, which belong to somebody else."""
    words: list[str] = []
    for word in reversed(text[max(0, start - 40) : start].split()[-4:]):
        is_other = word[:1].isupper() and plain(word.strip(",")) not in TITLES
        if words and (word.endswith(",") or is_other):
            break
        words.append(word)
    return words


def _leaning(text: str, found: re.Match[str], person: Person, rank: int) -> str:
    """`Fehl left his coat`; or a first name alone, which may still be a surname."""
    own = _OWN_PRONOUN.match(text, found.end()) if rank >= CLAUSE else None
    if own is not None:
        return "female" if own.group(1) in ("she", "her", "herself") else "male"
    return gender_of(person.words[0]) if len(person.words) == 1 else ""


def acts(text: str, end: int) -> bool:
    """Whether something that only people do follows: saying, thinking, being somebody `who`."""
    if _ACTS.match(text, end):
        return True
    words = text[end : end + 40].split()[:2]
    return text[end : end + 1] == " " and any(word in VERBS for word in words[: 1 + (words[:1] == ["also"])])


def rank_of(text: str, found: re.Match[str]) -> int:
    """Whether a mention is a subject (no possessive, nothing before it in its clause), is presented, or just stands.

    `Roe’s tone` at the start of a sentence makes it one about Roe.
    """
    before = text[max(0, found.start() - 40) : found.start()].split()
    last = plain(before[-1]) if before else ""
    if found.group().endswith(("'s", "’s")):
        return CLAUSE if not last or before[-1][-1] in ".!?\x00" else MENTIONED
    opens = not last or before[-1][-1] in '.!?,;:—–”"\x00' or last in _CLAUSE_OPENERS or last in TITLES
    if opens and _SPEAKS.match(text, found.end()):
        return SPEAKING
    if opens and _GOES_ON.match(text, found.end()):
        return CLAUSE
    if (opens_sentence := not last or before[-1][-1] in ".!?\x00") and _PLACED.match(text, found.end()):
        return CLAUSE
    if not opens_sentence and (_SAID_BEFORE.search(text, max(0, found.start() - 70), found.start())):
        return CLAUSE
    return INTRODUCED if " " in found.group() and _INTRODUCED.match(text, found.end()) else MENTIONED


_LINKS = frozenset(("of", "for", "the"))
"""Words within names that none ends with."""


@lru_cache(maxsize=_REMEMBERED)
def bare_name(name: str) -> tuple[str, int]:
    """A name without the capitalised titles and sentence openers before it, and how many characters they took."""
    words = name.split()
    dropped = 0
    while words and (plain(words[0]).strip(".") in _BEFORE_NAMES or plain(words[0]) in NOT_NAMES):
        dropped += 1
        words = words[1:]
    if dropped and len(words) == OF_PLACE_AND_NAME and words[0] == "of":
        dropped, words = dropped + 2, words[2:]
    while len(words) > 1 and (plain(words[-1]) in NOT_NAMES or words[-1] in _LINKS):
        words = words[:-1]
    titled = [at for at, word in enumerate(words[:-1]) if plain(word) in _IN_TITLES and words[at + 1][0].isupper()]
    if titled:
        dropped, words = dropped + titled[-1] + 1, words[titled[-1] + 1 :]
    bodies = [at for at, word in enumerate(words[:-2]) if plain(word) in _BODY]
    if bodies and plain(words[-1]) not in _BODY and words[bodies[-1] + 1][:1].isupper():
        dropped, words = dropped + bodies[-1] + 1, words[bodies[-1] + 1 :]
    owner = max((at for at, word in enumerate(words[:-2]) if word.endswith(("’s", "'s"))), default=-1)
    if owner >= 0 and not any(plain(word) in _BODY for word in words[owner + 1 :]):
        dropped, words = dropped + owner + 1, words[owner + 1 :]
    while len(words) > _FIRST_AND_LAST and plain(words[0]) in _OCCUPATIONS:
        dropped, words = dropped + 1, words[1:]
    rest = re.sub(r"(?:['’]s?)$", "", person_part(" ".join(words)))
    return rest, name.find(" ".join(words)) if words and dropped else 0


def person_part(name: str) -> str:
    """A person's name without the place or body behind `of` or `for`; names of bodies stay whole.

    >>> person_part("Mei Tanaka of the Harbour Office"), person_part("Ministry of Defence")
    ('Mei Tanaka', 'Ministry of Defence')
    """
    head = re.split(r"\s+(?:of|for)\s+", name, maxsplit=1)[0]
    words = name_words(head)
    if head == name or not words or len(head.split()) < 2 or plain(head.split()[-1]) in TITLES | _BODY:
        return name
    return head


def is_personal(name: str, words: tuple[str, ...], *, known: bool) -> bool:
    """Whether these words can be somebody's name; a single word must be known to be one."""
    if any(word in _BODY or word in NOT_NAMES for word in words) or name.isupper() or name[:1].islower():
        return False
    if is_alias(words[-1]) or words[0] in _PLACE_BEGINNINGS:
        return False
    if known:
        return True
    return len(words) >= 2 and not re.search(r"\b(?:of|for|the)\b", name)


def gender_of(first_name: str, beside: Set[str] = frozenset()) -> str:
    """What a first name and the words beside it say; empty when nothing."""
    if first_name in FEMALE or first_name in MALE:
        return "female" if first_name in FEMALE else "male"
    if beside & _FEMALE_WORDS:
        return "female"
    return "male" if beside & _MALE_WORDS else ""


def is_name(subject: str) -> bool:
    """True for words that name somebody or some body, as opposed to pronouns and nominal phrases."""
    named = subject.split(",", 1)[0].split()
    if not named or is_pronoun(subject) or re.match(r"(?:The|A|An|His|Her|Its|Their|One)\s+[a-z\d]", subject):
        return False
    return subject[:1].isupper() and not named[-1][:1].islower() and not _is_title(named)


def _is_title(words: list[str]) -> bool:
    """`The President`: an office, as a name would be written."""
    return words[0] == "The" and all(plain(word) in TITLES for word in words[1:])
