"""Messages and questions put in their threads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.platforms.web.channel import PATIENCE, build_threads, message_blocks
from tests.web_samples import NOW, make_delivery, make_message, make_question


def _answer(number: int, question: str, **fields: object) -> object:
    group = f"answer:web:{question}"
    values = {"key": f"{group}:0", "group": group, "digest_id": None, "thread": "digest:7:0"} | fields
    return make_delivery(number, **values)


def _states(*pairs: tuple[str, str], posted: tuple[object, ...] = (), age: timedelta = timedelta(0)) -> list[str]:
    questions = [(make_question(key), state) for key, state in pairs]
    (thread,) = build_threads((make_delivery(7), *posted), questions, now=NOW + age)  # type: ignore[arg-type]
    return [exchange.state for exchange in thread.exchanges]


def test_messages_stand_in_the_order_of_posting() -> None:
    threads = build_threads([make_delivery(7), make_delivery(8)], [], now=NOW)
    assert [(thread.ref, thread.digest_id) for thread in threads] == [("digest:7:0", 7), ("digest:8:0", 8)]


def test_answers_stand_under_their_questions_however_late_they_come() -> None:
    questions = [(make_question("one"), "done"), (make_question("two"), "done")]
    posted = [make_delivery(7), _answer(20, "two"), _answer(21, "one")]
    (thread,) = build_threads(posted, questions, now=NOW)  # type: ignore[arg-type]
    pairs = [(exchange.question.key, exchange.answers[0].id) for exchange in thread.exchanges if exchange.question]
    assert pairs == [("web:one", 21), ("web:two", 20)]
    assert len(threads_of(posted)) == 1


def threads_of(posted: list[object]) -> tuple[object, ...]:
    return build_threads(posted, [], now=NOW)  # type: ignore[arg-type]


def test_what_answers_no_question_stands_in_the_thread_too() -> None:
    posted = (_answer(30, "", key="correction:1:0", group="correction:1"),)
    (thread,) = build_threads((make_delivery(7), *posted), [], now=NOW)  # type: ignore[arg-type]
    assert [(exchange.question, exchange.state) for exchange in thread.exchanges] == [(None, "answered")]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("accepted", "waiting"),
        ("done", "waiting"),
        ("failed", "waiting"),
        ("ignored", "noted"),
        ("cancelled", "noted"),
        ("muted", "limited"),
    ],
)
def test_a_question_without_an_answer_waits_unless_none_will_come(state: str, shown: str) -> None:
    assert _states(("one", state)) == [shown]


def test_waiting_ends() -> None:
    assert _states(("one", "accepted"), age=PATIENCE - timedelta(seconds=1)) == ["waiting"]
    assert _states(("one", "accepted"), age=PATIENCE) == ["late"]
    assert _states(("one", "accepted"), posted=(_answer(9, "one"),), age=PATIENCE * 2) == ["answered"]


def test_questions_of_other_threads_are_left_out() -> None:
    questions = [(make_question("one", thread="digest:99:0"), "accepted")]
    (thread,) = build_threads([make_delivery(7)], questions, now=NOW)
    assert thread.exchanges == ()


def test_a_part_without_blocks_shows_its_plain_text() -> None:
    from bot.domain.message import Part

    blocks = message_blocks([make_delivery(7, part=Part("plain words", {})), make_delivery(8, make_message("Title"))])
    assert blocks[0]["spans"][0]["text"] == "plain words"
    assert [block["kind"] for block in blocks[1:3]] == ["title", "paragraph"]
