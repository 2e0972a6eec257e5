"""What the offline engine proposes: order, shares, openings, and quotations with their speakers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.article import Article, Extracted
from bot.domain.evidence import Evidence
from bot.domain.watch import Watch
from bot.steps.choose.select import select_evidence
from bot.steps.group.cluster import group_stories
from bot.steps.keep.revision import make_revision
from bot.steps.write.extracts import draft_digest

NOW = datetime(2031, 3, 14, 18, tzinfo=UTC)
TALKS = (
    "Delegations from Kavaria and Tolmesh met in Port Halloran on Friday to discuss the Serren Strait.\n\n"
    "Karim Desht, the chief negotiator of Tolmesh, said that 40 ships a day would pass again within three weeks.\n\n"
    "Desht stayed calm. “Nobody should expect a signature this week,” he said. “We will see.”"
)
TALKS_TOLD_AGAIN = (
    "Envoys of Kavaria and Tolmesh sat down in Port Halloran on Friday over the Serren Strait.\n\n"
    "Foreign Minister Signe Aldare of Ostreya said that 120 monitors stood ready to watch the Serren Strait.\n\n"
    "“We are here to reopen the water,” Aldare said."
)
MARKET = (
    "Mayor Ilse Maro opened the fish market of Lowen with the first herring of the year on Friday.\n\n"
    "The market has 212 stalls and expects 9,000 visitors before the spring, the guild of Lowen said."
)


def _article(number: int, text: str, *, hours: int = 2, **fields: Any) -> Article:
    extracted = Extracted(
        url=None, title=text.partition(".")[0], text=text, published_at=NOW - timedelta(hours=hours), language="en"
    )
    url = f"https://outlet{number}.example/a"
    values = {"publisher": f"Outlet {number}", "source_type": "outlet", "trust": 0.8} | fields
    return Article(
        number, url, url, first_seen_at=NOW, revision=make_revision(extracted, number=1, fetched_at=NOW), **values
    )


def _evidence(*articles: Article, days: int = 2) -> Evidence:
    return select_evidence(group_stories(articles), watch=Watch("Harbour", window_days=days), as_of=NOW).evidence


def _draft(evidence: Evidence, max_words: int = 350) -> Any:
    return draft_digest(evidence, max_words=max_words)


def _places(draft: Any) -> list[str]:
    sentences = [one for development in draft["developments"] for one in development["sentences"]]
    return [one["citations"][0] for one in (*sentences, *draft["other_news"])]


def test_no_evidence_makes_an_empty_draft() -> None:
    draft = _draft(Evidence((), {}))
    assert (draft["developments"], draft["other_news"]) == ([], [])


def test_a_story_of_several_sources_leads_and_nothing_is_said_twice() -> None:
    draft = _draft(_evidence(_article(1, MARKET), _article(2, TALKS), _article(3, TALKS_TOLD_AGAIN)))
    first = draft["developments"][0]["sentences"]
    assert {one["citations"][0].partition(".")[0] for one in first} == {"p2", "p3"}
    assert len(set(_places(draft))) == len(_places(draft))


def test_it_keeps_to_its_words() -> None:
    evidence = _evidence(_article(1, MARKET), _article(2, TALKS), _article(3, TALKS_TOLD_AGAIN))
    draft = _draft(evidence, 60)
    texts = [line.text for line in evidence.lines if str(line.sentence_id) in _places(draft)]
    main = sum(len(text.split()) for text in texts)
    assert draft["developments"]
    assert main <= 60 + 20 * len(draft["other_news"])


def test_a_quotation_said_by_he_is_printed_with_the_surname_of_who_is_introduced() -> None:
    draft = _draft(_evidence(_article(2, TALKS)))
    spoken = [one for development in draft["developments"] for one in development["sentences"] if one["quotes"]]
    assert [one["text"] for one in spoken] == ["{q1}, Desht said."]
    assert spoken[0]["quotes"][0]["words"] == "Nobody should expect a signature this week,"


def test_a_quotation_of_nobody_is_left_out() -> None:
    text = TALKS.replace(
        "“Nobody should expect a signature this week,” he said. “We will see.”",
        "“All will be well, as it always was before.”",
    )
    draft = _draft(_evidence(_article(2, text)))
    assert not any(one.startswith("p2.3") for one in _places(draft))


def test_the_newer_article_opens_the_story() -> None:
    old, new = _article(2, TALKS, hours=70, source_type="wire", trust=0.9), _article(3, TALKS_TOLD_AGAIN)
    draft = _draft(_evidence(old, new, days=5))
    assert draft["developments"][0]["sentences"][0]["citations"] == ["p3.1.s1"]


def test_the_outlet_speaking_of_itself_is_no_news_but_a_ministry_is() -> None:
    text = MARKET.replace("The market has", "You should know that our market of Lowen has")
    ours, theirs = (_draft(_evidence(_article(1, text, source_type=kind))) for kind in ("outlet", "primary"))
    assert "p1.2.s1" not in _places(ours)
    assert "p1.2.s1" in _places(theirs)


def test_a_quotation_behind_an_echo_is_printed_without_what_it_echoes() -> None:
    told = TALKS.replace(
        "Desht stayed calm. “Nobody should expect a signature this week,” he said. “We will see.”",
        "Council envoy Miro Castellane echoed this sentiment, pointing to Friday: "
        "“At the moment Kavaria has no right to close the Serren Strait.”",
    )
    draft = _draft(_evidence(_article(1, told), _article(2, TALKS_TOLD_AGAIN)))
    texts = [one["text"] for development in draft["developments"] for one in development["sentences"]]
    assert any(text.startswith("{q1}") and "Castellane" in text for text in texts)
    assert all("sentiment" not in text for text in texts)
