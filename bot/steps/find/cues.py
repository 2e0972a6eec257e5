"""What every pattern of attribution is made of: the found speaker, and phrases that may stand on either side of marks.

Owns the shared pieces. Words before a quotation are `steps/find/cues_before`, words behind it `steps/find/cues_after`;
subjects are read by `steps/find/subjects`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.lexicon import word_set
from bot.steps.find.openings import ROLE, trim_nominal
from bot.steps.find.reporting_verbs import ADVERBS
from bot.steps.find.subjects import NAME, PRONOUN, Subject, read_subject

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ROLE_WORDS = r"(?:(?!(?:of|for|in|from|at|on|with|and|to|by)\b)[a-z\d][\w’'/-]*\s+){0,6}?"
ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|(?<![Aa]s )\b[Pp]er(?= (?:the|a|an|[A-Z])))\s+(?P<phrase>[^,;\x00()]{2,140})"
)
"""`according to the minister`, `per the ministry`; not `as per tradition`."""

_INVERTED_NAME = re.compile(rf"(?P<role>(?:{ROLE}|{ROLE_WORDS}))(?P<name>{NAME})")
_INVERTED_NOMINAL = re.compile(r"[^,.;:()\x00—–]{2,90}")
CONTINUOUS = re.compile(r"\b(?:is|are|was|were|been|he[’']s|she[’']s|they[’']re)\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
BEING = re.compile(r"\b(?:is|are|was|were|been|be|being|gets?|got)\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
QUOTED_AS = re.compile(r"\b(?:is|was|were|been)\s+(?:also\s+)?quoted\s+(?:by\s+[^,\x00]{2,40}\s+)?as\s+$")
"""`Okafor was quoted as` before `saying`."""

_NO_ADVERBS = word_set("family ally rally assembly bully reply supply monopoly anomaly")
_VIA = re.compile(
    rf"(?:told|tells)\s+(?P<told>(?:[a-z]+\s+){{0,3}}?"
    rf"(?:{NAME}(?:\s+[a-z]+s\b)?|state media|state (?:television|TV|radio|news)|reporters))"
    rf"|[,\s]according to\s+(?P<source>(?:the\s+)?{NAME})"
    rf"|\bas\s+(?:reported|quoted|cited)\s+by\s+(?P<quoted>(?:the\s+)?{NAME})"
)
_NOBODY = "reporters"
"""Told them: nobody in particular passed the words on."""

_SURE_PATTERNS = ("verb_before", "name_verb_after", "verb_name_after", "according_to")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A found speaker as worded beside the quotation (`he`, `the minister`, `Lena Okafor`), not yet resolved.

    `at` is the offset of those words; `role` an apposition; `via` who passed the words on; `cue` the verb.
    """

    subject: str | None
    at: int
    pattern: str
    cue: str | None = None
    role: str | None = None
    via: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether subject and verb stand beside the quotation, and not merely in the same sentence."""
        return self.pattern in _SURE_PATTERNS


def read_according(found: re.Match[str], offset: int) -> Attribution:
    """The speaker of `according to …`."""
    phrase = trim_nominal(found["phrase"].rstrip(" ."))
    subject = read_subject(phrase) or Subject(phrase, 0)
    at = offset + found.start("phrase") + subject.at
    return Attribution(subject.words, at, "according_to", "according to", subject.role)


def inverted_subject(behind: str) -> Subject | None:
    """The subject that follows its verb: `Lena Okafor`, `the minister`, `Orsa’s port chief Lena Okafor`."""
    pronoun = re.match(rf"{PRONOUN}\b", behind)
    if pronoun is not None:
        return Subject(pronoun.group(), 0)
    named = _INVERTED_NAME.match(behind)
    is_definite = re.match(r"(?:the|a|an|his|her|their|its|one|another)\s", behind) is not None
    if named is not None and (not is_definite or _is_person_behind(named["role"])):
        return Subject(named["name"], named.start("name"), named["role"].strip() or None)
    if re.match(r"(?:of|for|in|from|at|on|with|and|to|by|as|that)\b", behind):
        return None
    nominal = _INVERTED_NOMINAL.match(behind)
    words = trim_nominal(nominal.group()) if nominal else ""
    return Subject(words, 0) if words else None


def _is_person_behind(role: str) -> bool:
    """`the harbour chief` before a name is somebody's role; `the` alone opens the name of a body."""
    words = role.split()
    return len(words) > 1 and words[-1] not in ("of", "for", "at", "in", "from", "with", "on")


def without_adverbs(phrase: str) -> str:
    """A phrase without the adverbs, auxiliary verbs and days at its end."""
    while (last := re.search(r"([\w’'-]+)\s*$", phrase)) is not None:
        word = last.group(1)
        if word not in ADVERBS and (not word.endswith("ly") or word in _NO_ADVERBS or not word.islower()):
            break
        phrase = phrase[: last.start()]
    return phrase.rstrip()


def find_via(clause: str) -> str | None:
    """Who was told or passed the words on."""
    found = _VIA.search(clause)
    named = (found["told"] or found["source"] or found["quoted"]) if found else None
    return None if named is None or named.endswith(_NOBODY) else named
