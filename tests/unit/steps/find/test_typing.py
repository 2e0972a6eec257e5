"""Source types by place and by signals."""

from __future__ import annotations

import pytest

from bot.domain.article import Extracted
from bot.steps.find.typing import classify_source

PLAIN = "The envoys met in the harbour office. They spoke for an hour and left without a word."


def kind_of(text: str = PLAIN, **fields: object) -> str:
    extracted = Extracted(**{"url": None, "title": "Envoys meet", "text": text, "byline": "Ana Rehn", **fields})  # type: ignore[arg-type]
    return classify_source(extracted, configured=None)[0]


def test_a_configured_type_wins() -> None:
    extracted = Extracted(url="https://x.com/a/1", title=None, text=PLAIN)
    assert classify_source(extracted, configured="wire")[:2] == ("wire", 0.9)
    assert classify_source(extracted, configured="nonsense")[0] == "social"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://x.com/someone/status/1", "social"),
        ("https://t.me/channel/1", "social"),
        ("https://example.com/x.com/", "outlet"),
        ("https://matrix.com/news", "outlet"),
        ("https://www.state.gov/briefing", "primary"),
        ("https://ec.europa.eu/news", "primary"),
        ("https://www.foreign.gov.uk/statement", "primary"),
        ("https://gov.example.com/statement", "outlet"),
        ("https://www.reuters.com/world/a", "wire"),
        ("https://example.com/opinion/a-view", "column"),
    ],
)
def test_type_by_address(url: str, kind: str) -> None:
    assert kind_of(url=url) == kind


def test_a_page_cannot_promote_itself() -> None:
    assert kind_of(url="https://evil.example/a", publisher="Ministry of Foreign Affairs") == "outlet"
    assert kind_of(url="https://evil.example/a", publisher="Reuters") == "outlet"
    assert kind_of(url=None, publisher="Ministry of Foreign Affairs") == "primary"
    assert kind_of(url="file:///a.md", publisher="Meridian Wire") == "wire"


def test_a_chatbot_link_is_enough() -> None:
    assert kind_of(PLAIN + " See chatgpt.com/share/abc for more.") == "ai_generated"
    assert kind_of(flags=("chatbot_share",)) == "ai_generated"


def test_three_signs_of_rewriting_make_an_aggregator() -> None:
    text = (
        "OSTREYA’S navy left. This highlights the growing tension. These moves underscore Ostreya’S reach.\n\n"
        "Stay tuned to Example Daily for more."
    )
    extracted = Extracted(url=None, title="Navy leaves", text=text)
    kind, trust, flags = classify_source(extracted, configured=None)
    assert (kind, trust) == ("aggregator", 0.45)
    assert set(flags) == {"filler", "broken_capitals", "self_promotion", "no_byline", "no_outlet"}


def test_two_signs_are_not_enough() -> None:
    assert kind_of(PLAIN + " Stay tuned to Example Daily for more.", byline=None, publisher="Example Daily") == "outlet"


def test_speakers_who_never_just_say_are_a_sign_of_rewriting() -> None:
    grand = "Rehn emphasized the delay. Lind underscored the risk. Roe highlighted the tide."
    assert kind_of(grand, byline=None) == "aggregator"
    assert kind_of(f"{grand} Rehn said it would pass. Lind told reporters so.", byline=None) == "outlet"
    assert kind_of(grand, publisher="Example Daily") == "outlet"


def test_a_text_that_names_neither_author_nor_outlet_is_not_rewritten_for_that() -> None:
    signals = classify_source(Extracted(url=None, title=None, text=PLAIN), configured=None)[2]
    assert set(signals) == {"no_byline", "no_outlet"}
    assert kind_of(byline=None) == "outlet"


def test_a_page_that_calls_itself_opinion_is_a_column_wherever_it_lies() -> None:
    assert kind_of(flags=("column_tag",)) == "column"
    assert kind_of(url="https://example.com/a", flags=("column_tag",)) == "column"
    assert kind_of(title="Opinion: The envoys were right") == "column"
