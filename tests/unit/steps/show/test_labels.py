"""Labels that a reader needs: which developments get one, and that text, page and chat all show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.article import YEAR_INFERRED, Article
from bot.domain.digest import Digest
from bot.domain.ids import SentenceId
from bot.platforms.slack.blocks import render
from bot.platforms.web.pages import Site, digest_page
from bot.steps.show.compose import _DATELINE, label_of
from bot.steps.show.render import digest_message
from bot.steps.show.render_text import digest_text
from tests.digests import DIGEST
from tests.grounds import article_of, evidence_of

TEXT = "The ferries of Orsa stay in the northern port because the ice on the lake is thick."


def piece(number: int, *flags: str, source_type: str = "outlet", published: bool = True) -> Article:
    dated = {} if published else {"published_at": None}
    article = article_of(TEXT, number=number, source_type=source_type, publisher=f"Outlet {number}", **dated)
    return replace(article, revision=replace(article.revision, flags=flags))


def label(*articles: Article) -> str | None:
    cited = [SentenceId(one.id, 1, 1, 1) for one in articles]
    return label_of(cited, evidence_of(*articles), day=date(2031, 5, 6))


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([piece(1), piece(2)], None),
        ([piece(1)], "single source"),
        ([piece(1, source_type="aggregator"), piece(2, source_type="aggregator")], "aggregated report"),
        ([piece(1, source_type="aggregator"), piece(2)], None),
        ([piece(1, YEAR_INFERRED)], "the source gives no year, single source"),
        ([piece(1, published=False)], "undated: the source does not say when, single source"),
    ],
)
def test_a_development_says_what_its_sources_lack(articles: list[Article], expected: str | None) -> None:
    assert label(*articles) == expected


def test_background_carries_its_full_date() -> None:
    article = piece(1)
    found = label_of([SentenceId(1, 1, 1, 1)], evidence_of(article), day=date(2031, 2, 1))
    assert found == "background, 1 February 2031, single source"


def as_text(digest: Digest) -> str:
    return " ".join(digest_text(digest).split())


def as_page(digest: Digest) -> str:
    return digest_page(digest, Site("Example"))


def as_chat(digest: Digest) -> str:
    return str(render(digest_message(digest)))


@pytest.mark.parametrize("show", [as_text, as_page, as_chat])
def test_every_form_shows_labels_types_and_the_notice(show: Callable[[Digest], str]) -> None:
    first = replace(DIGEST.developments[0], label="aggregated report")
    cited = tuple(replace(one, source_type="aggregator") for one in DIGEST.citations)
    notice = "Left out as unconfirmed: 1 AI-generated page on 6 May 2031, told by no other source."
    shown = show(replace(DIGEST, developments=(first, *DIGEST.developments[1:]), citations=cited, notice=notice))
    assert "aggregated report" in shown
    assert "aggregator" in shown
    assert "1 AI-generated page on 6 May 2031" in shown


def test_a_dateline_may_name_its_day_and_a_date_alone_is_none() -> None:
    found = _DATELINE.match("Port Lorne, 5 March 2031 — A judge ruled.")
    assert found is not None
    assert found.group() == "Port Lorne, 5 March 2031 — "
    assert _DATELINE.match("On 5 March 2031 — A judge ruled.") is None
