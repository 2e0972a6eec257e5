"""Lists of feeds, read and written."""

from __future__ import annotations

import pytest

from bot.domain.errors import UserError
from bot.domain.feed import Feed
from bot.steps.read.opml import read_opml, write_opml

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="Coast"><outline text="Ports">
    <outline type="rss" text="Norven Courier" xmlUrl="https://courier.example/feed"/>
  </outline>
    <outline type="rss" title="Küstenbote &amp; Söhne" xmlUrl="https://bote.example/rss" category="/Nord/See,Eis"/>
  </outline>
  <outline type="rss" text="Norven Courier" xmlUrl="https://courier.example/other"/>
  <outline type="rss" xmlUrl="https://www.nameless.example/feed"/>
  <outline type="rss" text="Twice" xmlUrl="https://courier.example/feed"/>
  <outline type="rss" text="Locked" xmlUrl="https://reader:hunter2@courier.example/locked"/>
  <outline type="rss" text="Disk" xmlUrl="file:///etc/passwd"/>
  <outline type="rss" text="Script" xmlUrl="javascript:alert(1)"/>
  <outline type="include" text="Another list" url="https://lists.example/more.opml"/>
</body></opml>"""


def test_folders_become_tags_and_names_are_unique() -> None:
    found = read_opml(NESTED.encode())
    assert [(feed.name, feed.url, feed.tags) for feed in found] == [
        ("Norven Courier", "https://courier.example/feed", ("Coast", "Ports")),
        ("Küstenbote & Söhne", "https://bote.example/rss", ("Nord", "See", "Eis", "Coast")),
        ("Norven Courier (2)", "https://courier.example/other", ()),
        ("nameless.example", "https://www.nameless.example/feed", ()),
    ]
    assert {feed.origin for feed in found} == {"command"}


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_other_encodings_are_read_by_what_they_declare(encoding: str) -> None:
    body = NESTED.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert read_opml(body.encode(encoding))[1].name == "Küstenbote & Söhne"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no <opml> element"),
        (b"/etc/passwd", "no <opml> element"),
        (b"https://lists.example/feeds.opml", "no <opml> element"),
        (b"\x00\x01\x02" * 50, "no <opml> element"),
        (b"<opml><body></body></opml>", "no feed in this"),
        (b"<opml><body><outline text='x' xmlUrl='", "no feed in this"),
        (b"<opml>" + b" " * 6_000_000, "more than 5 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(body: bytes, reason: str) -> None:
    with pytest.raises(UserError, match=reason) as caught:
        read_opml(body)
    assert "\n" not in caught.value.message


def test_a_list_with_entity_bombs_costs_nothing() -> None:
    bomb = "<!DOCTYPE o [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {one} '&{other};&{other};'>" for one, other in zip("bcdefghij", "abcdefghi", strict=True)
    ) + "]>"  # fmt: skip
    body = f"{bomb}<opml><body><outline text='&j;' xmlUrl='https://a.example/'/></body></opml>"
    (feed,) = read_opml(body.encode())
    assert len(feed.name) <= 100


def test_what_is_written_reads_back_the_same() -> None:
    feeds = (
        Feed("Böte & <Söhne>", "https://bote.example/rss?a=1&b=2", tags=("Eis", "Nord"), origin="command"),
        Feed('Quote "this"', "https://courier.example/feed", tags=("Coast",), origin="command"),
        Feed("Plain", "https://plain.example/feed", origin="command"),
        Feed('Site "X" <y>', "https://site.example/news?a=1&b=2", kind="page", tags=("Coast",), origin="command"),
    )
    assert {feed.name: (feed.url, feed.kind, set(feed.tags)) for feed in read_opml(write_opml(feeds).encode())} == {
        feed.name: (feed.url, feed.kind, set(feed.tags)) for feed in feeds
    }
