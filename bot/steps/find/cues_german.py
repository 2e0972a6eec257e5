"""Who is said to have spoken around a German quotation: `„…“, sagte Kern`, `Kern sagte: „…“`, `so die Ministerin`.

Owns the clear patterns only: whatever has a second speaker, a second verb or an unclear subject names nobody. People
are `foreign_names`; the walk over an article is `foreign_quotations`.
"""

from __future__ import annotations

import re

from bot.steps.find.foreign_names import NAME, People
from bot.steps.find.foreign_subjects import Place, Told, Wording, read_subject, without_apposition
from bot.steps.find.sentence_bounds import BLANK

_VERBS = (
    "sagte sagt erklärte erklärt betonte betont schrieb schreibt meinte meint ergänzte ergänzt warnte warnt forderte"
    " fordert kritisierte kritisiert versicherte versichert bekräftigte bekräftigt äußerte antwortete antwortet"
    " berichtete berichtet beklagte beklagt mahnte mahnt drohte argumentierte argumentiert fragte fragt rief lobte"
    " bedauerte bedauert begründete urteilte beteuerte unterstrich verkündete versprach kommentierte erwiderte"
    " entgegnete konterte fügte kündigte teilte räumte hob stellte gab"
).split()
_NAMING = "nannte nennt bezeichnete bezeichnet".split()
_VERB = re.compile(rf"\b(?:{'|'.join(_VERBS)})\b")
_ANY_VERB = re.compile(rf"\b(?:{'|'.join((*_VERBS, *_NAMING))}|sagten|erklärten|sprach|zitierte|hieß|heißt)\b")
_AFTER = re.compile(rf"[\s,–—-]*(?P<verb>{'|'.join(_VERBS)}|so)\s+(?=\S)")
_PRONOUN = re.compile(r"(?:er|sie|Er|Sie)\b")
_DET = r"(?:[Dd](?:er|ie|as)|[Ee]ine?|[Ss]eine?|[Ii]hre?)"
_ADJECTIVES = r"(?:[a-zäöüß-]+(?:e|er|es|en)\s+){0,2}"
_NOUN = r"[A-ZÄÖÜ][\w-]+"
_DESCRIBED = re.compile(rf"(?P<det>{_DET})\s+{_ADJECTIVES}(?P<noun>{_NOUN})")
_APPOSED = re.compile(rf"[^,.;:\x00]{{0,60}},\s+(?P<name>{NAME})(?=\s*(?:[,.;:\x00]|$))")
_OWNED = re.compile(r"\s+(?:der|des|von|vom|für|im|in|bei|beim|aus|am|an|zu|zur|zum|mit)\s[^,:\x00]{1,80}")
_INDIRECT = re.compile(r"[^,:;]{0,60},\s(?:der|die|das|es|er|sie|man|dies|eine?|seine?|ihre?|dass)\b[^,;:]*$")
_HEARSAY = re.compile(r"\b(?:habe|hätte|soll|sagten?|gesagt)\b")
"""`Kern sagte, Berg habe „…“ gesagt`: the words are somebody else's."""

_SAYING = frozenset((*_VERBS, *_NAMING))
_NEVER_SAID = re.compile(r"\s+(?:nicht|nie|niemals|keineswegs)\b")
_PARENTHESIS = re.compile(r"\([^()\x00]{1,40}\)")
_LABEL = re.compile(rf"\s*(?P<name>{NAME}):\s*")
_ACCORDING = re.compile(r"\s*(?P<cue>[Ll]aut|[Nn]ach (?:Angaben|Worten|Darstellung) (?:von|des|der))\s+")


def attribute_german(blanked: str, place: Place, people: People) -> Told | None:
    """Who spoke the words between these marks; None when that is unclear."""
    before = _PARENTHESIS.sub(_spaces, blanked[place.sentence_start : place.outer_start])
    behind = _PARENTHESIS.sub(_spaces, blanked[place.outer_end : place.limit])
    return _after(behind, place.outer_end, people) or _before(before, place.sentence_start, people)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _after(rest: str, at: int, people: People) -> Told | None:
    found = _AFTER.match(rest.split(BLANK, 1)[0])
    if found is None:
        return None
    subject = _subject(rest[found.end() :].split(BLANK, 1)[0], at + found.end(), people)
    return subject and subject.by("verb_name_after", found["verb"])


