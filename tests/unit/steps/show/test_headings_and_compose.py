"""Headings by template, numbered citations, and what a digest says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.draft import DraftDevelopment, DraftDigest, DraftLine, DraftSentence
from bot.domain.verdict import VerifiedDigest
from bot.domain.watch import Watch
from bot.steps.show.compose import Edition, compose_digest
from bot.steps.verify.gate import verify_digest
from bot.steps.write.headings import development_title, digest_heading
from tests.grounds import NOW, actions, article_of, evidence_of, quote

FIRST = article_of(
    "ORSA — Ministers of Orsa and Velm broke off their talks on Tuesday.\n\n"
    "“We will not sail by lantern,” Mara Lind, the harbour minister, said.",
    title="Orsa and Velm break off talks – Port Tidings",
)
SECOND = article_of("Pilots of Sund met on Tuesday.", number=2, title="Why “wait”? Pilots ask", publisher="Sund Post")
EVIDENCE = evidence_of(FIRST, SECOND)
WATCH = Watch("Lake Watch")
TALKS = DraftSentence("Ministers of Orsa and Velm broke off their talks on Tuesday.", ("p1.1.s1",))
SAID = DraftSentence(
    "Mara Lind said {q1}.", ("p1.2.s1",), (quote("We will not sail by lantern", place="p1.2.s1", speaker="Mara Lind"),)
)
PILOTS = DraftSentence("Pilots of Sund met on Tuesday.", ("p2.1.s1",))


def verified(headline: str = "", title: str = "", *sentences: DraftSentence, **fields: object) -> VerifiedDigest:
    development = DraftDevelopment(title, sentences or (TALKS, SAID))
    draft = DraftDigest(headline, "", (development,), **fields)  # type: ignore[arg-type]
    return verify_digest(draft, EVIDENCE)


def heading(one: VerifiedDigest) -> tuple[str, str]:
    return digest_heading(one, EVIDENCE, watch=WATCH, as_of=NOW)


def test_a_verified_headline_gets_the_name_of_the_watch_in_front() -> None:
    assert heading(verified("Orsa and Velm break off talks"))[0] == "Lake Watch: Orsa and Velm break off talks"
    assert heading(verified("Lake Watch: Orsa and Velm break off talks"))[0].count("Lake Watch") == 1


def test_names_stand_in_a_heading_without_their_possessive_s() -> None:
    third = article_of("The ministers met on Port Sund’s old quay and in Lake Velm.", number=3, title="In pictures")
    evidence = evidence_of(third)
    line = DraftSentence("The ministers met on Port Sund’s old quay and in Lake Velm.", ("p3.1.s1",))
    one = verify_digest(DraftDigest("", "", (DraftDevelopment("", (line,)),)), evidence)
    assert development_title(one.developments[0].claims, evidence) == "Port Sund and Lake Velm"


@pytest.mark.parametrize(
    "headline",
    [
        "Orsa defeats Quillon",
        "Orsa breaks off 3 talks",
        "Orsa says “no”",
        "See evil.example",
        "Talks {q1}",
        "Orsa did not break off talks",
    ],
)
def test_an_unproven_headline_gives_way_to_the_outlet_s(headline: str) -> None:
    one = verified(headline)
    assert one.headline is None
    assert ("dropped", one.changes[-1].rule) in actions(one.changes)
    assert heading(one)[0] == "Lake Watch: Orsa and Velm break off talks"


def test_a_title_with_quotations_or_questions_is_not_used() -> None:
    one = verified("", "", PILOTS)
    assert development_title(one.developments[0].claims, EVIDENCE) == "Pilots of Sund met on Tuesday"


def test_the_standfirst_counts_sources_and_days() -> None:
    one = verified("", "", TALKS, PILOTS)
    assert heading(one)[1] == "1 development from 2 sources, 6 May 2031"


def test_nothing_new_is_said_in_one_line() -> None:
    title, standfirst = heading(VerifiedDigest(None, None))
    assert title == "Lake Watch: no new developments"
    assert standfirst == "Nothing new in the sources of this briefing, 8–9 May 2031"


def test_citations_are_numbered_as_a_reader_meets_them_and_lead_to_stored_characters() -> None:
    one = verified("", "", SAID, TALKS, other_news=(PILOTS,))
    digest = compose_digest(one, EVIDENCE, edition=Edition(WATCH, "2031-05-09T08:00", NOW, "model"))
    assert [claim.citations for claim in digest.developments[0].claims] == [(1,), (2,)]
    assert digest.other_news[0].citations == (3,)
    for citation in digest.citations:
        article = EVIDENCE.articles[citation.article_id]
        assert article.revision.text[citation.start : citation.end] == citation.text
        assert citation.text_sha256 == article.revision.text_sha256
        assert citation.deep_link.startswith(f"{article.url}#:~:text=")
    (printed,) = digest.developments[0].claims[0].quotes
    assert (printed.n, printed.speaker) == (1, "Mara Lind")
    assert FIRST.revision.text[printed.start : printed.end] == printed.text
    assert (digest.checks.quotes, digest.checks.claims_kept, digest.id) == (1, 3, 0)


def test_an_extract_is_shown_without_its_dateline() -> None:
    one = verified("", "", DraftSentence("", (), (), "p1.1.s1"))
    digest = compose_digest(one, EVIDENCE, edition=Edition(WATCH, "s", NOW, "offline"))
    claim = digest.developments[0].claims[0]
    assert (claim.is_extract, claim.outlet) == (True, "Port Tidings")
    assert claim.text == digest.citations[0].text == "Ministers of Orsa and Velm broke off their talks on Tuesday."


def test_a_development_is_dated_by_its_articles_and_not_by_the_writer() -> None:
    development = DraftDevelopment("Talks end", (TALKS,), "2031-12-24", "sensational")
    (one,) = verify_digest(DraftDigest("", "", (development,)), EVIDENCE).developments
    assert (one.event_date, one.status) == (date(2031, 5, 6), "new")


def test_lines_are_held_to_the_same_rules() -> None:
    good = DraftLine("Pilots of Sund met on Tuesday.", ("p2.1.s1",), None, "2031-13-77")
    bad = replace(good, text="Pilots of Sund met 40 times.")
    one = verify_digest(DraftDigest("", "", (), (bad,), (good,), (good, bad)), EVIDENCE)
    assert (one.differences, len(one.numbers), len(one.ahead)) == ((), 1, 1)
    assert one.ahead[0].date is None
    assert [item.key for item in one.failing] == ["difference1", "ahead2"]
    assert one.rules == {"V8": 2}
