"""Who is said to have spoken around a French quotation: `« … », a déclaré Mme Roy`, `Mme Roy a dit : « … »`, `selon`.

Owns the clear patterns, and words of the reporter within the marks (`« Non, a-t-elle dit, jamais »`), which are not
quoted. People are `foreign_names`; the walk over an article is `foreign_quotations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.speaker import spelling
from bot.steps.find.foreign_names import NAME, People
from bot.steps.find.foreign_subjects import Place, Told, Wording, read_subject, without_apposition
from bot.steps.find.sentence_bounds import BLANK
from bot.steps.words.given_names import FEMALE, MALE

_PARTICIPLES = (
    "déclaré|dit|affirmé|expliqué|ajouté|précisé|souligné|indiqué|annoncé|assuré|estimé|écrit|répondu|lancé|insisté"
    "|poursuivi|conclu|confié|réagi|dénoncé|averti|rappelé|reconnu|jugé|martelé|promis|demandé|plaidé|commenté|résumé"
    "|répété|regretté|salué|prévenu"
)
_PRESENT = (
    "déclare|dit|affirme|explique|ajoute|précise|souligne|indique|annonce|assure|estime|écrit|répond|lance|insiste"
    "|poursuit|conclut|confie|dénonce|avertit|rappelle|reconnaît|juge|martèle|promet|plaide|commente|résume|répète"
    "|regrette|prévient|raconte|témoigne|soupire|déclara|affirma|ajouta|expliqua|répondit"
)
_ADVERB = r"(?:(?:aussi|ainsi|encore|également|ensuite|notamment|toutefois|[a-z]+ment)\s+){0,2}"
_CUE = (
    rf"(?:(?:a|avait)(?:-t-(?P<asked>il|elle|on))?\s+{_ADVERB}(?P<done>{_PARTICIPLES})"
    rf"|(?P<does>{_PRESENT})(?:(?:-t)?-(?P<turned>il|elle|on))?)(?![\w’'-])"
)
_AFTER = re.compile(rf"[\s,–—-]*(?:{_CUE}|(?P<according>selon|d[’']après)(?=\s))[\s]*")
_BEFORE_VERB = re.compile(
    rf"\b(?:a|avait)\s+{_ADVERB}(?P<done>{_PARTICIPLES})\b|(?<![\w’'-])(?P<does>{_PRESENT})(?![\w’'-])"
)
_ACCORDING = re.compile(r"^\s*(?:Selon|D[’']après)\s+")
_PRONOUN = re.compile(r"(?:[Ii]l|[Ee]lle)\b")
_DET = r"(?:[Ll][ea]\s+|[Ll][’']|[Uu]ne?\s+|[Ss](?:on|a)\s+|[Ll]eur\s+)"
_LOWER = r"[a-zà-öø-ÿœ][\w-]*"
_OF = rf"\s+(?:du|de\sla|de\sl[’']|des|de|d[’'])\s*(?P<owner>[\w-]+)(?:\s+{_LOWER}){{0,2}}?"
_DESCRIBED = re.compile(
    rf"(?P<det>{_DET})(?P<noun>(?!(?:jour|soir|matin|fois|peu|an|mois)\b){_LOWER})(?:\s(?!lors\b|avec\b|dans\b|pour\b)[a-zà-ÿ-]{{3,}}(?:[elxf]|ais|ois))?"
)
_OWNER = re.compile(rf"{_OF}(?=\s+(?:{NAME})|[\s,.;:\x00]|$)")
_APPOSED = re.compile(rf"[^,.;:\x00]{{0,80}},\s+(?P<name>{NAME})(?=\s*(?:[,.;:\x00]|$))")
_PARENTHESIS = re.compile(r"\([^()\x00]{1,40}\)")
_INCISE = re.compile(rf"\s?,\s+{_CUE}(?P<who>[^«»“”\"!?;:.]{{0,140}}?)(?P<end>,(?=\s)|\.(?=\s|$))")
_TWO_WORDS = r"[^\W\d_a-zà-öø-ÿ][\w’'-]+\s+[^\W\d_a-zà-öø-ÿ][\w’'-]+"
_OPENING = re.compile(
    r"(?:Interrogée?|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche|Hier|Lors|Dans|En|À|Au|Aux|Après|Avant|Depuis"
    r"|Pour sa part|De son côté|Par ailleurs|Sur|Face|Devant|Dès|Le \d)[^,:]{0,80},\s+"
)
"""What may stand before a subject, a comma behind it."""
_MAX_INCISE_CHARS = 170


def attribute_french(blanked: str, place: Place, people: People) -> Told | None:
    """Who spoke the words between these marks; None when that is unclear."""
    before = _PARENTHESIS.sub(_spaces, blanked[place.sentence_start : place.outer_start])
    behind = _PARENTHESIS.sub(_spaces, blanked[place.outer_end : place.limit])
    return _after(behind, place.outer_end, people) or _before(before, place.sentence_start, people)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def find_asides(text: str, start: int, end: int, people: People) -> Iterator[tuple[int, int]]:
    """The reporter's words within marks: offsets of `, a déclaré Mme Roy, `, only where a subject can be read.

    Where the words behind the marks say who spoke, what looks like the reporter's is quoted speech within speech.
    """
    if _after(text[end + 1 :].lstrip(' \u00a0\u202f»”"'), end, people):
        return
    for found in _INCISE.finditer(text, start, end):
        told = _told(found, found["who"].strip(), found.start("who"), people)
        if told is not None and found.end() - found.start() <= _MAX_INCISE_CHARS:
            yield found.start(), found.end()


def _after(rest: str, at: int, people: People) -> Told | None:
    head = rest.split(BLANK, 1)[0]
    found = _AFTER.match(head)
    if found is None:
        return None
    if found["according"]:
        named = _subject(head[found.end() :], at + found.end(), people)
        return named and named.by("according_to", found["according"])
    told = _told(found, head[found.end() :], at + found.end(), people)
    return told and told.by("verb_name_after", found["done"] or found["does"])


def _told(found: re.Match[str], behind: str, at: int, people: People) -> Told | None:
    pronoun = found["asked"] or found["turned"]
    if pronoun is not None:
        return Told(pronoun, found.start(), is_pronoun=True)
    return _subject(behind, at, people)


def _before(clause: str, at: int, people: People) -> Told | None:
    if BLANK in clause:
        return None
    opens = clause.rstrip().endswith(":")
    verbs = list(_BEFORE_VERB.finditer(clause))
    according = _ACCORDING.match(clause)
    if according is not None and not verbs:
        named = _subject(clause[according.end() :], at + according.end(), people)
        others = people.between(at, at + len(clause)) - {named.name if named else None}
        return named.by("according_to", "selon") if named and not others else None
    if len(verbs) != 1:
        return None
    first = _whole_subject(clause[: verbs[0].start()], at, people)
    behind = clause[verbs[0].end() :]
    others = people.between(at + verbs[0].end(), at + len(clause))
    is_clear = opens or (not others and re.match(r"[^,:;]{0,60}\squ(?:e\b|[’'])[^,;:]*$", behind))
    return first.by("verb_before", verbs[0]["done"] or verbs[0]["does"]) if first and is_clear else None


def _whole_subject(head: str, at: int, people: People) -> Told | None:
    """The subject that fills everything before the verb, an apposition included."""
    words = head.strip()
    offset = at + len(head) - len(head.lstrip())
    if (opened := _OPENING.match(words)) is not None:
        words, offset = words[opened.end() :], offset + opened.end()
    found = _subject(words, offset, people) if words else None
    if found is None:
        return None
    rest = words[max(0, found.at - offset) + len(found.words) :]
    rest = without_apposition(rest)
    return found if not rest.strip(" ,") else None


def _subject(phrase: str, at: int, people: People) -> Told | None:
    return read_subject(phrase, at, people, Wording(_PRONOUN, _DESCRIBED, _described))


def _described(phrase: str, found: re.Match[str], at: int, people: People) -> Told:
    """`la ministre Anna Roy`, `le chef du port, Jan Roy,`, else `le ministre de la mer` as it stands."""
    owner = _OWNER.match(phrase, found.end())
    end = owner.end() if owner else found.end()
    behind = phrase[end:]
    direct = re.match(rf"\s+(?={NAME})", behind)
    apposed = None if direct else _APPOSED.match(behind)
    offset = end + (direct.end() if direct else apposed.start("name") if apposed else 0)
    named = people.read(phrase[offset:], at + offset) if direct or apposed else None
    if named is not None and direct and owner and not _may_follow(owner["owner"], behind):
        return Told(phrase[: found.end()], at, is_nominal=True)
    if named is not None:
        return Told(named.name, named.at, name=named.name, role=phrase[:end])
    return Told(phrase[:end], at, is_nominal=True)


def _may_follow(owner: str, behind: str) -> bool:
    """`le ministre de France Jan Roy` is Roy's title; `le porte-parole de Jan Roy` is not."""
    is_given = spelling(owner) in MALE | FEMALE
    return owner[:1].islower() or (not is_given and re.match(rf"\s+{_TWO_WORDS}", behind) is not None)
