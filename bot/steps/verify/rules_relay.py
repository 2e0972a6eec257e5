"""V15, second half: what a column or an aggregator only passes on names both, the reporter and the one who relays.

A reader of “CNN reported, according to Example Review” knows who checked it and who did not. What is never cited at all
is `rules_source`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import Failure
from bot.steps.find.outlets import has_spoken_name

RELAYING_TYPES = frozenset({"column", "aggregator"})

_NEWS_NAME = (
    r"(?:CNN|BBC|ABC|CBS|NBC|NPR|PBS|AFP|AP|UPI|TASS|Reuters|Bloomberg|Politico|Axios|Interfax|Xinhua)(?: News)?"
    r"|(?:[A-Z][\w’'-]+ ){0,3}(?:News|Times|Post|Journal|Press|Wire|Radio|Jazeera|Guardian|Tribune|Herald|Gazette|Daily"
    r"|Telegraph|Television|Tidings|Review|Chronicle)(?: [A-Z][\w’'-]+)?"
)
RELAYED = re.compile(
    rf"\b(?:according to|told) (?:the )?(?P<source>{_NEWS_NAME})\b"
    rf"|\b(?P<reporter>{_NEWS_NAME})(?:,? (?:has|had|first|also))? (?:reported|reports)\b"
)


def rule_v15_relayed(prose: str, cited: Sequence[SentenceId], evidence: Evidence) -> tuple[Failure, ...]:
    """A fact that rests only on a relayed report names the outlet that reported it and the outlet that relays it.

    An outlet without a name that may stand in a sentence cannot be asked for: its citation names it.
    """
    articles = {one: article for one in cited if (article := evidence.article(one)) is not None}
    if any(article.source_type not in RELAYING_TYPES for article in articles.values()):
        return ()
    said = _fold(prose)
    failures = []
    for one, article in articles.items():
        text = article.sentence_text(one) or ""
        names = [found["source"] or found["reporter"] for found in RELAYED.finditer(text)]
        if not names:
            continue
        wanted = [*names, *((article.outlet,) if has_spoken_name(article.outlet) else ())]
        missing = [name for name in wanted if _fold(name) not in said]
        if missing:
            reason = f"passes on what {names[0]} reported without naming {' and '.join(missing)}"
            failures.append(Failure("V15", reason, text))
    return tuple(failures)


def _fold(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ")
