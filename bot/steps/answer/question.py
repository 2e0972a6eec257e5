"""Questions as data: what kind of thing would answer one, and what a follow-up means with its thread, by rules.

Owns understanding without a model. A question is what somebody typed and decides nothing but what is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.conversation import Turn
from bot.steps.find.anchors import Number, find_names
from bot.steps.find.concepts import content_stems
from bot.steps.words.names import canonical_words
from bot.steps.write.replies import Rewritten

MAX_QUESTION_CHARS = 1000
_PLATFORM_MARK = re.compile(r"<(?:[@!#]|a?:\w)[^<>\s]{0,80}(?: [^<>]{0,40})?>")
"""`<@U12>`, `<#C12|news>`, `<!here>`, `<:smile:12>`: ids of people and rooms are nothing to search for or send on."""

_HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b|\bwhat number\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:percentage|per cent|what share)\b", re.IGNORECASE)
_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
_MONEY = frozenset({"percent", "dollar", "euro", "pound", "yen", "rouble"})
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_LATEST = re.compile(r"\b(?:latest|newest|most recent|now|today|currently|so far|up to date|last)\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
SHORT_QUESTION_STEMS = 3
STANDING_STEMS = 2

_KINDS = (
    ("quote", r"\b(?:what|which words|how)\b.*\b(?:sa(?:y|id|ying)|tell|told|comment(?:ed)?|respond(?:ed)?|"
              r"react(?:ed)?|describe[ds]?|call(?:ed)?|put it|words|statement|quote)\b|"
              r"\b(?:quotes?|quotation|in (?:his|her|their) words)\b"),
    ("number", r"\bhow (?:many|much|large|big|high|often|long)\b|\bwhat (?:number|share|percentage|price|cost|sum)\b"),
    ("date", r"^\W*when\b|\b(?:what|which) (?:day|date|month|year)\b|\bsince when\b|\bhow soon\b"),
    ("person", r"^\W*who(?:m|se)?\b|\bwhich (?:minister|official|politician|leader|person|envoy)\b"),
    ("why", r"^\W*why\b|\bwhat (?:is|was) the reason\b|\bhow come\b"),
    ("compare", r"\b(?:differ(?:ence|s|ent)?|compared?|versus|contradict\w*|disagree\w*)\b"),
    ("list", r"^\W*(?:which|what are|what were|list|name)\b"),
    ("yesno", r"^\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|may|should)\b"),
)  # fmt: skip
_KIND = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_PERSON_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_THING_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|there)\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^\W*(?:and |but |so |or )?(?:what|how) about (?P<about>.+?)\W*$|^\W*(?:and|or) (?P<more>[^?]{2,60}?)\?*\W*$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|which|how|did|does|do|is|are|was|were|has|have|will)\b", re.I
)
_QUESTION_WORDS = frozenset(
    "who whom whose what when where why which how did does do is are was were has have will would can could should "
    "may tell give show list name please and or but".split()
)


def clean_question(text: str, *, max_chars: int = MAX_QUESTION_CHARS) -> str:
    """What was typed as one line: no marks of a chat platform, nothing that is no character, at most `max_chars`."""
    readable = text[: 8 * max_chars].encode("utf-8", "replace").decode("utf-8")
    line = _SPACES.sub(" ", _PLATFORM_MARK.sub(" ", readable)).strip()
    return line if len(line) <= max_chars else line[:max_chars].rsplit(" ", 1)[0]


def answer_type(question: str) -> str:
    """One of `ANSWER_TYPES`, by the words of the sentence that asks, else of all of them."""
    sentences = [one for one in _SENTENCE_END.split(question) if one.strip()]
    asking = [one for one in sentences if one.rstrip().endswith("?")] or sentences
    kinds = (kind for text in (*asking[-1:], question) for kind, pattern in _KIND if pattern.search(text))
    return next(kinds, "other")


def is_number_asked(question: str, number: Number) -> bool:
    """Whether a number may be the one asked for: a count is no share, a length of time has a unit of time."""
    if number.unit == "ordinal":
        return False
    if _HOW_LONG.search(question):
        return number.unit in _TIMES
    if _SHARE.search(question):
        return number.unit == "percent"
    if _HOW_MANY.search(question):
        return number.unit not in _MONEY and (number.unit not in _TIMES or number.unit in question.lower())
    return True


def is_latest_asked(question: str) -> bool:
    """Whether the newest answer is the best one."""
    return _LATEST.search(question) is not None


def firm_names(question: str) -> tuple[str, ...]:
    """Names that must stand in a text that answers: not the capital that any opening word has."""
    opening = {name.text for name in find_names(question) if name.opens and " " not in name.text}
    inside = question.split(" ", 1)[-1]
    return tuple(name for name in names_in(question) if name not in opening or name.isupper() or name in inside)


def names_in(question: str) -> tuple[str, ...]:
    """Names that a question gives, without the word it opens with."""
    found = []
    for name in find_names(question):
        words = name.text.split()
        if words[0].lower() in _QUESTION_WORDS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


def needs_context(question: str, turns: Sequence[Turn]) -> bool:
    """Whether the question leans on what was said before: a pronoun, or too little to search for."""
    if _WHAT_ABOUT.match(question) and turns:
        return True
    pronoun = _PERSON_PRONOUN.search(question)
    if (pronoun and not names_in(question[: pronoun.start()])) or _THING_PRONOUN.search(question):
        return True
    return bool(turns) and not names_in(question) and len(content_stems(question)) <= SHORT_QUESTION_STEMS


def may_stand_alone(question: str) -> bool:
    """Whether a question may also be meant as it stands, thread or not: no pronoun, and two words to look for."""
    leans = _WHAT_ABOUT.match(question) or _PERSON_PRONOUN.search(question) or _THING_PRONOUN.search(question)
    return not leans and len(content_stems(question)) >= STANDING_STEMS


def rewrite_by_rules(question: str, turns: Sequence[Turn], names: Sequence[str]) -> Rewritten:
    """The question as it stands alone. `names` are people and places of the digest it was asked under.

    Rules: "what about X" is the last question with X in place of its last name; a pronoun is the last name before
    it; a very short question is about the names of the last one. When nothing fits it stays as it is.
    """
    standalone = question
    about = _WHAT_ABOUT.match(question)
    if about and turns and not _ASKING.match(about["about"] or about["more"] or ""):
        standalone = _instead(turns[-1].question, about["about"] or about["more"])
    elif needs_context(question, turns):
        standalone = _resolved(question, turns, names)
    return Rewritten(standalone, (standalone,), answer_type(standalone))


def keeps_to_thread(rewritten: str, question: str, turns: Sequence[Turn], names: Sequence[str]) -> bool:
    """Whether a rewritten question names nothing that the thread, the names or the question itself do not hold."""
    said = [question, *names, *(text for turn in turns for text in (turn.question, turn.answer))]
    known = canonical_words("\n".join(said))
    return all(canonical_words(name) <= known for name in names_in(rewritten))


def _instead(last: str, topic: str) -> str:
    known = names_in(last)
    if known and find_names(topic):
        return last.replace(known[-1], topic.strip())
    return f"{last.rstrip(' ?')}: {topic.strip()}?"


def _resolved(question: str, turns: Sequence[Turn], names: Sequence[str]) -> str:
    spoken = [name for turn in reversed(turns) for name in (*names_in(turn.question), *names_in(turn.answer))]
    person = next((name for name in spoken if _is_person(name)), None) or _only_person(names)
    if _PERSON_PRONOUN.search(question) and person:
        return _PERSON_PRONOUN.sub(lambda found: _in_place_of(found, question, person), question, count=1)
    topic = [name for name in dict.fromkeys(spoken) if canonical_words(name) - canonical_words(question)][:2]
    if names_in(question) or not (topic or turns):
        return question
    if not topic:
        topic = [turns[-1].question.strip(" ?")]
    return f"{question.rstrip(' ?')} ({', '.join(topic)})?"


def _in_place_of(found: re.Match[str], question: str, person: str) -> str:
    """The name, with a possessive where the pronoun was one (`her speech`, but not `asked her when`)."""
    word = found.group().lower()
    after = re.match(r"\s+(?P<next>[a-z]+)", question[found.end() :])
    follows = after["next"] if after else ""
    is_possessive = word == "his" or (word == "her" and bool(follows) and follows not in _QUESTION_WORDS)
    return f"{person}'s" if is_possessive else person


def _is_person(name: str) -> bool:
    """Two capitalised words or more, or a surname: short of a place or body that has aliases."""
    return not any(word.isupper() and len(word) > 1 for word in name.split()) and len(name) > 2


def _only_person(names: Sequence[str]) -> str | None:
    people = [name for name in names if " " in name]
    return people[0] if people else (names[0] if len(names) == 1 else None)
