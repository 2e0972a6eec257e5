"""Text fragments that open a page at exactly one sentence."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deep_link import deep_link

URL = "https://tidings.example/a?b=1"


def fragment(text: str, sentence: str, *, nth: int = 0) -> str:
    at = -1
    for _ in range(nth + 1):
        at = text.index(sentence, at + 1)
    link = deep_link(URL, text, at, at + len(sentence))
    assert link.startswith(URL + "#:~:text=")
    return link.split("text=", 1)[1]


def matched(text: str, directive: str) -> str:
    """What a browser would highlight: the first match of [prefix-,]start[,end], spaces folded."""
    page = " ".join(text.split())
    parts = directive.split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    first, last = unquote(parts[0]), unquote(parts[1]) if len(parts) > 1 else None
    at = 0
    while True:
        start = page.lower().index(first.lower(), at)
        if page[:start].rstrip().lower().endswith(prefix.lower()):
            break
        at = start + 1
    end = start + len(first) if last is None else page.lower().index(last.lower(), start + len(first)) + len(last)
    return page[start:end]


def test_signs_of_the_directive_are_encoded() -> None:
    assert (
        fragment("We say: 5 & 6, half-built.", "We say: 5 & 6, half-built.")
        == "We%20say%3A%205%20%26%206%2C%20half%2Dbuilt."
    )


def test_a_sentence_that_stands_twice_is_told_apart_by_what_is_before_it() -> None:
    text = "Lind waited at the pier. It rained. Roe waited on the boat. It rained. They left."
    directive = fragment(text, "It rained.", nth=1)
    assert directive.split(",")[0].endswith("-")
    assert "Roe" in unquote(directive) or "boat" in unquote(directive)
    assert not fragment(text, "It rained.").split(",")[0].endswith("-")


def test_a_long_sentence_is_named_by_its_ends() -> None:
    long = "Ministers of Orsa and Velm broke off their talks on Tuesday " + "after long hours " * 9 + "in the old hall."
    directive = fragment(f"It rained. {long} They left.", long)
    assert len(directive.split(",")) == 2
    assert matched(f"It rained. {long} They left.", directive) == long


def test_an_address_that_is_no_page_is_no_link() -> None:
    assert deep_link("javascript:alert(1)", "Text.", 0, 5) == ""
    assert deep_link("https://tidings.example/#top", "Text.", 0, 5) == "https://tidings.example/#top:~:text=Text."


WORDS = st.lists(
    st.sampled_from("Lind Roe said left the boat harbour, not 40 ferries-men “sail” & night".split()),
    min_size=4,
    max_size=24,
)


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_the_first_match_is_the_cited_sentence_or_the_same_words(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    texts = [f"S{number} {' '.join(words)}." for number, words in enumerate(sentences)]
    text = " ".join(texts)
    wanted = data.draw(st.sampled_from(texts))
    assert matched(text, fragment(text, wanted)) == wanted


@pytest.mark.parametrize("blank", ["\n", "\n\n", "  ", "\u00a0"])
def test_spaces_are_those_of_a_page(blank: str) -> None:
    text = f"It{blank}rained. They{blank}left."
    start = text.index("They")
    assert deep_link(URL, text, start, len(text)).endswith("text=They%20left.")
