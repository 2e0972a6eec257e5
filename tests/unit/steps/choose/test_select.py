"""Which sentences are offered to a writer, and what becomes of the articles that are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.article import Article, Extracted, Story
from bot.domain.ids import SentenceId
from bot.domain.told import Before, Told
from bot.domain.watch import Watch
from bot.steps.choose.coverage import QUOTE_LINES
from bot.steps.choose.select import Selection, select_evidence
from bot.steps.choose.told_stories import retold_digest
from bot.steps.group.cluster import group_stories
from bot.steps.keep.revision import make_revision

NOW = datetime(2031, 3, 14, 18, tzinfo=UTC)
TOWNS = ("Lowen", "Brenmoor", "Dornhavn", "Ansk", "Halloran", "Skerry", "Kastrel", "Merovin")
PEOPLE = ("Mara Lind", "Tomas Roe", "Ilka Brenn", "Jarek Ulm", "Hana Quill", "Aino Ketter", "Pella Norr", "Edda Linq")


def _article(number: int, text: str, *, at: datetime = NOW - timedelta(hours=3), **fields: Any) -> Article:
    extracted = Extracted(url=None, title=text.partition(".")[0], text=text, published_at=at, language="en")
    url = f"https://outlet{number}.example/a"
    values = {"publisher": f"Outlet {number}", "source_type": "outlet", "trust": 0.8} | fields
    return Article(
        number, url, url, first_seen_at=NOW, revision=make_revision(extracted, number=1, fetched_at=NOW), **values
    )


def _report(number: int) -> str:
    """A report of its own town: five plain sentences full of names and numbers, and one quotation."""
    town, person = TOWNS[number % 8], PEOPLE[number % 8]
    lines = [
        f"The council of {town} spent {number * 17 + place} crowns on quay {place} of the port." for place in range(5)
    ]
    return "\n\n".join(
        [*lines, f"“The harbour of our town belongs to those who use it,” said {person}, the mayor of {town}."]
    )


def _select(*articles: Article, watch: Watch | None = None, before: Before | None = None) -> Selection:
    return select_evidence(group_stories(articles), watch=watch or Watch("Harbour"), as_of=NOW, before=before)


def test_the_prompt_is_bounded_whatever_comes_in() -> None:
    few = _select(*(_article(number, _report(number)) for number in range(1, 13)))
    many = _select(*(_article(number, _report(number)) for number in range(1, 81)))
    assert len(few.evidence.lines) <= 40
    assert len(many.evidence.lines) <= 40


def test_quotations_have_a_share_of_the_lines_though_figures_weigh_more() -> None:
    lines = _select(*(_article(number, _report(number)) for number in range(1, 9))).evidence.lines
    quoting = [line for line in lines if line.cards]
    assert len({line.story for line in quoting}) == len({line.story for line in lines})
    assert len(quoting) <= round(QUOTE_LINES * 40)


def test_every_article_is_offered_or_has_one_outcome() -> None:
    articles = [_article(number, _report(number)) for number in range(1, 31)]
    articles.append(_article(31, _report(31), at=NOW - timedelta(days=40)))
    articles.append(_article(32, _report(32), source_type="social", trust=0.2))
    chosen = _select(*articles)
    offered = {line.sentence_id.article for line in chosen.evidence.lines}
    left = [outcome.article_id for outcome in chosen.outcomes]
    assert sorted([*offered, *left]) == list(range(1, 33))  # type: ignore[type-var]
    kinds = {outcome.article_id: (outcome.kind, outcome.reason) for outcome in chosen.outcomes}
    assert kinds[31][0] == "stale"
    assert kinds[32] == ("kept", "a lead only: social is never cited")


def test_what_came_after_has_no_outcome_at_all() -> None:
    chosen = _select(_article(1, _report(1)), _article(2, _report(2), at=NOW + timedelta(hours=1)))
    assert {outcome.article_id for outcome in chosen.outcomes} == set()
    assert {line.sentence_id.article for line in chosen.evidence.lines} == {1}


def _before(text: str, article: Article) -> Before:
    told = Told(text, 7, NOW - timedelta(days=1), (SentenceId(article.id, 1, 1, 1),))
    return Before((told,), {article.id: article}, 7, NOW - timedelta(days=1))


def test_articles_and_sentences_of_earlier_editions_are_not_offered_again() -> None:
    article, other = _article(1, _report(1)), _article(2, _report(2))
    told = _before("The council of Dornhavn spent 34 crowns on quay 0 of the port.", article)
    chosen = _select(article, other, before=told)
    assert {line.sentence_id.article for line in chosen.evidence.lines} == {2}
    assert not any("quay 0" in line.text for line in chosen.evidence.lines)
    assert [(one.kind, one.reason) for one in chosen.outcomes] == [("repeat", "told before in digest 7")]


def test_an_article_that_only_repeats_what_was_told_says_of_which_digest() -> None:
    text = "The mayor of Lowen closed the ferry port on Monday for a week of repairs to its two quays."
    first = _article(1, text, at=NOW - timedelta(days=3))
    again = _article(2, f"{text} The ferry port of Lowen was closed on Monday by the mayor for repairs to its quays.")
    chosen = _select(again, before=_before(text, first))
    assert not chosen.evidence.lines
    assert [(one.kind, one.reason) for one in chosen.outcomes] == [("repeat", "told before in digest 7; nothing added")]


def test_a_retelling_of_what_was_told_adds_nothing() -> None:
    yesterday = NOW - timedelta(days=1)
    told = _article(1, _report(1), at=yesterday)
    before = _before("The council of Brenmoor spent 17 crowns on quay 0 of the port.", told)
    fresh = _report(1) + "\n\nThe harbour of Brenmoor, run by the council, will buy 99 lanterns from Lowen."
    for kind, kinds in (("aggregator", ["repeat", "repeat"]), ("outlet", ["repeat"])):
        again = _article(2, fresh, source_type=kind)
        story = Story("s1", (told, again), (frozenset({1, 2}),))
        chosen = select_evidence([story], watch=Watch("Harbour"), as_of=NOW, before=before)
        assert [one.kind for one in chosen.outcomes] == kinds
    assert retold_digest(again, story, before) is None
    alone = Story("s1", (told, again), (frozenset({1}), frozenset({2})))
    assert retold_digest(replace(again, source_type="aggregator"), story, before) == 7
    assert retold_digest(replace(again, source_type="aggregator"), alone, before) is None


def test_what_was_told_of_a_story_comes_with_its_evidence() -> None:
    text = "The mayor of Lowen closed the ferry port on Monday for a week of repairs to its two quays."
    first = _article(1, text, at=NOW - timedelta(days=2))
    next_ = _article(2, "The mayor of Lowen opened one quay of the ferry port again after 3 days of repairs to it.")
    chosen = select_evidence(
        group_stories([first, next_]), watch=Watch("Harbour"), as_of=NOW, before=_before(text, first)
    )
    assert [one.text for one in chosen.evidence.told[1]] == [text]
    assert chosen.evidence.article(SentenceId(1, 1, 1, 1)) == first
    assert {line.sentence_id.article for line in chosen.evidence.lines} == {2}


def test_a_reprint_of_an_old_event_is_stale_though_its_page_is_new() -> None:
    text = "The harbour of Lowen was closed on 3 November 2030 by order of the council of the town. " * 3
    (outcome,) = _select(_article(1, text)).outcomes
    assert (outcome.kind, outcome.reason) == ("stale", "reports 2030-11-03, before the window")


def test_a_leader_of_somebody_is_no_speaker_to_print() -> None:
    text = (
        "The Harbour Party of Lowen voted against the accord on Friday in the town hall.\n\n"
        "Its leader called the accord “a timetable with a country attached” on Friday."
    )
    assert not [card for line in _select(_article(1, text)).evidence.lines for card in line.cards]


def test_what_is_new_in_the_window_comes_first() -> None:
    ferries = "Mara Lind, the mayor of Lowen, closed the ferry port for a week of repairs.\n\n" + _report(1)
    museum = (
        "The lighthouse museum of Brenmoor sold 2,700 tickets, its director Ilka Brenn said, more than ever before."
    )
    old = _article(1, ferries, at=NOW - timedelta(days=3))
    new = _article(2, f"{museum}\n\nVisitors came from as far as Skerry, and a second hall will open in the summer.")
    stories = _select(old, new, watch=Watch("Harbour", window_days=3)).evidence.stories
    assert [story.articles[0].id for story in stories] == [2, 1]
