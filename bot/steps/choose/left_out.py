"""What a reader of an empty edition is told of the articles it was made from: how many were left out, and why.

Owns the sum: every article looked at is counted once, in the words of `domain/outcomes`. Who decides is `screen`
and `select`; machine-made pages that nobody confirms have their own line in `leads`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.article import Article, Outcome, Story
from bot.domain.outcomes import IN_EDITION, USED
from bot.steps.choose.window import Window, event_day, spell_days

_WHY = {
    "reprint": "published now about older events",
    **{kind: words for kind, words in IN_EDITION.items() if kind not in USED},
}
"""In the order of print; an outcome that is not here was read and not used."""

_DATED = frozenset(("reprint", "stale"))


def left_out_notice(outcomes: Sequence[Outcome], stories: Iterable[Story], *, window: Window) -> str | None:
    """One sentence about all articles of an edition that prints none of them; None when there were none."""
    if not outcomes:
        return None
    articles = {article.id: article for story in stories for article in story.articles}
    by_kind: dict[str, list[date]] = {kind: [] for kind in _WHY}
    counts = Counter[str]()
    for outcome in outcomes:
        article = articles.get(outcome.article_id or 0)
        kind = _kind(outcome, article, window)
        counts[kind] += 1
        if article is not None and kind in _DATED:
            by_kind[kind].append(event_day(article, window))
    parts = [f"{counts[kind]} {why}{_spell(by_kind[kind])}" for kind, why in _WHY.items() if counts[kind]]
    many = len(outcomes)
    return f"{many} article{'' if many == 1 else 's'} left out: {', '.join(parts)}."


def _kind(outcome: Outcome, article: Article | None, window: Window) -> str:
    """An outcome's kind; `reprint` for an old event under a new date."""
    published = article.revision.published_at if article else None
    is_new = published is not None and published.astimezone(window.zone).date() >= window.first
    if outcome.kind == "stale":
        return "reprint" if is_new else "stale"
    return outcome.kind if outcome.kind in _WHY else "kept"


def _spell(days: Sequence[date]) -> str:
    return f" ({spell_days(min(days), max(days))})" if days else ""
