"""What kind of source wrote an article, and how far to trust it.

A configured type wins; then the address; then signals in the text. What a page calls itself earns no trust: only files
of the operator's own may be typed by their publisher. Leads (`ai_generated`, `social`) are never quoted.
"""

from __future__ import annotations

import re

from bot.domain.article import SOURCE_TYPES, TRUST, Extracted

AGGREGATOR_SIGNALS = 3
"""From so many signals on (grounding 2.2), a missing byline and a missing outlet among them; one at least must lie in
the words, as an honest text may come without either.
"""

MIN_FILLERS = 2
MIN_LEAD_INS = 4
MIN_GRAND_VERBS = 3
GRAND_VERBS_PER_PLAIN = 2
"""People write `said`; a text whose speakers mostly emphasise and underscore was reworded (none of 1,340 news
articles by people does it).
"""

RETOLD_SIGNALS = frozenset(
    {"filler", "grand_verbs", "broken_capitals", "self_promotion", "article_image", "bold_lead_ins", "chatbot_share"}
)
"""Signals of words that were made from other words; the rest say only that nobody answers for them."""

CHATBOT_SHARE = re.compile(
    r"share\.google/aimode|chatgpt\.com/share|chat\.openai\.com/share|perplexity\.ai/|gemini\.google\.com/share"
    r"|claude\.ai/share|copilot\.microsoft\.com/shares|grok\.com/share|poe\.com/s/",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:[Tt]his|[Tt]hese) (?:\w+ ){0,2}(?:highlights?|underscores?|reflects?|emphasi[sz]es?|illustrates?|comes? as) "
)
_GRAND_VERB = re.compile(
    r"\b(?:emphasi[sz]\w+|highlight\w*|underscor\w+|underlin\w+|indicated|reiterat\w+|clarif\w+|characteri[sz]ed"
    r"|echo(?:ed|ing)|acknowledg\w+|stressed|cautioned"
    r"|express(?:ed|ing) (?:his|her|their|its|concern|skepticism|hope))\b"
)
_PLAIN_VERB = re.compile(r"\b(?:said|says|told|tells|added|wrote|asked|according to)\b")
_BROKEN_CAPITALS = re.compile(r"\b(?:\w*[a-z]|[A-Z]{2,})[’'](?:S|T|RE|LL)\b")
_SELF_PROMOTION = re.compile(r"[Ss]tay tuned to |[Ff]or real-time updates")
_BOLD_LEAD_IN = re.compile(r"^(?:[A-Z][\w’'-]*(?: [\w’'“”()-]+){0,5}): [A-Z]", re.MULTILINE)
_AGENCY = r"Reuters|AP|Associated Press|AFP|Agence France-Presse|dpa|UPI|Xinhua|TASS|Interfax|ANSA|EFE|PA Media"
_AGENCY_CREDIT = re.compile(rf"\((?:{_AGENCY})\)|^(?:{_AGENCY})$", re.MULTILINE)
_WIRE_NAME = re.compile(rf"\b(?:wire|press agency|news agency|{_AGENCY})\b", re.IGNORECASE)
_PRIMARY_NAME = re.compile(
    r"\b(?:ministry|government|department of|office of the|chancellery|embassy|presidency|white house|united nations"
    r"|european (?:commission|council|parliament)|parliament|state department|foreign office)\b",
    re.IGNORECASE,
)
_HOST_START = r"^https?://(?:[\w-]+\.)*"
_WIRE_HOST = re.compile(
    _HOST_START + r"(?:reuters\.com|apnews\.com|afp\.com|dpa\.com|upi\.com|efe\.com|ansa\.it)(?:[:/]|$)"
)
_PRIMARY_HOST = re.compile(
    r"^https?://(?:[\w-]+\.)+(?:gov|mil|int|europa\.eu|gov\.[a-z]{2}|gouv\.fr|bund\.de|gob\.[a-z]{2}|gc\.ca)(?:[:/]|$)"
    r"|^https?://(?:[\w-]+\.)*(?:un\.org|osce\.org|kremlin\.ru|mid\.ru)(?:[:/]|$)"
)
_SOCIAL_HOST = re.compile(
    _HOST_START
    + r"(?:twitter\.com|x\.com|facebook\.com|t\.me|bsky\.app|reddit\.com|threads\.(?:net|com)|tiktok\.com|vk\.com"
    r"|instagram\.com|truthsocial\.com|youtube\.com|linkedin\.com)(?:[:/]|$)"
)
_COLUMN = re.compile(
    r"/(?:opinions?|commentisfree|columns?|columnists?|editorials?|comment|op-?ed)/|^(?:Opinion|Comment|Editorial|Column)s?\s*[:|]"
)  # fmt: skip


def classify_source(extracted: Extracted, *, configured: str | None) -> tuple[str, float, tuple[str, ...]]:
    """Source type, trust 0..1 and flags naming the signals that were seen.

    An unknown `configured` type counts as none.
    """
    signals = _find_signals(extracted)
    told = configured if configured in SOURCE_TYPES else None
    kind = told or extracted.source_type or _type_by_place(extracted) or _type_by_signals(signals)
    return kind, TRUST[kind], signals


def _find_signals(extracted: Extracted) -> tuple[str, ...]:
    text = extracted.text
    found = {
        "chatbot_share": "chatbot_share" in extracted.flags or CHATBOT_SHARE.search(text) is not None,
        "filler": len(_FILLER.findall(text)) >= MIN_FILLERS,
        "grand_verbs": _has_grand_verbs(text),
        "broken_capitals": _BROKEN_CAPITALS.search(text) is not None,
        "self_promotion": "self_promotion" in extracted.flags or _SELF_PROMOTION.search(text) is not None,
        "article_image": "article_image" in extracted.flags,
        "no_byline": not extracted.byline and not _AGENCY_CREDIT.search(text),
        "no_outlet": not extracted.publisher and not (extracted.url or "").startswith(("http:", "https:")),
        "bold_lead_ins": len(_BOLD_LEAD_IN.findall(text)) >= MIN_LEAD_INS,
    }
    return tuple(name for name, is_seen in found.items() if is_seen)


def _has_grand_verbs(text: str) -> bool:
    grand = len(_GRAND_VERB.findall(text))
    return grand >= MIN_GRAND_VERBS and grand >= GRAND_VERBS_PER_PLAIN * len(_PLAIN_VERB.findall(text))


def _type_by_place(extracted: Extracted) -> str | None:
    url = extracted.url or ""
    is_column = "column_tag" in extracted.flags or _COLUMN.search(extracted.title or "") is not None
    if not url.startswith(("http:", "https:")):
        return _type_by_name(extracted.publisher or "") or ("column" if is_column else None)
    hosts = {"social": _SOCIAL_HOST, "primary": _PRIMARY_HOST, "wire": _WIRE_HOST}
    found = next((kind for kind, host in hosts.items() if host.search(url)), None)
    return found or ("column" if is_column or _COLUMN.search(url) else None)


def _type_by_name(publisher: str) -> str | None:
    if _PRIMARY_NAME.search(publisher):
        return "primary"
    return "wire" if _WIRE_NAME.search(publisher) else None


def _type_by_signals(signals: tuple[str, ...]) -> str:
    if "chatbot_share" in signals:
        return "ai_generated"
    is_retold = len(signals) >= AGGREGATOR_SIGNALS and not RETOLD_SIGNALS.isdisjoint(signals)
    return "aggregator" if is_retold else "outlet"
