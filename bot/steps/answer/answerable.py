"""Whether stored sentences can answer a question at all, decided before any model writes.

A typed gate: every name of the question stands in one passage, enough of its words do, and something of the asked
kind is there. It refuses what is merely on the topic. Retrieval is the store's; the answer is the writer's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.article import LEADS, Article, Sentence
from bot.domain.conversation import Nearest
from bot.domain.evidence import Evidence, EvidenceLine
from bot.domain.ids import SentenceId
from bot.domain.lexicon import word_set
from bot.domain.speaker import is_same_speaker
from bot.steps.answer.question import firm_names, is_latest_asked, is_number_asked, names_in
from bot.steps.answer.topic import all_stems, held_stems, holds, topic_share, topic_stems, without_ending
from bot.steps.choose.cards import is_fit, with_cards
from bot.steps.find.anchors import DateMention, find_dates, find_names, find_numbers
from bot.steps.find.instructions import is_instruction
from bot.steps.find.speakers import Cast
from bot.steps.words.names import canonical_words
from bot.steps.write.replies import Rewritten

MIN_COVERAGE = 0.45
"""Share of the question's words, weighed by rarity, that a paragraph with its headline must hold."""

MIN_ARTICLE_COVERAGE = 0.6
"""And that its whole article must hold: a paragraph leans on what was said before it."""

FEW_WORDS = 2
"""So few words, with no name beside them, must all stand in the paragraph or its headline: one is a coincidence."""

QUOTE_TOPIC = 1 / 3
NUMBER_TOPIC = 1 / 2
NEAR_TOPIC = 1 / 3
"""Share of the question's topic from which an article is worth pointing at when nothing answers."""

AROUND = 0.35
RANK = 0.2
"""What the paragraph of a sentence, and its rank, count against the sentence itself."""

LATEST_PASSAGES = 3
MAX_LINES = 12
MAX_NAME_CHARS = 80
MAX_LINE_CHARS = 700
_MISSING: Mapping[str, str] = {
    "quote": "No stored article holds these words or a statement on this.",
    "number": "No stored sentence gives a number for this.",
    "date": "No stored sentence says when.",
    "person": "No stored sentence says who.",
    "why": "No stored sentence says why.",
}
_LIGHT = all_stems("come go get make take put let keep become begin start do happen hold use")
_OWNING = ("’s", "'s")
_REPORTING = word_set("said told added wrote called warned asked announced according denied described")


@dataclass(frozen=True, slots=True)
class Passage:
    """One retrieved paragraph: its article and number, best first in any list of them."""

    article: Article
    number: int

    @property
    def text(self) -> str:
        """Its stored characters."""
        passage = self.article.passage(self.number)
        return self.article.revision.text[passage.start : passage.end] if passage else ""

    @property
    def headed_text(self) -> str:
        """Its characters under the headline of its article."""
        return f"{self.article.title}\n{self.text}"


