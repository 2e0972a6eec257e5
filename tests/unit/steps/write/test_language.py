"""A draft in another language than its evidence is refused."""

from __future__ import annotations

import pytest

from bot.domain.errors import ModelError
from bot.steps.write.language import check_language
from tests.grounds import article_of, evidence_of

ENGLISH = (
    "Ministers of both sides broke off their talks on Tuesday without an agreement on night crossings, which is why"
    " many of the ferries will stay in port for another while, said the harbour office."
)
GERMAN = (
    "Die Minister beider Seiten haben ihre Gespräche am Dienstag ohne eine Einigung über nächtliche Überfahrten"
    " beendet, weshalb viele der Fähren noch eine Weile im Hafen bleiben, sagte das Hafenamt."
)
EVIDENCE = evidence_of(article_of(ENGLISH))


def test_the_language_of_the_evidence_and_of_the_question_will_do() -> None:
    check_language([ENGLISH], EVIDENCE)
    check_language([GERMAN], EVIDENCE, asked=GERMAN)
    check_language([GERMAN], evidence_of())


def test_another_one_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match=r"another language \(de\) than the evidence \(en\)"):
        check_language([GERMAN[:90], GERMAN[90:]], EVIDENCE)


def test_of_a_few_words_nothing_is_guessed() -> None:
    check_language([GERMAN[:100]], EVIDENCE)
