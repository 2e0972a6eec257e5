"""Puts mended sentences back into a draft.

Owns the keys under which failing sentences are asked about (see `RepairItem`). Verifying the mended draft again is
`steps/verify/gate`; wording the request is `steps/write/tasks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.draft import DraftAnswer, DraftDevelopment, DraftDigest, DraftLine, DraftSentence

Fixes = Mapping[str, DraftSentence | None]
"""Mended sentences by key; None withdraws the sentence."""

_NOTHING = DraftSentence("")


def apply_repairs(draft: DraftDigest, fixes: Fixes) -> DraftDigest:
    """The draft with mended sentences in place of the failing ones. Unknown keys are ignored.

    Keys stay valid over several rounds: a withdrawn sentence leaves an empty one behind, which verification skips.
    """
    return replace(
        draft,
        headline=_heading("headline", draft.headline, fixes),
        standfirst=_heading("standfirst", draft.standfirst, fixes),
        developments=tuple(_development(number, one, fixes) for number, one in enumerate(draft.developments, 1)),
        differences=_lines("difference", draft.differences, fixes),
        numbers=_lines("number", draft.numbers, fixes),
        ahead=_lines("ahead", draft.ahead, fixes),
        other_news=_sentences("other", draft.other_news, fixes),
    )


def apply_answer_repairs(draft: DraftAnswer, fixes: Fixes) -> DraftAnswer:
    """The same for an answer (keys `s1`, `s2`, …)."""
    return replace(draft, sentences=_sentences("s", draft.sentences, fixes))


def _development(number: int, development: DraftDevelopment, fixes: Fixes) -> DraftDevelopment:
    return replace(
        development,
        title=_heading(f"d{number}.title", development.title, fixes),
        sentences=_sentences(f"d{number}.s", development.sentences, fixes),
    )


def _heading(key: str, text: str, fixes: Fixes) -> str:
    return (fixes[key] or _NOTHING).text if key in fixes else text


def _sentences(prefix: str, sentences: tuple[DraftSentence, ...], fixes: Fixes) -> tuple[DraftSentence, ...]:
    keyed = ((f"{prefix}{number}", sentence) for number, sentence in enumerate(sentences, 1))
    return tuple((fixes[key] or _NOTHING) if key in fixes else sentence for key, sentence in keyed)


def _lines(prefix: str, lines: tuple[DraftLine, ...], fixes: Fixes) -> tuple[DraftLine, ...]:
    keyed = ((f"{prefix}{number}", line) for number, line in enumerate(lines, 1))
    return tuple(_mended(line, fixes[key] or _NOTHING) if key in fixes else line for key, line in keyed)


def _mended(line: DraftLine, sentence: DraftSentence) -> DraftLine:
    """A labelled line is asked about as `label: figure`, and comes back as such, or as a figure alone."""
    label, colon, text = sentence.text.rpartition(": ") if line.label else ("", "", sentence.text)
    return replace(
        line,
        label=label if colon else line.label,
        text=text if colon else sentence.text,
        citations=sentence.citations,
        quotes=sentence.quotes,
    )
