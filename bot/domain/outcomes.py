"""The one list of what can become of an ingested item, in the words in which it is counted for readers.

An item has one outcome when it comes in, and one for every edition that looks at it. Who decides: `flows/intake` and
`flows/choose_items` when it comes in; `steps/choose/screen` and `steps/choose/select` for an edition.
"""

from __future__ import annotations

from collections.abc import Mapping

AT_INTAKE: Mapping[str, str] = {
    "stored": "taken in",
    "revised": "taken in anew, with a changed text",
    "duplicate": "the same as another article",
    "paywalled": "behind a paywall",
    "no_text": "without enough text",
    "stale": "about older events",
    "failed": "that could not be read",
}

IN_EDITION: Mapping[str, str] = {
    "cited": "cited",
    "other_news": "in other news",
    "stale": "about older events",
    "repeat": "told before",
    "duplicate": "the same as another article",
    "muted": "muted",
    "off_topic": "off topic",
    "retracted": "taken back by their outlets",
    "paywalled": "behind a paywall",
    "no_text": "without enough text",
    "failed": "that could not be read",
    "kept": "read and not used",
}
"""In the order of print. Each follows a number: `3 told before`. `kept` may still be used by a later edition."""

USED = ("cited", "other_news")
"""Printed, in one way or the other."""

OUTCOMES: Mapping[str, str] = {**AT_INTAKE, **IN_EDITION}
