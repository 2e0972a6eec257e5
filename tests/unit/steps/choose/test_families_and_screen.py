"""Which articles count as one source, and which a watch may use at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.article import Article
from bot.domain.watch import Watch
from bot.steps.choose.screen import is_about, screen_articles
from bot.steps.group.families import find_families
from tests.grounds import NOW, article_of

LONG = " ".join(
    f"The {word} ferries of Orsa stay in the northern port because the ice on the lake is thick."
    for word in "first second third".split()
)


def families(*articles: Article) -> list[set[int]]:
    return [set(family) for family in find_families(articles)]


def piece(number: int, text: str, **fields: object) -> Article:
    fields.setdefault("publisher", f"Outlet {number}")
    return article_of(text, number=number, **fields)


def test_independent_reports_are_several_sources() -> None:
    assert families(piece(1, LONG), piece(2, "Pilots of Velm said that beacons would be lit on Friday.")) == [{1}, {2}]


def test_copied_words_make_one_source() -> None:
    assert families(piece(1, LONG), piece(2, f"{LONG} An editor added a line.")) == [{1, 2}]
    assert families(piece(1, LONG), piece(2, LONG[: len(LONG) // 2])) == [{1, 2}]


def test_two_shared_quotations_make_one_source() -> None:
    said = "“We will wait here for the ice to go,” Lind said. “Nobody will sail by lantern this spring,” Lind said."
    one, other = (
        piece(1, f"Orsa is calm. {said}"),
        piece(2, f"There is frost over Velm and in the hills of Sund. {said}"),
    )
    assert families(one, other) == [{1, 2}]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("ORSA (Lake Wire) — The ferries stay.", "VELM (Lake Wire) — Pilots met.", True),
        ("ORSA (Lake Wire) — The ferries stay.", "VELM (Sund Press) — Pilots met.", False),
    ],
)
def test_one_agency_is_one_source(one: str, other: str, is_one: bool) -> None:
    assert families(piece(1, one), piece(2, other)) == ([{1, 2}] if is_one else [{1}, {2}])


def test_one_outlet_is_one_source_and_sources_chain() -> None:
    articles = (
        piece(1, "The ferries stay in port.", publisher="Port Tidings"),
        piece(2, "ORSA (Lake Wire) — Pilots of Velm met.", publisher="Port Tidings"),
        piece(3, "VELM (Lake Wire) — Beacons were lit.", publisher="Velm Gazette"),
        piece(4, "Nothing else happened in the hills of Sund.", publisher="Sund Post"),
    )
    assert families(*articles) == [{1, 2, 3}, {4}]


def outcome(article: Article, **watch: object) -> tuple[str, str] | None:
    screened = screen_articles([article], watch=Watch("W", **watch), as_of=NOW)  # type: ignore[arg-type]
    assert len(screened.kept) + len(screened.outcomes) == 1
    return (screened.outcomes[0].kind, screened.outcomes[0].reason) if screened.outcomes else None


def test_a_watch_without_topics_takes_what_has_a_text() -> None:
    assert outcome(piece(1, LONG)) is None
    assert outcome(piece(1, "Too short.")) == ("no_text", "fewer than 25 words of text")


def test_each_article_left_out_says_why() -> None:
    article = piece(1, LONG)
    paid = replace(piece(1, "Too short."), revision=replace(piece(1, "Too short.").revision, flags=("paywalled",)))
    assert outcome(paid) == ("paywalled", "only the opening is public")
    assert outcome(replace(article, duplicate_of=7)) == ("duplicate", "repeats article 7")
    assert outcome(article, mute=("ferries",)) == ("muted", "muted by “ferries” in the headline")
    assert outcome(article, topics=("elections",)) == ("off_topic", "none of “elections” is told in it")
    assert outcome(article, topics=("ferry", "elections")) is None


def test_what_is_muted_stays_muted_whatever_its_topic() -> None:
    found = outcome(piece(1, LONG, title="Ferry talks stall"), topics=("ferry",), mute=("talks",))
    assert found == ("muted", "muted by “talks” in the headline")


def test_what_its_outlet_took_back_is_left_out_as_that() -> None:
    taken_back = piece(1, f"This article has been retracted.\n\n{LONG}")
    assert outcome(taken_back, topics=("ferry",)) == ("retracted", "its outlet has taken it back")
    assert outcome(piece(1, f"{LONG} The newspaper said that a rival has been withdrawn.")) is None


def test_a_damaged_text_is_left_out_as_failed() -> None:
    article = piece(1, LONG)
    damaged = replace(article, revision=replace(article.revision, text=LONG.replace("ice", "sand")))
    assert outcome(damaged) == ("failed", "its stored text is damaged: restore a backup")


def test_a_topic_far_down_must_come_back_to_count() -> None:
    far = f"{LONG} {LONG} {LONG} Elections are near."
    assert not is_about(piece(1, far), "election")
    assert is_about(piece(1, f"{far} The election is in June."), "election")
    assert is_about(piece(1, far, title="Election in Orsa"), "elections")
    assert not is_about(piece(1, LONG), "northern ice")
    assert is_about(piece(1, LONG), "northern port")
