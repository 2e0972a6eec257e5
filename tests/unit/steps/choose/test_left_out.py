"""What a reader of an empty edition is told of the articles behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.domain.article import Article, Outcome, Story
from bot.domain.watch import Watch
from bot.steps.choose.left_out import left_out_notice
from bot.steps.choose.window import window_of
from tests.grounds import article_of

NOW = datetime(2031, 5, 7, 8, 0, tzinfo=UTC)
WINDOW = window_of(Watch("W"), NOW)
TEXT = "The ferries of Orsa stayed in the northern port on 11 April 2031 because the ice on the lake was thick."


def outcome(article: Article, kind: str) -> Outcome:
    return Outcome(article.url, kind, "", NOW, article.id, "W")


def test_every_article_is_counted_once_with_its_reason() -> None:
    old = article_of("The ferries of Orsa stayed in port.", number=2, published_at=datetime(2031, 3, 2, tzinfo=UTC))
    others = [article_of(TEXT, number=number) for number in (3, 4, 5)]
    outcomes = [
        outcome(old, "stale"),
        *(outcome(one, kind) for one, kind in zip(others, ("repeat", "repeat", "kept"), strict=True)),
    ]
    told = left_out_notice(outcomes, [Story("s1", (old, *others))], window=WINDOW)
    assert told == "4 articles left out: 1 about older events (2 March 2031), 2 told before, 1 read and not used."


def test_what_was_taken_back_is_not_said_to_have_been_read() -> None:
    articles = tuple(article_of(TEXT, number=number) for number in (1, 2, 3))
    outcomes = [outcome(one, kind) for one, kind in zip(articles, ("kept", "retracted", "failed"), strict=True)]
    told = left_out_notice(outcomes, [Story("s1", articles)], window=WINDOW)
    assert told == (
        "3 articles left out: 1 taken back by their outlets, 1 that could not be read, 1 read and not used."
    )


def test_a_reprint_is_told_from_an_old_article() -> None:
    reprint = article_of(TEXT, number=1, published_at=NOW)
    assert reprint.event_date == date(2031, 4, 11)
    told = left_out_notice([outcome(reprint, "stale")], [Story("s1", (reprint,))], window=WINDOW)
    assert told == "1 article left out: 1 published now about older events (11 April 2031)."


def test_an_edition_of_nothing_has_nothing_to_say() -> None:
    assert left_out_notice([], [], window=WINDOW) is None
