"""Changes to true quotations, by family: every one of MUTATIONS must be refused, every one of VARIANTS accepted.

    for family, words, speaker in mutations(article, dice): …

Nothing of the program is used but the articles: what counts as "still the same words" is decided here, by `plain`. A
change that happens to give other words of the same article is left out.
"""

from __future__ import annotations

import itertools
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.article import Article, Quotation

MIN_WORDS = 5
WORDS = ("other", "people", "said", "great", "harbour", "not", "never", "all", "some", "boats", "new")
NAMES = ("Quentin", "Zabriskie", "Orsa", "Velm", "Ulm")
STRANGERS = ("Quentin Zabriskie", "Ada Zabriskie")

Words = list[str]
Change = Callable[[Words, random.Random], Words | None]

_NEGATIONS = (
    (" not ", " "), (" never ", " "), ("n’t ", " "), ("n't ", " "), ("Nobody ", "Somebody "), ("No ", "Some "),
    (" no ", " some "), (" without ", " with "), (" nothing ", " something "), (" cannot ", " can "),
)  # fmt: skip
_AUXILIARY = re.compile(r" (?:will|can|has|is|was|have|are|were|would|should) (?!not\b)")
_NUMBER = re.compile(r"\d+")
_TENSES = ((" is ", " was "), (" are ", " were "), (" was ", " is "), (" were ", " are "), (" has ", " had "),
           (" have ", " had "), (" will ", " would "), (" can ", " could "), (" do ", " did "))  # fmt: skip
_SPELLINGS = (("our", "or"), ("ise", "ize"), ("re-", "re"), ("centre", "center"), ("é", "e"), ("ï", "i"), ("½", "1/2"))
_SHORT = ((" will not", " won’t"), (" cannot", " can’t"), (" is not", " isn’t"), (" do not", " don’t"),
          ("’s ", " is "), ("’re ", " are "), ("’ve ", " have "), ("n’t ", " not "), ("’ll ", " will "))  # fmt: skip
_DIGITS = (("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("ten", "10"), ("12", "twelve"),
           ("million", "m"), ("percent", "%"), ("%", " percent"), ("one", "1"))  # fmt: skip
_LOOKALIKES = str.maketrans("aeopcx", "аеорсх")
_TURNS = re.compile(
    r",? \b(?:if|unless|but|although|though|until|not(?! only| just)|never|nobody|however|perhaps|might)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…:;]\W")


@dataclass(frozen=True)
class Mutation:
    """Words that claim to be a quotation of an article, by somebody; `family` says what was done to them."""

    family: str
    words: str
    speaker: str | None = None


def plain(text: str) -> str:
    """A text with its typography ironed out, so that "stands there" can be asked without the program."""
    text = unicodedata.normalize("NFC", text)
    for chars, one in (("‘’ʼ`´", "'"), ("“”„«»", '"'), ("‑–—−‐", "-")):
        text = re.sub(f"[{chars}]", one, text)
    text = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", text).replace("…", "...")
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text)).strip()


def stands_in(words: str, text: str) -> bool:
    """Whether these words stand in a `plain` text, as whole words."""
    needle, at = plain(words).strip(" .,"), -1
    while needle and (at := text.find(needle, at + 1)) >= 0:
        end = at + len(needle)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
    return False


def spoken(article: Article) -> list[Quotation]:
    """Quotations long enough to be changed."""
    return [one for one in article.revision.quotations if len(article.quotation_text(one).split()) >= MIN_WORDS]


# --- one word at a time ----------------------------------------------------------------------------------------------


