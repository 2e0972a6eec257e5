"""Who is said to have spoken, by the words behind a quotation: `“…,” Okafor said`, `“…,” said the minister`.

Owns these patterns on one paragraph in which quoted words are blanked out, with the attribution that closes a longer
sentence. Turning `he` and `the minister` into a person is `steps/find/naming`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.steps.find.cues import (
    ACCORDING,
    BEING,
    CONTINUOUS,
    QUOTED_AS,
    ROLE_WORDS,
    WORD,
    Attribution,
    find_via,
    inverted_subject,
    read_according,
    without_adverbs,
)
from bot.steps.find.openings import sentence_subject
from bot.steps.find.reporting_verbs import ACTIVE_ONLY, ALSO_NOUNS, STATING, TELLING, VERBS
from bot.steps.find.sentence_bounds import BLANK, clause_end, sentence_end
from bot.steps.find.subjects import MAX_PHRASE_CHARS, NAME, Subject, role_of, whole_subject

_DASH_AFTER = re.compile(rf"\s*[–—―]\s*{ROLE_WORDS}(?P<subject>{NAME})\s*(?:[.,(]|$)")
_PUT_IT = re.compile(r"\bputs? it\b")
_MERELY_SAID = re.compile(
    r"\s*(?:$|[.,;:!?()\x00—–-])|\s+(?:on|in|at|to|during|of|from|after|before|when|as|by|with|about|last|this|yesterday"
    r"|early|late|while|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
"""Behind a full stop inside the marks only so much may follow: `Okafor said the board …` is a sentence of its own."""
_TRAILING = re.compile(
    r"[,\x00][\"”’]*\s*(?P<phrase>[^,;:\x00]{2,90}(?:,[^,;:\x00]{3,80},)?)\s+(?P<verb>[a-z]+)"
    r"(?:\s+(?:on|in|at|to|during|of|from|after|before|when|as|with|last|this|yesterday|earlier|later|[A-Z]\w+day)\b"
    r"[^\x00]{0,90})?"
    r"[.!?]?\s*$"
)
"""The attribution that closes a sentence: `The port “will open” in May, Okafor said.`"""
_OPENING_PARTICIPLE = re.compile(
    r"^(?:(?:After|Before|While|When|By|In|Without)\s+)?(?P<verb>[A-Za-z]+ing)\b[^,\x00]*$"
)


def attribute_after(blanked: str, end: int, limit: int, *, is_closed: bool) -> Attribution | None:
    """The speaker named behind the closing mark at `end`; `is_closed` when the words end with a full stop.

    >>> attribute_after("\\x00\\x00\\x00 Lena Okafor said on Friday.", 3, 30, is_closed=False).subject
    'Lena Okafor'
    """
    rest = blanked[end : clause_end(blanked, end, limit)]
    if is_closed and rest.startswith("\n"):
        return None
    stripped = rest.lstrip(" \t\n,\u00a0–—-")
    at = end + len(rest) - len(stripped)
    dash = _DASH_AFTER.match(rest)
    if dash:
        return Attribution(dash["subject"], end + dash.start("subject"), "dash_after")
    according = ACCORDING.match(stripped)
    if according:
        return read_according(according, at)
    via = find_via(rest)
    opens_next = blanked[end + len(rest) : end + len(rest) + 1] == BLANK
    return _verb_first(stripped, at, via) or _subject_first(
        stripped, at, via, is_closed=is_closed, opens_next=opens_next
    )


def attribute_trailing(blanked: str, end: int, limit: int) -> Attribution | None:
    """The attribution that closes the sentence which goes on behind the mark at `end`."""
    stop = sentence_end(blanked, end, limit)
    rest = blanked[end:stop]
    for according in reversed(list(ACCORDING.finditer(rest))):
        if rest[: according.start()].rstrip().endswith((",", BLANK)) and not rest[according.end() :].strip(" ."):
            return replace(read_according(according, end), pattern="trailing")
    for found in _TRAILING.finditer(rest):
        subject = whole_subject(found["phrase"], found["verb"]) if found["verb"] in STATING else None
        if subject is not None:
            at = end + found.start("phrase") + subject.at
            return Attribution(subject.words, at, "trailing", found["verb"], subject.role, find_via(rest))
    return None


def attribute_opening(blanked: str, opening: str, end: int, limit: int) -> Attribution | None:
    """`After saying “…,” Okafor left`: who follows is who spoke, when the `opening` tells what was done."""
    opened = _OPENING_PARTICIPLE.match(opening)
    if opened is None or opened["verb"].lower() not in VERBS:
        return None
    rest = blanked[end : clause_end(blanked, end, limit)]
    skipped = len(rest) - len(rest.lstrip(" ,"))
    found = sentence_subject(rest[skipped:])
    if found is None:
        return None
    return Attribution(found.words, end + skipped + found.at, "participle_before", opened["verb"].lower(), found.role)


def _verb_first(rest: str, at: int, via: str | None) -> Attribution | None:
    """`said Lena Okafor`, `wrote the minister`."""
    verb = WORD.match(rest)
    if verb is None or verb.group().lower() not in VERBS or verb.group().endswith("ing"):
        return None
    behind = rest[verb.end() :]
    stripped = behind.lstrip()
    offset = at + verb.end() + len(behind) - len(stripped)
    found = inverted_subject(stripped)
    if found is None or (verb.group() in ALSO_NOUNS and (found.role or found.words[:1].islower())):
        return None
    role = _apposition(stripped[found.at + len(found.words) :]) or found.role
    return Attribution(found.words, offset + found.at, "verb_name_after", verb.group(), role, via)


def _subject_first(rest: str, at: int, via: str | None, *, is_closed: bool, opens_next: bool) -> Attribution | None:
    """`Lena Okafor, the port chief, said`: everything before the first reporting verb must be one subject.

    With `opens_next`, another quotation follows; a verb right before it is that one's.
    """
    if rest.startswith("as ") and _PUT_IT.search(rest):
        rest, at = rest[3:], at + 3
    found = _first_subject(rest)
    if found is None:
        return None
    subject, cue = found
    verb, behind = cue.group(), rest[cue.end() :]
    if subject.words == "I":
        return Attribution(None, at, "name_verb_after", verb)
    if opens_next and not behind.strip():
        return None
    if is_closed and verb not in TELLING and not _MERELY_SAID.match(behind):
        return None
    return Attribution(subject.words, at + subject.at, "name_verb_after", verb, subject.role, via)


def _first_subject(rest: str) -> tuple[Subject, re.Match[str]] | None:
    """The first reporting verb with all the words before it as its subject; verbs within an apposition do not count."""
    for cue in WORD.finditer(rest):
        verb, before = cue.group(), rest[: cue.start()]
        if verb not in VERBS or _is_no_cue(before, verb):
            continue
        phrase = without_adverbs(QUOTED_AS.sub("", before))
        subject = whole_subject(phrase, verb) if len(phrase) <= MAX_PHRASE_CHARS else None
        if subject is not None:
            return subject, cue
        if verb not in ALSO_NOUNS and "," not in phrase:
            return None
    return None


def _is_no_cue(before: str, verb: str) -> bool:
    """A participle, but for `was saying` and `was quoted as saying`; or a passive: `the men being held`."""
    if verb.endswith("ing"):
        return not CONTINUOUS.search(before) and not QUOTED_AS.search(before)
    return verb not in ACTIVE_ONLY and BEING.search(before) is not None


def _apposition(rest: str) -> str | None:
    found = re.match(r",\s+((?:an?\s|the\s|who\s|[a-z])[^\x00.;]{3,120}?)(?:,|\.|$)", rest)
    return role_of(found.group(1).strip()) if found else None
