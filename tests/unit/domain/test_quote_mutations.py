"""No altered quotation is ever accepted, and every typographic variant is: over thousands of seeded changes."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from bot.domain.article import Article
from bot.domain.quote_verdict import FOUND, verdict_of
from tests.grounds import article_of
from tests.quote_changes import CHANGES, VARIANTS, Mutation, mutations, of_another, spoken

SEED = 20_310_506
ROUNDS = 18
MIN_MUTATIONS = 10_000

SPEAKERS = ("Mara Lind", "Tomas Roe", "Ada Venn", "Jonas Fehl")
SAYINGS = (
    "We will not raise the harbour levy in 2032, whatever the board of Velm may ask",
    "The closure leaves 40 ferries in port and costs us €1.5 million a week",
    "If the talks fail, the crews of all 12 night boats will strike on Friday",
    "Nobody on this board has ever taken a bribe from the insurers of Orsa",
    "I have read longer lists, but never a faster one, and I was glad of it",
    "They couldn’t open the northern lock before the ice was gone from the lake",
    "Our pilots can read a chart in the dark, and the minister can read a poll",
    "The fares rose 3.2% in March, which is less than the fuel rose in a week",
    "A half-built quay is a promise that somebody else has to keep for you",
    "She kept the harbour on course for eleven years, as she had promised to do",
    "Perhaps the fares will fall this year, and perhaps the sea will freeze",
    "Our boats carried up to 900 people a day until the beacons went dark",
    "The envoys of Orsa and Velm are in the naïve belief that two lists are one list",
    "They were ready to sail … and then the wind turned, and the crews went home",
)


def articles() -> list[Article]:
    made = []
    for number in range(len(SAYINGS)):
        chosen = [SAYINGS[(number + step) % len(SAYINGS)] for step in range(4)]
        told = [f"“{words}.” {SPEAKERS[at]} said on Tuesday." for at, words in enumerate(chosen)]
        made.append(article_of("The two sides met again on Tuesday.\n\n" + "\n\n".join(told), number=number + 1))
    return made


ARTICLES = articles()


def is_accepted(mutation: Mutation, article: Article) -> bool:
    verdict = verdict_of(mutation.words, article, speaker=mutation.speaker)
    return verdict.verdict in FOUND and (mutation.speaker is None or verdict.speaker_verdict != "contradicted")


def test_no_altered_quotation_is_accepted() -> None:
    dice = random.Random(SEED)
    made: Counter[str] = Counter()
    accepted = []
    for article, other in pairwise([*ARTICLES, ARTICLES[5]]):
        changed = [one for _ in range(ROUNDS) for one in mutations(article, dice)]
        for mutation in [*changed, *of_another(article, other)]:
            made[mutation.family] += 1
            if is_accepted(mutation, article):
                accepted.append(mutation)
    assert accepted == []
    assert made.total() >= MIN_MUTATIONS
    assert set(CHANGES) < set(made) and min(made.values()) >= 10, made


def test_true_speakers_are_confirmed() -> None:
    for article in ARTICLES:
        for quotation in article.revision.quotations:
            verdict = verdict_of(article.quotation_text(quotation), article, speaker=quotation.speaker)
            assert verdict.speaker_verdict == "confirmed"


@pytest.mark.parametrize("name", VARIANTS)
def test_every_typographic_variant_is_accepted(name: str) -> None:
    for article in ARTICLES:
        for quotation in spoken(article):
            words = VARIANTS[name](article.quotation_text(quotation))
            verdict = verdict_of(words, article, speaker=quotation.speaker)
            assert (verdict.verdict in ("verbatim", "typographic"), words) == (True, words)
            assert (verdict.speaker_verdict, verdict.flags) == ("confirmed", ())


@pytest.mark.parametrize("words", ["we will not raise the harbour levy", "A half-built quay is a promise that"])
def test_the_first_letter_may_change_its_case_for_function_words(words: str) -> None:
    assert any(verdict_of(words, article).verdict != "absent" for article in ARTICLES)
