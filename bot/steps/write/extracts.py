"""Drafts made of stored sentences: what the offline engine proposes, in the form of a model's reply.

One story is one development: its opening first, then what adds most, last what stands in the way. How a story opens is
`openings`, how a sentence is printed `speech`, figures are `number_lines`. The draft is verified like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.steps.choose.ahead_lines import ahead_lines
from bot.steps.find.furniture import has_narrator
from bot.steps.write.difference_lines import difference_lines
from bot.steps.write.number_lines import number_lines
from bot.steps.write.openings import day_of, find_opening, is_news
from bot.steps.write.page import Page, Stories, fill_in_turn
from bot.steps.write.speech import Json, as_extract, names_stranger

MAX_DEVELOPMENTS = 6
ENOUGH_DEVELOPMENTS = 3
"""From so many large stories on, those of one source are other news."""

LARGE_STORY_ARTICLES = 3
"""One outlet that gives a story so many pieces thinks it large."""

MAX_PER_DEVELOPMENT = 5
MAX_MORE_LINES = 4
"""On a thin day a development is told at greater length."""

MAX_OTHER_NEWS = 5
MAX_OTHER_NEWS_LONG = 8
LONG_EDITION_WORDS = 600
"""A week's edition has room for more of them."""

MIN_DEVELOPMENT_LINES = 2
FILLED_SHARE = 0.75
"""With less of its words used, an edition takes in another story of one source."""

_OBSTACLE = re.compile(
    r"\b(?:but|however|despite|reject\w*|refus\w*|oppos\w*|block\w*|object\w*|warn\w*|stall\w*|unresolved|disput\w*"
    r"|failed to|yet to|no (?:agreement|deal)|unless|threat\w*|obstacles?|critics|sued|lawsuits?|delay\w*)\b",
    re.IGNORECASE,
)


def draft_digest(evidence: Evidence, *, max_words: int) -> Json:
    """A digest of extracts within `max_words`, headings left empty for the template."""
    page = Page(evidence, max_words)
    stories = _stories(evidence)
    main, spare = _main_stories(stories, evidence)
    for number in main:
        _open(number, stories, page)
    fill_in_turn(main, stories, page, turns=MAX_PER_DEVELOPMENT - 1)
    for number in spare:
        if page.words < FILLED_SHARE * max_words and len(page.taken) < MAX_DEVELOPMENTS:
            _open(number, stories, page)
            fill_in_turn([number], stories, page, turns=MAX_PER_DEVELOPMENT - 1)
    if page.words < FILLED_SHARE * max_words:
        fill_in_turn(list(page.taken), stories, page, turns=MAX_MORE_LINES)
    told = {one: lines for one, lines in page.taken.items() if len(lines) >= MIN_DEVELOPMENT_LINES} or page.taken
    told = {one: told[one] for one in stories if one in told}
    other = _other_news(stories, told, page)
    printed = [*page.texts, *(line.text for line in other)]
    differences = difference_lines(evidence)
    compared = {place for line in differences for place in line.citations}
    return {
        "headline": "",
        "standfirst": "",
        "developments": [_development(lines, evidence) for lines in told.values()],
        "differences": [asdict(line) for line in differences],
        "numbers": [asdict(line) for line in number_lines(evidence, list(told), printed=compared)],
        "ahead": [asdict(line) for line in ahead_lines(evidence, printed)],
        "other_news": [as_extract(line, evidence.articles[line.sentence_id.article]) for line in other],
    }


def _stories(evidence: Evidence) -> dict[int, list[EvidenceLine]]:
    """The lines that may be printed, by story; an outlet that speaks of itself reports nothing, a ministry does."""
    stories: dict[int, list[EvidenceLine]] = {}
    for line in evidence.lines:
        if not has_narrator(line.text) or evidence.articles[line.sentence_id.article].source_type == "primary":
            stories.setdefault(line.story, []).append(line)
    return stories


def _main_stories(stories: Stories, evidence: Evidence) -> tuple[list[int], list[int]]:
    """Large stories, with as many of the others as make an edition; and the rest that can be told in two lines."""
    long = [one for one, lines in stories.items() if len(lines) >= MIN_DEVELOPMENT_LINES]
    large = [one for one in long if one <= len(evidence.stories) and _is_large(one, evidence)]
    alone = [one for one in long if one not in large]
    enough = max(ENOUGH_DEVELOPMENTS - len(large), 0)
    main = sorted([*large, *alone[:enough]], key=list(stories).index)
    return main[:MAX_DEVELOPMENTS], alone[enough:]


def _is_large(number: int, evidence: Evidence) -> bool:
    story = evidence.stories[number - 1]
    return len(story.families) > 1 or len(story.articles) >= LARGE_STORY_ARTICLES


def _open(number: int, stories: Stories, page: Page) -> None:
    fresh = [line for line in stories[number] if page.has_room(line) and not page.repeats(line)]
    opening = find_opening(fresh, page.evidence)
    if opening is not None:
        page.take(opening)


def _other_news(stories: Stories, told: Stories, page: Page) -> list[EvidenceLine]:
    """One line of news for each story that is not told; one that is no news only where the edition has nothing else."""
    found: list[EvidenceLine] = []
    most = MAX_OTHER_NEWS if page.max_words < LONG_EDITION_WORDS else MAX_OTHER_NEWS_LONG
    for must_tell in (True, False):
        for number, lines in stories.items():
            if number in told or len(found) >= most:
                continue
            own = page.taken.get(number, [])
            fresh = [one for one in lines if not page.repeats(one) and _stands_as_news(one, page, must_tell=must_tell)]
            opening = own[0] if own else find_opening(fresh, page.evidence)
            if opening is not None:
                page.texts.append(opening.text)
                found.append(opening)
        if found or told:
            break
    return found


def _stands_as_news(line: EvidenceLine, page: Page, *, must_tell: bool) -> bool:
    article = page.evidence.articles[line.sentence_id.article]
    return not must_tell or (is_news(line, page.evidence) and not names_stranger(line, article, ()))


def _development(lines: Sequence[EvidenceLine], evidence: Evidence) -> Json:
    """The opening, then the others article by article, its own first and then the newest; last what other sources say
    stands in the way."""
    first = lines[0]
    articles = list(dict.fromkeys(line.sentence_id.article for line in lines))

    def rank(line: EvidenceLine) -> tuple[bool, bool, int, int, SentenceId]:
        place = line.sentence_id
        is_other = place.article != first.sentence_id.article
        is_last = is_other and _OBSTACLE.search(line.text) is not None
        return is_other, is_last, -day_of(line, evidence).toordinal(), articles.index(place.article), place

    ordered = [first, *sorted(lines[1:], key=rank)]
    day = evidence.articles[first.sentence_id.article].event_date
    before: list[str] = []
    sentences = []
    for line in ordered:
        sentences.append(as_extract(line, evidence.articles[line.sentence_id.article], before))
        before.append(line.text)
    return {
        "title": "",
        "event_date": day.isoformat() if day else None,
        "status": "new",
        "sentences": sentences,
    }
