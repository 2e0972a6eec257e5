"""Who is said to have spoken, by the words before a quotation: `Okafor said that “…”`, `…, adding “…”`.

Owns these patterns on one sentence in which quoted words are blanked out. Turning `he` and `the minister` into a person
is `steps/find/naming`; the walk over an article is `steps/find/quotations`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.steps.find.cues import (
    ACCORDING,
    BEING,
    CONTINUOUS,
    QUOTED_AS,
    WORD,
    Attribution,
    find_via,
    inverted_subject,
    read_according,
    without_adverbs,
)
from bot.steps.find.openings import opening_subject
from bot.steps.find.reporting_verbs import ACTIVE_ONLY, ALSO_NOUNS, CLAIM_NOUNS, INFINITIVES, VERBS
from bot.steps.find.sentence_bounds import BLANK
from bot.steps.find.subjects import NAME, PRONOUN, is_no_subject, read_subject, subject_at_end

_SAID_FIRST = re.compile(
    r"^\W*(?P<verb>Said|Says|Wrote|Added|Adds|Asked|Tweeted|Explained|Noted|Recalled|Concluded)\s+"
    r"(?=[^,\x00]{2,80}[:,]\s*$)"
)
_INFINITIVE = re.compile(
    r"\b(?:to|did not|didn[’']t|does not|doesn[’']t|would|could|will|might|should|did)\s+"
    r"(?:[a-z]+ly\s+)?(?P<verb>[a-z]+)\b"
)
_CLAUSE_SUBJECT = re.compile(
    rf"\b(?:after|before|when|while|as|because|although|though|if|where|but|and)\s+(?P<name>{PRONOUN}|{NAME})\s+"
    r"(?:[a-z]+ly\s+|also\s+|has\s+|had\s+|have\s+)?(?:[a-z]+(?:ed|s)|was|is|said|told|went|came|took|made)\b"
)
_JOINED = re.compile(
    r"(?:[,;:\x00—–―-]|\b(?:and|or|by|before|after|while|when|in|for|to|then|also|but|without))\s+"
    r"(?:[a-z]+ly\s+|also\s+)?$"
)
"""What a participle or second verb of the main subject follows; behind a noun it belongs to that noun."""
_SEEN = re.compile(
    rf"\b(?:of|heard|saw|shows?|showed|with|had)\s+(?P<name>{NAME}|(?:an?|one|another)\s+(?:[a-z-]+\s+){{0,3}}[a-z]+)\s+$"
)
"""`footage of Mara Lind saying “…”`, `with a senior official saying “…”`."""
_ACTS = (
    r"(?:push(?:es)?|(?:call|bid|demand|appeal|plea|request|proposal|pledge|vow|offer|order|threat|promise|drive)s?)"
)
_ACT = re.compile(
    rf"\b{_ACTS}\s+(?:from|by|of)\s+(?P<actor>[^,;:\x00()]{{2,90}}?)\s+(?:to|that|for)\s+(?P<rest>(?:[\w’'-]+\s+){{0,4}})$"
)
"""`a push from the harbour board to “…”`: whoever does the act, not whom the sentence is about."""
_OTHERS_ACT = re.compile(
    rf"\b(?i:amid|despite|against|following|after|faced|facing|ignor\w+|reject\w+|dismiss\w+|resist\w+|rebuff\w+"
    rf"|refus\w+|oppos\w+|support\w+|back(?:ed|s|ing)|welcom\w+)\s+(?:(?:the|an?|any|all|new)\s+)?(?:[a-z-]+\s+)?"
    rf"{_ACTS}\s+(?:to|that|for)\s+(?P<rest>(?:[\w’'-]+\s+){{0,4}})$"
)
"""`ignored calls to “…”`: somebody else's calls, and nobody says whose."""
_CLAIM = re.compile(
    rf"(?P<name>{NAME})(?:(?<=[sS])[’']|(?<=[’']s))\s+(?:[\w’'-]+\s+){{0,4}}?(?P<noun>[a-z]+)\b"
    r"(?=\s+(?:that|of|about|to|was|is|as)\b|[\s:,]*$)"
)
_REPORTED = re.compile(r"\b(?:said|says|told|reports?|claimed|noted|argued)\b[^\x00;]*\bthat\s+[A-Z][^,\x00;]*$")
_REPORTING = re.compile(
    r"\b(?:said|says|claimed|claims|noted|argued|argues|alleged|suggested|reported)\s+(?:[A-Z]\w+\s+)?$"
)
_VAGUE = ("it", "It", "they", "They")
"""Subjects that a clearer one of the same sentence is preferred to."""

_RELATIVE = re.compile(r"(?P<comma>,?)\s+(?:who|which|that)$")


def attribute_before(blanked: str, sentence_start: int, start: int) -> Attribution | None:
    """The speaker named in the sentence before the opening mark at `start`."""
    clause = blanked[sentence_start:start]
    if not clause.strip(" \x00,.:;"):
        return None
    found = (
        _by_act(clause, sentence_start)
        or _by_verb_first(clause, sentence_start)
        or _by_verb(clause, sentence_start)
        or _by_infinitive(clause, sentence_start)
    )
    if found is not None:
        return found
    according = ACCORDING.search(clause)
    if according:
        return read_according(according, sentence_start)
    return _by_claim(clause, sentence_start) or _opening_subject(clause, sentence_start, "sentence_subject", None)


