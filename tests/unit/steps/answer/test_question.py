"""Questions as data: what kind of thing answers one, and what a follow-up means."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Turn
from bot.steps.answer.question import (
    answer_type,
    clean_question,
    firm_names,
    is_latest_asked,
    is_number_asked,
    keeps_to_thread,
    may_stand_alone,
    names_in,
    needs_context,
    rewrite_by_rules,
)
from bot.steps.find.anchors import find_numbers

DESHT = (Turn("What did Karim Desht say about the timetable?", "Karim Desht told the Courier that it was too short."),)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did Desht say about ink?", "quote"),
        ("How did the minister react?", "quote"),
        ("How many ships used the strait?", "number"),
        ("How long will the pause last?", "number"),
        ("When will it be signed?", "date"),
        ("Who leads the delegation?", "person"),
        ("Which minister resigned?", "person"),
        ("Why were the talks interrupted?", "why"),
        ("Do the two accounts differ?", "compare"),
        ("Which ports reopened?", "list"),
        ("Is the strait open?", "yesno"),
        ("the latest on the pause", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert answer_type(question) == kind


def test_the_sentence_that_asks_decides_the_kind() -> None:
    assert answer_type("Desht said that talks would go on. How many days will they last?") == "number"
    assert answer_type("Who would have thought it? Tell me. When does the pause begin?") == "date"


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  what\n\thappened \x00 today? ", "what happened today?"),
        ("<@U12AB> what did <#C9|news> say <!here> <:smile:42>?", "what did say ?"),
        ("is 3 < 5 and 7 > 6?", "is 3 < 5 and 7 > 6?"),
        ("\ud83d what?", "? what?"),
        ("", ""),
    ],
)
def test_what_was_typed_becomes_one_clean_line(typed: str, clean: str) -> None:
    assert clean_question(typed) == clean


def test_a_long_text_is_cut_between_words() -> None:
    cut = clean_question("strait " * 10_000, max_chars=100)
    assert len(cut) <= 100 and cut.endswith("strait")
    assert len(clean_question("x" * 40_000)) <= 1000


def test_names_leave_out_the_word_that_asks() -> None:
    assert names_in("Did Karim Desht meet Ilena Vostrak in Ansk?") == ("Karim Desht", "Ilena Vostrak", "Ansk")


def test_a_capital_that_any_opening_word_has_is_no_firm_name() -> None:
    assert firm_names("Thieves stole the buoys of Ansk. Which ones?") == ("Ansk",)
    assert firm_names("NATO and Ansk?")[0] == "NATO"


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("How many ships sailed?", "40 ships", True),
        ("How many ships sailed?", "70% of the ships", False),
        ("How many people came?", "after three weeks", False),
        ("How many weeks was it closed?", "after three weeks", True),
        ("How long will it last?", "30 days", True),
        ("How long will it last?", "14 articles", False),
        ("What percentage was lost?", "2.4%", True),
        ("What percentage was lost?", "12 ships", False),
        ("How much is it?", "3,150 crowns", True),
    ],
)
def test_a_number_of_the_wrong_kind_is_not_the_one_asked_for(question: str, text: str, fits: bool) -> None:
    assert any(is_number_asked(question, number) for number in find_numbers(text)) == fits


def test_the_latest_is_asked_for_in_plain_words() -> None:
    assert is_latest_asked("What is the latest on the pause?")
    assert not is_latest_asked("What did the late report say?")


def test_a_question_leans_on_the_thread_when_it_says_too_little() -> None:
    assert needs_context("And what did she say?", ())
    assert needs_context("What about Vostrak?", DESHT) and not needs_context("What about Vostrak?", ())
    assert needs_context("why?", DESHT)
    assert not needs_context("What did Karim Desht say about his list?", DESHT)
    assert not needs_context("How many ships did Ostreya send to Port Halloran?", DESHT)


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("And what did he say about guns?", "And what did Karim Desht say about guns?"),
        ("What about Ilena Vostrak?", "What did Ilena Vostrak say about the timetable?"),
        ("and the guns?", "What did Karim Desht say about the timetable: the guns?"),
        ("What was in his list?", "What was in Karim Desht's list?"),
        ("Who asked him when it ends?", "Who asked Karim Desht when it ends?"),
        ("How many monitors did Ostreya send?", "How many monitors did Ostreya send?"),
    ],
)
def test_follow_ups_are_resolved_by_rules(question: str, standalone: str) -> None:
    assert rewrite_by_rules(question, DESHT, ()).standalone == standalone


def test_a_name_of_the_thread_is_added_once() -> None:
    turns = (Turn("What did Karim Desht say?", "Karim Desht said, “No.”"),)
    assert rewrite_by_rules("How many people fled?", turns, ()).standalone == "How many people fled (Karim Desht)?"


def test_a_short_question_may_be_meant_as_it_stands() -> None:
    assert may_stand_alone("How many people were displaced?")
    assert not any(may_stand_alone(one) for one in ("Why?", "Who signed it?", "What about Vostrak?", "and the guns?"))


def test_under_a_digest_a_pronoun_is_its_only_or_first_person() -> None:
    assert rewrite_by_rules("What did she say?", (), ("Ilena Vostrak",)).standalone == "What did Ilena Vostrak say?"
    assert rewrite_by_rules("What did she say?", (), ()).standalone == "What did she say?"


def test_a_rewritten_question_may_name_only_what_was_said() -> None:
    assert keeps_to_thread("What did Karim Desht say in Ansk?", "And in Ansk?", DESHT, ())
    assert not keeps_to_thread("What did Boris Fakename say?", "And on guns?", DESHT, ())
    assert keeps_to_thread("What did Boris Name say?", "And on guns?", DESHT, ("Boris Name",))
