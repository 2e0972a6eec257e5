"""The grammar of addresses."""

from __future__ import annotations

import pytest

from bot.domain.errors import SourceError
from bot.fetcher.urls import follow, parse_url


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HTTPS://News.Example/Feed", "https://news.example/Feed"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("https://news.example:8443/a?b=c#d", "https://news.example:8443/a?b=c"),
        ("https://news.example?u=http://127.0.0.1/@x", "https://news.example/?u=http://127.0.0.1/@x"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example/a%20b/{c}", "https://news.example/a%20b/%7Bc%7D"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:4700::1111]:8080/x", "http://[2606:4700::1111]:8080/x"),
    ],
)
def test_plain_addresses_get_one_spelling(written: str, read: str) -> None:
    assert parse_url(written).url == read


@pytest.mark.parametrize(
    "url",
    [
        "", "news.example/feed", "/etc/passwd", "file:///etc/passwd", "ftp://news.example/", "javascript:alert(1)",
        "http:news.example", "http:///news.example/", "http://", "http://news.example:0/", "http://news.example:99999/",
        "http://news.example:80:81/", "http://news.example:/x", "http://user@news.example/", "http://u:p@news.example/",
        "http://127.0.0.1:80\\@news.example/", "http://news.example/a b", "http://news.example/a\r\nX: 1",
        "http://127.0.0.1\t.news.example/", "http://127.0.0.1\x00.news.example/", "http://[::1/", "http://[::1%25eth0]/",
        "http://[news.example]/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://127.1/",
        "http://0177.0.0.1/", "http://127.000.000.001/", "http://127.0.0.1./", "http://127。0。0。1/", "http://①②⑦.0.0.1/",
        "http://news.example%2f@x/", "http://a%00b.example/", "http://news..example/", "http://-news.example/",
        "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "http://news.example/" + "a" * 9000,
    ],
)  # fmt: skip
def test_everything_else_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(SourceError) as refusal:
        parse_url(url)
    assert "\n" not in refusal.value.message
    assert len(refusal.value.message) < 300


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(SourceError) as refusal:
        parse_url("http://someone:geheim@news.example/")
    assert "geheim" not in refusal.value.message


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://news.example/b"),
        ("//other.example/c", "https://other.example/c"),
        ("?page=2", "https://news.example/a?page=2"),
        ("http://other.example/", "http://other.example/"),
    ],
)
def test_redirects_are_relative_to_where_they_stand(location: str, leads_to: str) -> None:
    assert follow(parse_url("https://news.example/a"), location).url == leads_to


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a@b/", "http://[::1"])
def test_redirects_keep_to_the_same_grammar(location: str) -> None:
    with pytest.raises(SourceError):
        follow(parse_url("https://news.example/a"), location)
