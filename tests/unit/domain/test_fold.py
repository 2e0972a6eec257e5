"""The typographic map and its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fold import DASHES, DOUBLE_MARKS, INVISIBLE, SINGLE_MARKS, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“No peace”", '"No peace"'),
        ("„No peace“", "«No peace»"),
        ("it’s", "it's"),
        ("itʼs", "it`s"),
        ("A–B", "A-B"),
        ("peace — not yet", "peace - not yet"),
        ("peace—not yet", "peace - not yet"),
        ("ten\u00a0ships", "ten ships"),
        ("ten \n\t ships", "ten ships"),
        ("har\u00adbour", "harbour"),
        ("har\u200bbour", "harbour"),
        ("wait…", "wait..."),
        ("eﬃcient ﬂeet", "efficient fleet"),
        ("cafe\u0301", "café"),
        ("−20 °C", "-20 °C"),
    ],
)
def test_typography_folds_away(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10⁶", "106"),
        ("1½", "11/2"),
        ("Polish", "polish"),
        ("harbour", "harbor"),
        ("naïve", "naive"),
        ("re-sign", "resign"),
        ("one\n\ntwo", "one two"),
        ("m²", "m2"),
        ("Ｎｏ", "No"),
        ("٣", "3"),
        ("re sign", "resign"),
    ],
)
def test_whatever_may_mean_something_else_stays(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_folded_places_lead_back_to_the_stored_characters() -> None:
    text = "He said:\u00a0“We  can’t\u00ad wait …” and   left."
    folded = fold(text)
    at = folded.text.index("We can't wait ...")
    start, end = folded.span(at, at + len("We can't wait ..."))
    assert text[start:end] == "We  can’t\u00ad wait …"


def test_composed_accents_lead_back_to_both_characters() -> None:
    text = "The cafe\u0301 owner"
    folded = fold(text)
    at = folded.text.index("café")
    start, end = folded.span(at, at + 4)
    assert text[start:end] == "cafe\u0301"


PIECES = st.sampled_from(
    [*"abzAZ019 .,\n\t", "\n\n", "é", "e\u0301", "ﬁ", "…", "🙂", "中", *DOUBLE_MARKS, *SINGLE_MARKS]
)
ALL = st.lists(PIECES | st.sampled_from([*DASHES, *INVISIBLE]), max_size=40).map("".join)


@given(ALL)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once.replace("\n", "\n\n")).text == once


@given(ALL, st.data())
def test_every_span_leads_back_to_characters_that_fold_to_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    part, whole = folded.text[start:end], fold(text[first:last]).text
    assert part.strip() in whole or part.strip(".fils") in whole
