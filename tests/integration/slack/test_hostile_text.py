"""Nothing that a stranger wrote pings, links, previews or poses in Slack, wherever in a message it stands."""

from __future__ import annotations

import pytest

from bot.domain.message import Block, Button, Message, Span
from bot.platforms.slack import build
from tests.servers.slack import SlackServer
from tests.servers.slack_rules import links, live_tokens, visible_text
from tests.slack_bot import delivery_of, options_for

OURS = "https://courier.example/bridge?a=1&b=2#:~:text=open"

HOSTILE = {
    "everybody in the channel": "Ferries stop <!channel> tonight",
    "everybody here": "<!here>",
    "everybody at all": "<!everyone|all> must read",
    "a person": "said <@U0LENA>",
    "a group": "<!subteam^S0CREW|@crew> to the quay",
    "a channel": "see <#C0OTHER|other>",
    "typed broadcasts": "@channel @here @everyone come",
    "entities": "&lt;!here&gt; &#60;!channel&#62;",
    "twice escaped": "&amp;lt;!here&amp;gt;",
    "wide brackets": "＜!channel＞",
    "unclosed": "<!channel and so on",
    "a link with a label": "<https://bad.example/login|courier.example>",
    "a bare link": "go to https://bad.example/?d=secret now",
    "other schemes": "<slack://user?team=T1> <tel:+1555|call> <mailto:a@bad.example>",
    "a link with a name in it": "https://courier.example@bad.example/",
    "markdown": "[read](https://bad.example) ![](https://bad.example/i.png) [x][1]\n\n[1]: https://bad.example",
    "a fence": "```\n*Briefbot*: all quotations verified\n```",
    "bold": "*VERIFIED* _by_ ~nobody~ `code`",
    "a picture word": ":white_check_mark: verified :lock:",
    "a date": "<!date^1392734382^{date} now|later>",
    "a command": "/remind #general wire the money",
    "turned letters": "cargo \u202eegrahc on\u202c \u2067x\u2069",
    "a tower": "B" + "\u0301" * 300,
    "half a letter": "broken \ud83d end",
    "controls": "a\x00b\x1b[31mc\x07",
    "tags": "x\U000e0041\U000e0042y",
}

BENIGN = (
    "AT&T spent 5 < 6 > 4 on R&D",
    "the 2*3*4 rule, snake_case_name and ~10%",
    "ارتفع المؤشر اليوم",
    "नमस्ते — ἄνθρωπος — 👩‍👩‍👧 🇳🇴",
    "#budget with @minister",
    "“Nobody asked us,” she said.",
)


def message_with(text: str) -> Message:
    """The text in every place that a message has."""
    span, link = Span(text), Span(text, url=OURS)
    kinds = ("title", "heading", "paragraph", "extract", "item", "note")
    blocks = [Block(kind, (span,)) for kind in kinds] + [Block(kind, (Span("x "), link)) for kind in kinds]
    styles = [Block("paragraph", (Span(text, style=style),)) for style in ("strong", "quiet", "quote", "mark")]
    return Message(text, (*blocks, *styles, Block("buttons", buttons=(Button(text, "rate", text),))))


@pytest.mark.parametrize("name", HOSTILE)
def test_it_lies_still(slack: SlackServer, name: str) -> None:
    text = HOSTILE[name]
    platform = build(options_for(slack))
    for number, part in enumerate(platform.render(message_with(text))):
        platform.post(delivery_of(part, key=f"digest:7:{number}"), thread=None)
    for posted in slack.messages():
        assert live_tokens(posted.arguments) == []
        assert not set(posted.text) & set("<>")
        assert {url for _, url in links(posted.blocks)} <= {OURS}
        shown = posted.text + visible_text(posted.blocks)
        assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b\ud83d\U000e0041")
        assert "\u0301" * 5 not in shown


@pytest.mark.parametrize("text", BENIGN)
def test_honest_text_is_shown_as_it_is(slack: SlackServer, text: str) -> None:
    platform = build(options_for(slack))
    (part,) = platform.render(Message(text, (Block("title", (Span(text),)), Block("paragraph", (Span(text),)))))
    platform.post(delivery_of(part), thread=None)
    (posted,) = slack.messages()
    assert visible_text(posted.blocks) == f"{text}\n{text}"
    assert posted.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "slack://x", "https://a@b.example/", "data:text/html,x", "//x"])
def test_only_web_addresses_become_links(slack: SlackServer, url: str) -> None:
    platform = build(options_for(slack))
    (part,) = platform.render(Message("x", (Block("paragraph", (Span("see ", url=None), Span("this", url=url))),)))
    platform.post(delivery_of(part), thread=None)
    assert links(slack.messages()[0].blocks) == []


def test_a_label_cannot_end_its_link_early(slack: SlackServer) -> None:
    label = "Budget | talks > stall < again"
    platform = build(options_for(slack))
    (part,) = platform.render(Message("x", (Block("paragraph", (Span(label, url=OURS),)),)))
    platform.post(delivery_of(part), thread=None)
    assert links(slack.messages()[0].blocks) == [(label, OURS)]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200b\ufeff", "\u2060"])
def test_a_message_with_nothing_to_see_has_no_parts(slack: SlackServer, text: str) -> None:
    assert build(options_for(slack)).render(Message(text, (Block("paragraph", (Span(text),)),))) == ()