def _before(clause: str, at: int, people: People) -> Told | None:
    clause = clause.rsplit(BLANK, 1)[-1] if clause.rstrip().endswith(":") else clause
    verbs = list(_ANY_VERB.finditer(clause))
    if not verbs:
        return _without_verb(clause, at, people)
    if len(verbs) != 1 or BLANK in clause:
        return None
    verb, head, behind = verbs[0].group(), clause[: verbs[0].start()], clause[verbs[0].end() :]
    if verb not in _SAYING or _NEVER_SAID.match(behind):
        return None
    opens = behind.rstrip().endswith(":")
    first = _whole_subject(head, at, people)
    if first is None:
        inverted = _subject(behind.lstrip(), at + verbs[0].end() + 1, people) if opens and _VERB.match(verb) else None
        return inverted.by("verb_before", verb) if inverted and not _may_speak(head) else None
    named = people.between(at + verbs[0].end(), at + len(clause)) - {first.name}
    is_clear = opens or (not named and _follows(verb, behind))
    return first.by("verb_before", verb) if is_clear else None


def _without_verb(clause: str, at: int, people: People) -> Told | None:
    """`Kern: „…“`, and `Laut Ministerin Berg ist das „…“` where nobody else is named."""
    label = _LABEL.fullmatch(clause)
    if label is not None:
        named = people.read(clause[label.start("name") :], at + label.start("name"))
        return Told(named.name, named.at, name=named.name, role=named.role).by("label", "") if named else None
    according = _ACCORDING.match(clause)
    found = _subject(clause[according.end() :], at + according.end(), people) if according else None
    if according is None or found is None or found.is_pronoun or BLANK in clause:
        return None
    others = people.between(at, at + len(clause)) - {found.name}
    return None if others else found.by("according_to", according["cue"].lower())


def _follows(verb: str, behind: str) -> bool:
    """Indirect speech (`sagte, die Lage sei „ernst“`) or a judgement (`nannte die Pläne „absurd“`), and no more."""
    if verb in _NAMING:
        return "," not in behind
    return _INDIRECT.match(behind) is not None and _HEARSAY.search(behind) is None


def _may_speak(head: str) -> bool:
    """Whether something stands before the verb that may itself be whoever speaks."""
    return re.match(rf"\s*(?:{_DET}\s|{_PRONOUN.pattern})", head) is not None


def _whole_subject(head: str, at: int, people: People) -> Told | None:
    """The subject that fills everything before the verb, an apposition included."""
    words = head.strip()
    offset = at + len(head) - len(head.lstrip())
    if not words:
        return None
    described = _DESCRIBED.match(words)
    found = _subject(words, offset, people)
    if found is None:
        return None
    rest = words[found.at - offset + len(found.words) :] if found.name or not described else words[described.end() :]
    rest = without_apposition(rest)
    is_filled = not rest.strip(" ,") or (described is not None and not found.name and _OWNED.fullmatch(rest))
    return found if is_filled else None


def _subject(phrase: str, at: int, people: People) -> Told | None:
    return read_subject(phrase, at, people, Wording(_PRONOUN, _DESCRIBED, _described))


def _described(phrase: str, found: re.Match[str], at: int, people: People) -> Told:
    """`der Minister Jan Kern`, `der Chef der Werft, Jan Kern,`, else `der Minister` alone, whose owner is left out."""
    words = found.group()
    behind = phrase[found.end() :]
    direct = re.match(rf"\s+(?={NAME})", behind)
    apposed = None if direct else _APPOSED.match(behind)
    offset = found.end() + (direct.end() if direct else apposed.start("name") if apposed else 0)
    named = people.read(phrase[offset:], at + offset) if direct or apposed else None
    if named is not None:
        return Told(named.name, named.at, name=named.name, role=f"{words} {named.role or ''}".strip())
    return Told(words, at, name=people.titled(found["noun"]) if found["det"][0] in "dD" else None, is_nominal=True)
