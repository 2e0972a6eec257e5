"""Whether a quotation is by whom it is given to: the stored attribution against a claimed name.

Owns this verdict only. Whether two names mean one person is `domain/speaker`, who spoke is found by
`steps/find/quotations`, and what may be printed is `steps/verify/rules_quote`.
"""

from __future__ import annotations

import re

from bot.domain.article import Article, Quotation
from bot.domain.called import head_noun, is_called, is_description, is_untelling, others_called
from bot.domain.quote_context import is_inscription
from bot.domain.speaker import TITLES, extra_words, is_pronoun, is_same_speaker, name_words, plain, spelling

SURE = 0.6
"""Confidence from which a stored speaker can contradict a claimed one."""

_VOICES = frozenset(("spokesman", "statement"))
"""Nouns that speak for the body named before them."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def speaker_verdict(article: Article, quotation: Quotation, claimed: str | None) -> str:
    """`confirmed`, `contradicted` or `unknown`: the stored attribution against the name given."""
    return judge_speaker(article, quotation, claimed)[0]


def judge_speaker(article: Article, quotation: Quotation, claimed: str | None) -> tuple[str, str]:
    """The verdict on the name given, and why it is not confirmed ("" when it is, or when none is given).

    A role that the claim adds must fit the speaker. Contradicted is who is another than the sure speaker, or is named
    nowhere up to these words, or not beside them while the stored speaker is.
    """
    if not claimed or not claimed.strip():
        return "unknown", ""
    if is_inscription(article.revision.text, quotation):
        return "contradicted", "the article says that these words are an inscription or a saying"
    stored = quotation.speaker
    if stored and is_same_speaker(claimed, stored):
        return _fitting_role(article, claimed, stored)
    if is_pronoun(claimed):
        return "unknown", f"“{claimed.strip()}” names nobody"
    if stored and not is_pronoun(stored) and (is_description(claimed) or is_description(stored)):
        verdict, why = _described(article, quotation, claimed, stored)
        # Several people may be called so: it may be said of the speaker, but a name is not proven by it.
        called = f"the article calls {stored} “{claimed.strip()[:80]}” or the like, which may mean another as well"
        return ("unknown", called) if verdict == "confirmed" else (verdict, why)
    is_named = stored is not None and not is_pronoun(stored)
    if is_named and quotation.confidence >= SURE:
        return "contradicted", f"the article names {stored} as the speaker"
    if _may_have_spoken(claimed, stored, article, quotation):
        return "unknown", f"the article does not say for sure that {claimed.strip()[:80]} spoke these words"
    return "contradicted", f"the article names {stored or 'nobody by that name'} as the speaker"


def is_described_so(claimed: str, stored: str | None, article: Article, quotation: Quotation) -> bool:
    """Whether a common noun and a name, or two nouns, are one speaker: `the mayor` where the article has Mayor Ruiz.

    A body is spoken for by whoever the article calls its spokesman: `the ministry` for `a ministry spokesman`.
    """
    if not stored or is_pronoun(stored) or not (is_description(claimed) or is_description(stored)):
        return False
    is_spoken_for = head_noun(stored) in _VOICES and set(name_words(claimed)) <= set(name_words(stored)[:-1])
    return is_spoken_for or _described(article, quotation, claimed, stored)[0] == "confirmed"


def _fitting_role(article: Article, claimed: str, stored: str) -> tuple[str, str]:
    """The person is right; a role in front of the name must be one that the article gives to this very person."""
    extra, text = extra_words(claimed, stored), article.revision.text
    if not extra:
        return "confirmed", ""
    if not _stands_in(plain(extra), text):
        return "contradicted", f"the article does not call {stored} “{extra[:80]}”"
    is_title = plain(extra.split()[-1]) in TITLES and claimed.strip().startswith(extra)
    if not is_title or is_called(stored, extra, text):
        return "confirmed", ""
    if others_called(stored, extra, text):
        return "contradicted", f"the article calls somebody else “{extra[:80]}”, not {stored}"
    return "unknown", f"the article does not call {stored} “{extra[:80]}”"


def _described(article: Article, quotation: Quotation, claimed: str, stored: str) -> tuple[str, str]:
    """A name and a common noun, or two nouns, are one speaker only if the article puts them together."""
    text = article.revision.text
    if is_description(claimed) and is_description(stored):
        if head_noun(claimed) == head_noun(stored) and set(name_words(claimed)[:-1]) <= set(name_words(stored)):
            return "confirmed", ""
        return _otherwise(quotation, stored, is_description_fit=is_untelling(claimed))
    name, noun = (stored, claimed) if is_description(claimed) else (claimed, stored)
    if is_called(name, noun, text) or head_noun(noun) in plain(name).split() or _is_role(quotation, claimed):
        return "confirmed", ""
    if name is stored:
        return _otherwise(quotation, stored, is_description_fit=is_untelling(noun))
    if others_called(name, noun, text) or not _may_have_spoken(name, None, article, quotation):
        return "contradicted", f"the article names {stored} as the speaker, and does not call {name.strip()[:80]} so"
    return "unknown", f"the article names {stored} as the speaker, and does not say who that is"


def _is_role(quotation: Quotation, claimed: str) -> bool:
    role = head_noun(quotation.role) if quotation.role else ""
    return bool(role) and role == head_noun(claimed)


def _otherwise(quotation: Quotation, stored: str, *, is_description_fit: bool) -> tuple[str, str]:
    is_sure = quotation.confidence >= SURE and not is_description_fit
    return "contradicted" if is_sure else "unknown", f"the article names {stored} as the speaker"


def _may_have_spoken(claimed: str, stored: str | None, article: Article, quotation: Quotation) -> bool:
    """A speaker is named before the words or in their paragraph; beside them, if the stored one is named there."""
    text = article.revision.text
    if not _stands_in(plain(claimed).split(",")[0], text):
        return False
    passage = article.passage(quotation.passage)
    if passage is None or not stored:
        return True
    if _names(stored, text[passage.start : passage.end]):
        return _names(claimed, text[passage.start : passage.end])
    return _names(claimed, text[: passage.end])


def _names(name: str, text: str) -> bool:
    surname = name_words(name)[-1:]
    return not surname or any(spelling(word) == surname[0] for word in _WORD.findall(text))


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", plain(text)) is not None
