"""Finding quoted words letter for letter: boundaries, case, edges, ambiguity."""

from __future__ import annotations

import pytest

from bot.domain.quote import MAX_WORDS, find_all, is_same_typography, locate, prepare

TEXT = (
    "“We will not raise the harbour levy in 2031.” she said. “The board may review it next year.”\n\n"
    "Polish crews paid €1.5 million for half-built quays, it’s said, and 3.2% of the U.S. fleet’s crew left."
)


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("We will not raise the harbour levy in 2031.", "We will not raise the harbour levy in 2031."),
        ("“We will not raise the harbour levy in 2031.”", "We will not raise the harbour levy in 2031."),
        ("we will not raise", "We will not raise"),
        ("We will not raise the harbour levy in 2031", "We will not raise the harbour levy in 2031"),
        ("The board may review it,", "The board may review it"),
        ("The board may review it", "The board may review it"),
        ("may review it", "may review it"),
        ("it's said", "it’s said"),
        ("We will\nnot raise", "We will not raise"),
        ("3.2% of the U.S.", "3.2% of the U.S."),
        ("€1.5 million", "€1.5 million"),
    ],
)
def test_stored_characters_come_back(words: str, stored: str) -> None:
    span = locate(words, TEXT)
    assert span is not None
    assert TEXT[slice(*span)] == stored


@pytest.mark.parametrize(
    "words",
    [
        "We will raise the harbour levy",  # a word left out
        "We will not raise the harbor levy",  # spelling
        "We will not raise the Harbour levy",  # case inside
        "polish crews paid",  # a first word whose capital means something
        "WE will not raise",
        "We will not raise the harbour levy in 203",  # cut inside a number
        "e will not raise",  # cut inside a word
        "We will not raise the harbour lev",
        "5 million for half-built",  # the number is 1.5
        "1.5 million for half",  # the word is half-built
        "1.5 million for",  # the sign of the currency is part of the number
        "built quays",
        "-built quays",
        "half-built for half-",
        "’s said, and 3.2%",
        "half-built quays, it’",
        ".5 million for half-built",
        "3.2",
        "2% of the U.S.",
        "fleet",  # of the fleet’s
        "in 2031. The board may review",  # over the attribution
        "We will not raise the harbour levy in 2031?",
        "We will not raise the harbour levy in 2031..",
        "We will never raise the harbour levy",
        "harbour the levy",
        "it’s said, and 3.2 percent",
        "",
        "“”",
        "...",
        "next year.\n\nPolish",  # two paragraphs
        "We will \u202enot raise",  # an override hides what is read
        "We will not\U000e0041 raise",
        "We will not raise the harb\u043eur levy",  # a Cyrillic letter
    ],
)
def test_anything_else_is_not_there(words: str) -> None:
    assert locate(words, TEXT) is None


def test_of_several_places_the_preferred_or_enclosed_one_is_taken() -> None:
    text = "“We wait.” he said. Later: “We wait.” she said."
    first, second = text.index("We wait"), text.rindex("We wait")
    assert locate("We wait", text) == (first, first + 7)
    assert locate("We wait", text, prefer=(second - 5, second + 9)) == (second, second + 7)
    assert locate("We wait", text, within=(second - 1, second + 8)) == (second, second + 7)
    assert locate("We wait", text, within=(second + 1, second + 8)) is None
    needle = prepare("We wait")
    assert needle is not None
    assert len(find_all(needle, text)) == 2


def test_endless_words_are_refused_unread() -> None:
    assert prepare("word " * (MAX_WORDS + 1)) is None


def test_letter_for_letter_is_told_from_typography() -> None:
    plain, curly = prepare("it's said"), prepare("it’s said,")
    assert plain is not None
    assert curly is not None
    assert not is_same_typography(plain, "it’s said")
    assert is_same_typography(curly, "it’s said")
