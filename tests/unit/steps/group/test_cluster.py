"""Stories, their days, and the families of sources that tell them."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.article import Article, Extracted, Story
from bot.steps.group.cluster import group_stories
from bot.steps.group.families import find_families
from bot.steps.keep.revision import make_revision

NOW = datetime(2031, 3, 14, 12, tzinfo=UTC)
PAUSE = (
    "Ostreya offered a pause of thirty days in the Serren Strait, Foreign Minister Signe Aldare said in Port Halloran."
)
PAUSE_TOLD_AGAIN = (
    "Foreign Minister Signe Aldare put forward thirty days of calm in the Serren Strait. Ostreya's offer came late at "
    "night in Port Halloran, and no navy has answered it."
)
MARKET = "Mayor Ilse Maro opened the fish market of Lowen with the first herring of the year and a brass band."


def article(number: int, text: str, **fields: object) -> Article:
    title = str(fields.pop("title", text.partition(".")[0][:60]))
    published_at = fields.pop("published_at", NOW)
    found = {name: fields.pop(name) for name in ("byline", "flags") if name in fields}
    extracted = Extracted(url=None, title=title, text=text, published_at=published_at, **found)  # type: ignore[arg-type]
    made = Article(
        id=number,
        url=f"https://outlet{number}.example/a",
        canonical_url=f"https://outlet{number}.example/a",
        publisher=f"Outlet {number}",
        source_type="outlet",
        trust=0.8,
        first_seen_at=NOW,
        revision=make_revision(extracted, number=1, fetched_at=NOW),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def ids(stories: tuple[Story, ...]) -> list[list[int]]:
    return [[member.id for member in story.articles] for story in stories]


def test_nothing_makes_no_story() -> None:
    assert group_stories([]) == ()


def test_one_event_is_one_story() -> None:
    stories = group_stories([article(3, MARKET), article(1, PAUSE), article(2, PAUSE_TOLD_AGAIN)])
    assert ids(stories) == [[1, 2], [3]]
    assert [story.event_date for story in stories] == [NOW.date(), NOW.date()]
    assert stories[0].families == (frozenset({1}), frozenset({2}))
    assert "aldar" in stories[0].keywords or "pause" in stories[0].keywords


def test_the_same_words_a_month_apart_are_two_stories() -> None:
    early = NOW - timedelta(days=30)
    assert ids(group_stories([article(1, PAUSE), article(2, PAUSE_TOLD_AGAIN, published_at=early)])) == [[1], [2]]


def test_stories_do_not_depend_on_the_order_given() -> None:
    rng = random.Random(5)
    articles = [article(number, rng.choice([PAUSE, PAUSE_TOLD_AGAIN, MARKET])) for number in range(1, 25)]
    shuffled = rng.sample(articles, len(articles))
    assert group_stories(articles) == group_stories(shuffled)


def test_an_undated_article_takes_the_weekday_that_it_names() -> None:
    dated = article(1, PAUSE + " The talks opened on 14 March 2031.", published_at=None)
    undated = article(2, PAUSE_TOLD_AGAIN + " It did so on Thursday.", published_at=None)
    (story,) = group_stories([dated, undated])
    assert story.event_date == date(2031, 3, 14)
    assert story.articles[1].event_date == date(2031, 3, 13)
    assert "date_from_story" in story.articles[1].revision.flags
    assert story.articles[0] == dated


def test_an_undated_article_that_names_other_days_is_not_dated() -> None:
    dated = article(1, PAUSE, published_at=NOW)
    undated = article(
        2, PAUSE_TOLD_AGAIN + " It follows the pact of Dec. 2 and must pass by Dec. 20.", published_at=None
    )
    assert [a.event_date for story in group_stories([dated, undated]) for a in story.articles if a.id == 2] == [None]


def test_leads_do_not_date_a_story() -> None:
    solid = article(1, PAUSE)
    leads = [
        article(number, PAUSE_TOLD_AGAIN, source_type="ai_generated", published_at=NOW - timedelta(days=2))
        for number in (2, 3)
    ]
    (story,) = group_stories([solid, *leads])
    assert story.event_date == NOW.date()


def test_a_thousand_articles_take_seconds() -> None:
    rng = random.Random(7)
    texts = [
        " ".join(
            f"Envoy{rng.randrange(300)} spoke of item{rng.randrange(2000)} on quay {number % 70}." for _ in range(20)
        )
        for number in range(1000)
    ]
    articles = [article(number, text) for number, text in enumerate(texts)]
    started = time.process_time()
    stories = group_stories(articles)
    assert time.process_time() - started < 10
    assert sum(len(story.articles) for story in stories) == 1000


def families(*articles: Article) -> list[set[int]]:
    return [set(family) for family in find_families(articles)]


LONG = " ".join(
    f"The envoy of port {number} said that he would wait for the signal of the harbour." for number in range(12)
)


def test_independent_reports_are_families_of_their_own() -> None:
    assert families(article(1, PAUSE), article(2, PAUSE_TOLD_AGAIN)) == [{1}, {2}]


def test_copied_text_is_one_family() -> None:
    shortened = " ".join(LONG.split()[:60])
    assert families(article(1, LONG), article(2, LONG + " " + PAUSE), article(3, shortened), article(4, MARKET)) == [
        {1, 2, 3},
        {4},
    ]


def test_an_agency_and_the_outlet_that_prints_it_are_one_family() -> None:
    wire = article(1, PAUSE, publisher="Meridian Wire")
    printed = article(2, "PORT HALLORAN (Meridian Wire) — " + PAUSE_TOLD_AGAIN)
    signed = article(3, MARKET, byline="Meridian Wire")
    other = article(4, MARKET.replace("herring", "cod"), byline="Archive desk")
    desk = article(5, PAUSE_TOLD_AGAIN.replace("calm", "truce and of peace and of sleep"), byline="Archive desk")
    assert families(wire, printed, signed) == [{1, 2, 3}]
    assert {4} in families(wire, other) and {5} in families(wire, desk)


def test_two_identical_long_quotations_are_one_family() -> None:
    first = "“It is a small key for a large door,” Aldare said."
    second = "“Nobody in this hall will sleep before the morning comes,” she said."
    one = article(1, f"{PAUSE} {first} {second}")
    assert families(one, article(2, f"{first} {MARKET} {second}")) == [{1, 2}]
    assert families(one, article(2, f"{first} {MARKET}")) == [{1}, {2}]


def test_aggregators_that_share_facts_are_one_family_unless_they_report() -> None:
    one = article(1, PAUSE, source_type="aggregator")
    other = article(2, PAUSE_TOLD_AGAIN, source_type="ai_generated")
    own = article(3, PAUSE_TOLD_AGAIN + " Aldare told Outlet 3 that she would wait.", source_type="aggregator")
    relayed = article(3, PAUSE_TOLD_AGAIN + " Aldare told Outlet 9 that she would wait.", source_type="aggregator")
    signed = article(3, PAUSE_TOLD_AGAIN, source_type="aggregator", byline="Ana Rehn")
    assert families(one, other) == [{1, 2}]
    assert families(one, own) == [{1}, {3}]
    assert families(one, relayed) == [{1, 3}]
    assert families(one, signed) == [{1}, {3}]


def test_outlets_that_nobody_signs_and_that_read_like_rewriting_are_one_family() -> None:
    flags = ("no_byline", "filler")
    one, other = article(1, PAUSE, flags=flags), article(2, PAUSE_TOLD_AGAIN, flags=flags)
    assert families(one, other) == [{1, 2}]
    assert families(one, article(2, PAUSE_TOLD_AGAIN, flags=("no_byline", "no_outlet"))) == [{1}, {2}]
    later = article(2, PAUSE_TOLD_AGAIN, flags=flags, published_at=NOW + timedelta(days=3))
    assert families(one, later) == [{1}, {2}]
    assert families(one, article(2, MARKET, flags=flags)) == [{1}, {2}]


@pytest.mark.parametrize(
    "credit",
    ["Reuters", "— Reuters", "© 2031 Reuters.", "(Reporting by Ana Rehn in Halloran; Editing by Tom Roe)"],
)
def test_a_credit_at_the_end_names_the_agency(credit: str) -> None:
    wire = article(1, PAUSE, publisher="Thomson Reuters")
    assert families(wire, article(2, f"{MARKET}\n\n{credit}")) == [{1, 2}]
    assert families(wire, article(2, f"{MARKET}\n\nReuters had no part in this text.")) == [{1}, {2}]
