"""Stored sentences as they may be printed: extracts as they stand, and quotations of “he” with the speaker's name.

Owns when a quotation needs its speaker's name and what that is, and who would be a stranger to the reader. Which
sentences are printed is `extracts`; every one of them is verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.article import Article
from bot.domain.evidence import EvidenceLine, QuoteCard
from bot.domain.ids import SentenceId
from bot.domain.quote_speaker import SURE
from bot.domain.speaker import TITLES, is_pronoun, is_same_speaker, plain, spelling
from bot.steps.find.anchors import find_names
from bot.steps.find.concepts import is_echo
from bot.steps.find.speakers import Cast, is_name
from bot.steps.find.standing import stands_alone
from bot.steps.words.stop_words import STOP_WORDS

MAX_TAG = 4
"""Words around a quotation that only say who said it: `he said on Monday`."""

MAX_NAME_TAG = 2
"""`Venn said`: a bare surname is printed in full."""

MAX_ROLE_WORDS = 10
_ROLE_OPENERS = frozenset(("a", "an", "the"))
_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"“»]")
_WORD = re.compile(r"[\w’']*\w[\w’']*")
_POSSESSIVE = re.compile(r"['’]s?$")
_VERBS = frozenset("said added wrote announced warned asked insisted argued explained stated replied".split())

Json = dict[str, object]


def as_extract(line: EvidenceLine, evidence_article: Article, before: Iterable[str] = ()) -> Json:
    """The stored sentence as an extract; a quotation said by “he” or “she” with the speaker's name instead.

    Where a sentence printed `before` gives the full name the surname is enough, else the stored role goes with it.
    """
    place = str(line.sentence_id)
    if not is_rebuildable(line):
        outlet = evidence_article.outlet
        return {"text": "", "citations": [place], "quotes": [], "extract": place, "outlet": outlet}
    card = line.cards[0]
    name, role = full_name(str(card.quotation.speaker), evidence_article), role_of(card)
    quote = {"key": "q1", "sentence_id": place, "words": card.text, "speaker": name}
    verb = card.quotation.cue if card.quotation.cue in _VERBS else "said"
    if is_introduced(name, before):
        text = f"{{q1}}, {name.rsplit(maxsplit=1)[-1]} {verb}."
    else:
        text = f"{{q1}}, {verb} {name}, {role}." if role else f"{{q1}}, {name} {verb}."
    return {"text": text, "citations": [place], "quotes": [quote], "extract": None, "outlet": evidence_article.outlet}


def is_rebuildable(line: EvidenceLine) -> bool:
    """Whether one sure and whole quotation is all there is in the line, and can be printed with its speaker's name."""
    if len(line.cards) != 1 or not _is_sure(line.cards[0]) or not line.cards[0].text[:1].isupper():
        return False
    tag = _around_quotes(line)
    surname = str(line.cards[0].quotation.speaker).rsplit(maxsplit=1)[-1]
    is_short = surname in tag and len(tag) <= MAX_NAME_TAG
    return must_be_rebuilt(line) or is_short or (is_echo(line.text) and _ends_with_quote(line))


def must_be_rebuilt(line: EvidenceLine) -> bool:
    """Whether the sentence is a quotation of nobody: its speaker stands elsewhere, or is a pronoun."""
    if not line.cards and not _QUOTED.search(line.text):
        return False
    tag = _around_quotes(line)
    return not tag or (len(tag) <= MAX_TAG and any(is_pronoun(word) for word in tag))


def full_name(name: str, article: Article) -> str:
    """The name as the article first spells it out: `Venn` is `Oskar Venn`."""
    last = name.rsplit(maxsplit=1)[-1]
    pattern = rf"\b(?:[A-Z][\w’'-]+ ){{1,2}}{re.escape(last)}\b"
    for found in re.finditer(pattern, article.revision.text):
        for one in find_names(found.group()):
            full = without_titles(one.text)
            if " " in full and full.endswith(last) and is_same_speaker(name, full):
                return full
    return name


def role_of(card: QuoteCard) -> str | None:
    """The speaker's stored role, where it is a short noun phrase that may stand behind the name."""
    words = (card.quotation.role or "").split()
    if not 1 <= len(words) <= MAX_ROLE_WORDS or words[0].lower() in STOP_WORDS - _ROLE_OPENERS:
        return None
    role = " ".join(words).strip(" ,")
    is_plain = re.fullmatch(r"[\w’' ,&-]+", role) is not None
    return role if is_plain and any(word.islower() and len(word) > 3 for word in words) else None


def is_introduced(name: str, texts: Iterable[str]) -> bool:
    """Whether one of the sentences gives this name in full, so that the surname is enough from then on."""
    return " " in name and any(name in text for text in texts)


def names_stranger(line: EvidenceLine, article: Article, before: Iterable[str]) -> bool:
    """Whether the line uses a bare surname that its article introduced in a sentence that is not shown."""
    shown = {spelling(word) for text in before for word in _WORD.findall(text)}
    if is_rebuildable(line):
        name = full_name(str(line.cards[0].quotation.speaker), article)
        return spelling(name.rsplit(maxsplit=1)[-1]) not in shown and role_of(line.cards[0]) is None
    cast = _cast(article.revision.text)
    return any(spelling(name) not in shown and _has_full_name(name, cast) for name in _bare_names(line.text))


def without_titles(name: str) -> str:
    """`President Dorin Halvek` is Dorin Halvek."""
    words = name.split()
    while len(words) > 1 and plain(words[0]) in TITLES:
        words = words[1:]
    return " ".join(words)


def predecessor(one: SentenceId) -> SentenceId:
    """The place of the sentence before, in the same paragraph; number 0 when there is none."""
    return SentenceId(one.article, one.revision, one.passage, one.sentence - 1)


@lru_cache(maxsize=64)
def _cast(text: str) -> Cast:
    return Cast(text)


def _bare_names(text: str) -> list[str]:
    names = [_POSSESSIVE.sub("", without_titles(name.text)) for name in find_names(text)]
    return [name for name in names if name and " " not in name]


def _has_full_name(name: str, cast: Cast) -> bool:
    full = cast.full_name(name)
    return full is not None and " " in full and cast.is_human(name)


def _ends_with_quote(line: EvidenceLine) -> bool:
    """Whether a whole sentence is quoted behind a colon: it stands without what its speaker echoes."""
    _, colon, behind = line.text.partition(": ")
    words = line.cards[0].text
    return bool(colon) and behind[1:-1] == words and words[-1:] in ".!?" and stands_alone(words)


def _around_quotes(line: EvidenceLine) -> list[str]:
    """The words outside the quotations."""
    rest = line.text
    for words in [card.text for card in line.cards] or _QUOTED.findall(line.text):
        rest = rest.replace(words, " ")
    return _WORD.findall(rest)


def _is_sure(card: QuoteCard) -> bool:
    speaker = card.quotation.speaker
    return bool(speaker) and is_name(str(speaker)) and card.quotation.confidence >= SURE
