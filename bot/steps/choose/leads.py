"""What a reader is told of leads: machine-made pages and social posts that no other source of the window confirms.

They are never cited, so an edition says that there were some and of which day, not what they say. Leaving them out is
`select`; what is a lead is `steps/find/typing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain.article import LEADS, Article, Story
from bot.steps.choose.window import Window, event_day, is_in_window, is_known, spell_days

_NAMES = {"ai_generated": ("AI-generated page", "AI-generated pages"), "social": ("social post", "social posts")}


def lead_notice(stories: Sequence[Story], *, window: Window) -> str | None:
    """One sentence about the leads of the window whose stories nobody else tells; None when there are none."""
    leads = [article for story in stories for article in _unconfirmed(story, window)]
    if not leads:
        return None
    counts = Counter(article.source_type for article in leads)
    kinds = [f"{count} {_NAMES[kind][count > 1]}" for kind, count in sorted(counts.items())]
    days = [event_day(article, window) for article in leads]
    told = f"{' and '.join(kinds)} on {spell_days(min(days), max(days))}"
    return f"Left out as unconfirmed: {told}, told by no other source."


def _unconfirmed(story: Story, window: Window) -> list[Article]:
    current = [one for one in story.articles if is_known(one, window) and is_in_window(one, window)]
    return current if all(article.source_type in LEADS for article in current) else []
