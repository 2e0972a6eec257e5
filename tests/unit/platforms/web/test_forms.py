"""Question forms: ours or not, and what is in them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from bot.domain.errors import UserError
from bot.platforms.web.forms import FormSeal, Slip, is_from_elsewhere

SEAL = FormSeal(b"a secret of the tests")


def _body(slip: Slip, question: str = "How many miles?", **changed: str) -> bytes:
    fields = {"thread": slip.thread, "key": slip.key, "token": slip.token, "question": question} | changed
    return urlencode(fields).encode()


def test_a_form_of_ours_is_read() -> None:
    slip = SEAL.issue("demo", "digest:7:0")
    asked = SEAL.read("demo", _body(slip, "  Wie viele Meilen – öfter?\x00 "))
    assert asked is not None
    assert (asked.thread, asked.key, asked.question) == ("digest:7:0", slip.key, "Wie viele Meilen – öfter?")


@pytest.mark.parametrize(
    "changed",
    [{"thread": "digest:8:0"}, {"key": "0" * 22}, {"token": "0" * 64}, {"token": ""}, {"key": "x"}, {"token": "ß"}],
)
def test_a_changed_form_is_not_ours(changed: dict[str, str]) -> None:
    assert SEAL.read("demo", _body(SEAL.issue("demo", "digest:7:0"), **changed)) is None


def test_a_form_of_another_channel_or_process_is_not_ours() -> None:
    slip = SEAL.issue("demo", "digest:7:0")
    assert SEAL.read("other", _body(slip)) is None
    assert FormSeal().read("demo", _body(slip)) is None


@pytest.mark.parametrize("body", [b"", b"question=x", b"\xff\xfe", b"&".join([b"a=1"] * 50), b'{"question": "x"}'])
def test_anything_else_is_not_ours(body: bytes) -> None:
    assert SEAL.read("demo", body) is None


@pytest.mark.parametrize(("question", "said"), [("", "no question"), (" \n ", "no question"), ("x" * 1001, "1000")])
def test_no_question_and_too_long_a_one_are_refused_in_one_line(question: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        SEAL.read("demo", _body(SEAL.issue("demo", "t"), question))


def test_every_form_is_good_for_a_question_of_its_own() -> None:
    assert SEAL.issue("demo", "t").key != SEAL.issue("demo", "t").key


def test_names_of_readers_say_nothing_and_stay_the_same() -> None:
    assert SEAL.name_of("192.0.2.7") == SEAL.name_of("192.0.2.7") != SEAL.name_of("192.0.2.8")
    assert "192.0.2.7" not in SEAL.name_of("192.0.2.7")


@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://127.0.0.1:8080"}, False),
        ({"Origin": "http://127.0.0.1:9090"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "http://[::1"}, True),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_form_sent_by_another_site_is_told_from_our_own(headers: dict[str, str], is_foreign: bool) -> None:
    assert is_from_elsewhere({"Host": "127.0.0.1:8080"} | headers) is is_foreign
