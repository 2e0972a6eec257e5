"""The language of a text: told, detected, or unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.steps.read.document import PREPARED_TEXT, read_document
from bot.steps.read.language import detect_language, settle_language

SENTENCES = {
    "en": "The harbour board said on Tuesday that ferries would stay in port.",
    "de": "Die Hafenbehörde teilte am Dienstag mit, dass die Fähren im Hafen bleiben.",
    "fr": "Le conseil du port a déclaré mardi que les ferries resteraient à quai.",
    "es": "La junta del puerto dijo el martes que los barcos permanecerán amarrados.",
    "it": "Il consiglio del porto ha detto martedì che i traghetti resteranno in porto.",
    "pl": "Zarząd portu poinformował we wtorek, że promy pozostaną w porcie.",
    "tr": "Liman kurulu salı günü feribotların limanda kalacağını söyledi.",
    "ru": "Совет порта сообщил во вторник, что паромы останутся в гавани.",
    "uk": "Рада порту повідомила у вівторок, що пороми залишаться в гавані.",
    "el": "Το συμβούλιο του λιμανιού είπε την Τρίτη ότι τα πλοία θα μείνουν.",
    "ar": "قال مجلس الميناء يوم الثلاثاء إن العبارات ستبقى في الميناء.",
    "fa": "هیئت بندر روز سه‌شنبه گفت که کشتی‌ها در بندر خواهند ماند.",
    "he": "מועצת הנמל אמרה ביום שלישי כי המעבורות יישארו בנמל.",
    "zh": "港口委员会周二表示，渡轮将留在港口。",
    "ja": "港湾委員会は火曜日、フェリーは港にとどまると発表した。",
    "ko": "항만위원회는 화요일 여객선이 항구에 머물 것이라고 밝혔다.",
}


PARAGRAPHS = "".join(f"<p>{SENTENCES['de']}</p>" for _ in range(6))


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_one_sentence_is_enough(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "Yes.", "12 345 678 " * 30, "https://harbour.example/a/long/address/of/a/page " * 3, "港口关闭。"]
)
def test_too_little_is_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_what_most_of_a_text_is_in_counts() -> None:
    assert detect_language(SENTENCES["de"] * 5 + SENTENCES["en"]) == "de"
    assert detect_language(SENTENCES["en"] * 5 + " „Wir bleiben“, sagte Kern.") == "en"


@pytest.mark.parametrize(
    ("told", "text", "language"),
    [
        ("en", SENTENCES["de"] * 4, "de"),
        ("nl", SENTENCES["en"] * 5, "en"),
        ("en", SENTENCES["ru"] * 5, "ru"),
        ("en", SENTENCES["zh"] * 8, "zh"),
        ("de", SENTENCES["en"], "de"),
        ("nb", SENTENCES["en"][:20], "nb"),
        ("un", SENTENCES["fr"], "fr"),
        (None, SENTENCES["fr"], "fr"),
    ],
)
def test_a_page_is_believed_until_its_text_says_otherwise(told: str | None, text: str, language: str) -> None:
    assert settle_language(told, text) == language


def test_neighbours_are_not_told_apart_against_the_page() -> None:
    text = "Havnestyret sa tirsdag at fergene blir i havn. " * 8
    assert settle_language("nb", text) == "nb"
    assert settle_language("da", text) == "da"


def test_a_document_has_the_language_of_its_text() -> None:
    page = f"<html lang='en'><body><article>{PARAGRAPHS}</article></body></html>".encode()
    assert read_document(page, url=None, content_type="text/html").language == "de"
    assert read_document(SENTENCES["ar"].encode(), url=None, content_type=PREPARED_TEXT).language == "ar"


@given(st.text(max_size=200), st.sampled_from([None, "en", "de"]))
def test_any_text_has_a_code_or_none(text: str, told: str | None) -> None:
    language = settle_language(told, text)
    assert language is None or (len(language) == 2 and language.islower())
