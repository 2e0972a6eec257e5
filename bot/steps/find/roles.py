"""Offices that a text gives to people: `former President Roe`, `Mara Lind, the foreign minister of Ostreya,`.

Owns reading them and saying which of them does not fit the office holders known for a day. Judging our own sentences by
it is `steps/verify/rules_office`; the facts themselves are `domain/office`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.lexicon import word_set
from bot.domain.office import Offices, Term, held
from bot.domain.speaker import TITLES, plain
from bot.steps.find.anchors import WEEKDAYS
from bot.steps.find.qualifiers import bodies_of, is_introduced, qualifier
from bot.steps.words.names import canonical, is_alias
from bot.steps.words.verbs import is_past

_COURTESY = word_set("mr mrs ms miss mx dr sir dame lord lady hon st jr sr")
GONE = word_set("former formerly ex late ousted onetime erstwhile previously")
_SET_APART = word_set("then acting interim incoming outgoing designate elect presumptive future next deposed aspiring")
_BETWEEN = word_set(
    "of for and the national security policy affairs press department ministry house white armed forces european",
    "commission council parliament advisor adviser diplomat top relations trade",
)
FIELDS = word_set(
    "foreign defence finance interior justice economy energy health home state treasury security vice deputy prime",
    "press",
)
"""Words that say of what or how high an office is: `deputy`, `defence`."""

GENERIC = word_set("leader head chief official politician diplomat former")
"""Words that fit most offices."""

HEADS = (
    TITLES
    - _COURTESY
    - FIELDS
    - GONE
    - _SET_APART
    - word_set("general high special senior junior major under staff mp hon defense")
) | {"adviser", "advisor", "diplomat"}
"""Words that name an office by themselves."""

RANKS = frozenset({"general", "deputy"})
"""Words that name an office where no other word of it does: not in `attorney general` or `deputy mayor`."""

_NO_TITLE = GONE | _SET_APART | _COURTESY | {"the", "a", "an"}
_NO_NAME = TITLES | _BETWEEN | HEADS | GONE | _SET_APART

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_GAP = re.compile(r"\.? ")
_ASIDE = re.compile(r",? (?:the |a |an |who (?:is|was) (?:the |a |an )?)?(?P<aside>[^,.;:“”\"()]{3,70})(?=[,.;])")
_BECOMING = word_set("is was became becomes serves served")
_MADE = word_set("elected appointed named nominated installed made")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_PRESENT = (
    r"(?:has|have|is|are|will|says?|plans?|wants?|aims?|continues?|remains?|now|currently|hopes?|intends?|insists?)"
)
_ADMINISTRATION = re.compile(
    rf"(?<!former )(?<!previous )(?<!then-)(?<!ex-)\b(?P<name>[A-Z][\w-]+)(?:['’]s)? "
    rf"(?:administration|government|presidency) (?:\w+ly )?{_PRESENT}\b"
)
_ACTS_NOW = re.compile(rf" (?:\w+ly )?{_PRESENT}\b")


@dataclass(frozen=True, slots=True)
class Role:
    """An office as given to a name: `title` plain and without country, `of` the country, `is_former`, where it stands.

    `is_apart`: acting, designate or the like, which no list of holders speaks of. `end` is that of the name. `bodies`
    are the canonical names that qualify the office: `Ostreyan`, `of the Velm Institute`, `Lind's`.
    """

    name: str
    title: str
    of: str | None
    is_former: bool
    is_apart: bool
    end: int
    bodies: frozenset[str] = frozenset()

    @property
    def heads(self) -> frozenset[str]:
        """The words of the title that name an office; those of a rank do where nothing else does."""
        words = frozenset(self.title.replace("-", " ").split())
        return HEADS & words or RANKS & words

    @property
    def fields(self) -> frozenset[str]:
        """The words of the title that say of what."""
        return FIELDS & frozenset(self.title.split())


def find_roles(text: str) -> tuple[Role, ...]:
    """Every office that stands right before a name, or behind it between commas."""
    tokens = list(_TOKEN.finditer(text))
    found: list[Role] = []
    at = 0
    while at < len(tokens):
        end = _name_end(tokens, at, text)
        if end > at:
            found.extend(_roles_of(tokens, at, end, text))
            at = end
        else:
            at += 1
    return tuple(found)


def find_anachronism(text: str, *, day: date, told: date | None, offices: Offices) -> str | None:
    """What a sentence of an article says of an office that does not fit the day of its event; None when all fits.

    `told` is when the article was written, if known. Sentences that tell of another year, and quoted words, are left
    alone.
    """
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    if not offices.terms or names_other_year(bare, day):
        return None
    for role in find_roles(bare):
        acts_now = _ACTS_NOW.match(bare, role.end) is not None
        reason = _misfit(role, (day, told or day), offices, acts_now=acts_now)
        if reason is not None:
            return reason
    for found in _ADMINISTRATION.finditer(bare):
        heads = [term for term in offices.of_person(found["name"]) if term.titles & {"president", "prime minister"}]
        if heads and held(heads, day) is False and all(term.first < day for term in heads):
            return f"speaks of {found['name']} as in office on {day.isoformat()}"
    return None


def names_other_year(text: str, day: date) -> bool:
    """Whether a sentence tells of a year that is not the day's: who held an office then is another question."""
    return any(int(year) != day.year for year in _YEAR.findall(text))


def terms_for(role: Role, offices: Offices) -> tuple[Term, ...]:
    """The known terms of this person in this office."""
    terms = offices.of_person(role.name)
    if role.of is not None and any(term.of == role.of for term in terms):
        terms = tuple(term for term in terms if term.of == role.of)
    return tuple(term for term in terms if is_title_of(role.title, term))


