"""The people of an article: who is meant by a surname."""

from __future__ import annotations

from tests.grounds import article_of


def test_a_question_in_the_text_gives_nobody_a_first_name() -> None:
    text = "Did Oskar Venn see the ship?\n\n“I saw nothing but rain and sand,” Venn said on Tuesday."
    (quotation,) = article_of(text).revision.quotations
    assert quotation.speaker == "Oskar Venn"
