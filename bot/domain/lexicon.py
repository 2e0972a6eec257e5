"""Words that carry the sense of a sentence: who drops one of them changes what was said.

Owns the lists and the question whether a text holds one. Used for quotations (`domain/quote_context`) and for claims
(`steps/verify/rules_polarity`). Lists are of the languages most read here; an unknown language is judged by the shared
part.
"""

from __future__ import annotations

import re


def word_set(*texts: str) -> frozenset[str]:
    """The words of one or more texts as a set."""
    return frozenset(word for text in texts for word in text.split())


NEGATORS = word_set(
    "not no never nobody none nothing nor neither without cannot hardly scarcely barely",
    "refuse refused refuses refusing deny denied denies denying lack lacks lacked lacking absence doubt doubts doubted",
    "reject rejected rejects rejecting",
    "nicht kein keine keinen keinem keiner nie niemals niemand nichts ohne weder",
    "pas jamais rien aucun aucune sans nunca nadie nada ningún ninguna sin",
)
"""Words that turn a statement round. Contractions (`couldn't`) are found by their ending."""

HEDGES = word_set(
    "may might could perhaps maybe possibly probably reportedly allegedly apparently likely unlikely seems seem seemed",
    "appears appear appeared think thinks believe believes suspect suppose supposedly presumably potentially hopefully",
    "vielleicht möglicherweise wahrscheinlich angeblich vermutlich wohl könnte könnten peut-être quizá quizás tal-vez",
)
CONDITIONS = word_set(
    "if unless until provided whether assuming supposing suppose otherwise wenn falls sofern solange bis",
    "sauf jusqu'à hasta salvo",
)
CONTRASTS = word_set(
    "but however although though except whereas yet only aber jedoch sondern doch obwohl nur mais pero sino"
)
BOUNDS = (
    "up to",
    "at least",
    "at most",
    "more than",
    "less than",
    "fewer than",
    "no more than",
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "over",
    "under",
    "some",
    "bis zu",
    "etwa",
    "rund",
    "mindestens",
    "höchstens",
    "über",
    "fast",
    "knapp",
    "environ",
    "près de",
)
"""Words that bound the number after them."""

NUMBER_AHEAD = (
    r"(?=[€$£¥]?\d|(?:an? )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|a third|a quarter)\b)"
)
"""Where a number begins."""

_BOUND = re.compile(rf"\b(?:{'|'.join(BOUNDS)})\s+{NUMBER_AHEAD}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBERED = re.compile(r"Nos?\.\s?\d")
_NOT_ENDINGS = ("n't", "n’t")
_NOT_BEGINNINGS = ("no-", "non-")


def find_negators(text: str) -> tuple[tuple[int, str], ...]:
    """Offset and word of every negator in a text, contractions included; the `No.` of `No. 3` is none."""
    found = (match for match in _WORD.finditer(text) if is_negator(match.group()))
    return tuple((match.start(), match.group()) for match in found if not _NUMBERED.match(text, match.start()))


def is_negator(word: str) -> bool:
    """True for `not`, `never`, `couldn't`, `no-confidence` and the like, in any case."""
    lowered = word.casefold()
    return lowered in NEGATORS or lowered.endswith(_NOT_ENDINGS) or lowered.startswith(_NOT_BEGINNINGS)


def find_bounds(text: str) -> tuple[tuple[int, str], ...]:
    """Offset and words of every bound (`up to`, `about`) that stands before a number."""
    return tuple((found.start(), found.group().strip()) for found in _BOUND.finditer(text))


def find_turning_words(text: str) -> tuple[tuple[int, str], ...]:
    """Offset and word of everything without which a sentence says something else.

    That is negators, hedges, conditions, contrasts, bounds and question marks, in no particular order.
    """
    found = [
        (at.start(), at.group())
        for at in _WORD.finditer(text)
        if at.group().casefold() in _TURNING and not _is_month(text, at)
    ]
    questions = [(index, "?") for index, char in enumerate(text) if char in "?¿"]
    return (*find_negators(text), *found, *find_bounds(text), *questions)


def _is_month(text: str, word: re.Match[str]) -> bool:
    """`in May`: within a sentence the hedge has no capital."""
    return word.group() == "May" and text[: word.start()].rstrip()[-1:] not in ("", *'.!?:…“”"‘')


_TURNING = HEDGES | CONDITIONS | CONTRASTS