def is_title_of(title: str, term: Term) -> bool:
    """Whether words of a text mean the office of a term: all of them, or up to `for …`."""
    ours = title.partition(" for ")[0]
    return any(ours == british(one) or title.startswith(british(one) + " ") for one in term.titles)


def british(words: str) -> str:
    """One spelling for what two Englishes spell differently in titles."""
    for american, usual in (("defense", "defence"), ("secretary general", "secretary-general"), ("advisor", "adviser")):
        words = words.replace(american, usual)
    return "prime minister" if words == "premier" else words


def _misfit(role: Role, days: tuple[date, date], offices: Offices, *, acts_now: bool) -> str | None:
    """`days` are that of the event and that of the telling."""
    terms, day, latest = terms_for(role, offices), days[0], max(days)
    if not terms or role.is_apart:
        return None
    if role.is_former:
        both = all(held(terms, one) for one in days)
        return f"calls {role.name} former {role.title} on {day.isoformat()}" if both else None
    if all(latest < term.first for term in terms) and held(terms, latest) is False:
        return f"calls {role.name} {role.title} before {min(term.first for term in terms).isoformat()}"
    if acts_now and held(terms, day) is False and all(term.first < day for term in terms):
        return f"speaks of {role.name} as {role.title} on {day.isoformat()}"
    return None


def _name_end(tokens: list[re.Match[str]], at: int, text: str) -> int:
    """Index behind the name that begins here; the same index when none does."""
    end = at
    while end < len(tokens) and _is_name_word(tokens[end].group()):
        if end > at and not _GAP.fullmatch(text, tokens[end - 1].end(), tokens[end].start()):
            break
        end += 1
    return end


def _is_name_word(word: str) -> bool:
    parts = {plain(part) for part in word.split("-")}
    return word[0].isupper() and not parts & WEEKDAYS.keys() and not parts <= _NO_NAME and not is_alias(word)


def _roles_of(tokens: list[re.Match[str]], at: int, end: int, text: str) -> Iterator[Role]:
    name = text[tokens[at].start() : tokens[end - 1].end()]
    name = re.sub(r"['’]s?$", "", name)
    end_of_name = tokens[end - 1].end()
    start = _start_before(tokens, at, end_of_name, text)
    before = _role(name, [token.group() for token in tokens[start:at]], end_of_name, qualifier(tokens, start, text))
    if before is not None:
        yield before
    aside = _ASIDE.match(text, end_of_name) if text[end_of_name:][:1] == "," else None
    if aside is not None:
        words = [word.group() for word in _TOKEN.finditer(aside["aside"])]
        behind = None if _is_clause(words) else _role(name, words, end_of_name)
        if behind is not None:
            yield behind


def _is_clause(words: list[str]) -> bool:
    """Whether what stands behind a name tells what somebody did: `Lind, said the mayor`, `Lind, who met the mayor`."""
    first = words[0] if words else ""
    if first == "who":
        return not words[1:2] or words[1] not in _BECOMING
    return is_past(first) and first not in _MADE


def _start_before(tokens: list[re.Match[str]], at: int, end_of_name: int, text: str) -> int:
    """Index of the first word of the office before a name: `Foreign Minister Stahl`, `her spokeswoman, Eva Roe,`."""
    start = at
    while start > 0 and _belongs_before(tokens, start, text):
        start -= 1
    is_aside = at > 0 and text[tokens[at - 1].end() : tokens[at].start()] == ", "
    if not is_aside or text[end_of_name : end_of_name + 1] not in (",", ".", ";", "") or not _is_office(tokens[at - 1]):
        return start
    start = at - 1
    while start > 0 and _belongs_before(tokens, start, text):
        start -= 1
    return start if is_introduced(tokens, start, text) else at


def _belongs_before(tokens: list[re.Match[str]], start: int, text: str) -> bool:
    is_next = _GAP.fullmatch(text, tokens[start - 1].end(), tokens[start].start())
    return is_next is not None and _is_office(tokens[start - 1])


def _is_office(token: re.Match[str]) -> bool:
    parts = {plain(part) for part in token.group().split("-")}
    return bool(parts & (TITLES | GONE | HEADS | _BETWEEN - {"and", "the"})) or is_alias(token.group())


def _role(name: str, words: list[str], end: int, owner: str = "") -> Role | None:
    """The office that these words name, up to an `and`; None when they name none. `president-elect` is parted."""
    parts = [part for word in words for part in _parts(word)]
    plains = [british(plain(part)) for part in parts]
    plains = plains[: plains.index("and")] if "and" in plains else plains
    kept = [part for part in plains if part not in _NO_TITLE and not is_alias(part)]
    title = re.sub(r"^(?:of|for)\s+|\s+(?:of|for)$", "", british(" ".join(kept)))
    heads = [part for part in plains if part in HEADS or part == "secretary-general"]
    heads = heads or [part for part in plains[-1:] if part in RANKS and title == part]
    if not heads:
        return None
    of = next((canonical(part) for part in parts if is_alias(part)), None)
    bodies = bodies_of([*parts[: len(plains)], owner], _NO_NAME | FIELDS)
    ahead = frozenset(plains[: plains.index(heads[0])])
    return Role(name, title, of, bool(ahead & GONE), bool(frozenset(plains) & _SET_APART), end, bodies)


def _parts(word: str) -> list[str]:
    """`ex-president` and `president-elect` in two; a title with a hyphen of its own whole."""
    return [word] if plain(word) == "secretary-general" else word.split("-")
