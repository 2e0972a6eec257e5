"""The JSON forms of the public interface."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.domain.article import Article
from bot.domain.digest import Band, Line, Since, Style
from bot.domain.ids import SentenceId
from bot.domain.lookup import Hit, QuoteVerdict, SourceView
from bot.steps.show.json_forms import answer_json, citation_json, digest_json, hit_json, source_json, verdict_json
from tests.digests import ANSWER, AT, DIGEST, REFUSAL, TWO
from tests.samples import make_article

CITATION = set(
    "n sentence_id article_id revision url deep_link publisher title published_at event_date source_type start end"
    " text".split()
)


def test_a_digest_has_every_field_of_the_interface() -> None:
    made = digest_json(DIGEST)
    wanted = (
        "id watch slot as_of engine prompts headline standfirst developments differences numbers ahead other_news"
        " citations coverage checks"
    )
    assert set(wanted.split()) <= set(made)
    assert json.loads(json.dumps(made)) == made
    assert made["as_of"] == "2031-05-07T08:30:00+02:00"
    development = made["developments"][0]  # type: ignore[index]
    assert set(development) == {"title", "event_date", "status", "label", "claims"}
    claim = development["claims"][1]
    assert {"text", "citations", "quotes"} <= set(claim)
    assert claim["quotes"] == [
        {"text": "We will not sail by lantern", "speaker": "Mara Lind", "n": 2, "start": 61, "end": 88}
    ]
    assert made["coverage"] == {"articles": 9, "feeds": 3, "outcomes": {"cited": 2, "kept": 7}}
    checks = {"quotes", "claims_kept", "claims_repaired", "claims_dropped", "rules", "style"}
    assert set(made["checks"]) == checks  # type: ignore[call-overload]
    assert (made["since"], made["checks"]["style"]) == (None, None)  # type: ignore[index]


def test_what_changed_and_the_figures_of_style_are_data() -> None:
    line = Line("120 monitors, up from 90", (2, 1), "The mission")
    since = Since(4, AT, "Monday’s edition", (line,), 2)
    style = Style(0.5, 0.25, {"words": Band(412, 350, None, met=True)})
    made = digest_json(replace(DIGEST, since=since, checks=replace(DIGEST.checks, style=style)))
    assert json.loads(json.dumps(made)) == made
    assert made["since"] == {
        "digest_id": 4,
        "as_of": AT.isoformat(),
        "edition": "Monday’s edition",
        "updates": [{"text": line.text, "citations": [2, 1], "label": "The mission", "date": None, "quotes": []}],
        "new": 2,
    }
    bands = {"words": {"value": 412, "low": 350, "high": None, "met": True}}
    assert made["checks"]["style"] == {"score": 0.5, "extract_share": 0.25, "bands": bands}  # type: ignore[index]


def test_a_digest_that_is_not_stored_has_no_id() -> None:
    made = digest_json(replace(DIGEST, id=0, slot=""))
    assert (made["id"], made["slot"]) == (None, None)


def test_a_citation_has_every_field_and_unknown_is_null() -> None:
    made = citation_json(replace(TWO, published_at=None, event_date=None, deep_link=""))
    assert set(made) >= CITATION
    assert (made["published_at"], made["event_date"], made["deep_link"]) == (None, None, None)
    assert citation_json(TWO)["published_at"] == "2031-05-07T06:30:00+00:00"
    assert citation_json(TWO)["sentence_id"] == "p7.3.s1"


def test_an_answer_and_a_refusal_have_the_same_fields() -> None:
    answered, refused = answer_json(ANSWER, "q1"), answer_json(REFUSAL)
    assert set(answered) == set(refused)
    assert set("id question answered scope sentences citations reason nearest".split()) <= set(answered)
    assert (answered["id"], answered["answered"], answered["reason"]) == ("q1", True, None)
    assert refused["nearest"] == [
        {
            "title": "Velm offers",
            "url": "https://news.example/9",
            "published_at": "2031-05-07T06:30:00+00:00",
            "sentence_id": "p9.2.s2",
        }
    ]


def test_a_source_has_its_place_and_its_verdict() -> None:
    new = make_article("https://courier.example/1")
    article = Article(3, new.url, new.canonical_url, new.publisher, "outlet", 0.8, AT, new.revision)
    view = SourceView(SentenceId(3, 1, 1, 2), article, "", "text", "after", 4, 9)
    made = source_json(view)
    assert set(made) == set("sentence_id before text after quote_start quote_end article also_in".split())
    judged = source_json(replace(view, verdict=QuoteVerdict("verbatim", "it stands there", 3, start=4, end=9)))
    assert (judged["verdict"], judged["why"]) == ("verbatim", "it stands there")
    assert verdict_json(QuoteVerdict("absent", "nowhere"))["speaker_verdict"] == "unknown"


def test_a_hit_has_every_field_of_the_interface() -> None:
    hit = Hit(1, 2.5, "p3.1", 3, 1, 1, "https://x.example", "Title", None, None, 0, 4, "text")
    assert set(hit_json(hit)) == set(
        "rank score passage_id article_id url title publisher published_at start end text".split()
    )
