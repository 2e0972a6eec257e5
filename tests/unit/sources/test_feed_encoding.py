"""Feeds in every encoding come out as the same text, or not at all."""

from __future__ import annotations

import pytest

from bot.domain.errors import SourceError
from bot.sources.rss.encoding import to_utf8

TITLE = "Žluťoučký kůň – “Œuvre”"


def document(text: str, encoding: str, declared: str | None) -> bytes:
    opening = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    return f"{opening}<rss><channel><title>{text}</title></channel></rss>".encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "text"),
    [
        ("utf-8", "utf-8", "", TITLE),
        ("utf-8", None, "", TITLE),
        ("utf-8", "iso-8859-1", "application/xml; charset=iso-8859-1", TITLE),
        ("utf-8-sig", "windows-1251", "", TITLE),
        ("utf-16", "utf-16", "", TITLE),
        ("utf-16-le", "utf-16", "", TITLE),
        ("utf-16-be", None, "", TITLE),
        ("cp1250", "windows-1250", "application/rss+xml", "Žluťoučký kůň – “„"),
        ("cp1250", None, "application/rss+xml; charset=windows-1250", "Žluťoučký kůň – “„"),
        ("cp1250", "windows-1250", "text/xml; charset=us-ascii", "Zelený kůň"),
        ("cp1252", "iso-8859-1", "", "“Œuvre” – naïve €"),
        ("cp1251", "windows-1251", "", "Новости дня"),
        ("koi8-r", "koi8-r", "", "Новости дня"),
        ("cp932", "Shift_JIS", "", "新聞の見出し"),
        ("euc_jp", "EUC-JP", "", "新聞の見出し"),
        ("iso2022_jp", "iso-2022-jp", "", "新聞の見出し"),
        ("gb18030", "gb2312", "", "新闻标题"),
        ("big5", "big5", "", "新聞標題"),
        ("euc_kr", "euc-kr", "", "뉴스 제목"),
        ("utf-8", "utf-16", "", TITLE),
        ("utf-8", "no-such-thing", "", TITLE),
    ],
)
def test_the_text_comes_out(encoding: str, declared: str | None, content_type: str, text: str) -> None:
    read = to_utf8(document(text, encoding, declared), content_type).decode("utf-8")
    assert f"<title>{text}</title>" in read
    assert read.startswith("<?xml")
    assert declared is None or 'encoding="utf-8"' in read


def test_single_pasted_bytes_do_not_spoil_the_rest() -> None:
    body = document("Süd \x93said\x94", "utf-8", "utf-8").replace(b"\xc2\x93", b"\x93").replace(b"\xc2\x94", b"\x94")
    assert "Süd “said”" in to_utf8(body).decode("utf-8")


@pytest.mark.parametrize("name", ["utf-7", "cp037", "hex", "rot13", "zlib", "unicode_escape", "idna", "punycode"])
def test_encodings_off_the_list_are_refused(name: str) -> None:
    with pytest.raises(SourceError, match="encoding"):
        to_utf8(document("plain", "ascii", name))
