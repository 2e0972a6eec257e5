"""What an edition has taken so far, and what it takes next: sentences that tell more of the same story.

Owns which line may follow the lines chosen, and which is worth most. Stories and their openings are `extracts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.speaker import spelling
from bot.steps.choose.coverage import new_weight
from bot.steps.find.anchors import find_names
from bot.steps.find.concepts import concepts_of, content_stems, is_dangling, overlap
from bot.steps.find.standing import leans
from bot.steps.write.openings import is_overtaken
from bot.steps.write.speech import is_rebuildable, must_be_rebuilt, names_stranger, predecessor

DUPLICATE_OVERLAP = 0.6
MIN_NEW_SHARE = 0.5
"""A further sentence on a story says something new: half of its content words are not there yet."""

MIN_TOPIC_STEMS = 2
"""Words of the topic in a sentence of an article that is not shown yet: one may be a coincidence."""

QUOTES_PER_WORDS = 1 / 45
"""About two quotations in a hundred words, a little more while the digest is short."""

FLOW_FACTOR = 1.3
"""A sentence that goes on from the one printed before it reads better than one from elsewhere."""

WANTED_QUOTE_FACTOR = 1.6
SPARE_QUOTE_FACTOR = 0.6
LENGTH_POWER = 0.6
Stories = Mapping[int, Sequence[EvidenceLine]]


@dataclass(slots=True)
class Page:
    """What has been taken so far, by story."""

    evidence: Evidence
    max_words: int
    words: int = 0
    quotes: int = 0
    texts: list[str] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    taken: dict[int, list[EvidenceLine]] = field(default_factory=dict)

    def has_room(self, line: EvidenceLine) -> bool:
        """Whether the line fits into the words that are left."""
        return self.words + len(line.text.split()) <= self.max_words

    def repeats(self, line: EvidenceLine) -> bool:
        """Whether a line taken says it already."""
        return any(overlap(line.text, text) >= DUPLICATE_OVERLAP for text in self.texts)

    def take(self, line: EvidenceLine) -> None:
        """Put the line on the page, under its story."""
        self.words += len(line.text.split())
        self.quotes += len(line.cards)
        self.texts.append(line.text)
        self.covered |= concepts_of(line.text).keys()
        self.taken.setdefault(line.story, []).append(line)


def fill_in_turn(numbers: Sequence[int], stories: Stories, page: Page, *, turns: int) -> None:
    """Add what tells most per word, a second sentence to every story before a third to any; quotations while few."""
    for _ in range(turns):
        for number in numbers:
            chosen = page.taken.get(number)
            if not chosen:
                continue
            lines = _open_lines(chosen, stories[number], page)
            scored = [(_worth(line, page), line) for line in lines]
            worth, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
            if best is not None and worth > 0:
                page.take(best)


def _open_lines(chosen: Sequence[EvidenceLine], lines: Iterable[EvidenceLine], page: Page) -> list[EvidenceLine]:
    """Lines that may follow the chosen ones: they fit, tell more of the same story, and a reader can follow them."""
    places = {line.sentence_id for line in chosen}
    return [
        line
        for line in lines
        if line.sentence_id not in places
        and page.has_room(line)
        and not page.repeats(line)
        and not is_overtaken(line, page.evidence)
        and _tells_more(line, chosen)
        and _is_of_story(line, chosen, page.evidence)
        and _can_follow(line, chosen)
        and not names_stranger(line, page.evidence.articles[line.sentence_id.article], [one.text for one in chosen])
    ]


def _tells_more(line: EvidenceLine, chosen: Sequence[EvidenceLine]) -> bool:
    told = {stem for one in chosen for stem in content_stems(one.text)}
    stems = set(content_stems(line.text))
    return bool(stems) and len(stems - told) >= MIN_NEW_SHARE * len(stems)


def _is_of_story(line: EvidenceLine, chosen: Sequence[EvidenceLine], evidence: Evidence) -> bool:
    """Whether the line shares a word with what its story is about: articles speak of other things as well."""
    story = evidence.stories[line.story - 1] if line.story <= len(evidence.stories) else None
    topic = {stem for one in chosen for stem in content_stems(one.text)}
    topic_words = {spelling(name.text).split()[-1] for one in chosen for name in find_names(one.text)}
    for article in story.articles if story else ():
        topic.update(content_stems(article.title))
    if story and story.keywords:
        topic |= {stem for word in story.keywords for stem in content_stems(word)}
    if line.cards and any(spelling(str(card.quotation.speaker)).split()[-1] in topic_words for card in line.cards):
        return True
    is_same = any(one.sentence_id.article == line.sentence_id.article for one in chosen)
    return len(topic & set(content_stems(line.text))) >= (1 if is_same else MIN_TOPIC_STEMS)


def _can_follow(line: EvidenceLine, chosen: Sequence[EvidenceLine]) -> bool:
    """Whether nothing in the line leans on a sentence that is not printed right before it."""
    if is_rebuildable(line):
        return True
    if must_be_rebuilt(line):
        return False
    if is_dangling(line.text):
        return predecessor(line.sentence_id) in {one.sentence_id for one in chosen}
    same_article = any(one.sentence_id.article == line.sentence_id.article for one in chosen)
    return not leans(line.text, knows_the_story=same_article)


def _worth(line: EvidenceLine, page: Page) -> float:
    new = new_weight(concepts_of(line.text), page.covered)
    worth: float = new / len(line.text.split()) ** LENGTH_POWER * page.evidence.articles[line.sentence_id.article].trust
    if predecessor(line.sentence_id) in {one.sentence_id for one in page.taken[line.story]}:
        worth *= FLOW_FACTOR
    if line.cards:
        worth *= WANTED_QUOTE_FACTOR if page.quotes < page.words * QUOTES_PER_WORDS else SPARE_QUOTE_FACTOR
    return worth
