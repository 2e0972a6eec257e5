"""Texts that a site shows instead of its article: consent, login, "switch off your ad blocker".

Judges whole texts that came out of a page; buttons and labels within an article are `page_lines`.
"""

from __future__ import annotations

import re

NOTICE_SHARE = 0.6
MAX_NOTICE_WORDS = 500
"""Longer texts that speak of cookies and subscriptions are about them."""

_ADDRESSES_READER = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
_CONSENT = re.compile(
    r"\bcookies?\b|\bconsent\b|\bprivacy (?:policy|settings|choices|manager)\b|\blegitimate interest|\bour partners\b"
    r"|\bpersonal data\b|\bopt[ -]out\b|\bwithdraw your\b",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"\bsubscri(?:be|ber|bers|ption|ptions)\b|\b(?:log|sign)[ -]?(?:in|up)\b|\bcreate an? (?:free )?account\b"
    r"|\bfree trial\b|\bcancel any ?time\b|\bregister(?:ed)? (?:for free|now|to)\b|\bunlimited access\b",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"\bjavascript\b|\bad[ -]?block(?:er|ing)\b|\byour browser\b|\bcaptcha\b|\brobot\b", re.IGNORECASE
)
_KINDS = (
    (_CONSENT, "the page shows a notice about cookies and privacy instead", "no_text"),
    (_ACCESS, "the page asks readers to log in or subscribe", "paywalled"),
    (_BROWSER, "the page asks for another browser or for a proof that a person reads it", "failed"),
)
_WALL_PATH = re.compile(
    r"/(?:[\w-]*log-?in|sign-?in|signup|register|subscribe|consent|captcha|account|auth)(?:[/.?]|$)", re.IGNORECASE
)


def find_notice(text: str) -> tuple[str, str] | None:
    """Why this is no article, and the outcome that follows (`no_text`, `paywalled`, `failed`); None for articles."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    total = sum(len(paragraph.split()) for paragraph in paragraphs)
    if total > MAX_NOTICE_WORDS:
        return None
    for pattern, reason, kind in _KINDS:
        said = (one for one in paragraphs if pattern.search(one) and _ADDRESSES_READER.search(one))
        if sum(len(one.split()) for one in said) >= NOTICE_SHARE * total > 0:
            return reason, kind
    return None


def is_wall(path: str) -> bool:
    """Whether the path of an address is that of a login, consent or subscription page."""
    return _WALL_PATH.search(path) is not None