def _drop(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(1, len(words) - 1)
    return words[:at] + words[at + 1 :]


def _insert(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(1, len(words))
    return [*words[:at], dice.choice(WORDS), *words[at:]]


def _replace(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(len(words))
    return [*words[:at], dice.choice(WORDS), *words[at + 1 :]]


def _swap(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _plural(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(len(words))
    word = words[at].rstrip(".,")
    return [*words[:at], word[:-1] if word.endswith("s") and len(word) > 3 else word + "s", *words[at + 1 :]]


def _recase(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(1, len(words))
    return [*words[:at], words[at].swapcase(), *words[at + 1 :]]


def _misspell(words: Words, dice: random.Random) -> Words | None:
    at = dice.randrange(len(words))
    letters = [place for place, char in enumerate(words[at]) if char.isalnum()]
    if not letters:
        return None
    place = dice.choice(letters)
    changed = words[at][:place] + ("x" if words[at][place] != "x" else "y") + words[at][place + 1 :]
    return [*words[:at], changed, *words[at + 1 :]]


def _lookalike(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(len(words))
    return [*words[:at], words[at].translate(_LOOKALIKES), *words[at + 1 :]]


def _cut_word(words: Words, dice: random.Random) -> Words:
    if dice.random() < 0.5 and len(words[0]) > 2:
        return [words[0][1:], *words[1:]]
    return [*words[:-1], words[-1][: max(1, len(words[-1]) // 2)]] if len(words[-1]) > 1 else [*words[:-1], "x"]


def _brackets(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(1, len(words))
    return [*words[:at], dice.choice(["[sic]", "[the harbour]", "[not]", "[Zabriskie]"]), *words[at:]]


def _name(words: Words, dice: random.Random) -> Words | None:
    named = [at for at, word in enumerate(words) if at and word[:1].isupper() and len(word) > 2]
    if not named:
        return None
    at = dice.choice(named)
    return [*words[:at], dice.choice(NAMES), *words[at + 1 :]]


# --- what carries the sense ------------------------------------------------------------------------------------------


def _by_table(table: tuple[tuple[str, str], ...]) -> Change:
    """One entry of a table that applies, put in place of what stands there."""

    def change(words: Words, dice: random.Random) -> Words | None:
        text = f" {' '.join(words)} "
        fitting = [(was, becomes) for was, becomes in table if was in text]
        if not fitting:
            return None
        was, becomes = dice.choice(fitting)
        return text.replace(was, becomes, 1).split()

    return change


def _add_negation(words: Words, dice: random.Random) -> Words | None:
    text = " ".join(words)
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    end = dice.choice(found).end()
    return (text[:end] + dice.choice(("not ", "never ")) + text[end:]).split()


def _number(words: Words, dice: random.Random) -> Words | None:
    text = " ".join(words)
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    one = dice.choice(found)
    value = int(one.group())
    others = [str(value + 1), f"{value}0", f"{value} million", one.group()[:-1] or "7"]
    if text[one.start() - 1 : one.start()] == " ":
        others.append(f"-{value}")
    other = dice.choice(others)
    return (text[: one.start()] + other + text[one.end() :]).split()


CHANGES: dict[str, Change] = {
    "word dropped": _drop,
    "word added": _insert,
    "word replaced": _replace,
    "words reordered": _swap,
    "plural": _plural,
    "tense": _by_table(_TENSES),
    "case inside": _recase,
    "misspelled": _misspell,
    "look-alike letters": _lookalike,
    "spelling, accents": _by_table(_SPELLINGS),
    "contraction": _by_table(_SHORT),
    "digits and words": _by_table(_DIGITS),
    "name": _name,
    "number": _number,
    "negation dropped": _by_table(_NEGATIONS),
    "negation added": _add_negation,
    "cut inside a word": _cut_word,
    "brackets added": _brackets,
}


def _changed(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    for quotation in spoken(article):
        words = article.quotation_text(quotation).rstrip(".,").split()
        for family, change in CHANGES.items():
            made = change(list(words), dice)
            if made is not None and made != words and not stands_in(" ".join(made), text):
                yield Mutation(family, " ".join(made))


# --- whole utterances ------------------------------------------------------------------------------------------------


def _joined(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    texts = [article.quotation_text(quotation) for quotation in spoken(article)]
    for one, other in itertools.pairwise(texts):
        made = [
            f"{one.rstrip('.,')} {other}",
            f"{one} {other}",
            f"{one.rstrip('.,')} ... {other}",
            f"{one.rsplit(' ', 3)[0]} ... {other.split(' ', 3)[3]}",
        ]
        words = dice.choice(made)
        if not stands_in(words, text):
            yield Mutation("utterances joined", words)


def _hidden(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    """One sentence cut before or behind the word that turns it."""
    for quotation in spoken(article):
        words = article.quotation_text(quotation)
        sentences = [part for part in re.split(r"[.!?][\"'’”]*\s+", words) if _TURNS.search(part)]
        for sentence in sentences:
            turn = _TURNS.search(sentence)
            assert turn is not None
            for kept in (sentence[: turn.start()], sentence[turn.end() :]):
                part = kept.strip(" ,.;:—–-")
                if len(part.split()) >= 3 and text.count(plain(part)) == 1:
                    yield Mutation("condition or negation cut off", part)
    del dice


def _gaps(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    """Words left out without a sign; and with one, over a turn of the sense or over more than a clause."""
    for quotation in spoken(article):
        words = article.quotation_text(quotation).rstrip(".,").split()
        if len(words) >= 8:
            at = dice.randrange(3, len(words) - 4)
            silent = " ".join([*words[:at], *words[at + 2 :]])
            if not stands_in(silent, text):
                yield Mutation("gap without ellipsis", silent)
        for at in range(3, len(words) - 4):
            gap = " ".join(words[at : at + 1])
            if _TURNS.fullmatch(f" {gap}"):
                yield Mutation("ellipsis over a turn", " ".join([*words[:at], "...", *words[at + 1 :]]))
        middle, tail = " ".join(words[3:-3]), " ".join(words[-3:])
        is_wide = len(words) >= 12 and (len(middle) > 70 or _STOP.search(middle))
        head = " ".join(words[:3])
        if is_wide and all(text.lower().count(plain(part).lower()) == 1 for part in (head, tail)):
            yield Mutation("ellipsis too wide", " ".join([*words[:3], dice.choice(("...", "…")), *words[-3:]]))


def _dots_removed(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    for quotation in spoken(article):
        words = article.quotation_text(quotation)
        closed = re.sub(r"\s*(?:\.\.\.|…)\s*", " ", words.strip(" .…")).strip()
        if closed != words.strip(" .…") and not stands_in(closed, text):
            yield Mutation("ellipsis of the source removed", closed)
    del dice


def _reporter(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    """The reporter's words taken into the quotation."""
    del text, dice
    for quotation in spoken(article):
        words = article.revision.text[quotation.start : quotation.end + 25].rsplit(" ", 1)[0]
        if words[quotation.end - quotation.start :].strip("”\"'’»,. \n"):
            yield Mutation("reporter's words", words)


def _speakers(article: Article, text: str, dice: random.Random) -> Iterator[Mutation]:
    """True words given to somebody else: another speaker of the article, or one that it does not know."""
    people = sorted({one.speaker for one in article.revision.quotations if one.speaker and one.confidence >= 0.6})
    for quotation in spoken(article):
        surname = re.findall(r"\w+", quotation.speaker or "")[-1:]
        others = [name for name in people if surname and surname[0] not in re.findall(r"\w+", name)]
        is_once = text.lower().count(plain(article.quotation_text(quotation)).strip(" .,").lower()) == 1
        for name in (*others[:3], dice.choice(STRANGERS)):
            if quotation.speaker and is_once:
                yield Mutation("speaker swapped", article.quotation_text(quotation), name)


_WHOLE = (_changed, _joined, _hidden, _gaps, _dots_removed, _reporter, _speakers)


def mutations(article: Article, dice: random.Random) -> Iterator[Mutation]:
    """Every family once over every quotation of an article."""
    text = plain(article.revision.text)
    for make in _WHOLE:
        yield from make(article, text, dice)


def of_another(article: Article, other: Article) -> Iterator[Mutation]:
    """True quotations of another article, which this one does not hold."""
    text = plain(article.revision.text)
    for quotation in spoken(other):
        words = other.quotation_text(quotation)
        if not stands_in(words, text):
            yield Mutation("quotation of another article", words)


# --- typography ------------------------------------------------------------------------------------------------------


VARIANTS: dict[str, Callable[[str], str]] = {
    "as stored": str,
    "no closing stop": lambda words: words.rstrip(".,"),
    "closing comma": lambda words: words.rstrip(".,") + ",",
    "curly outer marks": lambda words: f"“{words}”",
    "straight outer marks": lambda words: f'"{words}"',
    "guillemets": lambda words: f"«{words}»",
    "low-9 marks": lambda words: f"„{words}“",
    "straight apostrophes": lambda words: words.replace("’", "'"),
    "curly apostrophes": lambda words: words.replace("'", "’"),
    "modifier apostrophes": lambda words: re.sub("(?<=\\w)['’](?=\\w)", "ʼ", words),
    "no-break spaces": lambda words: words.replace(" ", "\u00a0"),
    "narrow no-break space": lambda words: words.replace(" ", "\u202f", 1),
    "thin spaces": lambda words: words.replace(" ", "\u2009"),
    "double spaces": lambda words: words.replace(" ", "  "),
    "line break": lambda words: words.replace(" ", "\n", 1),
    "non-breaking hyphens": lambda words: words.replace("-", "\u2011"),
    "long dashes": lambda words: words.replace("–", "—"),
    "short dashes": lambda words: words.replace("—", "–"),
    "dashes without spaces": lambda words: re.sub(" ?([–—]) ?", "\\1", words),
    "zero width": lambda words: words[:5] + "\u200b" + words[5:],
    "word joiner and mark": lambda words: "\ufeff" + words + "\u2060",
    "soft hyphens": lambda words: re.sub("(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", words),
    "decomposed accents": lambda words: unicodedata.normalize("NFD", words),
    "composed accents": lambda words: unicodedata.normalize("NFC", words),
    "ligatures": lambda words: words.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ"),
    "one ellipsis character": lambda words: words.replace("...", "…"),
    "three dots": lambda words: words.replace("…", "..."),
    "entities": lambda words: words.replace("&", "&amp;").replace("’", "&rsquo;").replace("é", "&eacute;"),
    "spaces around": lambda words: f"  {words}\n",
}
"""Every one of them is the same words; what does not apply to a quotation leaves it as it is."""