def find_answering(question: Rewritten, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages that may answer, best first; empty means: refuse."""
    solid = [one for one in passages if _is_solid(one.article)]
    names = [canonical_words(name) for name in firm_names(question.standalone)]
    days = find_dates(question.standalone)
    rarity = _rarity(question.standalone, solid)
    needed = _needed(question.standalone)
    whole: dict[int, float] = {}
    scored = []
    for rank, passage in enumerate(solid):
        article = passage.article
        held = held_stems(passage.headed_text)
        coverage = _coverage(rarity, held)
        if coverage < MIN_COVERAGE or not all(holds(word, held) for word in needed):
            continue
        if article.id not in whole:
            whole[article.id] = _coverage(rarity, all_stems(f"{article.title}\n{article.revision.text}"))
        if whole[article.id] < MIN_ARTICLE_COVERAGE:
            continue
        if _names_stand(names, passage) and _days_fit(days, passage) and _has_kind(question, passage):
            scored.append((-round(coverage, 1), rank, passage))
    ordered = [passage for _, _, passage in sorted(scored, key=lambda one: one[:2])]
    if is_latest_asked(question.standalone):
        newest_first = sorted(ordered, key=lambda one: one.article.event_date or date.min, reverse=True)
        return tuple(newest_first[:LATEST_PASSAGES])
    return tuple(ordered)


def answer_evidence(question: Rewritten, passages: Sequence[Passage], *, max_lines: int = MAX_LINES) -> Evidence:
    """Sentences of the passages, the most telling first when there are too many, in their order of reading."""
    rarity = _rarity(question.standalone, passages)
    lines: dict[SentenceId, EvidenceLine] = {}
    for place, passage in enumerate(passages):
        for line in _lines(passage, place, rarity):
            lines.setdefault(line.sentence_id, line)
    best = sorted(lines.values(), key=lambda line: -line.score)[:max_lines]
    kept = [line for line in lines.values() if line in best]
    articles = {passage.article.id: passage.article for passage in passages}
    return Evidence(with_cards(kept, tuple(articles.values())), articles)


def explain_refusal(question: Rewritten, passages: Sequence[Passage]) -> str:
    """What is missing, in one line made of the question's own names: nothing of it is a claim about the world."""
    known = canonical_words("\n".join(f"{one.article.title}\n{one.article.outlet}\n{one.text}" for one in passages))
    strange = [name for name in firm_names(question.standalone) if not canonical_words(name) & known]
    if strange:
        return f"Nothing in the archive mentions {strange[0][:MAX_NAME_CHARS]} in this connection."
    return _MISSING.get(question.answer_type, "Nothing in the archive answers this.")


def list_nearest(question: Rewritten, passages: Sequence[Passage], *, limit: int = 3) -> tuple[Nearest, ...]:
    """What is closest to a question that nothing answers, one place per article, best first."""
    texts = [held_stems(one.headed_text) for one in passages]
    wanted = [word for word in topic_stems(question.standalone) if any(holds(word, held) for held in texts)]
    found: dict[int, Nearest] = {}
    for passage, held in zip(passages, texts, strict=True):
        article = passage.article
        shared = sum(holds(word, held) for word in wanted)
        is_close = shared > 0 and shared >= NEAR_TOPIC * len(wanted)
        if article.id in found or not is_close or not _is_solid(article) or is_instruction(article.title):
            continue
        place = SentenceId(article.id, article.revision.number, passage.number, 1)
        published_at = article.revision.published_at
        found[article.id] = Nearest(article.title, article.canonical_url or article.url, published_at, str(place))
    return tuple(found.values())[:limit]


def new_people(text: str, question: str, cast: Cast) -> tuple[str, ...]:
    """People in a sentence whom the question does not name. `cast` is that of the article."""
    given = held_stems(question)
    people = (name.text for name in find_names(text) if cast.is_human(name.text) and f"the {name.text}" not in text)
    return tuple(name for name in people if not held_stems(cast.full_name(name) or name) & given)


def names_doer(text: str, question: str) -> bool:
    """Whether a sentence says all that a question of some words asks, and names somebody or some body besides: states
    and offices act, too.
    """
    topic, given = topic_stems(question), held_stems(question)
    is_whole = len(topic) > 1 and topic_share(topic, text) == 1
    names = (name.text for name in find_names(text) if not name.text.endswith(_OWNING))
    return is_whole and any(not held_stems(name) & given for name in names)


def _is_solid(article: Article) -> bool:
    """Neither a lead nor a copy of another article."""
    return article.source_type not in LEADS and article.duplicate_of is None


def _lines(passage: Passage, place: int, rarity: Mapping[str, float]) -> list[EvidenceLine]:
    article = passage.article
    around = _coverage(rarity, held_stems(passage.headed_text))
    lines = []
    for number, sentence in _numbered(passage):
        text = article.revision.text[sentence.start : sentence.end]
        if is_fit(sentence, text) and len(text) <= MAX_LINE_CHARS:
            place_id = SentenceId(article.id, article.revision.number, passage.number, number)
            score = _coverage(rarity, held_stems(text)) + AROUND * around + RANK / (1 + place)
            lines.append(EvidenceLine(place_id, text, 0, (), round(score, 4)))
    return lines


def _numbered(passage: Passage) -> list[tuple[int, Sentence]]:
    stored = passage.article.passage(passage.number)
    return list(enumerate(stored.sentences, 1)) if stored else []


def _rarity(question: str, passages: Sequence[Passage]) -> Mapping[str, float]:
    """Weight of each topic word: the fewer of the retrieved passages hold it, the more it says."""
    held = [held_stems(passage.headed_text) for passage in passages]
    total = len(passages) + 1
    counts = {word: sum(holds(word, one) for one in held) for word in topic_stems(question)}
    return {word: math.log(1 + total / (count + 0.5)) for word, count in counts.items()}


def _needed(question: str) -> frozenset[str]:
    """Words of a short question without names that must all be there; light verbs say too little to be."""
    words = topic_stems(question) - _LIGHT
    return words if len(words) <= FEW_WORDS and not names_in(question) else frozenset()


def _coverage(rarity: Mapping[str, float], held: frozenset[str]) -> float:
    whole = sum(rarity.values())
    return sum(weight for word, weight in rarity.items() if holds(word, held)) / whole if whole else 0.0


def _names_stand(names: Sequence[frozenset[str]], passage: Passage) -> bool:
    """Every name of the question in the passage, its headline, its outlet or among its speakers."""
    quotations = [one for one in passage.article.revision.quotations if one.passage == passage.number]
    speakers = "\n".join(one.speaker for one in quotations if one.speaker)
    return _all_named(names, f"{passage.headed_text}\n{passage.article.outlet}\n{speakers}")


def _all_named(names: Sequence[frozenset[str]], text: str) -> bool:
    """Whether a text holds every name; a surname is enough for a full name."""
    known = canonical_words(text)
    rooted = known | {without_ending(word) for word in known}
    return all(2 * sum(without_ending(word) in rooted for word in name) >= len(name) for name in names)


def _days_fit(days: Sequence[DateMention], passage: Passage) -> bool:
    """Every full date of the question is named in the passage, or is the day of the article's event or publication."""
    named = find_dates(passage.text)
    published = passage.article.revision.published_at
    known = [(one.day, one.month, one.year) for one in named if one.month]
    known += [(one.day, one.month, one.year) for one in (passage.article.event_date, published) if one]
    return all(any(_is_same_day(day, one) for one in known) for day in days if day.month)


def _is_same_day(day: DateMention, known: tuple[int | None, int | None, int | None]) -> bool:
    pairs = zip((day.day, day.month, day.year), known, strict=True)
    return all(asked is None or given is None or asked == given for asked, given in pairs)


def _has_kind(question: Rewritten, passage: Passage) -> bool:
    """Something of the asked kind in a sentence that is on the topic."""
    check = {"quote": _has_words_of, "number": _has_number, "date": _has_date, "person": _has_person}
    asked = check.get(question.answer_type)
    return asked is None or asked(question.standalone, passage)


def _has_words_of(question: str, passage: Passage) -> bool:
    """Words of the person who is asked about, in a paragraph on what else the question says."""
    people = names_in(question)
    subject = topic_stems(question) - frozenset().union(*(held_stems(name) for name in people))
    if subject and topic_share(subject, passage.headed_text) < QUOTE_TOPIC:
        return False
    spoken = [one for one in passage.article.revision.quotations if one.passage == passage.number]
    if not people:
        return bool(spoken) or " said" in passage.text
    if any(one.speaker and is_same_speaker(name, one.speaker) for one in spoken for name in people):
        return True
    return any(_is_told_by(name, text) for text in _sentences(passage) for name in people)


def _is_told_by(name: str, sentence: str) -> bool:
    """A reporting verb beside the name: `Venn said that`, `according to Venn`."""
    return bool(_REPORTING & set(sentence.lower().split())) and bool(canonical_words(name) & canonical_words(sentence))


def _has_number(question: str, passage: Passage) -> bool:
    numbers = (number for text in _telling(question, passage) for number in find_numbers(text))
    return any(is_number_asked(question, number) for number in numbers)


def _has_date(question: str, passage: Passage) -> bool:
    """A day, or the day of the article, in a sentence about everybody whom the question names."""
    names = [canonical_words(name) for name in firm_names(question)]
    dated = passage.article.event_date is not None
    return any((dated or find_dates(text)) and _all_named(names, text) for text in _telling(question, passage))


def _telling(question: str, passage: Passage) -> list[str]:
    """Sentences that hold at least half of the topic."""
    topic = topic_stems(question)
    return [text for text in _sentences(passage) if topic_share(topic, text) >= NUMBER_TOPIC]


def _has_person(question: str, passage: Passage) -> bool:
    topic, cast = topic_stems(question), Cast(passage.article.revision.text)
    return any(
        (topic_share(topic, text) >= QUOTE_TOPIC and new_people(text, question, cast)) or names_doer(text, question)
        for text in _sentences(passage)
    )


def _sentences(passage: Passage) -> list[str]:
    text = passage.article.revision.text
    return [text[one.start : one.end] for _, one in _numbered(passage)]
