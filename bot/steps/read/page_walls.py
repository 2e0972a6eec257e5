"""Pages that stand where an article should: login, consent, proof of being human, error, empty shell, list of links.

Says why such a page is no article and what outcome follows. Texts of notices are `notices`; the markup that tells of
paid articles is `page_metadata`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.steps.read import page_lines
from bot.steps.read.notices import find_notice
from bot.steps.read.page_blocks import Block
from bot.steps.read.page_body import is_linked_heading, running_words
from bot.steps.read.page_metadata import is_paid

MIN_TEXT_WORDS = 25
STUB_WORDS = 120
"""Every subscription site asks for one on every page; below so few words it stands for the rest of the text."""

PAID_STUB_WORDS = 250
"""The same for an article whose markup says that it must be paid for; openings are longer there."""

FULL_SHARE = 0.8
"""A text with so many of the words that the markup counts is whole."""

SHORT_PAGE_WORDS = 150
"""Error pages, age gates and parked domains say no more than this."""

MIN_TEASERS = 5
TEASER_WORDS = 60
"""A list of teasers has so many headlines that lead elsewhere, and hardly more words to each."""

_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:read|continue|keep reading|unlock|get|access)|already a (?:subscriber|member)\b"
    r"|to continue reading|continue reading (?:with|by|for)|create (?:a free|an) account to"
    r"|(?:log|sign) in to (?:read|continue|view|access)|register (?:now |for free )?to (?:read|continue|view)"
    r"|(?:article|content|story|page) is (?:\w+ )?(?:for|available (?:only )?to) (?:our |paying )?"
    r"(?:subscribers|members|premium)"
    r"|subscribers? only|subscriber[- ]exclusive|unlock (?:this|the full) (?:article|story)|your free articles?"
    r"|read the (?:full|whole|rest of (?:the|this)) (?:article|story) (?:with|by)"
    r"|you['’]ve (?:reached|read) (?:your|all)"
    r"|nur für abonnenten|jetzt abonnieren|weiterlesen mit|réservé (?:à nos|aux) abonnés|pour lire la suite",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|enable javascript and cookies|are you a robot|captcha"
    r"|checking (?:your browser|if the site connection)|unusual (?:traffic|activity) from your|just a moment\.\.\."
    r"|pardon our interruption|access (?:to this page has been )?denied|attention required|press (?:&|and) hold"
    r"|you have been blocked|security check",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|turn on|requires?|need|without|aktivieren sie|activer) java ?script|javascript (?:is|must be|to be)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:are you|you must be|i am|confirm (?:that )?you are) (?:at least |over |of |above )*(?:\d\d|legal|age)"
    r"|\bverify your age\b|\bage verification\b|\benter your date of birth\b|\bdate of birth\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:page|article|story|content) (?:was |is |could )?(?:not (?:be )?found|not available"
    r"|no longer (?:available|exists)|unavailable"
    r"|cannot be found|doesn['’]t exist|does not exist|has (?:been removed|moved|expired))|\b(?:404|410)\b"
    r"|\bpage you (?:are|were|['’]re) (?:looking|trying)|\bseite (?:wurde )?nicht gefunden|\bpage introuvable"
    r"|\b(?:internal server error|service unavailable|bad gateway|temporarily unavailable|under maintenance)\b",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"\bdomain (?:name )?(?:is |may be |has )?(?:for sale|parked|expired|available)|\bbuy this domain"
    r"|\bparked (?:free|domain)"
    r"|\bthis domain\b.*\b(?:sale|owner|registr)|\bfuture home of\b|\bwebsite (?:is )?coming soon\b",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"^(?:search(?: results)?\b|results for\b|\d[\d,. ]* results\b|you searched for\b|no results\b|suchergebnis"
    r"|résultats? (?:de|pour)\b)",
    re.IGNORECASE,
)
_SHORT_PAGES = (
    (_CHALLENGE, "the site asks visitors to prove that they are human", "failed"),
    (_GONE, "the page says that it does not exist or does not work", "no_text"),
    (_PARKED, "the domain is for sale or has no site yet", "no_text"),
    (_AGE, "the page asks for the reader's age", "no_text"),
)
_LIST_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "CheckoutPage"))


def find_wall(
    paragraphs: Sequence[str], blocks: Sequence[Block], *, title: str | None, types: frozenset[str], is_article: bool
) -> tuple[str, str] | None:
    """Why a page is no article, and the outcome (`no_text`, `paywalled`, `failed`); None if it is one.

    `types` are those of its linked data, `is_article` whether its markup calls it an article.
    """
    text = "\n".join(paragraphs)
    words = page_lines.count_words(text)
    if not is_running_text(paragraphs):
        return _why_empty(blocks)
    if words <= SHORT_PAGE_WORDS:
        for pattern, reason, kind in _SHORT_PAGES:
            if pattern.search(title or "") or (not is_article and pattern.search(_opening(text))):
                return reason, kind
    if notice := find_notice(text):
        return notice
    return None if is_article else _why_list(blocks, words, title=title, types=types)


def is_running_text(paragraphs: Sequence[str]) -> bool:
    """Whether there are enough sentences for an article."""
    sentences = (one for one in paragraphs if page_lines.is_sentence(one))
    return sum(page_lines.count_words(one) for one in sentences) >= MIN_TEXT_WORDS


def is_opening_only(text: str, blocks: Sequence[Block], linked: Mapping[str, Any]) -> bool:
    """Whether this is what a paywall lets through: little text beside a request to subscribe, or marked as paid."""
    words = page_lines.count_words(text)
    counted = _number(linked.get("wordCount"))
    if counted and words >= FULL_SHARE * counted:
        return False
    if words < STUB_WORDS and (is_paid(linked) or asks_to_subscribe(blocks)):
        return True
    is_stub = words < PAID_STUB_WORDS or (counted is not None and words < counted / 2)
    return is_paid(linked) and is_stub and asks_to_subscribe(blocks)


def asks_to_subscribe(blocks: Sequence[Block]) -> bool:
    """Whether the page says that more is for those who log in or pay."""
    return any(_PAYWALL.search(block.text) for block in blocks)


def _why_empty(blocks: Sequence[Block]) -> tuple[str, str]:
    visible = " ".join(block.text for block in blocks)[:40_000]
    for pattern, reason, kind in (
        *_SHORT_PAGES[:1],
        (_PAYWALL, "the page asks readers to log in or subscribe", "paywalled"),
        *_SHORT_PAGES[1:],
        (_SCRIPT, "the page shows its text only to browsers that run its programs", "no_text"),
    ):
        if pattern.search(visible):
            return reason, kind
    notice = find_notice("\n".join(block.text for block in blocks))
    return notice or (f"fewer than {MIN_TEXT_WORDS} words of running text on this page", "no_text")


def _why_list(
    blocks: Sequence[Block], words: int, *, title: str | None, types: frozenset[str]
) -> tuple[str, str] | None:
    teasers = sum(is_linked_heading(block) for block in blocks)
    running = sum(running_words(block) for block in blocks)
    if _SEARCH.search(title or "") and teasers >= MIN_TEASERS:
        return "this is a page of search results", "no_text"
    is_list = teasers >= MIN_TEASERS and running < TEASER_WORDS * teasers
    if (is_list and words < TEASER_WORDS * teasers / 2) or types & _LIST_TYPES:
        return "this is a list of articles and none itself", "no_text"
    return None


def _opening(text: str) -> str:
    return text[:400]


def _number(value: object) -> int | None:
    try:
        return int(str(value).replace(",", "")) or None
    except ValueError:
        return None
