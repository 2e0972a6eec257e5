"""Pages that are no articles, and articles beside things that look like walls. Every page here is invented."""

# ruff: noqa: E501  pages are read better in one line each

from __future__ import annotations

import pytest

from bot.domain.errors import SourceError
from bot.steps.read.extract import extract_page

PARAGRAPHS = [
    f"The harbour office of Port Halloran counted {number} ferries on Wednesday and sent none of them to sea, its chair said."
    for number in range(11, 23)
]
TEASERS = "".join(
    f"<div class=item><h3><a href=/{n}>Ferry number {n} waits for the ice to go</a></h3><p>The crew of ferry {n} slept on board"
    f" again last night.</p></div>"
    for n in range(12)
)
PAID = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferries","isAccessibleForFree":false%s}</script>'


def page(*paragraphs: str, head: str = "", title: str = "Ferries stay in port", after: str = "") -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article>{after}</body></html>"


def shell(body: str, title: str = "Harbour Gazette", head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (shell("<h1>Subscribe to continue reading</h1><p>Already a subscriber? Log in to your account to go on.</p>"), "paywalled"),
        (shell("<h1>Log in</h1><p>Please sign in to continue. Create an account to read our stories and follow your topics.</p>"), "paywalled"),
        (shell("<p>This article is for subscribers only. Choose the subscription that suits you and cancel any time you like.</p>"
               "<p>Unlimited access for one crown a week. Subscribe now and get a free trial of our paper on your doorstep.</p>"), "paywalled"),
        (shell("<p>We and our partners use cookies to store personal data on your device. You may withdraw your consent at any time.</p>"
               "<p>Our partners process data on legitimate interest. You can manage your privacy settings and your choices below.</p>"), "no_text"),
        (shell("<p>Checking your browser before you reach gazette.example. This process is automatic and takes some seconds.</p>", "Just a moment..."), "failed"),
        (shell("<h1>Verify you are human</h1><p>gazette.example needs to review the security of your connection before proceeding.</p>"), "failed"),
        (shell("<p>Pardon our interruption. As you were browsing something about your browser made us think you were a bot, for "
               "which there may be several reasons that we list here for you to read.</p>", "Pardon Our Interruption"), "failed"),
        (shell("<h1>Access denied</h1><p>You do not have permission to reach this page on this server. Reference 18.aa.22.</p>"), "failed"),
        (shell("<h1>Are you over 18?</h1><p>You must be at least 18 years old to enter. Please enter your date of birth to go on.</p>"), "no_text"),
        (shell("<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"), "no_text"),
        (shell("<div id=app>Loading…</div><p>This site requires JavaScript.</p>"), "no_text"),
        (shell("<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist. It may have been moved or deleted. "
               "Try the search box above or go back to the front page of our site.</p>", "404 - Page not found"), "no_text"),
        (shell("<h1>Oops</h1><p>This story is no longer available on our site. Perhaps you would like to read one of the stories "
               "that other readers liked this week, or tell us what you were looking for.</p>"), "no_text"),
        (shell("<h1>gazette.example</h1><p>This domain is for sale. Make an offer to the owner today, and our brokers will help you "
               "with the transfer within a week or two of the payment.</p>"), "no_text"),
        (shell(f"<h1>Results for ferries</h1>{TEASERS}", "Search results for ferries"), "no_text"),
        (shell(f"<h1>Tag: ferries</h1>{TEASERS}", "ferries | Harbour Gazette"), "no_text"),
        (shell(f"<main><ul>{TEASERS.replace('<div class=item>', '<li>').replace('</div>', '</li>')}</ul></main>"), "no_text"),
        (shell(f"<h1>Live blogs</h1>{TEASERS}", head='<script type="application/ld+json">{"@type":"CollectionPage"}</script>'), "no_text"),
        (shell("<ul>" + "<li><a href=/x>Mayor opens the fish market</a></li>" * 40 + "</ul>"), "no_text"),
        (shell("<p>Internal server error. The server met an error and could not complete your request. Please tell the people who "
               "run this site what you did when it happened, and when.</p>", "500 Internal Server Error"), "no_text"),
        (shell("<p>Please switch off your ad blocker to go on. Your browser blocks what pays for our work.</p><p>How to allow our "
               "site in your ad blocker: open its settings in your browser and add us to the list.</p>"), "failed"),
        (shell("<h1>Newsletter</h1><p>Sign up for our newsletter with your email and create a free account in your own name today."
               " You can cancel any time.</p>"), "paywalled"),
        (shell("<h1>Site coming soon</h1><p>Website coming soon. This is the future home of something that the owner of this domain "
               "is building for you and for everybody else who may care.</p>"), "no_text"),
    ],
)  # fmt: skip
def test_no_wall_is_taken_for_an_article(html: str, kind: str) -> None:
    with pytest.raises(SourceError, match="no article text found: ") as caught:
        extract_page(html, url="https://gazette.example/a")
    assert caught.value.facts["kind"] == kind
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "html",
    [
        page(*PARAGRAPHS[:2], "Subscribe to continue reading this story."),
        page(*PARAGRAPHS[:3], head=PAID % ""),
        page(
            *PARAGRAPHS[:8],
            head=PAID % ', "wordCount": 900',
            after="<div class=paywall>Already a subscriber? Log in.</div>",
        ),
        page(*PARAGRAPHS[:3], after="<div class=regwall><p>You've reached your limit of free articles.</p></div>"),
    ],
)
def test_an_opening_is_marked_as_one(html: str) -> None:
    assert extract_page(html, url="https://gazette.example/a").flags == ("paywalled",)


@pytest.mark.parametrize(
    "html",
    [
        page(*PARAGRAPHS, head=PAID % ""),
        page(*PARAGRAPHS, head=PAID % ', "wordCount": 250', after="<p>Already a subscriber? Log in.</p>"),
        page(*PARAGRAPHS[:6], "Subscribe to our newsletter now.", *PARAGRAPHS[6:]),
        page(*PARAGRAPHS[:6], "<span>Sign up for the daily newsletter and get news in your inbox.</span>", *PARAGRAPHS[6:]),
        page(*PARAGRAPHS, after=f"<div class=more>{TEASERS}</div>"),
        page(*PARAGRAPHS, title="Search results for a lost ferry end in grief"),
        page(*PARAGRAPHS, "The page was not found in the archive, the court heard, and the captcha was no help to the judge."),
        page(*PARAGRAPHS, after="<footer>We use cookies. Manage your consent and privacy settings.</footer>"),
        page(*PARAGRAPHS, title="Regulator: cookies and consent on news sites must be free"),
    ],
)  # fmt: skip
def test_an_article_is_no_wall(html: str) -> None:
    found = extract_page(html, url="https://gazette.example/a")
    assert found.flags == ()
    assert found.text.startswith(PARAGRAPHS[0])
    assert PARAGRAPHS[-1] in found.text
    assert "newsletter" not in found.text
