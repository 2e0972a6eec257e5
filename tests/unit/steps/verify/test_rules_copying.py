"""V17: no long run of the source's words outside quotation marks."""

from __future__ import annotations

from bot.steps.verify.rules_copying import MAX_COPIED_WORDS, longest_run
from tests.grounds import broken, quote

SOURCE = (
    "The board of the port said on Tuesday that “nobody wants the old ferries back”, because the wall of the inner "
    "harbour has to be repaired before any ship of that size can be let in."
)
COPIED = "The wall of the inner harbour has to be repaired before any ship of that size can be let in."


def test_a_long_run_of_the_source_is_refused() -> None:
    assert broken(COPIED, SOURCE) == {"V17"}


def test_the_same_in_other_words_passes() -> None:
    text = "No large ship can be let in until the inner harbour wall is repaired, the board said on Tuesday."
    assert "V17" not in broken(text, SOURCE)


def test_a_quotation_parts_a_run_and_is_none_itself() -> None:
    text = "The board of the port said on Tuesday that {q1}, because the wall of the inner harbour has to be mended."
    assert broken(text, SOURCE, quotes=(quote("nobody wants the old ferries back"),)) == set()


def test_names_offices_numbers_units_and_days_do_not_count() -> None:
    source = "Prime Minister Mara Lind of Ostreya and Minister Tomas Roe of Velm signed 12 treaties on 3 May 2031."
    run = longest_run(source, (source,))
    assert run.words == source.removesuffix(".")
    assert run.counted <= MAX_COPIED_WORDS // 2


def test_a_run_counts_from_the_thirteenth_word_on() -> None:
    words = "one ferry lies under a crane while two old men paint its hull".replace("one", "a").replace("two", "some")
    assert longest_run(words, (f"Today {words} again.",)).counted == 13
    assert longest_run(words, (words.replace("crane", "bridge"),)).counted == 7
    assert longest_run(words, ()).counted == 0
