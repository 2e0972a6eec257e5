"""What a sitemap lists, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.steps.read.sitemap import MAX_ADDRESSES, MapEntry, read_sitemap
from tests.contract.source_specimens import NAMESPACES

ARTICLE = """<url><loc>https://courier.test/a?x=1&amp;y=2</loc><lastmod>2026-03-02</lastmod>
<news:news><news:publication><news:name>Norven Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01T09:00:00+01:00</news:publication_date>
<news:title>Ferries &amp; tolls
  rise</news:title></news:news>
<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>https://courier.test/p.jpg</image:loc>
<image:title>A ferry</image:title></image:image></url>"""


def of(inner: str, root: str = "urlset") -> bytes:
    return f"<?xml version='1.0'?><{root} {NAMESPACES}>{inner}</{root}>".encode()


def test_an_article_with_its_headline_and_times_but_not_its_picture() -> None:
    found = read_sitemap(of(ARTICLE))
    assert found is not None
    assert found.publisher == "Norven Courier"
    assert found.articles == (
        MapEntry(
            "https://courier.test/a?x=1&y=2",
            "Ferries & tolls rise",
            datetime(2026, 3, 1, 8, tzinfo=UTC),
            datetime(2026, 3, 2, tzinfo=UTC),
        ),
    )


def test_an_index_lists_maps() -> None:
    found = read_sitemap(of("<sitemap><loc>https://courier.test/1.xml</loc></sitemap>", "sitemapindex"))
    assert found is not None
    assert [one.url for one in found.maps] == ["https://courier.test/1.xml"]
    assert not found.articles


def test_without_namespaces_and_with_a_torn_end_what_is_whole_is_read() -> None:
    found = read_sitemap(b"<urlset><url><loc>https://courier.test/a</loc></url><url><loc>https://cour")
    assert found is not None
    assert [one.url for one in found.articles] == ["https://courier.test/a"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "", "//courier.test/a", "https://courier.test/a b", "ftp://a.test/"]
)
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    found = read_sitemap(of(f"<url><loc>{url}</loc></url>"))
    assert found is not None
    assert found.articles == ()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<html><body>hello</body></html>", b"<rss><channel/></rss>", b"\x00\x01"]
)
def test_what_is_no_sitemap(body: bytes) -> None:
    assert read_sitemap(body) is None


def test_entities_of_its_own_are_not_expanded_and_files_not_read() -> None:
    body = (
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyyyyyyyy">]>'
        b"<urlset><url><loc>https://courier.test/&x;&y;</loc></url></urlset>"
    )
    found = read_sitemap(body)
    assert found is None or all("root" not in one.url and "yyy" not in one.url for one in found.articles)


def test_a_map_of_attributes_is_refused_at_once() -> None:
    assert read_sitemap(b"<urlset " + b" ".join(b"a%d='1'" % number for number in range(32_000)) + b"/>") is None


def test_no_more_addresses_than_the_protocol_allows() -> None:
    found = read_sitemap(
        of("".join(f"<url><loc>https://courier.test/{at}</loc></url>" for at in range(MAX_ADDRESSES + 5)))
    )
    assert found is not None
    assert len(found.articles) == MAX_ADDRESSES
