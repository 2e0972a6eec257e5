"""The subject that opens a sentence: `The harbour chief Mara Lind` of a sentence that goes on with anything at all.

Owns reading it from the front, where nothing tells its end but the verb behind. Subjects that end at a known verb are
`steps/find/subjects`.
"""

from __future__ import annotations

import re

from bot.domain.lexicon import word_set
from bot.steps.find.reporting_verbs import ALSO_NOUNS, VERBS
from bot.steps.find.subjects import (
    ADJECTIVE,
    DETERMINERS,
    NAME,
    PEOPLE,
    PREPOSITIONS,
    Subject,
    drop_openers,
    is_no_subject,
)

_LEAD_IN = re.compile(
    r"^(?:[\s,–—-]*)(?:(?:But|And|When|While|As|If|In|On|At|After|Before|Although|Though|Since|However|Meanwhile|So|For"
    r"|During|With|By|From|Yet|Still|Then|Also|Here|Now|Because|To|Asked|Speaking|Instead|Earlier|Later|Indeed|Following"
    r"|Last|Even|Despite|Unlike|Like|According|Under|Over|Amid|Until|Within|Throughout|Without|Through|Nonetheless"
    r"|Chastened|Given|Citing|Recalling|Noting|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Hours|Days"
    r"|On|Once|Nevertheless|Moreover|Finally|Separately|Similarly|Additionally|Furthermore|Echoing)\b[^,\x00]*,\s+)+"
)
_OPENERS = re.compile(
    r"^(?:[\s,.;:–—\x00-]*)(?:(?:But|And|When|While|As|If|Although|Though|Since|However|So|Yet|Still|Then|Also|Because"
    r"|Even|Now|Meanwhile|Later|Earlier)\s+)?"
)
_SHORTEST_NOMINAL = 2
_GOES_ON = word_set(
    "when after during as while last this that who is was has have had are were will would which whose sent contains",
    "includes shows gave made took went came began got left held led ran kept brought met won lost sees wants",
)
"""Words that no nominal holds: its verb, or the next clause."""
_LOWER = r"(?:[a-z\d][\w’'/-]*\s+)"
_ROLE_NOUN = (
    r"(?<!\w)(?!(?:for|or|over|under|after|never|other|her|another|later|earlier)\b)(?:[a-z]*(?:er|or|man|woman|person|ist|ian|ant|ent|ee|chief|host|mate|head|chair|ic)|aide|star|coach|widow|expert|wife"
    r"|husband|son|daughter|brother|sister|mother|father|friend|fan|official|scholar|fellow|ally|general|captain|candidate"
    r"|mayor|secretary|attorney|whip|titan|mogul|guru|spokeswoman|representative|envoy|judge|minister|veteran|student)"
)
ROLE = (
    rf"(?:(?:[Tt]he\s+|[Aa]n?\s+|[Hh]is\s+|[Hh]er\s+|[Ii]ts\s+)?(?:{NAME}\s+)?"
    rf"(?:(?!(?:of|in|at|on|for|by|from|with|to|and|is|was|has|had|who|that|are|were|as|not|also)\b)"
    rf"(?!\w+(?:ed|ing|ly)\b){_LOWER}){{0,4}}?(?:{_ROLE_NOUN},?\s+))"
)
"""Words before a name that say who this is: `the Orsan harbour chief`."""
_OPENING_NAME = re.compile(rf"(?P<role>{ROLE}?)(?P<name>{NAME})(?![\w’'])(?=\s*(?:[,(\x00—–―]|$|[a-z]))")
_DETERMINED = word_set("The A An His Her Their Its My One Some Many Several Two Our")
_OPENING_PRONOUN = re.compile(
    r"(?:(?:On|In|At|By|After|Before|Since|Earlier|Last)\s[^,\x00]{3,40}?\s)?(?P<name>[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I)\b"
)
_OPENING_NOMINAL = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Mm]y|[Oo]ne|[Ss]ome|[Mm]any|[Ss]everal|[Tt]wo|[A-Z][a-z]+)\b"
    r"(?:\s+[\w’'.&-]+){0,8}"
)


def sentence_subject(sentence: str) -> Subject | None:
    """The subject that opens a clause: the longest run of words before its first verb, if it is one."""
    pronoun = _OPENING_PRONOUN.match(sentence)
    if pronoun is not None:
        return Subject(pronoun["name"], pronoun.start("name"))
    found = _OPENING_NAME.match(sentence)
    if found is not None and found["name"] not in _DETERMINED and not _is_adjective(found["name"]):
        role = found["role"].strip() or None
        name = drop_openers(found["name"])
        is_shouted = name.isupper() and " " in name
        return None if is_shouted or is_no_subject(name) else Subject(name, found.end("name") - len(name), role)
    nominal = _OPENING_NOMINAL.match(sentence)
    if nominal is None:
        return None
    words = trim_nominal(nominal.group())
    return Subject(words, 0) if " " in words or words.lower() in PEOPLE else None


def _is_adjective(name: str) -> bool:
    """`The Chinese` of `The Chinese military`."""
    return name.startswith("The ") and name.count(" ") == 1 and ADJECTIVE.search(name) is not None


def trim_nominal(words: str) -> str:
    """A nominal is cut where its verb begins: `the board granted Lind a hearing` is the board."""
    kept: list[str] = []
    for index, word in enumerate(words.split()):
        is_verb = word.endswith("ed") or (word in VERBS and word not in ALSO_NOUNS)
        if index >= _SHORTEST_NOMINAL and (is_verb or word in _GOES_ON or word.lower() in DETERMINERS):
            break
        kept.append(word)
    while kept and kept[-1] in PREPOSITIONS:
        kept.pop()
    return " ".join(kept)


def opening_subject(clause: str) -> Subject | None:
    """Whom a sentence is about: its subject behind `On Tuesday,` or `While he waited,`."""
    lead = _LEAD_IN.match(clause)
    start = lead.end() if lead else 0
    opener = _OPENERS.match(clause[start:])
    start += opener.end() if opener else 0
    while start >= 0:
        found = sentence_subject(clause[start:])
        if found is not None:
            return Subject(found.words, start + found.at, found.role)
        comma = clause.find(", ", start)
        start = comma + 2 if comma >= 0 and lead is not None else -1
    return None
