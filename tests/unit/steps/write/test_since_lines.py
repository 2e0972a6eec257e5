"""The status of developments, what goes as a repeat, and what is said first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.told import Before, Told
from bot.domain.verdict import CheckedSentence, VerifiedDevelopment, VerifiedDigest
from bot.steps.verify.check import check_text
from bot.steps.write.since_lines import with_since
from tests.grounds import NOW, article_of, evidence_of

OLD = "About 30 nations of the ferry accord met in Port Halloran to pledge boats for the night crossings."
NEW = "The 26 countries of the ferry accord met again in Port Halloran to pledge boats for the night crossings."
OTHER = "A lantern festival drew 400 guests to the islands of Velm."
YESTERDAY = NOW - timedelta(days=1)
ZONE = ZoneInfo("UTC")
PLACES = {1: SentenceId(1, 1, 1, 1), 2: SentenceId(2, 1, 1, 1)}


def _told(text: str = OLD) -> Told:
    return Told(text, 7, YESTERDAY, (SentenceId(9, 1, 1, 1),))


def _evidence(new: str, *, told: Told | None = None, other: str = OTHER) -> Evidence:
    """Story 1 goes on from article 9, story 2 was never told."""
    evidence = evidence_of(article_of(new, number=1), article_of(other, number=2, title="Lanterns"))
    earlier = article_of(OLD, number=9)
    return replace(evidence, told={1: (told or _told(),)}, articles={**evidence.articles, 9: earlier})


def _before(*texts: str) -> Before:
    return Before(tuple(_told(text) for text in texts or (OLD,)), {}, 7, YESTERDAY)


def _digest(new: str, *more: CheckedSentence) -> VerifiedDigest:
    claims = CheckedSentence(new, (PLACES[1],)), *more
    second = CheckedSentence(OTHER, (PLACES[2],))
    return VerifiedDigest(
        None,
        None,
        developments=(
            VerifiedDevelopment("Ferry accord", None, "background", claims),
            VerifiedDevelopment("Lanterns", None, "update", (second,)),
        ),
    )


def test_the_program_decides_what_is_new_and_what_goes_on() -> None:
    done = with_since(_digest(NEW), _evidence(NEW), _before(), zone=ZONE)
    assert [one.status for one in done.developments] == ["update", "new"]
    assert done.since is not None
    (line,) = done.since.updates
    assert (line.label, line.citations) == ("Ferry accord", (PLACES[1], SentenceId(9, 1, 1, 1)))
    assert line.text.startswith("26 countries, down from about 30 nations reported")
    assert not check_text(line.text, line.citations, _evidence(NEW))
    assert (done.since.digest_id, done.since.edition) == (7, "Thursday’s edition")


def test_a_repeat_goes_and_says_of_which_digest() -> None:
    done = with_since(_digest(OLD), _evidence(OLD), _before(), zone=ZONE)
    assert [one.title for one in done.developments] == ["Lanterns"]
    assert done.since is not None
    assert done.since.updates == ()
    (change,) = done.changes
    assert (change.action, change.rule, change.before, change.evidence) == ("dropped", "V19", OLD, OLD)
    assert change.reason == "told before in digest 7; nothing added"


def test_what_leans_on_a_repeat_goes_with_it_and_the_rest_stays() -> None:
    leaning = CheckedSentence("They did so in the old hall.", (PLACES[1],))
    more = CheckedSentence("Mara Lind offered 5 boats for the night crossings of the ferry accord.", (PLACES[1],))
    done = with_since(_digest(OLD, leaning, more), _evidence(OLD), _before(), zone=ZONE)
    assert [one.text for one in done.developments[0].claims] == [more.text]
    assert [one.before for one in done.changes] == [OLD, leaning.text]


def test_a_digest_of_repeats_is_one_line() -> None:
    only = VerifiedDigest(None, None, other_news=(CheckedSentence(OLD, (PLACES[1],)),))
    done = with_since(only, _evidence(OLD), _before(), zone=ZONE)
    assert not done.developments
    assert not done.other_news
    assert done.since is not None


def test_what_an_article_cited_before_held_is_no_update_though_it_was_not_printed() -> None:
    text = "The ferry accord met in Port Halloran to pledge boats, and its 26 countries count on night crossings."
    for held, statuses in ((" Later 26 countries stayed.", ["new"]), ("", ["update", "new"])):
        evidence = _evidence(text)
        cited = replace(evidence, articles={**evidence.articles, 9: article_of(OLD + held, number=9)})
        done = with_since(_digest(text), cited, _before(), zone=ZONE)
        assert [one.status for one in done.developments] == statuses


def test_the_first_edition_has_nothing_to_go_on_from() -> None:
    done = with_since(_digest(NEW), evidence_of(article_of(NEW)), Before(), zone=ZONE)
    assert done.since is None
    assert {one.status for one in done.developments} == {"new"}


def test_a_line_that_cannot_be_proven_is_left_out() -> None:
    """The old sentence is not stored any more: the figure has nothing to stand on."""
    evidence = _evidence(NEW)
    without = replace(evidence, articles={one: article for one, article in evidence.articles.items() if one != 9})
    done = with_since(_digest(NEW), without, _before(), zone=ZONE)
    assert done.since is not None
    assert all("30" not in line.text for line in done.since.updates)
    assert all(without.article(place) for line in done.since.updates for place in line.citations)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(hours=2), "the edition of 06:00"),
        (timedelta(days=1), "Thursday’s edition"),
        (timedelta(days=6), "Saturday’s edition"),
        (timedelta(days=7), "the edition of 2 May 2031"),
    ],
)
def test_an_edition_is_named_as_readers_know_it(back: timedelta, words: str) -> None:
    before = replace(_before(), as_of=NOW - back)
    done = with_since(_digest(NEW), _evidence(NEW), before, zone=ZONE)
    assert done.since is not None
    assert done.since.edition == words
