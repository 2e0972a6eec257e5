"""Which reader a document needs, its characters, and what is not an article at all."""

from __future__ import annotations

import pytest

from bot.domain.errors import SourceError
from bot.steps.read.decoding import decode
from bot.steps.read.document import PREPARED_TEXT, find_kind, read_document, type_of_name

PAGE = b"<!DOCTYPE html><html><body><p>Hello</p></body></html>"


@pytest.mark.parametrize(
    ("content", "url", "content_type", "kind"),
    [
        (PAGE, None, "text/html", "page"),
        (PAGE, None, "text/plain", "page"),
        (PAGE, "file:///a.txt", "text/plain", "page"),
        (b"  <!-- x -->\n<html><p>", None, "", "page"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", None, "application/xhtml+xml", "page"),
        (b"<p>A fragment of a feed.</p>", None, "", "page"),
        (b"Just words.", "https://a.example/x.html", "text/html; charset=utf-8", "page"),
        (b"Just words.", None, "text/plain", "text"),
        (b"Just words.", None, "", "text"),
        (b"<div>markdown may hold tags</div>", "file:///a.md", "text/markdown", "text"),
        (b"{curly} words", None, "", "text"),
        (b"[a link](https://a.example) opens this text", None, "", "text"),
        (b'{"like": "json"}', None, PREPARED_TEXT, "prepared"),
        ("Wörter".encode("utf-16"), None, "", "text"),
    ],
)
def test_what_a_document_is(content: bytes, url: str | None, content_type: str, kind: str) -> None:
    assert find_kind(content, url=url, content_type=content_type) == kind


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (b"", "", "empty"),
        (b"%PDF-1.4", "text/html", "PDF"),
        (b"GIF89a", "", "picture"),
        (b"\x1f\x8b\x08", "", "compressed"),
        (b"text with \x00 in it", "text/plain", "binary"),
        (b"\x01\x02\x03\x04 some words", "", "binary"),
        (b"<feed xmlns='x'></feed>", "", "feed"),
        (b"<?xml version='1.0'?>\n<urlset></urlset>", "text/xml", "feed or site map"),
        (b'[{"a": 1}]', "application/json", "JSON"),
    ],
)
def test_what_no_article_can_be_in(content: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        find_kind(content, url=None, content_type=content_type)


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        ("Müßig".encode(), "iso-8859-1", "Müßig"),
        ("Müßig".encode("cp1252"), None, "Müßig"),
        ("Привет, мир".encode("cp1251"), "windows-1251", "Привет, мир"),
        ("Привет".encode("utf-16"), None, "Привет"),
        ("\ufeffBOM".encode(), None, "BOM"),
        ("<meta charset='koi8-r'>Привет".encode("koi8-r"), None, "<meta charset='koi8-r'>Привет"),
        ("Müßig".encode("cp1252"), "no-such-charset", "Müßig"),
        ("“Zitat” – ".encode("cp1252"), "iso-8859-1", "“Zitat” – "),
        ("カタカナ".encode("shift_jis"), "shift_jis", "カタカナ"),
        ("Müßig, aber zu kurz" .encode()[:-1] + b"\xc3", "utf-8", "Müßig, aber zu kur\ufffd"),
    ],
)  # fmt: skip
def test_characters_are_read_whatever_is_declared(content: bytes, charset: str | None, expected: str) -> None:
    assert decode(content, charset) == expected


def test_the_charset_of_the_server_reaches_the_page() -> None:
    said = "Совет порта во вторник открыл причал для судов с помощью, сказал его председатель. " * 6
    page = f"<html><body><article><p>{said}</p></article></body></html>".encode("cp1251")
    assert said.strip() in read_document(page, url=None, content_type="text/html; charset=windows-1251").text


def test_nothing_that_no_database_takes_is_left_in_a_text() -> None:
    said = "The council voted on Tuesday to open the berth to aid ships, its chair said in the hall. " * 90
    found = read_document(said.encode() + b"\x00 and more.", url=None, content_type=PREPARED_TEXT)
    assert "\x00" not in found.text and found.text.endswith("\ufffd and more.")


def test_names_tell_types() -> None:
    names = ("a.html", "A.HTM", "b.txt", "c.md", "d.jsonl", "e.pdf", "html")
    types = ["text/html", "text/html", "text/plain", "text/markdown", "application/jsonl", "", ""]
    assert [type_of_name(name) for name in names] == types