def _by_act(clause: str, offset: int) -> Attribution | None:
    """`amid a push from the harbour board to “…”`; with no speaker for `despite calls to “…”`."""
    found = _ACT.search(clause) or _OTHERS_ACT.search(clause)
    if found is None or any(word in VERBS for word in found["rest"].split()):
        return None
    if found.re is _OTHERS_ACT:
        return Attribution(None, offset + found.start(), "claim_before")
    actor = read_subject(found["actor"])
    if actor is None:
        return Attribution(None, offset + found.start("actor"), "claim_before")
    return Attribution(actor.words, offset + found.start("actor") + actor.at, "claim_before", None, actor.role)


def _by_verb_first(clause: str, offset: int) -> Attribution | None:
    """`Said Okafor: “…”`."""
    opened = _SAID_FIRST.match(clause)
    found = inverted_subject(clause[opened.end() :]) if opened else None
    if opened is None or found is None:
        return None
    return Attribution(found.words, offset + opened.end() + found.at, "verb_before", opened["verb"].lower(), found.role)


def _by_verb(clause: str, offset: int) -> Attribution | None:
    """The subject of the last reporting verb; of an earlier one when that verb only belongs to somebody described."""
    last_blank = clause.rfind(BLANK)
    doubtful: Attribution | None = None
    for cue in reversed([found for found in WORD.finditer(clause) if found.group() in VERBS]):
        if cue.start() < last_blank and _is_new_clause(clause[last_blank + 1 :]):
            break
        found = _subject_of(clause, cue, offset)
        if found is None:
            continue
        if found.subject in _VAGUE:
            doubtful = doubtful or found
        elif doubtful is None and _is_described(clause, cue):
            doubtful = replace(found, pattern="nested_before")
        else:
            is_clear = doubtful is None or doubtful.subject in _VAGUE
            return found if is_clear else replace(found, pattern="nested_before")
    return doubtful


def _is_described(clause: str, cue: re.Match[str]) -> bool:
    """`… told a woman who suggested that “…”`: the verb describes the woman."""
    relative = _RELATIVE.search(without_adverbs(clause[: cue.start()]))
    return relative is not None and not relative["comma"]


def _subject_of(clause: str, cue: re.Match[str], offset: int) -> Attribution | None:
    """The subject of one reporting verb before the quotation."""
    before = clause[: cue.start()]
    verb = cue.group()
    quoted = QUOTED_AS.search(before)
    before = before[: quoted.start()] if quoted else before
    phrase = without_adverbs(before)
    via = find_via(clause)
    if verb.endswith("ing") and not quoted and not CONTINUOUS.search(before):
        seen = _SEEN.search(before)
        if seen is not None and not is_no_subject(seen["name"]):
            return Attribution(seen["name"], offset + seen.start("name"), "participle_before", verb, None, via)
        return _governing(clause[: cue.start()], offset, verb, via)
    if verb in ALSO_NOUNS and re.search(r"\b(?:and|or)$", phrase):
        return None
    if re.search(r"(?:\bto|\band|\bor|,|;)$", phrase) and not _closes_apposition(phrase):
        return _governing(clause[: cue.start()], offset, verb, via)
    if not verb.endswith("ing") and verb not in ACTIVE_ONLY and BEING.search(before):
        return None
    relative = _RELATIVE.search(phrase)
    found = subject_at_end(phrase[: relative.start()] if relative else phrase, verb)
    if found is None or found.words.lower() == "that":
        return None
    pattern = "nested_before" if _is_reported(before, found.at) else "verb_before"
    return Attribution(found.words, offset + found.at, pattern, verb, found.role, via)


def _closes_apposition(phrase: str) -> bool:
    return phrase.endswith(",") and phrase.count(",") > 1


def _is_reported(before: str, at: int) -> bool:
    """Whether this verb stands in what another verb of the sentence reports: `Roe said that Lind called …`."""
    return _REPORTED.search(before) is not None or _REPORTING.search(before, 0, at) is not None


def _governing(before: str, offset: int, verb: str, via: str | None) -> Attribution | None:
    """Who goes on doing: `Lind dismissed the plan, saying …`, `after she left and called …`."""
    pattern = "participle_before" if _JOINED.search(before) else "nested_before"
    if not verb.endswith("ing"):
        clauses = [found for found in _CLAUSE_SUBJECT.finditer(before) if not is_no_subject(found["name"])]
        if clauses:
            found = clauses[-1]
            return Attribution(found["name"], offset + found.start("name"), pattern, verb, None, via)
    opening = _opening_subject(before, offset, pattern, verb)
    return replace(opening, via=via) if opening else None


def _by_infinitive(clause: str, offset: int) -> Attribution | None:
    """`Roe took to the stage to call the plan “…”`."""
    for found in reversed(list(_INFINITIVE.finditer(clause))):
        if found["verb"] in INFINITIVES and BLANK not in clause[found.end() :]:
            return _opening_subject(clause[: found.start()], offset, "infinitive_before", found["verb"])
    return None


def _by_claim(clause: str, offset: int) -> Attribution | None:
    """`Roe’s claim that there are “…”`."""
    for found in reversed(list(_CLAIM.finditer(clause))):
        if found["noun"] in CLAIM_NOUNS and BLANK not in clause[found.end() :]:
            name = re.sub(r"[’']s?$", "", found["name"])
            return Attribution(name, offset + found.start("name"), "claim_before", found["noun"])
    return None


def _opening_subject(clause: str, offset: int, pattern: str, cue: str | None) -> Attribution | None:
    found = opening_subject(clause)
    return None if found is None else Attribution(found.words, offset + found.at, pattern, cue, found.role)


def _is_new_clause(between: str) -> bool:
    """Words behind an earlier quotation that start a clause of their own."""
    return re.match(r"\s*[,;]?\s*(?:but|while|and|as)\b[^\x00]*\b(?:he|she|they|[A-Z]\w+)\s", between) is not None
