"""Mended sentences come back to the place that they were taken from."""

from __future__ import annotations

from bot.domain.draft import DraftDigest, DraftLine, DraftSentence
from bot.steps.verify.repair import apply_repairs

DRAFT = DraftDigest("", "", numbers=(DraftLine("some 60", ("p1.1.s1",), "ferries in port"),))


def mended(text: str) -> DraftLine:
    return apply_repairs(DRAFT, {"number1": DraftSentence(text, ("p1.2.s1",))}).numbers[0]


def test_a_number_comes_back_with_another_label_and_figure() -> None:
    line = mended("ferries that stay in port: about 40")
    assert (line.label, line.text, line.citations) == ("ferries that stay in port", "about 40", ("p1.2.s1",))


def test_a_bare_figure_keeps_its_label() -> None:
    line = mended("about 40")
    assert (line.label, line.text) == ("ferries in port", "about 40")


def test_a_withdrawn_number_is_empty() -> None:
    assert apply_repairs(DRAFT, {"number1": None}).numbers[0].text == ""
