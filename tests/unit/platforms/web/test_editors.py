"""Two wordings marked against each other, and figures of style in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.digest import Band, Change, Style
from bot.platforms.web.editors import BAND_WORDS, Wording, figures, wordings
from bot.steps.show.style import BANDS

REPAIRED = Change(
    "repaired", "V8", "why", "Leaders of 31 states met.", "Leaders of about 30 states met.", "Some 30 met."
)


def marked(wording: Wording) -> list[str]:
    return [text for text, differs in wording if differs]


def plain(wording: Wording) -> str:
    return "".join(text for text, _ in wording)


def test_differing_words_are_marked_on_both_sides() -> None:
    found = wordings(REPAIRED)
    assert (marked(found.before), marked(found.after)) == (["31"], ["about 30"])
    assert (plain(found.before), plain(found.after)) == (REPAIRED.before, REPAIRED.after)
    assert found.evidence == (("Some 30 met.", False),)


def test_a_mark_is_a_difference_and_the_word_beside_it_is_not() -> None:
    found = wordings(replace(REPAIRED, before="They met, late.", after="They met late."))
    assert marked(found.before) == [","]
    assert marked(found.after) == []


def test_a_dropped_sentence_is_marked_against_what_it_was_held_against() -> None:
    dropped = replace(REPAIRED, action="dropped", after=None, evidence="Leaders of 29 states met.")
    found = wordings(dropped)
    assert (marked(found.before), marked(found.evidence), found.after) == (["31"], ["29"], ())


@pytest.mark.parametrize("evidence", [None, "", "Nothing of this kind stands anywhere in the source."])
def test_two_different_sentences_are_not_marked(evidence: str | None) -> None:
    found = wordings(replace(REPAIRED, action="dropped", after=None, evidence=evidence))
    assert found.before == ((REPAIRED.before, False),)
    assert plain(found.evidence) == (evidence or "")


@pytest.mark.parametrize("text", ["", " ", "<b>&", "a  b\n\nc", "…", "‘’“”"])
def test_no_text_is_lost(text: str) -> None:
    found = wordings(replace(REPAIRED, before=text, after=f"{text} more"))
    assert plain(found.before).strip() == text.strip()
    assert plain(found.after).split() == f"{text} more".split()


def test_figures_say_on_which_side_they_lie() -> None:
    bands = {
        "words": Band(412, 350, 550, met=True),
        "quoted_share": Band(0.4, 0.1, 0.3, met=False),
        "dates_per_110_words": Band(0.5, 1, None, met=False),
        "questions": Band(2, None, 0, met=False),
        "evaluative_per_100_words": Band(0.1, None, 0.2, met=True),
    }
    found = [(one.value, one.band, one.verdict) for one in figures(Style(0.4, 0, bands))]
    assert found == [
        ("412", "350 to 550", "met"),
        ("40%", "10% to 30%", "high"),
        ("0.5", "at least 1", "low"),
        ("2", "none", "high"),
        ("0.1", "at most 0.2", "met"),
    ]


def test_every_band_has_words() -> None:
    assert set(BAND_WORDS) == {"words", *BANDS}
